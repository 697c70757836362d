//! A file that joins a year which has entries: which of its entries the year holds already. An entry
//! is known again by its journal, number in its software, date and total, or by its date, journal,
//! document and lines.

use std::collections::HashMap;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

use chrono::NaiveDate;
use db::Tx;
use directory::Error;
use domain::Issues;
use domain::accounting::fec::Field;
use domain::accounting::fec::entries::{EntryReader, ReadEntry};
use domain::accounting::fec::survey::Survey;
use domain::calendar::short;
use domain::issue::quoted;

use crate::books::{self, ValidatedEntry};
use crate::entity::fiscal_year;
use crate::import_options::ImportOptions;

/// How many entries are named.
const NAMED: usize = 3;
/// Entries read at once.
const PAGE: i64 = 2_000;

/// What a file repeats.
#[derive(Debug, Default)]
pub(crate) struct Repeated {
    /// How many of its entries.
    pub entries: u64,
    /// The first ones: `VE 12 du 03/02/2025`.
    pub first: Vec<String>,
}

/// Tells what joining a file to a year with entries would do: refused unless asked for, refused
/// also when it would count most of the file twice.
pub(crate) fn tell_joining(
    year: &fiscal_year::Model,
    kept: u64,
    (entries, repeated): (u64, &Repeated),
    options: &ImportOptions,
    issues: &mut Issues,
) {
    let (count, mut first) = (repeated.entries, repeated.first.join(", "));
    if count > repeated.first.len() as u64 {
        first.push('…');
    }
    let known =
        |already: &str| format!("{count} des {entries} écritures du fichier {already} ({first})");
    let joining = options.asked_on.joining();
    if !options.append {
        let more =
            if count == 0 { String::new() } else { format!(" ; {}", known("y sont déjà")) };
        let message = format!(
            "l'exercice du {} au {} a déjà {kept} écritures{more}. {joining} ajoute celles du fichier \
             sans rien remplacer : c'est pour une suite, pas pour un fichier corrigé. {NO_ERASING}",
            short(year.starts_on),
            short(year.ends_on)
        );
        issues.error("year-has-entries", None, None, message);
    } else if count * 2 > entries {
        let message = format!(
            "{} : {joining} les compterait deux fois. {NO_ERASING}, et ne joignez que le reste",
            known("sont déjà dans l'exercice")
        );
        issues.error("already-there", None, None, message);
    } else if count > 0 {
        issues.warn("already-there", None, None, || {
            format!(
                "{} : vérifiez qu'elles ne sont pas comptées deux fois",
                known("sont déjà dans l'exercice")
            )
        });
    }
}

/// How a mistake is put right.
const NO_ERASING: &str = "Une écriture validée ne s'efface pas : passez l'écriture inverse";

/// What an entry is known by, hashed. The base may know either.
struct Marks {
    by_number: Option<u64>,
    by_lines: u64,
}

/// A line, as far as it makes an entry known.
type KnownLine<'l> = (&'l str, &'l str, i64, i64);

fn hashed(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Marks {
    fn of(
        journal: &str,
        number: &str,
        date: NaiveDate,
        piece: &str,
        mut lines: Vec<KnownLine<'_>>,
    ) -> Self {
        let total: i64 = lines.iter().map(|(_, _, debit, _)| debit).sum();
        lines.sort_unstable();
        Self {
            by_number: (!number.is_empty())
                .then(|| hashed(("number", journal, number, date, total))),
            by_lines: hashed(("lines", journal, date, piece, lines)),
        }
    }

    fn of_kept(entry: &ValidatedEntry) -> Self {
        let lines = entry.lines.iter().map(|line| {
            let aux = line.aux.as_deref().unwrap_or_default();
            (line.account.as_str(), aux, line.debit.0, line.credit.0)
        });
        let number = entry.source_number.as_deref().unwrap_or_default();
        Self::of(&entry.journal, number, entry.date, &entry.piece_ref, lines.collect())
    }
}

/// The entries of a year, by their marks: each is found once only.
#[derive(Default)]
struct Kept {
    by_number: HashMap<u64, Vec<u32>>,
    by_lines: HashMap<u64, Vec<u32>>,
    found: Vec<bool>,
}

impl Kept {
    fn add(&mut self, marks: &Marks) {
        let Ok(place) = u32::try_from(self.found.len()) else { return };
        self.found.push(false);
        if let Some(mark) = marks.by_number {
            self.by_number.entry(mark).or_default().push(place);
        }
        self.by_lines.entry(marks.by_lines).or_default().push(place);
    }

    /// Whether one not found yet has one of these marks; it is found from now on.
    fn finds(&mut self, marks: &Marks) -> bool {
        let numbered = marks.by_number.and_then(|mark| self.by_number.get(&mark));
        let alike = self.by_lines.get(&marks.by_lines);
        let mut places = [numbered, alike].into_iter().flatten().flatten();
        let Some(place) = places.find(|place| !self.found[**place as usize]) else { return false };
        self.found[*place as usize] = true;
        true
    }
}

/// The entries of a surveyed file that the year holds already.
///
/// # Errors
/// The database's own, and a file that changed since it was surveyed.
pub(crate) async fn repeated(
    tx: &Tx,
    year: &fiscal_year::Model,
    path: &Path,
    survey: &Survey,
) -> Result<Repeated, Error> {
    let mut kept = Kept::default();
    let last = books::last_number(tx, year).await?;
    for from in (1..=last).step_by(PAGE as usize) {
        for entry in books::entries(tx, year, from, from + PAGE - 1).await? {
            kept.add(&Marks::of_kept(&entry));
        }
    }
    let found = find(&mut kept, path, survey);
    found.map_err(|error| Error::refused(domain::system::cause(&error)))
}

fn find(kept: &mut Kept, path: &Path, survey: &Survey) -> io::Result<Repeated> {
    let mut repeated = Repeated::default();
    let mut entries = EntryReader::new(survey, File::open(path)?)?;
    while let Some(entry) = entries.next_entry()? {
        if let Some(name) = known(&entry, kept)? {
            repeated.entries += 1;
            if repeated.first.len() < NAMED {
                repeated.first.push(name);
            }
        }
    }
    Ok(repeated)
}

/// The name of an entry that is kept already.
fn known(entry: &ReadEntry<'_>, kept: &mut Kept) -> io::Result<Option<String>> {
    let read = entry.lines()?;
    let Some(head) = read.first() else { return Ok(None) };
    let (journal, number) = (head.text(Field::JournalCode), head.text(Field::EcritureNum));
    let texts: Vec<_> = read
        .iter()
        .map(|line| (line.text(Field::CompteNum), line.text(Field::CompAuxNum)))
        .collect();
    let lines = texts
        .iter()
        .zip(&read)
        .map(|((account, aux), line)| (&**account, &**aux, line.facts.debit, line.facts.credit));
    let piece = head.text(Field::PieceRef);
    let marks = Marks::of(&journal, &number, entry.date, &piece, lines.collect());
    let name = || {
        let known = format!("{journal} {number}");
        format!("{} du {}", quoted(&known), short(entry.date))
    };
    Ok(kept.finds(&marks).then(name))
}
