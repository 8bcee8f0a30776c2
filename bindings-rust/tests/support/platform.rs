//! A platform on the loopback interface, which answers as it is told to.

#![allow(dead_code, reason = "no test needs all of it")]

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{Router, body::Body, extract::Request, response::Response};
use bytes::Bytes;
use http::{Method, header};
use http_body_util::BodyExt;
use signkey::{ApiAuth, Keyring, Origin, SigningKey};
use signkey_http::ApiClient;
use tokio::net::TcpListener;

pub(crate) const OLD_KEY: &str = "signkey-test-12345678";
pub(crate) const NEW_KEY: &str = "signkey-test-9abcdef0";

/// What arrived.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: Method,
    pub(crate) host: String,
    pub(crate) path: String,
    /// Which key: `old`, `new`, `none`, or what the header says.
    pub(crate) credential: String,
    pub(crate) headers: header::HeaderMap,
    pub(crate) body: Bytes,
}

/// A server under every host name of [`client`].
#[derive(Clone)]
pub(crate) struct Platform {
    pub(crate) address: SocketAddr,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Platform {
    pub(crate) async fn start(answer: impl Fn(&Sent) -> Response + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&sent), Arc::new(answer));
        let app = Router::new().fallback(move |request: Request| async move {
            let received = receive(request).await;
            let response = answer(&received);
            log.lock().unwrap().push(received);
            response
        });
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { address, sent }
    }

    /// The URL of a path, at one of the hosts that [`client`] knows.
    pub(crate) fn at(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.address.port())
    }

    pub(crate) fn url(&self, path: &str) -> String {
        self.at("api.example", path)
    }

    /// What arrived so far, and nothing of it again.
    pub(crate) fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut *self.sent.lock().unwrap())
    }

    /// The credentials that arrived.
    pub(crate) fn credentials(&self) -> Vec<String> {
        self.take()
            .into_iter()
            .map(|sent| sent.credential)
            .collect()
    }

    /// Calls the API of this platform, first with the old key.
    pub(crate) fn client(&self) -> ApiClient {
        let keyring = Keyring::from_texts([Some(OLD_KEY), Some(NEW_KEY)]).unwrap();
        let auth = ApiAuth::new(Some(&keyring), Origin::of(&self.url("")).unwrap());
        ApiClient::new(auth, settings()).unwrap()
    }
}

/// Host names that lead here, and no proxy of the environment.
pub(crate) fn settings() -> reqwest::ClientBuilder {
    let here = SocketAddr::from(([127, 0, 0, 1], 0));
    let hosts = ["api.example", "sub.api.example", "other.example"];
    let settings = reqwest::Client::builder().no_proxy();
    hosts
        .into_iter()
        .fold(settings, |settings, host| settings.resolve(host, here))
}

pub(crate) fn answer(status: u16) -> Response {
    Response::builder()
        .status(status)
        .body(Body::empty())
        .unwrap()
}

pub(crate) fn redirect(status: u16, location: &str) -> Response {
    let response = Response::builder().status(status);
    response
        .header(header::LOCATION, location)
        .body(Body::from("moved"))
        .unwrap()
}

pub(crate) fn token(key: &str) -> String {
    format!(
        "Bearer {}",
        SigningKey::parse(key).unwrap().api_token().as_str()
    )
}

async fn receive(request: Request) -> Sent {
    let (parts, body) = request.into_parts();
    let text = |name| {
        parts
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    let credential = text(header::AUTHORIZATION).unwrap_or_else(|| "none".to_owned());
    let credential = match credential {
        credential if credential == token(OLD_KEY) => "old".to_owned(),
        credential if credential == token(NEW_KEY) => "new".to_owned(),
        other => other,
    };
    Sent {
        host: text(header::HOST).unwrap_or_default(),
        path: parts.uri.to_string(),
        body: body.collect().await.unwrap().to_bytes(),
        method: parts.method,
        headers: parts.headers,
        credential,
    }
}
