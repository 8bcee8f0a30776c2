//! Explicit settings, by their names in every language.

use core::fmt;

use crate::{
    app::mode::Mode,
    error::{Error, ErrorKind},
};

/// Declares [`ConfigOptions`] from one table.
macro_rules! options {
    ($($field:ident, $doc:literal;)*) => {
        /// Settings that go before the variables. A blank text counts as absent.
        ///
        /// `Debug` shows which are set, and no values.
        #[derive(Clone, Copy, Default)]
        #[non_exhaustive]
        pub struct ConfigOptions<'a> {
            /// The mode.
            pub mode: Option<Mode>,
            $(#[doc = $doc] pub $field: Option<&'a str>,)*
        }

        impl<'a> ConfigOptions<'a> {
            /// The names of all options.
            pub const NAMES: &'static [&'static str] = &["mode", $(stringify!($field)),*];

            /// Sets an option by its name. `mode` is `cloud` or `dev`.
            ///
            /// # Errors
            ///
            /// `invalid_argument` for an unknown name or mode.
            pub fn set(&mut self, name: &str, value: &'a str) -> Result<(), Error> {
                match name {
                    "mode" => {
                        let mode = Mode::from_name(value).ok_or(ErrorKind::InvalidArgument)?;
                        self.mode = Some(mode);
                    }
                    $(stringify!($field) => self.$field = Some(value),)*
                    _ => return Err(ErrorKind::InvalidArgument.into()),
                }
                Ok(())
            }
        }

        impl fmt::Debug for ConfigOptions<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut set = f.debug_set();
                if self.mode.is_some() {
                    set.entry(&"mode");
                }
                $(if self.$field.is_some() {
                    set.entry(&stringify!($field));
                })*
                set.finish()
            }
        }
    };
}

options! {
    dev_server_url, "Where the development server is. It does not switch dev mode on.";
    base_url, "Where the API is and where events are sent.";
    api_base_url, "Where the API is.";
    event_api_base_url, "Where events are sent.";
    signing_key, "The signing key.";
    signing_key_fallback, "The signing key that is accepted beside it.";
    event_key, "The event key.";
    environment, "The name of the environment.";
    platform, "The name of the hosting platform.";
    serve_origin, "The origin under which the platform reaches this app.";
    serve_path, "The path under which the platform reaches this app.";
}
