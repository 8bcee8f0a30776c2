//! Each message once, with a real server of Redis or Valkey: also one that is killed in the middle.

#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]

#[path = "support/redis.rs"]
mod server;
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use server::Server;
use signkey::{Claim, ClaimId, ReplayStoreOptions, SignatureHeader};
use signkey_http::{RedisStore, RedisStoreError, ReplayStore, SignkeyLayer};
use support::{BODY, NOW, endpoint, send, signed};
use tokio::{sync::Semaphore, task::JoinSet, time::sleep};

const MESSAGES: u64 = 20_000;
/// How many requests are on their way at once.
const AT_ONCE: usize = 64;

fn id(number: u64) -> ClaimId {
    let header = format!("t=0&s={number:064x}");
    ClaimId::of("", &SignatureHeader::parse(header.as_bytes()).unwrap())
}

/// The layer of one process of an app, whose clock is so far ahead.
async fn process(server: &Server, ahead: u64) -> SignkeyLayer {
    let endpoint = endpoint(|options| options.replay_store = Some(ReplayStoreOptions::default()));
    let store = RedisStore::connect(server.url()).await.unwrap();
    let layer = SignkeyLayer::new(endpoint).clock(move || NOW + ahead);
    layer.replay_store(store).unwrap()
}

#[tokio::test]
async fn a_claim_is_the_first_until_its_lifetime_is_over() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let store = RedisStore::connect(server.url()).await.unwrap();
    let lifetime = Duration::from_millis(300);
    assert_eq!(store.claim(id(1), lifetime).await, Claim::First);
    assert_eq!(store.claim(id(1), lifetime).await, Claim::Again);
    assert_eq!(
        store.claim(id(2), Duration::from_secs(901)).await,
        Claim::First
    );
    sleep(lifetime + Duration::from_millis(50)).await;
    assert_eq!(store.claim(id(1), lifetime).await, Claim::First);
    assert_eq!(store.claim(id(2), lifetime).await, Claim::Again);
    // Longer than the server can count.
    assert_eq!(store.claim(id(3), Duration::MAX).await, Claim::Unavailable);
    let most = Duration::from_secs(u64::MAX);
    assert_eq!(store.claim(id(3), most).await, Claim::Unavailable);
}

#[tokio::test]
async fn the_key_is_the_prefix_and_the_id() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let layer = process(&server, 0).await;
    assert_eq!(send(&layer, signed(BODY)).await.status(), 200);
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let keys = redis::cmd("KEYS")
        .arg("*")
        .query_async(&mut connection)
        .await;
    let keys: Vec<String> = keys.unwrap();
    let header = support::kit().signed(BODY).unwrap().header.unwrap();
    let header = SignatureHeader::parse(header.as_bytes()).unwrap();
    let text = ClaimId::of("", &header).to_text();
    assert_eq!(
        keys,
        [format!("signkey:{}", std::str::from_utf8(&text).unwrap())]
    );
    let left = redis::cmd("PTTL")
        .arg(&keys[0])
        .query_async(&mut connection)
        .await;
    let left: u64 = left.unwrap();
    assert!((880_000..=901_000).contains(&left), "{left} ms");
}

#[tokio::test]
async fn a_server_that_evicts_is_no_store() {
    let evicting = ["--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru"];
    let Some(server) = Server::start(&evicting) else {
        return;
    };
    let error = RedisStore::connect(server.url()).await.unwrap_err();
    assert!(matches!(&error, RedisStoreError::Evicts(policy) if policy == "allkeys-lru"));
    assert!(error.to_string().contains("noeviction"), "{error}");
}

