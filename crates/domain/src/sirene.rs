//! SIREN and SIRET: the numbers of the Sirene register, refused when their key is wrong, with a
//! sentence that says what is wrong with the figures. A number that is read here is well formed; it
//! does not follow that the register knows it.

use std::fmt;
use std::str::FromStr;

use crate::issue::quoted;

/// Nine figures that name a legal entity; the last one is Luhn's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siren(u32);

/// Fourteen figures that name an establishment: its entity's SIREN, four of rank, Luhn's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Siret(u64);

/// La Poste, whose post offices outgrew Luhn's key.
const LA_POSTE: Siren = Siren(356_000_000);
/// The head office of La Poste, which keeps Luhn's key.
const LA_POSTE_HEAD_OFFICE: u64 = 35_600_000_000_048;

/// Why a number is no SIREN or no SIRET.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SireneError {
    /// No figure at all.
    #[error("le numéro {kind} est vide : il compte {length} chiffres")]
    Empty {
        /// `SIREN` or `SIRET`.
        kind: &'static str,
        /// How many figures are due.
        length: usize,
    },
    /// Something that is neither a figure nor a space.
    #[error("{} n'est pas un numéro {kind} : « {found} » n'est pas un chiffre", quoted(.text))]
    NotADigit {
        /// `SIREN` or `SIRET`.
        kind: &'static str,
        /// The text as given.
        text: String,
        /// The first character that is no figure.
        found: char,
    },
    /// Too many or too few figures.
    #[error("{} compte {found} chiffres : un numéro {kind} en compte {length}", quoted(.text))]
    Length {
        /// `SIREN` or `SIRET`.
        kind: &'static str,
        /// The text as given.
        text: String,
        /// How many figures were given.
        found: usize,
        /// How many are due.
        length: usize,
    },
    /// Zeros only: Luhn's key agrees, the register does not.
    #[error("{} ne contient que des zéros : ce n'est pas un numéro {kind}", quoted(.text))]
    Zeros {
        /// `SIREN` or `SIRET`.
        kind: &'static str,
        /// The text as given.
        text: String,
    },
    /// The figures do not agree with their key.
    #[error(
        "la clé du numéro {kind} {number} est fausse : son dernier chiffre est {found}, \
         les autres appellent {expected} ; vérifiez chaque chiffre"
    )]
    Key {
        /// `SIREN` or `SIRET`.
        kind: &'static str,
        /// The number without spaces.
        number: String,
        /// The last figure given.
        found: u32,
        /// The last figure that the others call for.
        expected: u32,
    },
    /// An establishment of La Poste whose figures do not add up to a multiple of five.
    #[error(
        "le numéro SIRET {number} est faux : les chiffres d'un SIRET de La Poste font un multiple \
         de 5, ceux-ci font {sum} ; vérifiez chaque chiffre"
    )]
    LaPoste {
        /// The number without spaces.
        number: String,
        /// The sum of its figures.
        sum: u32,
    },
}

/// Keeps the figures of a text, spaces left out, and checks their number.
fn digits(kind: &'static str, length: usize, text: &str) -> Result<Vec<u32>, SireneError> {
    let mut found = Vec::with_capacity(length);
    let mut count = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let digit = c.to_digit(10).ok_or_else(|| SireneError::NotADigit {
            kind,
            text: text.chars().take(60).collect(),
            found: if c.is_control() { '\u{fffd}' } else { c },
        })?;
        count += 1;
        if count <= length {
            found.push(digit);
        }
    }
    if count == 0 {
        return Err(SireneError::Empty { kind, length });
    }
    let text = || text.chars().take(60).collect();
    if count != length {
        return Err(SireneError::Length { kind, text: text(), found: count, length });
    }
    if found.iter().all(|d| *d == 0) {
        return Err(SireneError::Zeros { kind, text: text() });
    }
    Ok(found)
}

/// The last figure that Luhn's key calls for, given all the others.
fn luhn_key(others: &[u32]) -> u32 {
    let sum: u32 = others
        .iter()
        .rev()
        .enumerate()
        .map(|(i, digit)| match (i % 2 == 0, digit * 2) {
            (true, doubled) => doubled / 10 + doubled % 10,
            (false, _) => *digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

/// Checks Luhn's key on the last figure.
fn check_key(kind: &'static str, digits: &[u32]) -> Result<(), SireneError> {
    let (found, others) = digits.split_last().expect("the length is checked before");
    let expected = luhn_key(others);
    if *found == expected {
        return Ok(());
    }
    Err(SireneError::Key { kind, number: joined(digits), found: *found, expected })
}

fn joined(digits: &[u32]) -> String {
    digits.iter().map(u32::to_string).collect()
}

fn number(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |n, d| n * 10 + u64::from(*d))
}

impl Siren {
    /// Reads nine figures, spaces allowed anywhere.
    ///
    /// # Errors
    /// Says which character is no figure, how many figures there are, or which key was expected.
    pub fn parse(text: &str) -> Result<Self, SireneError> {
        let digits = digits("SIREN", 9, text)?;
        check_key("SIREN", &digits)?;
        Ok(Self(number(&digits) as u32))
    }

    /// `732 829 320`, for a page.
    pub fn spaced(self) -> String {
        let n = self.0;
        format!("{:03}\u{a0}{:03}\u{a0}{:03}", n / 1_000_000, n / 1000 % 1000, n % 1000)
    }
}

impl Siret {
    /// Reads fourteen figures, spaces allowed anywhere. Both the SIREN inside and the whole must
    /// agree with their keys; the post offices of La Poste (SIREN 356 000 000) are checked by the
    /// sum of their figures, a multiple of five, and its head office by Luhn's key.
    ///
    /// # Errors
    /// Says which character is no figure, how many figures there are, or which key was expected.
    pub fn parse(text: &str) -> Result<Self, SireneError> {
        let digits = digits("SIRET", 14, text)?;
        check_key("SIREN", &digits[..9])?;
        let siret = Self(number(&digits));
        if siret.siren() == LA_POSTE && siret.0 != LA_POSTE_HEAD_OFFICE {
            let sum: u32 = digits.iter().sum();
            if !sum.is_multiple_of(5) {
                let number = joined(&digits);
                return Err(SireneError::LaPoste { number, sum });
            }
        } else {
            check_key("SIRET", &digits)?;
        }
        Ok(siret)
    }

    /// The entity it belongs to.
    pub fn siren(self) -> Siren {
        Siren((self.0 / 100_000) as u32)
    }

    /// `732 829 320 00074`, for a page.
    pub fn spaced(self) -> String {
        format!("{}\u{a0}{:05}", self.siren().spaced(), self.0 % 100_000)
    }
}

/// Nine figures without spaces, as files and registers want them.
impl fmt::Display for Siren {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

/// Fourteen figures without spaces, as files and registers want them.
impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:014}", self.0)
    }
}

