//! The replay guard by itself: whatever the threads and the clock do, each message is the first once.

#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say how many cases ran")]
#![cfg(feature = "std")]

use std::{
    collections::HashSet,
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use proptest::prelude::*;
use signkey::{Claim, ClaimId, ReplayGuard, ReplayWindow, SignatureHeader};

const TIMESTAMP: u64 = 1_700_000_000;
const WINDOW: ReplayWindow = ReplayWindow::DEFAULT;

fn guard(entries: usize) -> ReplayGuard {
    ReplayGuard::new(entries, WINDOW).expect("room")
}

/// The id of the message with this number.
fn id(number: u64) -> ClaimId {
    let text = format!("t=0&s={number:064x}");
    let header = SignatureHeader::parse(text.as_bytes()).expect("a header");
    ClaimId::of("", &header)
}

#[test]
fn of_eight_threads_one_accepts_each_message() {
    const MESSAGES: u64 = 1_000_000;
    let guard = guard(20_000_000);
    let accepted = AtomicU64::new(0);
    let ids: Vec<ClaimId> = (0..MESSAGES).map(id).collect();
    thread::scope(|scope| {
        for thread in 0..8 {
            let (guard, ids, accepted) = (&guard, &ids, &accepted);
            scope.spawn(move || {
                let mut firsts = 0;
                for at in 0..ids.len() {
                    // Half of the threads go through them backwards.
                    let at = if thread % 2 == 0 {
                        at
                    } else {
                        ids.len() - 1 - at
                    };
                    match guard.claim(&ids[at], TIMESTAMP + at as u64 % 300) {
                        Claim::First => firsts += 1,
                        Claim::Again => {}
                        Claim::Unavailable => panic!("there is room"),
                    }
                }
                accepted.fetch_add(firsts, Ordering::Relaxed);
            });
        }
    });
    assert_eq!(accepted.load(Ordering::Relaxed), MESSAGES);
    println!("{} claims, {MESSAGES} accepted", 8 * MESSAGES);
}

#[test]
fn days_of_traffic_need_no_more_room_than_a_window() {
    let guard = guard(12_800);
    let mut number = 0;
    let mut last = id(u64::MAX);
    // Three messages a second: each table is given to 379 slices in turn.
    for now in (TIMESTAMP..TIMESTAMP + 3 * 86_400).step_by(7) {
        for _ in 0..20 {
            number += 1;
            last = id(number);
            assert_eq!(guard.claim(&last, now), Claim::First);
        }
        assert_eq!(guard.claim(&last, now), Claim::Again);
        assert!(guard.fullness(now) < 1.0);
    }
    println!("{number} messages");
    // Long after its window, a message finds its slice given away.
    assert_eq!(guard.claim(&last, TIMESTAMP), Claim::Unavailable);
}

#[test]
fn a_table_whose_generations_wrap_forgets_nothing() {
    // A slice is a second, so that each table is turned 140,000 times; generations are 65,535. There
    // are so many slots that some of them still hold a message of the same generation.
    let narrow = ReplayWindow { past: 0, future: 0 };
    let guard = ReplayGuard::new(16 * 30_000, narrow).expect("room");
    let seconds = 18 * 140_000;
    for now in TIMESTAMP..TIMESTAMP + seconds {
        let id = id(now);
        assert_eq!(guard.claim(&id, now), Claim::First);
        assert_eq!(guard.claim(&id, now), Claim::Again);
    }
    println!("{seconds} messages");
}

proptest! {
    /// Within a window, the guard says what a set of all messages says; behind it, never that a
    /// message is the first. Half of the messages were there before, most of them not long ago.
    #[test]
    fn the_guard_agrees_with_a_plain_set(
        steps in prop::collection::vec((any::<bool>(), 0_usize..30, 0_u64..=600, 0_u64..40), 1..400),
    ) {
        let guard = guard(16 * 400);
        let (mut set, mut messages) = (HashSet::new(), Vec::new());
        let mut now = TIMESTAMP;
        for (is_new, back, offset, passed) in steps {
            now += passed;
            let earlier = messages.iter().rev().nth(back).filter(|_| !is_new);
            let &message = earlier.unwrap_or(&(messages.len() as u64, now - WINDOW.past + offset));
            let (number, timestamp) = message;
            let claim = guard.claim(&id(number), timestamp);
            if timestamp >= now - WINDOW.past && timestamp <= now + WINDOW.future {
                prop_assert_eq!(claim == Claim::First, set.insert(message));
                prop_assert!(claim != Claim::Unavailable);
            } else {
                prop_assert!(claim != Claim::First);
            }
            messages.push(message);
        }
    }

    /// Timestamps of any size are never a panic.
    #[test]
    fn any_timestamp_has_an_answer(timestamp in any::<u64>(), past in any::<u64>(), future in any::<u64>()) {
        let guard = ReplayGuard::new(16, ReplayWindow { past, future });
        let guard = guard.expect("room");
        let claim = guard.claim(&id(1), timestamp);
        prop_assert!(claim != Claim::Again);
        let again = guard.claim(&id(1), timestamp);
        prop_assert!(again != Claim::First);
    }
}
