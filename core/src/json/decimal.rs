//! Decimal numbers of up to 19 digits, and their notation.

use super::{nearest::nearest, shortest::shortest};
use crate::text::Text;

/// The value `digits` × 10^`exponent`; the digits do not end in 0, and for zero both are 0.
#[derive(PartialEq, Eq)]
pub(super) struct Decimal {
    pub(super) digits: u64,
    pub(super) exponent: i64,
}

impl Decimal {
    /// The longest text: a sign, `0.000000` and 17 digits are 26 bytes.
    pub(super) const TEXT_MAX: usize = 32;

    pub(super) fn new(mut digits: u64, mut exponent: i64) -> Self {
        if digits == 0 {
            exponent = 0;
        }
        while digits != 0 && digits.is_multiple_of(10) {
            digits /= 10;
            exponent += 1;
        }
        Self { digits, exponent }
    }

    /// The double nearest to this decimal, if that is easy to tell.
    pub(super) fn nearest(&self) -> Option<f64> {
        nearest(self.digits, self.exponent)
    }

    /// The shortest decimal that reads back as this double, and of those the nearest to it. The
    /// value must be finite and not negative.
    pub(super) fn shortest(value: f64) -> Self {
        if value == 0.0 {
            return Self::new(0, 0);
        }
        let (digits, exponent) = shortest(value);
        Self::new(digits, exponent.into())
    }

    /// ECMA-262, `Number::toString` with radix 10.
    pub(super) fn to_text(&self, negative: bool) -> Text<{ Self::TEXT_MAX }> {
        const ZEROS: &[u8; 21] = &[b'0'; 21];
        let mut digits = Text::<20>::EMPTY;
        digits.push_decimal(self.digits);
        let digits = digits.as_bytes();
        let point = self.exponent.saturating_add_unsigned(digits.len() as u64);
        let places = usize::try_from(point.unsigned_abs()).unwrap_or(usize::MAX);

        let mut text = Text::EMPTY;
        if negative {
            text.push(b"-");
        }
        match point {
            1..=21 if places >= digits.len() => {
                text.push(digits);
                text.push(&ZEROS[digits.len()..places]);
            }
            1..=21 => {
                let (integer, fraction) = digits.split_at(places);
                text.push(integer);
                text.push(b".");
                text.push(fraction);
            }
            -5..=0 => {
                text.push(b"0.");
                text.push(&ZEROS[..places]);
                text.push(digits);
            }
            _ => {
                let (first, rest) = digits.split_at(1);
                text.push(first);
                if !rest.is_empty() {
                    text.push(b".");
                    text.push(rest);
                }
                text.push(if point > 0 { b"e+" } else { b"e-" });
                text.push_decimal((point - 1).unsigned_abs());
            }
        }
        text
    }
}
