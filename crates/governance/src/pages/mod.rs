//! The screens of the board: as it sits on a day, and each seat with those who held it.

mod board;
mod seat;

use chrono::NaiveDate;
use directory::Error;
use domain::rights::Right::{Board, KeepBoard};
use web::form::Form;
use web::pieces::{Badge, Tone};
use web::{Audience, Offer, Problem};

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

/// A day that somebody typed; marks the field when it is none.
fn day(form: &mut Form, name: &'static str, text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(text, "%d/%m/%Y"));
    if day.is_err() {
        form.wrong(name, format!("« {text} » n'est pas un jour (12/03/2027 attendu)."));
    }
    day.ok()
}

/// A refusal goes back to the form; anything else is a problem.
fn told(error: Error, form: Form) -> Result<Form, Problem> {
    match error {
        Error::Refused(sentence) => Ok(form.refused(Some(sentence))),
        error @ Error::Database(_) => Err(error.into()),
    }
}
