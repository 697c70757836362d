//! What pages read with, asked one after the other for one association.

use accounting::books::{self, Place};
use accounting::fiscal_year;
use chrono::{Datelike as _, NaiveDate};
use db::{Tx, statement};
use directory::{activities, association};
use domain::{Month, Period};
use sea_orm::ConnectionTrait as _;

/// For whom, and for what of theirs.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The association.
    pub association: association::Model,
    year: fiscal_year::Model,
    account: String,
    journal: String,
    contract: (i64, String),
}

/// Nobody has this number.
const NOBODY: i64 = 999_999;

impl Asked {
    /// An association of the pôle by its short name, in the year that ends in one.
    pub async fn of(all: &Tx, slug: &str, year: i32) -> Self {
        let association = directory::association_by_slug(all, slug).await.expect(slug);
        let years = books::years_ending_in(all, association.id, year).await.expect("years");
        let year = years.into_iter().next().expect("a year");
        let first = async |sql: &str| {
            let row = all.query_one_raw(statement(all, sql, [association.id.into()])).await;
            row.expect(sql).expect("a row")
        };
        let account = first("SELECT account FROM line WHERE association_id = ? LIMIT 1").await;
        let journal = first("SELECT journal FROM entry WHERE association_id = ? LIMIT 1").await;
        let contract = first(
            "SELECT contract_id, number FROM month_work w JOIN contract c \
             ON c.association_id = w.association_id AND c.id = w.contract_id \
             WHERE w.association_id = ? LIMIT 1",
        );
        let contract = contract.await;
        Self {
            account: account.try_get_by_index(0).expect("an account"),
            journal: journal.try_get_by_index(0).expect("a journal"),
            contract: (
                contract.try_get_by_index(0).expect("an id"),
                contract.try_get_by_index(1).expect("a number"),
            ),
            association,
            year,
        }
    }

    /// The same, of an association that is not there.
    pub fn of_nobody(&self) -> Self {
        let mut asked = self.clone();
        asked.association.id = NOBODY;
        asked.year.association_id = NOBODY;
        asked
    }
}

macro_rules! answers {
    ($($name:literal => $answer:expr),+ $(,)?) => {
        vec![$(($name, format!("{:?}", $answer.await))),+]
    };
}

/// Everything that reads one association's rows for a page, and what it answers.
pub async fn answers(tx: &Tx, asked: &Asked) -> Vec<(&'static str, String)> {
    let Asked { association, year, account, journal, contract } = asked;
    let id = association.id;
    let period = Period::calendar_year(year.ends_on.year());
    let days = (NaiveDate::MIN.max(year.starts_on), year.ends_on);
    let folder = tempfile::tempdir().expect("a folder");
    let of_year = answers! {
        "years" => accounting::years(tx, id),
        "year_ending" => books::year_ending(tx, id, year.ends_on),
        "years_ending_in" => books::years_ending_in(tx, id, year.ends_on.year()),
        "previous_year" => books::previous_year(tx, year),
        "year_totals" => books::year_totals(tx, id),
        "last_number" => books::last_number(tx, year),
        "last_entry" => books::last_entry(tx, year),
        "balance" => books::balance(tx, year),
        "balance_between" => books::balance_between(tx, year, Month::of(days.0), Month::of(days.1)),
        "account_labels" => books::account_labels(tx, id),
        "journals" => books::journals(tx, id),
        "third_parties" => books::third_parties(tx, id),
        "party_balances" => books::party_balances(tx, year),
        "entries" => books::entries(tx, year, 1, 50),
        "journal_months" => books::journal_months(tx, year),
        "journal_entries" => books::journal_entries(tx, year, journal, days, (0, 50)),
        "movements" => books::movements(tx, year, account),
        "place_after" => books::place_after(tx, year, i64::MAX, &Place::START, 1),
        "movements_between" => books::movements_between(tx, year, i64::MAX, &Place::START, None),
        "cleared_by_bank" => books::cleared_by_bank(tx, year, "421"),
        "export_fec" => async {
            accounting::export_fec(tx, association, year, folder.path()).await.is_ok()
        },
    };
    let of_jobs = answers! {
        "activities" => activities(tx, id),
        "figures" => jobs::figures::figures(tx, association, period),
        "persons_received" => jobs::figures::persons_received(tx, &[(id, period)]),
        "headcount" => jobs::figures::headcount(tx, id, year.ends_on),
        "contracts_of" => jobs::lists::contracts_of(tx, association, None, period, None),
        "contract_numbered" => jobs::lists::contract_numbered(tx, association, &contract.1, year.ends_on),
        "months_of" => jobs::lists::months_of(tx, id, contract.0),
        "case_files_of" => jobs::lists::case_files_of(tx, id, None, period),
        "worked_years" => jobs::lists::worked_years(tx, id),
        "export_contracts" => jobs::export_contracts(tx, association, None),
        "export_hours" => jobs::export_hours(tx, association, None),
        "export_case_files" => jobs::export_case_files(tx, association, None),
    };
    let of_sharing = answers! {
        "flows" => sharing::flows(tx, id, year.id),
        "third_party_balances" => sharing::third_party_balances(tx, id, year.id),
        "counterparties" => sharing::counterparties(tx, Some(id)),
    };
    [of_year, of_jobs, of_sharing].concat()
}
