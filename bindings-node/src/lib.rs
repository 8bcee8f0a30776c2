//! The native half of the npm package `signkey`: free functions over numbers, bytes and text.
//!
//! The TypeScript classes in `lib/` are its only caller; they check the types of arguments and
//! read the clock. Class methods and result objects cost many times as much as a free function
//! here. So keyrings are numbered `handles`, a verdict is a number, and what else there is to know of
//! the last `outcome` is left to be read. A refusal is a negative number, `false` or `null`. What is
//! to be fastest is called `direct`ly.

#![deny(unsafe_code)]
#![allow(unreachable_pub, reason = "what is exported is exported to JavaScript")]
#![cfg_attr(
    test,
    allow(dead_code, reason = "the exports are left out of unit tests")
)]

mod admit;
mod api_auth;
mod app;
mod arguments;
mod bytes;
mod call;
mod canonical;
mod clock;
mod config;
mod direct;
mod encryptor;
mod endpoint;
mod explain;
mod held_guard;
mod key_fault;
mod keyring;
mod limits;
mod lists;
mod objects;
mod outcome;
mod panics;
mod refusal;
mod registration;
mod replay;
mod rotation;
mod sign;
mod state;
mod testing;
mod text;
mod verifier;
mod verify;
