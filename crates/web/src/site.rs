//! What every handler may reach: the database, the clock, the names on the frame.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use sea_orm::DatabaseConnection;

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

    /// The day it is for the pôle, whatever the machine's time zone.
    pub fn today(self) -> NaiveDate {
        self.local().date_naive()
    }
}

/// The state of the site: infrastructure only, cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    /// The open database.
    pub db: DatabaseConnection,
    /// Where today comes from.
    pub clock: Clock,
    /// The pôle's name, on every page.
    pub pole: Arc<str>,
    /// The version of the software, in the foot of every page.
    pub version: &'static str,
    /// A sentence that every page must carry, when there is one.
    pub notice: Option<&'static str>,
}

impl Site {
    /// As long as nobody signs in, the foot of every page says so.
    pub const READ_ONLY: &'static str =
        "Lecture seule sur cette machine\u{a0}: la connexion des personnes n'existe pas encore.";

    /// A site without a notice.
    pub fn new(db: DatabaseConnection, clock: Clock, pole: &str, version: &'static str) -> Self {
        Self { db, clock, pole: pole.into(), version, notice: None }
    }

    /// The same site, every page of which carries the sentence.
    #[must_use]
    pub fn with_notice(mut self, notice: &'static str) -> Self {
        self.notice = Some(notice);
        self
    }
}
