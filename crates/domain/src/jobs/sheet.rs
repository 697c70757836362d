//! A table as a volunteer exports it from Excel or LibreOffice, whatever its encoding, its separator
//! and the order of its columns: each awaited column is found by its name, each line has its cells.

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::records::{Cutter, Flaw, MAX_CELLS, Record, decode};
use crate::issue::{Issues, quoted};

/// How many rows are read before the file is refused.
pub(super) const MAX_ROWS: u64 = 500_000;
/// Within how many lines the header is looked for.
const HEADER_WITHIN: usize = 1000;
/// After how many broken quotes the reading stops.
const MAX_FLAWS: u64 = 200;
/// How many column names a sentence lists.
const LISTED: usize = 20;

/// The cell where each awaited column stands.
pub(super) type Places = HashMap<&'static str, usize>;

/// A file that is text and has its header: where each awaited column stands.
pub(super) struct Sheet<'a> {
    text: Cow<'a, str>,
    separator: u8,
    /// How many cells the header has.
    width: usize,
    /// The cell of each awaited column.
    places: Places,
}

impl<'a> Sheet<'a> {
    /// Decodes the file and reads its header; `None` when it cannot be read further, and
    /// `issues` says why.
    pub fn open(bytes: &'a [u8], columns: &[&'static str], issues: &mut Issues) -> Option<Self> {
        let text = decode(bytes, issues)?;
        let known = |separator| {
            header(&text, separator).map_or(0, |names| {
                let awaited = |name: &&String| columns.contains(&name.as_str());
                names.iter().filter(awaited).count()
            })
        };
        let separator = if known(b',') > known(b';') { b',' } else { b';' };
        let head = match first_filled(&text, separator) {
            Some(Ok(record)) => record,
            Some(Err((line, flaw))) => {
                tell_flaw(line, flaw, issues);
                return None;
            }
            None => {
                issues.error(
                    "empty-file",
                    None,
                    None,
                    "le fichier est vide : il faut au moins la ligne des noms de colonnes",
                );
                return None;
            }
        };
        let places = place(&head, columns, issues)?;
        let width = head.cells.len();
        Some(Self { text, separator, width, places })
    }

    /// Where each awaited column stands.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Hands over each line that has the right number of cells; tells the others.
    pub fn each_row(&self, issues: &mut Issues, mut row: impl FnMut(&Record<'_>, &mut Issues)) {
        let mut head_seen = false;
        let (mut lines, mut rows, mut flaws) = (0, 0, 0);
        for record in Cutter::new(&self.text, self.separator) {
            let record = match record {
                Ok(record) => record,
                Err((line, flaw)) => {
                    tell_flaw(line, flaw, issues);
                    flaws += 1;
                    if flaws == MAX_FLAWS {
                        let message = format!(
                            "{MAX_FLAWS} guillemets mal fermés : la suite du fichier n'est pas lue"
                        );
                        issues.error("too-many-quotes", Some(line), None, message);
                        return;
                    }
                    continue;
                }
            };
            lines += 1;
            if lines > MAX_ROWS + 1 {
                let message = format!(
                    "le fichier a plus de {MAX_ROWS} lignes : coupez-le en plusieurs fichiers"
                );
                issues.error("too-many-rows", Some(record.line), None, message);
                return;
            }
            if blank(&record) {
                issues.warn("blank-line", Some(record.line), None, || {
                    "ligne sans aucune valeur, passée".to_owned()
                });
                continue;
            }
            if !std::mem::replace(&mut head_seen, true) {
                continue;
            }
            rows += 1;
            if self.right_width(&record, issues) {
                row(&record, issues);
            }
        }
        if rows == 0 {
            issues.warn("no-rows", None, None, || {
                "le fichier n'a que son en-tête, aucune ligne".to_owned()
            });
        }
    }

    /// Whether the line has as many cells as the header; empty ones at its end are let go.
    fn right_width(&self, record: &Record<'_>, issues: &mut Issues) -> bool {
        let found = record.cells.len();
        let rest_empty = || record.cells[self.width..].iter().all(|cell| cell.trim().is_empty());
        if found == self.width || (found > self.width && !record.too_wide && rest_empty()) {
            return true;
        }
        let more = if record.too_wide { "plus de " } else { "" };
        let hint = if self.separator == b',' && found > self.width {
            " ; si les décimales ont une virgule, mettez-les entre guillemets ou séparez par des points-virgules"
        } else {
            ""
        };
        let message =
            format!("cette ligne a {more}{found} cellules, l'en-tête en a {}{hint}", self.width);
        issues.error("field-count", Some(record.line), None, message);
        false
    }
}