#[tokio::test]
async fn a_server_without_memory_is_not_available() {
    let Some(server) = Server::start(&["--maxmemory", "1"]) else {
        return;
    };
    let store = RedisStore::connect(server.url()).await.unwrap();
    assert_eq!(
        store.claim(id(1), Duration::from_secs(60)).await,
        Claim::Unavailable
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_for_a_while_delays_no_request_beyond_the_deadline() {
    let Some(server) = Server::start(&[]) else {
        return;
    };
    let layer = process(&server, 0).await;
    server.signal("STOP");
    for _ in 0..3 {
        let start = Instant::now();
        let sent = send(&layer, signed(BODY)).await;
        assert_eq!(sent.code(), "replay_store_unavailable");
        let took = start.elapsed();
        assert!(took < Duration::from_secs(1), "{took:?}");
    }
    server.signal("CONT");
    sleep(Duration::from_millis(200)).await;
    // The server has read the claims by now, of which nobody heard: no message is accepted twice.
    assert_eq!(send(&layer, signed(BODY)).await.code(), "replayed");
    assert_eq!(send(&layer, signed(b"{}")).await.status(), 200);
}

/// What came of all requests with one body.
#[derive(Default)]
struct Tally {
    accepted: AtomicU64,
    replayed: AtomicU64,
    unavailable: AtomicU64,
}

#[tokio::test(flavor = "multi_thread")]
async fn no_message_is_accepted_twice_although_the_server_is_killed() {
    let Some(mut server) = Server::start(&[]) else {
        return;
    };
    // Two processes, whose clocks are 200 seconds apart.
    let layers = [process(&server, 0).await, process(&server, 200).await];
    let tallies: Arc<[Tally]> = (0..MESSAGES).map(|_| Tally::default()).collect();
    let slowest = Arc::new(AtomicU64::new(0));
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    for (sent, number) in shuffled(2 * MESSAGES).enumerate() {
        match sent as u64 {
            at if at == MESSAGES / 2 => server.kill(),
            at if at == MESSAGES / 2 + 2000 => server.restart(),
            _ => {}
        }
        let permit = Arc::clone(&room).acquire_owned().await.unwrap();
        let (tallies, slowest) = (Arc::clone(&tallies), Arc::clone(&slowest));
        let layer = layers[sent % 2].clone();
        tasks.spawn(async move {
            let tally = &tallies[usize::try_from(number % MESSAGES).unwrap()];
            let start = Instant::now();
            let sent = send(&layer, signed(body(number).as_bytes())).await;
            let took = u64::try_from(start.elapsed().as_millis()).unwrap();
            slowest.fetch_max(took, Ordering::Relaxed);
            match sent.status().as_u16() {
                200 => &tally.accepted,
                401 => &tally.replayed,
                _ => &tally.unavailable,
            }
            .fetch_add(1, Ordering::Relaxed);
            drop(permit);
        });
    }
    tasks.join_all().await;

    let sum = |count: fn(&Tally) -> &AtomicU64| -> u64 {
        tallies
            .iter()
            .map(|it| count(it).load(Ordering::Relaxed))
            .sum()
    };
    let (accepted, unavailable) = (sum(|it| &it.accepted), sum(|it| &it.unavailable));
    let most = tallies
        .iter()
        .map(|it| it.accepted.load(Ordering::Relaxed))
        .max();
    let slowest = slowest.load(Ordering::Relaxed);
    println!(
        "{accepted} of {MESSAGES} accepted, {unavailable} requests of {} unavailable, at most {slowest} ms",
        2 * MESSAGES
    );
    assert_eq!(most, Some(1), "no message is accepted twice");
    assert_eq!(
        accepted + unavailable + sum(|it| &it.replayed),
        2 * MESSAGES
    );
    assert!(unavailable > 0, "the server was away");
    assert!(accepted > MESSAGES * 3 / 4, "it came back");
    assert!(slowest < 2000, "nothing hangs");
    // What was never refused for the server's sake was accepted.
    let lost = tallies.iter().filter(|it| {
        it.unavailable.load(Ordering::Relaxed) == 0 && it.accepted.load(Ordering::Relaxed) == 0
    });
    assert_eq!(lost.count(), 0);
}

/// The numbers below `count`, each once, in an order that looks random.
fn shuffled(count: u64) -> impl Iterator<Item = u64> {
    // A step without a common divisor with the count, which is even and no multiple of 7.
    (0..count).map(move |at| at * 16_807 % count)
}

/// The body of a message, which comes twice.
fn body(number: u64) -> String {
    format!("{{\"n\":{}}}", number % MESSAGES)
}
