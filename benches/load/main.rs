//! A load on the running server with PostgreSQL, and in the same run pgbench with the same statements: what the server costs
//! beside its database. Started by benches/run, which gives it a cluster of its own; without `--url` it does nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::float_arithmetic,
    clippy::zombie_processes,
    reason = "a bench says what it expects, and rates are no money"
)]

mod assets;
mod case;
mod client;
mod deadlines;
mod fill;
mod listing;
mod pgbench;
mod report;

use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::Duration;

use chrono::Utc;
use clap::Parser;
use client::{Client, Kind};
use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use report::Figures;
use thads::service::token::{Bearer, Tokens};

const SECRET: &str = "a secret that only this bench knows";
/// Connections of the client, of pgbench, and of the server to its database.
pub const CONNECTIONS: usize = 8;

/// What to measure.
#[derive(Parser)]
pub struct Options {
    /// An empty PostgreSQL database that may be filled.
    #[arg(long)]
    url: Option<String>,
    /// The program.
    #[arg(long, default_value = "target/release/thads")]
    server: PathBuf,
    /// The pgbench program.
    #[arg(long, default_value = "pgbench")]
    pgbench: PathBuf,
    /// How many cases.
    #[arg(long, default_value_t = 100_000)]
    cases: usize,
    /// Seconds of each measurement.
    #[arg(long, default_value_t = 8)]
    seconds: u64,
    /// Measurements of each, alternating with pgbench.
    #[arg(long, default_value_t = 2)]
    rounds: usize,
    /// How many open deadlines to add for the lists of deadlines.
    #[arg(long, default_value_t = 200_000)]
    deadlines: usize,
    /// Measure this part only.
    #[arg(long)]
    only: Option<Part>,
    /// One request of each kind only; with the database's log_statement this shows the statements.
    #[arg(long)]
    once: bool,
    /// Given by cargo.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What there is to measure.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Reads, lists and transitions beside pgbench.
    Load,
    /// Lists of deadlines, and the board of a large case.
    Deadlines,
    /// Lists of assets, and the board of a lot.
    Assets,
}

/// The server under load; stopped when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(options: &Options, url: &str) -> Server {
        let address = free_address();
        let child = Command::new(&options.server)
            .arg("serve")
            .env("THADS__DATABASE__URL", url)
            .env("THADS__DATABASE__POOL_SIZE", CONNECTIONS.to_string())
            .env("THADS__SERVER__ADDRESS", &address)
            .env("THADS__AUTH__JWT_SECRET", SECRET)
            .env("THADS__JOBS__INTERVAL_SECONDS", "0")
            .stderr(Stdio::null())
            .spawn()
            .expect("the server's program");
        for _ in 0..500 {
            if std::net::TcpStream::connect(&address).is_ok() {
                return Server { child, address };
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server did not start");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

fn main() -> ExitCode {
    let options = Options::parse();
    let Some(url) = options.url.clone() else {
        println!("load: needs a database of its own: benches/run");
        return ExitCode::SUCCESS;
    };
    let mut conn = PgConnection::establish(&url).expect("the database");
    let loaded = fill::fill(&url, &mut conn, options.cases);
    let server = Server::start(&options, &url);
    let tokens = Tokens::new(SECRET.as_bytes(), 120);
    let clients: Vec<Client> = (0..CONNECTIONS)
        .map(|index| {
            let bearer = Bearer { user: fill::officer(index), session: uuid::Uuid::now_v7() };
            let token = tokens.sign(bearer, Utc::now()).unwrap();
            Client::new(&server.address, token, index, fill::own_cases(options.cases))
        })
        .collect();
    if options.once {
        for kind in Kind::ALL {
            println!("{}", clients[0].once(kind));
        }
        return ExitCode::SUCCESS;
    }
    let wanted = |part| options.only.is_none_or(|only| only == part);
    if wanted(Part::Load) {
        let figures = measure(&options, &url, clients, &mut conn);
        println!("{}", report::markdown(&options, &loaded, &figures, &mut conn));
    }
    if wanted(Part::Deadlines) {
        print!("{}", deadlines::measure(&options, &server.address, &tokens, &mut conn));
    }
    if wanted(Part::Assets) {
        let measured = assets::measure(&options, &server.address, &tokens, &mut conn);
        print!("{}{measured}", if options.only.is_none() { "\n" } else { "" });
    }
    ExitCode::SUCCESS
}

/// For each kind of request: a warm-up, then server and pgbench in turn.
fn measure(
    options: &Options,
    url: &str,
    mut clients: Vec<Client>,
    conn: &mut PgConnection,
) -> Vec<(Kind, Figures, Figures)> {
    let mut out = Vec::new();
    for kind in Kind::ALL {
        let (mut server, mut database) = (Figures::default(), Figures::default());
        client::run(&mut clients, kind, Duration::from_secs(2));
        pgbench::run(options, url, kind, 2);
        for _ in 0..options.rounds {
            conn.batch_execute("CHECKPOINT").unwrap();
            server.add(client::run(&mut clients, kind, Duration::from_secs(options.seconds)));
            conn.batch_execute("CHECKPOINT").unwrap();
            database.add(pgbench::run(options, url, kind, options.seconds));
        }
        eprintln!("{}: server {}, pgbench {}", kind.name(), server.rate(), database.rate());
        out.push((kind, server, database));
    }
    out
}
