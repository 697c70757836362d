//! What a demonstration pôle holds, in the terms of the domain and ready to be installed.

use chrono::NaiveDate;
use domain::accounting::{ChartKind, Draft as EntryDraft};
use domain::conventions::{Amendment, Draft, Part};
use domain::jobs::{ActivityKind, CaseFile, Contract, MonthWork};

/// A whole pôle: the entities whose books are kept, the others, and who governs.
#[derive(Clone, Debug)]
pub struct DemoPole {
    /// Its name.
    pub name: String,
    /// The entities of the combined report, the Collectif first.
    pub entities: Vec<DemoEntity>,
    /// Associations whose books the Collectif keeps for a fee, outside the perimeter.
    pub outside: Vec<DemoEntity>,
    /// Partners who sit in the second college; no books here.
    pub institutions: Vec<DemoInstitution>,
    /// The board of the Collectif, college by college.
    pub board: Vec<DemoCollege>,
    /// Who is in the combined report, since when.
    pub perimeter: Vec<Membership>,
    /// What entities signed with one another.
    pub conventions: Vec<DemoConvention>,
}

/// A legal entity with its books, its jobs and the people it receives.
#[derive(Clone, Debug)]
pub struct DemoEntity {
    /// Short name in addresses.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// `association`, `scop` or `other`.
    pub legal_form: String,
    /// Nine digits with a valid key, of a range that INSEE had not opened.
    pub siren: String,
    /// Which chart the books follow.
    pub chart: ChartKind,
    /// `exempt`, `franchise` or `taxed`.
    pub vat: String,
    /// `structures`, `institutions`, `missions` or `none`.
    pub college: String,
    /// What it does; jobs and files name one of these.
    pub activities: Vec<DemoActivity>,
    /// Journals: code and label.
    pub journals: Vec<(String, String)>,
    /// Customers, suppliers and funders.
    pub third_parties: Vec<ThirdParty>,
    /// Labels of the accounts used in these books.
    pub accounts: Vec<(String, String)>,
    /// 2008 then 2009.
    pub years: Vec<DemoYear>,
    /// Contracts in force at some day of the two years.
    pub contracts: Vec<Contract>,
    /// Hours and pay of the two years.
    pub months: Vec<MonthWork>,
    /// Files of people received.
    pub case_files: Vec<CaseFile>,
}

/// What an entity does.
#[derive(Clone, Debug)]
pub struct DemoActivity {
    /// In the State's terms.
    pub kind: ActivityKind,
    /// Its name.
    pub name: String,
    /// Fourteen digits with a valid key.
    pub siret: String,
    /// Hours of a full-time post over the year.
    pub hours_per_fte: i64,
}

/// A customer, supplier or funder of some books.
#[derive(Clone, Debug)]
pub struct ThirdParty {
    /// Its number in the auxiliary ledger.
    pub aux: String,
    /// Its name.
    pub label: String,
    /// The slug of the entity it is, when the pôle knows it.
    pub entity: Option<String>,
}

/// One accounting year.
#[derive(Clone, Debug)]
pub struct DemoYear {
    /// The calendar year.
    pub year: i32,
    /// Every entry by date, the opening one first.
    pub drafts: Vec<EntryDraft>,
}

/// A public partner without books here.
#[derive(Clone, Debug)]
pub struct DemoInstitution {
    /// Short name in addresses.
    pub slug: String,
    /// Full name.
    pub name: String,
}

/// An agreement between entities and what followed it.
#[derive(Clone, Debug)]
pub struct DemoConvention {
    /// Whom it binds, by slug, as what.
    pub parties: Vec<(String, Part)>,
    /// As it was signed, without its parties.
    pub draft: Draft,
    /// Its amendments, in order.
    pub amendments: Vec<Amendment>,
}

/// A college of the board.
#[derive(Clone, Debug)]
pub struct DemoCollege {
    /// `structures`, `institutions` or `missions`.
    pub code: String,
    /// Its seats.
    pub seats: Vec<DemoSeat>,
}

/// A seat and those who held it in turn.
#[derive(Clone, Debug)]
pub struct DemoSeat {
    /// Number in the college, from 1.
    pub number: i64,
    /// Slug of the entity or institution that names its holder.
    pub named_by: String,
    /// Mandates, the oldest first; none while the seat is vacant.
    pub mandates: Vec<DemoMandate>,
}

/// Someone's time on a seat.
#[derive(Clone, Debug)]
pub struct DemoMandate {
    /// First and family name.
    pub holder: String,
    /// The office held on the board, if any.
    pub office: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, as voted; none when no term was.
    pub until: Option<NaiveDate>,
}

/// An entity's time in the combined report.
#[derive(Clone, Debug)]
pub struct Membership {
    /// Which entity.
    pub slug: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while it stays.
    pub until: Option<NaiveDate>,
}
