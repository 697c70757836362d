//! The past is not edited: the base itself refuses, whoever asks and however.

use super::SAMPLE;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    no_validated_row_changes
    the_audit_trail_is_only_added_to
    nothing_is_written_over_or_emptied
    a_year_with_entries_keeps_its_days
    nothing_names_what_is_not_there
}

/// Association 1 with the three validated entries of the sample.
pub fn three_validated_entries(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    pole.run(&format!("import fec --association vert {SAMPLE}")).done();
    pole
}

const A_LINE: &str =
    "INSERT INTO line (association_id, entry_id, position, year_id, account, debit, credit)";

fn no_validated_row_changes(place: Place) {
    let pole = three_validated_entries(place);
    let (before, sum) = (pole.rows(), "SELECT CAST(SUM(debit) AS bigint) FROM line");
    let added = [
        format!("{A_LINE} VALUES (1, 1, 3, 1, '512000', 100, 0)"),
        format!("{A_LINE} VALUES (1, 1, 3, 1, '512000', 0, 0)"),
        format!("{A_LINE} VALUES (1, 99, 1, 1, '512000', 100, 0)"),
    ];
    for act in [
        "UPDATE entry SET label = 'autre' WHERE id = 1",
        "UPDATE entry SET date = '2025-02-01'",
        "UPDATE entry SET label = label",
        "DELETE FROM entry WHERE id = 2",
        "UPDATE line SET debit = debit + 1 WHERE entry_id = 1 AND position = 1",
        "UPDATE line SET account = '512100'",
        "UPDATE line SET entry_id = 2, position = 9 WHERE entry_id = 1",
        "DELETE FROM line WHERE entry_id = 3",
        "DELETE FROM line",
        "UPDATE validation SET number = number + 10",
        "UPDATE validation SET seal = seal",
        "DELETE FROM validation WHERE number = 3",
    ]
    .into_iter()
    .chain(added.iter().map(String::as_str))
    {
        let refused = pole.sql(act).expect_err(act).to_string();
        assert!(refused.contains("a validated entry is not changed"), "{act}: {refused}");
    }
    assert_eq!((pole.rows(), pole.number(sum)), (before, 2_500_000));
    pole.is_sound();
}

fn the_audit_trail_is_only_added_to(place: Place) {
    let pole = three_validated_entries(place);
    for act in ["UPDATE audit SET detail = ''", "DELETE FROM audit"] {
        let refused = pole.sql(act).expect_err(act).to_string();
        assert!(refused.contains("the audit trail is only added to"), "{act}: {refused}");
    }
    assert_eq!(pole.number("SELECT COUNT(*) FROM audit WHERE act = 'fec.import'"), 1);
}

/// Acts that no trigger on UPDATE or DELETE hears of, and what the base answers.
fn sly_acts(place: Place) -> &'static [(&'static str, &'static str)] {
    const PAST: &str = "a validated entry is not changed";
    const YEAR: &str = "keeps its days";
    const IMPORTS: &str = "the list of imports is only added to";
    const AUDIT: &str = "the audit trail is only added to";
    const END: &str = "the end of a chain only moves forward";
    const EMPTIED: &str = "is never emptied";
    match place {
        Place::Sqlite => &[
            (
                "INSERT OR REPLACE INTO entry SELECT association_id, id, year_id, journal, date, piece_ref, \
                 piece_date, 'autre', source_number FROM entry WHERE id = 2",
                PAST,
            ),
            ("REPLACE INTO line SELECT * FROM line WHERE entry_id = 2", PAST),
            ("UPDATE OR REPLACE line SET entry_id = 2, position = 1 WHERE entry_id = 1", PAST),
            (
                "REPLACE INTO validation SELECT association_id, year_id, number, entry_id, valid_on, \
                 validated_at, person_id, x'00' FROM validation WHERE number = 3",
                PAST,
            ),
            (
                "REPLACE INTO validation SELECT association_id, year_id, 9, entry_id, valid_on, \
                 validated_at, person_id, x'00' FROM validation WHERE number = 3",
                PAST,
            ),
            (
                "REPLACE INTO audit (id, at, person_id, association_id, act, detail) \
                 SELECT id, at, person_id, association_id, 'rien', detail FROM audit",
                AUDIT,
            ),
            (
                "REPLACE INTO audit (rowid, id, at, person_id, act, detail) \
                 SELECT rowid, id + 99, at, person_id, 'rien', detail FROM audit",
                AUDIT,
            ),
            ("REPLACE INTO fiscal_year VALUES (1, 1, '2030-01-01', '2030-12-31')", YEAR),
            (
                "REPLACE INTO fiscal_year (rowid, association_id, id, starts_on, ends_on) \
                 SELECT rowid, 1, 9, '2030-01-01', '2030-12-31' FROM fiscal_year",
                YEAR,
            ),
            (
                "REPLACE INTO fec_import SELECT association_id, id + 9, year_id, 'autre', digest, 0, 0, \
                 imported_at, person_id FROM fec_import",
                IMPORTS,
            ),
            (
                "REPLACE INTO chain_head SELECT association_id, year_id, number, seal FROM validation \
                 WHERE number = 2",
                END,
            ),
        ],
        Place::Postgres => &[
            ("TRUNCATE entry", EMPTIED),
            ("TRUNCATE line", EMPTIED),
            ("TRUNCATE validation", EMPTIED),
            ("TRUNCATE audit", EMPTIED),
            ("TRUNCATE account_total", EMPTIED),
            ("TRUNCATE fec_import", EMPTIED),
            ("TRUNCATE chain_head", EMPTIED),
            ("TRUNCATE fiscal_year CASCADE", EMPTIED),
            ("TRUNCATE association CASCADE", EMPTIED),
            ("TRUNCATE person CASCADE", EMPTIED),
        ],
    }
}

