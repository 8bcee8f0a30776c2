//! Numbers as ECMAScript's `Number::toString` writes them (RFC 8785, section 3.2.2.3).

use core::fmt::Write;

use crate::text::Text;

/// The most significant digits that the shortest form of a double has.
const SHORTEST_MAX: usize = 17;
/// Any decimal of this many digits survives a double of normal magnitude, and is its shortest form.
const EXACT_DIGITS: usize = 15;
/// Within these powers of ten, doubles are normal with room to spare.
const NORMAL: core::ops::RangeInclusive<i64> = -290..=290;
/// The longest canonical number: a sign, `0.000000` and 17 digits is 25 bytes.
const TEXT_MAX: usize = 32;

/// A number, taken apart.
pub(super) struct Number<'a> {
    pub(super) token: &'a str,
    negative: bool,
    decimal: Decimal,
}

/// A number's canonical form.
pub(super) struct CanonicalNumber {
    pub(super) text: Text<TEXT_MAX>,
    /// Whether the form has the token's exact value and sign.
    pub(super) lossless: bool,
}

/// The value 0.`digits` × 10^`exponent`: no zero at either end of the digits, none at all for 0.
#[derive(PartialEq, Eq)]
struct Decimal {
    digits: [u8; SHORTEST_MAX],
    /// The number of significant digits; those beyond [`SHORTEST_MAX`] are not kept.
    count: usize,
    exponent: i64,
}

/// The size in bytes of the number at the front of the bytes, if it is canonical at first sight:
/// at most 15 digits in plain notation, no zero at the end of the fraction, not `-0`, and not so
/// small that it would take an exponent.
#[inline]
pub(super) fn plain_len(bytes: &[u8]) -> Option<usize> {
    let negative = bytes.first() == Some(&b'-');
    let (integer, rest) = split_digits(&bytes[usize::from(negative)..]);
    let zero = integer == b"0";
    if integer.is_empty() || integer.len() > EXACT_DIGITS || integer[0] == b'0' && !zero {
        return None;
    }
    let len = usize::from(negative) + integer.len();
    match rest.first() {
        Some(b'.') => {
            let (fraction, rest) = split_digits(&rest[1..]);
            let ends_well = matches!(fraction.last(), Some(b'1'..=b'9'));
            let small = zero && fraction.starts_with(b"000000");
            let exponent = matches!(rest.first(), Some(b'e' | b'E'));
            let short = integer.len() + fraction.len() <= EXACT_DIGITS;
            (ends_well && !small && !exponent && short).then_some(len + 1 + fraction.len())
        }
        Some(b'e' | b'E') => None,
        _ => (!(zero && negative)).then_some(len),
    }
}

impl<'a> Number<'a> {
    /// Scans the number at the front of the bytes (RFC 8259, section 6).
    pub(super) fn scan(bytes: &'a [u8]) -> Option<Self> {
        let unsigned = bytes.strip_prefix(b"-");
        let negative = unsigned.is_some();
        let (integer, mut rest) = split_digits(unsigned.unwrap_or(bytes));
        if matches!(integer, [] | [b'0', _, ..]) {
            return None;
        }
        let mut fraction: &[u8] = &[];
        if let Some(behind) = rest.strip_prefix(b".") {
            (fraction, rest) = split_digits(behind);
            if fraction.is_empty() {
                return None;
            }
        }
        let mut exponent = 0;
        if let [b'e' | b'E', behind @ ..] = rest {
            (exponent, rest) = scan_exponent(behind)?;
        }
        let token = &bytes[..bytes.len() - rest.len()];
        Some(Self {
            token: core::str::from_utf8(token).ok()?,
            negative,
            decimal: Decimal::new(integer, fraction, exponent),
        })
    }

    /// The canonical form; `None` beyond the range of a double.
    pub(super) fn canonical(&self) -> Option<CanonicalNumber> {
        let decimal = &self.decimal;
        if decimal.count == 0 {
            return Some(CanonicalNumber {
                text: decimal.to_text(false),
                lossless: !self.negative,
            });
        }
        if decimal.count <= EXACT_DIGITS && NORMAL.contains(&decimal.exponent) {
            return Some(CanonicalNumber {
                text: decimal.to_text(self.negative),
                lossless: true,
            });
        }
        let value: f64 = self.token.parse().ok()?;
        if value.is_infinite() {
            return None;
        }
        let shortest = Decimal::shortest(value.abs());
        Some(CanonicalNumber {
            text: shortest.to_text(self.negative && value != 0.0),
            lossless: shortest == *decimal,
        })
    }
}

