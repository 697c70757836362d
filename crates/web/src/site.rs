//! What every handler may reach: the database, the clock, the names on the frame.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use db::{Db, Scope};
use directory::Sealing;
use domain::identity::IdentityKey;

use crate::upload::Uploads;

/// Where today comes from: the machine, or a story that needs a given day.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's instant, read in the pôle's time zone.
    System(Tz),
    /// Always the same instant, in its own time zone.
    Fixed(DateTime<Tz>),
}

impl Clock {
    /// The instant, as it is stored.
    pub fn now(self) -> DateTime<Utc> {
        self.local().with_timezone(&Utc)
    }

    /// The instant as the pôle's wall clock shows it.
    pub fn local(self) -> DateTime<Tz> {
        match self {
            Self::System(zone) => Utc::now().with_timezone(&zone),
            Self::Fixed(instant) => instant,
        }
    }

    /// An instant that was stored, as the pôle's wall clock shows it.
    pub fn at(self, instant: DateTime<Utc>) -> DateTime<Tz> {
        instant.with_timezone(&self.local().timezone())
    }

    /// The day it is for the pôle, whatever the machine's time zone.
    pub fn today(self) -> NaiveDate {
        self.local().date_naive()
    }
}

/// The state of the site: infrastructure only, cheap to clone. A handler takes it as an argument,
/// its base opened by the guard as far as the route's audience reaches.
#[derive(Clone, Debug)]
pub struct Site {
    /// The base, that shows the rows of the associations it was opened for.
    pub db: Db,
    /// Where today comes from.
    pub clock: Clock,
    /// The pôle's name, on every page.
    pub pole: Arc<str>,
    /// The version of the software, in the foot of every page.
    pub version: &'static str,
    /// Where people reach the site, for the links in letters: from configuration, never from what a
    /// request says of itself. Without a slash at its end.
    pub address: Arc<str>,
    /// Seals what the base keeps but must not tell.
    pub sealing: Sealing,
    /// Recognises the same person in the files of several associations.
    pub identity: IdentityKey,
    /// Files that were sent and wait for a decision.
    pub uploads: Uploads,
    /// A demonstration, whose data are nobody's: a password is enough there.
    pub demonstration: bool,
}

/// What routes stand on: the site before any guard has opened it. Handlers cannot take it.
#[derive(Clone, Debug)]
pub struct Unopened(pub(crate) Site);

impl Site {
    /// The same site, its base opened for these associations.
    #[must_use]
    pub fn seeing(&self, scope: Scope) -> Self {
        Self { db: self.db.seeing(scope), ..self.clone() }
    }
}

impl FromRequestParts<Unopened> for Site {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Unopened) -> Result<Self, Infallible> {
        let scope = parts.extensions.get::<Scope>().cloned().unwrap_or(Scope::NOTHING);
        Ok(site.0.seeing(scope))
    }
}
