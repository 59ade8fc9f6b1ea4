//! What can be wrong with a history, each naming the first bad place.

use uuid::Uuid;

use crate::chain::Head;
use crate::note::NoteFault;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The kind of aggregate.
    pub kind: String,
    /// The aggregate.
    pub id: Uuid,
    /// The event's number.
    pub seq: u64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "event {} of {} {}", self.seq, self.kind, self.id)
    }
}

/// Why a history is not taken.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Nothing to check.
    #[error("the history is empty: an empty record proves nothing")]
    Empty,
    /// Nothing to check against.
    #[error("no checkpoint was given: without one a cut tail cannot be seen")]
    NoCheckpoint,
    /// A text that is no event.
    #[error("unreadable event{}", after.map(|id| format!(" after those of {id}")).unwrap_or_default())]
    Unreadable {
        /// The aggregate before it.
        after: Option<Uuid>,
    },
    /// The text does not have the hash that stands beside it.
    #[error("altered content: {place} does not have its hash")]
    Altered {
        /// Where.
        place: Place,
    },
    /// A column says other than the text that was hashed.
    #[error("altered content: {place}: column {column} says other than the text that was hashed")]
    Column {
        /// Where.
        place: Place,
        /// Which column.
        column: &'static str,
    },
    /// The thing itself is not as its last event left it.
    #[error("altered state: {kind} {id} is {}", if *gone { "gone, though it has a history" } else { "not as its history left it" })]
    State {
        /// The kind of aggregate.
        kind: String,
        /// The aggregate.
        id: Uuid,
        /// It is not there any more.
        gone: bool,
    },
    /// A number is missing, or comes twice.
    #[error("removed or reordered: {place} comes where event {expected} should")]
    Gap {
        /// What comes.
        place: Place,
        /// Which number was due.
        expected: u64,
    },
    /// An event does not name the one before it.
    #[error("removed, reordered or rewritten: {place} does not name the event before it")]
    Unlinked {
        /// Where.
        place: Place,
    },
    /// The log has another hash for this event.
    #[error("rewritten: {place} has another hash than the log recorded at leaf {index}")]
    Rewritten {
        /// Where.
        place: Place,
        /// The leaf.
        index: u64,
    },
    /// A chain is shorter than the log says, or gone.
    #[error("cut: the log recorded {} events of {} {} (leaf {index}), and event {} is not there", head.size, head.kind, head.id, head.size)]
    Missing {
        /// What the log recorded.
        head: Box<Head>,
        /// The leaf.
        index: u64,
    },
    /// A leaf is gone, and nothing tells what it was of.
    #[error("cut: leaf {index} of the log is not there")]
    Leaf {
        /// The leaf.
        index: u64,
    },
    /// A leaf stands twice or beyond the end.
    #[error("leaf {index} of the log is claimed twice or does not exist")]
    Claimed {
        /// The leaf.
        index: u64,
    },
    /// The log is older than the checkpoint: an old copy was put back.
    #[error("rolled back: the log has {have} leaves, the checkpoint {of} was made over {size}")]
    Short {
        /// What is there.
        have: u64,
        /// The checkpoint.
        of: String,
        /// What there was.
        size: u64,
    },
    /// The log has another root at that size.
    #[error("forked: over its first {size} leaves the log has another root than checkpoint {of}; {}", match good { Some(good) => format!("up to leaf {good} it agrees"), None => "no earlier checkpoint agrees".to_owned() })]
    Forked {
        /// The checkpoint.
        of: String,
        /// Its size.
        size: u64,
        /// The size of the last checkpoint that agrees.
        good: Option<u64>,
    },
    /// A proof in a file does not hold.
    #[error("{of}: the proof that it is in the log does not hold")]
    Proof {
        /// Of what.
        of: String,
    },
    /// A value does not have the digest that its history committed to.
    #[error("altered content: field {field} of party {party} does not have the digest in its history")]
    Value {
        /// Whose.
        party: Uuid,
        /// Which.
        field: String,
    },
    /// What the history says of many parties together is not true of them.
    #[error("altered content: the {count} parties recorded together{} are not as their history says", from.as_ref().map(|from| format!(" at {from}")).unwrap_or_default())]
    People {
        /// When they were recorded; nothing where none of them is there.
        from: Option<String>,
        /// How many.
        count: u64,
    },
    /// The history commits to values that are not there.
    #[error("cut: the history commits to values of party {party} that are not there")]
    Person {
        /// Whose.
        party: Uuid,
    },
    /// A value is gone, and no decision took it.
    #[error(
        "taken away: field {field} of party {party} is gone, and the history has no redaction no. {number} of it"
    )]
    Taken {
        /// Whose.
        party: Uuid,
        /// Which.
        field: String,
        /// The decision that is named in its place.
        number: String,
    },
    /// A document's content does not have the digest in the file.
    #[error("altered content: {file} does not have the digest that the index gives")]
    File {
        /// Which.
        file: String,
    },
    /// The checkpoint itself.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// A file cannot be read, or says what cannot be.
    #[error("{0}")]
    Input(String),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        Fault::Input(error.to_string())
    }
}
