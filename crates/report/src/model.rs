//! The combined activity report of a year as figures: what pages, paper and files all print.

use domain::accounting::statements::StatementLine;
use domain::jobs::ActivityKind;
use domain::{Cents, Fraction, Period};

use crate::board::Sitting;

/// The report of a calendar year.
#[derive(Clone, Debug)]
pub struct Report {
    /// Name of the pôle.
    pub pole: String,
    /// The year; an entity's own is its fiscal year that ends in it.
    pub year: i32,
    /// The whole perimeter, internal flows taken out.
    pub totals: Figures,
    /// The year before, over the perimeter of that year; none without any book or contract.
    pub previous: Option<Figures>,
    /// Whether every pair of entities agreed that year.
    pub previous_balanced: bool,
    /// Entities of the perimeter, in the order they joined the base.
    pub entities: Vec<EntityFigures>,
    /// The board on the last day of the year; none when nobody had sat by then.
    pub board: Option<Sitting>,
    /// The combined statement of income, line by line.
    pub statement: Vec<StatementRow>,
    /// Internal sales taken out of the turnover, by seller, buyer and account.
    pub eliminations: Vec<Elimination>,
    /// What each pair of entities says of the other.
    pub reciprocity: Vec<Reciprocity>,
    /// Books against payslips, entity by entity.
    pub controls: Vec<Control>,
    /// Definition and source of each figure, and what a reader must know of the method.
    pub methods: Vec<Method>,
    /// Said at the head of every page and sheet when the data are a demonstration's.
    pub warning: Option<String>,
}

/// The figures of an entity or of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    /// Accounts 70 before elimination.
    pub turnover_gross: Cents,
    /// The part sold to entities of the perimeter.
    pub turnover_eliminated: Cents,
    /// Every operating income; for the whole, internal flows taken out.
    pub operating_income: Cents,
    /// Salaries in three named measures.
    pub salaries: Salaries,
    /// Full-time equivalents.
    pub fte: Ftes,
    /// People received.
    pub beneficiaries: Beneficiaries,
    /// Classes 7 − 6; the whole is the sum of the entities.
    pub result: Cents,
    /// What nobody imported for that year: figures made of it are zero here, and shown as not there.
    pub missing: Vec<Import>,
}

/// What is imported for a year, and may not be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Import {
    /// Validated entries.
    Books,
    /// Contracts in force.
    Contracts,
    /// Hours of insertion contracts, where there are such contracts.
    Hours,
    /// Payslips.
    Pay,
    /// Files of people received.
    Files,
}

impl Import {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Books, Self::Contracts, Self::Hours, Self::Pay, Self::Files];

    /// Stable code, for programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Books => "books",
            Self::Contracts => "contracts",
            Self::Hours => "hours",
            Self::Pay => "pay",
            Self::Files => "files",
        }
    }

    /// In a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Books => "les comptes",
            Self::Contracts => "les contrats",
            Self::Hours => "les heures",
            Self::Pay => "les bulletins",
            Self::Files => "les dossiers",
        }
    }

    /// The same where a head already says what of: `non importés`.
    pub fn briefly(self) -> &'static str {
        if self == Self::Hours { "non importées" } else { "non importés" }
    }

    /// What stands in the place of a figure that it would make.
    pub fn absence(self) -> &'static str {
        match self {
            Self::Books => "comptes non importés",
            Self::Contracts => "aucun contrat importé",
            Self::Hours => "aucune heure importée",
            Self::Pay => "aucun bulletin importé",
            Self::Files => "aucun dossier importé",
        }
    }
}

impl Figures {
    /// Whether something is not there.
    pub fn lacks(&self, import: Import) -> bool {
        self.missing.contains(&import)
    }

    /// Turnover net of internal sales.
    pub fn turnover(&self) -> Cents {
        self.turnover_gross - self.turnover_eliminated
    }
}

/// Salaries of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Salaries {
    /// Account 641.
    pub gross: Cents,
    /// Payslips' net before income-tax withholding.
    pub net: Cents,
    /// 641 + 645 + 647 + 631 + 633.
    pub employer_cost: Cents,
}

/// Full-time equivalents of a year, exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ftes {
    /// Quantity over reference, by days in force.
    pub permanent: Fraction,
    /// Hours over the yearly base.
    pub insertion: Fraction,
}

