//! Contenders on the same messages, in turn, so that a drifting machine hits all alike.

use std::{
    borrow::Cow,
    env,
    hint::black_box,
    time::{Duration, Instant, SystemTime},
};

use serde_json::json;

use crate::corpus::Message;

const MOST_ROUNDS: usize = 301;

/// What a contender says of a message. It is compared with what it has to be, outside the race.
pub enum Outcome<'a> {
    /// Whether the message is authentic. It has to say no to a tampered one, too.
    Verdict(bool),
    /// The MAC of the message.
    Mac([u8; 32]),
    /// The canonical form of the body.
    Text(Cow<'a, [u8]>),
    /// Something else that is done with the body, as a yardstick.
    Other(bool),
}

impl Outcome<'_> {
    fn is_right(&self, message: &Message, tampered: bool) -> bool {
        match self {
            Self::Verdict(verdict) => *verdict != tampered,
            Self::Mac(mac) => (*mac == message.mac) != tampered,
            Self::Text(text) => tampered || **text == message.canonical,
            Self::Other(done) => tampered || *done,
        }
    }
}

/// A name and what it does to a message.
pub struct Contender<'a> {
    name: &'static str,
    run: Box<dyn Fn(&Message) -> Outcome<'_> + 'a>,
}

impl<'a> Contender<'a> {
    pub fn new(name: &'static str, run: impl Fn(&Message) -> Outcome<'_> + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }
}

/// What the contenders do, and on which part of the corpus.
pub struct Race<'a> {
    pub path: &'a str,
    pub corpus: &'a str,
    pub size: usize,
}

impl Race<'_> {
    /// Prints a row for each contender: the nanoseconds a message of each round. Who gives a wrong
    /// answer to any message is left out, and the row says so.
    pub fn run(&self, messages: &[Message], contenders: Vec<Contender<'_>>) {
        let (contenders, wrong): (Vec<_>, Vec<_>) =
            contenders.into_iter().partition(|Contender { run, .. }| {
                messages.iter().all(|message| is_right(run, message))
            });
        for Contender { name, .. } in wrong {
            let why = format!("gives wrong answers: {}, {} bytes", self.corpus, self.size);
            left_out(name, self.path, &why);
        }
        let mut rounds = vec![Vec::new(); contenders.len()];
        let begin = Instant::now();
        while rounds[0].len() < MOST_ROUNDS && (rounds[0].len() < 9 || begin.elapsed() < budget()) {
            // Each has another one before it from round to round.
            let first = rounds[0].len();
            for turn in 0..contenders.len() {
                let index = (first + turn) % contenders.len();
                rounds[index].push(time(&contenders[index], messages));
            }
        }
        let bytes = messages
            .iter()
            .map(|message| message.body.len())
            .sum::<usize>();
        for (Contender { name, .. }, rounds) in contenders.iter().zip(rounds) {
            print_row(&json!({
                "language": "rust", "path": self.path, "contender": name, "corpus": self.corpus,
                "size": self.size, "bytes": bytes / messages.len(), "bodies": messages.len(),
                "rounds": rounds,
            }));
        }
    }
}

fn is_right(run: &dyn Fn(&Message) -> Outcome<'_>, message: &Message) -> bool {
    let tampered = message.tampered();
    run(message).is_right(message, false) && run(&tampered).is_right(&tampered, true)
}

fn time(contender: &Contender<'_>, messages: &[Message]) -> f64 {
    let start = Instant::now();
    for message in messages {
        black_box((contender.run)(black_box(message)));
    }
    start.elapsed().as_nanos() as f64 / messages.len() as f64
}

/// How long a race goes on, once it has rounds enough.
fn budget() -> Duration {
    let seconds = env::var("SIGNKEY_BENCH_SECONDS").ok();
    Duration::from_secs_f64(seconds.and_then(|text| text.parse().ok()).unwrap_or(1.5))
}

/// The seconds since 1970-01-01 00:00 UTC.
pub fn now() -> u64 {
    let now = SystemTime::UNIX_EPOCH.elapsed();
    now.expect("the clock is past 1970").as_secs()
}

/// Says, for the report, that a contender takes no part.
pub fn left_out(contender: &str, path: &str, why: &str) {
    print_row(&json!({"language": "rust", "path": path, "left_out": contender, "why": why}));
}

/// One line for the report.
pub fn print_row(row: &serde_json::Value) {
    println!("{row}");
}
