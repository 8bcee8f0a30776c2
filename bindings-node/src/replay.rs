//! Replay guards, and what an admission claims.
//!
//! The table of [`crate::objects`] belongs to one thread. A guard that threads share is also in a table
//! of the process, from when its shared handle is asked for until the process ends: a handle that is
//! on its way to another thread never leads nowhere.

use std::{
    collections::BTreeMap,
    hash::{BuildHasher, Hasher, RandomState},
    sync::{Mutex, PoisonError},
};

use napi::Env;
use napi_derive::napi;
use signkey::{Claim, ClaimId, Endpoint, Error, ErrorKind, ReplayGuard, ReplayWindow, Step};

use crate::{
    arguments::{Count, count, size, to_count},
    held_guard::HeldGuard,
    objects::{open, with, with_mut},
    outcome::{guard, guard_number, times_and_verdict},
    state::State,
    text::ShortText,
};

/// Memory of a guard for one message, in bytes, for the garbage collector.
const ENTRY_SIZE: usize = 13;

static SHARED: Mutex<BTreeMap<String, ReplayGuard>> = Mutex::new(BTreeMap::new());

/// The guard of this handle.
pub(crate) fn guard_of(handle: u32) -> Result<ReplayGuard, Error> {
    with(handle, |held: &HeldGuard| Ok(held.guard.clone()))
}

/// A guard with room for so many messages in a window.
#[napi]
pub fn open_replay_guard(
    env: &Env,
    entries: Count,
    past: Option<Count>,
    future: Option<Count>,
) -> i32 {
    guard_number(|| {
        let entries = size(&entries)?;
        let seconds = |given: Option<Count>, default| given.as_ref().map_or(Ok(default), count);
        let window = ReplayWindow {
            past: seconds(past, ReplayWindow::DEFAULT.past)?,
            future: seconds(future, ReplayWindow::DEFAULT.future)?,
        };
        let held = HeldGuard {
            guard: ReplayGuard::new(entries, window)?,
            shared: None,
            weight: entries.saturating_mul(ENTRY_SIZE),
        };
        open(env, held)
    })
}

/// The guard that another thread shares under this name.
#[napi]
pub fn open_shared_replay_guard(env: &Env, name: String) -> i32 {
    guard_number(|| {
        let shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let guard = shared.get(&name).ok_or(ErrorKind::InvalidArgument)?.clone();
        drop(shared);
        let (shared, weight) = (Some(name), 0);
        open(
            env,
            HeldGuard {
                guard,
                shared,
                weight,
            },
        )
    })
}

/// The name under which threads of this process share a guard.
#[napi]
pub fn share_replay_guard(handle: u32) -> Option<String> {
    guard(|| {
        with_mut(handle, |held: &mut HeldGuard| {
            let name = held.shared.get_or_insert_with(|| share(&held.guard));
            Ok(name.clone())
        })
    })
}

/// Puts a guard into the table of the process. Its name is random, so that it leads nowhere in
/// another process.
fn share(guard: &ReplayGuard) -> String {
    let random = || RandomState::new().build_hasher().finish();
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    let name = format!(
        "replay-guard-{}-{:016x}{:016x}",
        shared.len(),
        random(),
        random()
    );
    shared.insert(name.clone(), guard.clone());
    name
}

/// What is known of a guard.
#[napi(object, object_from_js = false)]
pub struct ReplayGuardFacts {
    /// The widest window of an endpoint that uses it, in seconds into the past.
    pub past: Count,
    /// The same into the future.
    pub future: Count,
}

/// What is known of this guard.
#[napi]
pub fn replay_guard_facts(handle: u32) -> Option<ReplayGuardFacts> {
    guard(|| {
        let ReplayWindow { past, future } = guard_of(handle)?.window();
        Ok(ReplayGuardFacts {
            past: to_count(past),
            future: to_count(future),
        })
    })
}

/// How full a guard is at this time.
#[napi]
pub fn replay_guard_fullness(handle: u32, now: Count) -> Option<f64> {
    guard(|| Ok(guard_of(handle)?.fullness(count(&now)?)))
}

/// What to claim in a store.
#[napi(object, object_from_js = false)]
pub struct ClaimParts {
    /// The id: 32 hexadecimal digits.
    pub id: String,
    /// For how long, in seconds.
    pub lifetime: Count,
}

impl ClaimParts {
    fn new(id: &ClaimId, lifetime: u64) -> Self {
        Self {
            id: String::from_utf8_lossy(&id.to_text()).into_owned(),
            lifetime: to_count(lifetime),
        }
    }
}

/// What an admission asks a store for.
#[napi]
pub fn admission_claim(state: State) -> Option<ClaimParts> {
    guard(|| match state.load()?.step() {
        Step::Claim { id, lifetime } => Ok(ClaimParts::new(&id, lifetime)),
        _ => Err(ErrorKind::Finished.into()),
    })
}

/// What a store said.
#[napi(string_enum = "camelCase")]
pub enum ClaimAnswer {
    /// Nobody claimed it before.
    First,
    /// Somebody did.
    Again,
    /// It cannot be told.
    Unavailable,
}

/// Takes the answer of the store. The result is a verdict as of `receive`, or -1 if the request is
/// refused.
#[napi]
pub fn receive_claim(handle: u32, state: State, answer: ClaimAnswer) -> f64 {
    let claim = match answer {
        ClaimAnswer::First => Claim::First,
        ClaimAnswer::Again => Claim::Again,
        ClaimAnswer::Unavailable => Claim::Unavailable,
    };
    let verdict = guard(|| {
        let mut admission = state.load()?;
        with(handle, |endpoint: &Endpoint| {
            endpoint.receive_claim(&mut admission, claim)
        })?;
        state.store(admission);
        match admission.verified() {
            Some(verified) => times_and_verdict(verified),
            None => Ok(-1.0),
        }
    });
    verdict.unwrap_or(-1.0)
}

/// Remembers a response with this signature, and says what to claim for it in the store, if there is
/// one.
#[napi]
pub fn response_claim(
    handle: u32,
    state: State,
    #[napi(ts_arg_type = "string")] signature: ShortText,
) -> Option<Vec<ClaimParts>> {
    guard(|| {
        let admission = state.load()?;
        with(handle, |endpoint: &Endpoint| {
            let claim = endpoint.response_claim(&admission, signature.as_bytes());
            let claim = claim.map(|(id, lifetime)| ClaimParts::new(&id, lifetime));
            Ok(claim.into_iter().collect())
        })
    })
}
