//! Insertion contracts and permanent jobs, hours and pay, people received: the terms of the field.

mod cells;
pub mod fte;
mod records;
pub mod rows;
mod sheet;
pub mod writing;

use std::fmt;
use std::iter::Sum;
use std::ops::Add;

use chrono::NaiveDate;

use crate::{Cents, Month, Period};

pub use cells::KINDS;
pub use rows::{Lines, Row, read_case_files, read_contracts, read_hours, read_reason};
pub use writing::{write_case_files, write_contracts, write_hours};

/// What an activity is, in the State's terms; the yearly hours of a full-time post depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActivityKind {
    /// Atelier et chantier d'insertion.
    Aci,
    /// Association intermédiaire.
    Ai,
    /// Entreprise d'insertion.
    Ei,
    /// Entreprise de travail temporaire d'insertion.
    Etti,
    /// Centre de formation.
    Training,
    /// The transversal activity of a Collectif.
    Transversal,
    /// Any other.
    Other,
}

impl ActivityKind {
    /// All of them, in the order screens show.
    pub const ALL: [Self; 7] =
        [Self::Aci, Self::Ai, Self::Ei, Self::Etti, Self::Training, Self::Transversal, Self::Other];

    /// The code that commands and the database use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Aci => "aci",
            Self::Ai => "ai",
            Self::Ei => "ei",
            Self::Etti => "etti",
            Self::Training => "training",
            Self::Transversal => "transversal",
            Self::Other => "other",
        }
    }

    /// Reads a code; `None` when unknown.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The words of the field.
    pub fn label(self) -> &'static str {
        match self {
            Self::Aci => "atelier et chantier d'insertion",
            Self::Ai => "association intermédiaire",
            Self::Ei => "entreprise d'insertion",
            Self::Etti => "entreprise de travail temporaire d'insertion",
            Self::Training => "centre de formation",
            Self::Transversal => "activité transversale",
            Self::Other => "autre activité",
        }
    }
}

/// Hours in thousandths: exact for `151,67` and for `17,333`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours(pub i64);

impl Hours {
    /// Whole hours.
    pub fn whole(hours: i64) -> Self {
        Self(hours * 1000)
    }

    /// Reads `26`, `26,5`, `151.67`: at most three decimals, not negative. `None` otherwise.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(',', ".");
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 9
            || !digits(whole)
            || decimals.len() > 3
            || !digits(decimals)
        {
            return None;
        }
        format!("{whole}{decimals:0<3}").parse().ok().map(Self)
    }
}

impl Hours {
    /// `151,67`, as a spreadsheet and our own files have it.
    pub fn french(self) -> String {
        self.to_string().replace('.', ",")
    }

    /// `1 820`, as a sentence or a page has it.
    pub fn grouped(self) -> String {
        let text = self.french();
        let (whole, decimals) = text.split_at(text.find(',').unwrap_or(text.len()));
        let whole = whole.parse().map_or_else(|_| whole.to_owned(), crate::money::group);
        format!("{whole}{decimals}")
    }
}

impl Add for Hours {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sum for Hours {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), Add::add)
    }
}

/// `151.67`: a point, no useless zero.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{}.{:03}", self.0 / 1000, self.0 % 1000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// Whether a job serves someone's way back to work or the structure itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// A post of insertion, counted by its hours.
    Insertion,
    /// A permanent post, counted by its quantity and its days in force.
    Permanent,
}

impl Category {
    /// The code of files and database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Insertion => "insertion",
            Self::Permanent => "permanent",
        }
    }

    /// Reads a code; `None` when unknown.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Insertion, Self::Permanent].into_iter().find(|c| c.code() == code)
    }
}

/// A person as a file names them; no identity number ever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Nom.
    pub last_name: String,
    /// Prénom.
    pub first_name: String,
    /// Date de naissance.
    pub birth: NaiveDate,
    /// `F`, `H` or `X` as the file says.
    pub sex: String,
}

/// A contract of work, one row of `contrats.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// The association's own number for it.
    pub number: String,
    /// The name of the activity it hangs on.
    pub activity: String,
    /// Who holds it.
    pub person: Person,
    /// Insertion or permanent.
    pub category: Category,
    /// The kind as the file says it: CDDI, CAE, CAV, CDI, CDD…
    pub kind: String,
    /// First day.
    pub start: NaiveDate,
    /// Last day, worked; none while open.
    pub end: Option<NaiveDate>,
    /// Hours a week.
    pub weekly: Hours,
    /// Hours a week of a full-time post.
    pub reference: Hours,
}

impl Contract {
    /// Whether it is in force that day; the last day is worked.
    pub fn in_force_on(&self, day: NaiveDate) -> bool {
        self.start <= day && self.end.is_none_or(|end| day <= end)
    }

    /// The days of the period during which it is in force, if any.
    pub fn in_force_within(&self, period: Period) -> Option<Period> {
        let life = Period { start: self.start, end: self.end.unwrap_or(NaiveDate::MAX) };
        life.intersection(period)
    }
}

/// Hours and pay of one contract in one month, one row of `heures.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthWork {
    /// The contract's number.
    pub contract: String,
    /// The month.
    pub month: Month,
    /// Hours that count for the activity's measure.
    pub hours: Hours,
    /// Gross pay.
    pub gross: Cents,
    /// The payslip's net before income-tax withholding.
    pub net: Cents,
}

/// The file of a person received, one row of `accueil.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The association's own number for it.
    pub number: String,
    /// The name of the activity that received.
    pub activity: String,
    /// Who was received.
    pub person: Person,
    /// Opened on.
    pub opened: NaiveDate,
    /// Closed on; none while open.
    pub closed: Option<NaiveDate>,
}
