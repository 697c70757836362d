//! Writing contracts, hours and people received back to files that any spreadsheet opens and that
//! the product reads again: `;`, UTF-8, lines ended by CRLF, ISO dates, decimal comma. A text that a
//! spreadsheet would run as a formula goes behind an apostrophe, which the reading takes off.

use super::cells::guarded;
use super::rows::{CASE_FILE_COLUMNS, CONTRACT_COLUMNS, HOURS_COLUMNS};
use super::{CaseFile, Contract, MonthWork, Person};

/// `contrats.csv`, one line a contract in the order given.
pub fn write_contracts(contracts: &[Contract]) -> String {
    let mut file = File::new(&CONTRACT_COLUMNS);
    for contract in contracts {
        file.text(&contract.number);
        file.text(&contract.activity);
        file.person(&contract.person);
        file.text(contract.category.code());
        file.text(&contract.kind);
        file.value(&contract.start.to_string());
        file.value(&contract.end.map(|end| end.to_string()).unwrap_or_default());
        file.value(&contract.weekly.french());
        file.value(&contract.reference.french());
        file.end_line();
    }
    file.out
}

/// `heures.csv`, one line a contract and month in the order given.
pub fn write_hours(hours: &[MonthWork]) -> String {
    let mut file = File::new(&HOURS_COLUMNS);
    for work in hours {
        file.text(&work.contract);
        file.value(&work.month.to_string());
        file.value(&work.hours.french());
        file.value(&work.gross.to_fec());
        file.value(&work.net.to_fec());
        file.end_line();
    }
    file.out
}

/// `accueil.csv`, one line a file in the order given.
pub fn write_case_files(case_files: &[CaseFile]) -> String {
    let mut file = File::new(&CASE_FILE_COLUMNS);
    for case_file in case_files {
        file.text(&case_file.number);
        file.text(&case_file.activity);
        file.person(&case_file.person);
        file.value(&case_file.opened.to_string());
        file.value(&case_file.closed.map(|day| day.to_string()).unwrap_or_default());
        file.end_line();
    }
    file.out
}

/// A file being written.
struct File {
    out: String,
    fresh: bool,
}

impl File {
    fn new(columns: &[&str]) -> Self {
        let out = columns.join(";") + "\r\n";
        Self { out, fresh: true }
    }

    /// A date or a number: it starts with no formula sign but a true minus, and holds no separator.
    fn value(&mut self, value: &str) {
        if !std::mem::take(&mut self.fresh) {
            self.out.push(';');
        }
        self.out.push_str(value);
    }

    /// A text: kept from being a formula, quoted where its characters need it.
    fn text(&mut self, text: &str) {
        let text = guarded(text);
        if text.contains([';', ',', '"', '\n', '\r']) {
            self.value(&format!("\"{}\"", text.replace('"', "\"\"")));
        } else {
            self.value(&text);
        }
    }

    fn person(&mut self, person: &Person) {
        self.text(&person.last_name);
        self.text(&person.first_name);
        self.value(&person.birth.to_string());
        self.text(&person.sex);
    }

    fn end_line(&mut self) {
        self.out.push_str("\r\n");
        self.fresh = true;
    }
}

#[cfg(test)]
mod laws {
    use super::*;
    use crate::jobs::{Category, Hours, Lines, Row, read_case_files, read_contracts, read_hours};
    use crate::{Cents, Issues, Month, identity};
    use chrono::{Days, NaiveDate};
    use proptest::prelude::*;
    use std::collections::HashSet;

