//! What every handler may reach: the database, the clock, the names on the frame.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use db::Db;
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

/// The state of the site: infrastructure only, cheap to clone.
#[derive(Clone, Debug)]
pub struct Site {
    /// The open base.
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
