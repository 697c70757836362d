//! What is asked on an association's own page: what its reader is awaited for, what was answered to
//! them, the questions on each of its figures.

use domain::dossier::{State, Subject};
use domain::figure::Figure;
use dossier::{Thread, threads};
use web::french::plural;
use web::pieces::Link;
use web::threads::{Line, ask_address, list_in, name, thread_address, titled_line};
use web::{Problem, Reading, Seat};

/// Questions that concern whoever reads.
pub(super) struct ForReader {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) lead: String,
    pub(super) lines: Vec<Line>,
    pub(super) all: Link,
}

/// Questions that the home page names; the others are counted.
const NAMED: usize = 3;

/// The questions that wait for an answer, from whomever.
pub(super) async fn open_questions(reading: &Reading, seat: &Seat) -> Result<Vec<Thread>, Problem> {
    Ok(threads(&**reading, &seat.reader(), Some(State::Open)).await?)
}

/// The open questions that wait for the reader's side.
pub(super) fn awaited(seat: &Seat, open: &[Thread]) -> Option<ForReader> {
    let side = seat.reader().side()?;
    let slug = &seat.association.slug;
    let waiting: Vec<_> = open.iter().filter(|thread| thread.standing.awaits == side).collect();
    let lead = match waiting.len() as i64 {
        0 => return None,
        1 => "Une question attend votre réponse.".to_owned(),
        count => format!("{} attendent votre réponse.", plural(count, "question", "questions")),
    };
    Some(ForReader {
        id: "attendu",
        title: "Ce qu'on attend de vous",
        lead,
        lines: waiting.iter().take(NAMED).map(|thread| titled_line(slug, thread)).collect(),
        all: Link::new("Voir toutes les questions ouvertes", list_in(slug, State::Open)),
    })
}

/// The reader's own questions that are answered, until they close them or ask again.
pub(super) async fn answered(reading: &Reading, seat: &Seat) -> Result<Option<ForReader>, Problem> {
    let threads = dossier::answered(&**reading, &seat.reader()).await?;
    let slug = &seat.association.slug;
    let lead = match threads.len() as i64 {
        0 => return Ok(None),
        1 => "Votre question a une réponse. Une fois close, elle quitte cette page.".to_owned(),
        count => format!(
            "{count} de vos questions ont une réponse. Une fois closes, elles quittent cette page."
        ),
    };
    Ok(Some(ForReader {
        id: "repondu",
        title: "On vous a répondu",
        lead,
        lines: threads.iter().take(NAMED).map(|thread| titled_line(slug, thread)).collect(),
        all: Link::new("Voir toutes les questions répondues", list_in(slug, State::Answered)),
    }))
}

/// What is asked of the figures of a year.
pub(super) struct OfFigures<'a> {
    pub(super) seat: &'a Seat,
    pub(super) year: i32,
    pub(super) open: &'a [Thread],
}

impl OfFigures<'_> {
    /// The ways to the open questions on a figure, and to one more.
    pub(super) fn links(&self, figure: Figure) -> Vec<Link> {
        let subject = Subject::Figure { year: self.year, figure };
        if !self.seat.reader().may_read(&subject) {
            return Vec::new();
        }
        let slug = &self.seat.association.slug;
        let known = self.open.iter().filter(|thread| thread.subject == subject);
        known
            .map(|thread| Link::new(name(thread), thread_address(slug, thread.number)))
            .chain([Link::new("Poser une question", ask_address(slug, &subject))])
            .collect()
    }
}
