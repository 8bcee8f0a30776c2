//! The double nearest to a decimal, for the decimals of which a product of 64 and 128 bits tells.
//!
//! Daniel Lemire, "Number parsing at a gigabyte per second" (2021), less its handling of what is
//! close to the middle between two doubles: that is left to the standard library.

use super::{powers::power_of_ten, shortest::floor_log2_of_power};

/// With up to 20 digits, these are normal doubles, and their powers of ten are in the table.
const EXPONENTS: core::ops::RangeInclusive<i64> = -290..=285;
/// The bits of the product that a significand of 53 bits leaves.
const REST: u32 = 128 - 53;

/// The double nearest to `digits` × 10^`exponent`; `None` if this cannot tell. The digits must not
/// be zero.
pub(super) fn nearest(digits: u64, exponent: i64) -> Option<f64> {
    let exponent = i32::try_from(exponent).ok()?;
    if digits == 0 || !EXPONENTS.contains(&exponent.into()) {
        return None;
    }
    let zeros = digits.leading_zeros();
    let factor = u128::from(digits << zeros);
    let scale = power_of_ten(exponent);
    let low = (scale & u128::from(u64::MAX)) * factor;
    let product = (scale >> 64) * factor + (low >> 64);
    let shift = product.leading_zeros();
    let product = product << shift;

    // The power was rounded up by less than 1, so the product is off by less than 2 in its last
    // places, and by less than 4 once it is shifted.
    let middle = 1 << (REST - 1);
    let rest = product & ((1 << REST) - 1);
    if rest.abs_diff(middle) < 4 {
        return None;
    }
    let significand = u64::try_from(product >> REST).ok()? + u64::from(rest > middle);
    let binary =
        floor_log2_of_power(exponent) - 63 + REST.cast_signed() - (zeros + shift).cast_signed();
    // A significand that was rounded up to 2^53 carries over into the exponent, as it should.
    let biased = u64::try_from(binary + 1075 - 1).ok()?;
    Some(f64::from_bits((biased << 52) + significand))
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::nearest;

    /// The standard library reads decimals exactly.
    #[test]
    fn agrees_with_the_standard_library() {
        let mut state = 8785_u64;
        let mut decided = 0;
        for round in 0..200_000_u32 {
            // Knuth's generator; its high bits are the better ones.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let digits = (state >> (round % 60)).max(1);
            let exponent = i64::from(round % 640) - 320;
            let text = format!("{digits}e{exponent}");
            if let Some(value) = nearest(digits, exponent) {
                assert_eq!(text.parse(), Ok(value), "{text}");
                decided += 1;
            }
        }
        assert!(decided > 170_000, "{decided}");
    }

    #[test]
    fn the_middle_between_doubles_is_left_to_others() {
        assert_eq!(nearest(9_007_199_254_740_993, 0), None);
        assert_eq!(nearest(9_007_199_254_740_995, 0), None);
        assert_eq!(
            nearest(9_007_199_254_740_994, 0),
            Some(9_007_199_254_740_994.0)
        );
        assert_eq!(nearest(u64::MAX, 0), Some(18_446_744_073_709_551_616.0));
        assert_eq!(nearest(1, 0), Some(1.0));
    }
}
