//! `thads create-admin`: the first agency and its administrator, who adds everybody else through the API. The password comes
//! from the environment or the standard input, never from the command line, where other users of the machine can see it.

use std::io;

use clap::Args;
use validator::Validate;

use crate::app;
use crate::domain::actor::{Role, RoleGrant};
use crate::service::clock::{Clock, SystemClock};
use crate::service::error::{ApiError, ApiResult};
use crate::service::offices::{NewOffice, OfficeKind};
use crate::service::users::NewUser;
use crate::service::{offices, password, users};
use crate::settings::Settings;
use crate::store::Conn;

/// The variable that may hold the password.
const PASSWORD: &str = "THADS_ADMIN_PASSWORD";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The administrator's login.
    #[arg(long)]
    login: String,
    /// The administrator's name.
    #[arg(long)]
    name: String,
    /// The agency's short code; an agency that has it is used.
    #[arg(long)]
    office_code: String,
    /// The agency's name.
    #[arg(long)]
    office_name: String,
    /// The agency is in a centrally-run city.
    #[arg(long)]
    city: bool,
}

/// Adds both, or says why not.
pub(super) fn run(settings: &Settings, arguments: Arguments) -> io::Result<()> {
    let password = match std::env::var(PASSWORD) {
        Ok(password) => password,
        Err(_) => {
            eprintln!("password:");
            let mut line = String::new();
            io::stdin().read_line(&mut line)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    let store = app::open_store(settings)?;
    app::migrate_on_start(settings, &store)?;
    let login = arguments.login.clone();
    store.write(|conn| add(conn, arguments, password)).map_err(|error: ApiError| {
        let faults = error.errors.iter().map(|fault| format!("{} {}", fault.pointer, fault.code));
        let faults: Vec<String> = faults.chain(error.cause.as_deref().map(str::to_owned)).collect();
        io::Error::other(format!("{error}: {}", faults.join(", ")))
    })?;
    println!("{login} is an administrator now");
    Ok(())
}

fn add(conn: &mut Conn, arguments: Arguments, password: String) -> ApiResult<()> {
    let today = SystemClock.today();
    let office = match crate::store::offices::find_by_code(conn, &arguments.office_code)? {
        Some(found) => found.id,
        None => {
            let new = NewOffice {
                code: arguments.office_code,
                kind: OfficeKind::Agency,
                parent_id: None,
                name: arguments.office_name,
                is_city: arguments.city,
                from: today,
                to: None,
            };
            offices::insert(conn, new)?.id
        }
    };
    let grant = RoleGrant { office, division: None, role: Role::Admin, from: today, to: None };
    let new = NewUser { login: arguments.login, display_name: arguments.name, password, grants: vec![grant] };
    new.validate().map_err(|errors| {
        let fields = errors.errors().keys().map(|field| format!("/{field}"));
        ApiError::invalid(
            fields.map(|field| crate::service::error::FieldError::new(field, "invalid_value")).collect(),
        )
    })?;
    let hashed = password::hash(&new.password)?;
    users::insert(conn, &new, hashed, SystemClock.now().into())?;
    Ok(())
}
