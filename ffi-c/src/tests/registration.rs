//! What is borrowed from a registration.

use std::ptr::{null, null_mut};

use super::{
    ID, TIMESTAMP,
    app::{World, admit, app, signature},
    c::*,
};

/// The borrowed bytes.
fn read(slice: Slice) -> Vec<u8> {
    // SAFETY: a call has just handed it out.
    unsafe { slice.optional() }
        .expect("a valid slice")
        .unwrap_or_default()
        .to_vec()
}

/// The borrowed fields, a line each.
fn lines(fields: *const Field, count: usize) -> Vec<String> {
    // SAFETY: a call has just handed them out.
    let fields = unsafe { std::slice::from_raw_parts(fields, count) };
    let line = |field: &Field| [read(field.name), read(field.value)].join(&b": "[..]);
    let lines = fields.iter().map(line);
    lines
        .map(|line| String::from_utf8(line).expect("ASCII"))
        .collect()
}

fn begin(world: &World) -> *mut CRegistration {
    let (app, (admission, _)) = (app(), admit(world.endpoint, &signature()));
    let (mut sync, query) = (null_mut(), b"deployId=7");
    // SAFETY: the arguments are valid.
    let status = unsafe {
        signkey_config_registration(
            world.config,
            &raw const app,
            &raw const admission,
            query.as_ptr(),
            query.len(),
            &raw mut sync,
            null_mut(),
        )
    };
    assert_eq!(status, Status::OK);
    sync
}

#[test]
fn what_is_borrowed_from_a_registration_can_be_read_until_the_next_call() {
    let world = World::new();
    let sync = begin(&world);
    drop(world);
    let mut request = CRegisterRequest {
        size: size_of::<CRegisterRequest>(),
        method: Slice::ABSENT,
        url: Slice::ABSENT,
        headers: null(),
        header_count: 0,
    };
    let mut response = CSyncResponse {
        size: size_of::<CSyncResponse>(),
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
            let status = signkey_registration_request(sync, &raw mut request, none);
            assert_eq!(status, Status::OK);
        }
        let status = signkey_registration_state(sync, &raw mut state);
        assert_eq!(status, Status::OK);
        let sent = lines(request.headers, request.header_count);
        assert!(sent.last().is_some_and(|line| line.contains(ID)));
        assert_eq!(read(request.method), b"POST");
        assert!(read(request.url).ends_with(b"/fn/register?deployId=7"));
        let status = signkey_registration_answer(sync, 200, b"{}".as_ptr(), 2);
        assert_eq!(status, Status::OK);
        let status = signkey_registration_outcome(sync, &raw mut message, &raw mut modified);
        assert_eq!(status, Status::OK);
        assert_eq!(read(message), b"Successfully synced.");
        for now in [TIMESTAMP, TIMESTAMP + 1] {
            let place = &raw mut response;
            let status = signkey_registration_response(sync, null(), 0, now, place, none);
            assert_eq!(status, Status::OK);
        }
        let headers = lines(response.headers, response.header_count);
        let last = headers.last().expect("a signature");
        assert!(last.contains("t=1700000001&s="));
        assert!(read(response.body).ends_with(b"\"modified\":false}"));
        assert_eq!(response.http_status, 200);
        assert_eq!(state, CSyncState::SIGNKEY_SYNC_REGISTER);
        signkey_registration_free(sync);
    }
}
