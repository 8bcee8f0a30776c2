use signkey::{ErrorKind, canonicalize, canonicalize_within};

use crate::support::{choices::Choices, mutate, notation, reader};

/// The canonical form is that of the reference writer, or the refusal one that a reader may give.
pub(crate) fn check(json: &[u8]) {
    let outcome = canonicalize(json);
    assert_eq!(
        canonicalize_within(json, json.len()),
        outcome,
        "at the limit"
    );
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

/// A document in another notation has the same canonical form; with a change, another one unless a
/// number was lost. The first eight bytes choose both.
pub(crate) fn check_notations(input: &[u8]) {
    let Some((seed, json)) = input.split_first_chunk() else {
        return;
    };
    let Ok(document) = reader::read(json) else {
        return;
    };
    let mut choices = Choices::new(u64::from_le_bytes(*seed));
    let form = |text: &str| {
        let canonical = canonicalize(text.as_bytes()).expect("a document");
        (canonical.is_lossless(), canonical.into_bytes().into_owned())
    };
    let expected = (document.is_lossless(), document.canonical().into_bytes());
    assert_eq!(form(&notation::write(&document, &mut choices)), expected);

    let changed = mutate::document(&document, &mut choices);
    let (lossless, canonical) = form(&notation::write(&changed, &mut choices));
    if expected.0 && lossless {
        assert_eq!(canonical == expected.1, changed == document);
    }
}
