//! What stands behind a figure: the contracts, the months and the files of people that it counts.
//! Every query starts within one association.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use db::statement;
use directory::{Error, association};
use domain::jobs::{CaseFile, Category, Contract, Hours, Person, fte};
use domain::{Cents, Fraction, Month, Period, identity};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};

use crate::activity_names::ActivityNames;
use crate::entity::contract;
use crate::figures::{YearlyBase, base_of, bases};
use crate::records::{OPEN, category, months_within, open_values, said_case_file, said_contract};

/// A contract and what it makes over a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractFigures {
    /// Its id within the entity.
    pub id: i64,
    /// Its activity's.
    pub activity_id: i64,
    /// The contract itself.
    pub contract: Contract,
    /// How many months of the period are recorded.
    pub months: u64,
    /// Their hours.
    pub hours: Hours,
    /// Their gross.
    pub gross: Cents,
    /// Their net.
    pub net: Cents,
    /// Full-time equivalents over the period, exact.
    pub fte: Fraction,
}

/// A contract with the sums of its months, as the base answers.
#[derive(FromQueryResult)]
struct Summed {
    id: i64,
    activity_id: i64,
    number: String,
    last_name: String,
    first_name: String,
    birth: NaiveDate,
    sex: String,
    category: String,
    kind: String,
    starts_on: NaiveDate,
    ends_on: Option<NaiveDate>,
    weekly_hours: i64,
    reference_hours: i64,
    months: Option<i64>,
    hours: Option<i64>,
    gross: Option<i64>,
    net: Option<i64>,
}

const SUMMED: &str = "SELECT c.id, c.activity_id, c.number, c.last_name, c.first_name, c.birth, c.sex, \
     c.category, c.kind, c.starts_on, c.ends_on, c.weekly_hours, c.reference_hours, \
     s.months, s.hours, s.gross, s.net FROM contract c LEFT JOIN ( \
     SELECT w.contract_id, COUNT(*) AS months, CAST(SUM(w.hours) AS bigint) AS hours, \
     CAST(SUM(w.gross) AS bigint) AS gross, CAST(SUM(w.net) AS bigint) AS net FROM month_work w \
     WHERE w.association_id = ? AND w.month BETWEEN ? AND ? GROUP BY w.contract_id \
     ) s ON s.contract_id = c.id WHERE c.association_id = ? \
     AND ((c.starts_on <= ? AND (c.ends_on IS NULL OR c.ends_on >= ?)) OR s.contract_id IS NOT NULL)";

/// The contracts that count in a period, of one activity or all, of one category or both, by name.
/// Their sums are those of [`crate::figures::figures`].
///
/// # Errors
/// The database's own.
pub async fn contracts_of<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    activity: Option<i64>,
    period: Period,
    category: Option<Category>,
) -> Result<Vec<ContractFigures>, Error> {
    let names = ActivityNames::of(conn, association).await?;
    let [first, last] = months_within(period);
    let id = association.id;
    let mut values: Vec<Value> = vec![id.into(), first.into(), last.into(), id.into()];
    values.extend([period.end.into(), period.start.into()]);
    let mut sql = SUMMED.to_owned();
    if let Some(activity) = activity {
        sql += " AND c.activity_id = ?";
        values.push(activity.into());
    }
    if let Some(category) = category {
        sql += " AND c.category = ?";
        values.push(category.code().into());
    }
    let rows = Summed::find_by_statement(statement(conn, &sql, values)).all(conn).await?;
    let bases = bases(&names, period.end);
    let figures = rows.into_iter().map(|row| row.figures(&names, &bases, period));
    let mut figures: Vec<ContractFigures> = figures.collect();
    figures.sort_by_cached_key(|f| {
        (by_name(&f.contract.person), f.contract.start, f.contract.number.clone())
    });
    Ok(figures)
}

/// Names in the order a French reader looks for them, accents and capitals put aside.
fn by_name(person: &Person) -> (String, String) {
    (identity::letters(&person.last_name), identity::letters(&person.first_name))
}

impl Summed {
    fn figures(
        self,
        names: &ActivityNames,
        bases: &HashMap<i64, Hours>,
        period: Period,
    ) -> ContractFigures {
        let hours = Hours(self.hours.unwrap_or(0));
        let contract = Contract {
            number: self.number,
            activity: names.name(self.activity_id).to_owned(),
            person: Person {
                last_name: self.last_name,
                first_name: self.first_name,
                birth: self.birth,
                sex: self.sex,
            },
            category: category(&self.category),
            kind: self.kind,
            start: self.starts_on,
            end: self.ends_on,
            weekly: Hours(self.weekly_hours),
            reference: Hours(self.reference_hours),
        };
        let fte = match contract.category {
            Category::Insertion => {
                bases.get(&self.activity_id).map_or_else(Fraction::zero, |base| {
                    fte::insertion(hours, *base, period.months_long())
                })
            }
            Category::Permanent => fte::permanent_contract(&contract, period),
        };
        ContractFigures {
            id: self.id,
            activity_id: self.activity_id,
            contract,
            months: self.months.unwrap_or(0) as u64,
            hours,
            gross: Cents(self.gross.unwrap_or(0)),
            net: Cents(self.net.unwrap_or(0)),
            fte,
        }
    }
}

