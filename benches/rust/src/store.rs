//! A claim in Valkey or Redis beside the bare command of the same client, one after the other.

use std::{
    env, fs,
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use redis::{Client, aio::ConnectionManager};
use serde_json::json;
use signkey::{Claim, ClaimId, SignatureHeader};
use signkey_http::{RedisStore, ReplayStore};

use crate::race::{left_out, print_row};

const PATH: &str = "claim in a store, redis-rs";
const PROGRAMS: [&str; 2] = ["valkey-server", "redis-server"];
const ROUNDS: usize = 31;
const CLAIMS: u64 = 2000;
const LIFETIME: Duration = Duration::from_secs(901);

/// Prints the rows of the race, or that there is no server on this machine.
pub fn race() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
    let port = port.expect("loopback").port();
    let Some(mut server) = PROGRAMS.iter().find_map(|program| launch(program, port)) else {
        return left_out("signkey", PATH, "neither Valkey nor Redis is installed");
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let rounds = runtime.expect("a runtime").block_on(run(port));
    server.kill().expect("it runs");
    server.wait().expect("it was killed");
    for (name, rounds) in ["signkey", "bare SET NX"].iter().zip(rounds) {
        print_row(&json!({
            "language": "rust", "path": PATH, "contender": name, "corpus": "messages",
            "size": 1, "bytes": 40, "bodies": CLAIMS, "rounds": rounds,
        }));
    }
}

fn launch(program: &str, port: u16) -> Option<Child> {
    let folder = env::temp_dir().join(format!("signkey-bench-{port}"));
    fs::create_dir_all(&folder).ok()?;
    let mut command = Command::new(program);
    command.args([
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--port",
        &port.to_string(),
    ]);
    let process = command
        .arg("--dir")
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .ok()?;
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{program} does not listen"
        );
        thread::sleep(Duration::from_millis(10));
    }
    Some(process)
}

async fn run(port: u16) -> [Vec<f64>; 2] {
    let client = Client::open(format!("redis://127.0.0.1:{port}/")).expect("a URL");
    let connection = ConnectionManager::new(client).await.expect("it answers");
    let store = RedisStore::new(connection.clone())
        .await
        .expect("it keeps all");
    let mut rounds: [Vec<f64>; 2] = Default::default();
    let mut number = 0;
    for round in 0..ROUNDS {
        // Each has the other before it from round to round.
        for contender in [round % 2, 1 - round % 2] {
            let ids: Vec<_> = (number..number + CLAIMS).map(id).collect();
            number += CLAIMS;
            let start = Instant::now();
            for id in ids {
                let is_first = match contender {
                    0 => store.claim(id, LIFETIME).await == Claim::First,
                    _ => set(&connection, id).await,
                };
                assert!(is_first, "it is new");
            }
            rounds[contender].push(start.elapsed().as_nanos() as f64 / CLAIMS as f64);
        }
    }
    rounds
}

/// The command as somebody writes it who needs nothing else.
async fn set(connection: &ConnectionManager, id: ClaimId) -> bool {
    let mut key = b"signkey:".to_vec();
    key.extend(id.to_text());
    let mut connection = connection.clone();
    let mut set = redis::cmd("SET");
    set.arg(key).arg(1).arg("NX").arg("PX").arg(901_000);
    let answer: Option<String> = set.query_async(&mut connection).await.expect("an answer");
    answer.is_some()
}

fn id(number: u64) -> ClaimId {
    let header = format!("t=0&s={number:064x}");
    let header = SignatureHeader::parse(header.as_bytes()).expect("a header");
    ClaimId::of("", &header)
}
