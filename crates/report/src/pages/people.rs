//! What the jobs slice tells of an entity's year: its contracts, their months, the files of the
//! people received.

use directory::{Error, association};
use domain::jobs::Hours;
use domain::jobs::{CaseFile, Contract, MonthWork};
use domain::{Cents, Fraction, Period};
use sea_orm::ConnectionTrait;

/// A contract over a year.
pub(super) struct Worked {
    /// The contract.
    pub contract: Contract,
    /// Hours of the year.
    pub hours: Hours,
    /// Gross pay of the year.
    pub gross: Cents,
    /// Net pay of the year.
    pub net: Cents,
    /// What it counts for.
    pub fte: Fraction,
}

/// A month of a contract.
pub(super) struct MonthOfContract {
    /// Hours and pay.
    pub work: MonthWork,
    /// What it counts for in the year.
    pub fte: Fraction,
}

/// The contracts that count in a period.
pub(super) async fn contracts<C: ConnectionTrait>(
    _: &C,
    _association: &association::Model,
    _period: Period,
) -> Result<Vec<Worked>, Error> {
    Ok(Vec::new())
}

/// One contract and its months, oldest first; nothing when no contract has this number.
pub(super) async fn contract<C: ConnectionTrait>(
    _: &C,
    _association: &association::Model,
    _number: &str,
) -> Result<Option<(Contract, Vec<MonthOfContract>)>, Error> {
    Ok(None)
}

/// The files open on some day of a period.
pub(super) async fn files<C: ConnectionTrait>(
    _: &C,
    _association: &association::Model,
    _period: Period,
) -> Result<Vec<CaseFile>, Error> {
    Ok(Vec::new())
}
