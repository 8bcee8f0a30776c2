//! Structs have the layout that the header asserts.

#![cfg(target_pointer_width = "64")]

use std::mem::offset_of;

use crate::{
    app::CApp,
    config_options::CConfigOptions,
    encryptor::{CEncryptionKey, CEncryptorOptions},
    endpoint_options::CEndpointOptions,
    failure::Failure,
    field::Field,
    lent::{CRegistration, CResponse},
    problem::CProblem,
    request::CRequest,
    verified::{CVerified, CVerifyOptions},
};

/// The assertions of the header for 64-bit machines, from the Rust types, field by field.
fn assertions() -> Vec<String> {
    let mut lines = Vec::new();
    macro_rules! layout {
        ($name:literal, $type:ty, $($field:ident),+) => {
            let size = size_of::<$type>();
            lines.push(format!("SIGNKEY_ASSERT(sizeof({}) == {size})", $name));
            $(
                let (field, offset) = (stringify!($field), offset_of!($type, $field));
                lines.push(format!("SIGNKEY_ASSERT(offsetof({}, {field}) == {offset})", $name));
            )+
        };
    }
    layout!("signkey_failure", Failure, status, detail_kind, detail);
    layout!(
        "signkey_verify_options",
        CVerifyOptions,
        past_seconds,
        future_seconds,
        max_json_size
    );
    layout!(
        "signkey_verified",
        CVerified,
        timestamp,
        age_seconds,
        key_index,
        form,
        key_id
    );
    layout!("signkey_encryption_key", CEncryptionKey, data, len, kind);
    layout!(
        "signkey_encryptor_options",
        CEncryptorOptions,
        keys,
        key_count,
        event_field,
        flags
    );
    layout!("signkey_field", Field, name, value);
    layout!(
        "signkey_config_options",
        CConfigOptions,
        mode,
        dev_server_url,
        base_url,
        api_base_url,
        event_api_base_url,
        signing_key,
        signing_key_fallback,
        event_key,
        environment,
        platform,
        serve_origin,
        serve_path
    );
    layout!(
        "signkey_problem",
        CProblem,
        severity,
        code,
        setting,
        sentence
    );
    layout!(
        "signkey_app",
        CApp,
        id,
        sdk,
        language,
        framework,
        functions,
        flags
    );
    layout!(
        "signkey_request",
        CRequest,
        method,
        query,
        headers,
        header_count,
        body
    );
    layout!(
        "signkey_endpoint_options",
        CEndpointOptions,
        mode,
        flags,
        unsigned_methods,
        unsigned_method_count,
        past_seconds,
        future_seconds,
        max_json_size
    );
    layout!(
        "signkey_registration",
        CRegistration,
        url,
        headers,
        header_count
    );
    layout!(
        "signkey_response",
        CResponse,
        http_status,
        headers,
        header_count,
        body
    );
    lines
}

#[test]
fn header_asserts_the_layout_of_the_library() {
    let header = include_str!("../../../include/signkey.h");
    let wide = header.split("#if SIZE_MAX == UINT64_MAX\n").nth(1);
    let wide = wide.and_then(|rest| rest.split("#endif").next());
    let asserted: Vec<&str> = wide.expect("the assertions").lines().collect();
    assert_eq!(asserted, assertions());
    assert_eq!(
        [offset_of!(Failure, size), offset_of!(CVerified, size)],
        [0, 0]
    );
    assert_eq!(offset_of!(CVerifyOptions, size), 0);
    assert_eq!(offset_of!(CEncryptorOptions, size), 0);
    assert_eq!(offset_of!(CConfigOptions, size), 0);
    assert_eq!([offset_of!(CProblem, size), offset_of!(CApp, size)], [0, 0]);
    assert_eq!(offset_of!(CRequest, size), 0);
    assert_eq!(offset_of!(CEndpointOptions, size), 0);
    assert_eq!(
        [offset_of!(CRegistration, size), offset_of!(CResponse, size)],
        [0, 0]
    );
}
