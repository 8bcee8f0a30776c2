//! The table in all orders in which its threads can meet, under a model checker: scripts/check-loom.

use alloc::vec::Vec;

use loom::{sync::Arc, thread};

use super::table::{Entry, Table};

/// Runs claims in a thread each, in all orders, and returns what they came to.
fn race(table: &Arc<Table>, claims: &[(u64, u64, u64)]) -> Vec<Entry> {
    let threads: Vec<_> = claims
        .iter()
        .map(|&(slice, place, tag)| {
            let table = Arc::clone(table);
            thread::spawn(move || table.claim(slice, place, tag))
        })
        .collect();
    threads
        .into_iter()
        .map(|thread| thread.join().expect("no panic"))
        .collect()
}

/// Checks all orders in which threads are interrupted at most twice: all orders of three threads
/// are too many.
fn check(model: impl Fn() + Send + Sync + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(model);
}

fn table(slots: usize, capacity: u64) -> Arc<Table> {
    Arc::new(Table::new(slots, capacity).expect("memory"))
}

fn count(entries: &[Entry], entry: Entry) -> usize {
    entries.iter().filter(|it| **it == entry).count()
}

#[test]
fn of_two_claims_of_one_message_one_is_the_first() {
    loom::model(|| {
        let entries = race(&table(3, 2), &[(0, 0, 7), (0, 0, 7)]);
        assert_eq!(count(&entries, Entry::First), 1);
        assert_eq!(count(&entries, Entry::Again), 1);
    });
}

#[test]
fn two_messages_that_want_one_slot_both_get_in() {
    loom::model(|| {
        let entries = race(&table(3, 2), &[(0, 0, 7), (0, 0, 8)]);
        assert_eq!(count(&entries, Entry::First), 2);
    });
}

#[test]
fn the_last_room_is_given_to_one_message() {
    loom::model(|| {
        let entries = race(&table(2, 1), &[(0, 0, 7), (0, u64::MAX, 8)]);
        assert_eq!(count(&entries, Entry::First), 1);
        assert_eq!(count(&entries, Entry::Full), 1);
    });
}

#[test]
fn a_message_is_not_the_first_twice_while_the_table_turns() {
    loom::model(|| {
        let table = table(3, 2);
        assert_eq!(table.claim(0, 0, 7), Entry::First);
        // A late thread claims the message again while another begins the next slice.
        let entries = race(&table, &[(0, 0, 7), (18, 0, 9)]);
        assert_ne!(entries[0], Entry::First);
        assert_eq!(entries[1], Entry::First);
    });
}

#[test]
fn a_late_thread_forgets_nothing_of_the_next_slice() {
    loom::model(|| {
        let table = table(3, 2);
        let entries = race(&table, &[(0, 0, 7), (18, 0, 9)]);
        assert_eq!(entries[1], Entry::First);
        assert_eq!(table.claim(18, 0, 9), Entry::Again);
        assert_eq!(table.claim(0, 0, 7), Entry::Full);
    });
}

#[test]
fn a_message_is_the_first_at_most_once_while_the_table_turns() {
    check(|| {
        let entries = race(&table(3, 2), &[(0, 0, 7), (0, 0, 7), (18, 0, 9)]);
        assert!(count(&entries[..2], Entry::First) <= 1);
        assert_eq!(entries[2], Entry::First);
    });
}

#[test]
fn of_two_claims_of_the_next_message_one_is_the_first_whatever_a_late_thread_does() {
    check(|| {
        let entries = race(&table(2, 1), &[(18, 0, 9), (18, 0, 9), (0, 0, 7)]);
        assert_eq!(count(&entries[..2], Entry::First), 1);
    });
}

#[test]
fn the_count_is_that_of_the_messages() {
    check(|| {
        let table = table(4, 3);
        let entries = race(&table, &[(0, 0, 7), (0, 0, 7), (0, 0, 8)]);
        assert_eq!(count(&entries, Entry::First), 2);
        assert_eq!(table.len(0), 2);
    });
}
