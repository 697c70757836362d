//! A year of books made up by chance, as a file that `export fec` would write line for line.

use std::fmt::Write as _;

use crate::chance::Chance;

/// A FEC of 2025.
pub struct MadeYear {
    /// Its text: UTF-8, tabs, LF.
    pub text: String,
    /// How many entries.
    pub entries: i64,
    /// How many lines.
    pub lines: i64,
}

/// What an association does all year: journal, its name, account debited, account credited, label.
const ACTS: [[&str; 5]; 4] = [
    ["AC", "Achats", "606300", "401000", "Fournitures d'œuvre"],
    ["VE", "Ventes", "411000", "706000", "Chantier à 25 €"],
    ["BQ", "Banque", "512000", "411000", "Règlement reçu"],
    ["SU", "Subventions", "441700", "741000", "Aide au poste"],
];
const DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const HEADER: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\t\
                      CompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\t\
                      ValidDate\tMontantdevise\tIdevise\n";

/// As many entries, spread over the year in order, of two to four lines.
pub fn made_year(seed: u64, entries: i64) -> MadeYear {
    let mut chance = Chance(seed);
    let mut year = MadeYear { text: HEADER.to_owned(), entries, lines: 0 };
    for number in 1..=entries {
        let act = ACTS[chance.below(4) as usize];
        let date = day(number as u64 * 364 / entries as u64);
        let parts: Vec<u64> = (0..=chance.below(3)).map(|_| 1 + chance.below(250_000)).collect();
        for part in &parts {
            year.line(number, &date, act, (act[2], *part, 0));
        }
        year.line(number, &date, act, (act[3], 0, parts.iter().sum()));
    }
    year
}

impl MadeYear {
    fn line(&mut self, number: i64, date: &str, act: [&str; 5], line: (&str, u64, u64)) {
        let [journal, journal_name, _, _, label] = act;
        let (account, debit, credit) = line;
        let third_party =
            if account == "411000" { ["CLI", "Ville de Québriac"] } else { ["", ""] };
        let [aux, aux_name] = third_party;
        let valid = "20260131";
        let (debit, credit) = (amount(debit), amount(credit));
        let _ = writeln!(
            self.text,
            "{journal}\t{journal_name}\t{number}\t{date}\t{account}\tCompte {account}\t{aux}\t{aux_name}\t\
             P{number}\t{date}\t{label}\t{debit}\t{credit}\t\t\t{valid}\t\t"
        );
        self.lines += 1;
    }
}

fn amount(cents: u64) -> String {
    format!("{},{:02}", cents / 100, cents % 100)
}

/// The day so many days after 1 January 2025.
fn day(mut after: u64) -> String {
    let mut month = 0;
    while after >= DAYS[month] {
        after -= DAYS[month];
        month += 1;
    }
    format!("2025{:02}{:02}", month + 1, after + 1)
}
