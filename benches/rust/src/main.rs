//! signkey beside its peers, in one run, on the same bytes. Prints rows for `benches/report.py`.

mod canonicalization;
mod verification;

use signkey_bench::{KINDS, SIZES};

fn main() {
    for size in SIZES {
        verification::race(size);
        for kind in KINDS {
            canonicalization::race(kind, size);
        }
    }
}
