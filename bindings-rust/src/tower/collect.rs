//! A body as a whole, however it comes.

use std::{future::poll_fn, pin::pin};

use bytes::{Buf, Bytes};
use http::HeaderMap;
use http_body::Body;

use super::{error::BoxError, pieces::Pieces};

/// All of a body.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) data: Bytes,
    pub(super) trailers: Option<HeaderMap>,
}

/// Why there is no whole body.
pub(super) enum Failure {
    /// There is more than was allowed. The rest was not read.
    TooLarge,
    /// It broke off.
    Broken(BoxError),
}

/// Reads a body to its end, and no more than `at_most` bytes of it.
pub(super) async fn collect<B>(body: B, at_most: u64) -> Result<Collected, Failure>
where
    B: Body,
    B::Error: Into<BoxError>,
{
    let expected = body.size_hint().lower();
    if expected > at_most {
        return Err(Failure::TooLarge);
    }
    let mut body = pin!(body);
    let mut pieces = Pieces::new(expected);
    let mut trailers: Option<HeaderMap> = None;
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let frame = frame.map_err(|error| Failure::Broken(error.into()))?;
        match frame.into_data() {
            Ok(data) if (pieces.len() + data.remaining()) as u64 > at_most => {
                return Err(Failure::TooLarge);
            }
            Ok(data) => pieces.push(data),
            Err(frame) => {
                if let Ok(more) = frame.into_trailers() {
                    trailers.get_or_insert_default().extend(more);
                }
            }
        }
    }
    let data = pieces.into_bytes();
    Ok(Collected { data, trailers })
}
