//! Data to standard output, words to standard error.

#[cfg(feature = "http")]
use std::time::{Duration, Instant};
use std::{
    io::{self, Write},
    process::ExitCode,
};

use crate::{failure::Failure, printable::printable};

pub(crate) struct Output {
    pub(crate) is_json: bool,
    #[cfg(feature = "http")]
    started: Instant,
}

impl Output {
    pub(crate) fn new(is_json: bool) -> Self {
        Self {
            is_json,
            #[cfg(feature = "http")]
            started: Instant::now(),
        }
    }

    /// A line of data: JSON if that was asked for.
    pub(crate) fn line(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> String,
    ) -> Result<(), Failure> {
        if self.is_json {
            self.bytes(json().as_bytes())?;
        } else {
            self.bytes(printable(&text()).as_bytes())?;
        }
        self.bytes(b"\n")
    }

    /// Data as it is. A reader that has gone away is none of our business.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        match io::stdout().lock().write_all(bytes) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::usage(format!("standard output: {error}")))
            }
            _ => Ok(()),
        }
    }

    /// Words for people.
    #[expect(clippy::unused_self, reason = "words go where the output is")]
    pub(crate) fn say(&self, words: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", printable(words));
    }

    /// What is going on, once it takes longer than a second.
    #[cfg(feature = "http")]
    pub(crate) fn progress(&self, words: impl FnOnce() -> String) {
        if self.started.elapsed() > Duration::from_secs(1) {
            self.say(&words());
        }
    }

    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        if self.is_json {
            // The status says that it failed, whether or not anyone reads this.
            let _ = self.bytes(format!("{}\n", failure.to_json()).as_bytes());
        } else {
            self.say(&failure.to_string());
        }
        ExitCode::from(failure.status)
    }
}
