//! Documents of the largest size and the worst shape: a verdict on a small stack, in memory that
//! is linear in the document. `scripts/check-linear-time` counts instructions over the same
//! shapes.

#![cfg(feature = "alloc")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests print what they measured")]

mod support;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    thread,
    time::Instant,
};

use signkey::{Error, ErrorKind, Keyring, VerifyOptions, canonicalize};
use support::{
    properties,
    shapes::{self, Shape},
    signed::{HEADER, KEY, TIMESTAMP},
};

const STACK: usize = 64 << 10;
const SIZE_MAX: usize = 16 << 20;
/// Bytes allocated in total, and at once, for each byte of the document or of its canonical form,
/// whichever is longer.
const TOTAL_PER_BYTE: usize = 32;
const PEAK_PER_BYTE: usize = 4;

/// The system's allocator, which counts the bytes that this thread allocates.
struct Counting;

thread_local! {
    static TOTAL: Cell<usize> = const { Cell::new(0) };
    /// Less than nothing where a thread frees what another one allocated.
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator as it is; counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TOTAL.set(TOTAL.get() + layout.size());
        LIVE.set(LIVE.get().saturating_add_unsigned(layout.size()));
        PEAK.set(PEAK.get().max(LIVE.get()));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.set(LIVE.get().saturating_sub_unsigned(layout.size()));
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The bytes that the work allocated in total and at once.
fn count<T>(work: impl FnOnce() -> T) -> (T, usize, usize) {
    let (total, live) = (TOTAL.get(), LIVE.get());
    PEAK.set(live);
    let value = work();
    let peak = (PEAK.get() - live).unsigned_abs();
    (value, TOTAL.get() - total, peak)
}

/// Runs on a stack of [`STACK`] bytes.
fn on_small_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let thread = thread.spawn_scoped(scope, work).expect("a thread");
        thread.join().expect("a verdict")
    })
}

fn measure(shape: &Shape, size: usize) {
    let json = (shape.make)(size);
    assert!(
        json.len() <= size && json.len() > size / 4,
        "{}",
        json.len()
    );
    let (outcome, total, peak, time) = on_small_stack(|| {
        let start = Instant::now();
        let (outcome, total, peak) = count(|| {
            canonicalize(json.as_bytes())
                .map(|canonical| (canonical.is_lossless(), canonical.as_bytes().len()))
                .map_err(Error::kind)
        });
        (outcome, total, peak, start.elapsed())
    });
    let longer = outcome.map_or(0, |(_, form)| form).max(json.len());
    println!(
        "{:>9} bytes in {time:>9.2?}, allocated {total:>9}, at once {peak:>9}: {}",
        json.len(),
        shape.name
    );
    let outcome = outcome.map(|(lossless, _)| lossless);
    assert_eq!(outcome, shape.outcome, "{}", shape.name);
    assert!(total <= longer * TOTAL_PER_BYTE, "{}", shape.name);
    assert!(peak <= longer * PEAK_PER_BYTE, "{}", shape.name);
}

#[test]
fn memory_is_linear_and_the_stack_is_small() {
    for shape in shapes::ALL {
        for size in [SIZE_MAX / 16, SIZE_MAX] {
            measure(shape, size);
        }
    }
}

