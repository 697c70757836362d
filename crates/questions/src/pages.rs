//! The screens: the questions of an association, one of them, the form that asks, a document.

mod ask;
mod document;
mod list;
mod thread;

use directory::association;
use domain::rights::Right::Questions;
use web::form::{Field, Form, Input};
use web::threads::{accepted, list_address};
use web::{Audience, Offer, Room};

use crate::sent::MOST_DOCUMENTS;

/// What questions bring to the site.
pub fn offer() -> Offer {
    let asks = Audience::Association(Questions);
    Offer::new("questions")
        .finder(crate::find::find)
        .entry(28, "Questions", "/a/{slug}/questions", asks)
        .get("/a/{slug}/questions", asks, list::show)
        .get("/a/{slug}/questions/poser", asks, ask::show)
        .post_within("/a/{slug}/questions/poser", asks, Room::FILES, ask::ask)
        .get("/a/{slug}/questions/{numero}", asks, thread::show)
        .post_within("/a/{slug}/questions/{numero}", asks, Room::FILES, thread::answer)
        .post("/a/{slug}/questions/{numero}/clore", asks, thread::close)
        .get("/a/{slug}/questions/{numero}/documents/{empreinte}", asks, document::download)
}

/// The way down to the questions of an association.
fn above(association: &association::Model) -> Vec<(String, String)> {
    vec![
        (association.name.clone(), format!("/a/{}", association.slug)),
        ("Questions".to_owned(), list_address(&association.slug)),
    ]
}

/// A form that writes a message: its words, then what is joined.
fn writing(action: String, submit: &str, (label, text): (&str, &str)) -> Form {
    let documents = Field::new("documents", "Documents", Input::Files);
    let hint = format!(
        "PDF, ou photos JPEG et PNG\u{a0}; {MOST_DOCUMENTS} au plus, 10 Mo chacun. Un document joint \
         ne s'efface pas."
    );
    Form::new(action, submit)
        .field(Field::new("message", label, Input::Lines).value(text))
        .field(documents.hint(hint).accept(accepted()).optional())
}
