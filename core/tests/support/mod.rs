//! What the tests share. Nothing here asks signkey for an expected value.

#![allow(dead_code, reason = "each test uses a part")]

pub(crate) mod canary;
pub(crate) mod choices;
pub(crate) mod decimal;
pub(crate) mod document;
pub(crate) mod genome;
pub(crate) mod input;
pub(crate) mod key_texts;
pub(crate) mod mutate;
pub(crate) mod notation;
#[cfg(feature = "alloc")]
pub(crate) mod properties;
pub(crate) mod reader;
#[cfg(feature = "alloc")]
pub(crate) mod refused;
#[cfg(feature = "alloc")]
pub(crate) mod rotating;
pub(crate) mod shapes;
pub(crate) mod signed;
#[cfg(feature = "alloc")]
pub(crate) mod ways;