    /// Texts as files hold them, formulas and quotes among them.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["[=+@'\"; ,a-zé-]{1,12}", "\\PC{1,30}", "'{0,3}[=+@-]{1,2}[A-Z(]{0,4}"]
            .prop_map(|text| text.trim().to_owned())
            .prop_filter("a text holds something that prints", |text| {
                !text.is_empty() && !text.chars().any(crate::issue::is_invisible)
            })
    }

    fn day(from: i32, to: i32) -> impl Strategy<Value = NaiveDate> {
        let first = NaiveDate::from_ymd_opt(from, 1, 1).unwrap();
        let days = u64::try_from((to - from) * 365).unwrap();
        (0..days).prop_map(move |days| first + Days::new(days))
    }

    fn person() -> impl Strategy<Value = Person> {
        let name = || {
            (text(), "[a-zA-Zéèàçœ]{0,8}[a-z]")
                .prop_map(|(a, b)| format!("{a}{b}"))
                .prop_filter("a name has a letter", |n| !identity::letters(n).is_empty())
        };
        let sex = prop_oneof![Just("F"), Just("H"), Just("X")];
        (name(), name(), day(1930, 1990), sex).prop_map(|(last_name, first_name, birth, sex)| {
            Person { last_name, first_name, birth, sex: sex.to_owned() }
        })
    }

    fn contract() -> impl Strategy<Value = Contract> {
        let category = prop_oneof![Just(Category::Insertion), Just(Category::Permanent)];
        let end = proptest::option::of(0u64..2000);
        let hours = (0i64..=60_000, 1i64..=60_000);
        ((text(), text(), text(), person()), category, day(2000, 2050), end, hours).prop_map(
            |((number, activity, kind, person), category, start, end, (w, r))| Contract {
                number,
                activity,
                person,
                category,
                kind,
                start,
                end: end.map(|days| start + Days::new(days)),
                weekly: Hours(w),
                reference: Hours(r),
            },
        )
    }

    fn values<T>(rows: Vec<Row<T>>, issues: Issues) -> Vec<T> {
        assert!(!issues.refused(), "{:?}", issues.into_list());
        rows.into_iter().map(|row| row.value).collect()
    }

    proptest! {
        #[test]
        fn contracts_written_are_read_back(mut contracts in proptest::collection::vec(contract(), 0..6)) {
            let mut seen = HashSet::new();
            contracts.retain(|c| seen.insert(c.number.clone()));
            let file = write_contracts(&contracts);
            let mut issues = Issues::default();
            let rows = read_contracts(Lines::File(file.as_bytes()), &mut |_, _, _| true, &mut issues);
            prop_assert_eq!(values(rows, issues), contracts);
        }

        #[test]
        fn hours_written_are_read_back(rows in proptest::collection::vec((text(), 0i64..=400_000, -9_999_999i64..99_999_999, 0i64..9_999_999), 0..6)) {
            let mut month = Month(202_311);
            let works: Vec<MonthWork> = rows.into_iter().map(|(contract, hours, gross, net)| {
                month = month.next();
                MonthWork { contract, month, hours: Hours(hours), gross: Cents(gross), net: Cents(net) }
            }).collect();
            let mut issues = Issues::default();
            let rows = read_hours(Lines::File(write_hours(&works).as_bytes()), &mut issues);
            prop_assert_eq!(values(rows, issues), works);
        }

        #[test]
        fn case_files_written_are_read_back(mut files in proptest::collection::vec((text(), text(), person(), day(2000, 2050), proptest::option::of(0u64..900)).prop_map(|(number, activity, person, opened, days)| {
            CaseFile { number, activity, person, opened, closed: days.map(|d| opened + Days::new(d)) }
        }), 0..6)) {
            let mut seen = HashSet::new();
            files.retain(|f| seen.insert(f.number.clone()));
            let mut issues = Issues::default();
            let rows = read_case_files(Lines::File(write_case_files(&files).as_bytes()), &mut |_, _, _| true, &mut issues);
            prop_assert_eq!(values(rows, issues), files);
        }

        #[test]
        fn no_text_starts_a_formula(text in "\\PC{0,20}|[=+@\t\r -]{1,3}x") {
            let mut file = File::new(&[]);
            file.out.clear();
            file.text(&text);
            // Only the first quote encloses the cell; a further one is part of what is shown.
            let shown = file.out.strip_prefix('"').unwrap_or(&file.out).trim_start();
            prop_assert!(!shown.starts_with(['=', '+', '-', '@']));
        }
    }
}
