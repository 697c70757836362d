//! The figures of an entity over a period, activity by activity: full-time equivalents, hours and
//! pay, files and persons. Every query starts within one association; sums are made by the base,
//! fractions stay exact.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use db::statement;
use directory::{Error, activity, association};
use domain::identity::IdentityMark;
use domain::jobs::{ActivityKind, Category, Hours, fte};
use domain::{Cents, Fraction, Period};
use sea_orm::{ConnectionTrait, QueryResult, Value};

use crate::activity_names::ActivityNames;
use crate::marks::mark;
use crate::records::{COUNTED, OPEN, category, counted_values, months_within, open_values};

/// What contracts of one category make over a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryFigures {
    /// Contracts in force on one of its days, or with hours in its months.
    pub contracts: u64,
    /// Those among them without any month recorded.
    pub without_months: u64,
    /// Hours of its months.
    pub hours: Hours,
    /// Gross of the payslips.
    pub gross: Cents,
    /// Net of the payslips before income-tax withholding.
    pub net: Cents,
    /// Full-time equivalents, exact.
    pub fte: Fraction,
}

impl Default for CategoryFigures {
    fn default() -> Self {
        let (hours, gross, net) = (Hours::default(), Cents::ZERO, Cents::ZERO);
        Self { contracts: 0, without_months: 0, hours, gross, net, fte: Fraction::zero() }
    }
}

/// The yearly hours of a full-time insertion post in an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearlyBase {
    /// Hours a year.
    pub hours: Hours,
    /// Where they come from, in French.
    pub source: String,
    /// Typed in for the activity, or read in its source for these years.
    pub verified: bool,
    /// What to say when the activity is no structure of insertion and the base a fallback.
    pub fallback: Option<String>,
}

/// The figures of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityJobs {
    /// Its id within the entity.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: ActivityKind,
    /// By which its hours of insertion are counted.
    pub base: YearlyBase,
    /// Insertion contracts.
    pub insertion: CategoryFigures,
    /// Permanent contracts.
    pub permanent: CategoryFigures,
    /// Files open on one day of the period.
    pub files: u64,
    /// Distinct persons among them.
    pub persons: u64,
}

impl ActivityJobs {
    /// Gross of every payslip.
    pub fn gross(&self) -> Cents {
        self.insertion.gross + self.permanent.gross
    }

    /// Net of every payslip.
    pub fn net(&self) -> Cents {
        self.insertion.net + self.permanent.net
    }

    /// Contracts of both categories.
    pub fn contracts(&self) -> u64 {
        self.insertion.contracts + self.permanent.contracts
    }

    fn of(&mut self, category: Category) -> &mut CategoryFigures {
        match category {
            Category::Insertion => &mut self.insertion,
            Category::Permanent => &mut self.permanent,
        }
    }
}

/// The figures of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityJobs {
    /// The days they count.
    pub period: Period,
    /// Its activities, in the order they were added.
    pub activities: Vec<ActivityJobs>,
    /// Distinct persons received by the entity: one who came to two activities counts once.
    pub persons: u64,
}

impl EntityJobs {
    /// Full-time equivalents of insertion, exact.
    pub fn insertion_fte(&self) -> Fraction {
        self.activities.iter().map(|a| a.insertion.fte.clone()).sum()
    }

    /// Full-time equivalents of permanent posts, exact.
    pub fn permanent_fte(&self) -> Fraction {
        self.activities.iter().map(|a| a.permanent.fte.clone()).sum()
    }

    /// Gross of every payslip.
    pub fn gross(&self) -> Cents {
        self.activities.iter().map(ActivityJobs::gross).sum()
    }

    /// Net of every payslip.
    pub fn net(&self) -> Cents {
        self.activities.iter().map(ActivityJobs::net).sum()
    }

    /// Files open on one day of the period.
    pub fn files(&self) -> u64 {
        self.activities.iter().map(|a| a.files).sum()
    }

    /// Whether it has neither contract nor file in the period.
    pub fn is_empty(&self) -> bool {
        self.activities.iter().all(|a| a.contracts() == 0 && a.files == 0)
    }

    /// What a reader must know of the method, activity by activity: the base of each, and the
    /// insertion contracts that no month of work counts.
    pub fn notes(&self) -> Vec<Note> {
        self.activities.iter().flat_map(activity_notes).collect()
    }
}

/// A sentence on how a figure of an activity is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The activity.
    pub activity: String,
    /// In French.
    pub sentence: String,
    /// Whether it warns: something is to be verified or completed.
    pub warns: bool,
}

fn activity_notes(activity: &ActivityJobs) -> Vec<Note> {
    let insertion = &activity.insertion;
    if insertion.contracts == 0 {
        return Vec::new();
    }
    let base = &activity.base;
    let note = |sentence, warns| Note { activity: activity.name.clone(), sentence, warns };
    let counted = base.fallback.clone().unwrap_or_else(|| {
        let hours = base.hours.grouped();
        format!("{hours}\u{a0}h par équivalent temps plein d'insertion. {}", base.source)
    });
    let mut notes = vec![note(counted, !base.verified)];
    if insertion.without_months > 0 {
        let sentence = format!(
            "Contrats d'insertion de la période sans aucune heure enregistrée : {} sur {} ; ils comptent pour 0 équivalent temps plein.",
            insertion.without_months, insertion.contracts
        );
        notes.push(note(sentence, true));
    }
    notes
}

