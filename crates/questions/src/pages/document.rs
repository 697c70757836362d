//! A document to take away, as it was sent: never shown within the site, never read as anything but
//! what it is.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use domain::dossier::Digest;
use domain::words::unhex;
use dossier::document_of;
use web::address::part;
use web::{Path, Problem, Reading, Seat};

/// `GET /a/{slug}/questions/{numero}/documents/{empreinte}`.
pub(super) async fn download(
    seat: Seat,
    reading: Reading,
    Path((_, number, digest)): Path<(String, i64, String)>,
) -> Result<Response, Problem> {
    let digest = unhex(&digest).and_then(|bytes| Digest::try_from(bytes).ok());
    let digest = digest.ok_or(Problem::NotFound)?;
    let found = document_of(&*reading, &seat.reader(), number, digest).await?;
    let (joined, bytes) = found.ok_or(Problem::NotFound)?;
    let headers = [
        (CONTENT_TYPE, joined.media.media_type().to_owned()),
        (CONTENT_DISPOSITION, disposition(&joined.name)),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// To be kept under its name: in ASCII for old browsers, whole for the others (RFC 6266).
fn disposition(name: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || " ._-".contains(c) { c } else { '_' }
    };
    let ascii: String = name.chars().map(plain).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", part(name))
}
