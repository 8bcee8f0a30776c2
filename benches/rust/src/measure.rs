//! Side-by-side timing: the contestants take turns, so that a drifting machine hits all alike.

use std::{hint::black_box, time::Instant};

const ROUNDS: usize = 15;

/// A name and what it does to one body.
pub type Contestant<'a> = (&'a str, &'a dyn Fn(&[u8]) -> bool);

/// Prints nanoseconds a body and throughput of each contestant (medians of rounds), and the
/// median of the ratios to the first, round by round.
pub fn compare(title: &str, bodies: &[Vec<u8>], contestants: &[Contestant<'_>]) {
    let bytes: usize = bodies.iter().map(Vec::len).sum();
    let mut times = vec![Vec::new(); contestants.len()];
    for round in 0..=ROUNDS {
        for ((_, run), times) in contestants.iter().zip(&mut times) {
            let start = Instant::now();
            for body in bodies {
                assert!(run(black_box(body)), "{title}: a contestant refused a body");
            }
            // The first round only warms up.
            if round > 0 {
                times.push(start.elapsed().as_secs_f64());
            }
        }
    }
    println!(
        "\n{title}: {} bodies, {} bytes on average",
        bodies.len(),
        bytes / bodies.len()
    );
    let first = times[0].clone();
    for ((name, _), times) in contestants.iter().zip(times) {
        let ratio = median(times.iter().zip(&first).map(|(time, first)| time / first));
        let time = median(times.into_iter());
        println!(
            "  {name:<34} {:>11.0} ns {:>8.0} MB/s {:>8.2} x",
            time * 1e9 / bodies.len() as f64,
            bytes as f64 / time / 1e6,
            ratio
        );
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
