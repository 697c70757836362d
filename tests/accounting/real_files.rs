//! Two real files whose answers are known, when `COLLECTIF_SAMPLES` says where they are.

use std::path::PathBuf;

use super::round_trip::is_gapless_and_chronological;
use crate::place::Place;
use crate::pole::Pole;

stories! { a_year_of_twelve_journals a_file_whose_numbers_are_reused }

/// A file, the days of its year, its lines, entries and total.
struct Known {
    file: &'static str,
    days: [&'static str; 2],
    lines: i64,
    entries: i64,
    cents: i64,
}

fn a_year_of_twelve_journals(place: Place) {
    holds(
        place,
        &Known {
            file: "neolegal__123456789FEC20500930.txt",
            days: ["2022-04-01", "2023-04-30"],
            lines: 10_756,
            entries: 4_001,
            cents: 825_808_373,
        },
    );
}

fn a_file_whose_numbers_are_reused(place: Place) {
    holds(
        place,
        &Known {
            file: "neolegal__000000000FEC20231231.txt",
            days: ["2021-01-01", "2023-06-30"],
            lines: 2_102,
            entries: 666,
            cents: 126_535_082,
        },
    );
}

fn source(file: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("COLLECTIF_SAMPLES") else {
        println!("skipped: COLLECTIF_SAMPLES is not set");
        return None;
    };
    let path = PathBuf::from(folder).join("fec").join(file);
    assert!(path.exists(), "COLLECTIF_SAMPLES is set but {} is not there", path.display());
    Some(path)
}

fn holds(place: Place, known: &Known) {
    let Some(source) = source(known.file) else { return };
    let [start, end] = known.days;
    let pole = Pole::new(place);
    pole.run("association add --slug vert --name «Chantier vert»").done();
    pole.put(known.file, std::fs::read(source).expect("readable"));
    let days = format!("--year-start {start} --year-end {end}");
    let line = format!("import fec --association vert {} {days} --json", known.file);
    let file = pole.run(&line).done().file();
    assert_eq!(
        (file["lines"].as_i64(), file["new"].as_i64()),
        (Some(known.lines), Some(known.entries))
    );
    assert_eq!(file["debit_cents"], known.cents);
    assert_eq!(file["credit_cents"], known.cents);
    let kept =
        pole.run(&format!("balance --association vert --year-end {end} --json")).done().json();
    let read = pole.run(&format!("fec balance {} --json", known.file)).done().json();
    assert!(kept["accounts"].as_array().is_some_and(|accounts| accounts.len() > 50), "{kept}");
    assert_eq!(kept["accounts"], read["accounts"], "the books and the file, account by account");
    assert_eq!(
        (&kept["debit_cents"], &read["debit_cents"]),
        (&known.cents.into(), &known.cents.into())
    );
    pole.is_sound();
    there_and_back(place, &pole, known);
}

/// Out of one pôle, into another, and out again.
fn there_and_back(place: Place, pole: &Pole, known: &Known) {
    let [start, end] = known.days;
    let name = format!("000000000FEC{}.txt", end.replace('-', ""));
    let export = format!("export fec --association vert --year-end {end} --out sortie");
    pole.run(&export).done();
    let first = pole.read(&format!("sortie/{name}"));
    is_gapless_and_chronological(&first, known.entries);
    let other = Pole::new(place);
    other.run("association add --slug vert --name «Chantier vert»").done();
    other.put(&name, &first);
    let days = format!("--year-start {start} --year-end {end}");
    other.run(&format!("import fec --association vert {name} {days}")).done();
    other.run(&export).done();
    assert!(first == other.read(&format!("sortie/{name}")), "the second export differs");
}
