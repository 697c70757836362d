//! A FEC comes in: everything is checked before anything is written; then all its entries are
//! validated, numbered by date, and what was odd is told. Several files: all or none.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use db::{Counter, Tx, next_ids};
use directory::{Act, Error, association, audit, lock_association};
use domain::accounting::entry::OwnTexts;
use domain::accounting::fec::Field;
use domain::accounting::fec::entries::{EntryReader, ReadEntry, ReadLine};
use domain::accounting::fec::survey::{Survey, survey};
use domain::accounting::{Chart, ChartKind};
use domain::{Cents, Issue, Issues, Period, system};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::already_there::{repeated, tell_joining};
use crate::entity::{fec_import, fiscal_year, validation};
use crate::file_year::year_of;
use crate::import_options::ImportOptions;
use crate::ledger_writer::{Batch, Head, LedgerWriter, NewLine};
use crate::names::Names;
use crate::open_year::{open_year, period, years};

/// What became of a file.
#[derive(Clone, Debug, Default)]
pub struct FileOutcome {
    /// Its name as given.
    pub file: String,
    /// Nothing refuses it.
    pub accepted: bool,
    /// Lines of entries.
    pub lines: u64,
    /// Entries.
    pub entries: u64,
    /// Entries that were not there before.
    pub new: u64,
    /// Σ debit.
    pub debit: Cents,
    /// Σ credit.
    pub credit: Cents,
    /// Its year.
    pub year: Option<Period>,
    /// Problems and oddities.
    pub issues: Vec<Issue>,
    /// The ids of the entries it made.
    pub made: std::ops::Range<i64>,
}

/// A file that was read once and checked; nothing is known of the base yet.
pub struct Surveyed {
    path: PathBuf,
    name: String,
    digest: [u8; 32],
    survey: Option<Arc<Survey>>,
    year: Option<Period>,
    issues: Issues,
}

/// Hears how far a long work is: bytes done.
pub type Progress<'p> = &'p (dyn Fn(u64) + Sync);

/// Reads and checks a file, without the base. Its name, with or without folders, says the year and the
/// SIREN; where it lies says nothing.
///
/// # Errors
/// When the file cannot be read at all.
pub fn survey_file(
    path: &Path,
    name: &str,
    association: &association::Model,
    options: &ImportOptions,
    progress: Progress<'_>,
) -> io::Result<Surveyed> {
    let mut issues = Issues::default();
    let year = year_of(bare(name), association, options, &mut issues);
    let mut source = Digesting { file: File::open(path)?, digest: Sha256::new() };
    let survey = survey(&mut source, year, &mut issues, &mut |bytes| progress(bytes))?;
    io::copy(&mut source, &mut io::sink())?;
    if let (Some(survey), Some(year)) = (&survey, year) {
        warn_of_unknown_accounts(survey, association, year, &mut issues);
    }
    let digest = source.digest.finalize().into();
    let (path, name) = (path.to_owned(), name.to_owned());
    Ok(Surveyed { path, name, digest, survey: survey.map(Arc::new), year, issues })
}

