//! What an SDK says of itself and of its app.

use signkey::{App, Error, ErrorKind};

use crate::pointers::{
    extensible::{self, Extensible},
    slice::Slice,
};

/// Flag of an app: the SDK answers trust probes.
pub const SIGNKEY_APP_TRUST_PROBE: u64 = 1;

/// Flag of an app: the SDK can connect to the platform by itself.
pub const SIGNKEY_APP_CONNECT: u64 = 2;

const FLAGS: u64 = SIGNKEY_APP_TRUST_PROBE | SIGNKEY_APP_CONNECT;

/// An app and the SDK that serves it, borrowed for the time of a call. None of it is secret; all texts
/// are in UTF-8.
///
/// Begin with `SIGNKEY_APP_INIT`, which sets `size` and nothing else.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CApp {
    /// `sizeof(signkey_app)`, set by the caller.
    pub size: usize,
    /// The id of the app.
    pub id: Slice,
    /// The SDK and its version: `name:v1.2.3`, the value of `X-Inngest-Sdk`.
    pub sdk: Slice,
    /// The language of the SDK, such as `c`.
    pub language: Slice,
    /// The framework that serves the app, such as `libmicrohttpd`.
    pub framework: Slice,
    /// The number of functions.
    pub functions: u64,
    /// Any of `SIGNKEY_APP_TRUST_PROBE` and `SIGNKEY_APP_CONNECT`, or 0.
    pub flags: u64,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Extensible for CApp {}

impl CApp {
    const EMPTY: Self = Self {
        size: size_of::<Self>(),
        id: Slice::ABSENT,
        sdk: Slice::ABSENT,
        language: Slice::ABSENT,
        framework: Slice::ABSENT,
        functions: 0,
        flags: 0,
    };

    /// The caller's app.
    ///
    /// # Safety
    ///
    /// As [`extensible::read`], and the pointers in it as [`Slice::bytes`], during `'a`.
    pub(crate) unsafe fn read<'a>(app: *const Self) -> Result<App<'a>, Error> {
        // SAFETY: the caller's promise.
        let app = unsafe { extensible::read(app, Self::EMPTY) }?;
        if app.flags & !FLAGS != 0 {
            return Err(ErrorKind::InvalidArgument.into());
        }
        // SAFETY: the caller's promise.
        unsafe {
            Ok(App {
                id: app.id.text()?,
                sdk: app.sdk.text()?,
                language: app.language.text()?,
                framework: app.framework.text()?,
                functions: app.functions,
                trust_probe: app.flags & SIGNKEY_APP_TRUST_PROBE != 0,
                connect: app.flags & SIGNKEY_APP_CONNECT != 0,
            })
        }
    }
}
