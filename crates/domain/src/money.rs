//! Money: whole cents, never a float. Reading what people type, writing what French readers expect.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// An amount in euro cents. Debit positive, credit negative wherever a sign says the side.
///
/// Overflow panics (`overflow-checks` is on in release): 92 million billion euros is a bug, not a sum.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Cents(pub i64);

/// Why a typed amount was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// Nothing that looks like an amount.
    #[error("« {0} » n'est pas un montant")]
    NotAnAmount(String),
    /// More than two decimals: rounding would hide money.
    #[error("« {0} » a plus de deux décimales")]
    TooPrecise(String),
    /// Beyond what an amount can hold.
    #[error("« {0} » est trop grand")]
    TooLarge(String),
}

impl Cents {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// The distance to zero.
    #[must_use]
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// `1234,56`: no grouping, decimal comma, as a FEC wants it (LPF art. A47 A-1).
    pub fn to_fec(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let units = self.0.unsigned_abs();
        format!("{sign}{},{:02}", units / 100, units % 100)
    }

    /// `1 234,56` with narrow no-break spaces and a true minus, without the currency.
    pub fn plain(self) -> String {
        let units = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "\u{2212}" } else { "" };
        format!("{sign}{},{:02}", group(units / 100), units % 100)
    }

    /// `1 234 €`, to the nearest euro (half away from zero), for headlines.
    pub fn euros(self) -> String {
        let rounded = (self.0.unsigned_abs() + 50) / 100;
        let sign = if self.0 < 0 && rounded > 0 { "\u{2212}" } else { "" };
        format!("{sign}{}\u{a0}€", group(rounded))
    }

    /// Reads what a person types or a spreadsheet writes: `1 234,56`, `1.234,56`, `1,234.56`,
    /// `+12`, `-,34`. The last comma or point followed by at most two digits is the decimal mark.
    ///
    /// # Errors
    /// Says which text was not an amount, was too precise, or was too large.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let fail = || AmountError::NotAnAmount(text.trim().to_owned());
        let cleaned: String = text
            .trim()
            .trim_end_matches('€')
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
            .map(|c| if c == '\u{2212}' { '-' } else { c })
            .collect();
        let (negative, digits) = match cleaned.as_bytes().first() {
            Some(b'-') => (true, &cleaned[1..]),
            Some(b'+') => (false, &cleaned[1..]),
            _ => (false, cleaned.as_str()),
        };
        if !digits.bytes().any(|b| b.is_ascii_digit())
            || !digits.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
        {
            return Err(fail());
        }
        let (whole, decimals) = split_decimals(digits, text)?;
        let mut cents: i64 = 0;
        for byte in whole.bytes().chain(format!("{decimals:0<2}").bytes()) {
            cents = cents
                .checked_mul(10)
                .and_then(|c| c.checked_add(i64::from(byte - b'0')))
                .ok_or_else(|| AmountError::TooLarge(text.trim().to_owned()))?;
        }
        Ok(Self(if negative { -cents } else { cents }))
    }
}

/// Cuts `1.234,56` into `1234` and `56`; grouping marks must stand every three digits.
fn split_decimals(digits: &str, text: &str) -> Result<(String, String), AmountError> {
    let fail = || AmountError::NotAnAmount(text.trim().to_owned());
    let marks: Vec<(usize, char)> =
        digits.char_indices().filter(|(_, c)| !c.is_ascii_digit()).collect();
    let Some(&(last, mark)) = marks.last() else {
        return Ok((digits.to_owned(), String::new()));
    };
    let same = marks.iter().filter(|(_, c)| *c == mark).count();
    let decimals = &digits[last + 1..];
    let grouping_only = same > 1;
    if !grouping_only && decimals.len() > 2 {
        return Err(AmountError::TooPrecise(text.trim().to_owned()));
    }
    let (whole, decimals) = if grouping_only { (digits, "") } else { (&digits[..last], decimals) };
    let groups: Vec<&str> = whole.split([',', '.']).collect();
    let well_grouped = groups.len() == 1
        || (!groups[0].is_empty()
            && groups[0].len() <= 3
            && groups[1..].iter().all(|g| g.len() == 3)
            && marks.iter().take(groups.len() - 1).all(|(_, c)| *c == marks[0].1));
    if !well_grouped {
        return Err(fail());
    }
    Ok((groups.concat(), decimals.to_owned()))
}

/// Groups digits by three with narrow no-break spaces.
pub fn group(units: u64) -> String {
    let digits = units.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    out
}

/// `1 234,56 €`, ready for a French page.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}€", self.plain())
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod laws {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_shown_reads_back(cents in -9_000_000_000_000_000i64..9_000_000_000_000_000) {
            let amount = Cents(cents);
            prop_assert_eq!(Cents::parse(&amount.to_string()), Ok(amount));
            prop_assert_eq!(Cents::parse(&amount.to_fec()), Ok(amount));
        }

        #[test]
        fn no_text_panics(text in ".{0,24}") {
            let _ = Cents::parse(&text);
        }
    }

    #[test]
    fn what_people_type() {
        for (text, cents) in [
            ("2.020,34", 202_034),
            ("2,020.34", 202_034),
            ("2 020,34", 202_034),
            ("+2020.34", 202_034),
            ("-,34", -34),
            (",12", 12),
            ("0,3", 30),
            ("1 350 000 €", 135_000_000),
        ] {
            assert_eq!(Cents::parse(text), Ok(Cents(cents)), "{text}");
        }
        for text in ["", "0,0,12", "abc", "1.2.3", "--1", "1,234"] {
            assert!(Cents::parse(text).is_err(), "{text}");
        }
    }
}
