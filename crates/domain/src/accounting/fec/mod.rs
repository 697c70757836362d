//! The *fichier des écritures comptables* (LPF art. A47 A-1): read whatever a French package wrote,
//! say every oddity, refuse what cannot be trusted; write one that the tax office takes.
//!
//! Reading is done in two passes so that memory stays flat: [`survey::survey`] checks everything and
//! keeps thirty-two bytes per entry; [`lines::LineReader`] then reads the lines again in the order
//! of their numbers.

pub mod amount;
pub mod day;
pub mod entries;
pub mod header;
pub mod lines;
pub mod name;
pub mod record;
pub mod runs;
pub mod survey;
pub mod write;

/// The eighteen fields of A47 A-1 VII, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Code of the journal.
    JournalCode,
    /// Its name.
    JournalLib,
    /// Number of the entry.
    EcritureNum,
    /// Accounting date.
    EcritureDate,
    /// Account number.
    CompteNum,
    /// Its name.
    CompteLib,
    /// Third party's number, or blank.
    CompAuxNum,
    /// Third party's name, or blank.
    CompAuxLib,
    /// Reference of the supporting document.
    PieceRef,
    /// Its day.
    PieceDate,
    /// Label.
    EcritureLib,
    /// Debit, or `Montant`.
    Debit,
    /// Credit, or `Sens`.
    Credit,
    /// Letter, or blank.
    EcritureLet,
    /// Day of the lettering, or blank.
    DateLet,
    /// Day of validation.
    ValidDate,
    /// Amount in another currency, or blank.
    MontantDevise,
    /// That currency, or blank.
    Idevise,
}

impl Field {
    /// All eighteen, in order.
    pub const ALL: [Self; 18] = [
        Self::JournalCode,
        Self::JournalLib,
        Self::EcritureNum,
        Self::EcritureDate,
        Self::CompteNum,
        Self::CompteLib,
        Self::CompAuxNum,
        Self::CompAuxLib,
        Self::PieceRef,
        Self::PieceDate,
        Self::EcritureLib,
        Self::Debit,
        Self::Credit,
        Self::EcritureLet,
        Self::DateLet,
        Self::ValidDate,
        Self::MontantDevise,
        Self::Idevise,
    ];

    /// The name that heads the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::JournalCode => "JournalCode",
            Self::JournalLib => "JournalLib",
            Self::EcritureNum => "EcritureNum",
            Self::EcritureDate => "EcritureDate",
            Self::CompteNum => "CompteNum",
            Self::CompteLib => "CompteLib",
            Self::CompAuxNum => "CompAuxNum",
            Self::CompAuxLib => "CompAuxLib",
            Self::PieceRef => "PieceRef",
            Self::PieceDate => "PieceDate",
            Self::EcritureLib => "EcritureLib",
            Self::Debit => "Debit",
            Self::Credit => "Credit",
            Self::EcritureLet => "EcritureLet",
            Self::DateLet => "DateLet",
            Self::ValidDate => "ValidDate",
            Self::MontantDevise => "Montantdevise",
            Self::Idevise => "Idevise",
        }
    }
}

#[cfg(test)]
mod laws;
