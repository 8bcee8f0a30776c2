//! Random documents.

use proptest::{char, collection::vec, num, option, prelude::*, sample::select};

use crate::support::document::{Document, canonical_number};

/// Documents of which every number survives canonicalization.
pub(crate) fn lossless_document() -> impl Strategy<Value = Document> {
    document(lossless_number().boxed())
}

/// Documents with numbers of all kinds.
pub(crate) fn any_document() -> impl Strategy<Value = Document> {
    document(prop_oneof![lossless_number(), any_number()].boxed())
}

/// Documents of which at least one number does not survive.
pub(crate) fn lossy_document() -> impl Strategy<Value = Document> {
    let number = any_number().prop_map(Document::Number);
    let lossy = number.prop_filter("lossless", |number| !number.is_lossless());
    (any_document(), lossy, any::<bool>()).prop_map(|(document, lossy, member)| {
        if member {
            let members = [("a", document), ("lossy", lossy)];
            Document::Object(members.map(|(name, value)| (name.to_owned(), value)).into())
        } else {
            Document::Array(vec![lossy, document])
        }
    })
}

fn document(number: BoxedStrategy<String>) -> impl Strategy<Value = Document> {
    let leaf = prop_oneof![
        1 => Just(Document::Null),
        1 => any::<bool>().prop_map(Document::Bool),
        3 => number.prop_map(Document::Number),
        3 => text().prop_map(Document::Text),
    ];
    leaf.prop_recursive(5, 60, 8, |inner| {
        prop_oneof![
            2 => vec(inner.clone(), 0..6).prop_map(Document::Array),
            3 => vec((text(), inner), 0..9).prop_map(|members| Document::Object(distinct(members))),
        ]
    })
}

fn distinct(mut members: Vec<(String, Document)>) -> Vec<(String, Document)> {
    members.sort_by(|left, right| left.0.cmp(&right.0));
    members.dedup_by(|left, right| left.0 == right.0);
    members
}

/// Short texts of characters that escape, sort or normalize in a way of their own.
fn text() -> impl Strategy<Value = String> {
    let special = select(
        "\0\u{1}\u{8}\t\n\u{c}\r\u{1f} \"/\\\u{7f}\u{80}éé\u{2028}\u{d7ff}\u{e000}\u{fb33}\u{feff}\u{ffff}\u{10000}\u{1f600}\u{10ffff}"
            .chars()
            .collect::<Vec<_>>(),
    );
    let character = prop_oneof![
        4 => char::range('a', 'd'),
        2 => char::range(' ', '~'),
        3 => special,
        1 => char::any(),
    ];
    // A common lead, so that names differ late.
    let lead = option::weighted(
        0.3,
        select(vec!["aaaaaaa", "\u{1}\u{1}", "\u{1f600}\u{e000}"]),
    );
    (lead, vec(character, 0..6)).prop_map(|(lead, characters)| {
        let characters: String = characters.into_iter().collect();
        lead.unwrap_or_default().to_owned() + &characters
    })
}

/// Numbers with the exact value of their canonical form.
fn lossless_number() -> impl Strategy<Value = String> {
    let double = prop_oneof![
        2 => num::f64::NORMAL | num::f64::SUBNORMAL,
        2 => (-1e6..1e6).prop_map(|value: f64| (value * 100.0).round() / 100.0),
        1 => num::f64::NORMAL.prop_map(f64::round),
    ];
    prop_oneof![
        3 => (-1000..1000).prop_map(|value: i32| value.to_string()),
        2 => any::<i32>().prop_map(|value: i32| value.to_string()),
        4 => double.prop_map(|value| canonical_number(&format!("{value:e}"))),
        1 => select(vec![
            "0", "1e21", "999999999999999900000", "1e-6", "1e-7", "123456789012345680000",
            "5e-324", "2.2250738585072014e-308", "1.7976931348623157e308", "9007199254740991",
            "-9007199254740992", "0.1", "333333333.3333333",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Numbers as they come, of which most of the long ones do not survive.
fn any_number() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        "-?(0|[1-9][0-9]{0,24})",
        "-?(0|[1-9][0-9]{0,9})\\.[0-9]{1,24}",
        "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,20})?[eE][+-]?[0-9]{1,3}",
        select(vec![
            "-0", "-0.0", "0e400", "1e-400", "-1e-400", "4.9e-324", "2e-324"
        ])
        .prop_map(str::to_owned),
    ];
    token.prop_filter("beyond the range of a double", |token| {
        token.parse::<f64>().is_ok_and(f64::is_finite)
    })
}
