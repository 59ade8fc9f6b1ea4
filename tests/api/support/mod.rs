//! The application under test: in this process, with a clock that the test sets, an office full of people, and typed clients.

pub mod build;
pub mod client;
pub mod closing;
pub mod db;
pub mod enforce;
pub mod exhibits;
pub mod facts;
pub mod handover;
pub mod house;
pub mod intake;
pub mod interrupt;
pub mod ledger;
pub mod measures;
pub mod moving;
pub mod oversight;
pub mod pay;
pub mod seen;
pub mod tracks;
pub mod walk_bodies;

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use actix_web::dev::Service;
use actix_web::test::{TestRequest, init_service, read_body};
use actix_web::web;
use diesel::connection::SimpleConnection;
use serde_json::Value;
use thads::app::{self, AppState};
use thads::domain::actor::{Role, RoleGrant};
use thads::domain::event;
use thads::domain::ids::{OfficeId, UserId};
use thads::domain::law::Law;
use thads::domain::law::embedded::FILES;
use thads::service::clock::SettableClock;
use thads::service::error::ApiError;
use thads::service::offices::{NewOffice, OfficeKind};
use thads::service::users::NewUser;
use thads::service::{offices, password, time, users};
use thads::settings::{Secret, Settings};
use thads::store::{AnyId, Conn, Store, StoreError, events, refused};

use crate::invariants;
pub use client::{Answer, As};
use db::Db;
use seen::Seen;

type Call = Box<dyn Fn(TestRequest) -> Pin<Box<dyn Future<Output = Answer>>>>;

/// The application, its people and its database.
pub struct App {
    call: Call,
    pub state: web::Data<AppState>,
    pub clock: Arc<SettableClock>,
    pub office: OfficeId,
    pub other_office: OfficeId,
    people: BTreeMap<&'static str, UserId>,
    seen: Seen,
    db: Rc<Db>,
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
    ("storekeeper", Role::Storekeeper, false),
    ("examiner", Role::Examiner, false),
    ("auditor", Role::Auditor, false),
    ("admin", Role::Admin, false),
    ("prosecutor", Role::Prosecutor, false),
    ("integrator", Role::Integrator, false),
    ("other_clerk", Role::IntakeClerk, true),
    ("other_officer", Role::EnforcementOfficer, true),
    ("other_head", Role::Head, true),
];

/// What signs the history.
const KEY: &str = "test:BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// The law as built in, read once.
pub fn law() -> Arc<Law> {
    static LAW: OnceLock<Arc<Law>> = OnceLock::new();
    LAW.get_or_init(|| Arc::new(Law::embedded().unwrap())).clone()
}

fn hash() -> String {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash("một mật khẩu dài").unwrap()).clone()
}

/// The law as built in, with words of one of its files replaced.
pub fn law_with(file: &str, words: &[(&str, &str)]) -> Arc<Law> {
    let changed = |name: &str, text: &str| {
        let mut text = text.to_owned();
        for (old, new) in words.iter().filter(|_| name == file) {
            assert!(text.contains(old), "{file} has no {old}");
            text = text.replace(old, new);
        }
        text
    };
    let texts: Vec<(&str, String)> = FILES.iter().map(|(name, text)| (*name, changed(name, text))).collect();
    let sources: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Arc::new(Law::from_sources(&sources).unwrap())
}

impl App {
    pub async fn new(db: Db) -> App {
        let store = Store::open(&db.url, 4).unwrap();
        let clock = Arc::new(SettableClock::at("2026-07-15T02:00:00Z".parse().unwrap()));
        let (office, other_office, people) = store.write(people).unwrap();
        let db = Rc::new(db);
        App::over(db, store, (law(), KEY), clock, (office, other_office, people)).await
    }

    /// A second process over the same database, with the same people and clock, under this law.
    pub async fn under(&self, law: Arc<Law>) -> App {
        self.meddle();
        self.again(law, KEY).await
    }

    /// The same, and no key signs the history.
    pub async fn unsigned(&self) -> App {
        self.again(law(), "").await
    }

    async fn again(&self, law: Arc<Law>, key: &str) -> App {
        let store = Store::open(&self.db.url, 4).unwrap();
        let staff = (self.office, self.other_office, self.people.clone());
        App::over(self.db.clone(), store, (law, key), self.clock.clone(), staff).await
    }

    /// The same with a question of the law answered otherwise.
    pub async fn answering(self, code: &str, answer: &str) -> App {
        self.under(Arc::new(law_answering(code, answer))).await
    }

    async fn over(
        db: Rc<Db>,
        store: Store,
        (law, key): (Arc<Law>, &str),
        clock: Arc<SettableClock>,
        (office, other_office, people): Staff,
    ) -> App {
        let mut settings = Settings::defaults().unwrap();
        settings.database.url = db.url.clone();
        settings.auth.jwt_secret = Secret("a secret that only the tests know".to_owned());
        settings.history.keys = Secret(key.to_owned());
        let state = web::Data::new(AppState::new(settings, store, law, clock.clone()).unwrap());
        let call = serve(&state).await;
        let seen = Seen::new(&db.url);
        App { call, state, clock, office, other_office, people, seen, db }
    }

