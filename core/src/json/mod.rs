//! JSON: its canonical form (RFC 8785), a view that copies nothing, and a writer.
//!
//! Strict: what two readers could take differently is refused.

mod arrange;
mod canonicalize;
mod check;
mod decimal;
mod form;
mod limits;
mod member_words;
mod members;
mod name;
mod nearest;
mod number;
mod order;
mod output;
mod powers;
mod reorder_log;
mod scanner;
mod short_notation;
mod shortest;
mod sort;
mod string;
mod structural_index;
mod swar;
#[cfg_attr(
    not(feature = "encryption"),
    allow(dead_code, reason = "encryption uses the rest")
)]
pub(crate) mod unescape;
mod utf8;
#[cfg_attr(
    not(feature = "encryption"),
    allow(dead_code, reason = "encryption uses the rest")
)]
mod view;
mod write;

pub(crate) use self::{
    canonicalize::compact_within,
    form::Compact,
    view::Value,
    write::{Object, array, quote},
};
pub use self::{
    canonicalize::{canonicalize, canonicalize_within},
    form::Canonical,
    limits::{JSON_DEPTH_MAX, JSON_SIZE_DEFAULT},
};
#[cfg(feature = "encryption")]
pub(crate) use self::{
    output::{push, reserve},
    view::Member,
};
