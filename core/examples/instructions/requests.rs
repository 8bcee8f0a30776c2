//! Bodies of function calls, as a platform sends them, in three ways of writing.

use crate::support::choices::Choices;

/// In canonical form (RFC 8785): the hash of it is all that verification needs.
pub(crate) fn canonical(size: usize) -> String {
    request(size, "", |choices| {
        let (count, id, price) = (
            choices.below(1_000_000),
            choices.next(),
            choices.below(1000),
        );
        format!(
            r#"{{"count":{count},"id":"{id:016x}","name":"señal \"{count}\"","price":{price}.5,"tags":["a",true,null]}}"#
        )
    })
}

/// With members out of order, spaces, escapes and numbers that canonicalization rewrites.
pub(crate) fn reordered(size: usize) -> String {
    request(size, " ", |choices| {
        let (count, id, price) = (
            choices.below(1_000_000),
            choices.next(),
            choices.below(1000),
        );
        format!(
            r#"{{ "name": "se\u00f1al \"{count}\"", "id": "{id:016x}", "price": {price}.50, "count": {count}, "tags": [ "\u0061", true, null ] }}"#
        )
    })
}

/// With numbers of 16 and 17 significant digits, in canonical form.
pub(crate) fn floats(size: usize) -> String {
    request(size, "", |choices| {
        // The bits of a number from 1 to 2.
        let mut float = || f64::from_bits(1023 << 52 | choices.next() >> 12);
        format!("[{},{},{}]", float(), float() * 1e3, float() * 1e6)
    })
}

fn request(size: usize, space: &str, item: impl Fn(&mut Choices) -> String) -> String {
    let mut choices = Choices::new(2104);
    let mut items = item(&mut choices);
    while items.len() < size {
        items = format!("{items},{space}{}", item(&mut choices));
    }
    format!(r#"{{"ctx":{space}{{"attempt":{space}0}},{space}"items":{space}[{items}]}}"#)
}
