//! Exact fractions: full-time equivalents and shares are rounded only when they are shown.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Sub};

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use serde::{Serialize, Serializer};

/// An exact quotient of whole numbers. Shown with two decimals, half away from zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fraction(BigRational);

impl Fraction {
    /// `numerator / denominator`.
    ///
    /// # Panics
    /// When the denominator is zero: callers read bases and references that are checked above zero.
    pub fn new(numerator: i64, denominator: i64) -> Self {
        Self(BigRational::new(BigInt::from(numerator), BigInt::from(denominator)))
    }

    /// Nothing.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// The number of hundredths, half away from zero: 0.125 is 13 hundredths.
    pub fn hundredths(&self) -> i64 {
        let scaled = &self.0 * BigRational::from_integer(BigInt::from(100));
        let half = BigRational::new(BigInt::from(1), BigInt::from(2));
        let rounded =
            if scaled.is_negative() { (scaled - half).ceil() } else { (scaled + half).floor() };
        rounded.to_integer().to_i64().unwrap_or(i64::MAX)
    }

    /// `68,00`, for a French page.
    pub fn french(&self) -> String {
        let hundredths = self.hundredths();
        let sign = if hundredths < 0 { "\u{2212}" } else { "" };
        let units = hundredths.unsigned_abs();
        format!("{sign}{},{:02}", crate::money::group(units / 100), units % 100)
    }
}

/// `68.00`: two decimals and a point, for machines.
impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.hundredths();
        let sign = if hundredths < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", hundredths.abs() / 100, hundredths.abs() % 100)
    }
}

impl Serialize for Fraction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Add for Fraction {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Fraction {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Mul for Fraction {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }
}
impl AddAssign for Fraction {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::zero(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_half_up_and_only_when_shown() {
        assert_eq!(Fraction::new(1, 8).to_string(), "0.13");
        assert_eq!(Fraction::new(-1, 8).to_string(), "-0.13");
        assert_eq!((0..3).map(|_| Fraction::new(1, 3)).sum::<Fraction>().to_string(), "1.00");
        assert_eq!(Fraction::new(123_456, 1).french(), "123\u{202f}456,00");
    }
}
