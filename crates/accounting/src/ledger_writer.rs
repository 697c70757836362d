//! Writes validated entries: numbers them, seals them, keeps the totals, all in the caller's
//! transaction. The only place where a validation is made.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use db::{Bulk, Cell, Column, Counter, Kind, Tx, next_ids, statement};
use directory::{Act, Error};
use domain::Cents;
use domain::accounting::entry::{OwnTexts, Seal, Sealed};
use sea_orm::{ConnectionTrait, EntityTrait, Statement};

use crate::entity::{chain_head, fiscal_year};

/// What heads an entry about to be validated.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// Journal code.
    pub journal: &'a str,
    /// Accounting date.
    pub date: NaiveDate,
    /// Supporting document.
    pub piece_ref: &'a str,
    /// Its day.
    pub piece_date: NaiveDate,
    /// Label.
    pub label: &'a str,
    /// Day of validation.
    pub valid: NaiveDate,
    /// Its number in the software it comes from.
    pub source_number: Option<&'a str>,
}

/// A line of it.
#[derive(Clone, Copy, Debug)]
pub struct NewLine<'a> {
    /// Account.
    pub account: &'a str,
    /// Third party, or blank.
    pub aux: &'a str,
    /// What it says otherwise than its entry.
    pub own: OwnTexts<'a>,
    /// Debit.
    pub debit: Cents,
    /// Credit.
    pub credit: Cents,
    /// Letter and its day.
    pub lettering: Option<(&'a str, NaiveDate)>,
}

/// What writes some entries, to be executed in order.
pub struct Batch {
    statements: Vec<Statement>,
    /// How many lines they have.
    pub lines: usize,
}

/// Rows of some entries.
struct Rows {
    entries: Bulk,
    lines: Bulk,
    letterings: Bulk,
    validations: Bulk,
}

/// Totals of an account by month `YYYYMM`: debit, credit, lines.
type Months = BTreeMap<i32, (i64, i64, i64)>;

/// Makes batches, one entry after the other. Holds no connection: it may run on its own thread
/// while the batch before is being written.
pub struct LedgerWriter {
    association: i64,
    year: fiscal_year::Model,
    act: Act,
    next_entry: i64,
    first_entry: i64,
    next_number: i64,
    seal: [u8; 32],
    rows: Rows,
    kind: Kind,
    totals: HashMap<String, Months>,
}

const ENTRY: [Column; 9] = [
    Column::Big("association_id"),
    Column::Big("id"),
    Column::Big("year_id"),
    Column::Text("journal"),
    Column::Day("date"),
    Column::Text("piece_ref"),
    Column::Day("piece_date"),
    Column::Text("label"),
    Column::OptionalText("source_number"),
];
const LINE: [Column; 14] = [
    Column::Big("association_id"),
    Column::Big("entry_id"),
    Column::Big("position"),
    Column::Big("year_id"),
    Column::Text("account"),
    Column::OptionalText("aux"),
    Column::Big("debit"),
    Column::Big("credit"),
    Column::OptionalText("label"),
    Column::OptionalText("piece_ref"),
    Column::Day("piece_date"),
    Column::Day("own_date"),
    Column::OptionalText("currency_amount"),
    Column::OptionalText("currency"),
];
const LETTERING: [Column; 5] = [
    Column::Big("association_id"),
    Column::Big("entry_id"),
    Column::Big("position"),
    Column::Text("letter"),
    Column::Day("lettered_on"),
];
const VALIDATION: [Column; 8] = [
    Column::Big("association_id"),
    Column::Big("year_id"),
    Column::Big("number"),
    Column::Big("entry_id"),
    Column::Day("valid_on"),
    Column::Instant("validated_at"),
    Column::Big("person_id"),
    Column::Bytes("seal"),
];
const TOTAL: [Column; 7] = [
    Column::Big("association_id"),
    Column::Big("year_id"),
    Column::Text("account"),
    Column::Big("month"),
    Column::Big("debit"),
    Column::Big("credit"),
    Column::Big("lines"),
];
const ADD_TO_TOTAL: &str = "ON CONFLICT (association_id, year_id, account, month) DO UPDATE SET \
     debit = account_total.debit + excluded.debit, credit = account_total.credit + excluded.credit, \
     lines = account_total.lines + excluded.lines";

