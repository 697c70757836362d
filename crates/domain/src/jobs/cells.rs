//! One line of a table, read cell by cell: each value that cannot be read is told with its line, its
//! column and the text that stands there, and the reading of the line goes on.

use std::borrow::Cow;

use chrono::{Datelike, NaiveDate};

use super::records::Record;
use super::rows::Activities;
use super::sheet::Places;
use super::{Category, Hours, Person};
use crate::calendar::{self, Month};
use crate::issue::{Issues, is_invisible, quoted};
use crate::{Cents, identity};

/// The kinds of contract of the field, those of former years included.
pub const KINDS: [&str; 16] = [
    "CDI",
    "CDD",
    "CDDI",
    "CDI inclusion",
    "CDDU",
    "CTT",
    "CTTI",
    "CUI",
    "CAE",
    "CIE",
    "PEC",
    "CAV",
    "CEC",
    "emploi d'avenir",
    "apprentissage",
    "professionnalisation",
];

/// The longest text kept, in characters.
const MAX_TEXT: usize = 200;

/// A cell was wrong and the issues say so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told;

/// A line being read.
pub(super) struct Cells<'r> {
    places: &'r Places,
    record: &'r Record<'r>,
    issues: &'r mut Issues,
    typed: bool,
}

impl<'r> Cells<'r> {
    /// A line, whose columns stand at these places.
    pub fn new(places: &'r Places, record: &'r Record<'r>, issues: &'r mut Issues) -> Self {
        Self { places, record, issues, typed: false }
    }

    /// The same, typed in a form: an apostrophe in front is somebody's own.
    pub fn typed(mut self) -> Self {
        self.typed = true;
        self
    }

    /// Where the line starts in the file.
    pub fn line(&self) -> u64 {
        self.record.line
    }

