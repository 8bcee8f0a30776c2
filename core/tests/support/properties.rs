//! What holds for any bytes: the bodies of the fuzz targets, which the tests drive as well.
//!
//! Each one panics if signkey and an independent rendering of the specification disagree.

pub(crate) mod answer;
pub(crate) mod canonical;
pub(crate) mod door;
#[cfg(feature = "encryption")]
pub(crate) mod envelope;
pub(crate) mod header;
pub(crate) mod key;
#[cfg(feature = "legacy-aes")]
pub(crate) mod legacy;
pub(crate) mod replay;
pub(crate) mod request;
pub(crate) mod settings;
pub(crate) mod token;
pub(crate) mod url;
