//! The screens of the board: as it sits on a day, and each seat with those who held it.

mod board;
mod seat;

use chrono::NaiveDate;
use domain::rights::Right::{Board, KeepBoard};
use web::pieces::{Badge, Tone};
use web::{Audience, Offer};

use crate::mandate_row;

/// What the board brings to the site.
pub fn offer() -> Offer {
    let (read, keep) = (Audience::Pole(Board), Audience::Pole(KeepBoard));
    Offer::new("governance")
        .entry(40, "Conseil", "/conseil", read)
        .get("/conseil", read, board::show)
        .post("/conseil", keep, board::add)
        .get("/conseil/{college}/{numero}", read, seat::show)
        .post("/conseil/{college}/{numero}", keep, seat::give)
        .post("/conseil/{college}/{numero}/fin", keep, seat::end)
}

/// Days before its end when a mandate is said to end soon: time to convene those who name.
const SOON_DAYS: i64 = 90;

/// What a mandate is on a day.
fn state(mandate: Option<&mandate_row::Model>, day: NaiveDate) -> Badge {
    match mandate.map(|mandate| mandate.until_date) {
        None => Badge::new("vacant", Tone::Warning),
        Some(Some(until)) if until < day => Badge::new("terminé", Tone::Neutral),
        Some(Some(until)) if (until - day).num_days() < SOON_DAYS => {
            Badge::new("finit bientôt", Tone::Warning)
        }
        Some(_) => Badge::new("en cours", Tone::Good),
    }
}
