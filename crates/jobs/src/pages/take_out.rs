//! The three tables as they came in: what is taken away here comes in again elsewhere, equal.

use axum::response::Response;
use directory::audit;
use serde_json::json;
use web::{Path, Problem, Seat, Site};

use super::import::Kind;
use crate::{export_case_files, export_contracts, export_hours};

/// Where a table is taken away.
pub(super) fn address(slug: &str, kind: Kind) -> String {
    format!("/a/{slug}/emplois/fichier/{}.csv", kind.word())
}

/// `GET /a/{slug}/emplois/fichier/{table}`: all of it; the trail says so.
pub(super) async fn file(
    seat: Seat,
    site: Site,
    Path((_, table)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let kind = Kind::parse(&table).ok_or(Problem::NotFound)?;
    let association = &*seat.association;
    let tx = site.db.write().await?;
    let (what, exported) = match kind {
        Kind::Contracts => ("contracts.export", export_contracts(&tx, association, None).await?),
        Kind::Hours => ("hours.export", export_hours(&tx, association, None).await?),
        Kind::CaseFiles => {
            ("beneficiaries.export", export_case_files(&tx, association, None).await?)
        }
    };
    audit(&tx, &seat.act(&site), Some(association.id), what, json!({"rows": exported.rows}))
        .await?;
    tx.commit().await?;
    let stem = format!("{}-{}", association.slug, kind.word());
    Ok(web::export::file(sheets::Format::Csv, &stem, exported.text))
}
