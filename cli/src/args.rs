//! What can be said on the command line.

#![allow(
    clippy::doc_markdown,
    reason = "these texts are the help, where backticks would show"
)]

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  signkey keygen -o new.key                a new key in a new file, for you alone
  signkey sign body.json                   the value of X-Inngest-Signature
  signkey verify --capture request.http    a request as a proxy recorded it
  signkey explain --capture request.http   why it is refused
  signkey doctor --env-file .env           what is wrong with an app's settings
  signkey rotate next --current old.key --next new.key https://a.example/api/inngest

Keys come from INNGEST_SIGNING_KEY and INNGEST_SIGNING_KEY_FALLBACK, or from
--key-file; never from an argument. Data goes to standard output, words to
standard error. Exit status: 0 yes, 1 refused, 2 usage, 3 settings, 4 network,
10 a step is left.";

/// Inngest signing keys: make, inspect, sign, verify, explain, rotate.
#[derive(Parser)]
#[command(name = "signkey", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub(crate) struct Args {
    /// Print JSON, one object a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Make a new key.
    Keygen(Keygen),
    /// Print the ids of keys, which may be shown.
    Id(KeyArgs),
    /// Print the API token of a key, which is a secret.
    Token(KeyArgs),
    /// Say what each key is, or why it is none.
    Inspect(KeyArgs),
    /// Sign a body: prints the value of X-Inngest-Signature alone.
    Sign(Sign),
    /// Verify a message: prints the verdict.
    Verify(Verify),
    /// Say why a message is refused, or what matched.
    Explain(Explain),
    /// Print JSON in canonical form (RFC 8785).
    Canonicalize(Canonicalize),
    /// Encrypt JSON with INNGEST_ENCRYPTION_KEY.
    Encrypt(Crypt),
    /// Decrypt JSON with INNGEST_ENCRYPTION_KEY or its _FALLBACK.
    Decrypt(Crypt),
    /// Say what is wrong with an app's settings, and with a live endpoint.
    Doctor(Doctor),
    /// Ask live endpoints, by signed requests, which keys they have.
    #[cfg(feature = "http")]
    Probe(Probe),
    /// Rotate a key without refusing a request.
    #[cfg(feature = "http")]
    Rotate(Rotate),
    /// Print the variables of an app for the place where it runs.
    Export(Export),
    /// Print the completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

/// Where keys come from.
#[derive(ClapArgs, Default)]
pub(crate) struct KeyArgs {
    /// A file with one key; `-` is standard input. The first is the primary, the others are fallbacks.
    /// Without it, the variables of the app.
    #[arg(long, value_name = "FILE")]
    pub(crate) key_file: Vec<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct Keygen {
    /// The environment that the key is for.
    #[arg(long, default_value = "prod", conflicts_with = "bare")]
    pub(crate) prefix: Prefix,
    /// Only the digits, without a prefix. The self-hosted server takes keys in this form alone.
    #[arg(long)]
    pub(crate) bare: bool,
    /// Write the key to this new file, which only you can read. A file that exists is not overwritten.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Prefix {
    Prod,
    Test,
    Branch,
}

#[derive(ClapArgs)]
pub(crate) struct Sign {
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    /// Sign the bytes as they are, as an app signs its responses. A request is signed in its canonical form.
    #[arg(long)]
    pub(crate) response: bool,
    /// The time of the signature, in seconds since 1970; now, if it is not given.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) at: Option<u64>,
    /// The body; standard input, if it is not given.
    pub(crate) file: Option<PathBuf>,
}

/// A message that was received.
#[derive(ClapArgs)]
pub(crate) struct MessageArgs {
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    /// The value of X-Inngest-Signature as it came; may be given more than once.
    #[arg(long, value_name = "VALUE", conflicts_with = "capture")]
    pub(crate) header: Vec<String>,
    /// A raw HTTP request or response, with its head: the signature is in it.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(crate) capture: Option<PathBuf>,
    /// The message is a response of an app.
    #[arg(long)]
    pub(crate) response: bool,
    /// The clock, in seconds since 1970; now, if it is not given.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) at: Option<u64>,
    /// How far signature and clock may be apart, on both sides.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(crate) window: u64,
    /// The body; standard input, if neither it nor a capture is given.
    pub(crate) file: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) message: MessageArgs,
}

