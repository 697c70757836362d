//! The year's FEC to take away, the same bytes as `collectif export fec` writes.

use std::fs::File;
use std::io::{self, Read as _, Seek as _};

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use directory::audit;
use futures_util::stream;
use serde_json::json;
use web::export::streamed;
use web::{Path, Problem, Seat, Site};

use crate::books;
use crate::export_fec::{name, write_lines};

/// Bytes handed over at once.
const CHUNK: usize = 256 * 1024;

/// `GET /a/{slug}/fec/{fin}`.
pub(super) async fn download(
    site: Site,
    seat: Seat,
    Path((_, ends_on)): Path<(String, NaiveDate)>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    // Written aside first: what leaves is whole and of one moment, and a slow reader holds no
    // connection to the base.
    let (mut file, year) = {
        let moment = site.db.snapshot().await?;
        let year = books::year_ending(&moment, association.id, ends_on).await?;
        let mut file = tempfile::tempfile().map_err(Problem::internal)?;
        write_lines(&moment, association.id, &year, &mut file).await?;
        (file, year)
    };
    let length = file.stream_position().map_err(Problem::internal)?;
    file.rewind().map_err(Problem::internal)?;
    let tx = site.db.write().await?;
    let detail = json!({"year_end": ends_on, "bytes": length});
    audit(&tx, &seat.act(&site), Some(association.id), "fec.export", detail).await?;
    tx.commit().await?;
    let named = name(association, &year);
    let headers = [
        (CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{named}\"")),
        (CONTENT_LENGTH, length.to_string()),
    ];
    let chunks = stream::try_unfold(file, async |file| read(file).await);
    Ok((headers, streamed(chunks)).into_response())
}

/// The next bytes, read away from the threads that answer requests.
async fn read(mut file: File) -> io::Result<Option<(Vec<u8>, File)>> {
    let read = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::with_capacity(CHUNK);
        (&mut file).take(CHUNK as u64).read_to_end(&mut bytes)?;
        Ok((!bytes.is_empty()).then_some((bytes, file)))
    });
    read.await.map_err(io::Error::other)?
}
