//! Writing a FEC: UTF-8, tab, CRLF, eighteen columns, and the description that goes with it
//! (LPF art. A47 A-1, II).

use std::fmt::Write as _;

use chrono::NaiveDate;

use super::Field;
use crate::Cents;

/// A line to write; texts are cleaned of anything that would break a column.
#[derive(Clone, Copy, Debug)]
pub struct WrittenLine<'a> {
    /// Journal code and name.
    pub journal: (&'a str, &'a str),
    /// Number of the entry, from 1 without a gap.
    pub number: i64,
    /// Accounting date.
    pub date: NaiveDate,
    /// Account and its label.
    pub account: (&'a str, &'a str),
    /// Third party and its name, or blanks.
    pub aux: (&'a str, &'a str),
    /// Supporting document and its day.
    pub piece: (&'a str, NaiveDate),
    /// Label.
    pub label: &'a str,
    /// Debit.
    pub debit: Cents,
    /// Credit.
    pub credit: Cents,
    /// Letter and its day.
    pub lettering: Option<(&'a str, NaiveDate)>,
    /// Day of validation.
    pub valid: NaiveDate,
    /// Amount in another currency and that currency, or blanks.
    pub currency: (&'a str, &'a str),
}

/// The first line.
pub fn header() -> String {
    Field::ALL.map(Field::name).join("\t") + "\r\n"
}

/// Appends a line.
pub fn line(out: &mut String, line: &WrittenLine<'_>) {
    let cell = |out: &mut String, text: &str| {
        out.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
        out.push('\t');
    };
    let day = |out: &mut String, day: NaiveDate| {
        let _ = write!(out, "{}\t", day.format("%Y%m%d"));
    };
    cell(out, line.journal.0);
    cell(out, line.journal.1);
    let _ = write!(out, "{}\t", line.number);
    day(out, line.date);
    cell(out, line.account.0);
    cell(out, line.account.1);
    cell(out, line.aux.0);
    cell(out, line.aux.1);
    // A blank reference is refused by the tax office's tool; a dash is the usual filler.
    cell(out, if line.piece.0.is_empty() { "-" } else { line.piece.0 });
    day(out, line.piece.1);
    cell(out, if line.label.is_empty() { "-" } else { line.label });
    let _ = write!(out, "{}\t{}\t", line.debit.to_fec(), line.credit.to_fec());
    match line.lettering {
        Some((letter, lettered)) => {
            cell(out, letter);
            day(out, lettered);
        }
        None => out.push_str("\t\t"),
    }
    day(out, line.valid);
    cell(out, line.currency.0);
    out.extend(line.currency.1.chars().map(|c| if c.is_control() { ' ' } else { c }));
    out.push_str("\r\n");
}

/// The description of the file: fields, codes, character set, separators (A47 A-1, II).
pub fn description(
    entity: &str,
    file: &str,
    year: crate::Period,
    journals: &[(String, String)],
) -> String {
    let mut out = format!(
        "Description du fichier des écritures comptables\r\n\r\n\
         Entité : {entity}\r\nFichier : {file}\r\nExercice : du {} au {}\r\n\
         Texte légal : article L47 A-I et article A47 A-1 du livre des procédures fiscales\r\n\
         Jeu de caractères : UTF-8, sans marque d'ordre\r\n\
         Séparateur de champs : tabulation ; fin de ligne : retour chariot et saut de ligne\r\n\
         Dates : AAAAMMJJ ; montants en euros : virgule décimale, deux décimales, sans séparateur de milliers\r\n\
         Ordre : numéro de validation, continu de 1 au dernier ; les à-nouveaux en font partie\r\n\r\n\
         Champs\r\n",
        crate::calendar::short(year.start),
        crate::calendar::short(year.end)
    );
    for (i, field) in Field::ALL.into_iter().enumerate() {
        let _ = write!(out, "{:>2}. {}\r\n", i + 1, field.name());
    }
    out.push_str("\r\nJournaux\r\n");
    for (code, label) in journals {
        let _ = write!(out, "{code} : {label}\r\n");
    }
    out
}
