//! Structs of callers whose header is older or newer.

use super::{c::*, failure};
use crate::pointers::extensible::{self, Extensible, ExtensibleOut};

/// A struct to which a later version has added its last two fields.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Extended {
    size: usize,
    first: usize,
    added: usize,
    last: usize,
}

// SAFETY: `repr(C)`, the size comes first, and integers are valid for all bytes.
unsafe impl Extensible for Extended {
    const FIRST_SIZE: usize = 2 * size_of::<usize>();
}

const WORD: usize = size_of::<usize>();
const DEFAULTS: Extended = Extended {
    size: 4 * WORD,
    first: 10,
    added: 20,
    last: 30,
};

fn read(words: &[usize]) -> Option<[usize; 3]> {
    // SAFETY: the words are readable, and their size is at most what there is in these tests.
    let read = unsafe { extensible::read(words.as_ptr().cast::<Extended>(), DEFAULTS) };
    read.ok()
        .map(|extended| [extended.first, extended.added, extended.last])
}

#[test]
fn an_older_caller_has_the_defaults_for_what_it_does_not_know() {
    assert_eq!(read(&[2 * WORD, 1]), Some([1, 20, 30]));
    assert_eq!(read(&[3 * WORD, 1, 2]), Some([1, 2, 30]));
    assert_eq!(read(&[4 * WORD, 1, 2, 3]), Some([1, 2, 3]));
}

#[test]
fn a_newer_caller_may_not_ask_for_what_the_library_does_not_know() {
    assert_eq!(read(&[6 * WORD, 1, 2, 3, 0, 0]), Some([1, 2, 3]));
    assert_eq!(read(&[6 * WORD, 1, 2, 3, 4, 0]), None);
    assert_eq!(read(&[6 * WORD, 1, 2, 3, 0, 1 << (8 * WORD - 1)]), None);
}

#[test]
fn a_size_of_no_version_is_refused() {
    let words = |size| [size, 1, 2, 3];
    for size in [0, 1, WORD, 2 * WORD - 1, 2 * WORD + 1, 4 * WORD - 1] {
        assert_eq!(read(&words(size)), None, "{size}");
    }
    for size in [
        4096 + WORD,
        isize::MAX.cast_unsigned(),
        usize::MAX - WORD + 1,
        usize::MAX,
    ] {
        assert_eq!(read(&words(size)), None, "{size}");
    }
}

#[test]
fn results_are_written_as_far_as_the_caller_knows_them() {
    let write = |words: &mut [usize]| {
        // SAFETY: the words are writable, and their size is what there is.
        let out = unsafe { ExtensibleOut::<Extended>::new(words.as_mut_ptr().cast()) };
        out.expect("a valid size").write(DEFAULTS);
    };
    let mut older = [2 * WORD, 1, 2];
    write(&mut older);
    assert_eq!(older, [2 * WORD, 10, 2]);
    let mut same = [4 * WORD, 1, 2, 3, 4];
    write(&mut same);
    assert_eq!(same, [4 * WORD, 10, 20, 30, 4]);
    let mut newer = [6 * WORD, 1, 2, 3, 4, 5, 6];
    write(&mut newer);
    assert_eq!(newer, [6 * WORD, 10, 20, 30, 0, 0, 6]);
}

#[test]
fn null_and_misaligned_places_are_refused() {
    let mut words = [failure(), failure()];
    let place: *mut Failure = words.as_mut_ptr();
    let misaligned = place.cast::<u8>().wrapping_add(1).cast();
    for place in [std::ptr::null_mut(), misaligned] {
        // SAFETY: null and misaligned places are not looked at.
        assert!(unsafe { ExtensibleOut::<Failure>::new(place) }.is_err());
    }
}
