//! A year goes out as a FEC with its description (LPF art. A47 A-1), in flat memory.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Write};
use std::path::{Path, PathBuf};

use directory::{Error, association};
use domain::accounting::fec;
use domain::accounting::fec::write::{self, WrittenLine};
use domain::system;
use sea_orm::ConnectionTrait;

use crate::books::{self, ValidatedEntry};
use crate::entity::fiscal_year;
use crate::open_year::period;

/// The two files that were written.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The FEC.
    pub file: PathBuf,
    /// Its description.
    pub description: PathBuf,
    /// Lines written.
    pub lines: u64,
    /// Entries written.
    pub entries: u64,
}

/// Entries read at once.
const PAGE: i64 = 2_000;

/// Writes `<SIREN>FEC<AAAAMMJJ>.txt` and its description into a folder. The files appear whole or
/// not at all.
///
/// # Errors
/// A year without entries, a folder that cannot be written, a file of that name that may be another
/// entity's, the database's own.
pub async fn export_fec<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    year: &fiscal_year::Model,
    folder: &Path,
) -> Result<Exported, Error> {
    entries_of(conn, year).await?;
    let unwritable = |error: io::Error| {
        Error::refused(format!(
            "le dossier {} ne peut pas être écrit : {}",
            folder.display(),
            system::cause(&error)
        ))
    };
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    let file_name = name(association, year);
    let partial = folder.join(format!(".{file_name}.partial"));
    let mut out = File::create(&partial).map_err(unwritable)?;
    let written = write_lines(conn, association.id, year, &mut out).await;
    let (entries, lines) = written.inspect_err(|_| _ = std::fs::remove_file(&partial))?;
    let file = folder.join(&file_name);
    if association.siren.is_none() && is_another(&file, &partial).map_err(unwritable)? {
        let _ = std::fs::remove_file(&partial);
        return Err(Error::refused(format!(
            "{} existe déjà et dit autre chose : une entité sans SIREN n'a pas de nom de fichier à \
             elle, choisissez un autre dossier",
            file.display()
        )));
    }
    std::fs::rename(&partial, &file).map_err(unwritable)?;
    let description = folder.join(file_name.replace(".txt", "-description.txt"));
    let journals = books::journals(conn, association.id).await?.into_iter().collect::<Vec<_>>();
    let said = write::description(&association.name, &file_name, period(year), &journals);
    std::fs::write(&description, said).map_err(unwritable)?;
    Ok(Exported { file, description, lines, entries })
}

/// Whether a file is there with other bytes than the one that would take its place.
fn is_another(there: &Path, new: &Path) -> io::Result<bool> {
    if !there.try_exists()? {
        return Ok(false);
    }
    let [mut one, mut other] =
        [BufReader::new(File::open(there)?), BufReader::new(File::open(new)?)];
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let shared = left.len().min(right.len());
        if left[..shared] != right[..shared] {
            return Ok(true);
        }
        if shared == 0 {
            return Ok(left.len() != right.len());
        }
        one.consume(shared);
        other.consume(shared);
    }
}

/// `<SIREN>FEC<AAAAMMJJ>.txt`.
pub fn name(association: &association::Model, year: &fiscal_year::Model) -> String {
    fec::name::write(association.siren.as_deref(), year.ends_on)
}

/// How many entries a year has to give out.
async fn entries_of<C: ConnectionTrait>(conn: &C, year: &fiscal_year::Model) -> Result<i64, Error> {
    let last = books::last_number(conn, year).await?;
    if last == 0 {
        return Err(Error::refused(format!(
            "l'exercice clos le {} n'a aucune écriture validée",
            year.ends_on
        )));
    }
    Ok(last)
}

/// Writes the head and the lines of a year; answers how many entries and lines there were.
///
/// # Errors
/// A year without entries, what cannot be written, the database's own.
pub async fn write_lines<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    year: &fiscal_year::Model,
    out: &mut File,
) -> Result<(u64, u64), Error> {
    let last = entries_of(conn, year).await?;
    let names = FecNames {
        journals: books::journals(conn, association).await?,
        accounts: books::account_labels(conn, association).await?,
        third_parties: books::third_parties(conn, association).await?,
    };
    let unwritable = |error: io::Error| {
        Error::refused(format!("le fichier ne peut pas être écrit : {}", system::cause(&error)))
    };
    let mut text = write::header();
    let mut lines = 0;
    for from in (1..=last).step_by(PAGE as usize) {
        for entry in books::entries(conn, year, from, from + PAGE - 1).await? {
            lines += entry.lines.len() as u64;
            write_entry(&mut text, &entry, &names);
        }
        out.write_all(text.as_bytes()).map_err(unwritable)?;
        text.clear();
    }
    Ok((last as u64, lines))
}

/// Labels that lines refer to.
struct FecNames {
    journals: std::collections::BTreeMap<String, String>,
    accounts: std::collections::BTreeMap<String, String>,
    third_parties: std::collections::BTreeMap<(String, String), String>,
}

fn write_entry(out: &mut String, entry: &ValidatedEntry, names: &FecNames) {
    let journal = names.journals.get(&entry.journal).map_or(entry.journal.as_str(), String::as_str);
    for line in &entry.lines {
        let aux = line.aux.as_deref().unwrap_or_default();
        let key = (line.account.clone(), aux.to_owned());
        let aux_label = names.third_parties.get(&key).map_or("", String::as_str);
        write::line(
            out,
            &WrittenLine {
                journal: (&entry.journal, journal),
                number: entry.number,
                date: entry.date,
                account: (
                    &line.account,
                    names.accounts.get(&line.account).map_or("-", String::as_str),
                ),
                aux: (aux, aux_label),
                piece: (
                    line.piece_ref.as_deref().unwrap_or(&entry.piece_ref),
                    line.piece_date.unwrap_or(entry.piece_date),
                ),
                label: line.label.as_deref().unwrap_or(&entry.label),
                debit: line.debit,
                credit: line.credit,
                lettering: line.lettering.as_ref().map(|(letter, day)| (letter.as_str(), *day)),
                valid: entry.valid_on,
                currency: (
                    line.currency_amount.as_deref().unwrap_or_default(),
                    line.currency.as_deref().unwrap_or_default(),
                ),
            },
        );
    }
}
