//! Several files in one command: all or none. A dry run tells what would happen and does nothing.

use super::SAMPLE;
use super::made_year::made_year;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    one_bad_file_refuses_them_all
    several_years_come_in_together
    a_dry_run_writes_nothing
}

const UNBALANCED: &str = "bad_unbalanced_entry__123456782FEC20251231.txt";

fn one_bad_file_refuses_them_all(place: Place) {
    let pole = Pole::with_vert(place);
    pole.put("FEC20241231.txt", year_2024(4));
    pole.bring(UNBALANCED);
    let before = pole.rows();
    for files in [["FEC20241231.txt", UNBALANCED], [UNBALANCED, "FEC20241231.txt"]] {
        let line = format!("import fec --association vert {} --json", files.join(" "));
        let told = pole.run(&line).refused();
        let document = told.json();
        let said = document["files"].as_array().expect("files");
        let names: Vec<&str> =
            said.iter().map(|file| file["file"].as_str().expect("a name")).collect();
        assert_eq!(names, files, "in the order given");
        assert!(said.iter().all(|file| file["new"] == 0), "{document}");
        assert!(said.iter().any(|file| file["accepted"] == false), "{document}");
        assert_eq!(pole.rows(), before);
    }
    pole.run("import fec --association vert FEC20241231.txt absent20251231.txt")
        .refused_saying(&["absent20251231.txt", "ne peut pas être lu"]);
    assert_eq!(pole.rows(), before);
}

fn several_years_come_in_together(place: Place) {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    pole.put("FEC20241231.txt", year_2024(4));
    let line = format!("import fec --association vert {SAMPLE} FEC20241231.txt --json");
    let document = pole.run(&line).done().json();
    assert_eq!(document["files"][0]["new"], 3);
    assert_eq!(document["files"][1]["new"], 4);
    pole.is_sound();
    // One of them again with a new one: only the new one is added.
    pole.put(
        "FEC20261231.txt",
        made_year(9, 2).text.replace("2025", "2026").replace("20260131", ""),
    );
    let line = format!("import fec --association vert {SAMPLE} FEC20261231.txt --json");
    let document = pole.run(&line).done().json();
    assert_eq!(document["files"][0]["new"], 0);
    assert_eq!(document["files"][1]["new"], 2);
    pole.is_sound();
}

fn a_dry_run_writes_nothing(place: Place) {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    let before = pole.rows();
    let line = format!("import fec --association vert {SAMPLE} --json");
    let file = pole.run(&format!("{line} --dry-run")).done().file();
    assert_eq!((&file["accepted"], &file["new"]), (&true.into(), &3.into()), "what would happen");
    assert_eq!(pole.rows(), before);
    assert_eq!(pole.run(&line).done().file()["new"], 3);
    assert_eq!(pole.run(&format!("{line} --dry-run")).done().file()["new"], 0);
}

/// Some entries of 2024, never validated before.
fn year_2024(entries: i64) -> String {
    made_year(5, entries).text.replace("2025", "2024").replace("20260131", "")
}
