//! An entry on its way from draft to validated: only a [`Balanced`] one can be numbered.

use chrono::NaiveDate;
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
                return Err(EntryError::BadSide {
                    line: i + 1,
                    debit,
                    credit,
                });
            }
        }
        let debit: Cents = draft.lines.iter().map(|line| line.debit).sum();
        let credit: Cents = draft.lines.iter().map(|line| line.credit).sum();
        if debit != credit {
            return Err(EntryError::Unbalanced { debit, credit });
        }
        let class8 = draft
            .lines
            .iter()
            .filter(|line| line.account.starts_with('8'))
            .count();
        if class8 != 0 && class8 != draft.lines.len() {
            return Err(EntryError::MixedClass8);
        }
        Ok(Self(draft))
    }
}
