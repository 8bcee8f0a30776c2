//! Credentials go to the API alone, and the one that works is found.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/platform.rs"]
mod platform;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::header;
use http_body_util::Full;
use platform::{Platform, answer, redirect, token};
use signkey::{ApiAuth, Origin};
use signkey_http::ApiClient;

const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

#[tokio::test]
async fn a_call_carries_the_credential_and_keeps_it_to_itself() {
    let platform = Platform::start(|_| answer(200)).await;
    let api = platform.client();
    let response = api
        .send(api.client().get(platform.url("/a?b=c")))
        .await
        .unwrap();
    assert_eq!(response.url().as_str(), platform.url("/a?b=c"));
    assert_eq!(platform.credentials(), ["old"]);
    assert!(!format!("{response:?} {api:?}").contains(&token(platform::OLD_KEY)[10..]));
}

#[tokio::test]
async fn the_key_that_works_is_found_and_kept_by_all_clones() {
    let platform =
        Platform::start(|sent| answer(if sent.credential == "new" { 200 } else { 401 })).await;
    let api = platform.client();
    for status in [401, 403] {
        let request = api.clone().client().post(platform.url("/")).body("body");
        assert_eq!(api.send(request).await.unwrap().status(), 200);
        let sent = platform.take();
        assert!(
            sent.iter()
                .all(|sent| sent.body == "body" && sent.method == "POST")
        );
        let credentials: Vec<_> = sent.iter().map(|sent| &*sent.credential).collect();
        let expected: &[_] = if status == 401 {
            &["old", "new"]
        } else {
            &["new"]
        };
        assert_eq!(credentials, expected);
    }
}

#[tokio::test]
async fn a_call_that_no_key_opens_has_the_last_answer() {
    let platform = Platform::start(|_| answer(403)).await;
    let api = platform.client();
    let response = api.send(api.client().get(platform.url("/"))).await.unwrap();
    assert_eq!(response.status(), 403);
    assert_eq!(platform.credentials(), ["old", "new"]);
}

#[tokio::test]
async fn another_failure_is_no_reason_to_try_another_key() {
    for status in [400, 404, 429, 500] {
        let platform = Platform::start(move |_| answer(status)).await;
        let api = platform.client();
        let response = api.send(api.client().get(platform.url("/"))).await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(platform.credentials(), ["old"]);
    }
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    for status in [200, 307, 401] {
        let platform = Platform::start(move |_| redirect(status, "/b")).await;
        let api = platform.client();
        let stream = reqwest::Body::wrap(Full::new(Bytes::from("body")));
        let request = api.client().post(platform.url("/")).body(stream);
        assert_eq!(api.send(request).await.unwrap().status(), status);
        let sent = platform.take();
        assert_eq!((sent.len(), &*sent[0].body), (1, &b"body"[..]));
    }
}

#[tokio::test]
async fn redirects_carry_the_credential_within_the_api_alone() {
    let other = Platform::start(|_| answer(200)).await;
    let other_port = other.url("/");
    let chains: [(&[&str], &[&str]); 7] = [
        (&["/b"], &["old", "old"]),
        (&["http://api.example:PORT/b"], &["old", "old"]),
        (&["//API.example:PORT/b"], &["old", "old"]),
        (&["http://other.example:PORT/"], &["old", "none"]),
        (&["http://sub.api.example:PORT/"], &["old", "none"]),
        (
            &[
                "http://other.example:PORT/",
                "http://api.example:PORT/b",
                "/c",
            ],
            &["old", "none", "none", "none"],
        ),
        (
            &["/b", "/c", "http://other.example:PORT/", "/d"],
            &["old", "old", "old", "none", "none"],
        ),
    ];
    for status in REDIRECTS {
        for (chain, expected) in chains {
            let left = Arc::new(Mutex::new(chain.iter()));
            let platform = Platform::start(move |sent| {
                let port = sent.host.rsplit(':').next().unwrap();
                match left.lock().unwrap().next() {
                    Some(location) => redirect(status, &location.replace("PORT", port)),
                    None => answer(200),
                }
            })
            .await;
            let api = platform.client();
            let response = api
                .send(api.client().post(platform.url("/a")).body("body"))
                .await
                .unwrap();
            assert_eq!(response.status(), 200);
            assert_eq!(platform.credentials(), expected, "{status} {chain:?}");
        }
        let location = other_port.clone();
        let platform = Platform::start(move |_| redirect(status, &location)).await;
        let api = platform.client();
        assert_eq!(
            api.send(api.client().get(platform.url("/a")))
                .await
                .unwrap()
                .status(),
            200
        );
        assert_eq!(platform.credentials(), ["old"]);
        assert_eq!(other.credentials(), ["none"]);
    }
}

#[tokio::test]
async fn a_call_that_begins_elsewhere_carries_no_credential_even_if_it_leads_to_the_api() {
    let platform = Platform::start(|sent| match sent.host.starts_with("api.") {
        true => answer(401),
        false => redirect(
            307,
            &format!(
                "http://api.example:{}",
                sent.host.rsplit(':').next().unwrap()
            ),
        ),
    })
    .await;
    let api = platform.client();
    let response = api
        .send(api.client().get(platform.at("other.example", "/")))
        .await
        .unwrap();
    assert_eq!(response.status(), 401);
    assert_eq!(platform.credentials(), ["none", "none"]);
}

