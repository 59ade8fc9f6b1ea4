//! Closing and control of the books, one file a resource.

pub mod cash;
pub mod files;
pub mod periods;
pub mod posts;
pub mod statements;

/// The routes of this room.
pub fn routes(config: &mut impl super::Routes) {
    periods::routes(config);
    cash::routes(config);
    statements::routes(config);
    files::routes(config);
    posts::routes(config);
}
