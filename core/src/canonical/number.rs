//! Numbers as ECMAScript's `Number::toString` writes them (RFC 8785, section 3.2.2.3).

use super::decimal::Decimal;
use crate::text::Text;

/// Any decimal of this many digits survives a double of normal magnitude, and is its shortest form.
const EXACT_DIGITS: u32 = 15;
/// Decimals of that many digits are normal doubles if their exponents are these, with room to
/// spare.
const NORMAL: core::ops::RangeInclusive<i64> = -300..=290;
/// So many digits fit 64 bits, two more than any double's shortest form has.
const DIGITS_MAX: usize = 19;

/// A number, taken apart.
pub(super) struct Number<'a> {
    /// The size of the token, in bytes.
    pub(super) len: usize,
    negative: bool,
    integer: &'a [u8],
    fraction: &'a [u8],
    exponent: Option<i64>,
    /// The value of all digits in one, if they are at most [`DIGITS_MAX`].
    digits: u64,
}

/// A number's canonical form.
pub(super) struct CanonicalNumber {
    /// The form, `None` if the token has it already.
    pub(super) text: Option<Text<{ Decimal::TEXT_MAX }>>,
    /// Whether the form has the token's exact value and sign.
    pub(super) lossless: bool,
}

impl<'a> Number<'a> {
    /// Scans the number at the front of the bytes (RFC 8259, section 6).
    #[inline]
    pub(super) fn scan(bytes: &'a [u8]) -> Option<Self> {
        let unsigned = bytes.strip_prefix(b"-");
        let mut digits = 0;
        let (integer, mut rest) = split_digits(unsigned.unwrap_or(bytes), &mut digits);
        if matches!(integer, [] | [b'0', _, ..]) {
            return None;
        }
        let mut fraction: &[u8] = &[];
        if let [b'.', behind @ ..] = rest {
            (fraction, rest) = split_digits(behind, &mut digits);
            if fraction.is_empty() {
                return None;
            }
        }
        let mut exponent = None;
        if let [b'e' | b'E', behind @ ..] = rest {
            let (value, behind) = scan_exponent(behind)?;
            exponent = Some(value);
            rest = behind;
        }
        Some(Self {
            len: bytes.len() - rest.len(),
            negative: unsigned.is_some(),
            integer,
            fraction,
            exponent,
            digits,
        })
    }

    /// The canonical form of this number, whose token it takes; `None` beyond the range of a
    /// double.
    #[inline]
    pub(super) fn canonical(&self, token: &str) -> Option<CanonicalNumber> {
        let as_it_is = CanonicalNumber {
            text: None,
            lossless: true,
        };
        let plain = self.is_plain();
        if plain && self.integer.len() + self.fraction.len() <= EXACT_DIGITS as usize {
            return Some(as_it_is);
        }
        let decimal = self.decimal();
        if let Some(decimal) = decimal.as_ref().filter(|decimal| is_shortest(decimal)) {
            let negative_zero = self.negative && decimal.digits == 0;
            return Some(CanonicalNumber {
                text: Some(decimal.to_text(self.negative && !negative_zero)),
                lossless: !negative_zero,
            });
        }
        let value: f64 = token.parse().ok()?;
        if value.is_infinite() {
            return None;
        }
        let shortest = Decimal::shortest(value.abs());
        let lossless = decimal.as_ref() == Some(&shortest);
        if plain && lossless {
            return Some(as_it_is);
        }
        Some(CanonicalNumber {
            text: Some(shortest.to_text(self.negative && value != 0.0)),
            lossless,
        })
    }

    /// Whether the notation is canonical, if only the digits are: no exponent, nor a value that
    /// takes one, no zero at the end of the fraction, and not `-0`.
    #[inline]
    fn is_plain(&self) -> bool {
        let zero = self.integer == b"0";
        self.exponent.is_none()
            && self.integer.len() <= 21
            && match self.fraction.last() {
                None => !(zero && self.negative),
                Some(b'0') => false,
                Some(_) => !(zero && self.fraction.starts_with(b"000000")),
            }
    }

    /// The exact value; `None` if it has more digits than any canonical form.
    fn decimal(&self) -> Option<Decimal> {
        let all = self.integer.iter().chain(self.fraction);
        let exponent = self.exponent.unwrap_or(0) - signed(self.fraction.len());
        if self.integer.len() + self.fraction.len() <= DIGITS_MAX {
            return Some(Decimal::new(self.digits, exponent));
        }
        let is_zero = |digit: &&u8| **digit == b'0';
        let trailing = all.clone().rev().take_while(is_zero).count();
        let leading = all.clone().take_while(is_zero).count();
        let count = self.integer.len() + self.fraction.len();
        let significant = count.saturating_sub(leading + trailing);
        if significant > DIGITS_MAX {
            return None;
        }
        let digits = all.skip(leading).take(significant).fold(0, append);
        Some(Decimal::new(digits, exponent + signed(trailing)))
    }
}

/// Whether a decimal is the shortest form of the double it reads as without a doubt.
fn is_shortest(decimal: &Decimal) -> bool {
    decimal.digits < 10_u64.pow(EXACT_DIGITS) && NORMAL.contains(&decimal.exponent)
}

/// Scans an exponent behind its `e`. One that is very large is cut down to one that is still far
/// beyond any double.
fn scan_exponent(bytes: &[u8]) -> Option<(i64, &[u8])> {
    const FAR: i64 = 1 << 40;
    let unsigned = match bytes {
        [b'+' | b'-', unsigned @ ..] => unsigned,
        _ => bytes,
    };
    let (digits, rest) = split_digits(unsigned, &mut 0);
    let magnitude = digits.iter().fold(0, |value, digit| {
        (value * 10 + i64::from(digit - b'0')).min(FAR)
    });
    let negative = bytes.first() == Some(&b'-');
    let exponent = if negative { -magnitude } else { magnitude };
    (!digits.is_empty()).then_some((exponent, rest))
}

/// The digits at the front of the bytes, which are appended to a number, and what comes behind
/// them.
#[inline]
fn split_digits<'a>(bytes: &'a [u8], number: &mut u64) -> (&'a [u8], &'a [u8]) {
    let mut len = 0;
    while let Some(digit) = bytes.get(len).filter(|byte| byte.is_ascii_digit()) {
        *number = append(*number, digit);
        len += 1;
    }
    bytes.split_at(len)
}

#[inline]
fn append(number: u64, digit: &u8) -> u64 {
    number
        .wrapping_mul(10)
        .wrapping_add(u64::from(digit - b'0'))
}

/// A length as a number to count with. No slice is longer than `i64::MAX` bytes.
fn signed(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}