impl Ftes {
    /// Both together, rounded only when shown.
    pub fn total(&self) -> Fraction {
        self.permanent.clone() + self.insertion.clone()
    }
}

/// People received in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beneficiaries {
    /// Distinct persons.
    pub persons: u64,
    /// Files: one person may have several.
    pub files: u64,
}

/// One entity of the perimeter.
#[derive(Clone, Debug)]
pub struct EntityFigures {
    /// Its id, for rights.
    pub id: i64,
    /// Short name, for addresses.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Its fiscal years that end in the report's year, as one stretch; the calendar year when it
    /// has no books.
    pub period: Period,
    /// Its figures, before elimination.
    pub figures: Figures,
    /// Its year before, when it was in the perimeter of a year that has a report.
    pub previous: Option<Figures>,
    /// Its activities.
    pub activities: Vec<ActivityFigures>,
}

/// One activity of an entity.
#[derive(Clone, Debug)]
pub struct ActivityFigures {
    /// Id within the entity.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Kind.
    pub kind: ActivityKind,
    /// Full-time equivalents.
    pub fte: Ftes,
    /// People received.
    pub beneficiaries: Beneficiaries,
}

/// A line of the combined statement.
#[derive(Clone, Debug)]
pub struct StatementRow {
    /// Which line.
    pub line: &'static StatementLine,
    /// One amount per entity, in the order of [`Report::entities`]: income positive, expense negative.
    pub entities: Vec<Cents>,
    /// The same of their years before; zero for those that had none.
    pub entities_before: Vec<Cents>,
    /// Internal flows taken out, of the opposite sign of what they take away.
    pub eliminated: Cents,
    /// The sum of them all.
    pub total: Cents,
    /// The same total a year before.
    pub previous: Option<Cents>,
}

/// Internal sales of one entity to another, by account of the seller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elimination {
    /// Slug of the seller.
    pub from: String,
    /// Slug of the buyer.
    pub to: String,
    /// Account of the seller.
    pub account: String,
    /// Its label.
    pub label: String,
    /// Credit − debit.
    pub amount: Cents,
    /// How many lines.
    pub lines: u64,
}

/// What is compared between two entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReciprocityKind {
    /// Sold by one, bought by the other.
    Income,
    /// Owed to one, owed by the other, at the year's end.
    Receivable,
    /// Granted by one, received by the other.
    Grant,
}

/// What each side says of the same flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reciprocity {
    /// Slug of the one that sells, is owed, or receives the grant.
    pub from: String,
    /// Slug of the other.
    pub to: String,
    /// What is compared.
    pub kind: ReciprocityKind,
    /// What `from` booked.
    pub from_amount: Cents,
    /// What `to` booked.
    pub to_amount: Cents,
    /// VAT that `from` billed and `to` does not recover, whether or not it explains the gap.
    pub vat: Cents,
    /// The part of the gap that is VAT which the buyer cannot recover.
    pub explained: Cents,
    /// What nobody explains.
    pub difference: Cents,
}

/// Two sources that should say the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Control {
    /// Slug of the entity.
    pub entity: String,
    /// What is controlled.
    pub name: &'static str,
    /// What the books say.
    pub books: Cents,
    /// What the payslips say.
    pub payslips: Cents,
}

impl Control {
    /// Books − payslips.
    pub fn difference(&self) -> Cents {
        self.books - self.payslips
    }
}

/// How a figure is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// The figure.
    pub figure: String,
    /// In one sentence.
    pub definition: String,
    /// Where it comes from.
    pub source: String,
}

impl Report {
    /// The entities for which something is not there.
    pub fn lacking(&self, import: Import) -> impl Iterator<Item = &EntityFigures> {
        self.entities.iter().filter(move |entity| entity.figures.lacks(import))
    }

    /// Whether the entity of a short name lacks something.
    pub fn lacks(&self, slug: &str, import: Import) -> bool {
        self.lacking(import).any(|entity| entity.slug == slug)
    }

    /// Whether every pair of entities agrees.
    pub fn eliminations_balanced(&self) -> bool {
        self.reciprocity.iter().all(|pair| pair.difference == Cents::ZERO)
    }
}
