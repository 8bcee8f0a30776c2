//! The commands.

mod canonicalize;
mod crypt;
mod doctor;
#[cfg(feature = "http")]
mod endpoint;
mod export;
mod finding;
mod keygen;
mod keys;
mod message;
#[cfg(feature = "http")]
mod probe;
#[cfg(feature = "http")]
mod rotate;
mod sign;

use std::io;

use clap::CommandFactory;

#[cfg(feature = "http")]
use crate::args::RotateCommand;
use crate::{
    args::{Args, Command},
    failure::{Failure, OK},
    output::Output,
};

/// Carries a command out. Returns the status with which the program ends.
pub(crate) fn run(command: Command, output: &mut Output) -> Result<u8, Failure> {
    match command {
        Command::Keygen(args) => keygen::run(&args, output),
        Command::Id(args) => keys::id(&args, output),
        Command::Token(args) => keys::token(&args, output),
        Command::Inspect(args) => keys::inspect(&args, output),
        Command::Sign(args) => sign::run(&args, output),
        Command::Verify(args) => message::verify(&args, output),
        Command::Explain(args) => message::explain(&args, output),
        Command::Canonicalize(args) => canonicalize::run(&args, output),
        Command::Encrypt(args) => crypt::encrypt(&args, output),
        Command::Decrypt(args) => crypt::decrypt(&args, output),
        Command::Doctor(args) => doctor::run(&args, output),
        #[cfg(feature = "http")]
        Command::Probe(args) => probe::run(&args, output),
        #[cfg(feature = "http")]
        Command::Rotate(args) => match args.command {
            RotateCommand::Next(args) => rotate::next(&args, output),
        },
        Command::Export(args) => export::run(&args, output),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "signkey", &mut script);
            output.bytes(&script).map(|()| OK)
        }
        Command::Man => man(output),
    }
}

/// The manual page, with a section for each command.
fn man(output: &Output) -> Result<u8, Failure> {
    let mut page = Vec::new();
    let write = |page: &mut Vec<u8>| -> io::Result<()> {
        let mut command = Args::command();
        command.build();
        let man = clap_mangen::Man::new(command.clone());
        man.render_title(page)?;
        man.render_name_section(page)?;
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        man.render_options_section(page)?;
        for subcommand in command.get_subcommands() {
            let title = subcommand.get_name().to_uppercase();
            page.extend_from_slice(format!(".SH COMMAND {title}\n").as_bytes());
            let man = clap_mangen::Man::new(subcommand.clone());
            // The page of a command is a part of this one: its sections become subsections.
            let mut part = Vec::new();
            man.render_description_section(&mut part)?;
            man.render_synopsis_section(&mut part)?;
            man.render_options_section(&mut part)?;
            let part = String::from_utf8_lossy(&part).replace("\n.SH ", "\n.SS ");
            page.extend_from_slice(
                part.strip_prefix(".SH ")
                    .map_or_else(|| part.clone(), |rest| format!(".SS {rest}"))
                    .as_bytes(),
            );
        }
        man.render_extra_section(page)?;
        man.render_version_section(page)
    };
    write(&mut page).map_err(|error| Failure::usage(error.to_string()))?;
    output.bytes(&page).map(|()| OK)
}
