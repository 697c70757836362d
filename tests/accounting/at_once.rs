//! Two people press the key at the same moment.

use std::process::Child;

use super::SAMPLE;
use super::made_year::made_year;
use crate::place::Place;
use crate::pole::Pole;
use crate::told::Told;

stories! { the_same_file_twice_at_once_comes_in_once two_associations_at_once_both_come_in }

/// How often each story is tried: chance decides who comes first.
const ROUNDS: u64 = 4;

/// Starts commands together and waits for them all.
fn at_once<const N: usize>(pole: &Pole, lines: [&str; N]) -> [Told; N] {
    let started: [(&str, Child); N] =
        lines.map(|line| (line, pole.command(line).spawn().expect("the program starts")));
    started.map(|(line, child)| Told::of(line, &child.wait_with_output().expect("it ends")))
}

fn the_same_file_twice_at_once_comes_in_once(place: Place) {
    for round in 0..ROUNDS {
        let (pole, year) = (Pole::with_vert(place), made_year(round, 500));
        pole.put(SAMPLE, &year.text);
        let line = format!("import fec --association vert {SAMPLE} --json");
        let told = at_once(&pole, [&line, &line]);
        let mut new: Vec<i64> = Vec::new();
        for told in told {
            let told = told.done();
            new.push(told.file()["new"].as_i64().expect("a number"));
        }
        new.sort_unstable();
        assert_eq!(new, [0, year.entries], "one makes all entries, the other none");
        assert_eq!(pole.number("SELECT COUNT(*) FROM validation"), year.entries);
        assert_eq!(pole.number("SELECT COUNT(*) FROM line"), year.lines);
        assert_eq!(pole.number("SELECT COUNT(*) FROM fec_import"), 1);
        pole.is_sound();
    }
}

fn two_associations_at_once_both_come_in(place: Place) {
    for round in 0..ROUNDS {
        let (pole, year) = (Pole::with_vert(place), made_year(round, 500));
        pole.run("association add --slug bleu --name «Régie bleue»").done();
        pole.put(SAMPLE, &year.text);
        let import = |slug| format!("import fec --association {slug} {SAMPLE} --any-siren --json");
        for told in at_once(&pole, [&import("vert"), &import("bleu")]) {
            assert_eq!(told.done().file()["new"], year.entries);
        }
        assert_eq!(pole.number("SELECT COUNT(*) FROM validation"), 2 * year.entries);
        pole.is_sound();
    }
}
