//! What an address says, read into types: a part of a path that cannot be read leads to the same
//! 404 as a page that does not exist, a bad query to a sentence.

use axum::extract::FromRequestParts;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::form::writes_nul;

/// axum's `Path`, refusing in the house's words.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

/// axum's `Query`, refusing in the house's words, and refusing what no keyboard writes.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if writes_nul(parts.uri.query().unwrap_or_default().as_bytes()) {
            return Err(misread());
        }
        let asked = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        asked.map(|asked| Self(asked.0)).map_err(|_: QueryRejection| misread())
    }
}

fn misread() -> Problem {
    Problem::bad_request(
        "La fin de l'adresse, après le point d'interrogation, n'a pas été comprise. \
         Repartez de la page précédente et suivez ses liens.",
    )
}
