//! The layout of structs, for the header to assert.
#![cfg(target_pointer_width = "64")]

use std::mem::offset_of;

use crate::{
    pointers::slice::Slice,
    types::{
        admission::CAdmission,
        app::CApp,
        buffer::Buffer,
        config_options::CConfigOptions,
        encryptor_options::{CEncryptionKey, CEncryptorOptions},
        endpoint_options::CEndpointOptions,
        evidence::CEvidence,
        failure::Failure,
        field::Field,
        finding::CFinding,
        key_fault::CKeyFault,
        problem::CProblem,
        refusal::CRefusal,
        registration_output::{CRegisterRequest, CSyncResponse},
        response_step::CResponseStep,
        step::CStep,
        verified::CVerified,
        verify_options::CVerifyOptions,
    },
};

/// The assertions of a struct, field by field. The compiler checks that none is left out.
macro_rules! layout {
    ($lines:ident, $name:literal, $type:ident { $($field:ident),+ }) => {
        let _ = |$type { $($field: _),+ }: $type| ();
        let size = size_of::<$type>();
        $lines.push(format!("SIGNKEY_ASSERT(sizeof({}) == {size})", $name));
        $(
            let (field, offset) = (stringify!($field), offset_of!($type, $field));
            $lines.push(format!("SIGNKEY_ASSERT(offsetof({}, {field}) == {offset})", $name));
        )+
    };
}

/// The assertions for 64-bit machines, a line each.
pub(super) fn assertions() -> String {
    let mut lines = Vec::new();
    layout!(lines, "signkey_slice", Slice { data, len });
    layout!(lines, "signkey_field", Field { name, value });
    layout!(
        lines,
        "signkey_buffer",
        Buffer {
            data,
            len,
            capacity
        }
    );
    layout!(
        lines,
        "signkey_failure",
        Failure {
            size,
            status,
            detail_kind,
            detail,
            setting
        }
    );
    layout!(
        lines,
        "signkey_verify_options",
        CVerifyOptions {
            size,
            past_seconds,
            future_seconds,
            max_json_size
        }
    );
    layout!(
        lines,
        "signkey_verified",
        CVerified {
            size,
            timestamp,
            age_seconds,
            key_index,
            form,
            key_id
        }
    );
    layout!(
        lines,
        "signkey_encryption_key",
        CEncryptionKey { data, len, kind }
    );
    layout!(
        lines,
        "signkey_encryptor_options",
        CEncryptorOptions {
            size,
            keys,
            key_count,
            event_field,
            flags
        }
    );
    layout!(
        lines,
        "signkey_endpoint_options",
        CEndpointOptions {
            size,
            mode,
            flags,
            unsigned_methods,
            unsigned_method_count,
            past_seconds,
            future_seconds,
            max_body_size,
            max_json_size,
            max_response_size,
            name,
            replay_guard,
            replay_skew_seconds
        }
    );
    layout!(lines, "signkey_admission", CAdmission { size, words });
    layout!(
        lines,
        "signkey_step",
        CStep {
            size,
            kind,
            caller,
            warning,
            status,
            at_most,
            length,
            http_status,
            has_length,
            unread,
            is_fault,
            claim_id,
            claim_lifetime_seconds
        }
    );
    layout!(
        lines,
        "signkey_response_step",
        CResponseStep {
            size,
            kind,
            empty,
            at_most
        }
    );
    layout!(
        lines,
        "signkey_refusal",
        CRefusal {
            size,
            status,
            http_status,
            headers,
            header_count,
            body_len,
            log_len,
            unread,
            is_fault,
            body,
            log
        }
    );
    layout!(
        lines,
        "signkey_config_options",
        CConfigOptions {
            size,
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
        }
    );
    layout!(
        lines,
        "signkey_problem",
        CProblem {
            size,
            severity,
            code,
            setting,
            message
        }
    );
    layout!(
        lines,
        "signkey_app",
        CApp {
            size,
            id,
            sdk,
            language,
            framework,
            functions,
            flags
        }
    );
    layout!(
        lines,
        "signkey_register_request",
        CRegisterRequest {
            size,
            method,
            url,
            headers,
            header_count
        }
    );
    layout!(
        lines,
        "signkey_sync_response",
        CSyncResponse {
            size,
            http_status,
            headers,
            header_count,
            body
        }
    );
    layout!(
        lines,
        "signkey_key_fault",
        CKeyFault {
            size,
            status,
            has_position,
            position,
            cause,
            character,
            hint,
            message
        }
    );
    layout!(
        lines,
        "signkey_evidence",
        CEvidence {
            size,
            kind,
            keys,
            key_count,
            others,
            other_count,
            headers,
            header_count,
            body,
            now,
            past_seconds,
            future_seconds,
            max_json_size
        }
    );
    layout!(
        lines,
        "signkey_finding",
        CFinding {
            size,
            status,
            has_position,
            position,
            cause,
            key,
            hint
        }
    );
    lines.join("\n")
}

#[test]
fn structs_that_can_be_extended_begin_with_their_size() {
    let assertions = assertions();
    for struct_of_size in assertions.lines().filter(|line| line.contains(", size)")) {
        assert!(struct_of_size.ends_with("== 0)"), "{struct_of_size}");
    }
}
