//! The shortest decimal that reads back as a double, and of those the nearest to it.
//!
//! Raffaello Giulietti's Schubfach ("The Schubfach way to render doubles", 2020): the decimals
//! of interest are the two multiples of 10^(k+1) and the two of 10^k around the double, where k
//! is chosen so that at least one of the latter lies in its rounding interval.

use core::hint::select_unpredictable;

use super::powers::power_of_ten;

const FRACTION_BITS: u32 = 52;
const HIDDEN_BIT: u64 = 1 << FRACTION_BITS;
/// The binary exponent of a subnormal's last bit.
const LOWEST_EXPONENT: i32 = -1074;

/// Returns `(digits, exponent)` for digits × 10^exponent. The value must be positive and finite.
pub(super) fn shortest(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let fraction = bits & (HIDDEN_BIT - 1);
    let biased = i32::try_from(bits >> FRACTION_BITS & 0x7ff).unwrap_or_default();
    let (significand, exponent) = match biased {
        0 => (fraction, LOWEST_EXPONENT),
        _ => (HIDDEN_BIT | fraction, LOWEST_EXPONENT + biased - 1),
    };
    // Below a power of two, doubles lie twice as close.
    let narrow_below = fraction == 0 && biased > 1;
    let even = significand % 2 == 0;

    // Everything is scaled by 4, so that the middles between doubles are integers too.
    let power = floor_log10(exponent, narrow_below);
    let shift = exponent + floor_log2_of_power(-power) + 1;
    let scale = power_of_ten(-power);
    let scaled = |quarters: u64| multiply_round_to_odd(scale, quarters << shift);
    let lower = scaled(4 * significand - if narrow_below { 1 } else { 2 }) + u64::from(!even);
    let middle = scaled(4 * significand);
    let upper = scaled(4 * significand + 2) - u64::from(!even);

    let floor = middle / 4;
    let tens = floor / 10;
    let tens_below = lower <= 40 * tens;
    let tens_above = 40 * tens + 40 <= upper;
    let below = lower <= 4 * floor;
    let above = 4 * floor + 4 <= upper;
    let half = 4 * floor + 2;
    let nearer_above = (middle > half) | ((middle == half) & (floor % 2 == 1));
    // None of this is to be predicted, so it is computed without branches.
    let round_up = select_unpredictable(below == above, nearer_above, above);
    let fewer = (floor >= 10) & (tens_below != tens_above);
    let digits = select_unpredictable(
        fewer,
        tens + u64::from(tens_above),
        floor + u64::from(round_up),
    );
    (digits, power + i32::from(fewer))
}

/// floor(log10(2^exponent)), or of 3/4 of it.
const fn floor_log10(exponent: i32, three_quarters: bool) -> i32 {
    let offset = if three_quarters { 524_031 } else { 0 };
    (exponent * 1_262_611 - offset) >> 22
}

/// floor(log2(10^exponent)).
pub(super) const fn floor_log2_of_power(exponent: i32) -> i32 {
    (exponent * 1_741_647) >> 19
}

/// The product's bits from 2^128 on, the last one set if any below is: enough to compare by.
fn multiply_round_to_odd(scale: u128, factor: u64) -> u64 {
    let factor = u128::from(factor);
    let low = (scale & u128::from(u64::MAX)) * factor;
    let high = (scale >> 64) * factor + (low >> 64);
    let [product, rest] = [high >> 64, high & u128::from(u64::MAX)];
    u64::try_from(product).unwrap_or(u64::MAX) | u64::from(rest > 1)
}
