//! What an address says, read into types: a part of a path that cannot be read leads to the same
//! 404 as a page that does not exist, a bad query to a sentence.

use axum::extract::FromRequestParts;
use axum::extract::rejection::{PathRejection, QueryRejection};

use crate::Problem;

/// axum's `Path`, refusing in the house's words.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

/// axum's `Query`, refusing in the house's words.
#[derive(Clone, Copy, Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub struct Query<T>(pub T);

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::NotFound
    }
}

impl From<QueryRejection> for Problem {
    fn from(_: QueryRejection) -> Self {
        Self::bad_request(
            "La fin de l'adresse, après le point d'interrogation, n'a pas été comprise. \
             Repartez de la page précédente et suivez ses liens.",
        )
    }
}
