//! The figures of a year by their names: those of an association's own page, in words that need no
//! book-keeping, and those of the report. What each one is made of, `report` says.

use crate::rights::Right;

/// A figure that pages name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// What is in the bank and in the cash boxes.
    Cash,
    /// What came in.
    Earned,
    /// What went out.
    Spent,
    /// What is left of the year.
    Left,
    /// People received.
    Persons,
    /// Full-time equivalents in insertion.
    InsertionFte,
    /// Full-time equivalents of permanent staff.
    PermanentFte,
    /// Net salaries.
    NetSalaries,
    /// Gross salaries.
    GrossSalaries,
    /// What salaries cost the employer.
    EmployerCost,
    /// Turnover.
    Turnover,
    /// Operating income.
    OperatingIncome,
    /// Result.
    Result,
}

impl Figure {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Cash,
        Self::Earned,
        Self::Spent,
        Self::Left,
        Self::Persons,
        Self::InsertionFte,
        Self::PermanentFte,
        Self::NetSalaries,
        Self::GrossSalaries,
        Self::EmployerCost,
        Self::Turnover,
        Self::OperatingIncome,
        Self::Result,
    ];

    /// Its part of an address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Cash => "banque",
            Self::Earned => "entrees",
            Self::Spent => "sorties",
            Self::Left => "reste",
            Self::Persons => "personnes",
            Self::InsertionFte => "etp-insertion",
            Self::PermanentFte => "etp-permanents",
            Self::NetSalaries => "salaires-nets",
            Self::GrossSalaries => "salaires-bruts",
            Self::EmployerCost => "cout-employeur",
            Self::Turnover => "chiffre-d-affaires",
            Self::OperatingIncome => "produits",
            Self::Result => "resultat",
        }
    }

    /// Reads an address; `None` when no figure has it.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.slug() == slug)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cash => "En banque et en caisse",
            Self::Earned => "Ce qui est entré",
            Self::Spent => "Ce qui est sorti",
            Self::Left => "Ce qui reste",
            Self::Persons => "Personnes reçues",
            Self::InsertionFte => "ETP en insertion",
            Self::PermanentFte => "ETP permanents",
            Self::NetSalaries => "Salaires nets",
            Self::GrossSalaries => "Salaires bruts",
            Self::EmployerCost => "Coût employeur",
            Self::Turnover => "Chiffre d'affaires",
            Self::OperatingIncome => "Produits d'exploitation",
            Self::Result => "Résultat",
        }
    }

    /// What it takes to read the rows behind it.
    pub fn right(self) -> Right {
        match self {
            Self::Persons => Right::JobCounts,
            Self::InsertionFte | Self::PermanentFte | Self::NetSalaries => Right::Jobs,
            _ => Right::Books,
        }
    }

    /// Whether it stands on the association's own page, and not in the report.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Cash | Self::Earned | Self::Spent | Self::Left)
    }
}
