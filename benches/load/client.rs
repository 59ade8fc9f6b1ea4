//! A plain HTTP client: one kept connection for each thread, one request at a time, every answer read to its end.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::fill;

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `GET /cases/{id}`.
    Read,
    /// `GET /cases?limit=50&cursor=…`.
    List,
    /// `POST /cases/{id}/actions`, with event, deadline and idempotency key.
    Transition,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Read, Kind::List, Kind::Transition];

    /// Its name, and that of its script for pgbench.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Read => "read",
            Kind::List => "list",
            Kind::Transition => "transition",
        }
    }
}

/// One officer with a connection.
pub struct Client {
    stream: TcpStream,
    token: String,
    index: usize,
    /// The version of each own case, as far as this client changed it.
    versions: Vec<u32>,
    random: u64,
}

/// The latencies of one run in microseconds, and how long it took.
pub struct Run {
    /// One for each request.
    pub micros: Vec<u64>,
    /// Seconds.
    pub seconds: f64,
}

/// All clients at once, for so long.
pub fn run(clients: &mut [Client], kind: Kind, long: Duration) -> Run {
    let started = Instant::now();
    let micros: Vec<u64> = std::thread::scope(|scope| {
        let threads: Vec<_> = clients
            .iter_mut()
            .map(|client| {
                scope.spawn(move || {
                    // The server closes a connection that rested while pgbench had its turn.
                    client.stream = connect(&client.stream.peer_addr().unwrap().to_string());
                    let mut micros = Vec::with_capacity(50_000);
                    while started.elapsed() < long {
                        let asked = Instant::now();
                        client.ask(kind);
                        micros.push(asked.elapsed().as_micros() as u64);
                    }
                    micros
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    Run { micros, seconds: started.elapsed().as_secs_f64() }
}

fn connect(address: &str) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

impl Client {
    /// Connects.
    pub fn new(address: &str, token: String, index: usize, own: usize) -> Client {
        Client {
            stream: connect(address),
            token,
            index,
            versions: vec![1; own],
            random: 0x9e37_79b9_7f4a_7c15 ^ (index as u64 + 1),
        }
    }

    /// One request, and its answer's body.
    pub fn once(&self, kind: Kind) -> String {
        let address = self.stream.peer_addr().unwrap().to_string();
        let mut client = Client::new(&address, self.token.clone(), self.index, self.versions.len());
        client.ask(kind)
    }

    /// xorshift64.
    fn below(&mut self, limit: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random % limit as u64) as usize
    }

    fn ask(&mut self, kind: Kind) -> String {
        let own = self.below(self.versions.len());
        let case = fill::own_case(self.index, own);
        match kind {
            Kind::Read => self.get(&format!("/api/v1/cases/{case}")),
            Kind::List => {
                let cursor = URL_SAFE_NO_PAD.encode(format!("\"{case}\""));
                self.get(&format!("/api/v1/cases?limit=50&cursor={cursor}"))
            }
            Kind::Transition => self.transition(own & !1),
        }
    }

    /// Reads a path; the answer's body.
    pub fn get(&mut self, path: &str) -> String {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {}\r\nAccept: application/json\r\n\r\n",
            self.token
        );
        self.exchange(&request)
    }

    /// The even cases are the client's, the odd ones pgbench's.
    fn transition(&mut self, own: usize) -> String {
        let case = fill::own_case(self.index, own);
        let version = self.versions[own];
        let body = "{\"action\":\"demand_declaration\"}";
        let request = format!(
            "POST /api/v1/cases/{case}/actions HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nIf-Match: \"{version}\"\r\n\
             Idempotency-Key: {}\r\n\r\n{body}",
            self.token,
            body.len(),
            Uuid::now_v7()
        );
        let answer = self.exchange(&request);
        self.versions[own] += 1;
        answer
    }

    fn exchange(&mut self, request: &str) -> String {
        self.stream.write_all(request.as_bytes()).unwrap();
        let mut buffer = Vec::with_capacity(32 * 1024);
        let mut piece = [0_u8; 16 * 1024];
        let (head, length) = loop {
            let read = self.stream.read(&mut piece).unwrap();
            assert!(read > 0, "the server closed the connection");
            buffer.extend_from_slice(&piece[..read]);
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&buffer[..at]).to_ascii_lowercase();
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length:")?.trim().parse::<usize>().ok())
                    .expect("a content-length");
                break (at + 4, length);
            }
        };
        while buffer.len() < head + length {
            let read = self.stream.read(&mut piece).unwrap();
            assert!(read > 0, "the server closed the connection");
            buffer.extend_from_slice(&piece[..read]);
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer));
        String::from_utf8_lossy(&buffer[head..]).into_owned()
    }
}
