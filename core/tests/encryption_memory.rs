//! How much memory the encryption of large values takes: never more than two copies of them.

#![cfg(feature = "encryption")]
#![allow(clippy::expect_used, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say what they measured")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use signkey::{EncryptionKey, Encryptor, Nonce};

/// What the thread allocated: bytes in use now, the most in use at once, and large allocations.
#[derive(Clone, Copy, Default)]
struct Usage {
    now: usize,
    peak: usize,
    large: usize,
}

thread_local! {
    static USAGE: Cell<Usage> = const { Cell::new(Usage { now: 0, peak: 0, large: 0 }) };
}

const LARGE: usize = 1 << 20;

struct Counting;

fn count(taken: usize, given_back: usize) {
    USAGE.with(|usage| {
        let mut new = usage.get();
        new.now = new.now.saturating_add(taken);
        new.peak = new.peak.max(new.now);
        new.now = new.now.saturating_sub(given_back);
        new.large += usize::from(taken >= LARGE);
        usage.set(new);
    });
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller's promises are handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: the caller's promises are handed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may exist while the one is copied into the other.
        count(size, layout.size());
        // SAFETY: the caller's promises are handed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// What a call allocates, beside what it returns being a part of it.
fn measure<T>(call: impl FnOnce() -> T) -> (T, Usage) {
    USAGE.set(Usage::default());
    let result = call();
    (result, USAGE.get())
}

const SIZE: usize = 4 << 20;
/// Base64 takes four bytes for three.
const ENCODED: usize = SIZE / 3 * 4;
const LITTLE: usize = 4096;

#[test]
fn four_megabytes_take_one_copy_or_two() {
    let key = EncryptionKey::from_text("a secret").expect("a key");
    let encryptor = Encryptor::builder().primary(key).build().expect("a key");
    let nonce = || Nonce::from_bytes([7; Nonce::SIZE]);
    let text = format!("\"{}\"", "x".repeat(SIZE - 2));
    let event = format!(r#"{{"a":1,"encrypted":{text},"b":2}}"#);

    let (sealed, usage) = measure(|| encryptor.encrypt_value(text.as_bytes(), nonce()));
    let sealed = sealed.expect("encrypted");
    report("encrypt a value", usage, 1, ENCODED);

    let (opened, usage) = measure(|| encryptor.decrypt_value(&sealed));
    assert_eq!(opened.expect("decrypted").as_bytes(), text.as_bytes());
    report("decrypt a value", usage, 1, SIZE);

    let (sealed_event, usage) = measure(|| encryptor.encrypt_event_data(event.as_bytes(), nonce()));
    let sealed_event = sealed_event.expect("encrypted");
    report("encrypt event data", usage, 1, ENCODED);

    let (opened, usage) = measure(|| encryptor.decrypt_event_data(&sealed_event));
    assert_eq!(opened.expect("decrypted").as_bytes(), event.as_bytes());
    report("decrypt event data", usage, 1, ENCODED);

    let whole = encryptor.encrypt_value(event.as_bytes(), nonce());
    let whole = whole.expect("encrypted");
    let (opened, usage) = measure(|| encryptor.decrypt_event_data(&whole));
    assert_eq!(opened.expect("decrypted").as_bytes(), event.as_bytes());
    report("decrypt event data as a whole", usage, 2, ENCODED + SIZE);

    let (sealed, usage) = measure(|| encryptor.encrypt_error(text.as_bytes(), nonce()));
    let sealed = sealed.expect("encrypted");
    report("encrypt an error", usage, 1, ENCODED);

    let (opened, usage) = measure(|| encryptor.decrypt_error(&sealed));
    assert_eq!(opened.expect("decrypted").as_bytes(), text.as_bytes());
    report("decrypt an error", usage, 2, ENCODED + SIZE);
}

/// Asserts the number of large allocations and the bytes in use at once.
fn report(name: &str, usage: Usage, copies: usize, bytes: usize) {
    println!("{name}: {} copies, {} bytes", usage.large, usage.peak);
    assert_eq!(usage.large, copies, "{name}");
    assert!(usage.peak <= bytes + LITTLE, "{name}: {}", usage.peak);
    // The counter counts.
    assert!(usage.peak >= SIZE, "{name}: {}", usage.peak);
}