/// The yearly base of an activity at the end of a period.
pub(crate) fn base_of(activity: &activity::Model, end: NaiveDate) -> YearlyBase {
    if let Some(hours) = activity.hours_per_fte {
        let source = "Base saisie pour cette activité.".to_owned();
        return YearlyBase { hours: Hours(hours), source, verified: true, fallback: None };
    }
    let (base, fallback) = fte::insertion_base(kind_of(activity), end);
    let verified = base.confidence == fte::Confidence::Sourced;
    YearlyBase { hours: base.hours, source: base.source.to_owned(), verified, fallback }
}

fn kind_of(activity: &activity::Model) -> ActivityKind {
    ActivityKind::parse(&activity.kind).unwrap_or(ActivityKind::Other)
}

/// The figures of an entity over a period, usually its fiscal year.
///
/// # Errors
/// The database's own.
pub async fn figures<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    period: Period,
) -> Result<EntityJobs, Error> {
    let names = ActivityNames::of(conn, association).await?;
    let empty = |activity: &activity::Model| ActivityJobs {
        id: activity.id,
        name: activity.name.clone(),
        kind: kind_of(activity),
        base: base_of(activity, period.end),
        insertion: CategoryFigures::default(),
        permanent: CategoryFigures::default(),
        files: 0,
        persons: 0,
    };
    let mut activities = Activities(names.rows().iter().map(empty).collect());
    add_contracts(conn, association.id, period, &mut activities).await?;
    add_work(conn, association.id, period, &mut activities).await?;
    add_permanent(conn, association.id, period, &mut activities).await?;
    let persons = add_received(conn, association.id, period, &mut activities).await?;
    for activity in &mut activities.0 {
        let (hours, base) = (activity.insertion.hours, activity.base.hours);
        activity.insertion.fte = fte::insertion(hours, base, period.months_long());
    }
    Ok(EntityJobs { period, activities: activities.0, persons })
}

/// Activities being filled in from grouped rows.
struct Activities(Vec<ActivityJobs>);

impl Activities {
    /// The activity a row is about.
    fn at(&mut self, row: &QueryResult) -> Result<Option<&mut ActivityJobs>, Error> {
        let id: i64 = row.try_get("", "activity_id")?;
        Ok(self.0.iter_mut().find(|activity| activity.id == id))
    }

    /// The category of an activity a row is about.
    fn category_at(&mut self, row: &QueryResult) -> Result<Option<&mut CategoryFigures>, Error> {
        let code: String = row.try_get("", "category")?;
        Ok(self.at(row)?.map(|activity| activity.of(category(&code))))
    }
}

fn count(row: &QueryResult, column: &str) -> Result<u64, Error> {
    Ok(row.try_get::<i64>("", column)? as u64)
}

/// An association's id before other values.
fn within<const N: usize>(association: i64, values: [Value; N]) -> Vec<Value> {
    std::iter::once(association.into()).chain(values).collect()
}

async fn add_contracts<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    period: Period,
    activities: &mut Activities,
) -> Result<(), Error> {
    let sql = format!(
        "SELECT c.activity_id, c.category, COUNT(*) AS contracts FROM contract c \
         WHERE c.association_id = ? AND {COUNTED} GROUP BY c.activity_id, c.category"
    );
    let values = within(association, counted_values(period));
    for row in conn.query_all_raw(statement(conn, &sql, values)).await? {
        if let Some(figures) = activities.category_at(&row)? {
            figures.contracts = count(&row, "contracts")?;
            figures.without_months = figures.contracts;
        }
    }
    Ok(())
}

async fn add_work<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    period: Period,
    activities: &mut Activities,
) -> Result<(), Error> {
    let sql = "SELECT c.activity_id, c.category, COUNT(DISTINCT c.id) AS worked, \
               CAST(SUM(w.hours) AS bigint) AS hours, CAST(SUM(w.gross) AS bigint) AS gross, \
               CAST(SUM(w.net) AS bigint) AS net FROM month_work w \
               JOIN contract c ON c.association_id = w.association_id AND c.id = w.contract_id \
               WHERE w.association_id = ? AND w.month BETWEEN ? AND ? \
               GROUP BY c.activity_id, c.category";
    let values = within(association, months_within(period).map(Value::from));
    for row in conn.query_all_raw(statement(conn, sql, values)).await? {
        if let Some(figures) = activities.category_at(&row)? {
            figures.without_months -= count(&row, "worked")?;
            figures.hours = Hours(row.try_get("", "hours")?);
            figures.gross = Cents(row.try_get("", "gross")?);
            figures.net = Cents(row.try_get("", "net")?);
        }
    }
    Ok(())
}

