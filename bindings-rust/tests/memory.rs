//! A body costs at most twice its size and a constant, whatever its pieces, before anyone is
//! authenticated and after.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may fail")]
#![allow(clippy::print_stdout, reason = "tests say what they measured")]

mod support;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    convert::Infallible,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use http_body_util::Full;
use signkey::SignatureHeader;
use support::{kit, layer};
use tower::{Layer as _, ServiceExt, service_fn};

thread_local! {
    /// Bytes that this thread uses now, and the most at once.
    static USAGE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

struct Counting;

fn count(taken: usize, given_back: usize) {
    USAGE.with(|usage| {
        let (now, peak) = usage.get();
        let now = now.saturating_add(taken);
        usage.set((now.saturating_sub(given_back), peak.max(now)));
    });
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller's promises are handed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: the caller's promises are handed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may exist while the one is copied into the other.
        count(size, layout.size());
        // SAFETY: the caller's promises are handed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Pieces that are made when they are asked for.
struct Pieces {
    left: usize,
    size: usize,
    hint: SizeHint,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let len = self.size.min(self.left);
        self.left -= len;
        let piece = || Ok(Frame::data(Bytes::from(vec![b'x'; len])));
        Poll::Ready((len > 0).then(piece))
    }

    fn size_hint(&self) -> SizeHint {
        self.hint
    }
}

const KIB: usize = 1 << 10;
const BODY: usize = 4 << 20;
const PIECES: [usize; 6] = [1, 7, 1000, 64 * KIB, 64 * KIB + 1, BODY];
const CONSTANT: usize = 256 * KIB;

fn pieces(size: usize, is_declared: bool) -> Pieces {
    let hint = match is_declared {
        true => SizeHint::with_exact(BODY as u64),
        false => SizeHint::new(),
    };
    Pieces {
        left: BODY,
        size,
        hint,
    }
}

/// The most memory in use at once while a future runs that never waits.
fn peak<T>(future: impl Future<Output = T>) -> (T, usize) {
    USAGE.set((0, 0));
    let Poll::Ready(result) = pin!(future).poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("it waits");
    };
    (result, USAGE.get().1)
}

#[test]
fn a_request_costs_twice_its_body_at_most() {
    for (size, is_declared) in PIECES
        .into_iter()
        .flat_map(|size| [(size, true), (size, false)])
    {
        let handler = service_fn(|_: Request<_>| async {
            Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
        });
        let tampered = kit().signed(b"").unwrap().header.unwrap();
        let request = Request::post("/")
            .header(SignatureHeader::NAME, tampered)
            .header("transfer-encoding", "chunked");
        let request = request.body(pieces(size, is_declared)).unwrap();
        let (response, peak) = peak(layer(|_| {}).layer(handler).oneshot(request));
        assert_eq!(response.unwrap().status(), 401);
        println!("a request of {BODY} bytes in pieces of {size}: {peak}");
        assert!(peak <= 2 * BODY + CONSTANT, "pieces of {size}: {peak}");
    }
}

#[test]
fn a_signed_response_costs_twice_its_body_at_most() {
    for (size, is_declared) in PIECES
        .into_iter()
        .flat_map(|size| [(size, true), (size, false)])
    {
        let handler = service_fn(move |_: Request<_>| async move {
            Ok::<_, Infallible>(Response::new(pieces(size, is_declared)))
        });
        let layer = layer(|options| options.sign_responses = true);
        let request = support::signed(b"{}");
        let (response, peak) = peak(layer.layer(handler).oneshot(request));
        assert!(
            response
                .unwrap()
                .headers()
                .contains_key(SignatureHeader::NAME)
        );
        println!("a response of {BODY} bytes in pieces of {size}: {peak}");
        assert!(peak <= 2 * BODY + CONSTANT, "pieces of {size}: {peak}");
    }
}

/// Nothing is allocated on the word of a length alone.
#[test]
fn a_declared_length_costs_nothing_before_its_bytes_come() {
    let handler = service_fn(|_: Request<_>| async {
        Ok::<_, Infallible>(Response::new(Full::<Bytes>::default()))
    });
    let signature = kit().signed(b"").unwrap().header.unwrap();
    let request = Request::post("/")
        .header(SignatureHeader::NAME, signature)
        .header("content-length", 16 << 20);
    let body = Pieces {
        left: 2,
        size: 1,
        hint: SizeHint::with_exact(16 << 20),
    };
    let (response, peak) = peak(
        layer(|_| {})
            .layer(handler)
            .oneshot(request.body(body).unwrap()),
    );
    assert_eq!(response.unwrap().status(), 500);
    assert!(peak <= CONSTANT, "{peak}");
}