/// An event with nested data, its members in the order of their names or against it.
fn usual(items: usize, space: &str, reverse: bool) -> String {
    let object = |members: &[String]| {
        let mut members = members.to_vec();
        if reverse {
            members.reverse();
        }
        let comma = format!(",{space}");
        format!("{{{space}{}{space}}}", members.join(&comma))
    };
    let item = |n: usize| {
        object(&[
            format!(r#""city":"señal {n:016x}""#),
            format!(r#""count":{n}"#),
            format!(r#""customer":[true,null,0.{n}7]"#),
            format!(r#""name":"\"{n}\" and \\""#),
        ])
    };
    let items: Vec<_> = (0..items).map(item).collect();
    let data = object(&[
        format!(r#""items":[{}]"#, items.join(",")),
        r#""z":0.30000000000000004"#.to_owned(),
    ]);
    object(&[
        format!(r#""data":{data}"#),
        r#""ts":1700000000000"#.to_owned(),
    ])
}

#[test]
fn a_canonical_document_takes_no_memory() {
    let json = usual(1000, "", false);
    let borrowed = || canonicalize(json.as_bytes()).map(|canonical| canonical.is_borrowed());
    assert_eq!(count(borrowed), (Ok(true), 0, 0));
}

#[test]
fn rewriting_takes_three_times_the_document_at_most() {
    for (space, reverse) in [("", true), ("\n  ", false), ("\n  ", true)] {
        let json = usual(1000, space, reverse);
        let (borrowed, _, peak) =
            count(|| canonicalize(json.as_bytes()).map(|canonical| canonical.is_borrowed()));
        assert_eq!(borrowed, Ok(false));
        println!("{} bytes took {peak}", json.len());
        assert!(peak <= 3 * json.len(), "{peak} for {}", json.len());
    }
}

/// The members of each object against the order of their names: objects in objects, names full of
/// escapes, and names that UTF-16 sorts otherwise than UTF-8.
fn reversed() -> [String; 3] {
    let array = |item: &dyn Fn(usize) -> String| {
        let items: Vec<_> = (0..10_000).map(item).collect();
        format!("[{}]", items.join(","))
    };
    let nested = r#"{"z":"#.repeat(24) + "0" + &r#","m":12,"a":null}"#.repeat(24);
    let escaped = |n| {
        let member = |mark| format!(r#""\"{n}\u000a\t\\{mark}\/":0"#);
        format!("{{{}}}", ["d", "c", "b", "a"].map(member).join(","))
    };
    let foreign = |n| {
        let member = |mark| format!(r#""{mark}日本{n}":0"#);
        let marks = ["\u{fb01}", r"\ud83d\ude00", r"\u0436", "é"];
        format!("{{{}}}", marks.map(member).join(","))
    };
    [array(&|_| nested.clone()), array(&escaped), array(&foreign)]
}

#[test]
fn reordering_takes_three_times_the_document_at_most() {
    for json in reversed() {
        let (borrowed, _, peak) =
            count(|| canonicalize(json.as_bytes()).map(|canonical| canonical.is_borrowed()));
        assert_eq!(borrowed, Ok(false));
        println!("{} bytes took {peak}", json.len());
        assert!(peak <= 3 * json.len(), "{peak} for {}", json.len());
    }
}

#[test]
fn four_megabytes_of_open_containers_are_too_deep() {
    for shape in &shapes::ALL[..2] {
        assert_eq!(shape.outcome, Err(ErrorKind::JsonTooDeep));
        let json = (shape.make)(4_000_000);
        assert_eq!(json.len(), 4_000_000);
        let position = on_small_stack(|| canonicalize(json.as_bytes()).err())
            .and_then(Error::position)
            .and_then(|at| usize::try_from(at).ok());
        // The first container that is too many.
        assert_eq!(
            position,
            Some(512 * json.len() / json.matches(['[', '{']).count())
        );
    }
}

#[test]
fn a_request_with_such_a_body_is_a_mismatch() {
    let keyring = Keyring::from_texts([Some(KEY)]).expect("a key");
    for shape in shapes::ALL {
        let json = (shape.make)(SIZE_MAX / 8);
        let verdict = on_small_stack(|| {
            let header = Some(HEADER.as_bytes());
            keyring.verify_request(json.as_bytes(), header, TIMESTAMP, &VerifyOptions::DEFAULT)
        });
        let kind = verdict.map(drop).map_err(Error::kind);
        assert_eq!(kind, Err(ErrorKind::SignatureMismatch), "{}", shape.name);
    }
}

#[test]
fn the_outcome_is_that_of_the_reference() {
    for shape in shapes::ALL {
        properties::canonical::check((shape.make)(1 << 17).as_bytes());
    }
}

#[test]
fn so_it_is_at_the_sizes_that_are_logged_in_other_ways() {
    for size in [1 << 15, 1 << 16] {
        for length in size - 40..size + 8 {
            let text = format!(r#"["{}"]"#, "x".repeat(length));
            for inner in ["0", r#"{"d":0,"c":0}"#] {
                for (first, second) in [(&text[..], inner), (inner, &text[..])] {
                    let json = format!(r#"{{"b":[{inner},{first}],"a":[{second}]}}"#);
                    properties::canonical::check(json.as_bytes());
                }
            }
        }
    }
}

#[test]
fn so_it_is_with_any_number_of_members() {
    let object = |members: usize| {
        let names = (0..members).rev().map(|n| format!(r#""m{n:03}":0,"#));
        let names: String = names.collect();
        format!(r#"{{{names}"a":{{"c":0,"b":0}}}}"#)
    };
    let small = vec![object(1); 200].join(",");
    for members in (1..800).step_by(29) {
        let large = object(members);
        let json = format!(r#"{{"c":{large},"b":[{small}],"a":{large}}}"#);
        properties::canonical::check(json.as_bytes());
    }
}
