//! Recognising one person in the files of several associations without keeping an identity number.
//!
//! Two files speak of the same person when surname, first name and birth date agree once capitals,
//! accents, spaces, hyphens and apostrophes are put aside; the sex, which files often mistype, does
//! not count. Outside an association only a mark travels, made with a key of the instance: it
//! matches, and tells nothing to those without the key.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::jobs::Person;
use crate::words::{hex, unhex};

/// Upper-case letters only: `LE GOFF-O'Brien` is `LEGOFFOBRIEN`, `Œuvré` is `OEUVRE`.
pub fn letters(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    for c in name.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            'œ' | 'Œ' => kept.push_str("OE"),
            'æ' | 'Æ' => kept.push_str("AE"),
            'ß' | 'ẞ' => kept.push_str("SS"),
            'þ' | 'Þ' => kept.push_str("TH"),
            'ø' | 'Ø' => kept.push('O'),
            'ł' | 'Ł' => kept.push('L'),
            'đ' | 'Đ' | 'ð' | 'Ð' => kept.push('D'),
            'ħ' | 'Ħ' => kept.push('H'),
            'ŧ' | 'Ŧ' => kept.push('T'),
            // Letters that some keyboards write for an apostrophe.
            '\u{2b0}'..='\u{2ff}' => {}
            _ if c.is_alphabetic() => kept.extend(c.to_uppercase()),
            _ => {}
        }
    }
    kept
}

/// `LEGOFFOBRIEN|ZOE|1984-03-12`: what two files must share to speak of the same person.
pub fn normalise(person: &Person) -> String {
    format!("{}|{}|{}", letters(&person.last_name), letters(&person.first_name), person.birth)
}

/// The secret of an instance, from which marks are made; never shown, not even when debugging.
#[derive(Clone)]
pub struct IdentityKey([u8; 32]);

/// The mark of a person: equal for equal persons under one key, and nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdentityMark(pub [u8; 32]);

/// Separates these marks from any other use of the key; a new reading of names takes a new number.
const PURPOSE: &[u8] = b"collectif identity 1";

impl IdentityKey {
    /// Takes the secret, 32 bytes drawn at random when the instance is made.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// HMAC-SHA-256 of the normalised parts, each preceded by its length, so that `AB` + `C` is
    /// not `A` + `BC`.
    ///
    /// # Panics
    /// Never: HMAC takes a key of any length.
    pub fn mark(&self, person: &Person) -> IdentityMark {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        let last = letters(&person.last_name);
        let first = letters(&person.first_name);
        let birth = person.birth.to_string();
        for part in [PURPOSE, last.as_bytes(), first.as_bytes(), birth.as_bytes()] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        IdentityMark(mac.finalize().into_bytes().into())
    }
}

impl fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentityKey(secret)")
    }
}

impl IdentityMark {
    /// Reads back the 64 hexadecimal figures that [`fmt::Display`] writes; `None` for other text.
    pub fn parse(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }
}

/// 64 hexadecimal figures.
impl fmt::Display for IdentityMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for IdentityMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityMark({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn person(last: &str, first: &str, sex: &str) -> Person {
        Person {
            last_name: last.to_owned(),
            first_name: first.to_owned(),
            birth: NaiveDate::from_ymd_opt(1984, 3, 12).unwrap(),
            sex: sex.to_owned(),
        }
    }

    #[test]
    fn one_person_however_typed() {
        let reference = normalise(&person("LE GOFF-O'Brien,", "Zoé", "F"));
        assert_eq!(reference, "LEGOFFOBRIEN|ZOE|1984-03-12");
        for (last, first, sex) in [
            ("Le Goff O Brien", "Zoe", "F"),
            ("le  goff o\u{2019}brien", "ZOÉ", "X"),
            ("LEGOFF O\u{2bc}BRIEN", " Zoe\u{301} ", "H"),
        ] {
            assert_eq!(normalise(&person(last, first, sex)), reference);
        }
    }

    #[test]
    fn ligatures_and_letters_of_elsewhere() {
        for (typed, kept) in [
            ("Lœtitia", "LOETITIA"),
            ("CÆSAR", "CAESAR"),
            ("Strauß", "STRAUSS"),
            ("STRAUẞ", "STRAUSS"),
            ("Nuñez-Çelik", "NUNEZCELIK"),
            ("Łukasz Ørsted Đorđe", "LUKASZORSTEDDORDE"),
            ("İpek Işık", "IPEKISIK"),
            ("Наталья", "НАТАЛЬЯ"),
            ("Nguyễn Thị 2", "NGUYENTHI"),
        ] {
            assert_eq!(letters(typed), kept, "{typed}");
        }
    }

    #[test]
    fn a_mark_matches_and_hides() {
        let key = IdentityKey::new([7; 32]);
        let mark = key.mark(&person("Le Goff", "Zoé", "F"));
        assert_eq!(mark, key.mark(&person("LE-GOFF", "zoe", "")));
        assert_ne!(mark, IdentityKey::new([8; 32]).mark(&person("Le Goff", "Zoé", "F")));
        assert_ne!(key.mark(&person("AB", "C", "F")), key.mark(&person("A", "BC", "F")));
        assert_ne!(
            key.mark(&person("Martin", "Paul", "H")),
            key.mark(&person("Paul", "Martin", "H"))
        );
        assert_eq!(format!("{key:?}"), "IdentityKey(secret)");
        assert_eq!(IdentityMark::parse(&mark.to_string()), Some(mark));
        assert_eq!(IdentityMark::parse("é".repeat(32).as_str()), None);
    }

    /// Bases keep marks: a change of this value loses every match made before.
    #[test]
    fn marks_stay_the_same_from_one_version_to_the_next() {
        assert_eq!(
            IdentityKey::new([0; 32]).mark(&person("Le Goff", "Zoé", "F")).to_string(),
            "a6c3738f70ee1dbd64174ef9665dfd312938e378683727016df388f36a11395b"
        );
    }

    proptest! {
        #[test]
        fn letters_are_a_fixed_point(name in "\\PC{0,30}") {
            let once = letters(&name);
            prop_assert_eq!(letters(&once), once);
        }

        #[test]
        fn capitals_and_marks_between_letters_change_nothing(name in "[a-zàâéèêëîïôùûüçœ]{1,12}", place in 0usize..12, mark in "[-' ,.’0-9]{1,3}") {
            let chars: Vec<char> = name.chars().collect();
            let place = place.min(chars.len());
            let cut: String = chars[..place].iter().collect::<String>() + &mark + &chars[place..].iter().collect::<String>();
            prop_assert_eq!(letters(&cut.to_uppercase()), letters(&name));
        }
    }
}
