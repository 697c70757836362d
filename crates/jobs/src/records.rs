//! Rows of the base as the domain says them, each query starting within one association.

use std::collections::HashMap;

use chrono::NaiveDate;
use db::statement;
use directory::Error;
use domain::jobs::{CaseFile, Category, Contract, Hours, MonthWork, Person};
use domain::{Cents, Month, Period};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::activity_names::ActivityNames;
use crate::entity::{case_file, contract};

/// The first and last month, as `YYYYMM`, whose last days lie in a period; the first is above the
/// last when there is none.
pub(crate) fn months_within(period: Period) -> [i64; 2] {
    let last = Month::of(period.end);
    let last = if last.last_day() <= period.end {
        last
    } else {
        Month::of(last.first_day() - chrono::Days::new(1))
    };
    [i64::from(Month::of(period.start).0), i64::from(last.0)]
}

/// Contracts that count in a period: in force on one of its days, or with hours in its months.
/// Takes the values of [`counted_values`].
pub(crate) const COUNTED: &str = "((c.starts_on <= ? AND (c.ends_on IS NULL OR c.ends_on >= ?)) \
     OR EXISTS (SELECT 1 FROM month_work x WHERE x.association_id = c.association_id \
     AND x.contract_id = c.id AND x.month BETWEEN ? AND ?))";

/// The values of [`COUNTED`].
pub(crate) fn counted_values(period: Period) -> [Value; 4] {
    let [first, last] = months_within(period);
    [period.end.into(), period.start.into(), first.into(), last.into()]
}

/// Files open on some day of a period. Takes the values of [`open_values`].
pub(crate) const OPEN: &str = "f.opened_on <= ? AND (f.closed_on IS NULL OR f.closed_on >= ?)";

/// The values of [`OPEN`].
pub(crate) fn open_values(period: Period) -> [Value; 2] {
    [period.end.into(), period.start.into()]
}

/// A category as the base keeps it.
pub(crate) fn category(code: &str) -> Category {
    Category::parse(code).unwrap_or(Category::Permanent)
}

/// The contracts of an entity with their ids, in the order they came; those that count in a period
/// when one is given.
pub(crate) async fn contracts<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    names: &ActivityNames,
    period: Option<Period>,
) -> Result<Vec<(i64, Contract)>, Error> {
    let mut values: Vec<Value> = vec![association.into()];
    let mut sql = "SELECT c.* FROM contract c WHERE c.association_id = ?".to_owned();
    if let Some(period) = period {
        sql = format!("{sql} AND {COUNTED}");
        values.extend(counted_values(period));
    }
    let query = statement(conn, &(sql + " ORDER BY c.id"), values);
    let rows = contract::Model::find_by_statement(query).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, said_contract(row, names))).collect())
}

/// A contract's row as the domain says it.
pub(crate) fn said_contract(row: contract::Model, names: &ActivityNames) -> Contract {
    Contract {
        number: row.number,
        activity: names.name(row.activity_id).to_owned(),
        person: Person {
            last_name: row.last_name,
            first_name: row.first_name,
            birth: row.birth,
            sex: row.sex,
        },
        category: category(&row.category),
        kind: row.kind,
        start: row.starts_on,
        end: row.ends_on,
        weekly: Hours(row.weekly_hours),
        reference: Hours(row.reference_hours),
    }
}

/// The files of the people an entity received, with their ids, in the order they came; those open
/// on some day of a period when one is given.
pub(crate) async fn case_files<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    names: &ActivityNames,
    period: Option<Period>,
) -> Result<Vec<(i64, CaseFile)>, Error> {
    let mut values: Vec<Value> = vec![association.into()];
    let mut sql = "SELECT f.* FROM case_file f WHERE f.association_id = ?".to_owned();
    if let Some(period) = period {
        sql = format!("{sql} AND {OPEN}");
        values.extend(open_values(period));
    }
    let query = statement(conn, &(sql + " ORDER BY f.id"), values);
    let rows = case_file::Model::find_by_statement(query).all(conn).await?;
    Ok(rows.into_iter().map(|row| (row.id, said_case_file(row, names))).collect())
}

/// A file's row as the domain says it.
pub(crate) fn said_case_file(row: case_file::Model, names: &ActivityNames) -> CaseFile {
    CaseFile {
        number: row.number,
        activity: names.name(row.activity_id).to_owned(),
        person: Person {
            last_name: row.last_name,
            first_name: row.first_name,
            birth: row.birth,
            sex: row.sex,
        },
        opened: row.opened_on,
        closed: row.closed_on,
    }
}

/// A contract as the hours need it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Life {
    /// Its id.
    pub id: i64,
    /// First day.
    pub start: NaiveDate,
    /// Last day; none while open.
    pub end: Option<NaiveDate>,
}

impl Life {
    /// Whether a month shares a day with it.
    pub fn meets(&self, month: Month) -> bool {
        let days = month.period();
        self.start <= days.end && self.end.is_none_or(|end| days.start <= end)
    }
}

/// The lives of an entity's contracts, by number.
pub(crate) async fn lives<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<HashMap<String, Life>, Error> {
    let sql = "SELECT number, id, starts_on, ends_on FROM contract WHERE association_id = ?";
    let rows = conn.query_all_raw(statement(conn, sql, [association.into()])).await?;
    let mut lives = HashMap::with_capacity(rows.len());
    for row in rows {
        let (id, start, end) =
            (row.try_get("", "id")?, row.try_get("", "starts_on")?, row.try_get("", "ends_on")?);
        lives.insert(row.try_get("", "number")?, Life { id, start, end });
    }
    Ok(lives)
}

/// A month of work with its contract's number.
#[derive(FromQueryResult)]
struct NumberedWork {
    contract_id: i64,
    number: String,
    month: i64,
    hours: i64,
    gross: i64,
    net: i64,
}

/// Hours and pay of an entity's contracts over months (`YYYYMM`, both included), with the ids of
/// the contracts, by contract then month.
pub(crate) async fn works<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    [first, last]: [i64; 2],
) -> Result<Vec<(i64, MonthWork)>, Error> {
    let sql = "SELECT w.contract_id, c.number, w.month, w.hours, w.gross, w.net FROM month_work w \
               JOIN contract c ON c.association_id = w.association_id AND c.id = w.contract_id \
               WHERE w.association_id = ? AND w.month BETWEEN ? AND ? \
               ORDER BY w.contract_id, w.month";
    let values = [association.into(), first.into(), last.into()];
    let rows = NumberedWork::find_by_statement(statement(conn, sql, values)).all(conn).await?;
    let said = |row: NumberedWork| {
        let work = MonthWork {
            contract: row.number,
            month: Month(row.month as i32),
            hours: Hours(row.hours),
            gross: Cents(row.gross),
            net: Cents(row.net),
        };
        (row.contract_id, work)
    };
    Ok(rows.into_iter().map(said).collect())
}
