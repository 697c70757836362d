//! Charts of accounts by version, for associations and for companies, compiled in.
//!
//! `data/pca.csv` and `data/pcg.csv` hold the lists of 2025 and 2026; `data/chart-history.csv` the
//! accounts that earlier lists had (to 2019: before ANC 2018-06; 2020 to 2024: before ANC 2022-06).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};

/// Which chart an entity keeps: the same number can mean two things (756 of an association, of a Scop).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartKind {
    /// ANC 2018-06 on top of the PCG; before 2020, CRC 99-01.
    Association,
    /// The PCG.
    Company,
}

impl ChartKind {
    /// The code that commands and the database use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Association => "association",
            Self::Company => "company",
        }
    }

    /// Reads a code; `None` when unknown.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Association, Self::Company].into_iter().find(|kind| kind.code() == code)
    }
}

/// The list of accounts in force for years opened on a day.
#[derive(Debug)]
pub struct Chart {
    accounts: BTreeMap<&'static str, &'static str>,
}

const LISTS: [(ChartKind, &str); 2] = [
    (ChartKind::Association, include_str!("../../data/pca.csv")),
    (ChartKind::Company, include_str!("../../data/pcg.csv")),
];
const HISTORY: &str = include_str!("../../data/chart-history.csv");

/// The years at which a list changed; a year opened before the first uses the oldest list known.
const CHANGES: [i32; 4] = [2020, 2025, 2026, i32::MAX];

static CHARTS: LazyLock<Vec<(ChartKind, i32, Chart)>> = LazyLock::new(|| {
    let build = |(kind, list): (ChartKind, &'static str)| {
        CHANGES.map(|before| (kind, before, Chart::build(kind, list, before - 1)))
    };
    LISTS.into_iter().flat_map(build).collect()
});

impl Chart {
    /// The chart of an entity for a year opened on a day.
    ///
    /// # Panics
    /// Never: the last version has no end.
    pub fn in_force(kind: ChartKind, opened: NaiveDate) -> &'static Self {
        let found = CHARTS.iter().find(|(of, before, _)| *of == kind && opened.year() < *before);
        &found.expect("the last version has no end").2
    }

    fn build(kind: ChartKind, list: &'static str, year: i32) -> Self {
        let mut accounts = BTreeMap::new();
        for row in list.lines().skip(1) {
            let cells: Vec<&str> = row.split(';').collect();
            // Rows of the list of 2026 alone are younger than any earlier year.
            if cells[6] != "2026" || year >= 2026 {
                accounts.insert(cells[0], cells[1]);
            }
        }
        for row in HISTORY.lines().skip(1) {
            let cells: Vec<&str> = row.split(';').collect();
            let ours = cells[0] == "both" || cells[0] == kind.code();
            let from = cells[5].parse().unwrap_or(i32::MIN);
            let to = cells[6].parse().unwrap_or(i32::MAX);
            if ours && (from..=to).contains(&year.min(2026)) {
                accounts.insert(cells[1], cells[2]);
            }
        }
        Self { accounts }
    }

    /// The longest account of the list that a number starts with, and its label.
    pub fn nearest(&self, account: &str) -> Option<(&'static str, &'static str)> {
        (1..=account.len()).rev().find_map(|length| {
            let prefix = account.get(..length)?;
            self.accounts.get_key_value(prefix).map(|(code, label)| (*code, *label))
        })
    }

    /// Whether a number is an account of the list or a subdivision of one (PCG art. 1131-1): it
    /// starts with one of at least three digits, or with one that the list does not divide.
    pub fn knows(&self, account: &str) -> bool {
        self.nearest(account).is_some_and(|(code, _)| {
            code.len() >= 3
                || !self
                    .accounts
                    .range(code..)
                    .nth(1)
                    .is_some_and(|(next, _)| next.starts_with(code))
        })
    }

    /// Every account, in order.
    pub fn accounts(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.accounts.iter().map(|(code, label)| (*code, *label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(kind: ChartKind, year: i32) -> &'static Chart {
        Chart::in_force(kind, NaiveDate::from_ymd_opt(year, 1, 1).expect("a day"))
    }

    #[test]
    fn a_number_means_what_its_chart_and_year_say() {
        let label =
            |kind, year, account| chart(kind, year).nearest(account).map(|(_, label)| label);
        assert_eq!(
            label(ChartKind::Association, 2025, "756100"),
            Some("Cotisations sans contrepartie")
        );
        assert_ne!(
            label(ChartKind::Company, 2025, "756100"),
            label(ChartKind::Association, 2025, "756100")
        );
        assert_eq!(
            label(ChartKind::Association, 2009, "757"),
            Some("Quote-part d'éléments du fonds associatif virée au résultat")
        );
        assert!(chart(ChartKind::Company, 2009).knows("791000"));
        assert!(!chart(ChartKind::Company, 2025).knows("791000"));
        assert!(chart(ChartKind::Association, 2025).knows("512000"));
        assert!(!chart(ChartKind::Association, 2025).knows("999000"));
    }

    #[test]
    fn every_row_is_an_account_with_a_label() {
        for kind in [ChartKind::Association, ChartKind::Company] {
            for year in [2009, 2022, 2025, 2026] {
                for (code, label) in chart(kind, year).accounts() {
                    assert!(code.bytes().all(|b| b.is_ascii_digit()), "{code}");
                    assert!(!label.is_empty(), "{code}");
                }
            }
        }
    }
}
