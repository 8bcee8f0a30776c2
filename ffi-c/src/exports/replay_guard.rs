//! The memory of a process for what it has accepted: its making and its end.

use std::ptr;

use signkey::ReplayWindow;

use crate::{
    guard,
    pointers::{
        handle::{free, give, shared},
        out::Out,
    },
    types::{failure::Failure, replay_guard::CReplayGuard, status::Status},
};

/// Makes a replay guard, for the `replay_guard` of `signkey_endpoint_options`.
///
/// - `entries`: for how many messages there is room in a window, past and future together. Each
///   sixteenth of the window's time has a sixteenth of the room. So for 100 messages a second at the
///   default of 601 seconds, signed responses counted as well, 61000 are enough; leave room for bursts.
/// - `past_seconds`, `future_seconds`: the widest window of an endpoint that uses it, in seconds:
///   `SIGNKEY_WINDOW_DEFAULT`, unless the endpoints set another.
/// - `replay_guard`: receives the guard, which the caller owns; end it with `signkey_replay_guard_free`.
/// - `failure`: receives the reason, or NULL.
///
/// Returns `SIGNKEY_OK`, or
/// - `SIGNKEY_ERROR_INVALID_ARGUMENT`: `replay_guard` is NULL, there is no entry or more than can be
///   addressed, or this machine has no atomic operations on 64 bits;
/// - `SIGNKEY_ERROR_OUT_OF_MEMORY`: the memory for the entries cannot be had;
///
/// or `SIGNKEY_ERROR_INTERNAL`. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_replay_guard_new(
    entries: u64,
    past_seconds: u64,
    future_seconds: u64,
    replay_guard: *mut *mut CReplayGuard,
    failure: *mut Failure,
) -> Status {
    guard::status(failure, || {
        let out = Out::new(replay_guard)?;
        let window = ReplayWindow {
            past: past_seconds,
            future: future_seconds,
        };
        give(out, CReplayGuard::new(entries, window)?)
    })
}

/// Says how full the fullest slice of the window around `now` is.
///
/// - `replay_guard`: the guard.
/// - `now`: the clock, in seconds since 1970-01-01 00:00 UTC.
/// - `fullness`: receives 0.0 for an empty guard, and 1.0 for one that refuses messages of that slice
///   with `SIGNKEY_ERROR_REPLAY_GUARD_FULL`.
///
/// Returns `SIGNKEY_OK`, or `SIGNKEY_ERROR_INVALID_ARGUMENT` if a pointer is NULL. Thread-safe.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_replay_guard_fullness(
    replay_guard: *const CReplayGuard,
    now: u64,
    fullness: *mut f64,
) -> Status {
    guard::status(ptr::null_mut(), || {
        let (replay_guard, out) = (shared(replay_guard)?, Out::new(fullness)?);
        out.write(replay_guard.fullness(now));
        Ok(())
    })
}

/// Ends a replay guard. Endpoints that use it go on to do so, and its memory ends with the last of them.
///
/// - `replay_guard`: from `signkey_replay_guard_new`, and not used again; NULL does nothing.
///
/// No other thread may be using the guard in a call of this header that names it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn signkey_replay_guard_free(replay_guard: *mut CReplayGuard) {
    guard::value((), || free(replay_guard));
}
