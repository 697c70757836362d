//! The stylesheet, the script and the icon, under names that change with their bytes so that a
//! browser may keep them for ever.

use std::sync::LazyLock;

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use crate::{Path, Problem};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Folder;

struct Asset {
    name: String,
    hashed_name: String,
    content_type: &'static str,
    bytes: Vec<u8>,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    Folder::iter()
        .filter_map(|name| {
            let file = Folder::get(&name)?;
            let (stem, extension) = name.rsplit_once('.')?;
            let hash = u64::from_be_bytes(*file.metadata.sha256_hash().first_chunk()?);
            Some(Asset {
                hashed_name: format!("{stem}.{hash:016x}.{extension}"),
                content_type: content_type(extension),
                bytes: file.data.into_owned(),
                name: name.into_owned(),
            })
        })
        .collect()
});

fn content_type(extension: &str) -> &'static str {
    match extension {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// The address of an asset by its plain name.
pub(crate) fn address(name: &str) -> String {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    let hashed_name = asset.map_or(name, |asset| &asset.hashed_name);
    format!("/assets/{hashed_name}")
}

/// The house's stylesheet itself, for a page that must stand alone in one file.
pub fn stylesheet() -> String {
    let asset = ASSETS.iter().find(|asset| asset.name == "app.css");
    asset.map_or_else(String::new, |asset| String::from_utf8_lossy(&asset.bytes).into_owned())
}

/// `GET /assets/{name}`: only hashed names answer, so what is kept for ever never changes.
pub(crate) async fn show(Path(name): Path<String>) -> Result<Response, Problem> {
    let asset = ASSETS.iter().find(|asset| asset.hashed_name == name).ok_or(Problem::NotFound)?;
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
    ];
    Ok((headers, asset.bytes.as_slice()).into_response())
}
