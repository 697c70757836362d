//! The people of the pays: no two of them share family name, first name and birth date.

use std::collections::BTreeSet;

use chrono::Days;
use domain::jobs::Person;

use crate::chance::Chance;
use crate::days::day;
use crate::names::{LAST, MEN, WOMEN};

/// Everyone met so far.
pub struct Census {
    chance: Chance,
    known: BTreeSet<String>,
}

impl Census {
    /// An empty one.
    pub fn new(seed: u64) -> Self {
        Self { chance: Chance::new(seed), known: BTreeSet::new() }
    }

    /// Someone nobody met before, born between two years; women `women` times in a hundred.
    pub fn newcomer(&mut self, born: (i32, i32), women: i64) -> Person {
        loop {
            let woman = self.chance.odds(women);
            let first = if woman { self.chance.pick(&WOMEN) } else { self.chance.pick(&MEN) };
            let last = self.chance.pick(&LAST);
            let span = (day(born.1, 12, 28) - day(born.0, 1, 3)).num_days();
            let after = Days::new(self.chance.between(0, span) as u64);
            let person = Person {
                last_name: (*last).to_owned(),
                first_name: (*first).to_owned(),
                birth: day(born.0, 1, 3) + after,
                sex: if woman { "F" } else { "H" }.to_owned(),
            };
            if self.known.insert(identity(&person)) {
                return person;
            }
        }
    }
}

/// What makes two files those of one person: names without accents, hyphens or case, and birth.
pub fn identity(person: &Person) -> String {
    let (last, first) = (folded(&person.last_name), folded(&person.first_name));
    format!("{last}|{first}|{}", person.birth)
}

/// Capital letters of A to Z and digits only.
pub fn folded(text: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'â' | 'ä' | 'À' | 'Â' => 'A',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'E',
        'î' | 'ï' | 'Î' | 'Ï' => 'I',
        'ô' | 'ö' | 'Ô' => 'O',
        'ù' | 'û' | 'ü' => 'U',
        'ç' | 'Ç' => 'C',
        other => other.to_ascii_uppercase(),
    };
    text.chars().map(plain).filter(char::is_ascii_alphanumeric).collect()
}