/// Lines to a batch: large enough to fill statements, small enough to keep memory flat.
const BATCH_LINES: usize = 2_048;

impl Batch {
    /// Writes the rows.
    ///
    /// # Errors
    /// The database's own.
    pub async fn write(self, tx: &Tx) -> Result<(), Error> {
        for statement in self.statements {
            tx.execute_raw(statement).await?;
        }
        Ok(())
    }
}

impl Rows {
    fn new() -> Self {
        Self {
            entries: Bulk::new("entry", &ENTRY, ""),
            lines: Bulk::new("line", &LINE, ""),
            letterings: Bulk::new("lettering", &LETTERING, ""),
            validations: Bulk::new("validation", &VALIDATION, ""),
        }
    }

    /// The entries, their lines, their letters, and last what validates them.
    fn batch(&mut self, kind: Kind) -> Batch {
        let lines = self.lines.rows();
        let in_order =
            [&mut self.entries, &mut self.lines, &mut self.letterings, &mut self.validations];
        let statements = in_order.into_iter().flat_map(|rows| rows.statements(kind)).collect();
        Batch { statements, lines }
    }
}

impl LedgerWriter {
    /// Prepares to add `entries` entries to a year, after those it has: after the end that was kept,
    /// so that a chain cut short behind the program's back shows its gap for ever. The caller holds
    /// the lock of the entity.
    ///
    /// # Errors
    /// The database's own.
    pub async fn begin(
        tx: &Tx,
        act: &Act,
        year: &fiscal_year::Model,
        entries: i64,
    ) -> Result<Self, Error> {
        let association = year.association_id;
        let last = chain_head::Entity::find_by_id((association, year.id)).one(tx).await?;
        let first_entry = next_ids(tx, association, Counter("entry"), entries).await?;
        let seal = last
            .as_ref()
            .map_or([0; 32], |last| last.seal.as_slice().try_into().unwrap_or([0; 32]));
        Ok(Self {
            association,
            year: year.clone(),
            act: *act,
            next_entry: first_entry,
            first_entry,
            next_number: last.map_or(1, |last| last.number + 1),
            seal,
            rows: Rows::new(),
            kind: Kind::of(tx),
            totals: HashMap::new(),
        })
    }

