//! What a reader must do with each file of `tests/samples/fec`, and with files nobody made.

use std::path::Path;

use proptest::prelude::*;

use super::runs::Run;
use super::survey::{Survey, survey};
use super::write::{self, WrittenLine};
use crate::calendar::parse_date;
use crate::{Cents, Issue, Issues, Period};

fn read(bytes: &[u8]) -> (Option<Survey>, Vec<Issue>, bool) {
    let mut issues = Issues::default();
    let year = Period::calendar_year(2025);
    let survey =
        survey(bytes, Some(year), &mut issues, &mut |_| {}).expect("reading memory cannot fail");
    let refused = issues.refused();
    (survey, issues.into_list(), refused)
}

#[test]
fn each_sample_does_what_its_prefix_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/fec");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).expect("the samples are there") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let (survey, issues, refused) = read(&std::fs::read(&path).expect("readable"));
        count += 1;
        match name.split('_').next() {
            // Its name is wrong, not its content; the import refuses it.
            Some("bad") if name.starts_with("bad_name") => assert!(!refused, "{name}"),
            Some("bad") => {
                assert!(refused, "{name}");
                assert!(issues[0].line.is_some(), "{name} {issues:?}");
            }
            Some("odd") => assert!(!refused && !issues.is_empty(), "{name} {issues:?}"),
            _ => assert!(issues.is_empty(), "{name} {issues:?}"),
        }
        if !refused {
            let survey = survey.expect("read");
            assert_eq!((survey.lines, survey.entries), (6, 3), "{name}");
            assert_eq!(survey.debit, Cents(2_500_000), "{name}");
            assert_eq!(survey.debit, survey.credit, "{name}");
        }
    }
    assert_eq!(count, 24);
}

/// An entry as a generator makes it: a day of the year and signed amounts that sum to zero.
fn entries() -> impl Strategy<Value = Vec<(u32, Vec<i64>)>> {
    let amounts = prop::collection::vec(-1_000_000i64..1_000_000, 1..5);
    prop::collection::vec((1u32..=365, amounts), 1..12)
}

fn written(entries: &[(u32, Vec<i64>)]) -> String {
    let mut out = write::header();
    let first = parse_date("2025-01-01").expect("a day");
    for (i, (day, amounts)) in entries.iter().enumerate() {
        let date = first + chrono::Days::new(u64::from(day - 1));
        let rest = -amounts.iter().sum::<i64>();
        for amount in amounts.iter().chain([&rest]) {
            write::line(
                &mut out,
                &WrittenLine {
                    journal: ("OD", "Opérations diverses"),
                    number: i as i64 + 1,
                    date,
                    account: ("471000", "Attente"),
                    aux: ("", ""),
                    piece: ("P", date),
                    label: "é œ €",
                    debit: Cents((*amount).max(0)),
                    credit: Cents((-amount).max(0)),
                    lettering: None,
                    valid: date,
                    currency: ("", ""),
                },
            );
        }
    }
    out
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(entries in entries()) {
        let (survey, issues, refused) = read(written(&entries).as_bytes());
        prop_assert!(!refused, "{issues:?}");
        let survey = survey.expect("read");
        prop_assert_eq!(survey.entries, entries.len() as u64);
        let debit: i64 = entries
            .iter()
            .flat_map(|(_, amounts)| amounts.iter().copied().chain([-amounts.iter().sum::<i64>()]))
            .map(|amount| amount.max(0))
            .sum();
        prop_assert_eq!(survey.debit, Cents(debit));
        prop_assert_eq!(survey.credit, Cents(debit));
        let dates: Vec<_> = survey.runs.iter().map(Run::date).collect();
        prop_assert!(dates.is_sorted());
    }

    #[test]
    fn a_changed_byte_never_panics_nor_unbalances(entries in entries(), at: prop::sample::Index, byte: u8) {
        let mut bytes = written(&entries).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let (Some(survey), _, false) = read(&bytes) {
            prop_assert_eq!(survey.debit, survey.credit);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }
}

#[test]
fn hostile_files_get_one_clear_sentence() {
    let columns = vec!["x"; 10_000].join("\t");
    let long = format!("{}{}\n", write::header(), "x".repeat(10_000_000));
    for (what, bytes, code) in [
        ("zeros", vec![0; 3_000_000], "not-text"),
        ("zip", b"PK\x03\x04rest".to_vec(), "not-text"),
        ("empty", vec![], "empty-file"),
        ("columns", columns.into_bytes(), "missing-column"),
        ("long line", long.into_bytes(), "line-too-long"),
        ("control", [write::header().as_bytes(), b"a\x01b\n"].concat(), "control-character"),
    ] {
        let (_, issues, refused) = read(&bytes);
        assert!(refused, "{what}");
        assert_eq!(issues[0].code, code, "{what}");
        assert!(issues[0].message.len() < 400, "{what}: {}", issues[0].message);
    }
}

#[test]
fn a_reused_number_is_cut_at_zero() {
    let line = |num: &str, day: &str, debit: &str, credit: &str| {
        format!(
            "BQ\tBanque\t{num}\t{day}\t512000\tBanque\t\t\tP\t{day}\tx\t{debit}\t{credit}\t\t\t20251231\t\t\n"
        )
    };
    let text = write::header()
        + &line("0", "20250101", "10,00", "0,00")
        + &line("0", "20250102", "0,00", "10,00")
        + &line("0", "20250103", "5,00", "0,00")
        + &line("0", "20250103", "0,00", "5,00");
    let (survey, issues, refused) = read(text.as_bytes());
    assert!(!refused, "{issues:?}");
    let survey = survey.expect("read");
    assert_eq!(survey.entries, 2);
    let days: Vec<_> = survey.runs.iter().map(|r| (r.entry, r.date().to_string())).collect();
    assert_eq!(
        days,
        [(2, "2025-01-02".into()), (2, "2025-01-02".into()), (4, "2025-01-03".into())]
    );
    let codes: Vec<_> = issues.iter().map(|issue| issue.code).collect();
    assert!(codes.contains(&"number-reused") && codes.contains(&"several-dates"), "{codes:?}");
}
