//! Questions and documents: what is asked about ([`Subject`]), where a thread stands after each
//! message ([`Standing`]), what a message and a document may be.
//!
//! Glossary, French ⇄ code: question `question`; pièce manquante `missing_piece`; attendue de
//! `awaits`; répondue `Answered`; close `Closed`; pièce, document `Document`; empreinte `digest`.

mod document;
mod standing;
mod subject;

pub use document::{Digest, Document, LARGEST_DOCUMENT_BYTES, Media, NotADocument};
pub use standing::{LONGEST_MESSAGE, Message, NotAMessage, Side, Standing, State};
pub use subject::{Kind, Subject};