/// What holds the past changes neither by its own acts nor by those that replace a row or empty a
/// table.
fn nothing_is_written_over_or_emptied(place: Place) {
    let pole = three_validated_entries(place);
    let draft = "INSERT INTO entry (association_id, id, year_id, journal, date, piece_ref, piece_date, label) \
                 VALUES (1, 50, 1, 'OD', '2025-12-31', 'P', '2025-12-31', 'Brouillon')";
    pole.sql(draft).expect("a draft may come");
    pole.sql(&format!("{A_LINE} VALUES (1, 50, 1, 1, '512000', 100, 0)")).expect("and have a line");
    let before = pole.rows();
    for (act, words) in [
        (
            "UPDATE line SET entry_id = 2, position = 9 WHERE entry_id = 50",
            "a validated entry is not changed",
        ),
        ("UPDATE fec_import SET entries = 2", "the list of imports is only added to"),
        ("DELETE FROM fec_import", "the list of imports is only added to"),
        ("UPDATE chain_head SET number = 2", "the end of a chain only moves forward"),
        ("UPDATE chain_head SET number = 4", "the end of a chain only moves forward"),
        ("DELETE FROM chain_head", "the end of a chain only moves forward"),
    ]
    .iter()
    .chain(sly_acts(place))
    {
        let refused = pole.sql(act).expect_err(act).to_string();
        assert!(refused.contains(words), "{act}: {refused}");
    }
    assert_eq!(pole.rows(), before);
    assert_eq!(pole.texts("SELECT file_name FROM fec_import"), [SAMPLE]);
    pole.sql("DELETE FROM line WHERE entry_id = 50").expect("a draft may go");
    pole.sql("DELETE FROM entry WHERE id = 50").expect("a draft may go");
    pole.is_sound();
}

fn a_year_with_entries_keeps_its_days(place: Place) {
    let pole = three_validated_entries(place);
    for act in [
        "UPDATE fiscal_year SET ends_on = '2025-06-30'",
        "UPDATE fiscal_year SET starts_on = '2024-12-01'",
        "UPDATE fiscal_year SET id = 9",
        "DELETE FROM fiscal_year",
    ] {
        let refused = pole.sql(act).expect_err(act).to_string();
        assert!(refused.contains("keeps its days"), "{act}: {refused}");
    }
    let next = "INSERT INTO fiscal_year (association_id, id, starts_on, ends_on) \
                VALUES (1, 9, '2026-01-01', '2026-12-31')";
    pole.sql(next).expect("the next year opens");
    let earlier = "UPDATE fiscal_year SET starts_on = '2025-12-31' WHERE id = 9";
    let refused = pole.sql(earlier).expect_err(earlier).to_string();
    assert!(refused.contains("two fiscal years overlap"), "{refused}");
    if place == Place::Sqlite {
        let swap = "UPDATE OR REPLACE fiscal_year SET rowid = 1 WHERE id = 9";
        let refused = pole.sql(swap).expect_err(swap).to_string();
        assert!(refused.contains("keeps its days"), "{refused}");
    }
    pole.sql("UPDATE fiscal_year SET ends_on = '2027-03-31' WHERE id = 9").expect("still empty");
    pole.sql("DELETE FROM fiscal_year WHERE id = 9").expect("still empty");
    pole.is_sound();
}

/// Keys that each base holds its own way: an entry has its year, a validation its person.
fn nothing_names_what_is_not_there(place: Place) {
    let pole = three_validated_entries(place);
    let draft = |id: i64, year: i64| {
        format!(
            "INSERT INTO entry (association_id, id, year_id, journal, date, piece_ref, piece_date, label) \
             VALUES (1, {id}, {year}, 'OD', '2026-12-31', 'P', '2026-12-31', 'Brouillon')"
        )
    };
    let next = "INSERT INTO fiscal_year (association_id, id, starts_on, ends_on) \
                VALUES (1, 9, '2026-01-01', '2026-12-31')";
    pole.sql(next).expect("the next year opens");
    pole.sql(&draft(50, 9)).expect("a draft may come");
    let before = pole.rows();
    for act in [
        draft(51, 8).as_str(),
        "UPDATE entry SET year_id = 8 WHERE id = 50",
        "DELETE FROM fiscal_year WHERE id = 9",
        "UPDATE fiscal_year SET id = 10 WHERE id = 9",
        "INSERT INTO validation (association_id, year_id, number, entry_id, valid_on, validated_at, person_id, seal) \
         SELECT association_id, 9, 1, 50, valid_on, validated_at, 99, seal FROM validation WHERE number = 1",
        "DELETE FROM person",
        "UPDATE person SET id = id + 99",
    ] {
        assert!(pole.sql(act).is_err(), "{act}");
    }
    assert_eq!(pole.rows(), before);
    pole.sql("DELETE FROM entry WHERE id = 50").expect("a draft may go");
    pole.sql("DELETE FROM fiscal_year WHERE id = 9").expect("and its year");
    pole.is_sound();
}
