//! Any table as a file to take away: `?format=csv`, `xlsx` or `ods` on the page's own address.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt as _};
use serde::{Deserialize, Deserializer};
use sheets::{Column, Head, Value, Writer};

use crate::Problem;
use crate::address::asking;
use crate::pieces::Export;
use crate::table::{Cell, Row, Table};

/// The kind of file that an address asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format(pub sheets::Format);

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let format = sheets::Format::parse(&text).map(Self);
        format.ok_or_else(|| serde::de::Error::custom("no such format"))
    }
}

/// The three files of a list, for the `exports` piece: the page's address with its filters, in each
/// format.
pub fn exports(href: &str) -> Vec<Export> {
    let to = |format: sheets::Format| {
        let content = match format {
            sheets::Format::Xlsx => "pour Excel",
            sheets::Format::Ods => "pour LibreOffice",
            sheets::Format::Csv => "pour tout tableur",
        };
        let extension = format.extension();
        Export::new(extension.to_uppercase(), content, asking(href, &[("format", extension)]))
    };
    sheets::Format::ALL.map(to).into()
}

/// The list as a file; `stem` names it, `about` stands under its title.
///
/// # Errors
/// A list longer than a sheet, told to the reader; a disk that fails.
pub async fn download(
    Format(format): Format,
    stem: &str,
    about: Vec<String>,
    table: Table,
) -> Result<Response, Problem> {
    // Packing takes the processor for a while: not on a thread that answers requests.
    let written = tokio::task::spawn_blocking(move || write(format, about, &table)).await;
    let bytes = written.map_err(Problem::internal)??;
    Ok(file(format, stem, bytes))
}

fn write(format: sheets::Format, about: Vec<String>, table: &Table) -> Result<Vec<u8>, Problem> {
    let mut writer = Writer::begin(format, &head(about, table))?;
    for row in table.rows.iter().chain(&table.total) {
        writer.row(&values(row), row.subtotal)?;
    }
    let mut bytes = writer.ready();
    bytes.extend(writer.end()?);
    Ok(bytes)
}

fn values(row: &Row) -> Vec<Value> {
    row.cells.iter().map(Cell::exported).collect()
}

fn head(about: Vec<String>, table: &Table) -> Head {
    let columns = table.columns.iter().enumerate().map(|(rank, column)| {
        let texts = table.rows.iter().filter_map(|row| row.cells.get(rank));
        let longest = texts.map(|cell| cell.text.chars().count()).max().unwrap_or(0);
        let width = longest.max(column.label.chars().count()).clamp(8, 60) as u16 + 2;
        Column { label: column.label.clone(), width }
    });
    let notes = about.into_iter().chain(table.note.clone()).collect();
    Head { title: table.caption.clone(), notes, columns: columns.collect() }
}

/// A body that a browser keeps as a file.
pub fn file(format: sheets::Format, stem: &str, body: impl Into<Body>) -> Response {
    let disposition = format!("attachment; filename=\"{stem}.{}\"", format.extension());
    let headers =
        [(CONTENT_TYPE, format.media_type().to_owned()), (CONTENT_DISPOSITION, disposition)];
    (headers, body.into()).into_response()
}

/// A body that arrives piece by piece. The compressor asks once more after the end, which streams
/// made of a function take for a mistake and panic.
pub fn streamed<C, E>(pieces: impl Stream<Item = Result<C, E>> + Send + 'static) -> Body
where
    C: Into<Bytes>,
    E: Into<axum::BoxError>,
{
    Body::from_stream(pieces.fuse())
}

impl From<sheets::Error> for Problem {
    fn from(error: sheets::Error) -> Self {
        match error {
            sheets::Error::TooLong => Self::bad_request(
                "Cette liste a plus de lignes qu'une feuille de tableur n'en tient. Choisissez une \
                 période plus courte, ou le format CSV.",
            ),
            error => Self::internal(error),
        }
    }
}