#[derive(ClapArgs)]
pub(crate) struct Explain {
    #[command(flatten)]
    pub(crate) message: MessageArgs,
    /// A file with another secret that may have signed: a key of another environment, an old key, the
    /// event key.
    #[arg(long, value_name = "FILE")]
    pub(crate) other: Vec<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct Canonicalize {
    /// Print the form even if it changes the value of a number.
    #[arg(long)]
    pub(crate) allow_lossy: bool,
    /// The document; standard input, if it is not given.
    pub(crate) file: Option<PathBuf>,
}

#[derive(ClapArgs)]
pub(crate) struct Crypt {
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    /// What the document is.
    #[arg(long, default_value = "value")]
    pub(crate) kind: Document,
    /// The document; standard input, if it is not given.
    pub(crate) file: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Document {
    /// The output of a step or function.
    Value,
    /// The data of an event.
    Event,
    /// An error.
    Error,
}

#[derive(ClapArgs)]
pub(crate) struct Doctor {
    /// Read the variables from this file, and from nowhere else.
    #[arg(long, value_name = "FILE")]
    pub(crate) env_file: Option<PathBuf>,
    /// Take quotation marks in the file for a part of the value, as `docker run --env-file` does.
    #[arg(long, requires = "env_file")]
    pub(crate) literal: bool,
    /// Look at a live endpoint, too: what it answers to unsigned GET, HEAD and OPTIONS.
    #[cfg(feature = "http")]
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Send unsigned POST, PUT, PATCH and DELETE, too. An endpoint that is open may sync or run a function.
    #[cfg(feature = "http")]
    #[arg(long, requires = "url")]
    pub(crate) active: bool,
    #[cfg(feature = "http")]
    #[command(flatten)]
    pub(crate) tls: TlsArgs,
}

#[cfg(feature = "http")]
#[derive(ClapArgs, Default)]
pub(crate) struct TlsArgs {
    /// A file with certificates (PEM) of authorities to trust in place of the public ones.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,
}

#[cfg(feature = "http")]
#[derive(ClapArgs)]
pub(crate) struct Probe {
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    /// How often to ask each endpoint, each time over a new connection.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) samples: u16,
    #[command(flatten)]
    pub(crate) tls: TlsArgs,
    /// The endpoints: https, or http on this machine.
    #[arg(required = true, value_name = "URL")]
    pub(crate) urls: Vec<String>,
}

#[cfg(feature = "http")]
#[derive(ClapArgs)]
pub(crate) struct Rotate {
    #[command(subcommand)]
    pub(crate) command: RotateCommand,
}

#[cfg(feature = "http")]
#[derive(Subcommand)]
pub(crate) enum RotateCommand {
    /// Say the next step: asks the apps, and changes nothing. Take the step, then ask again.
    Next(RotateNext),
}

#[cfg(feature = "http")]
#[derive(ClapArgs)]
pub(crate) struct RotateNext {
    /// A file with the key that is to be replaced.
    #[arg(long, value_name = "FILE")]
    pub(crate) current: PathBuf,
    /// A file with the key that replaces it.
    #[arg(long, value_name = "FILE")]
    pub(crate) next: PathBuf,
    /// With which key the server signs: `current` or `next`. With --switched-at it is `next`.
    #[arg(long, value_name = "KEY", value_parser = ["current", "next"])]
    pub(crate) server: Option<String>,
    /// When the server began to sign with the next key, in seconds since 1970.
    #[arg(long, value_name = "SECONDS")]
    pub(crate) switched_at: Option<u64>,
    /// Accept that requests are refused for a moment if an app's SDK knows no fallback key.
    #[arg(long)]
    pub(crate) accept_downtime: bool,
    /// How often to ask each endpoint, each time over a new connection.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) samples: u16,
    #[command(flatten)]
    pub(crate) tls: TlsArgs,
    /// The endpoints of all apps that have the key.
    #[arg(required = true, value_name = "URL")]
    pub(crate) urls: Vec<String>,
}

#[derive(ClapArgs)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) keys: KeyArgs,
    /// The place. The first two hold the keys themselves, the others are commands that take them from
    /// variables or files by standard input.
    #[arg(long)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines NAME=value.
    Dotenv,
    /// A Secret of Kubernetes, for `kubectl apply -f -`.
    K8s,
    /// Commands that make Docker secrets, and the variables that name their files.
    DockerSecret,
    /// Commands that make systemd credentials, and the lines of the unit.
    Systemd,
    /// Commands that set secrets of GitHub Actions.
    Github,
    /// Commands that set variables of Vercel.
    Vercel,
}
