//! Lists as files that spreadsheets open: CSV, XLSX, ODS. Amounts, counts and days stay what they
//! are; a text is never a formula. Rows are written one by one, so that a list may be long.

mod csv;
mod ods;
#[cfg(test)]
mod tests;
mod xlsx;

use std::io;

use chrono::NaiveDate;
use domain::Cents;

/// The writer of workbooks, for files that are more than a list.
pub use rust_xlsxwriter;

/// Rows that a spreadsheet holds, its head included.
pub const MOST_ROWS: u32 = 1_048_576;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Semicolons, decimal commas, UTF-8 with its mark: what French spreadsheets read by double
    /// click.
    Csv,
    /// Excel's.
    Xlsx,
    /// LibreOffice's.
    Ods,
}

/// What a cell holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    #[default]
    Nothing,
    /// Words, that no spreadsheet takes for anything else.
    Text(String),
    /// Euros and cents.
    Amount(Cents),
    /// A whole number.
    Count(i64),
    /// A number in hundredths.
    Hundredths(i64),
    /// A day.
    Day(NaiveDate),
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// Its width in characters.
    pub width: u16,
}

/// What stands above the rows. A CSV holds the heads of the columns alone.
#[derive(Clone, Debug)]
pub struct Head {
    /// What the list is; the sheet's name as far as it fits.
    pub title: String,
    /// Lines under the title.
    pub notes: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
}

/// Why a file could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// More rows than a spreadsheet holds.
    #[error("la liste a plus de {MOST_ROWS} lignes, plus qu'un tableur n'en tient")]
    TooLong,
    /// The workbook could not be made.
    #[error("le classeur n'a pas pu être écrit : {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The archive could not be made.
    #[error("l'archive n'a pas pu être écrite : {0}")]
    Archive(#[from] zip::result::ZipError),
    /// The disk, or what stands for it.
    #[error("le fichier n'a pas pu être écrit : {0}")]
    Disk(#[from] io::Error),
}

impl Format {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Ods, Self::Csv];

    /// What ends the file's name.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
        }
    }

    /// The kind of an extension.
    pub fn parse(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension() == extension)
    }

    /// What the file is, for those who receive it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
        }
    }
}

/// A file being written.
pub struct Writer {
    rows: u32,
    kind: Kind,
}

enum Kind {
    Csv(csv::Csv),
    Xlsx(Box<xlsx::Xlsx>),
    Ods(Box<ods::Ods>),
}

impl Writer {
    /// Begins a file by its head.
    ///
    /// # Errors
    /// When the archive cannot be begun.
    pub fn begin(format: Format, head: &Head) -> Result<Self, Error> {
        let kind = match format {
            Format::Csv => Kind::Csv(csv::Csv::begin(head)),
            Format::Xlsx => Kind::Xlsx(Box::new(xlsx::Xlsx::begin(head)?)),
            Format::Ods => Kind::Ods(Box::new(ods::Ods::begin(head)?)),
        };
        Ok(Self { rows: head.notes.len() as u32 + 3, kind })
    }

    /// Adds a row, `strong` when it sums others.
    ///
    /// # Errors
    /// When a sheet is full or the disk is.
    pub fn row(&mut self, values: &[Value], strong: bool) -> Result<(), Error> {
        self.rows += 1;
        match &mut self.kind {
            Kind::Csv(csv) => csv.row(values),
            _ if self.rows > MOST_ROWS => return Err(Error::TooLong),
            Kind::Xlsx(xlsx) => xlsx.row(values, strong)?,
            Kind::Ods(ods) => ods.row(values, strong)?,
        }
        Ok(())
    }

    /// Takes the bytes that are ready: for a CSV all the rows so far, for an archive none before its
    /// end.
    pub fn ready(&mut self) -> Vec<u8> {
        match &mut self.kind {
            Kind::Csv(csv) => csv.ready(),
            _ => Vec::new(),
        }
    }

    /// The rest of the file.
    ///
    /// # Errors
    /// When the archive cannot be closed.
    pub fn end(self) -> Result<Vec<u8>, Error> {
        match self.kind {
            Kind::Csv(mut csv) => Ok(csv.ready()),
            Kind::Xlsx(xlsx) => xlsx.end(),
            Kind::Ods(ods) => ods.end(),
        }
    }
}

/// The longest text that a cell of every spreadsheet holds.
const LONGEST_TEXT: usize = 32_000;

/// As much of a text as a cell holds.
fn fitting(text: &str) -> &str {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}
