//! An entry on its way from draft to validated: only a [`Balanced`] one can be numbered.

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};

use crate::Cents;

/// One line of an entry as typed or read. Texts left `None` are those of the entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftLine {
    /// Account number, at least three digits.
    pub account: String,
    /// The third party's number, if the line has one.
    pub aux: Option<String>,
    /// The line's own label when it differs from the entry's.
    pub label: Option<String>,
    /// Debit, never negative.
    pub debit: Cents,
    /// Credit, never negative; one side is zero.
    pub credit: Cents,
    /// Letter and its day: kept beside the line, outside the hash.
    pub lettering: Option<(String, NaiveDate)>,
}

/// An entry that may still change: no number, no validation day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Journal code.
    pub journal: String,
    /// Accounting date.
    pub date: NaiveDate,
    /// Reference of the supporting document (PCG art. 1032-2).
    pub piece_ref: String,
    /// Day of the supporting document.
    pub piece_date: NaiveDate,
    /// What happened.
    pub label: String,
    /// At least two lines in practice, one or more in old files.
    pub lines: Vec<DraftLine>,
}

/// Why a draft cannot be validated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// Σ debit ≠ Σ credit.
    #[error("l'écriture n'est pas équilibrée : débit {debit}, crédit {credit}, écart {}", (*.debit - *.credit).abs())]
    Unbalanced {
        /// Σ debit.
        debit: Cents,
        /// Σ credit.
        credit: Cents,
    },
    /// No line at all.
    #[error("l'écriture n'a aucune ligne")]
    Empty,
    /// A negative amount, or both sides filled.
    #[error(
        "ligne {line} : un seul côté doit porter un montant, et positif (débit {debit}, crédit {credit})"
    )]
    BadSide {
        /// The line, from 1.
        line: usize,
        /// Its debit.
        debit: Cents,
        /// Its credit.
        credit: Cents,
    },
    /// Class 8 with other classes (ANC 2018-06: contributions volontaires stand apart).
    #[error("les comptes 86 et 87 ne se mélangent pas aux autres classes dans une même écriture")]
    MixedClass8,
}

/// A draft whose debits equal its credits. The only way to one is [`Balanced::try_from`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balanced(Draft);

impl Balanced {
    /// The entry inside.
    pub fn draft(&self) -> &Draft {
        &self.0
    }
}

impl TryFrom<Draft> for Balanced {
    type Error = EntryError;

    fn try_from(draft: Draft) -> Result<Self, EntryError> {
        if draft.lines.is_empty() {
            return Err(EntryError::Empty);
        }
        for (i, line) in draft.lines.iter().enumerate() {
            let one_side = line.debit == Cents::ZERO || line.credit == Cents::ZERO;
            if !one_side || line.debit < Cents::ZERO || line.credit < Cents::ZERO {
                let (debit, credit) = (line.debit, line.credit);
                return Err(EntryError::BadSide { line: i + 1, debit, credit });
            }
        }
        let debit: Cents = draft.lines.iter().map(|line| line.debit).sum();
        let credit: Cents = draft.lines.iter().map(|line| line.credit).sum();
        if debit != credit {
            return Err(EntryError::Unbalanced { debit, credit });
        }
        let class8 = draft.lines.iter().filter(|line| line.account.starts_with('8')).count();
        if class8 != 0 && class8 != draft.lines.len() {
            return Err(EntryError::MixedClass8);
        }
        Ok(Self(draft))
    }
}

/// A link of the chain that seals validated entries: SHA-256 over the link before and the entry's
/// canonical bytes. Every part is preceded by its length, so that no two entries share bytes.
pub struct Seal(Sha256);

/// The format of the sealed bytes; a new one may follow, an old one never comes back.
const SEAL_FORMAT: &[u8] = b"collectif-1";

/// What stands at the head of a sealed entry.
pub struct Sealed<'a> {
    /// The link before; thirty-two zeros for the first entry of a year.
    pub previous: &'a [u8; 32],
    /// The association's number.
    pub association: i64,
    /// Last day of the year.
    pub year_end: NaiveDate,
    /// From 1 without a gap in the association's year.
    pub number: i64,
    /// Journal code.
    pub journal: &'a str,
    /// Accounting date.
    pub date: NaiveDate,
    /// Supporting document.
    pub piece_ref: &'a str,
    /// Its day.
    pub piece_date: NaiveDate,
    /// Label.
    pub label: &'a str,
    /// Day of validation.
    pub valid: NaiveDate,
}

impl Seal {
    /// Begins a link with the entry's head.
    pub fn begin(head: &Sealed<'_>) -> Self {
        let mut seal = Self(Sha256::new());
        seal.part(SEAL_FORMAT);
        seal.part(head.previous);
        seal.part(&head.association.to_be_bytes());
        seal.day(head.year_end);
        seal.part(&head.number.to_be_bytes());
        seal.part(head.journal.as_bytes());
        seal.day(head.date);
        seal.part(head.piece_ref.as_bytes());
        seal.day(head.piece_date);
        seal.part(head.label.as_bytes());
        seal.day(head.valid);
        seal
    }

    /// Adds a line, in order. `own` is what the line says otherwise than its entry.
    pub fn line(
        &mut self,
        account: &str,
        aux: &str,
        own: &OwnTexts<'_>,
        debit: Cents,
        credit: Cents,
    ) {
        self.part(account.as_bytes());
        self.part(aux.as_bytes());
        for text in [own.label, own.piece_ref, own.currency_amount, own.currency] {
            self.part(text.unwrap_or_default().as_bytes());
        }
        for day in [own.date, own.piece_date] {
            match day {
                Some(day) => self.day(day),
                None => self.part(b""),
            }
        }
        self.part(&debit.0.to_be_bytes());
        self.part(&credit.0.to_be_bytes());
    }

    /// The link.
    pub fn end(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    fn day(&mut self, day: NaiveDate) {
        self.part(&day.num_days_from_ce().to_be_bytes());
    }

    fn part(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u32).to_be_bytes());
        self.0.update(bytes);
    }
}

/// What a line of an old file says otherwise than its entry; nothing for a line typed here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnTexts<'a> {
    /// Its own label.
    pub label: Option<&'a str>,
    /// Its own supporting document.
    pub piece_ref: Option<&'a str>,
    /// The day of that document.
    pub piece_date: Option<NaiveDate>,
    /// Its own date, inside an entry of several.
    pub date: Option<NaiveDate>,
    /// Amount in another currency, as the file wrote it.
    pub currency_amount: Option<&'a str>,
    /// That currency.
    pub currency: Option<&'a str>,
}
