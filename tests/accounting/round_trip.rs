//! What goes out comes in again, and goes out again the same to the byte.

use super::made_year::made_year;
use super::{SAMPLE, latin9};
use crate::place::Place;
use crate::pole::{Pole, SIREN};

stories! {
    a_numbered_file_goes_out_as_it_came_in
    out_in_and_out_again_is_the_same
    numbers_go_out_without_a_gap_in_the_order_of_days
    the_description_says_what_the_law_asks
    a_year_that_is_not_there_is_said_so
}

const EXPORT: &str = "export fec --association vert --year-end 2025-12-31 --out sortie";

/// Imports a file into « vert » and exports the year.
fn out(place: Place, source: &[u8]) -> (Pole, Vec<u8>) {
    let pole = Pole::with_vert(place);
    pole.put(SAMPLE, source);
    pole.run(&format!("import fec --association vert {SAMPLE}")).done();
    pole.run(EXPORT).done();
    let written = pole.read(&format!("sortie/{SIREN}FEC20251231.txt"));
    (pole, written)
}

/// Number and date of each line of an exported file.
pub fn numbers_and_days(file: &[u8]) -> Vec<(i64, String)> {
    let text = std::str::from_utf8(file).expect("UTF-8");
    let cells = text.lines().skip(1).map(|line| line.split('\t').collect::<Vec<_>>());
    cells.map(|cells| (cells[2].parse().expect("a number"), cells[3].to_owned())).collect()
}

/// From 1 without a gap, and days that never go back.
#[track_caller]
pub fn is_gapless_and_chronological(file: &[u8], entries: i64) {
    let lines = numbers_and_days(file);
    assert_eq!(lines.first().map(|(number, _)| *number), Some(1));
    assert_eq!(lines.last().map(|(number, _)| *number), Some(entries));
    for pair in lines.windows(2) {
        assert!((0..=1).contains(&(pair[1].0 - pair[0].0)), "{pair:?}");
        assert!(pair[0].1 <= pair[1].1, "{pair:?}");
    }
}

fn a_numbered_file_goes_out_as_it_came_in(place: Place) {
    let year = made_year(1, 700);
    let (pole, written) = out(place, year.text.as_bytes());
    let written = String::from_utf8(written).expect("UTF-8");
    assert_eq!(written.replace("\r\n", "\n"), year.text);
    assert_eq!(pole.number("SELECT COUNT(*) FROM line"), year.lines);
    // And a file of an older encoding, letters included.
    let source = std::fs::read(crate::pole::samples().join(SAMPLE)).expect("the sample");
    let (_, written) = out(place, &source);
    let written = String::from_utf8(written).expect("UTF-8");
    assert_eq!(written.replace("\r\n", "\n"), latin9(&source).replace("\r\n", "\n"));
}

fn out_in_and_out_again_is_the_same(place: Place) {
    let (_, first) = out(place, shuffled().as_bytes());
    let (pole, second) = out(place, &first);
    assert!(first == second, "the second export differs from the first");
    pole.is_sound();
    // Exporting again writes the same files over.
    pole.run(EXPORT).done();
    assert!(first == pole.read(&format!("sortie/{SIREN}FEC20251231.txt")));
}

fn numbers_go_out_without_a_gap_in_the_order_of_days(place: Place) {
    let (pole, written) = out(place, shuffled().as_bytes());
    is_gapless_and_chronological(&written, 300);
    pole.is_sound();
}

/// A year whose entries come in no order, their numbers with gaps.
fn shuffled() -> String {
    let year = made_year(21, 300).text;
    let (head, body) = year.split_once('\n').expect("a header");
    let mut lines: Vec<Vec<String>> =
        body.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    lines.sort_by_key(|line| line[2].parse::<u64>().expect("a number") * 7919 % 307);
    for line in &mut lines {
        line[2] = format!("{}-{}0", line[0], line[2]);
    }
    let lines: Vec<String> = lines.iter().map(|line| line.join("\t")).collect();
    format!("{head}\n{}\n", lines.join("\n"))
}

fn the_description_says_what_the_law_asks(place: Place) {
    let (pole, _) = out(place, made_year(2, 10).text.as_bytes());
    let said = pole.read(&format!("sortie/{SIREN}FEC20251231-description.txt"));
    let said = String::from_utf8(said).expect("UTF-8");
    for word in ["Chantier vert", "01/01/2025", "31/12/2025", "UTF-8", "tabulation", "JournalCode"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    let left = std::fs::read_dir(pole.folder().join("sortie")).expect("a folder").count();
    assert_eq!(left, 2, "nothing half-written is left");
}

fn a_year_that_is_not_there_is_said_so(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run(EXPORT).refused_saying(&["2025-12-31", "aucun exercice"]);
    pole.run("balance --association vert --year-end 2024-12-31").refused_saying(&["2024-12-31"]);
    assert!(!pole.folder().join("sortie").exists(), "nothing is written");
}
