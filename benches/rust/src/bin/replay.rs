//! Remembering what was accepted: the guard beside a map of MACs, and the store beside the bare command.
//! Prints rows for `benches/report.py`, of times and of memory.

use std::{
    collections::{HashMap, VecDeque, hash_map::Entry},
    hint::black_box,
    sync::Mutex,
    time::Instant,
};

use serde_json::json;
use signkey::{Claim, ClaimId, ReplayGuard, ReplayWindow, SignatureHeader};
use signkey_bench::{memory, print_row, store};

/// Both remember the messages of five minutes: so many.
const ENTRIES: usize = 10_000_000;
const WINDOW: ReplayWindow = ReplayWindow {
    past: 300,
    future: 0,
};
/// A sixteenth of the window, and the messages of so many seconds.
const SLICE: u64 = 19;
const A_SLICE: usize = 600_000;
const FILLED: u64 = 16;
const ROUNDS: u64 = 12;
const START: u64 = 1_700_000_000 / SLICE * SLICE;

#[global_allocator]
static ALLOCATOR: memory::Counting = memory::Counting;

/// A map of MACs with a lock, which forgets what is too old.
#[derive(Default)]
struct Map {
    /// When each was signed.
    messages: HashMap<[u8; 32], u64>,
    /// In the order in which they came. Without it, all of the map has to be searched for old ones.
    queue: VecDeque<(u64, [u8; 32])>,
}

impl Map {
    fn claim(&mut self, mac: &[u8; 32], timestamp: u64, now: u64) -> bool {
        while let Some((signed, old)) = self.queue.front() {
            if signed + WINDOW.past >= now {
                break;
            }
            self.messages.remove(old);
            self.queue.pop_front();
        }
        let Entry::Vacant(free) = self.messages.entry(*mac) else {
            return false;
        };
        free.insert(timestamp);
        self.queue.push_back((timestamp, *mac));
        true
    }
}

fn main() {
    let (guard, bytes) = memory::in_use(|| ReplayGuard::new(ENTRIES, WINDOW).expect("memory"));
    print_memory("a guard, bytes a message", ENTRIES, bytes);
    let (peak_of_map, hour) = race(&guard);
    print_memory("a guard, against a map", peak_of_map, bytes);
    print_memory("a guard, more after an hour", bytes, hour);
    store::race();
}

/// Prints the rows of the race. Returns the most memory of the map, and what the guard took in an
/// hour of simulated time.
fn race(guard: &ReplayGuard) -> (usize, usize) {
    let other = ReplayGuard::new(ENTRIES, WINDOW).expect("memory");
    let map = Mutex::new(Map::default());
    let map_peak = memory::peak(|| {
        for slice in 0..FILLED {
            for header in messages(slice) {
                let (id, now) = (ClaimId::of("", &header), header.timestamp());
                assert_eq!(guard.claim(&id, now), Claim::First);
                assert_eq!(other.claim(&id, now), Claim::First);
                assert!(lock(&map).claim(header.mac(), now, now), "it is new");
            }
        }
    });
    let mut rounds: [Vec<f64>; 3] = Default::default();
    for slice in FILLED..FILLED + ROUNDS {
        let messages = messages(slice);
        let ids: Vec<_> = messages.iter().map(|it| ClaimId::of("", it)).collect();
        let mut runs: [(usize, Box<dyn FnMut() + '_>); 3] = [
            (
                0,
                Box::new(|| {
                    for (header, id) in messages.iter().zip(&ids) {
                        black_box(guard.claim(id, header.timestamp()));
                    }
                }),
            ),
            (
                1,
                Box::new(|| {
                    for header in &messages {
                        let (mac, now) = (header.mac(), header.timestamp());
                        black_box(lock(&map).claim(mac, now, now));
                    }
                }),
            ),
            // More than an endpoint does, which keeps the hash of its name. It claims in another
            // guard, since in this one the messages are no longer new.
            (
                2,
                Box::new(|| {
                    for header in &messages {
                        let id = ClaimId::of("", black_box(header));
                        black_box(other.claim(&id, header.timestamp()));
                    }
                }),
            ),
        ];
        // Each has another one before it from round to round.
        runs.rotate_left(usize::try_from(slice % 3).unwrap_or_default());
        for (contender, run) in &mut runs {
            rounds[*contender].push(nanoseconds(messages.len(), run));
        }
        drop(runs);
        for header in &messages {
            let id = ClaimId::of("", header);
            assert_eq!(guard.claim(&id, header.timestamp()), Claim::Again);
        }
    }
    for (name, rounds) in ["signkey", "map with a lock", "signkey, with the id"]
        .iter()
        .zip(&rounds)
    {
        print_row(&json!({
            "language": "rust", "path": "claim in a guard", "contender": name, "corpus": "messages",
            "size": ENTRIES, "bytes": 32, "bodies": A_SLICE, "rounds": rounds,
        }));
    }
    drop(map);
    let hour = memory::peak(|| {
        for slice in FILLED + ROUNDS..FILLED + ROUNDS + 3600 / SLICE {
            // Some of all messages suffice to turn the tables.
            for number in 0..1000 {
                let header = message(slice, number);
                let first = guard.claim(&ClaimId::of("", &header), header.timestamp());
                assert_eq!(first, Claim::First);
            }
        }
    });
    (map_peak, hour)
}

/// The messages that are signed within a slice of time, in their order.
fn messages(slice: u64) -> Vec<SignatureHeader> {
    (0..A_SLICE as u64)
        .map(|number| message(slice, number))
        .collect()
}

fn message(slice: u64, number: u64) -> SignatureHeader {
    let timestamp = START + slice * SLICE + number * SLICE / A_SLICE as u64;
    let words = [1, 2, 3, 4].map(|word| scrambled((slice * A_SLICE as u64 + number) * 8 + word));
    let [a, b, c, d] = words;
    let text = format!("t={timestamp}&s={a:016x}{b:016x}{c:016x}{d:016x}");
    SignatureHeader::parse(text.as_bytes()).expect("a header")
}

/// The finalizer of splitmix64.
fn scrambled(number: u64) -> u64 {
    let mut word = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

fn nanoseconds(calls: usize, run: &mut dyn FnMut()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_nanos() as f64 / calls as f64
}

fn lock(map: &Mutex<Map>) -> std::sync::MutexGuard<'_, Map> {
    map.lock().expect("nothing panics")
}

fn print_memory(what: &str, bytes: usize, peak: usize) {
    print_row(&json!({
        "language": "rust", "memory": what, "corpus": "10,000,000 messages", "bytes": bytes, "peak": peak,
    }));
}
