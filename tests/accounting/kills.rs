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
/// About 10 000 lines.
const ENTRIES: i64 = 3_500;

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
    let mut whole = whole_run(place, &year).as_micros() as u64;
    let mut chance = Chance(50);
    let mut pole = about_to_import(place, &year);
    let (mut interrupted, mut late, mut came_in) = (0, 0, 0);
    while interrupted < KILLS {
        // One moment in each fiftieth of the run.
        let moment = (interrupted * whole + chance.below(whole)) / KILLS;
        let mut child = pole.command(&import()).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_micros(moment));
        if child.try_wait().expect("a child").is_none() {
            interrupted += 1;
        } else {
            // The machine is less busy than when the whole run was timed.
            (late, whole) = (late + 1, whole.min(moment));
        }
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
        assert!(late < 2 * KILLS, "{late} kills came after the end, {interrupted} before");
    }
    println!(
        "{place:?}: {KILLS} kills interrupted, {late} came late, {came_in} left all the entries"
    );
    // A base that was killed over so often takes the file like any other.
    pole.run(&import()).done();
    pole.is_sound();
    assert_eq!(pole.number("SELECT COUNT(*) FROM validation"), year.entries);
}
