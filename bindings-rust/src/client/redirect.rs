//! Following a redirect (RFC 9110, section 15.4), without the caller's own credentials if it leads
//! elsewhere.

use http::{
    Method, StatusCode,
    header::{
        AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, LOCATION,
        PROXY_AUTHORIZATION, TRANSFER_ENCODING,
    },
};
use reqwest::{Request, Response, Url};

/// So many redirects are followed.
pub(super) const MAX: usize = 10;

/// The request to send after this answer, made of the one that was answered; `None` if the answer is
/// no redirect, or one that leads nowhere.
pub(super) fn follow(mut request: Request, response: &Response) -> Option<Request> {
    match response.status() {
        StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND if request.method() == Method::POST => {
            drop_body(&mut request);
        }
        StatusCode::SEE_OTHER => drop_body(&mut request),
        StatusCode::MOVED_PERMANENTLY
        | StatusCode::FOUND
        | StatusCode::TEMPORARY_REDIRECT
        | StatusCode::PERMANENT_REDIRECT => {}
        _ => return None,
    }
    let url = location(&request, response)?;
    if url.origin() != request.url().origin() {
        for name in [AUTHORIZATION, COOKIE, HOST, PROXY_AUTHORIZATION] {
            request.headers_mut().remove(name);
        }
    }
    *request.url_mut() = url;
    Some(request)
}

/// Makes it a `GET`, if it is no `HEAD`.
fn drop_body(request: &mut Request) {
    if request.method() != Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    *request.body_mut() = None;
    for name in [
        CONTENT_ENCODING,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        TRANSFER_ENCODING,
    ] {
        request.headers_mut().remove(name);
    }
}

/// Where it leads. A URL with a user in it would carry a credential of its own.
fn location(request: &Request, response: &Response) -> Option<Url> {
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    let url = request.url().join(location).ok()?;
    (url.username().is_empty() && url.password().is_none()).then_some(url)
}
