//! One line cut into its eighteen fields, and what each must hold.

use std::borrow::Cow;

use chrono::NaiveDate;
use memchr::memchr_iter;

use super::amount::{self, BadAmount};
use super::header::Header;
use super::{Field, day};
use crate::Issues;

/// How the bytes of a file become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// ISO-8859-15, which has œ and €.
    Latin9,
}

impl Encoding {
    /// The text of a field.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Latin9 => encoding_rs::ISO_8859_15.decode_without_bom_handling(bytes).0,
        }
    }
}

/// The eighteen fields of a line, spaces trimmed.
pub struct Record<'a>([&'a [u8]; 18]);

/// What a line says once it is read: the part that sums and dates need.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Accounting date.
    pub date: NaiveDate,
    /// Cents, never negative.
    pub debit: i64,
    /// Cents, never negative; one side is zero.
    pub credit: i64,
    /// Day of validation, when the file has one.
    pub valid: Option<NaiveDate>,
}

impl<'a> Record<'a> {
    /// Cuts a line; the number of fields found when it is not the header's.
    pub fn split(line: &'a [u8], header: &Header) -> Result<Self, usize> {
        let mut fields = [&line[..0]; 18];
        let mut from = 0;
        let mut count = 0;
        for at in memchr_iter(header.separator, line).chain([line.len()]) {
            if let Some(field) = fields.get_mut(count) {
                *field = line[from..at].trim_ascii();
            }
            count += 1;
            from = at + 1;
        }
        let padded = count == header.columns + 1 && line.last() == Some(&header.separator);
        let record = Self(fields);
        // A separator inside a label also leaves one field too many; then the amounts stand askew.
        if count == header.columns
            || (padded && (header.trailing || record.amounts_in_place(header)))
        {
            Ok(record)
        } else {
            Err(count)
        }
    }

    fn amounts_in_place(&self, header: &Header) -> bool {
        let amount = |field| amount::read(self.get(field)).is_ok_and(|read| !read.empty);
        amount(Field::Debit) && (header.signed || amount(Field::Credit))
    }

    /// Journal and number of a line that cannot be read whole, as far as they can be told.
    pub fn entry_of_bad_line(line: &'a [u8], header: &Header) -> (&'a [u8], &'a [u8]) {
        let mut fields = line.split(|byte| *byte == header.separator).map(<[u8]>::trim_ascii);
        let journal = fields.next().unwrap_or_default();
        (journal, fields.nth(1).unwrap_or_default())
    }