fn blank(record: &Record<'_>) -> bool {
    !record.too_wide && record.cells.iter().all(|cell| cell.trim().is_empty())
}

fn tell_flaw(line: u64, flaw: Flaw, issues: &mut Issues) {
    let (code, message) = match flaw {
        Flaw::Open => (
            "open-quote",
            "un guillemet (\") ouvre une cellule et rien ne la referme : retirez-le, ou doublez \
             ceux qui font partie du texte",
        ),
        Flaw::Stray => (
            "stray-quote",
            "du texte suit le guillemet (\") qui ferme une cellule : doublez les guillemets qui \
             font partie du texte",
        ),
    };
    issues.error(code, Some(line), None, message);
}

/// The first line that holds something.
fn first_filled(text: &str, separator: u8) -> Option<Result<Record<'_>, (u64, Flaw)>> {
    Cutter::new(text, separator)
        .take(HEADER_WITHIN)
        .find(|record| !record.as_ref().is_ok_and(blank))
}

/// The folded names of the first line that holds something.
fn header(text: &str, separator: u8) -> Option<Vec<String>> {
    let record = first_filled(text, separator)?.ok()?;
    Some(record.cells.iter().map(|cell| folded(cell)).collect())
}

/// `Référence hebdo` is `reference_hebdo`: case, accents, spaces and hyphens put aside.
fn folded(name: &str) -> String {
    let name: String = name
        .trim()
        .chars()
        .take(80)
        .collect::<String>()
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    words.join("_")
}

/// Finds each awaited column in the header; tells the missing, the doubled and the unknown ones.
fn place(head: &Record<'_>, columns: &[&'static str], issues: &mut Issues) -> Option<Places> {
    let line = Some(head.line);
    let mut places = HashMap::new();
    let mut unknown = Vec::new();
    let mut readable = true;
    for (at, cell) in head.cells.iter().enumerate() {
        let name = folded(cell);
        match columns.iter().find(|column| **column == name) {
            Some(column) => {
                if places.insert(*column, at).is_some() {
                    readable = false;
                    let message =
                        format!("la colonne « {column} » est là deux fois : gardez-en une");
                    issues.error("duplicate-column", line, Some(column), message);
                }
            }
            None if cell.trim().is_empty() => unknown.push(format!("colonne {} sans nom", at + 1)),
            None => unknown.push(quoted(cell)),
        }
    }
    let missing: Vec<&str> =
        columns.iter().copied().filter(|column| !places.contains_key(column)).collect();
    if let Some(first) = missing.first() {
        readable = false;
        let named = head.cells.iter().filter(|cell| !cell.trim().is_empty());
        let count = named.clone().count();
        let found = match count {
            0 => "aucune".to_owned(),
            _ => listed(named.map(|cell| quoted(cell)), count),
        };
        let lacks = match missing[..] {
            [only] => format!("il manque la colonne {only}"),
            _ => format!("il manque {} colonnes : {}", missing.len(), missing.join(", ")),
        };
        let message = format!(
            "{lacks} ; colonnes trouvées à la première ligne : {found} ; colonnes attendues : {}",
            columns.join(", ")
        );
        issues.error("missing-column", line, Some(first), message);
    }
    if head.too_wide {
        readable = false;
        let message = format!("l'en-tête a plus de {MAX_CELLS} colonnes");
        issues.error("too-many-columns", line, None, message);
    } else if !unknown.is_empty() {
        issues.warn("unknown-column", line, None, || {
            let count = unknown.len();
            format!("colonnes non lues : {}", listed(unknown.into_iter(), count))
        });
    }
    readable.then_some(places)
}

/// `a, b, c` and how many more.
fn listed(names: impl Iterator<Item = String>, count: usize) -> String {
    let shown: Vec<String> = names.take(LISTED).collect();
    let more = count - shown.len();
    let tail = match more {
        0 => String::new(),
        _ => format!(" et {more} autres"),
    };
    shown.join(", ") + &tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_are_folded() {
        for name in ["Référence hebdo", " REFERENCE-HEBDO ", "reference__hebdo"] {
            assert_eq!(folded(name), "reference_hebdo");
        }
    }
}
