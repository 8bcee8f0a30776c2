//! Documents that make a careless canonicalizer slow, deep or large.

use std::fmt::Write;

use signkey::ErrorKind;

use super::choices::Choices;

pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// A document of this shape, of at most so many bytes and at least a quarter of that.
    pub(crate) make: fn(usize) -> String,
    /// Whether it is lossless, or why it is refused.
    pub(crate) outcome: Result<bool, ErrorKind>,
}

const fn shape(
    name: &'static str,
    outcome: Result<bool, ErrorKind>,
    make: fn(usize) -> String,
) -> Shape {
    Shape {
        name,
        make,
        outcome,
    }
}

pub(crate) const ALL: &[Shape] = &[
    shape("open arrays", Err(ErrorKind::JsonTooDeep), |size| {
        "[".repeat(size)
    }),
    shape("open objects", Err(ErrorKind::JsonTooDeep), |size| {
        r#"{"":"#.repeat(size / 4)
    }),
    shape("arrays beside each other", Ok(true), |size| {
        array("[]", size)
    }),
    shape("members in order", Ok(true), |size| {
        object(numbers(size), |n| format!(r#""a{n:05x}":0"#))
    }),
    shape("members in reverse", Ok(true), |size| {
        object(numbers(size).into_iter().rev(), |n| {
            format!(r#""a{n:05x}":0"#)
        })
    }),
    shape("members shuffled", Ok(true), |size| {
        object(shuffled(size), |n| format!(r#""a{n:05x}":0"#))
    }),
    shape("escaped names in order", Ok(true), |size| {
        object(numbers(size), |n| format!(r#""\u0061{n:05x}":0"#))
    }),
    shape("escaped names shuffled", Ok(true), |size| {
        object(shuffled(size), |n| format!(r#""\u0001{n:05x}":0"#))
    }),
    shape("supplementary names shuffled", Ok(true), |size| {
        object(shuffled(size / 3 * 2), |n| {
            format!(r#""\ud83d\ude00{n:05x}":0"#)
        })
    }),
    shape("names with a long common lead", Ok(true), |size| {
        let lead = "a".repeat(500);
        object(shuffled(size / 40), |n| format!(r#""{lead}{n:05x}":0"#))
    }),
    shape("names with a long common escaped lead", Ok(true), |size| {
        let lead = r"\n".repeat(250);
        object(shuffled(size / 40), |n| format!(r#""{lead}{n:05x}":0"#))
    }),
    shape(
        "duplicates beside each other",
        Err(ErrorKind::JsonDuplicateMember),
        |size| object(numbers(size), |_| r#""\u0061":0"#.to_owned()),
    ),
    shape(
        "duplicates out of order",
        Err(ErrorKind::JsonDuplicateMember),
        |size| {
            object(numbers(size), |n| {
                if n == 0 { r#""b":0"# } else { r#""a":0"# }.to_owned()
            })
        },
    ),
    shape(
        "one duplicate at the end",
        Err(ErrorKind::JsonDuplicateMember),
        |size| {
            let numbers = shuffled(size);
            let first = numbers.first().copied();
            object(numbers.into_iter().chain(first), |n| {
                format!(r#""{n:05x}":0"#)
            })
        },
    ),
    shape("small objects out of order", Ok(true), |size| {
        array(r#"{"b":0,"a":0}"#, size)
    }),
    shape("deep and wide out of order", Ok(true), deep_and_wide),
    shape("containers opened and closed", Ok(true), |size| {
        let deep = "[".repeat(511) + &"]".repeat(511);
        array(&deep, size)
    }),
    shape(
        "a number of many digits",
        Err(ErrorKind::JsonNumberOutOfRange),
        |size| "9".repeat(size),
    ),
    shape("a fraction of many digits", Ok(false), |size| {
        "0.".to_owned() + &"3".repeat(size - 2)
    }),
    shape("a fraction of many zeros", Ok(false), |size| {
        "0.".to_owned() + &"0".repeat(size - 3) + "1"
    }),
    shape("one, by a long way", Ok(true), |size| {
        let zeros = size - 16;
        format!("1{}e-{zeros}", "0".repeat(zeros))
    }),
    shape("an exponent of many digits", Ok(true), |size| {
        "1e".to_owned() + &"0".repeat(size - 3) + "1"
    }),
    shape("negative zeros", Ok(false), |size| array("-0", size)),
    shape("numbers that are rewritten", Ok(true), |size| {
        array("1.7976931348623157E308", size)
    }),
    shape("numbers that grow", Ok(true), |size| array("1e20", size)),
    shape("a string of escapes", Ok(true), |size| {
        format!("\"{}\"", r"\u0061".repeat(size / 6 - 1))
    }),
    shape("a string of surrogates", Ok(true), |size| {
        format!("\"{}\"", r"\ud83d\ude00".repeat(size / 12 - 1))
    }),
    shape(
        "a string without an end",
        Err(ErrorKind::InvalidJson),
        |size| "\"".to_owned() + &r"\\".repeat(size / 2 - 1),
    ),
    shape("empty strings", Ok(true), |size| array(r#""""#, size)),
    shape("white space", Err(ErrorKind::InvalidJson), |size| {
        " ".repeat(size)
    }),
    shape("white space between all", Ok(true), |size| {
        array(" 0 \n", size)
    }),
];

fn array(item: &str, size: usize) -> String {
    let count = size.saturating_sub(1) / (item.len() + 1);
    format!("[{}]", vec![item; count].join(","))
}

fn object(numbers: impl IntoIterator<Item = usize>, member: impl Fn(usize) -> String) -> String {
    let members: Vec<_> = numbers.into_iter().map(member).collect();
    format!("{{{}}}", members.join(","))
}

/// The numbers of as many members as fit: a million in 16 MiB.
fn numbers(size: usize) -> Vec<usize> {
    (0..size / 16 * 61 / 64).collect()
}

fn shuffled(size: usize) -> Vec<usize> {
    let mut numbers = numbers(size);
    Choices::new(8785).shuffle(&mut numbers);
    numbers
}

/// Objects in objects 500 deep, each of them out of order and with members on both sides.
fn deep_and_wide(size: usize) -> String {
    const DEPTH: usize = 500;
    let wide = size / DEPTH / 2 / 10;
    let mut text = String::new();
    for _ in 0..DEPTH {
        text.push('{');
        for n in (0..wide).rev() {
            write!(text, r#""z{n:04x}":0,"#).expect("a string takes all");
        }
        text.push_str(r#""m":"#);
    }
    text.push('0');
    for _ in 0..DEPTH {
        for n in (0..wide).rev() {
            write!(text, r#","a{n:04x}":0"#).expect("a string takes all");
        }
        text.push('}');
    }
    text
}
