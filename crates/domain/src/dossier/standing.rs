//! Where a thread stands: who is awaited, and what each message makes of it.

use crate::dossier::Document;
use crate::issue::is_invisible;
pub use crate::rights::Side;

/// The characters of a message.
pub const LONGEST_MESSAGE: usize = 4_000;

/// How far a question has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// An answer is awaited.
    Open,
    /// Whoever was awaited has answered.
    Answered,
    /// Nothing more is awaited.
    Closed,
}

impl State {
    /// Every state, what is awaited first.
    pub const ALL: [Self; 3] = [Self::Open, Self::Answered, Self::Closed];

    /// As tables write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Closed => "closed",
        }
    }

    /// Reads what tables write.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// As addresses write it.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Open => "ouvertes",
            Self::Answered => "repondues",
            Self::Closed => "closes",
        }
    }

    /// As people say it.
    pub fn french(self) -> &'static str {
        match self {
            Self::Open => "ouverte",
            Self::Answered => "répondue",
            Self::Closed => "close",
        }
    }
}

impl Side {
    /// Both sides.
    pub const ALL: [Self; 2] = [Self::Accountancy, Self::Association];

    /// As tables write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accountancy => "accountancy",
            Self::Association => "association",
        }
    }

    /// Reads what tables write.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }

    /// As people say it.
    pub fn french(self) -> &'static str {
        match self {
            Self::Accountancy => "la comptabilité",
            Self::Association => "l'association",
        }
    }

    /// The same in one word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accountancy => "comptabilité",
            Self::Association => "association",
        }
    }

    /// The one across.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Accountancy => Self::Association,
            Self::Association => Self::Accountancy,
        }
    }
}

/// Where a thread stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// How far it has come.
    pub state: State,
    /// From whom an answer is awaited, first to last.
    pub awaits: Side,
    /// Whether a document is what is awaited.
    pub missing_piece: bool,
}

impl Standing {
    /// A question that somebody asks. Who stands on no side asks the accountancy.
    pub fn asked(by: Option<Side>, missing_piece: bool) -> Self {
        let awaits = by.map_or(Side::Accountancy, Side::other);
        Self { state: State::Open, awaits, missing_piece }
    }

    /// Whether whoever writes is whom it awaits.
    pub fn is_answered_by(self, by: Option<Side>) -> bool {
        by == Some(self.awaits)
    }

    /// After a message: who is awaited answers, all others ask on, and either opens it again. A
    /// missing piece is answered by a document alone.
    #[must_use]
    pub fn after(self, by: Option<Side>, message: &Message) -> Self {
        let answers = self.is_answered_by(by);
        let lacks = self.missing_piece && self.state == State::Open && message.documents.is_empty();
        let state = if answers && !lacks { State::Answered } else { State::Open };
        Self { state, ..self }
    }
}

/// What somebody writes: words, documents, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    text: String,
    documents: Vec<Document>,
}

/// Why a message cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAMessage {
    /// There is nothing in it.
    #[error("Écrivez un message, ou joignez un document.")]
    Empty,
    /// It is too long.
    #[error(
        "Ce message dépasse {LONGEST_MESSAGE} caractères\u{a0}: écrivez-le plus court, ou joignez-le \
         en PDF."
    )]
    TooLong,
}

impl Message {
    /// What was typed, without the marks that no screen shows, and the documents joined.
    ///
    /// # Errors
    /// Nothing at all, or too many characters.
    pub fn new(text: &str, documents: Vec<Document>) -> Result<Self, NotAMessage> {
        let text = text.replace("\r\n", "\n");
        let shows = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_invisible(*c));
        let text: String = text.chars().filter(shows).collect();
        let text = text.trim();
        if text.is_empty() && documents.is_empty() {
            return Err(NotAMessage::Empty);
        }
        if text.chars().count() > LONGEST_MESSAGE {
            return Err(NotAMessage::TooLong);
        }
        Ok(Self { text: text.to_owned(), documents })
    }

    /// Its words, perhaps none when it has documents.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its documents.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Message {
        Message::new("Voici.", Vec::new()).expect("words")
    }

    fn piece() -> Message {
        let document = Document::parse("f.pdf", b"%PDF-1.7".to_vec()).expect("a PDF");
        Message::new("", vec![document]).expect("a document")
    }

    #[test]
    fn each_side_awaits_the_other() {
        let president = Some(Side::Association);
        let asked = Standing::asked(president, false);
        assert_eq!((asked.state, asked.awaits), (State::Open, Side::Accountancy));
        assert_eq!(asked.after(president, &words()).state, State::Open);
        let answered = asked.after(Some(Side::Accountancy), &words());
        assert_eq!(answered.state, State::Answered);
        assert_eq!(answered.after(president, &words()).state, State::Open);
        assert_eq!(Standing::asked(None, false).awaits, Side::Accountancy);
        assert_eq!(asked.after(None, &words()).state, State::Open);
    }

    #[test]
    fn a_missing_piece_is_answered_by_a_document() {
        let president = Some(Side::Association);
        let asked = Standing::asked(Some(Side::Accountancy), true);
        assert_eq!(asked.after(president, &words()).state, State::Open);
        let answered = asked.after(president, &piece());
        assert_eq!(answered.state, State::Answered);
        assert_eq!(answered.after(president, &words()).state, State::Answered);
        assert_eq!(asked.after(Some(Side::Accountancy), &piece()).state, State::Open);
    }

    #[test]
    fn a_message_opens_what_was_closed() {
        let closed = Standing { state: State::Closed, ..Standing::asked(None, true) };
        assert_eq!(closed.after(None, &words()).state, State::Open);
        assert_eq!(closed.after(Some(Side::Accountancy), &words()).state, State::Answered);
    }

    #[test]
    fn a_message_says_something() {
        let new = |text: &str| Message::new(text, Vec::new());
        assert_eq!(new(" \r\n\u{200b}\0 "), Err(NotAMessage::Empty));
        assert_eq!(new(&"é".repeat(LONGEST_MESSAGE + 1)), Err(NotAMessage::TooLong));
        assert_eq!(new(" a\r\nb\0\u{202e}c ").expect("words").text(), "a\nbc");
    }
}