#[tokio::test]
async fn the_next_key_is_tried_where_a_redirect_leads() {
    let platform = Platform::start(|sent| match (&*sent.path, &*sent.credential) {
        ("/a", _) => redirect(308, "/b"),
        ("/b", "new") => answer(200),
        _ => answer(401),
    })
    .await;
    let api = platform.client();
    let response = api
        .send(api.client().post(platform.url("/a")).body("body"))
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    let sent = platform.take();
    let hops: Vec<_> = sent
        .iter()
        .map(|sent| (&*sent.path, &*sent.credential, &*sent.body))
        .collect();
    assert_eq!(
        hops,
        [
            ("/a", "old", &b"body"[..]),
            ("/b", "old", b"body"),
            ("/b", "new", b"body")
        ]
    );
}

#[tokio::test]
async fn a_redirect_that_makes_a_get_drops_the_body_and_what_describes_it() {
    for (status, method, becomes) in [
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (303, "HEAD", "HEAD"),
        (301, "PUT", "PUT"),
        (307, "POST", "POST"),
        (308, "POST", "POST"),
    ] {
        let platform = Platform::start(move |sent| match &*sent.path {
            "/a" => redirect(status, "/b"),
            _ => answer(200),
        })
        .await;
        let api = platform.client();
        let request = api
            .client()
            .request(method.parse().unwrap(), platform.url("/a"));
        let request = request
            .header(header::CONTENT_TYPE, "text/plain")
            .body("body");
        api.send(request).await.unwrap();
        let sent = platform.take().pop().unwrap();
        assert_eq!(sent.method, becomes, "{status} {method}");
        let keeps = becomes == method && becomes != "HEAD";
        assert_eq!(!sent.body.is_empty(), keeps, "{status} {method}");
        if becomes == "GET" {
            assert!(!sent.headers.contains_key(header::CONTENT_TYPE));
        }
    }
}

#[tokio::test]
async fn a_credential_of_the_caller_is_not_replaced_and_goes_to_its_own_origin_alone() {
    let platform = Platform::start(|sent| match &*sent.path {
        "/a" => redirect(
            307,
            &format!(
                "http://other.example:{}/b",
                sent.host.rsplit(':').next().unwrap()
            ),
        ),
        "/b" => redirect(307, "/c"),
        _ => answer(401),
    })
    .await;
    let api = platform.client();
    let request = api.client().get(platform.url("/a"));
    let request = request
        .header(header::AUTHORIZATION, "own")
        .header(header::COOKIE, "own=1");
    assert_eq!(api.send(request).await.unwrap().status(), 401);
    let sent = platform.take();
    let credentials: Vec<_> = sent.iter().map(|sent| &*sent.credential).collect();
    assert_eq!(credentials, ["own", "none", "none"]);
    let cookies = sent
        .iter()
        .map(|sent| sent.headers.contains_key(header::COOKIE));
    assert_eq!(cookies.collect::<Vec<_>>(), [true, false, false]);
}

#[tokio::test]
async fn a_request_for_another_host_at_the_address_of_the_api_carries_no_credential() {
    let platform = Platform::start(|_| answer(200)).await;
    let api = platform.client();
    for (host, credential) in [("other.example", "none"), ("api.example", "none")] {
        let request = api
            .client()
            .get(platform.url("/"))
            .header(header::HOST, host);
        api.send(request).await.unwrap();
        assert_eq!(platform.credentials(), [credential]);
    }
    let own = format!("api.example:{}", platform.address.port());
    let request = api
        .client()
        .get(platform.url("/"))
        .header(header::HOST, own);
    api.send(request).await.unwrap();
    assert_eq!(platform.credentials(), ["old"]);
}

#[tokio::test]
async fn redirects_without_end_or_aim_are_handed_on() {
    let platform = Platform::start(|_| redirect(302, "/")).await;
    let api = platform.client();
    assert_eq!(
        api.send(api.client().get(platform.url("/")))
            .await
            .unwrap()
            .status(),
        302
    );
    assert_eq!(platform.take().len(), 11);
    for location in [
        "http://",
        "http://user@api.example/",
        "http://:password@api.example/",
    ] {
        let platform = Platform::start(move |_| redirect(302, location)).await;
        let api = platform.client();
        assert_eq!(
            api.send(api.client().get(platform.url("/")))
                .await
                .unwrap()
                .status(),
            302
        );
        assert_eq!(platform.take().len(), 1);
    }
}

#[tokio::test]
async fn an_app_without_a_key_calls_without_a_credential() {
    let platform = Platform::start(|_| answer(401)).await;
    let auth = ApiAuth::new(None, Origin::of(&platform.url("")).unwrap());
    let api = ApiClient::new(auth, platform::settings()).unwrap();
    assert_eq!(
        api.send(api.client().get(platform.url("/")))
            .await
            .unwrap()
            .status(),
        401
    );
    assert_eq!(platform.credentials(), ["none"]);
}

#[tokio::test]
async fn the_settings_of_a_request_hold_on_every_hop() {
    let platform = Platform::start(|sent| match &*sent.path {
        "/a" => redirect(307, "/b"),
        _ => {
            std::thread::sleep(Duration::from_millis(300));
            answer(200)
        }
    })
    .await;
    let api = platform.client();
    let request = api
        .client()
        .get(platform.url("/a"))
        .timeout(Duration::from_millis(100));
    assert!(api.send(request).await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn a_platform_that_is_not_there_is_an_error() {
    let nowhere = Platform::start(|_| answer(200)).await;
    let api = nowhere.client();
    let request = api.client().get("http://api.example:1/").build().unwrap();
    assert!(api.execute(request).await.unwrap_err().is_connect());
}
