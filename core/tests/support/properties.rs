//! What holds for any bytes: the bodies of the fuzz targets, which the tests drive as well.
//!
//! Each one panics if signkey and an independent rendering of the specification disagree.

pub(crate) mod canonical;
pub(crate) mod header;
pub(crate) mod key;
pub(crate) mod request;
