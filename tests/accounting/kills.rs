//! The machine stops dead in the middle of an import: all of the file is in the books, or nothing.

use std::time::{Duration, Instant};

use super::SAMPLE;
use super::made_year::{MadeYear, made_year};
use crate::chance::Chance;
use crate::place::Place;
use crate::pole::Pole;

stories! { a_killed_import_leaves_all_or_nothing }

/// How many times the program is killed, at moments spread over the whole of its run.
const KILLS: u64 = 50;
/// About 15 000 lines.
const ENTRIES: i64 = 5_000;

fn import() -> String {
    format!("import fec --association vert {SAMPLE}")
}

fn about_to_import(place: Place, year: &MadeYear) -> Pole {
    let pole = Pole::with_vert(place);
    pole.put(SAMPLE, &year.text);
    pole
}

/// How long an undisturbed import takes.
fn whole_run(place: Place, year: &MadeYear) -> Duration {
    let pole = about_to_import(place, year);
    let start = Instant::now();
    pole.run(&import()).done();
    start.elapsed()
}

fn a_killed_import_leaves_all_or_nothing(place: Place) {
    let year = made_year(2_025, ENTRIES);
    let whole = whole_run(place, &year).as_micros() as u64;
    let mut chance = Chance(50);
    let mut pole = about_to_import(place, &year);
    let (mut interrupted, mut came_in) = (0, 0);
    for kill in 0..KILLS {
        // One moment in each fiftieth of the run.
        let moment = (kill * whole + chance.below(whole)) / KILLS;
        let mut child = pole.command(&import()).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_micros(moment));
        interrupted += u64::from(child.try_wait().expect("a child").is_none());
        child.kill().expect("SIGKILL");
        child.wait().expect("a child");
        pole.is_sound();
        match pole.number("SELECT COUNT(*) FROM validation") {
            0 => assert_eq!(pole.number("SELECT COUNT(*) FROM line"), 0),
            entries => {
                assert_eq!(entries, year.entries);
                assert_eq!(pole.number("SELECT COUNT(*) FROM line"), year.lines);
                came_in += 1;
                pole = about_to_import(place, &year);
            }
        }
    }
    println!(
        "{place:?}: {interrupted} of {KILLS} kills interrupted, {came_in} left all the entries"
    );
    assert!(interrupted >= KILLS / 2, "only {interrupted} kills came before the end");
    // A base that was killed over so often takes the file like any other.
    pole.run(&import()).done();
    pole.is_sound();
    assert_eq!(pole.number("SELECT COUNT(*) FROM validation"), year.entries);
}
