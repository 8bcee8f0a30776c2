//! Why a call failed, in more detail than its status.

use std::{ffi::c_char, io::Write, ptr};

use signkey::{Error, ErrorKind};

use crate::{
    describe, guard,
    limits::SIGNKEY_MESSAGE_MAX,
    out::TextOut,
    sized::{self, Growing, SizedOut},
    status::Status,
};

/// What the number in a `signkey_failure` means.
#[expect(non_camel_case_types, reason = "the names are those of the header")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Detail {
    /// Nothing; it is 0.
    SIGNKEY_DETAIL_NONE = 0,
    /// A position in the input. In a key: the character, counted from 1 in the text without the
    /// white space around it. In JSON: the byte, counted from 0.
    SIGNKEY_DETAIL_POSITION = 1,
    /// The distance in seconds between the timestamp of the signature and the clock.
    SIGNKEY_DETAIL_SKEW_SECONDS = 2,
}

/// Why a call failed. It holds no part of the input, so it is safe to log and to send to anyone.
///
/// Begin with `SIGNKEY_FAILURE_INIT`, which sets `size`. A call that succeeds leaves it as it is.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct Failure {
    /// `sizeof(signkey_failure)`, set by the caller.
    pub size: usize,
    /// The status that the call returned.
    pub status: Status,
    /// What `detail` means.
    pub detail_kind: Detail,
    /// A position or a number of seconds, as `detail_kind` says.
    pub detail: u64,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read as a whole.
unsafe impl Growing for Failure {
    const FIRST_SIZE: usize = size_of::<Self>();
}

impl Failure {
    /// The caller's failure, if there is one.
    ///
    /// # Safety
    ///
    /// As [`SizedOut::new`].
    pub(crate) unsafe fn out(place: *mut Self) -> Result<Option<SizedOut<Self>>, Error> {
        if place.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        unsafe { SizedOut::new(place) }.map(Some)
    }

    /// The error that a call has filled in, `None` if there is none.
    ///
    /// # Safety
    ///
    /// As [`sized::read`].
    pub(crate) unsafe fn read(place: *const Self) -> Result<Option<Error>, Error> {
        if place.is_null() {
            return Ok(None);
        }
        // SAFETY: the caller's promise.
        let numbers = unsafe { sized::read(place.cast(), Numbers::default()) }?;
        match numbers.kind() {
            None if numbers.status != Status::OK.0 => Err(ErrorKind::InvalidArgument.into()),
            kind => Ok(kind.map(|kind| Error::new(kind, numbers.detail))),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (detail_kind, detail) = match (error.position(), error.skew_seconds()) {
            (Some(position), _) => (Detail::SIGNKEY_DETAIL_POSITION, position),
            (None, Some(skew)) => (Detail::SIGNKEY_DETAIL_SKEW_SECONDS, skew),
            (None, None) => (Detail::SIGNKEY_DETAIL_NONE, 0),
        };
        Self {
            size: size_of::<Self>(),
            status: Status::of(error.kind()),
            detail_kind,
            detail,
        }
    }
}

/// cbindgen:ptrs-as-arrays=[[out;SIGNKEY_MESSAGE_MAX]]
/// Writes the sentence that describes a failure, with its position or its skew.
///
/// - `failure`: as a call has filled it in, or with a `status`, `detail_kind` and `detail` that the
///   caller has kept elsewhere.
/// - `out`: receives English ASCII text with a final NUL, without a final stop. It never quotes the
///   input.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL or `size` is not
/// set. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_failure_message(
    failure: *const Failure,
    out: *mut c_char,
) -> Status {
    let call = || {
        // SAFETY: the contract in the header.
        let (failure, out) = unsafe {
            let failure = sized::read(failure.cast(), Numbers::default())?;
            (failure, TextOut::<SIGNKEY_MESSAGE_MAX>::new(out)?)
        };
        let mut text = [0; SIGNKEY_MESSAGE_MAX];
        let len = failure.describe(&mut text).ok_or(ErrorKind::Internal)?;
        let text = str::from_utf8(&text[..len]).map_err(|_| ErrorKind::Internal)?;
        out.write(text)
    };
    // SAFETY: null is a caller without a failure to fill in.
    unsafe { guard::status(ptr::null_mut(), call) }
}

/// A [`Failure`] as a caller hands it back, who may have put any number in it.
#[derive(Clone, Copy, Default)]
#[repr(C)]
struct Numbers {
    size: usize,
    status: u32,
    detail_kind: u32,
    detail: u64,
}

// SAFETY: `repr(C)`, the size comes first, and integers are valid for all bytes.
unsafe impl Growing for Numbers {
    const FIRST_SIZE: usize = Failure::FIRST_SIZE;
}

const _: () = assert!(size_of::<Numbers>() == size_of::<Failure>());

impl Numbers {
    /// The error of the status, if it is one that this version knows.
    fn kind(self) -> Option<ErrorKind> {
        ErrorKind::from_number(u16::try_from(self.status).ok()?)
    }

    /// Writes the sentence and says how long it is; `None` if it does not fit.
    fn describe(self, text: &mut [u8]) -> Option<usize> {
        let size = text.len();
        let mut rest = text;
        match self.kind() {
            Some(kind) => write!(rest, "{}", Error::new(kind, self.detail)),
            None => rest.write_all(describe::look_up(self.status).message.to_bytes()),
        }
        .ok()?;
        Some(size - rest.len())
    }
}
