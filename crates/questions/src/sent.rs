//! What a form sends: words, and files that are read as documents.

use axum::extract::Request;
use domain::dossier::{Document, LARGEST_DOCUMENT_BYTES, Message};
use web::form::Form;
use web::upload::{Limits, Sending, receive_told};
use web::{Problem, Site};

/// The documents of one message.
pub(crate) const MOST_DOCUMENTS: usize = 5;

/// What came: the fields of the form, and the message or what is wrong with it.
pub(crate) struct Sent {
    fields: Sending,
    message: Result<Message, Wrong>,
}

/// A field, and what is wrong with it.
struct Wrong(&'static str, String);

impl Sent {
    /// Receives a form.
    pub(crate) async fn receive(site: &Site, request: Request) -> Result<Self, Problem> {
        let limits = Limits { largest: LARGEST_DOCUMENT_BYTES, most: MOST_DOCUMENTS };
        let (fields, refused) = receive_told(site, request, limits).await?;
        let message = match refused {
            Some(sentence) => Err(Wrong("documents", sentence)),
            None => read(&fields).await?,
        };
        Ok(Self { fields, message })
    }

    /// What a field holds.
    pub(crate) fn words(&self, field: &str) -> &str {
        self.fields.words(field)
    }

    /// The message; marks the form when it cannot be kept.
    pub(crate) fn message(self, form: &mut Form) -> Option<Message> {
        match self.message {
            Ok(message) => Some(message),
            Err(Wrong(field, sentence)) => {
                form.wrong(field, sentence);
                None
            }
        }
    }
}

/// The message that the fields and files make.
async fn read(fields: &Sending) -> Result<Result<Message, Wrong>, Problem> {
    let (mut documents, mut wrong) = (Vec::new(), Vec::new());
    for file in &fields.files {
        let bytes = tokio::fs::read(&file.path).await.map_err(Problem::internal)?;
        match Document::parse(&file.name, bytes) {
            Ok(document) => documents.push(document),
            Err(told) => wrong.push(told.to_string()),
        }
    }
    if !wrong.is_empty() {
        return Ok(Err(Wrong("documents", wrong.join(" "))));
    }
    let message = Message::new(fields.words("message"), documents);
    Ok(message.map_err(|told| Wrong("message", told.to_string())))
}
