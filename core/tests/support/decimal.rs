//! Exact decimal values, to compare and rewrite numbers without binary rounding.

/// The value ±0.`digits` × 10^`exponent`: no zero at either end of the digits, none at all for 0.
/// Zero keeps its sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    pub(crate) digits: String,
    pub(crate) exponent: i128,
}

impl Decimal {
    /// The value of a number as JSON writes it.
    pub(crate) fn of(token: &str) -> Self {
        let unsigned = token.trim_start_matches('-');
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let written = format!("{integer}{fraction}");
        let significant = written.trim_start_matches('0');
        let leading_zeros = length(&written) - length(significant);
        let digits = significant.trim_end_matches('0').to_owned();
        let exponent = if digits.is_empty() {
            0
        } else {
            parse_exponent(exponent) + length(integer) - leading_zeros
        };
        Self {
            negative: token.starts_with('-'),
            digits,
            exponent,
        }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }
}

/// An exponent of more digits than 128 bits hold becomes one that is as far beyond every double.
fn parse_exponent(text: &str) -> i128 {
    text.parse().unwrap_or(if text.starts_with('-') {
        -(1 << 120)
    } else {
        1 << 120
    })
}

pub(crate) fn length(text: &str) -> i128 {
    i128::try_from(text.len()).unwrap_or(i128::MAX)
}