    /// Sets the clock to nine in the morning of this day in Viet Nam.
    pub fn on(&self, day: &str) {
        self.clock.set(format!("{day}T02:00:00Z").parse().unwrap());
    }

    /// Sets the clock to an instant.
    pub fn at(&self, instant: &str) {
        self.clock.set(chrono::DateTime::parse_from_rfc3339(instant).unwrap().to_utc());
    }

    /// One look at the clock: periods ended, deadlines breached.
    pub fn look(&self) -> (usize, usize) {
        let system = time::system_user(&self.state.core).unwrap();
        time::pass(&self.state.core, system).unwrap()
    }

    /// Sets the clock to the morning after this day.
    pub fn after(&self, day: &Value) {
        let day: chrono::NaiveDate = day.as_str().unwrap().parse().unwrap();
        self.on(&day.succ_opt().unwrap().to_string());
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: TestRequest) -> Answer {
        let answer = (self.call)(request).await;
        self.seen.answer(&answer);
        answer
    }

    /// Asks with no token; the whole path.
    pub async fn anonymous(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// Statements as somebody sends them who has the database's password.
    pub fn sql(&self, statements: &str) -> Result<(), StoreError> {
        self.meddle();
        self.state.store.write(|conn: &mut Conn| Ok::<_, StoreError>(conn.batch_execute(statements)?))
    }

    /// Something is written here that no act wrote, or judged by another law: the invariants have nothing to say of it.
    pub fn meddle(&self) {
        self.db.meddled.set(true);
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
    pub fn storekeeper(&self) -> As<'_> {
        self.as_("storekeeper")
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

    /// The whole history of an aggregate, each event with its content, having looked that the chain holds.
    pub fn chain(&self, id: &Value) -> Vec<Value> {
        let id = AnyId(id.as_str().unwrap().parse().unwrap());
        let rows =
            self.state.store.read(|conn: &mut Conn| Ok::<_, ApiError>(events::page(conn, id, 0, 500)?));
        let mut previous = String::new();
        let mut out = Vec::new();
        for (place, row) in rows.unwrap().into_iter().enumerate() {
            assert_eq!(row.seq, i64::try_from(place).unwrap() + 1, "a gap");
            assert_eq!(row.previous_hash, previous);
            assert_eq!(row.hash, event::hash(&row.body), "a body that was not the one hashed");
            let body: Value = serde_json::from_str(&row.body).unwrap();
            assert_eq!(body["previous"], previous.as_str());
            assert_eq!((&body["code"], &body["seq"]), (&row.code.into(), &row.seq.into()));
            previous = row.hash;
            out.push(body);
        }
        out
    }

    /// The codes of the last refused attempt.
    pub fn last_refused(&self, path: &str) -> String {
        let id = AnyId(path.rsplit('/').next().unwrap().parse().unwrap());
        let rows =
            self.state.store.read(|conn: &mut Conn| Ok::<_, ApiError>(refused::page(conn, id, None, 200)?));
        rows.unwrap().last().map(|row| row.codes.clone()).unwrap_or_default()
    }
}

impl Drop for App {
    /// Whatever a test did, what it leaves behind obeys the invariants.
    fn drop(&mut self) {
        if std::thread::panicking() || Rc::strong_count(&self.db) > 1 || self.db.meddled.get() {
            return;
        }
        let judged = invariants::judge(&facts::read(&self.state.store));
        assert!(judged.faults.is_empty(), "{:#?}", judged.faults);
        self.seen.held(judged.held);
    }
}

/// The whole application behind one function.
async fn serve(state: &web::Data<AppState>) -> Call {
    let service = Rc::new(init_service(app::app(state.clone())).await);
    Box::new(move |request| {
        let service = service.clone();
        Box::pin(async move {
            let response = service.call(request.to_request()).await.unwrap();
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let text = String::from_utf8_lossy(&read_body(response).await).into_owned();
            Answer { status, headers, text }
        })
    })
}

/// The law as built in, but for one answer of its settings.
fn law_answering(code: &str, answer: &str) -> Law {
    let change = |text: &str| {
        let (before, entry) = text.split_once(&format!("code = \"{code}\"\n")).unwrap();
        let (head, rest) = entry.split_once("\ndefault = \"").unwrap();
        let (_, rest) = rest.split_once('"').unwrap();
        format!("{before}code = \"{code}\"\n{head}\ndefault = \"{answer}\"{rest}")
    };
    let files: Vec<(&str, String)> = FILES
        .iter()
        .map(|(name, text)| {
            let text = if *name == "law/settings.toml" { change(text) } else { (*text).to_owned() };
            (*name, text)
        })
        .collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Law::from_sources(&files).unwrap()
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
