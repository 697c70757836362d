//! The report as files to take away.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use web::{Path, Problem, Reading, Site};

use super::report_of;
use crate::files;

/// `GET /rapport/{annee}/rapport.pdf`.
pub(super) async fn pdf(
    site: Site,
    reading: Reading,
    Path(year): Path<i32>,
) -> Result<Response, Problem> {
    let report = report_of(&reading, year).await?;
    let generator = format!("Collectif {}", site.version);
    let paper = crate::paper(&report, site.clock.local().fixed_offset(), "", &generator);
    let bytes = in_background(move || pdf::render(&paper)).await?.map_err(Problem::internal)?;
    Ok(file(year, "pdf", "application/pdf", bytes))
}

/// `GET /rapport/{annee}/rapport.xlsx`.
pub(super) async fn xlsx(reading: Reading, Path(year): Path<i32>) -> Result<Response, Problem> {
    let report = report_of(&reading, year).await?;
    let bytes = in_background(move || files::xlsx(&report)).await?.map_err(Problem::internal)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(year, "xlsx", kind, bytes))
}

/// `GET /rapport/{annee}/rapport.csv`.
pub(super) async fn csv(reading: Reading, Path(year): Path<i32>) -> Result<Response, Problem> {
    let report = report_of(&reading, year).await?;
    Ok(file(year, "csv", "text/csv; charset=utf-8", files::csv(&report).into_bytes()))
}

/// `GET /rapport/{annee}/rapport.json`.
pub(super) async fn json(reading: Reading, Path(year): Path<i32>) -> Result<Response, Problem> {
    let report = report_of(&reading, year).await?;
    let bytes = serde_json::to_vec_pretty(&files::json(&report)).map_err(Problem::internal)?;
    Ok(file(year, "json", "application/json", bytes))
}

/// Laying out takes the processor for a while: not on a thread that answers requests.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}

fn file(year: i32, extension: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition =
        format!("attachment; filename=\"rapport-activite-combine-{year}.{extension}\"");
    let headers = [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}
