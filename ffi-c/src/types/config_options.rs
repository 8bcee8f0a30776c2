//! The explicit settings of an app.

use signkey::{ConfigOptions, Error};

use crate::{
    pointers::{
        extensible::{self, Extensible},
        slice::Slice,
    },
    types::mode,
};

/// Settings that go before the variables. A text that is absent or blank is not set; all texts are
/// in UTF-8.
///
/// Begin with `SIGNKEY_CONFIG_OPTIONS_INIT`, which sets `size` and nothing else.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub struct CConfigOptions {
    /// `sizeof(signkey_config_options)`, set by the caller.
    pub size: usize,
    /// `SIGNKEY_MODE_CLOUD`, `SIGNKEY_MODE_DEV`, or 0 if it is not set.
    pub mode: u32,
    /// Where the development server is. It does not switch dev mode on.
    pub dev_server_url: Slice,
    /// Where the API is and where events are sent.
    pub base_url: Slice,
    /// Where the API is.
    pub api_base_url: Slice,
    /// Where events are sent.
    pub event_api_base_url: Slice,
    /// The signing key.
    pub signing_key: Slice,
    /// The signing key that is accepted beside it.
    pub signing_key_fallback: Slice,
    /// The event key.
    pub event_key: Slice,
    /// The name of the environment.
    pub environment: Slice,
    /// The name of the hosting platform.
    pub platform: Slice,
    /// The origin under which the platform reaches this app.
    pub serve_origin: Slice,
    /// The path under which the platform reaches this app.
    pub serve_path: Slice,
}

// SAFETY: `repr(C)`, the size comes first, and pointers and integers are valid for all bytes.
unsafe impl Extensible for CConfigOptions {}

/// Makes [`CConfigOptions::NONE`] and [`CConfigOptions::texts`] of one list.
macro_rules! texts {
    ($($field:ident),+ $(,)?) => {
        impl CConfigOptions {
            pub(crate) const NONE: Self = Self {
                size: size_of::<Self>(),
                mode: 0,
                $($field: Slice::ABSENT,)+
            };

            /// The texts by the names that all languages share.
            pub(crate) fn texts(&self) -> impl Iterator<Item = (&'static str, Slice)> {
                [$((stringify!($field), self.$field)),+].into_iter()
            }
        }
    };
}

texts! {
    dev_server_url, base_url, api_base_url, event_api_base_url, signing_key, signing_key_fallback,
    event_key, environment, platform, serve_origin, serve_path,
}

impl CConfigOptions {
    /// The caller's options, none for null.
    ///
    /// # Safety
    ///
    /// As [`extensible::read_or`], and the pointers in it as [`Slice::bytes`], during `'a`.
    pub(crate) unsafe fn read<'a>(options: *const Self) -> Result<ConfigOptions<'a>, Error> {
        // SAFETY: the caller's promise.
        let options = unsafe { extensible::read_or(options, Self::NONE) }?;
        let mut read = ConfigOptions::default();
        read.mode = mode::read(options.mode)?;
        for (name, text) in options.texts() {
            // SAFETY: the caller's promise.
            read.set(name, unsafe { text.text() }?)?;
        }
        Ok(read)
    }
}
