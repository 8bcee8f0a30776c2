//! Where quotes, backslashes and control characters are: all that can end a string, or stand in it
//! for something else.
//!
//! They are looked for in a kilobyte at once, ahead of whoever asks. So the next one is found
//! without a search, in a few instructions that wait for nothing.

/// The size of a block in bytes: a mask has a bit for each.
const BLOCK: usize = 64;
/// The size of a window in bytes.
const WINDOW: usize = BLOCKS * BLOCK;
const BLOCKS: usize = 16;

/// Finds the special bytes of a text, one after the other.
pub(super) struct StructuralIndex<'t> {
    window: Window<'t>,
    /// Where the window begins.
    start: usize,
    /// The blocks still to come that have any: a bit each.
    blocks: u64,
    /// Where the block begins.
    at: usize,
    /// The special bytes of the block that are still to come.
    left: u64,
}

/// The part of the text that was looked through, apart from what changes with each special byte:
/// that is to be kept in registers.
struct Window<'t> {
    bytes: &'t [u8],
    /// The special bytes of each block.
    masks: [u64; BLOCKS],
    /// The blocks that have any.
    blocks: u64,
}

impl<'t> StructuralIndex<'t> {
    /// Begins with the first one at or behind `at`.
    #[inline(always)]
    pub(super) fn new(bytes: &'t [u8], at: usize) -> Self {
        let mut window = Window {
            bytes,
            masks: [0; BLOCKS],
            blocks: 0,
        };
        let start = at - at % WINDOW;
        window.open(start);
        let mut specials = Self {
            window,
            start,
            blocks: 0,
            at: 0,
            left: 0,
        };
        specials.go_to_in_window(at);
        specials
    }

    /// Where the next one is; the length of the text, or more, if there is none.
    #[inline(always)]
    pub(super) fn next(&mut self) -> usize {
        if self.left == 0 {
            while self.blocks == 0 {
                let start = self.start + WINDOW;
                if start > self.window.bytes.len() {
                    return start;
                }
                self.start = start;
                self.window.open(start);
                self.blocks = self.window.blocks;
            }
            let block = self.blocks.trailing_zeros() as usize % BLOCKS;
            self.blocks &= self.blocks - 1;
            self.at = self.start | (block * BLOCK);
            self.left = self.window.masks[block];
        }
        let next = self.at | self.left.trailing_zeros() as usize;
        self.left &= self.left.wrapping_sub(1);
        next
    }

    /// Passes over those in front of `at`, which lies ahead.
    #[inline(always)]
    pub(super) fn pass(&mut self, at: usize) {
        let offset = at.wrapping_sub(self.at);
        if offset < BLOCK {
            self.left &= u64::MAX << offset;
        } else {
            self.go_to(at);
        }
    }

    /// Goes to where the next one is the first at or behind `at`, wherever that is.
    #[inline(never)]
    pub(super) fn go_to(&mut self, at: usize) {
        let start = at - at % WINDOW;
        if self.start != start {
            self.start = start;
            self.window.open(start);
        }
        self.go_to_in_window(at);
    }

    #[inline(always)]
    fn go_to_in_window(&mut self, at: usize) {
        let block = at % WINDOW / BLOCK;
        self.blocks = self.window.blocks & u64::MAX << block << 1;
        self.at = at - at % BLOCK;
        self.left = self.window.masks[block] & u64::MAX << (at % BLOCK);
    }
}

impl Window<'_> {
    /// Looks through the blocks from here on.
    #[inline(never)]
    fn open(&mut self, start: usize) {
        let window = self.bytes.get(start..).unwrap_or_default();
        let (blocks, end) = window.as_chunks();
        let mut masks = self.masks.iter_mut();
        let mut bit = 1;
        let mut any = 0;
        for (block, mask) in blocks.iter().zip(masks.by_ref()) {
            *mask = mask_of(block);
            any |= if *mask == 0 { 0 } else { bit };
            bit <<= 1;
        }
        if let Some(mask) = masks.next() {
            *mask = mask_of_end(self.bytes, end.len());
            any |= bit;
        }
        self.blocks = any;
    }
}

/// The mask of the last bytes of a text, of which there are fewer than a block has.
#[inline(always)]
fn mask_of_end(text: &[u8], len: usize) -> u64 {
    let behind = u64::MAX << len;
    if let Some(block) = text.last_chunk() {
        return mask_of(block) >> 1 >> (BLOCK - 1 - len) | behind;
    }
    let mut block = [0; BLOCK];
    block[..len].copy_from_slice(&text[text.len() - len..]);
    mask_of(&block)
}