/// Scans an exponent behind its `e`.
fn scan_exponent(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let unsigned = match bytes {
        [b'+' | b'-', unsigned @ ..] => unsigned,
        _ => bytes,
    };
    let (digits, rest) = split_digits(unsigned);
    let magnitude = saturating_decimal(digits);
    let exponent = if bytes.starts_with(b"-") {
        -magnitude
    } else {
        magnitude
    };
    (!digits.is_empty()).then_some((exponent, rest))
}

impl Decimal {
    const ZERO: Self = Self {
        digits: [0; SHORTEST_MAX],
        count: 0,
        exponent: 0,
    };

    /// The value of `integer.fraction` × 10^`exponent`.
    fn new(integer: &[u8], fraction: &[u8], exponent: i64) -> Self {
        let mut decimal = Self::ZERO;
        let mut leading_zeros = 0;
        let mut pending_zeros = 0;
        for digit in integer.iter().chain(fraction) {
            match digit {
                b'0' if decimal.count == 0 => leading_zeros += 1,
                b'0' => pending_zeros += 1,
                _ => {
                    for _ in 0..pending_zeros {
                        decimal.push(b'0');
                    }
                    pending_zeros = 0;
                    decimal.push(*digit);
                }
            }
        }
        if decimal.count > 0 {
            decimal.exponent = exponent + signed(integer.len()) - leading_zeros;
        }
        decimal
    }

    fn push(&mut self, digit: u8) {
        if let Some(slot) = self.digits.get_mut(self.count) {
            *slot = digit;
        }
        self.count += 1;
    }

    /// The shortest decimal that reads back as this double, and of those the nearest to it.
    fn shortest(value: f64) -> Self {
        // `{:e}` writes exactly that, as `d.ddde-n`.
        let mut text = Text::<TEXT_MAX>::EMPTY;
        let written = write!(text, "{value:e}");
        debug_assert!(written.is_ok());
        Number::scan(text.as_bytes()).map_or(Self::ZERO, |number| number.decimal)
    }

    /// ECMA-262, `Number::toString` with radix 10.
    fn to_text(&self, negative: bool) -> Text<TEXT_MAX> {
        let mut text = Text::EMPTY;
        if negative {
            text.push(b"-");
        }
        let digits = &self.digits[..self.count.min(SHORTEST_MAX)];
        if digits.is_empty() {
            text.push(b"0");
            return text;
        }
        let point = self.exponent;
        let count = signed(digits.len());
        if (count..=21).contains(&point) {
            text.push(digits);
            for _ in count..point {
                text.push(b"0");
            }
        } else if let Some((integer, fraction)) = usize::try_from(point)
            .ok()
            .filter(|point| *point > 0)
            .and_then(|point| digits.split_at_checked(point))
        {
            text.push(integer);
            text.push(b".");
            text.push(fraction);
        } else if (-5..=0).contains(&point) {
            text.push(b"0.");
            for _ in point..0 {
                text.push(b"0");
            }
            text.push(digits);
        } else {
            let (first, rest) = digits.split_at(1);
            text.push(first);
            if !rest.is_empty() {
                text.push(b".");
                text.push(rest);
            }
            text.push(if point > 0 { b"e+" } else { b"e-" });
            text.push_decimal((point - 1).unsigned_abs());
        }
        text
    }
}

/// The digits at the front of the bytes, and what comes behind them.
#[inline]
fn split_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let len = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    bytes.split_at(len)
}

/// The value of the digits, or a very large one: far beyond any double, far from overflow.
fn saturating_decimal(digits: &[u8]) -> i64 {
    const FAR: i64 = 1 << 40;
    digits.iter().fold(0, |value, digit| {
        (value * 10 + i64::from(digit - b'0')).min(FAR)
    })
}

/// A length as a number to count with. No slice is longer than `i64::MAX` bytes.
fn signed(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}
