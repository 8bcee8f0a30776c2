//! How much memory a hostile body takes: at most four bytes for each of its own, whatever it is.
//!
//! A request that matches no key has its canonical form tried. The search climbs from random documents
//! to such as take more; `SIGNKEY_SEARCH` sets how many it looks at.

#![cfg(feature = "alloc")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests print what they measured")]
#![allow(clippy::cast_precision_loss, reason = "a ratio")]

mod support;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    hint::black_box,
};

use signkey::{Keyring, SigningKey, VerifyOptions, canonicalize};
use support::{
    choices::Choices,
    genome, reader, shapes,
    signed::{HEADER, KEY, TIMESTAMP},
};

/// Bytes in use at once for each byte of the document.
const MOST: f64 = 4.0;

/// The system's allocator, which counts what this thread has in use. What grows is allocated anew, by
/// default, so that both copies count.
struct Counting;

thread_local! {
    static IN_USE: Cell<isize> = const { Cell::new(0) };
    static PEAK: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call goes to the system's allocator as it is; counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.set(IN_USE.get().saturating_add_unsigned(layout.size()));
        PEAK.set(PEAK.get().max(IN_USE.get()));
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.set(IN_USE.get().saturating_sub_unsigned(layout.size()));
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// The most bytes that the work has in use at once.
fn peak<T>(work: impl FnOnce() -> T) -> f64 {
    let before = IN_USE.get();
    PEAK.set(before);
    drop(black_box(work()));
    (PEAK.get() - before) as f64
}

struct Measure {
    keyring: Keyring,
}

impl Measure {
    fn new() -> Self {
        let key = SigningKey::parse(KEY).expect("a key");
        Self {
            keyring: Keyring::new(key),
        }
    }

    /// What a request with this body takes for each byte of it.
    fn request(&self, body: &str) -> f64 {
        let verify = || {
            let options = VerifyOptions::DEFAULT.with_max_json_size(body.len());
            let header = Some(HEADER.as_bytes());
            self.keyring
                .verify_request(body.as_bytes(), header, TIMESTAMP, &options)
        };
        peak(verify) / body.len() as f64
    }

    /// What canonicalizing takes for each byte of the document or of its form, which is returned.
    fn form(&self, json: &str) -> f64 {
        let form = canonicalize(json.as_bytes()).map_or(0, |form| form.as_bytes().len());
        peak(|| canonicalize(json.as_bytes())) / json.len().max(form) as f64
    }

    fn check(&self, json: &str, name: &str) -> f64 {
        let (request, form) = (self.request(json), self.form(json));
        assert!(request <= MOST, "a request takes {request}: {name}");
        assert!(form <= MOST, "the form takes {form}: {name}");
        request.max(form)
    }
}

fn objects(names: usize, space: &str) -> String {
    let mut names: Vec<_> = genome::names().take(names).collect();
    names.reverse();
    let members: Vec<_> = names.iter().map(|name| format!(r#""{name}":0"#)).collect();
    format!("{{{space}{}}}", members.join(","))
}

#[test]
fn a_reversed_object_takes_at_most_four_times_its_size() {
    let measure = Measure::new();
    let mut worst = (0.0, 0);
    let sizes = (1..600)
        .chain((600..12_000).step_by(97))
        .chain([200_000, 600_000]);
    for names in sizes {
        for space in ["", " "] {
            let ratio = measure.check(&objects(names, space), &format!("{names} names"));
            worst = if ratio > worst.0 {
                (ratio, names)
            } else {
                worst
            };
        }
    }
    println!("{:.2} with {} names", worst.0, worst.1);
    let known = measure.check(&objects(513, " "), "513 names");
    println!("{known:.2} with 513 names");
}

#[test]
fn every_shape_takes_at_most_four_times_its_size() {
    let measure = Measure::new();
    for shape in shapes::ALL {
        for size in [600, 3000, 15_000, 100_000, 4 << 20] {
            let json = (shape.make)(size);
            let ratio = measure.check(&json, shape.name);
            let spaced = format!("[ {json}]");
            let spaced = measure.check(&spaced, shape.name);
            println!(
                "{ratio:.2}, {spaced:.2} spaced: {size} bytes, {}",
                shape.name
            );
        }
    }
}

#[test]
fn no_depth_takes_more_than_four_times_the_size() {
    let measure = Measure::new();
    for depth in (1..=512).chain([513, 2000]) {
        for (before, inner, after) in [("[", " ", "]"), (r#"{"b":"#, "0", r#","":0 }"#)] {
            let json = [&before.repeat(depth), inner, &after.repeat(depth)].concat();
            measure.check(&json, &format!("{depth} of {before}"));
        }
    }
}

#[test]
fn a_search_finds_no_document_that_takes_more() {
    const SIZE_MAX: usize = 200_000;
    let count = std::env::var("SIGNKEY_SEARCH").ok();
    let count = count.map_or(3000, |count| count.parse().expect("a number of documents"));
    let measure = Measure::new();
    let mut choices = Choices::new(8785);
    // Several climbers, so that one that is stuck does not end the search.
    let mut climbers: Vec<(f64, Vec<genome::Gene>)> = Vec::new();
    for round in 0..count {
        let begins = climbers.len() < 16 || round % 8 == 0;
        let genes = match begins {
            true => genome::random(&mut choices),
            false => genome::mutate(&climbers[choices.below(climbers.len())].1, &mut choices),
        };
        let Some(json) = genome::write(&genes, SIZE_MAX) else {
            continue;
        };
        let ratio = measure.check(&json, &format!("{genes:?}"));
        climbers.push((ratio, genes));
        climbers.sort_by(|left, right| right.0.total_cmp(&left.0));
        climbers.dedup_by(|left, right| left.1 == right.1);
        climbers.truncate(32);
    }
    let (worst, genes) = &climbers[0];
    println!("{worst:.2} at most: {genes:?}");
    // The search is not blind: it finds what takes more than two copies.
    assert!(*worst > 2.5, "{worst}");
}

#[test]
fn the_measure_sees_a_reader_that_takes_more() {
    let json = objects(513, " ");
    let ratio = peak(|| reader::read(json.as_bytes())) / json.len() as f64;
    assert!(ratio > MOST, "{ratio}");
}