/// A bit for each byte of a block, the lowest one for the first; set where the byte is special.
#[inline(always)]
fn mask_of(block: &[u8; BLOCK]) -> u64 {
    let mut marks = [0; BLOCK];
    for ((mark, byte), bit) in marks.iter_mut().zip(block).zip(&BITS) {
        *mark = if is_special(*byte) { *bit } else { 0 };
    }
    let (words, _) = marks.as_chunks();
    let together = words.iter().map(|word| u64::from_le_bytes(*word));
    transposed(together.fold(0, |bits, word| bits | word))
}

/// A bit for each word of eight bytes.
const BITS: [u8; BLOCK] = {
    let mut bits = [0; BLOCK];
    let mut at = 0;
    while at < BLOCK {
        bits[at] = 1 << (at / 8);
        at += 1;
    }
    bits
};

/// Swaps the rows and columns of eight bytes of eight bits.
#[inline(always)]
const fn transposed(bits: u64) -> u64 {
    let swap = (bits ^ bits >> 7) & 0x00aa_00aa_00aa_00aa;
    let bits = bits ^ swap ^ swap << 7;
    let swap = (bits ^ bits >> 14) & 0x0000_cccc_0000_cccc;
    let bits = bits ^ swap ^ swap << 14;
    let swap = (bits ^ bits >> 28) & 0x0000_0000_f0f0_f0f0;
    bits ^ swap ^ swap << 28
}

/// A quote, a backslash or a control character, in steps that many bytes can take at once.
#[inline(always)]
fn is_special(byte: u8) -> bool {
    // Flipping a bit moves the quote next to the control characters, which stay among themselves.
    let control_or_quote = (byte ^ 0x02).saturating_sub(0x20);
    (byte ^ b'\\').min(control_or_quote) == 0
}

/// The number of bytes in front of the first special one.
pub(super) fn plain_len(bytes: &[u8]) -> usize {
    let (blocks, _) = bytes.as_chunks::<16>();
    let has_none = |block: &&[u8; 16]| {
        !block
            .iter()
            .fold(false, |any, byte| any | is_special(*byte))
    };
    let plain = 16 * blocks.iter().take_while(has_none).count();
    let rest = bytes[plain..].iter();
    plain + rest.take_while(|byte| !is_special(**byte)).count()
}

#[cfg(test)]
mod tests {
    use alloc::{vec, vec::Vec};

    use super::*;

    /// Texts around the sizes of blocks and windows, with special bytes now and then, or none.
    fn texts() -> impl Iterator<Item = Vec<u8>> {
        let sizes = (0..300).chain(960..1100).chain(2040..2060);
        sizes.flat_map(|size| [1, 7, 90, 5000].map(|rare| text(size, rare)))
    }

    fn text(size: usize, rare: u32) -> Vec<u8> {
        let mut state = rare;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state >> 16
        };
        let mut byte = || match next() % rare {
            0 => next().to_le_bytes()[0],
            _ => b'a',
        };
        (0..size).map(|_| byte()).collect()
    }

    fn places(text: &[u8]) -> Vec<usize> {
        let is_special = |byte: u8| byte < 0x20 || byte == b'"' || byte == b'\\';
        (0..text.len()).filter(|at| is_special(text[*at])).collect()
    }

    #[test]
    fn every_special_byte_is_found_in_its_turn() {
        for text in texts() {
            let mut specials = StructuralIndex::new(&text, 0);
            for place in places(&text) {
                assert_eq!(specials.next(), place);
            }
            assert!(specials.next() >= text.len() && specials.next() >= text.len());
        }
    }

    #[test]
    fn a_search_begins_anywhere() {
        for text in texts() {
            let places = places(&text);
            let first_from = |at: usize| places.iter().find(|place| **place >= at).copied();
            let next = |specials: &mut StructuralIndex<'_>| {
                let next = specials.next();
                (next < text.len()).then_some(next)
            };
            let mut onwards = StructuralIndex::new(&text, 0);
            let mut backwards = StructuralIndex::new(&text, text.len());
            for at in (0..text.len()).step_by(29) {
                let behind = text.len() - at - 1;
                assert_eq!(next(&mut StructuralIndex::new(&text, at)), first_from(at));
                onwards.pass(at);
                backwards.go_to(behind);
                assert_eq!(next(&mut onwards), first_from(at));
                assert_eq!(next(&mut backwards), first_from(behind));
                // What was found may lie behind the next start.
                onwards.go_to(at);
            }
        }
    }

    #[test]
    fn each_byte_is_special_or_plain() {
        for byte in 0..=u8::MAX {
            let expected = usize::from(!(byte < 0x20 || byte == b'"' || byte == b'\\'));
            for len in [0, 1, 15, 16, 17, 40] {
                let mut text = vec![b'a'; len];
                text.push(byte);
                assert_eq!(plain_len(&text), len + expected, "{byte} behind {len}");
            }
        }
    }
}
