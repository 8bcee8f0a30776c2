//! The replay guard beside a set that forgets nothing.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};
use signkey::{Claim, ClaimId, ReplayGuard, ReplayWindow, SignatureHeader};

use crate::support::{input::Input, signed};

/// Within its window no message is accepted twice, and none is refused that was not seen, as long as
/// there is room.
pub(crate) fn check(bytes: &[u8]) {
    let mut input = Input::new(bytes);
    let window = ReplayWindow {
        past: input.number() % 5000,
        future: input.number() % 1000,
    };
    let entries = 1 + input.below(256) * input.pick(&[1, 16]);
    let Ok(guard) = ReplayGuard::new(entries, window) else {
        panic!("so few entries find memory");
    };
    let mut now = 1_700_000_000 + input.number() % 100_000;
    let mut seen = HashSet::new();
    let mut accepted: HashMap<u64, usize> = HashMap::new();
    while !input.is_empty() {
        match input.below(8) {
            0 => now += u64::from(input.byte()),
            1 => now += input.number() % 100_000,
            _ => {}
        }
        let distance = input.number() % (window.past + window.future + 1);
        let timestamp = (now - window.past) + distance;
        let name = input.pick(&["", "shop"]);
        let number = input.byte();
        let id = id(name, number, timestamp);
        let claim = guard.claim(&id, timestamp);
        let is_new = !seen.contains(&(name, number, timestamp));
        match claim {
            Claim::First => {
                assert!(is_new, "accepted twice");
                seen.insert((name, number, timestamp));
                *accepted.entry(timestamp).or_default() += 1;
            }
            Claim::Again => assert!(!is_new, "never seen"),
            Claim::Unavailable => {
                // A slice has no room for another one: so many at least were accepted.
                let all: usize = accepted.values().sum();
                assert!(all >= entries.div_ceil(16), "{all} of {entries}");
            }
        }
        let fullness = guard.fullness(now);
        assert!((0.0..=1.0).contains(&fullness), "{fullness}");
    }
}

/// The id of a message, whose MAC differs from second to second.
fn id(name: &str, number: u8, timestamp: u64) -> ClaimId {
    let mac = Sha256::digest(format!("{number} {timestamp}"));
    let mac: String = mac.iter().map(signed::hex).collect();
    let header = format!("t={timestamp}&s={mac}");
    let header = SignatureHeader::parse(header.as_bytes()).expect("a header");
    ClaimId::of(name, &header)
}