async fn add_permanent<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    period: Period,
    activities: &mut Activities,
) -> Result<(), Error> {
    let sql = "SELECT activity_id, weekly_hours, reference_hours, starts_on, ends_on FROM contract \
               WHERE association_id = ? AND category = 'permanent' \
               AND starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)";
    let values = within(association, [period.end.into(), period.start.into()]);
    for row in conn.query_all_raw(statement(conn, sql, values)).await? {
        let end: Option<NaiveDate> = row.try_get("", "ends_on")?;
        let life =
            Period { start: row.try_get("", "starts_on")?, end: end.unwrap_or(NaiveDate::MAX) };
        let weekly = Hours(row.try_get("", "weekly_hours")?);
        let reference = Hours(row.try_get("", "reference_hours")?);
        if let Some(activity) = activities.at(&row)? {
            activity.permanent.fte += fte::permanent(weekly, reference, life, period);
        }
    }
    Ok(())
}

/// Files and persons by activity; answers the distinct persons of the entity.
async fn add_received<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    period: Period,
    activities: &mut Activities,
) -> Result<u64, Error> {
    let files = format!(
        "SELECT f.activity_id, COUNT(*) AS files, COUNT(DISTINCT f.identity) AS persons \
         FROM case_file f WHERE f.association_id = ? AND {OPEN} GROUP BY f.activity_id"
    );
    let values = within(association, open_values(period));
    for row in conn.query_all_raw(statement(conn, &files, values.clone())).await? {
        if let Some(activity) = activities.at(&row)? {
            activity.files = count(&row, "files")?;
            activity.persons = count(&row, "persons")?;
        }
    }
    let persons = format!(
        "SELECT COUNT(DISTINCT f.identity) AS persons FROM case_file f \
         WHERE f.association_id = ? AND {OPEN}"
    );
    let row = conn.query_one_raw(statement(conn, &persons, values)).await?;
    row.map_or(Ok(0), |row| count(&row, "persons"))
}

/// The distinct persons that several entities received, each over its own period: one who came to
/// two of them is there once.
///
/// # Errors
/// The database's own.
pub async fn persons_received<C: ConnectionTrait>(
    conn: &C,
    entities: &[(i64, Period)],
) -> Result<BTreeSet<IdentityMark>, Error> {
    let sql = format!(
        "SELECT DISTINCT f.identity FROM case_file f WHERE f.association_id = ? AND {OPEN}"
    );
    let mut persons = BTreeSet::new();
    for (association, period) in entities {
        let values = within(*association, open_values(*period));
        add_marks(conn, &sql, values, &mut persons).await?;
    }
    Ok(persons)
}

/// The distinct persons under contract on a day in several entities, first and last days included;
/// of one category when it is given.
///
/// # Errors
/// The database's own.
pub async fn persons_employed<C: ConnectionTrait>(
    conn: &C,
    associations: &[i64],
    day: NaiveDate,
    category: Option<Category>,
) -> Result<BTreeSet<IdentityMark>, Error> {
    let mut sql = "SELECT DISTINCT identity FROM contract WHERE association_id = ? \
                   AND starts_on <= ? AND (ends_on IS NULL OR ends_on >= ?)"
        .to_owned();
    if category.is_some() {
        sql += " AND category = ?";
    }
    let mut persons = BTreeSet::new();
    for association in associations {
        let mut values = within(*association, [day.into(), day.into()]);
        values.extend(category.map(|category| category.code().into()));
        add_marks(conn, &sql, values, &mut persons).await?;
    }
    Ok(persons)
}

async fn add_marks<C: ConnectionTrait>(
    conn: &C,
    sql: &str,
    values: Vec<Value>,
    persons: &mut BTreeSet<IdentityMark>,
) -> Result<(), Error> {
    for row in conn.query_all_raw(statement(conn, sql, values)).await? {
        persons.insert(mark(&row.try_get::<Vec<u8>>("", "identity")?));
    }
    Ok(())
}

/// How many distinct persons an entity has under contract on a day, by category; one with a
/// contract of each counts in both, and once in the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Headcount {
    /// On insertion contracts.
    pub insertion: u64,
    /// On permanent contracts.
    pub permanent: u64,
    /// In all.
    pub persons: u64,
}

/// The headcount of an entity on a day.
///
/// # Errors
/// The database's own.
pub async fn headcount<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    day: NaiveDate,
) -> Result<Headcount, Error> {
    let of = |category| persons_employed(conn, std::slice::from_ref(&association), day, category);
    Ok(Headcount {
        insertion: of(Some(Category::Insertion)).await?.len() as u64,
        permanent: of(Some(Category::Permanent)).await?.len() as u64,
        persons: of(None).await?.len() as u64,
    })
}

/// Bases of an entity's activities at the end of a period, by activity.
pub(crate) fn bases(names: &ActivityNames, end: NaiveDate) -> HashMap<i64, Hours> {
    names.rows().iter().map(|row| (row.id, base_of(row, end).hours)).collect()
}
