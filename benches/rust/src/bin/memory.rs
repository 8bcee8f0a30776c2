//! The memory that signkey takes at most, counted by the allocator: of a stream of 1 GB, and of
//! documents of 1 MB.

use std::hint::black_box;

use hmac::Mac;
use serde_json::json;
use signkey::{Keyring, ReplayWindow, Verifier};
use signkey_bench::{
    KEY, KINDS, SIZES, bare_hmac,
    memory::{Counting, peak},
    messages, now, print_row,
};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// `bytes` is what is read or written, whichever is more.
fn print(path: &str, corpus: &str, bytes: usize, peak: usize) {
    print_row(&json!({
        "language": "rust", "memory": path, "corpus": corpus, "bytes": bytes, "peak": peak,
    }));
}

fn main() {
    stream();
    let size = SIZES[SIZES.len() - 1];
    for kind in KINDS {
        let message = messages(kind, size).swap_remove(0);
        let peak = peak(|| {
            black_box(signkey::canonicalize(&message.body).expect("JSON"));
        });
        let bytes = message.body.len().max(message.canonical.len());
        print("canonicalize", kind, bytes, peak);
    }
}

fn stream() {
    const CHUNKS: usize = 1 << 14;
    let chunk = vec![0; 1_000_000_000 / CHUNKS];
    let now = now();
    let mut mac = bare_hmac();
    (0..CHUNKS).for_each(|_| mac.update(&chunk));
    mac.update(now.to_string().as_bytes());
    let mac = mac.finalize().into_bytes();
    let header = format!("t={now}&s={}", hex(&mac));

    let keyring = Keyring::from_texts([Some(KEY)]).expect("a good key");
    let peak = peak(|| {
        let mut verifier = Verifier::begin(&keyring, Some(header.as_bytes())).expect("a header");
        (0..CHUNKS).for_each(|_| verifier.update(&chunk));
        let verdict = verifier.finish(now, ReplayWindow::DEFAULT);
        assert!(verdict.is_ok(), "the stream is refused");
    });
    print("verify a stream", "0", chunk.len() * CHUNKS, peak);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
