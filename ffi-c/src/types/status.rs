//! The status that every function returns, and what can be said of one.

use std::ffi::CStr;

use signkey::ErrorKind;

use crate::pointers::text::Texts;

/// `signkey_status`: the number of an error in the core's list, or 0 for success. The enumerators
/// in the header are made from that list, too, so that there is no second one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub struct Status(pub(crate) u32);

impl Status {
    pub(crate) const OK: Self = Self(0);

    pub(crate) const fn of(kind: ErrorKind) -> Self {
        // `From` is not `const`.
        Self(kind.number() as u32)
    }
}

/// What can be said of one status.
pub(crate) struct Entry {
    pub(crate) code: &'static CStr,
    pub(crate) message: &'static CStr,
    pub(crate) hint: Option<&'static CStr>,
    pub(crate) docs: Option<&'static CStr>,
    pub(crate) http: u16,
}

const SUCCESS: Entry = Entry {
    code: c"ok",
    message: c"success",
    hint: None,
    docs: None,
    http: 200,
};

pub(crate) const UNKNOWN: Entry = Entry {
    code: c"unknown",
    message: c"an error that this version of signkey does not know",
    hint: None,
    docs: None,
    http: ErrorKind::Internal.http_status(),
};

pub(crate) fn look_up(status: u32) -> Entry {
    if status == Status::OK.0 {
        return SUCCESS;
    }
    let mut kinds = ErrorKind::ALL.iter();
    let Some(at) = kinds.position(|kind| u32::from(kind.number()) == status) else {
        return UNKNOWN;
    };
    let hint = HINTS.get(at).filter(|hint| !hint.is_empty());
    Entry {
        code: CODES.get(at).unwrap_or_default(),
        message: MESSAGES.get(at).unwrap_or_default(),
        hint,
        docs: DOCS.get(at),
        http: ErrorKind::ALL[at].http_status(),
    }
}

const COUNT: usize = ErrorKind::ALL.len();

/// A text of each error, in their order.
macro_rules! texts {
    (|$kind:ident| $text:expr) => {{
        let mut texts = [""; COUNT];
        let mut at = 0;
        while at < COUNT {
            let $kind = ErrorKind::ALL[at];
            texts[at] = $text;
            at += 1;
        }
        Texts::new(texts)
    }};
}

static CODES: Texts<COUNT, 32> = texts!(|kind| kind.code());
static MESSAGES: Texts<COUNT, 96> = texts!(|kind| kind.message());
static DOCS: Texts<COUNT, 64> = texts!(|kind| kind.docs());
static HINTS: Texts<COUNT, 128> = texts!(|kind| match kind.hint() {
    Some(hint) => hint,
    None => "",
});