impl FromStr for Siren {
    type Err = SireneError;
    fn from_str(text: &str) -> Result<Self, SireneError> {
        Self::parse(text)
    }
}

impl FromStr for Siret {
    type Err = SireneError;
    fn from_str(text: &str) -> Result<Self, SireneError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_numbers_are_read_and_shown() {
        let siren = Siren::parse(" 732 829\u{a0}320 ").unwrap();
        assert_eq!(siren.to_string(), "732829320");
        assert_eq!(siren.spaced(), "732\u{a0}829\u{a0}320");
        let siret = Siret::parse("732 829 320 00074").unwrap();
        assert_eq!(siret.to_string(), "73282932000074");
        assert_eq!(siret.siren(), siren);
        assert_eq!(siret.spaced(), "732\u{a0}829\u{a0}320\u{a0}00074");
        assert_eq!("005520135".parse::<Siren>().unwrap().to_string(), "005520135");
    }

    #[test]
    fn la_poste_has_its_own_key() {
        assert!(Siren::parse("356000000").is_ok());
        assert!(Siret::parse("35600000000048").is_ok(), "the head office keeps Luhn's key");
        assert!(Siret::parse("35600000049837").is_ok(), "the figures add up to 45");
        assert_eq!(
            Siret::parse("35600000049838").unwrap_err().to_string(),
            "le numéro SIRET 35600000049838 est faux : les chiffres d'un SIRET de La Poste font un \
             multiple de 5, ceux-ci font 46 ; vérifiez chaque chiffre"
        );
        assert!(
            matches!(Siret::parse("73282932000073"), Err(SireneError::Key { .. })),
            "no one else has that exception"
        );
    }

    #[test]
    fn each_fault_has_its_sentence() {
        let said = |text: &str| Siren::parse(text).unwrap_err().to_string();
        assert_eq!(said("  "), "le numéro SIREN est vide : il compte 9 chiffres");
        assert_eq!(
            said("73282932O"),
            "« 73282932O » n'est pas un numéro SIREN : « O » n'est pas un chiffre"
        );
        assert_eq!(said("7328293"), "« 7328293 » compte 7 chiffres : un numéro SIREN en compte 9");
        assert_eq!(
            said("732829321"),
            "la clé du numéro SIREN 732829321 est fausse : son dernier chiffre est 1, les autres \
             appellent 0 ; vérifiez chaque chiffre"
        );
        assert_eq!(
            said("000000000"),
            "« 000000000 » ne contient que des zéros : ce n'est pas un numéro SIREN"
        );
        let wrong_inside = Siret::parse("73282932100074").unwrap_err();
        assert!(wrong_inside.to_string().contains("SIREN 732829321"));
    }

    #[test]
    fn arabic_digits_and_long_texts_are_refused() {
        assert!(Siren::parse("٧٣٢٨٢٩٣٢٠").is_err());
        let long = Siret::parse(&"7".repeat(1_000_000)).unwrap_err();
        assert!(long.to_string().len() < 200);
        assert!(long.to_string().contains("1000000 chiffres"));
    }

    proptest! {
        #[test]
        fn one_wrong_figure_is_always_seen(eight in 1u32..100_000_000, place in 0usize..9, shift in 1u8..10) {
            let others: Vec<u32> = format!("{eight:08}").chars().filter_map(|c| c.to_digit(10)).collect();
            let text = format!("{eight:08}{}", luhn_key(&others));
            prop_assert_eq!(Siren::parse(&text).unwrap().to_string(), text.clone());
            let mut bytes = text.into_bytes();
            bytes[place] = b'0' + (bytes[place] - b'0' + shift) % 10;
            let wrong = String::from_utf8(bytes).unwrap();
            prop_assert!(Siren::parse(&wrong).is_err());
        }

        #[test]
        fn no_text_panics(text in ".{0,30}") {
            let _ = Siren::parse(&text);
            let _ = Siret::parse(&text);
        }
    }
}
