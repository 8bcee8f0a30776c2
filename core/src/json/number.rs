//! Numbers as ECMAScript's `Number::toString` writes them (RFC 8785, section 3.2.2.3).

use super::{decimal::Decimal, swar::digits_len};
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
    pub(super) token: &'a str,
    negative: bool,
    integer: &'a [u8],
    fraction: &'a [u8],
    exponent: Option<i64>,
}

/// A number's canonical form.
pub(super) struct CanonicalNumber {
    /// The form, `None` if the token has it already.
    pub(super) text: Option<Text<{ Decimal::TEXT_MAX }>>,
    /// Whether the form has the token's exact value and sign.
    pub(super) lossless: bool,
}

impl<'a> Number<'a> {
    /// Scans the number that begins here (RFC 8259, section 6).
    #[inline(always)]
    pub(super) fn scan(text: &'a str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let negative = bytes.get(start) == Some(&b'-');
        let first = start + usize::from(negative);
        let mut end = first + digits_len(bytes, first);
        let integer = &bytes[first..end];
        if matches!(integer, [] | [b'0', _, ..]) {
            return None;
        }
        let mut fraction: &[u8] = &[];
        if bytes.get(end) == Some(&b'.') {
            let first = end + 1;
            end = first + digits_len(bytes, first);
            fraction = &bytes[first..end];
            if fraction.is_empty() {
                return None;
            }
        }
        let mut exponent = None;
        if let Some(b'e' | b'E') = bytes.get(end) {
            let (value, len) = scan_exponent(bytes, end + 1)?;
            exponent = Some(value);
            end += 1 + len;
        }
        Some(Self {
            token: &text[start..end],
            negative,
            integer,
            fraction,
            exponent,
        })
    }

    /// Whether the token is plain and so short that it is canonical without a doubt.
    #[inline(always)]
    pub(super) fn is_short(&self) -> bool {
        self.integer.len() + self.fraction.len() <= EXACT_DIGITS as usize && self.is_plain()
    }

    /// Whether the token is canonical.
    #[inline(never)]
    pub(super) fn is_canonical(&self) -> bool {
        self.canonical().is_some_and(|canonical| {
            let token = self.token.as_bytes();
            canonical.text.is_none_or(|text| text.as_bytes() == token)
        })
    }

    /// The canonical form of this number; `None` beyond the range of a double.
    #[inline]
    pub(super) fn canonical(&self) -> Option<CanonicalNumber> {
        let as_it_is = CanonicalNumber {
            text: None,
            lossless: true,
        };
        if self.is_short() {
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
        let quick = decimal.as_ref().and_then(Decimal::nearest);
        let value = match quick {
            Some(value) => value,
            None => self.token.parse::<f64>().ok()?.abs(),
        };
        if value.is_infinite() {
            return None;
        }
        let shortest = Decimal::shortest(value);
        let lossless = decimal.as_ref() == Some(&shortest);
        if lossless && self.is_plain() {
            return Some(as_it_is);
        }
        Some(CanonicalNumber {
            text: Some(shortest.to_text(self.negative && value != 0.0)),
            lossless,
        })
    }

    /// Whether the notation is canonical, if only the digits are: no exponent, nor a value that
    /// takes one, no zero at the end of the fraction, and not `-0`.
    #[inline(always)]
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
            let digits = append_all(append_all(0, self.integer), self.fraction);
            return Some(Decimal::new(digits, exponent));
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

/// Scans an exponent behind its `e`: its value and its length. One that is very large is cut down
/// to one that is still far beyond any double.
#[inline(never)]
fn scan_exponent(bytes: &[u8], start: usize) -> Option<(i64, usize)> {
    const FAR: i64 = 1 << 40;
    let sign = bytes.get(start).filter(|byte| matches!(byte, b'+' | b'-'));
    let first = start + usize::from(sign.is_some());
    let end = first + digits_len(bytes, first);
    let magnitude = bytes[first..end].iter().fold(0, |value, digit| {
        (value * 10 + i64::from(digit - b'0')).min(FAR)
    });
    let negative = sign == Some(&b'-');
    let exponent = if negative { -magnitude } else { magnitude };
    (end > first).then_some((exponent, end - start))
}

/// Appends digits to a number.
#[inline]
fn append_all(mut number: u64, digits: &[u8]) -> u64 {
    let (words, rest) = digits.as_chunks();
    for word in words {
        number = number.wrapping_mul(POWERS[8]).wrapping_add(value(*word, 8));
    }
    match digits.last_chunk() {
        // How many digits are left is not to be predicted, so there is no loop over them.
        Some(word) => number
            .wrapping_mul(POWERS[rest.len()])
            .wrapping_add(value(*word, rest.len())),
        None => rest.iter().fold(number, append),
    }
}

static POWERS: [u64; 9] = [
    1,
    10,
    100,
    1000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];

/// The value of the last `count` digits of eight: of pairs, then of fours, then of all.
#[inline(always)]
fn value(word: [u8; 8], count: usize) -> u64 {
    const ZEROS: u64 = u64::from_ne_bytes([b'0'; 8]);
    // The other digits, which are the low bytes, become zeros.
    let zeros = 8 * (8 - count) / 2;
    let ones = (u64::from_le_bytes(word) ^ ZEROS) & (u64::MAX << zeros << zeros);
    let pairs = ones.wrapping_mul(10).wrapping_add(ones >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = pairs.wrapping_mul(100).wrapping_add(pairs >> 16) & 0x0000_ffff_0000_ffff;
    fours.wrapping_mul(10_000).wrapping_add(fours >> 32) & 0xffff_ffff
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
