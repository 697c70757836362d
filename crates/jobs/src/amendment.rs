//! A contract or a file that the base already holds: the same again is known, a later last day
//! amends it, anything else is told with both values and refused: whether the file or the base is right
//! is for a person to say, by the form.

use chrono::NaiveDate;
use domain::Issues;
use domain::calendar::short;
use domain::issue::quoted;
use domain::jobs::Person;

/// What a row does to one that the base holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    /// Nothing: it says the same.
    Known,
    /// It ends, or ends later.
    EndsOn(NaiveDate),
    /// It says otherwise, which was told.
    Refused,
}

/// A column and what stands there.
pub(crate) type Named = (&'static str, String);

/// Compares a row with the one of the same number; `kept` and `read` list their cells in the same
/// order, the last day left out.
pub(crate) struct Comparison<'c> {
    /// The line in the file.
    pub line: u64,
    /// The issue's code.
    pub code: &'static str,
    /// `contrat` or `dossier`.
    pub what: &'static str,
    /// Its number.
    pub number: &'c str,
    /// The column of the last day.
    pub last_column: &'static str,
}

impl Comparison<'_> {
    /// Tells each cell that differs, then judges the last days.
    pub fn judge(
        &self,
        (kept, read): (Vec<Named>, Vec<Named>),
        (kept_end, read_end): (Option<NaiveDate>, Option<NaiveDate>),
        issues: &mut Issues,
    ) -> Again {
        let mut outcome = match (kept_end, read_end) {
            (kept, read) if kept == read => Again::Known,
            (None, Some(read)) => Again::EndsOn(read),
            (Some(kept), Some(read)) if kept < read => Again::EndsOn(read),
            (kept, read) => {
                let said = |day: Option<NaiveDate>| day.map_or("vide".to_owned(), short);
                let place = self.place();
                let message = format!(
                    "{place} finit le {} et le fichier dit {} : d'un fichier, seule une fin plus tardive est prise ; {}",
                    said(kept),
                    said(read),
                    self.way_out()
                );
                issues.error(self.code, Some(self.line), Some(self.last_column), message);
                Again::Refused
            }
        };
        for ((column, kept), (_, read)) in kept.iter().zip(&read) {
            if kept != read {
                let message = format!(
                    "{place} est déjà enregistré avec {column} {kept} et le fichier dit {read} : par un fichier, seule la fin peut changer ; {way_out}",
                    place = self.place(),
                    kept = quoted(kept),
                    read = quoted(read),
                    way_out = self.way_out()
                );
                issues.error(self.code, Some(self.line), Some(column), message);
                outcome = Again::Refused;
            }
        }
        outcome
    }

    /// What one can do next.
    fn way_out(&self) -> String {
        format!(
            "remettez la valeur enregistrée dans le fichier, corrigez le {what} sur sa page, ou donnez un \
             autre numéro si c'est un autre {what}",
            what = self.what
        )
    }

    fn place(&self) -> String {
        format!("le {} {}", self.what, quoted(self.number))
    }
}

/// The cells that say who.
pub(crate) fn person_cells(person: &Person) -> [Named; 4] {
    [
        ("nom", person.last_name.clone()),
        ("prenom", person.first_name.clone()),
        ("naissance", short(person.birth)),
        ("sexe", person.sex.clone()),
    ]
}
