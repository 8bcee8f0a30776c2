//! Standard base64 with padding (RFC 4648, section 4): exactly one text for any bytes.
//!
//! The only file that uses `base64`. Its tables are looked up by the data, which is ciphertext and
//! no secret.

use alloc::vec::Vec;

use ::base64::{Engine, engine::general_purpose::STANDARD};

use crate::{error::ErrorKind, json::reserve};

/// The size of the base64 of so many bytes.
pub(super) fn encoded_len(len: usize) -> Result<usize, ErrorKind> {
    let groups = len.div_ceil(3);
    groups.checked_mul(4).ok_or(ErrorKind::OutOfMemory)
}

/// Encodes the last `len` bytes of the buffer, which must be as long as their base64.
pub(super) fn encode_in_place(buffer: &mut [u8], len: usize) -> Result<(), ErrorKind> {
    const CHUNK: usize = 3 * 1024;
    let mut chunk = [0; CHUNK];
    let (mut read, mut write) = (buffer.len().saturating_sub(len), 0);
    while read < buffer.len() {
        // What is written stays behind what is still to be read: for each 3 bytes read, 4 are
        // written, and the buffer holds a fourth byte for each 3 in front of the first.
        let size = CHUNK.min(buffer.len() - read);
        let chunk = &mut chunk[..size];
        chunk.copy_from_slice(&buffer[read..read + size]);
        read += size;
        let written = STANDARD.encode_slice(&*chunk, &mut buffer[write..]);
        write += written.map_err(|_| ErrorKind::Internal)?;
    }
    Ok(())
}

/// Decodes a text, returns its first `HEADER` bytes and appends the rest to `out`.
pub(super) fn decode<const HEADER: usize>(
    text: &str,
    out: &mut Vec<u8>,
) -> Result<[u8; HEADER], ErrorKind> {
    const HEADER_MAX: usize = 48;
    const { assert!(HEADER < HEADER_MAX - 1) };
    let malformed = ErrorKind::MalformedEnvelope;

    let (front, rest) = text
        .as_bytes()
        .split_at_checked(4 * HEADER.div_ceil(3))
        .ok_or(malformed)?;
    let mut decoded = [0; HEADER_MAX];
    let len = STANDARD
        .decode_slice(front, &mut decoded)
        .map_err(|_| malformed)?;
    let (header, body) = decoded[..len].split_first_chunk().ok_or(malformed)?;
    let padded = len != 3 * HEADER.div_ceil(3);
    if padded && !rest.is_empty() {
        return Err(malformed);
    }

    let rest_max = 3 * rest.len().div_ceil(4);
    reserve(out, body.len() + rest_max)?;
    out.extend_from_slice(body);
    let start = out.len();
    out.resize(start + rest_max, 0);
    let len = STANDARD
        .decode_slice(rest, &mut out[start..])
        .map_err(|_| malformed)?;
    out.truncate(start + len);
    Ok(*header)
}