/// One contract of an entity by its number, with its id and the yearly base of its activity on a
/// day; nothing when no contract has this number.
///
/// # Errors
/// The database's own.
pub async fn contract_numbered<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    number: &str,
    on: NaiveDate,
) -> Result<Option<(i64, Contract, YearlyBase)>, Error> {
    let names = ActivityNames::of(conn, association).await?;
    let sql = "SELECT c.* FROM contract c WHERE c.association_id = ? AND c.number = ?";
    let query = statement(conn, sql, [association.id.into(), number.into()]);
    let Some(row) = contract::Model::find_by_statement(query).one(conn).await? else {
        return Ok(None);
    };
    let activity = names.rows().iter().find(|activity| activity.id == row.activity_id);
    let Some(base) = activity.map(|activity| base_of(activity, on)) else { return Ok(None) };
    Ok(Some((row.id, said_contract(row, &names), base)))
}

/// A month of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkedMonth {
    /// The month.
    pub month: Month,
    /// Hours that count.
    pub hours: Hours,
    /// Gross pay.
    pub gross: Cents,
    /// Net before income-tax withholding.
    pub net: Cents,
}

/// Every month recorded of a contract of an entity, oldest first.
///
/// # Errors
/// The database's own.
pub async fn months_of<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    contract: i64,
) -> Result<Vec<WorkedMonth>, Error> {
    let sql = "SELECT month, hours, gross, net FROM month_work \
               WHERE association_id = ? AND contract_id = ? ORDER BY month";
    let values = [association.into(), contract.into()];
    let mut months = Vec::new();
    for row in conn.query_all_raw(statement(conn, sql, values)).await? {
        let month: i64 = row.try_get("", "month")?;
        months.push(WorkedMonth {
            month: Month(month as i32),
            hours: Hours(row.try_get("", "hours")?),
            gross: Cents(row.try_get("", "gross")?),
            net: Cents(row.try_get("", "net")?),
        });
    }
    Ok(months)
}

/// The file of a person received, as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Its id within the entity.
    pub id: i64,
    /// Its activity's.
    pub activity_id: i64,
    /// The association's own number for it.
    pub number: String,
    /// Who was received.
    pub person: Person,
    /// Opened on.
    pub opened: NaiveDate,
    /// Closed on; none while open.
    pub closed: Option<NaiveDate>,
}

/// The files open on one day of a period, of one activity or all, by name.
///
/// # Errors
/// The database's own.
pub async fn case_files_of<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    activity: Option<i64>,
    period: Period,
) -> Result<Vec<ReceivedFile>, Error> {
    let mut values: Vec<Value> = vec![association.into()];
    values.extend(open_values(period));
    let mut sql = format!("SELECT f.* FROM case_file f WHERE f.association_id = ? AND {OPEN}");
    if let Some(activity) = activity {
        sql += " AND f.activity_id = ?";
        values.push(activity.into());
    }
    let query = statement(conn, &sql, values);
    let rows = crate::case_file::Model::find_by_statement(query).all(conn).await?;
    let said = |row: crate::case_file::Model| ReceivedFile {
        id: row.id,
        activity_id: row.activity_id,
        number: row.number,
        person: Person {
            last_name: row.last_name,
            first_name: row.first_name,
            birth: row.birth,
            sex: row.sex,
        },
        opened: row.opened_on,
        closed: row.closed_on,
    };
    let mut files: Vec<ReceivedFile> = rows.into_iter().map(said).collect();
    files.sort_by_cached_key(|file| (by_name(&file.person), file.opened, file.number.clone()));
    Ok(files)
}

/// One file of an association by its number, with its id; nothing when no file has this number.
///
/// # Errors
/// The database's own.
pub async fn case_file_numbered<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    number: &str,
) -> Result<Option<(i64, CaseFile)>, Error> {
    let names = ActivityNames::of(conn, association).await?;
    let sql = "SELECT f.* FROM case_file f WHERE f.association_id = ? AND f.number = ?";
    let query = statement(conn, sql, [association.id.into(), number.into()]);
    let row = crate::case_file::Model::find_by_statement(query).one(conn).await?;
    Ok(row.map(|row| (row.id, said_case_file(row, &names))))
}

/// The last month recorded for an association.
///
/// # Errors
/// The database's own.
pub async fn last_worked_month<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<Option<Month>, Error> {
    let sql = "SELECT MAX(month) AS month FROM month_work WHERE association_id = ?";
    let row = conn.query_one_raw(statement(conn, sql, [association.into()])).await?;
    let month = row.map(|row| row.try_get::<Option<i64>>("", "month")).transpose()?.flatten();
    Ok(month.map(|month| Month(month as i32)))
}

/// The calendar years in which contracts begin or people are received.
///
/// # Errors
/// The database's own.
pub async fn begun_years<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<BTreeSet<i32>, Error> {
    let sql = "SELECT starts_on AS day FROM contract WHERE association_id = ? \
               UNION SELECT opened_on AS day FROM case_file WHERE association_id = ?";
    let values = [association.into(), association.into()];
    let rows = conn.query_all_raw(statement(conn, sql, values)).await?;
    let years = rows.iter().map(|row| row.try_get::<NaiveDate>("", "day").map(|day| day.year()));
    Ok(years.collect::<Result<_, _>>()?)
}

/// The calendar years of the months recorded for an association.
///
/// # Errors
/// The database's own.
pub async fn worked_years<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<Vec<i32>, Error> {
    let sql = "SELECT DISTINCT month / 100 AS year FROM month_work WHERE association_id = ?";
    let rows = conn.query_all_raw(statement(conn, sql, [association.into()])).await?;
    let years = rows.iter().map(|row| row.try_get::<i64>("", "year").map(|year| year as i32));
    Ok(years.collect::<Result<_, _>>()?)
}
