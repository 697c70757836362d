//! Someone with the keys of the base takes the triggers away and changes the past: `check` names the
//! first broken row.

use super::past::three_validated_entries;
use crate::place::Place;
use crate::pole::Pole;

stories! { check_names_what_was_tampered_with rows_slipped_past_the_triggers_are_found }

const TRIGGERS: [(&str, &str); 8] = [
    ("entry_no_update", "entry"),
    ("entry_no_delete", "entry"),
    ("line_no_update", "line"),
    ("line_no_delete", "line"),
    ("line_no_insert", "line"),
    ("validation_no_update", "validation"),
    ("validation_no_delete", "validation"),
    ("fiscal_year_no_overlap", "fiscal_year"),
];

/// Takes every guard of the books away.
fn take_guards_away(place: Place, pole: &Pole) {
    for (trigger, table) in TRIGGERS {
        match place {
            Place::Sqlite => pole.sql(&format!("DROP TRIGGER {trigger}")),
            Place::Postgres => pole.sql(&format!("DROP TRIGGER {trigger} ON {table}")),
        }
        .expect(trigger);
    }
}

/// `check` fails, the first broken row of each check named on standard error, and says these
/// checks, no fewer and no more.
#[track_caller]
fn is_found(pole: &Pole, act: &str, checks: &[&str], row: &str) {
    let told = pole.run("check --json").refused();
    let document = told.json();
    assert_eq!(document["ok"], false, "{act}");
    let rows = document["checks"].as_array().expect("checks").iter();
    let broken: Vec<&serde_json::Value> = rows.filter(|check| check["ok"] == false).collect();
    let names: Vec<&str> =
        broken.iter().map(|check| check["name"].as_str().expect("a name")).collect();
    assert_eq!(names, checks, "{act}: {}", told.err);
    let told_row =
        broken.iter().any(|c| c["detail"].as_str().is_some_and(|said| said.contains(row)));
    assert!(told_row && told.err.contains(row), "{act} names « {row} »: {}", told.err);
}

fn check_names_what_was_tampered_with(place: Place) {
    let second = "vert, exercice clos le 2025-12-31, écriture n° 2";
    let third = "vert, exercice clos le 2025-12-31, écriture n° 3";
    let total = "vert, exercice clos le 2025-12-31 : le total gardé du compte";
    for (act, checks, row) in [
        (
            "UPDATE line SET debit = debit + 100 WHERE entry_id = 2 AND debit > 0",
            &["entries-balance", "seals-chained", "totals-kept"][..],
            second,
        ),
        (
            "UPDATE line SET debit = debit * 2, credit = credit * 2 WHERE entry_id = 2",
            &["seals-chained", "totals-kept"],
            second,
        ),
        ("UPDATE entry SET label = 'Autre chose' WHERE id = 2", &["seals-chained"], second),
        ("UPDATE entry SET piece_ref = 'ARR-1' WHERE id = 2", &["seals-chained"], second),
        (
            "UPDATE line SET aux = 'VILLE' WHERE aux IS NOT NULL AND entry_id = 2",
            &["seals-chained"],
            second,
        ),
        (
            "UPDATE validation SET valid_on = '2025-12-31' WHERE number = 2",
            &["seals-chained"],
            second,
        ),
        (
            "UPDATE validation SET seal = (SELECT v.seal FROM validation v WHERE v.number = 1) WHERE number = 2",
            &["seals-chained"],
            second,
        ),
        (
            "UPDATE validation SET number = 9 WHERE number = 3",
            &["numbers-gapless", "seals-chained"],
            "le n° 3 manque",
        ),
        (
            "UPDATE entry SET date = '2026-01-02' WHERE id = 3",
            &["seals-chained", "dates-inside-years", "totals-kept"],
            third,
        ),
        (
            "UPDATE account_total SET debit = debit + 1 WHERE account = '741000'",
            &["totals-kept"],
            total,
        ),
        ("DELETE FROM account_total WHERE account = '441700'", &["totals-kept"], total),
        ("DELETE FROM validation WHERE number = 3", &["totals-kept"], total),
        (
            "UPDATE fiscal_year SET starts_on = '2024-12-01', ends_on = '2025-12-30'",
            &["seals-chained"],
            "écriture n° 1",
        ),
    ] {
        let pole = three_validated_entries(place);
        take_guards_away(place, &pole);
        pole.is_sound();
        pole.sql(act).expect(act);
        is_found(&pole, act, checks, row);
    }
}

/// What the triggers do not see: a draft's line moved into a validated entry, a row written over, a
/// table emptied. The seals and the kept totals do.
fn rows_slipped_past_the_triggers_are_found(place: Place) {
    let draft = "INSERT INTO entry (association_id, id, year_id, journal, date, piece_ref, piece_date, label) \
                 VALUES (1, 50, 1, 'OD', '2025-12-31', 'P', '2025-12-31', 'Brouillon')";
    let its_line = "INSERT INTO line (association_id, entry_id, position, year_id, account, debit, credit) \
                    VALUES (1, 50, 1, 1, '512000', 100, 0)";
    let moved = "UPDATE line SET entry_id = 2, position = 9 WHERE entry_id = 50";
    let over = "INSERT OR REPLACE INTO entry SELECT association_id, id, year_id, journal, date, piece_ref, \
                piece_date, 'autre', source_number FROM entry WHERE id = 2";
    let by_place: [&[&str]; 2] = match place {
        Place::Sqlite => [
            &[over],
            &[
                "REPLACE INTO validation SELECT association_id, year_id, number, entry_id, valid_on, \
              validated_at, person_id, x'00' FROM validation WHERE number = 3",
            ],
        ],
        Place::Postgres => [&["TRUNCATE line"], &["TRUNCATE validation"]],
    };
    let pole = three_validated_entries(place);
    pole.sql(draft).expect("a draft may come");
    pole.sql(its_line).expect("and have a line");
    pole.sql(moved).expect_err("but not lend it to a validated entry");
    for acts in by_place {
        let pole = three_validated_entries(place);
        // Once the base refuses the last act itself, so much the better.
        if acts.iter().try_for_each(|act| pole.sql(act)).is_ok() {
            pole.run("check").refused();
            println!("{place:?} let through, and check found: {}", acts[acts.len() - 1]);
        }
    }
}
