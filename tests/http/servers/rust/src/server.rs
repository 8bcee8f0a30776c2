//! HTTP/1.1, and HTTP/2 with prior knowledge, on one port.

use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto::Builder,
    service::TowerToHyperService,
};
use tokio::net::{TcpListener, TcpStream};

/// How much a connection of HTTP/2 may have on its way. It is also the measure for how many small
/// frames may wait to be read before the server ends the connection: by default 2,000, and a client
/// of the table sends more at once.
const CONNECTION_WINDOW: u32 = 16 << 20;

/// `axum::serve`, with that setting.
pub(crate) async fn serve(listener: TcpListener, app: Router) {
    loop {
        // A connection that fails before it is accepted concerns no other.
        if let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(connection(stream, app.clone()));
        }
    }
}

async fn connection(stream: TcpStream, app: Router) {
    // A server answers without it as well, only later.
    let _ = stream.set_nodelay(true);
    let mut server = Builder::new(TokioExecutor::new());
    server
        .http2()
        .initial_connection_window_size(CONNECTION_WINDOW);
    let connection =
        server.serve_connection_with_upgrades(TokioIo::new(stream), TowerToHyperService::new(app));
    if let Err(error) = connection.await {
        eprintln!("a connection ended with {error}");
    }
}
