//! Powers of ten to 128 bits, computed at compile time.

/// The lowest and the highest power that doubles need.
const LOWEST: i32 = -292;
const HIGHEST: i32 = 324;
const COUNT: usize = (HIGHEST - LOWEST + 1).unsigned_abs() as usize;
/// Where 10^0 stands in the table.
const ONE: usize = LOWEST.unsigned_abs() as usize;

static POWERS: [u128; COUNT] = powers();

/// 10^`exponent` times the power of two that brings it to `2^127..2^128`, rounded up to an
/// integer. The exponent must be one that doubles need.
pub(super) fn power_of_ten(exponent: i32) -> u128 {
    let index = usize::try_from(exponent - LOWEST);
    index
        .ok()
        .and_then(|index| POWERS.get(index))
        .map_or(0, |power| *power)
}

/// The limbs of a large number, the lowest first: room for 10^324, and for 2^1151 to be divided.
type Large = [u64; LIMBS];
const LIMBS: usize = 18;

const fn powers() -> [u128; COUNT] {
    let mut powers = [0; COUNT];

    let mut power = [0; LIMBS];
    power[0] = 1;
    let mut index = ONE;
    while index < COUNT {
        let (leading, exact) = leading_bits(&power);
        powers[index] = if exact { leading } else { leading + 1 };
        power = times_ten(power);
        index += 1;
    }

    // 10^-n is never exact in binary, so floor(2^1151 / 10^n) always lies below it.
    power = [0; LIMBS];
    power[LIMBS - 1] = 1 << 63;
    index = ONE;
    while index > 0 {
        index -= 1;
        power = tenth(power);
        powers[index] = leading_bits(&power).0 + 1;
    }
    powers
}

/// The 128 leading bits of a number, and whether all others are zero.
const fn leading_bits(number: &Large) -> (u128, bool) {
    let mut top = LIMBS - 1;
    while number[top] == 0 {
        top -= 1;
    }
    let mut window = [0; 3];
    let mut exact = true;
    let mut limb = 0;
    while limb <= top {
        if limb + 3 > top {
            window[top - limb] = number[limb];
        } else if number[limb] != 0 {
            exact = false;
        }
        limb += 1;
    }
    let [high, middle, low] = window;
    let shift = high.leading_zeros();
    let leading = ((high as u128) << 64 | middle as u128) << shift;
    if shift == 0 {
        return (leading, exact && low == 0);
    }
    (
        leading | (low >> (64 - shift)) as u128,
        exact && low << shift == 0,
    )
}

const fn times_ten(mut number: Large) -> Large {
    let mut carry = 0;
    let mut limb = 0;
    while limb < LIMBS {
        let product = number[limb] as u128 * 10 + carry;
        number[limb] = low_half(product);
        carry = product >> 64;
        limb += 1;
    }
    number
}

const fn tenth(mut number: Large) -> Large {
    let mut remainder = 0;
    let mut limb = LIMBS;
    while limb > 0 {
        limb -= 1;
        let dividend = remainder << 64 | number[limb] as u128;
        number[limb] = low_half(dividend / 10);
        remainder = dividend % 10;
    }
    number
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the low half is what is asked for"
)]
const fn low_half(number: u128) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::power_of_ten;

    /// Independent values: `ceil(Fraction(10)**k * 2**(127 - floor(log2(10**k))))` in Python.
    #[test]
    fn matches_exact_arithmetic() {
        assert_eq!(power_of_ten(0), 1 << 127);
        assert_eq!(power_of_ten(1), 10 << 124);
        assert_eq!(power_of_ten(-1), 0xcccccccc_cccccccc_cccccccc_cccccccd);
        assert_eq!(power_of_ten(-292), 0xff77b1fc_bebcdc4f_25e8e89c_13bb0f7b);
        assert_eq!(power_of_ten(-200), 0xc3f490aa_77bd60fc_bedbfc44_11068a9d);
        assert_eq!(power_of_ten(-27), 0x9e74d1b7_91e07e48_775ea264_cf55347e);
        assert_eq!(power_of_ten(27), 0xcecb8f27_f4200f3a_00000000_00000000);
        assert_eq!(power_of_ten(55), 0xd0cf4b50_cfe20765_fff4b4e3_f741cf6d);
        assert_eq!(power_of_ten(56), 0x82818f12_81ed449f_bff8f10e_7a8921a5);
        assert_eq!(power_of_ten(100), 0x924d692c_a61be758_593c2626_705f9c57);
        assert_eq!(power_of_ten(324), 0x9e19db92_b4e31ba9_6c07a2c2_6a8346d2);
    }
}