/// A name without its folders.
fn bare(name: &str) -> &str {
    Path::new(name).file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Reads through, keeping the digest of all that passed.
struct Digesting {
    file: File,
    digest: Sha256,
}

impl Read for Digesting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

fn warn_of_unknown_accounts(
    survey: &Survey,
    association: &association::Model,
    year: Period,
    issues: &mut Issues,
) {
    let kind = ChartKind::parse(&association.chart).unwrap_or(ChartKind::Association);
    let chart = Chart::in_force(kind, year.start);
    for (code, seen) in &survey.accounts {
        if !chart.knows(code) {
            issues.warn("unknown-account", Some(seen.first_line), Some("CompteNum"), || {
                let nearest = chart.nearest(code).map_or("aucun", |(nearest, _)| nearest);
                format!(
                    "le compte {code} « {} » n'est pas au plan comptable de l'exercice ; il est rangé sous {nearest}",
                    seen.label
                )
            });
        }
    }
}

/// When a year is opened among others: those before the oldest known one go back in time, the rest
/// forward, so that each touches a year that is there already.
fn turn(year: Period, oldest: Option<NaiveDate>) -> (bool, i32) {
    let day = year.end.num_days_from_ce();
    match oldest {
        Some(oldest) if year.end < oldest => (false, -day),
        _ => (true, day),
    }
}

/// Takes surveyed files in, each year beside one that is known. The caller commits when every outcome is
/// accepted and it is no dry run, and drops the transaction otherwise.
///
/// # Errors
/// The database's own, and a file that changed since it was surveyed.
pub async fn import_surveyed(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    files: Vec<Surveyed>,
    options: &ImportOptions,
    progress: Progress<'_>,
) -> Result<Vec<FileOutcome>, Error> {
    lock_association(tx, association.id).await?;
    let oldest = years(tx, association.id).await?.first().map(|year| year.ends_on);
    let mut files: Vec<(usize, Surveyed)> = files.into_iter().enumerate().collect();
    files.sort_by_key(|(_, file)| file.year.map(|year| turn(year, oldest)));
    let refused = files.iter().any(|(_, file)| file.issues.refused());
    let mut outcomes = Vec::new();
    for (position, file) in files {
        let outcome = import_one(tx, act, association, file, options, refused, progress).await?;
        outcomes.push((position, outcome));
    }
    outcomes.sort_by_key(|(position, _)| *position);
    Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
}

async fn import_one(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    mut file: Surveyed,
    options: &ImportOptions,
    refused: bool,
    progress: Progress<'_>,
) -> Result<FileOutcome, Error> {
    let survey = file.survey.clone();
    let mut outcome =
        FileOutcome { file: file.name.clone(), year: file.year, ..FileOutcome::default() };
    if let Some(survey) = &survey {
        outcome.lines = survey.lines;
        outcome.entries = survey.entries;
        outcome.debit = survey.debit;
        outcome.credit = survey.credit;
    }
    if let (Some(survey), Some(wanted), false) = (survey, file.year, file.issues.refused()) {
        let known =
            place_in_years(tx, association.id, wanted, (&mut file, &survey), options).await?;
        if let Some(year) = known.filter(|_| !file.issues.refused()) {
            outcome.year = Some(period(&year));
            if is_known(tx, &year, &file.digest).await? {
                outcome.new = 0;
            } else {
                outcome.new = survey.entries;
                if !refused && !options.dry_run {
                    outcome.made = write(tx, act, &year, &file, survey, progress).await?;
                }
            }
        }
    }
    outcome.accepted = !file.issues.refused();
    outcome.issues = file.issues.into_list();
    Ok(outcome)
}

/// The year in the base, opened if need be; a refusal becomes an issue of the file.
async fn place_in_years(
    tx: &Tx,
    association: i64,
    wanted: Period,
    (file, survey): (&mut Surveyed, &Survey),
    options: &ImportOptions,
) -> Result<Option<fiscal_year::Model>, Error> {
    let existing =
        years(tx, association).await?.into_iter().find(|year| year.ends_on == wanted.end);
    let year = match existing {
        // A name says only when the year ends: it joins the year that ends then, however long.
        Some(year) if options.year.is_none() => year,
        _ => match open_year(tx, association, wanted).await {
            Ok(year) => year,
            Err(Error::Refused(sentence)) => {
                file.issues.error("year-place", None, None, sentence);
                return Ok(None);
            }
            Err(error) => return Err(error),
        },
    };
    let entries = validation::Entity::find()
        .filter(validation::Column::AssociationId.eq(association))
        .filter(validation::Column::YearId.eq(year.id))
        .count(tx)
        .await?;
    if entries > 0 && !is_known(tx, &year, &file.digest).await? {
        let repeated = repeated(tx, &year, &file.path, survey).await?;
        tell_joining(&year, entries, (survey.entries, &repeated), options, &mut file.issues);
    }
    Ok(Some(year))
}

/// Whether the same bytes were taken into this year before.
async fn is_known(tx: &Tx, year: &fiscal_year::Model, digest: &[u8; 32]) -> Result<bool, Error> {
    let found = fec_import::Entity::find()
        .filter(fec_import::Column::AssociationId.eq(year.association_id))
        .filter(fec_import::Column::YearId.eq(year.id))
        .filter(fec_import::Column::Digest.eq(digest.to_vec()))
        .one(tx)
        .await?;
    Ok(found.is_some())
}

/// Writes the entries: one thread reads and numbers while the base takes the batch before.
async fn write(
    tx: &Tx,
    act: &Act,
    year: &fiscal_year::Model,
    file: &Surveyed,
    survey: Arc<Survey>,
    progress: Progress<'_>,
) -> Result<std::ops::Range<i64>, Error> {
    let (association, today, entries, lines) =
        (year.association_id, act.today, survey.entries, survey.lines);
    remember_file(tx, act, year, file, entries, lines).await?;
    let writer = LedgerWriter::begin(tx, act, year, entries as i64).await?;
    let (sender, mut batches) = mpsc::channel::<Batch>(1);
    let path = file.path.clone();
    let reader =
        tokio::task::spawn_blocking(move || number_entries(&path, &survey, writer, today, &sender));
    let mut written = 0u64;
    while let Some(batch) = batches.recv().await {
        written += batch.lines as u64;
        batch.write(tx).await?;
        progress(written * 100 / lines.max(1));
    }
    let read = reader.await.map_err(|error| Error::refused(error.to_string()))?;
    let (writer, names) = read.map_err(|error| Error::refused(system::cause(&error)))?;
    let made = writer.end(tx).await?;
    names.write(tx, association).await?;
    let detail = json!({"file": bare(&file.name), "entries": entries, "lines": lines, "year_end": year.ends_on});
    audit(tx, act, Some(association), "fec.import", detail).await?;
    Ok(made)
}

async fn remember_file(
    tx: &Tx,
    act: &Act,
    year: &fiscal_year::Model,
    file: &Surveyed,
    entries: u64,
    lines: u64,
) -> Result<(), Error> {
    let id = next_ids(tx, year.association_id, Counter("fec_import"), 1).await?;
    let row = fec_import::ActiveModel {
        association_id: Set(year.association_id),
        id: Set(id),
        year_id: Set(year.id),
        file_name: Set(bare(&file.name).to_owned()),
        digest: Set(file.digest.to_vec()),
        entries: Set(entries as i64),
        lines: Set(lines as i64),
        imported_at: Set(act.now),
        person_id: Set(act.person),
    };
    row.insert(tx).await?;
    Ok(())
}

/// Reads the file again, entry by entry, and hands full batches over.
fn number_entries(
    path: &Path,
    survey: &Survey,
    mut writer: LedgerWriter,
    today: NaiveDate,
    batches: &mpsc::Sender<Batch>,
) -> io::Result<(LedgerWriter, Names)> {
    let mut entries = EntryReader::new(survey, File::open(path)?)?;
    let mut names = Names::default();
    while let Some(entry) = entries.next_entry()? {
        if let Some(batch) = number_entry(&entry, &mut writer, &mut names, today)?
            && batches.blocking_send(batch).is_err()
        {
            // The base refused a batch and tells why itself.
            break;
        }
    }
    Ok((writer, names))
}

/// A line's texts, decoded.
struct Texts<'r> {
    account: Cow<'r, str>,
    aux: Cow<'r, str>,
    label: Cow<'r, str>,
    piece_ref: Cow<'r, str>,
    piece_date: NaiveDate,
    currency_amount: Cow<'r, str>,
    currency: Cow<'r, str>,
    lettering: Option<(Cow<'r, str>, NaiveDate)>,
}

impl<'r> Texts<'r> {
    fn of(line: &ReadLine<'r>) -> Self {
        Self {
            account: line.text(Field::CompteNum),
            aux: line.text(Field::CompAuxNum),
            label: line.text(Field::EcritureLib),
            piece_ref: line.text(Field::PieceRef),
            piece_date: line.day(Field::PieceDate).unwrap_or(line.facts.date),
            currency_amount: line.text(Field::MontantDevise),
            currency: line.text(Field::Idevise),
            lettering: line.lettering(),
        }
    }
}

fn number_entry(
    entry: &ReadEntry<'_>,
    writer: &mut LedgerWriter,
    names: &mut Names,
    today: NaiveDate,
) -> io::Result<Option<Batch>> {
    let read = entry.lines()?;
    let texts: Vec<Texts<'_>> = read.iter().map(Texts::of).collect();
    let (Some(first), Some(head_line)) = (texts.first(), read.first()) else { return Ok(None) };
    let journal = head_line.text(Field::JournalCode);
    let source_number = head_line.text(Field::EcritureNum);
    names.journal(&journal, || head_line.text(Field::JournalLib).into_owned());
    let head = Head {
        journal: &journal,
        date: entry.date,
        piece_ref: &first.piece_ref,
        piece_date: first.piece_date,
        label: &first.label,
        valid: read.iter().filter_map(|line| line.facts.valid).max().unwrap_or(today),
        source_number: Some(&source_number),
    };
    let differs = |own: &'_ str, head: &str| (own != head).then_some(());
    let lines: Vec<NewLine<'_>> = read
        .iter()
        .zip(&texts)
        .map(|(line, text)| {
            names.account(&text.account, || line.text(Field::CompteLib).into_owned());
            if !text.aux.is_empty() {
                names.third_party(&text.account, &text.aux, || {
                    line.text(Field::CompAuxLib).into_owned()
                });
            }
            NewLine {
                account: &text.account,
                aux: &text.aux,
                own: OwnTexts {
                    label: differs(&text.label, head.label).map(|()| &*text.label),
                    piece_ref: differs(&text.piece_ref, head.piece_ref).map(|()| &*text.piece_ref),
                    piece_date: (text.piece_date != head.piece_date).then_some(text.piece_date),
                    date: (line.facts.date != head.date).then_some(line.facts.date),
                    currency_amount: (!text.currency_amount.is_empty())
                        .then_some(&*text.currency_amount),
                    currency: (!text.currency.is_empty()).then_some(&*text.currency),
                },
                debit: Cents(line.facts.debit),
                credit: Cents(line.facts.credit),
                lettering: text.lettering.as_ref().map(|(letter, day)| (&**letter, *day)),
            }
        })
        .collect();
    Ok(writer.entry(&head, &lines))
}
