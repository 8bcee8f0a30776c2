//! Why a call failed, in more detail than its status.

use signkey::{Config, Error, ErrorKind, RotationFacts, Source};

use crate::{
    pointers::{
        extensible::{self, Extensible, SIZE_SETTING},
        slice::Slice,
    },
    types::status::Status,
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

/// Why a call failed, or why a request is refused. It holds no part of the input, so it is safe to
/// log.
///
/// Begin with `SIGNKEY_FAILURE_INIT`, which sets `size`. A call that succeeds leaves it as it is,
/// unless the function says otherwise. With a failure whose `size` is 0, as in
/// `signkey_failure failure = {0}`, every call is `SIGNKEY_ERROR_INVALID_ARGUMENT` with the setting
/// `size`, and does nothing else.
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
    /// The name of the option or of the variable that causes the error, as far as it is known; else
    /// `{NULL, 0}`. It is static.
    pub setting: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and it is only written, never read as a whole.
unsafe impl Extensible for Failure {}

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
            setting: error.setting().into(),
        }
    }
}

/// A [`Failure`] as a caller hands it back, who may have put any number in it.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct ReturnedFailure {
    size: usize,
    pub(crate) status: u32,
    detail_kind: u32,
    detail: u64,
    setting: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Extensible for ReturnedFailure {}

const _: () = assert!(size_of::<ReturnedFailure>() == size_of::<Failure>());

impl ReturnedFailure {
    const NONE: Self = Self {
        size: size_of::<Self>(),
        status: Status::OK.0,
        detail_kind: Detail::SIGNKEY_DETAIL_NONE as u32,
        detail: 0,
        setting: Slice::ABSENT,
    };

    /// The caller's failure.
    ///
    /// # Safety
    ///
    /// As [`extensible::read`].
    pub(crate) unsafe fn read(failure: *const Failure) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        unsafe { extensible::read(failure.cast(), Self::NONE) }
    }

    /// As [`ReturnedFailure::read`]; null is none.
    ///
    /// # Safety
    ///
    /// As [`extensible::read`].
    pub(crate) unsafe fn read_or_none(failure: *const Failure) -> Result<Self, Error> {
        // SAFETY: the caller's promise.
        unsafe { extensible::read_or(failure.cast(), Self::NONE) }
    }

    /// The error, `None` for success, and for a status that this version does not know.
    ///
    /// # Safety
    ///
    /// The setting must be as [`Slice::bytes`] wants it.
    pub(crate) unsafe fn known(&self) -> Result<Option<Error>, Error> {
        let number = u16::try_from(self.status).ok();
        let Some(kind) = number.and_then(ErrorKind::from_number) else {
            return Ok(None);
        };
        let error = Error::new(kind, self.detail);
        if self.setting.is_absent() {
            return Ok(Some(error));
        }
        // SAFETY: the caller's promise.
        let name = unsafe { self.setting.text() }?;
        let name = static_name(name).ok_or(ErrorKind::InvalidArgument)?;
        Ok(Some(error.with_setting(name)))
    }

    /// The error, `None` for success.
    ///
    /// # Safety
    ///
    /// As [`ReturnedFailure::known`].
    pub(crate) unsafe fn error(&self) -> Result<Option<Error>, Error> {
        // SAFETY: the caller's promise.
        match unsafe { self.known() }? {
            None if self.status != Status::OK.0 => Err(ErrorKind::InvalidArgument.into()),
            error => Ok(error),
        }
    }
}

/// The library's own text of this name, if it is one that an error can have as its setting.
fn static_name(name: &str) -> Option<&'static str> {
    let mut others = RotationFacts::NAMES.iter().chain(&[SIZE_SETTING]).copied();
    Config::source_named(name)
        .map(Source::name)
        .or_else(|| others.find(|it| *it == name))
}
