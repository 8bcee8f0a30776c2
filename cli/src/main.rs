//! `signkey`: signing keys on the command line.
//!
//! Decides nothing: the core does. Here are arguments, files, sockets and words. Data goes to standard
//! output, words to standard error, and no key is ever an argument.

mod args;
mod body;
mod capture;
mod clock;
mod commands;
mod env_file;
mod failure;
#[cfg(feature = "http")]
mod http;
mod json;
mod keys;
mod output;
mod printable;

use std::process::ExitCode;

use clap::Parser;

use crate::{args::Args, failure::Failure, output::Output};

fn main() -> ExitCode {
    if keys::any_in(std::env::args_os()) {
        let failure = Failure::usage(
            "a signing key is among the arguments, where other users of this machine and the shell's history see it; \
             put it into INNGEST_SIGNING_KEY, or into a file for --key-file, and replace this one",
        );
        return Output::new(false).fail(&failure);
    }
    let args = Args::parse();
    let mut output = Output::new(args.json);
    match commands::run(args.command, &mut output) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => output.fail(&failure),
    }
}
