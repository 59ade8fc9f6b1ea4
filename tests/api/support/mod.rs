//! The application under test: in this process, with a clock that the test sets, an office full of people, and typed clients.

pub mod build;
pub mod client;
pub mod db;
pub mod house;
pub mod intake;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use actix_web::dev::Service;
use actix_web::test::{TestRequest, init_service, read_body};
use actix_web::web;
use serde_json::Value;
use thads::app::{self, AppState};
use thads::domain::actor::{Role, RoleGrant};
use thads::domain::ids::{OfficeId, UserId};
use thads::domain::law::Law;
use thads::service::clock::SettableClock;
use thads::service::error::ApiError;
use thads::service::offices::{NewOffice, OfficeKind};
use thads::service::users::NewUser;
use thads::service::{offices, password, users};
use thads::settings::{Secret, Settings};
use thads::store::{AnyId, Conn, Store, events, refused};

pub use client::{Answer, As};
use db::Db;

type Call = Box<dyn Fn(TestRequest) -> Pin<Box<dyn Future<Output = Answer>>>>;

/// The application, its people and its database.
pub struct App {
    call: Call,
    pub state: web::Data<AppState>,
    pub clock: Arc<SettableClock>,
    pub office: OfficeId,
    pub other_office: OfficeId,
    people: BTreeMap<&'static str, UserId>,
    _db: Db,
}

/// Who works where: login, role, at the other office.
const PEOPLE: &[(&str, Role, bool)] = &[
    ("clerk", Role::IntakeClerk, false),
    ("officer", Role::EnforcementOfficer, false),
    ("second_officer", Role::EnforcementOfficer, false),
    ("head", Role::Head, false),
    ("deputy", Role::DeputyHead, false),
    ("accountant", Role::Accountant, false),
    ("cashier", Role::Cashier, false),
    ("examiner", Role::Examiner, false),
    ("auditor", Role::Auditor, false),
    ("admin", Role::Admin, false),
    ("other_clerk", Role::IntakeClerk, true),
    ("other_officer", Role::EnforcementOfficer, true),
    ("other_head", Role::Head, true),
];

/// The law as built in, read once.
pub fn law() -> Arc<Law> {
    static LAW: OnceLock<Arc<Law>> = OnceLock::new();
    LAW.get_or_init(|| Arc::new(Law::embedded().unwrap())).clone()
}

fn hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash("một mật khẩu dài").unwrap()).clone()
}

impl App {
    pub async fn new(db: Db) -> App {
        let mut settings = Settings::defaults().unwrap();
        settings.database.url = db.url.clone();
        settings.auth.jwt_secret = Secret("a secret that only the tests know".to_owned());
        let store = Store::open(&db.url, 4).unwrap();
        let clock = Arc::new(SettableClock::at("2026-07-15T02:00:00Z".parse().unwrap()));
        let (office, other_office, people) = store.write(people).unwrap();
        let state = web::Data::new(AppState::new(settings, store, law(), clock.clone()).unwrap());
        let service = Rc::new(init_service(app::app(state.clone())).await);
        let call: Call = Box::new(move |request| {
            let service = service.clone();
            Box::pin(async move {
                let response = service.call(request.to_request()).await.unwrap();
                let (status, headers) = (response.status().as_u16(), response.headers().clone());
                let text = String::from_utf8_lossy(&read_body(response).await).into_owned();
                Answer { status, headers, text }
            })
        });
        App { call, state, clock, office, other_office, people, _db: db }
    }

    /// Sets the clock to nine in the morning of this day in Viet Nam.
    pub fn on(&self, day: &str) {
        self.clock.set(format!("{day}T02:00:00Z").parse().unwrap());
    }

    /// Sets the clock to the morning after this day.
    pub fn after(&self, day: &Value) {
        let day: chrono::NaiveDate = day.as_str().unwrap().parse().unwrap();
        self.on(&day.succ_opt().unwrap().to_string());
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: TestRequest) -> Answer {
        (self.call)(request).await
    }

    pub fn id(&self, name: &str) -> UserId {
        self.people[name]
    }

    pub fn as_(&self, name: &str) -> As<'_> {
        As { app: self, user: self.id(name) }
    }

    pub fn clerk(&self) -> As<'_> {
        self.as_("clerk")
    }
    pub fn examiner(&self) -> As<'_> {
        self.as_("examiner")
    }
    pub fn officer(&self) -> As<'_> {
        self.as_("officer")
    }
    pub fn head(&self) -> As<'_> {
        self.as_("head")
    }
    pub fn deputy(&self) -> As<'_> {
        self.as_("deputy")
    }
    pub fn accountant(&self) -> As<'_> {
        self.as_("accountant")
    }
    pub fn cashier(&self) -> As<'_> {
        self.as_("cashier")
    }
    pub fn auditor(&self) -> As<'_> {
        self.as_("auditor")
    }

    /// How many events and how many refused attempts an aggregate has.
    pub fn traces(&self, path: &str) -> (usize, usize) {
        let id = AnyId(path.rsplit('/').next().unwrap().parse().unwrap());
        let counted = self.state.store.read(|conn: &mut Conn| {
            let events = events::page(conn, id, 0, 200)?.len();
            Ok::<_, ApiError>((events, refused::page(conn, id, None, 200)?.len()))
        });
        counted.unwrap()
    }

    /// The codes of the last refused attempt.
    pub fn last_refused(&self, path: &str) -> String {
        let id = AnyId(path.rsplit('/').next().unwrap().parse().unwrap());
        let rows =
            self.state.store.read(|conn: &mut Conn| Ok::<_, ApiError>(refused::page(conn, id, None, 200)?));
        rows.unwrap().last().map(|row| row.codes.clone()).unwrap_or_default()
    }
}

type Staff = (OfficeId, OfficeId, BTreeMap<&'static str, UserId>);

fn people(conn: &mut Conn) -> Result<Staff, ApiError> {
    let from = "2020-01-01".parse().unwrap();
    let mut office = |code: &str, name: &str| {
        let new = NewOffice {
            code: code.to_owned(),
            kind: OfficeKind::Agency,
            parent_id: None,
            name: name.to_owned(),
            is_city: false,
            from,
            to: None,
        };
        offices::insert(conn, new)
    };
    let own = office("T1", "Thi hành án dân sự tỉnh Thử Một")?.id;
    let other = office("T2", "Thi hành án dân sự tỉnh Thử Hai")?.id;
    let mut people = BTreeMap::new();
    for (name, role, elsewhere) in PEOPLE {
        let office = if *elsewhere { other } else { own };
        let new = NewUser {
            login: (*name).to_owned(),
            display_name: (*name).to_owned(),
            password: String::new(),
            grants: vec![RoleGrant { office, division: None, role: *role, from, to: None }],
        };
        let at = "2026-07-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        people.insert(*name, users::insert(conn, &new, hash(), at.into())?.user.id);
    }
    Ok((own, other, people))
}

/// Runs a test in a runtime of its own.
pub fn run<F: Future<Output = ()>>(db: Db, test: impl FnOnce(App) -> F) {
    actix_web::rt::System::new().block_on(async {
        test(App::new(db).await).await;
    });
}

/// Makes two tests of each `async fn name(app: App)`: `name::sqlite` and `name::postgres`.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                crate::support::run(crate::support::db::Db::sqlite(), super::$name);
            }

            #[test]
            fn postgres() {
                match crate::support::db::Db::postgres() {
                    Some(db) => crate::support::run(db, super::$name),
                    None => println!("not run: THADS_TEST_ENGINES=sqlite"),
                }
            }
        }
    )+};
}
pub(crate) use on_both_engines;
