//! A page reads the base at one moment, so that all it shows was true together.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use db::Tx;

use crate::{Problem, Site};

/// The base at the moment of the request, for a handler that only reads: `&*reading` is the
/// connection.
pub struct Reading(Tx);

impl Reading {
    /// The base now, for a handler that wrote before it shows.
    ///
    /// # Errors
    /// The database's own.
    pub async fn of(site: &Site) -> Result<Self, Problem> {
        Ok(Self(site.db.snapshot().await?))
    }
}

impl Deref for Reading {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.0
    }
}

impl FromRequestParts<Site> for Reading {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, site: &Site) -> Result<Self, Problem> {
        Ok(Self(site.db.snapshot().await?))
    }
}

/// What every page says at its head when the data are a demonstration's.
///
/// # Errors
/// The database's own.
pub async fn notice(reading: &Reading) -> Result<Option<String>, Problem> {
    Ok(directory::pole(&**reading).await?.notice)
}
