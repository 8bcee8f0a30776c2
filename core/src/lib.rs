#![cfg_attr(feature = "std", doc = include_str!("../README.md"))]
#![cfg_attr(not(feature = "std"), doc = "Inngest signing keys.")]
#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "alloc")]
mod app;
#[cfg(feature = "encryption")]
mod encryption;
mod error;
#[cfg(feature = "alloc")]
mod explain;
mod hint;
#[cfg(feature = "alloc")]
mod json;
#[cfg(feature = "alloc")]
mod replay;
#[cfg(feature = "alloc")]
mod rotation;
mod secret_hex;
mod signing;
#[cfg(feature = "testing")]
pub mod testing;
mod text;

#[cfg(feature = "alloc")]
pub use app::{
    ANSWER_SIZE_MAX, Admission, ApiAuth, App, Attempt, Authorization, BaseUrl, Caller, Config,
    ConfigOptions, Endpoint, EndpointOptions, Framing, HeaderField, Mode, Origin, Outcome, Problem,
    ProblemKind, ReceivedBody, Refusal, RegisterRequest, Registration, RegistrationState,
    ReplayStoreOptions, ResponseStep, Severity, Source, Step, SyncResponse, Unverified,
    WANTED_HEADERS, Warning,
};
#[cfg(feature = "encryption")]
pub use encryption::{
    Decrypted, EncryptionKey, Encryptor, EncryptorBuilder, LIFECYCLE_EVENTS, Nonce,
};
pub use error::{Error, ErrorKind};
#[cfg(feature = "alloc")]
pub use explain::{Cause, Evidence, Explanation, KeyReport, MessageKind, NamedKey};
#[cfg(feature = "alloc")]
pub use json::{Canonical, JSON_DEPTH_MAX, JSON_SIZE_DEFAULT, canonicalize, canonicalize_within};
#[cfg(all(feature = "alloc", target_has_atomic = "64"))]
pub use replay::ReplayGuard;
#[cfg(feature = "alloc")]
pub use replay::{Claim, ClaimId};
#[cfg(feature = "alloc")]
pub use rotation::{
    AppKeys, Introspection, KeySlots, RotationAction, RotationApp, RotationFacts, RotationState,
    RotationStep, ServerKey,
};
pub use signing::{
    ApiToken, Form, HeaderText, KeyFault, KeyId, Keyring, ReplayWindow, SignatureHeader,
    SigningKey, Verified, Verifier, VerifyOptions,
};

/// Runs the examples of the repository's README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// Runs the example of the guide to messages.
#[cfg(doctest)]
#[doc = include_str!("../../docs/verify.md")]
struct VerifyGuide;

/// Runs the example of the guide to rotations.
#[cfg(doctest)]
#[doc = include_str!("../../docs/rotation.md")]
struct RotationGuide;