    /// A field's bytes.
    pub fn get(&self, field: Field) -> &'a [u8] {
        self.0[field as usize]
    }

    /// Reads dates and amounts and checks the fields that must be filled, telling every problem.
    /// `None` when the line cannot be counted.
    pub fn facts(&self, header: &Header, line: u64, issues: &mut Issues) -> Option<Facts> {
        let mut good = true;
        for field in FILLED {
            if self.get(field).is_empty() {
                let message = format!("le champ {} est vide ; il doit être rempli", field.name());
                issues.error("empty-field", Some(line), Some(field.name()), message);
                good = false;
            }
        }
        let date = self.day(Field::EcritureDate, line, issues);
        good &= self.day(Field::PieceDate, line, issues).is_some();
        let valid = self.optional_day(Field::ValidDate, line, issues);
        let lettered = self.optional_day(Field::DateLet, line, issues);
        good &= valid.is_ok() && lettered.is_ok() && self.account_starts_with_digits(line, issues);
        let sides = self.sides(header, line, issues);
        match (date, sides) {
            (Some(date), Some((debit, credit))) if good => {
                Some(Facts { date, debit, credit, valid: valid.ok().flatten() })
            }
            _ => None,
        }
    }

    fn account_starts_with_digits(&self, line: u64, issues: &mut Issues) -> bool {
        let account = self.get(Field::CompteNum);
        let good = account.len() >= 3 && account[..3].iter().all(u8::is_ascii_digit);
        if !good && !account.is_empty() {
            let account = shown(account);
            let message = format!(
                "le compte « {account} » ne commence pas par trois chiffres, comme l'exige le plan comptable"
            );
            issues.error("bad-account", Some(line), Some("CompteNum"), message);
        }
        good
    }

    fn day(&self, field: Field, line: u64, issues: &mut Issues) -> Option<NaiveDate> {
        let bytes = self.get(field);
        if bytes.is_empty() {
            return None;
        }
        let Some(read) = day::read(bytes) else {
            let text = shown(bytes);
            let message = format!("« {text} » n'est pas une date du calendrier (AAAAMMJJ attendu)");
            issues.error("bad-date", Some(line), Some(field.name()), message);
            return None;
        };
        if read.odd {
            issues.warn("date-format", Some(line), Some(field.name()), || {
                format!(
                    "« {} » est lue {} : une date de FEC s'écrit AAAAMMJJ",
                    shown(bytes),
                    crate::calendar::short(read.day)
                )
            });
        }
        Some(read.day)
    }

    fn optional_day(
        &self,
        field: Field,
        line: u64,
        issues: &mut Issues,
    ) -> Result<Option<NaiveDate>, ()> {
        if self.get(field).is_empty() {
            return Ok(None);
        }
        self.day(field, line, issues).map(Some).ok_or(())
    }

    /// Debit and credit in cents: a negative amount goes to the other side, both sides are netted.
    fn sides(&self, header: &Header, line: u64, issues: &mut Issues) -> Option<(i64, i64)> {
        let (debit, credit) = if header.signed {
            self.signed_sides(line, issues)?
        } else {
            let debit = self.amount(Field::Debit, "Debit", line, issues);
            let credit = self.amount(Field::Credit, "Credit", line, issues);
            (debit?, credit?)
        };
        if debit < 0 || credit < 0 {
            issues.warn("negative-amount", Some(line), None, || {
                "un montant négatif est porté de l'autre côté".to_owned()
            });
        }
        let (mut left, mut right) = (debit.max(0), credit.max(0));
        left = left.checked_add((-credit).max(0))?;
        right = right.checked_add((-debit).max(0))?;
        if left > 0 && right > 0 {
            issues.warn("both-sides", Some(line), None, || {
                format!(
                    "débit {} et crédit {} sur une même ligne : seule la différence est retenue",
                    crate::Cents(left),
                    crate::Cents(right)
                )
            });
            let net = left - right;
            (left, right) = (net.max(0), (-net).max(0));
        }
        if left == 0 && right == 0 {
            issues.warn("zero-line", Some(line), None, || {
                "une ligne ne porte aucun montant".to_owned()
            });
        }
        Some((left, right))
    }

    fn signed_sides(&self, line: u64, issues: &mut Issues) -> Option<(i64, i64)> {
        let amount = self.amount(Field::Debit, "Montant", line, issues);
        match self.get(Field::Credit) {
            b"D" | b"d" | b"+1" | b"1" | b"+" => amount.map(|amount| (amount, 0)),
            b"C" | b"c" | b"-1" | b"-" => amount.map(|amount| (0, amount)),
            other => {
                let text = shown(other);
                let message = format!("le sens « {text} » n'est ni D ou C, ni +1 ou -1");
                issues.error("bad-side", Some(line), Some("Sens"), message);
                None
            }
        }
    }

    fn amount(&self, field: Field, name: &str, line: u64, issues: &mut Issues) -> Option<i64> {
        match amount::read(self.get(field)) {
            Ok(read) => {
                if read.point {
                    issues.warn("decimal-point", Some(line), Some(name), || {
                        format!(
                            "« {} » porte un point décimal ; un FEC écrit une virgule",
                            shown(self.get(field))
                        )
                    });
                }
                if read.empty {
                    issues.warn("empty-amount", Some(line), Some(name), || {
                        "un montant vide est lu zéro".to_owned()
                    });
                }
                Some(read.cents)
            }
            Err(bad) => {
                let text = shown(self.get(field));
                let (code, message) = match bad {
                    BadAmount::Grouped => (
                        "grouped-amount",
                        format!("« {text} » sépare les milliers ; un FEC écrit 12000,00"),
                    ),
                    BadAmount::NotAnAmount => {
                        ("bad-amount", format!("« {text} » n'est pas un montant à deux décimales"))
                    }
                };
                issues.error(code, Some(line), Some(name), message);
                None
            }
        }
    }
}

/// The fields that A47 A-1 wants filled; an empty ValidDate is read as the day of import.
const FILLED: [Field; 9] = [
    Field::JournalCode,
    Field::JournalLib,
    Field::EcritureNum,
    Field::EcritureDate,
    Field::CompteNum,
    Field::CompteLib,
    Field::PieceRef,
    Field::PieceDate,
    Field::EcritureLib,
];

/// A field as a sentence can show it: at most forty characters.
pub fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let mut cut: String =
        text.chars().take(40).map(|c| if c.is_control() { '·' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        cut.push('…');
    }
    cut
}