    /// Adds an entry that is known to balance; answers a full batch when there is one to write.
    pub fn entry(&mut self, head: &Head<'_>, lines: &[NewLine<'_>]) -> Option<Batch> {
        let entry = self.next_entry;
        self.next_entry += 1;
        let mut seal = Seal::begin(&Sealed {
            previous: &self.seal,
            association: self.association,
            year_end: self.year.ends_on,
            number: self.next_number,
            journal: head.journal,
            date: head.date,
            piece_ref: head.piece_ref,
            piece_date: head.piece_date,
            label: head.label,
            valid: head.valid,
        });
        self.rows.entries.push([
            Cell::Big(self.association),
            Cell::Big(entry),
            Cell::Big(self.year.id),
            Cell::Text(head.journal.to_owned()),
            Cell::Day(Some(head.date)),
            Cell::Text(head.piece_ref.to_owned()),
            Cell::Day(Some(head.piece_date)),
            Cell::Text(head.label.to_owned()),
            Cell::Text(head.source_number.unwrap_or_default().to_owned()),
        ]);
        let month = head.date.year() * 100 + head.date.month() as i32;
        for (i, line) in lines.iter().enumerate() {
            seal.line(line.account, line.aux, &line.own, line.debit, line.credit);
            self.line(entry, i as i64 + 1, line);
            self.add_to_totals(line, month);
        }
        self.seal = seal.end();
        self.validate(entry, head.valid);
        (self.rows.lines.rows() >= BATCH_LINES).then(|| self.rows.batch(self.kind))
    }

    fn line(&mut self, entry: i64, position: i64, line: &NewLine<'_>) {
        let text = |text: Option<&str>| Cell::Text(text.unwrap_or_default().to_owned());
        self.rows.lines.push([
            Cell::Big(self.association),
            Cell::Big(entry),
            Cell::Big(position),
            Cell::Big(self.year.id),
            Cell::Text(line.account.to_owned()),
            Cell::Text(line.aux.to_owned()),
            Cell::Big(line.debit.0),
            Cell::Big(line.credit.0),
            text(line.own.label),
            text(line.own.piece_ref),
            Cell::Day(line.own.piece_date),
            Cell::Day(line.own.date),
            text(line.own.currency_amount),
            text(line.own.currency),
        ]);
        if let Some((letter, day)) = line.lettering {
            self.rows.letterings.push([
                Cell::Big(self.association),
                Cell::Big(entry),
                Cell::Big(position),
                Cell::Text(letter.to_owned()),
                Cell::Day(Some(day)),
            ]);
        }
    }

    fn add_to_totals(&mut self, line: &NewLine<'_>, month: i32) {
        let months = match self.totals.get_mut(line.account) {
            Some(months) => months,
            None => self.totals.entry(line.account.to_owned()).or_default(),
        };
        let total = months.entry(month).or_default();
        total.0 += line.debit.0;
        total.1 += line.credit.0;
        total.2 += 1;
    }

    fn validate(&mut self, entry: i64, valid: NaiveDate) {
        self.rows.validations.push([
            Cell::Big(self.association),
            Cell::Big(self.year.id),
            Cell::Big(self.next_number),
            Cell::Big(entry),
            Cell::Day(Some(valid)),
            Cell::Instant(self.act.now),
            Cell::Big(self.act.person),
            Cell::Bytes(self.seal.to_vec()),
        ]);
        self.next_number += 1;
    }

    /// Writes what is left and adds to the kept totals; answers the ids of all its entries.
    ///
    /// # Errors
    /// The database's own.
    pub async fn end(mut self, tx: &Tx) -> Result<std::ops::Range<i64>, Error> {
        self.rows.batch(self.kind).write(tx).await?;
        if self.next_entry > self.first_entry {
            keep_end(tx, &self.year, self.next_number - 1, self.seal).await?;
        }
        let mut totals = Bulk::new("account_total", &TOTAL, ADD_TO_TOTAL);
        for (account, months) in self.totals {
            for (month, (debit, credit, lines)) in months {
                totals.push([
                    Cell::Big(self.association),
                    Cell::Big(self.year.id),
                    Cell::Text(account.clone()),
                    Cell::Big(month.into()),
                    Cell::Big(debit),
                    Cell::Big(credit),
                    Cell::Big(lines),
                ]);
            }
        }
        totals.flush(tx).await?;
        Ok(self.first_entry..self.next_entry)
    }
}

/// Keeps the number and seal of the last entry of a year beside its chain.
async fn keep_end(
    tx: &Tx,
    year: &fiscal_year::Model,
    number: i64,
    seal: [u8; 32],
) -> Result<(), Error> {
    let values =
        || [number.into(), seal.to_vec().into(), year.association_id.into(), year.id.into()];
    // Not an INSERT … ON CONFLICT: the table refuses to hear of a second end.
    let moved =
        "UPDATE chain_head SET number = ?, seal = ? WHERE association_id = ? AND year_id = ?";
    if tx.execute_raw(statement(tx, moved, values())).await?.rows_affected() == 0 {
        let first =
            "INSERT INTO chain_head (number, seal, association_id, year_id) VALUES (?, ?, ?, ?)";
        tx.execute_raw(statement(tx, first, values())).await?;
    }
    Ok(())
}
