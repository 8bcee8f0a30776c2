//! Pieces of a body, put together in at most twice its size and a constant.

use std::mem;

use bytes::{Buf, BufMut, Bytes, BytesMut};

const SEGMENT_MIN: usize = 4 << 10;
const SEGMENT_MAX: usize = 64 << 10;

/// The pieces so far. What comes in one piece is not copied; others are copied into segments, so
/// that a piece costs its bytes and nothing more.
pub(super) struct Pieces {
    /// How many bytes are announced. Little is allocated on the word of that alone.
    expected: usize,
    len: usize,
    /// The only piece so far.
    first: Bytes,
    full: Vec<BytesMut>,
    segment: BytesMut,
}

impl Pieces {
    pub(super) fn new(expected: u64) -> Self {
        Self {
            expected: usize::try_from(expected).unwrap_or(usize::MAX),
            len: 0,
            first: Bytes::new(),
            full: Vec::new(),
            segment: BytesMut::new(),
        }
    }

    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn push(&mut self, mut piece: impl Buf) {
        let len = piece.remaining();
        if self.len == 0 {
            self.first = piece.copy_to_bytes(len);
            self.len = len;
        } else if len > 0 {
            let first = mem::take(&mut self.first);
            self.len -= first.len();
            self.copy(first);
            self.copy(piece);
        }
    }

    /// Copies a piece to the end.
    fn copy(&mut self, mut piece: impl Buf) {
        while piece.has_remaining() {
            let room = self.segment.capacity() - self.segment.len();
            if room == 0 {
                let next = BytesMut::with_capacity(self.next_capacity(piece.remaining()));
                self.full.push(mem::replace(&mut self.segment, next));
                continue;
            }
            let len = room.min(piece.remaining());
            self.segment.put((&mut piece).take(len));
            self.len += len;
        }
    }

    /// As much as is still announced, else as much again; but no less than this piece.
    fn next_capacity(&self, piece: usize) -> usize {
        let wanted = match self.expected.saturating_sub(self.len) {
            0 => self.len,
            announced => announced,
        };
        wanted.max(piece).clamp(SEGMENT_MIN, SEGMENT_MAX)
    }

    /// All of them in one.
    pub(super) fn into_bytes(self) -> Bytes {
        let segments = self.full.into_iter().chain([self.segment]);
        let mut segments = segments.filter(|segment| !segment.is_empty()).peekable();
        match (segments.next(), segments.peek()) {
            (None, _) => self.first,
            (Some(only), None) => only.freeze(),
            (Some(segment), Some(_)) => {
                let mut whole = BytesMut::with_capacity(self.len);
                whole.put(segment);
                segments.for_each(|segment| whole.put(segment));
                whole.freeze()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Pieces, SEGMENT_MAX};

    #[test]
    fn pieces_of_any_size_make_the_same_body() {
        let body: Vec<u8> = (0..3 * SEGMENT_MAX + 7)
            .map(|at| at.to_le_bytes()[0])
            .collect();
        for size in [
            1,
            2,
            7,
            4095,
            4096,
            4097,
            SEGMENT_MAX,
            SEGMENT_MAX + 1,
            body.len(),
        ] {
            for expected in [0, 10, body.len() as u64, u64::MAX] {
                let mut pieces = Pieces::new(expected);
                for piece in body.chunks(size) {
                    pieces.push(piece);
                    pieces.push(&b""[..]);
                }
                assert_eq!(pieces.len(), body.len());
                assert_eq!(
                    pieces.into_bytes(),
                    body,
                    "pieces of {size}, {expected} announced"
                );
            }
        }
    }

    #[test]
    fn no_piece_makes_the_empty_body() {
        assert_eq!(Pieces::new(5).into_bytes(), "");
    }
}
