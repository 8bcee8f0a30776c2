use signkey::{ErrorKind, canonicalize, canonicalize_within};

use crate::support::reader;

/// The canonical form is that of the reference writer, or the refusal one that a reader may give.
pub(crate) fn check(json: &[u8]) {
    let outcome = canonicalize(json);
    match (reader::read(json), outcome) {
        (Ok(document), Ok(canonical)) => {
            let expected = document.canonical();
            assert_eq!(canonical.as_bytes(), expected.as_bytes(), "canonical form");
            assert_eq!(canonical.is_lossless(), document.is_lossless(), "lossless");
            let canonical_already = trim(json) == expected.as_bytes();
            assert_eq!(canonical.is_borrowed(), canonical_already, "borrowed");
            let again = canonicalize(expected.as_bytes()).map(|canonical| {
                (
                    canonical.is_borrowed(),
                    canonical.is_lossless(),
                    canonical.as_bytes() == expected.as_bytes(),
                )
            });
            assert_eq!(again, Ok((true, true, true)), "the form of the form");
        }
        (Err(faults), Err(error)) => {
            assert!(faults.contains(&error.kind()), "{error:?} of {faults:?}");
            let position = error.position().map(usize::try_from);
            assert!(
                position.is_some_and(|at| at.is_ok_and(|at| at <= json.len())),
                "{error:?}"
            );
        }
        (document, outcome) => panic!("the reader says {document:?}, signkey {outcome:?}"),
    }
    if let Some(limit) = json.len().checked_sub(1) {
        let error = canonicalize_within(json, limit).expect_err("over the limit");
        assert_eq!(error.kind(), ErrorKind::JsonTooLarge);
    }
}

fn trim(json: &[u8]) -> &[u8] {
    let text = std::str::from_utf8(json).expect("the reader took it");
    text.trim_matches([' ', '\t', '\n', '\r']).as_bytes()
}