    /// The cell of a column, without the blanks around it.
    fn cell(&self, column: &str) -> &'r str {
        self.record.cells[self.places[column]].trim()
    }

    /// Tells an error of this line.
    pub fn error(&mut self, code: &'static str, column: &str, message: String) -> Told {
        self.issues.error(code, Some(self.record.line), Some(column), message);
        Told
    }

    /// Tells an oddity of this line.
    pub fn warn(&mut self, code: &'static str, column: &str, message: impl FnOnce() -> String) {
        self.issues.warn(code, Some(self.record.line), Some(column), message);
    }

    /// A cell that may not be empty.
    fn filled(&mut self, column: &str) -> Result<&'r str, Told> {
        match self.cell(column) {
            "" => {
                Err(self.error("empty-field", column, format!("la colonne « {column} » est vide")))
            }
            cell => Ok(cell),
        }
    }

    /// A text: filled, printable, of a sensible length, the apostrophe of spreadsheets put off.
    pub fn text(&mut self, column: &str) -> Result<String, Told> {
        let filled = self.filled(column)?;
        let text = if self.typed { filled } else { unguarded(filled) };
        if text.chars().nth(MAX_TEXT).is_some() {
            let message = format!("{} dépasse {MAX_TEXT} caractères", quoted(text));
            return Err(self.error("text-too-long", column, message));
        }
        if text.chars().any(|c| c.is_control() || is_invisible(c)) {
            let message = format!(
                "{} contient un caractère invisible (retour à la ligne, tabulation ou autre) : ressaisissez la cellule",
                quoted(text)
            );
            return Err(self.error("control-character", column, message));
        }
        if garbled(text) {
            self.warn("garbled-text", column, || {
                format!(
                    "{} semble mal décodé : enregistrez le fichier au format CSV UTF-8",
                    quoted(text)
                )
            });
        }
        Ok(text.to_owned())
    }

    /// A date, `YYYY-MM-DD` or `dd/mm/yyyy`.
    pub fn date(&mut self, column: &str) -> Result<NaiveDate, Told> {
        let text = self.filled(column)?;
        let earliest = if column == "naissance" { 1900 } else { 1950 };
        let plain =
            text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'/');
        let date = plain.then(|| calendar::parse_date(text)).flatten();
        match date {
            Some(date) if (earliest..=2100).contains(&date.year()) => Ok(date),
            Some(date) => {
                let message = format!(
                    "{} : l'année {} n'est pas entre {earliest} et 2100",
                    quoted(text),
                    date.year()
                );
                Err(self.error("bad-date", column, message))
            }
            None => {
                let message = format!(
                    "{} n'est pas une date du calendrier : écrivez 2026-09-30 ou 30/09/2026",
                    quoted(text)
                );
                Err(self.error("bad-date", column, message))
            }
        }
    }

    /// A date, or none when the cell is empty.
    pub fn optional_date(&mut self, column: &str) -> Result<Option<NaiveDate>, Told> {
        if self.cell(column).is_empty() {
            return Ok(None);
        }
        self.date(column).map(Some)
    }

    /// A month, `YYYY-MM`.
    pub fn month(&mut self, column: &str) -> Result<Month, Told> {
        let text = self.filled(column)?;
        let plain =
            text.len() <= 7 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-' || b == b'/');
        let month = plain.then(|| Month::parse(text)).flatten();
        month.filter(|month| (1950..=2100).contains(&(month.0 / 100))).ok_or_else(|| {
            let message = format!("{} n'est pas un mois : écrivez 2026-09", quoted(text));
            self.error("bad-month", column, message)
        })
    }

    /// Hours, with a decimal comma or point; refused above `most`.
    pub fn hours(&mut self, column: &str, most: Hours) -> Result<Hours, Told> {
        let text = self.filled(column)?;
        match Hours::parse(text) {
            Some(hours) if hours <= most => Ok(hours),
            Some(hours) => {
                let message = format!(
                    "{} heures ne sont pas possibles ici, au plus {}",
                    hours.french(),
                    most.french()
                );
                Err(self.error("bad-hours", column, message))
            }
            None => {
                let message = format!(
                    "{} n'est pas un nombre d'heures : écrivez par exemple 26 ou 151,67 (trois décimales au plus)",
                    quoted(text)
                );
                Err(self.error("bad-hours", column, message))
            }
        }
    }

    /// An amount of euros; a negative one is odd, not wrong: pay is corrected that way.
    pub fn amount(&mut self, column: &str) -> Result<Cents, Told> {
        let text = self.filled(column)?;
        match Cents::parse(text) {
            Ok(amount) => {
                if amount < Cents::ZERO {
                    self.warn("negative-amount", column, || {
                        format!("{} est négatif : lu comme une correction", quoted(text))
                    });
                }
                Ok(amount)
            }
            Err(fault) => {
                let reason = match fault {
                    crate::money::AmountError::NotAnAmount(_) => "n'est pas un montant",
                    crate::money::AmountError::TooPrecise(_) => "a plus de deux décimales",
                    crate::money::AmountError::TooLarge(_) => "est trop grand",
                };
                let message = format!("{} {reason} : écrivez par exemple 1820,45", quoted(text));
                Err(self.error("bad-amount", column, message))
            }
        }
    }

    /// The name of an activity that the base knows.
    pub fn activity(&mut self, column: &str, activities: Activities<'_>) -> Result<String, Told> {
        let name = self.text(column)?;
        if activities(self.record.line, &name, self.issues) { Ok(name) } else { Err(Told) }
    }

    /// The kind of a contract, as its file says it; one that the field does not use is odd.
    pub fn kind(&mut self, column: &str) -> Result<String, Told> {
        let kind = self.text(column)?;
        if !KINDS.iter().any(|known| identity::letters(known) == identity::letters(&kind)) {
            self.warn("unknown-type", column, || {
                format!(
                    "{} n'est pas un type de contrat connu ({}) : il est gardé tel quel",
                    quoted(&kind),
                    KINDS.join(", ")
                )
            });
        }
        Ok(kind)
    }

    /// Insertion or permanent.
    pub fn category(&mut self, column: &str) -> Result<Category, Told> {
        let text = self.filled(column)?;
        let code = text.to_lowercase();
        let code = if code == "permanente" { "permanent" } else { &code };
        Category::parse(code).ok_or_else(|| {
            let message = format!("{} n'est ni insertion ni permanent", quoted(text));
            self.error("unknown-category", column, message)
        })
    }

    /// Surname, first name, birth, sex; every wrong one of them is told.
    pub fn person(&mut self) -> Result<Person, Told> {
        let last_name = self.name("nom");
        let first_name = self.name("prenom");
        let birth = self.date("naissance");
        let sex = self.sex("sexe");
        Ok(Person {
            last_name: last_name?,
            first_name: first_name?,
            birth: birth?,
            sex: sex?.to_owned(),
        })
    }

    /// A name holds a letter at least: persons are matched by them.
    fn name(&mut self, column: &str) -> Result<String, Told> {
        let name = self.text(column)?;
        if identity::letters(&name).is_empty() {
            let message = format!("{} ne contient aucune lettre", quoted(&name));
            return Err(self.error("bad-name", column, message));
        }
        Ok(name)
    }

    /// `F`, `H` or `X`, from what files write.
    fn sex(&mut self, column: &str) -> Result<&'static str, Told> {
        let text = self.filled(column)?;
        let sex = match text.to_lowercase().trim_end_matches('.') {
            "f" | "femme" | "féminin" | "feminin" | "mme" | "madame" | "2" | "02" => "F",
            "h" | "homme" | "m" | "masculin" | "monsieur" | "1" | "01" => "H",
            "x" | "autre" | "nb" | "non binaire" | "indéterminé" | "indetermine" => "X",
            _ => {
                self.warn("unknown-sex", column, || {
                    format!("{} n'est pas un sexe connu (F, H ou X) : il est lu X", quoted(text))
                });
                "X"
            }
        };
        Ok(sex)
    }
}

/// Whether a spreadsheet would take the text for a formula, blanks and apostrophes before it put off.
fn runs(text: &str) -> bool {
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\'');
    text.starts_with(['\t', '\r']) || bare.starts_with(['=', '+', '-', '@'])
}

/// The text as a spreadsheet may open it without running it: an apostrophe before what looks like a
/// formula, even behind apostrophes of its own, so that [`unguarded`] gives the text back.
pub(super) fn guarded(text: &str) -> Cow<'_, str> {
    if runs(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the one apostrophe that [`guarded`] puts; `'t Hooft` keeps its own.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if runs(rest) => rest.trim_start(),
        _ => text,
    }
}

/// Whether the text shows UTF-8 read as Windows-1252 (`Ã©` for `é`), or a letter already lost.
fn garbled(text: &str) -> bool {
    text.contains('\u{fffd}')
        || text
            .chars()
            .zip(text.chars().skip(1))
            .any(|(a, b)| a == 'Ã' && ('\u{a0}'..='\u{bf}').contains(&b))
}
