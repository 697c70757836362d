//! Someone with the keys of the base takes the triggers away and changes the past: `check` names the
//! first broken row.

use super::made_year::made_year;
use super::past::three_validated_entries;
use crate::place::Place;
use crate::pole::Pole;

stories! { check_names_what_was_tampered_with a_chain_cut_short_is_found }

/// What drops every trigger of a base, as statements.
fn all_guards(place: Place) -> &'static str {
    match place {
        Place::Sqlite => "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'",
        Place::Postgres => {
            "SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass) FROM pg_trigger WHERE NOT tgisinternal"
        }
    }
}

/// Takes every guard of the base away.
pub fn take_guards_away(place: Place, pole: &Pole) {
    let guards = pole.texts(all_guards(place));
    assert!(guards.len() > 15, "{guards:?}");
    for guard in guards {
        pole.sql(&guard).expect(&guard);
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
    let second = "vert, exercice clos le 31/12/2025, écriture n° 2";
    let third = "vert, exercice clos le 31/12/2025, écriture n° 3";
    let total = "vert, exercice clos le 31/12/2025 : le total gardé du compte";
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
            &["numbers-gapless", "seals-chained", "chains-whole"],
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
        ("DELETE FROM validation WHERE number = 3", &["chains-whole", "totals-kept"], total),
        ("DELETE FROM chain_head", &["chains-whole"], "dernière gardée, aucune"),
        ("UPDATE chain_head SET year_id = 9", &["chains-whole", "lines-belong"], "sans exercice"),
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

/// Totals as they would be, had there never been other lines than those that are left.
const TOTALS_OF_WHAT_IS_LEFT: &str = "INSERT INTO account_total (association_id, year_id, account, month, debit, credit, lines) \
     SELECT l.association_id, l.year_id, l.account, \
     CAST(REPLACE(SUBSTR(CAST(e.date AS text), 1, 7), '-', '') AS bigint) AS month, \
     CAST(SUM(l.debit) AS bigint), CAST(SUM(l.credit) AS bigint), COUNT(*) \
     FROM line l JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id GROUP BY 1, 2, 3, 4";

/// The last entry goes without a trace: neither a gap, nor a broken seal, nor a total that differs.
/// What was kept of the end of the chain tells, and still tells once other entries were added.
fn a_chain_cut_short_is_found(place: Place) {
    let pole = three_validated_entries(place);
    take_guards_away(place, &pole);
    for act in [
        "DELETE FROM validation WHERE number = 3",
        "DELETE FROM lettering WHERE entry_id = 3",
        "DELETE FROM line WHERE entry_id = 3",
        "DELETE FROM entry WHERE id = 3",
        "DELETE FROM account_total",
        TOTALS_OF_WHAT_IS_LEFT,
    ] {
        pole.sql(act).expect(act);
    }
    is_found(&pole, "a tail cut", &["chains-whole"], "dernière écriture trouvée, le n° 2 ");
    pole.put("123456782FEC20251231-suite.txt", made_year(41, 3).text);
    pole.run(
        "import fec --association vert --append --year-start 2025-01-01 --year-end 2025-12-31 \
         123456782FEC20251231-suite.txt",
    )
    .done();
    is_found(&pole, "and more", &["numbers-gapless", "seals-chained"], "le n° 3 manque");
}
