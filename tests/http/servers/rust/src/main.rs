//! The probe app of the HTTP conformance suite. `tests/http/README.md` says what it has to do.

mod facts;
mod front;
mod handler;
mod hooks;
mod responses;
mod server;
mod variants;

use std::{env, io};

use tokio::{
    io::AsyncReadExt,
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port: u16 = env::var("SIGNKEY_HTTP_PORT")?.parse()?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    let app = variants::app()?;
    announce(&format!("listening {}", listener.local_addr()?.port()))?;
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        () = server::serve(listener, app) => {}
        _ = terminated.recv() => {}
        () = end_of_input() => {}
    }
    // Not even an answer that is being written holds it up.
    std::process::exit(0)
}

#[allow(clippy::print_stdout, reason = "the runner reads it")]
fn announce(line: &str) -> io::Result<()> {
    println!("{line}");
    io::Write::flush(&mut io::stdout())
}

async fn end_of_input() {
    let mut input = tokio::io::stdin();
    let mut buffer = [0; 64];
    while input.read(&mut buffer).await.is_ok_and(|read| read > 0) {}
}
