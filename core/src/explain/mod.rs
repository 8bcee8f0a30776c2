//! Why a message was refused: what matched, or which one thing would explain that nothing did.
//!
//! For the operator of an app, who holds the keys. A report says more than a refusal may say, so it
//! never goes to the sender of the message. No key is in it, and no MAC.

mod body;
mod cause;
mod evidence;
mod header;
mod keys;
mod report;
mod rewrite;
mod search;

pub use self::{
    cause::Cause,
    evidence::{Evidence, MessageKind, NamedKey},
    report::{Explanation, KeyReport},
};
