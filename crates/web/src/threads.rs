//! What is asked of something, shown on its own page: the threads, the documents they brought, the
//! way to ask. The rooms of books and of contracts draw it by the `asked` macro of
//! `web/pieces.html`; the pages of the threads themselves stand further right.

use domain::dossier::{Media, State, Subject};
use domain::words::hex;
use dossier::{Joined, Reader, Thread, documents_about, threads_about};

use crate::address::asking;
use crate::pieces::{Badge, Link, Tone};
use crate::{Problem, Reading, Seat, french};

/// What is asked of a subject.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The way to ask.
    pub ask: Link,
    /// Its threads, those that wait first.
    pub threads: Vec<Line>,
    /// What the threads brought.
    pub documents: Vec<DocumentLink>,
}

/// A thread in a line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Leads to it.
    pub link: Link,
    /// How far it has come.
    pub state: Badge,
}

/// A document, to be taken.
#[derive(Clone, Debug)]
pub struct DocumentLink {
    /// Its name, and where it is.
    pub link: Link,
    /// What it is and how heavy: « PDF, 240 ko ».
    pub about: String,
}

/// What is asked of a subject; nothing for those to whom its threads are not open.
///
/// # Errors
/// The database's own.
pub async fn asked(
    reading: &Reading,
    seat: &Seat,
    subject: &Subject,
) -> Result<Option<Asked>, Problem> {
    let reader = seat.reader();
    if !reader.may_read(subject) {
        return Ok(None);
    }
    let slug = &seat.association.slug;
    let threads = threads_about(&**reading, &reader, subject).await?;
    let documents = documents_about(&**reading, &reader, subject).await?;
    Ok(Some(Asked {
        ask: Link::new("Poser une question", ask_address(slug, subject)),
        threads: threads.iter().map(|thread| line(slug, thread)).collect(),
        documents: documents.iter().map(|joined| document_link(slug, joined)).collect(),
    }))
}

impl Seat {
    /// Whoever sits there, as they read threads.
    pub fn reader(&self) -> Reader<'_> {
        Reader::new(&self.visit.access, self.association.id)
    }
}

/// `Question 3, de Rose Le Bihan`, and how far it has come.
fn line(slug: &str, thread: &Thread) -> Line {
    let label = format!("{}, de {}", name(thread), thread.asker);
    Line { link: Link::new(label, thread_address(slug, thread.number)), state: state(thread) }
}

/// The same away from its subject: `Question 3 : Contrat V1`.
pub fn titled_line(slug: &str, thread: &Thread) -> Line {
    let label = format!("{}\u{a0}: {}", name(thread), thread.subject.title());
    Line { link: Link::new(label, thread_address(slug, thread.number)), state: state(thread) }
}

/// `Question 3`, `Pièce manquante 4`.
pub fn name(thread: &Thread) -> String {
    format!("{} {}", what(thread), thread.number)
}

/// Which of the two it is.
pub fn what(thread: &Thread) -> &'static str {
    if thread.standing.missing_piece { "Pièce manquante" } else { "Question" }
}

/// How far a thread has come, in a word.
pub fn state(thread: &Thread) -> Badge {
    let tone = match thread.standing.state {
        State::Open => Tone::Warning,
        State::Answered => Tone::Good,
        State::Closed => Tone::Neutral,
    };
    Badge::new(thread.standing.state.french(), tone)
}

/// A document of a thread.
pub fn document_link(slug: &str, joined: &Joined) -> DocumentLink {
    let address = document_address(slug, joined.question, &joined.digest);
    DocumentLink {
        link: Link::new(&joined.name, address),
        about: format!("{}, {}", joined.media.french(), weight(joined.size)),
    }
}

/// `240 ko`, `1,3 Mo`.
fn weight(bytes: i64) -> String {
    match bytes {
        0..1_000 => french::plural(bytes, "octet", "octets"),
        1_000..1_000_000 => format!("{}\u{a0}ko", (bytes + 500) / 1_000),
        _ => {
            let tenths = (bytes + 50_000) / 100_000;
            format!("{},{}\u{a0}Mo", tenths / 10, tenths % 10)
        }
    }
}

/// What a browser may offer to choose: phones then open the camera and send a photo in a format that
/// is taken.
pub fn accepted() -> String {
    Media::ALL.map(Media::media_type).join(",")
}

/// The threads of an association.
pub fn list_address(slug: &str) -> String {
    format!("/a/{slug}/questions")
}

/// Those that are in a state.
pub fn list_in(slug: &str, state: State) -> String {
    asking(&list_address(slug), &[("etat", state.slug())])
}

/// Where one asks about a subject.
pub fn ask_address(slug: &str, subject: &Subject) -> String {
    asking(&format!("/a/{slug}/questions/poser"), &[("sujet", &subject.address(slug))])
}

/// A thread.
pub fn thread_address(slug: &str, number: i64) -> String {
    format!("/a/{slug}/questions/{number}")
}

/// A document that a thread brought.
pub fn document_address(slug: &str, number: i64, digest: &[u8]) -> String {
    format!("/a/{slug}/questions/{number}/documents/{}", hex(digest))
}
