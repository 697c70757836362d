//! A page reads the base at one moment, so that all it shows was true together; and only as far as
//! its audience reaches.

use std::ops::Deref;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use db::{Scope, Tx};
use directory::Access;
use domain::rights::Right;

use crate::site::Unopened;
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

    /// The base now, in the associations where somebody has one of these rights.
    ///
    /// # Errors
    /// The database's own.
    pub async fn with(site: &Site, access: &Access, rights: &[Right]) -> Result<Self, Problem> {
        Self::of(&site.seeing(access.scope(rights.iter().copied()))).await
    }

    /// The base now, all of it: for what the pôle publishes, which is made of every association's
    /// rows and shows none of them, and for an agreement, which names whom else it binds.
    ///
    /// # Errors
    /// The database's own.
    pub async fn to_publish(site: &Site) -> Result<Self, Problem> {
        Self::of(&site.seeing(Scope::Everything)).await
    }

    /// Goes on with the same moment, from now on only as far as this site is opened.
    ///
    /// # Errors
    /// The database's own.
    pub async fn hold(&self, site: &Site) -> Result<(), Problem> {
        Ok(site.db.hold(&self.0).await?)
    }
}

impl Deref for Reading {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.0
    }
}

impl FromRequestParts<Unopened> for Reading {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, site: &Unopened) -> Result<Self, Problem> {
        let Ok(site) = Site::from_request_parts(parts, site).await;
        Self::of(&site).await
    }
}

/// What every page says at its head when the data are a demonstration's.
///
/// # Errors
/// The database's own.
pub async fn notice(reading: &Reading) -> Result<Option<String>, Problem> {
    Ok(directory::pole(&**reading).await?.notice)
}
