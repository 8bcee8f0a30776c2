//! What a handshake lends.

use std::ptr::{null, null_mut};

use super::{
    ID, TIMESTAMP,
    around::{World, app, request, signature},
};
use crate::{
    field::Field,
    handshake::{
        CHandshake, CSyncState, signkey_handshake_answer, signkey_handshake_begin,
        signkey_handshake_free, signkey_handshake_outcome, signkey_handshake_state,
    },
    lent::{CRegistration, CResponse, signkey_handshake_request, signkey_handshake_response},
    slice::Slice,
    status::Status,
};

/// The lent bytes.
fn read(slice: Slice) -> Vec<u8> {
    // SAFETY: it is lent by a call just before.
    unsafe { slice.optional() }
        .expect("a valid slice")
        .unwrap_or_default()
        .to_vec()
}

/// The lent fields, a line each.
fn lines(fields: *const Field, count: usize) -> Vec<String> {
    // SAFETY: they are lent by a call just before.
    let fields = unsafe { std::slice::from_raw_parts(fields, count) };
    let line = |field: &Field| [read(field.name), read(field.value)].join(&b": "[..]);
    let lines = fields.iter().map(line);
    lines
        .map(|line| String::from_utf8(line).expect("ASCII"))
        .collect()
}

fn begin(world: &World) -> *mut CHandshake {
    let (app, headers, mut sync) = (app(), signature(), null_mut());
    let request = request(&headers);
    // SAFETY: the arguments are valid.
    let status = unsafe {
        signkey_handshake_begin(
            world.config,
            world.auth,
            &raw const app,
            world.endpoint,
            &raw const request,
            TIMESTAMP,
            &raw mut sync,
            null_mut(),
        )
    };
    assert_eq!(status, Status::OK);
    sync
}

#[test]
fn what_a_handshake_lends_can_be_read_until_the_next_call() {
    let world = World::new();
    let sync = begin(&world);
    drop(world);
    let mut register = CRegistration {
        size: size_of::<CRegistration>(),
        url: Slice::ABSENT,
        headers: null(),
        header_count: 0,
    };
    let mut response = CResponse {
        size: size_of::<CResponse>(),
        http_status: 0,
        headers: null(),
        header_count: 0,
        body: Slice::ABSENT,
    };
    let mut state = CSyncState::SIGNKEY_SYNC_DONE;
    let (mut message, mut modified, none) = (Slice::ABSENT, false, null_mut());
    // SAFETY: the arguments are valid.
    unsafe {
        for _ in 0..2 {
            let status = signkey_handshake_request(sync, &raw mut register, none);
            assert_eq!(status, Status::OK);
        }
        let status = signkey_handshake_state(sync, &raw mut state);
        assert_eq!(status, Status::OK);
        let sent = lines(register.headers, register.header_count);
        assert!(sent.last().is_some_and(|line| line.contains(ID)));
        assert!(read(register.url).ends_with(b"/fn/register?deployId=7"));

        let status = signkey_handshake_answer(sync, 200, b"{}".as_ptr(), 2);
        assert_eq!(status, Status::OK);
        let status = signkey_handshake_outcome(sync, &raw mut message, &raw mut modified);
        assert_eq!(status, Status::OK);
        assert_eq!(read(message), b"Successfully synced.");
        for now in [TIMESTAMP, TIMESTAMP + 1] {
            let status = signkey_handshake_response(sync, null(), 0, now, &raw mut response, none);
            assert_eq!(status, Status::OK);
        }
        let headers = lines(response.headers, response.header_count);
        assert!(
            headers
                .last()
                .is_some_and(|line| line.contains("t=1700000001&s="))
        );
        assert!(read(response.body).ends_with(b"\"modified\":false}"));
        assert_eq!(response.http_status, 200);
        assert_eq!(state, CSyncState::SIGNKEY_SYNC_REGISTER);
        signkey_handshake_free(sync);
    }
}
