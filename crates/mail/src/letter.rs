//! A letter is written, in the transaction of the act that it speaks of.

use chrono::{DateTime, Utc};
use db::{Counter, Tx, next_ids};
use directory::Error;
use lettre::Address;
use sea_orm::{ActiveModelTrait, Set};

use crate::outbox as row;

/// What is written to whom. Not `Debug`: the text may hold a one-time link.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// The address.
    pub to: String,
    /// The person's name; empty when unknown.
    pub to_name: String,
    /// The subject, in one line.
    pub subject: String,
    /// The text: an empty line parts paragraphs, an `https://…` becomes a link where there are links.
    pub text: String,
}

/// Puts a letter into the outbox and answers its id. It leaves when the transaction is committed.
///
/// # Errors
/// An address that is not one; a name or subject of several lines, with which a letter would be
/// given headers of the writer's choice; nothing to say.
pub async fn post(tx: &Tx, now: DateTime<Utc>, letter: &Letter) -> Result<i64, Error> {
    let to = in_one_line("l'adresse", &letter.to)?;
    if to.parse::<Address>().is_err() {
        return Err(Error::refused(format!("« {to} » n'est pas une adresse de courriel")));
    }
    let to_name = in_one_line("le nom du destinataire", &letter.to_name)?;
    let subject = in_one_line("l'objet du message", &letter.subject)?;
    let text = letter.text.trim().replace("\r\n", "\n");
    if subject.is_empty() || text.is_empty() {
        return Err(Error::refused("un message a un objet et un texte : l'un des deux est vide"));
    }
    if text.chars().any(|letter| letter.is_control() && !['\n', '\t'].contains(&letter)) {
        return Err(Error::refused("le texte du message contient un caractère de commande"));
    }
    let id = next_ids(tx, 0, Counter("outbox"), 1).await?;
    let model = row::ActiveModel {
        id: Set(id),
        recipient: Set(to.to_owned()),
        recipient_name: Set(to_name.to_owned()),
        subject: Set(subject.to_owned()),
        body: Set(text),
        created_at: Set(now),
        due_at: Set(now),
        attempts: Set(0),
        last_error: Set(None),
        sent_at: Set(None),
        failed_at: Set(None),
    };
    model.insert(tx).await?;
    Ok(id)
}

fn in_one_line<'t>(what: &str, text: &'t str) -> Result<&'t str, Error> {
    // Asked before trimming: a line break at the end is no less someone's attempt.
    if text.chars().any(|letter| letter.is_control() || ['\u{2028}', '\u{2029}'].contains(&letter))
    {
        return Err(Error::refused(format!(
            "{what} contient un retour à la ligne ou un caractère de commande : écrivez-le en une ligne"
        )));
    }
    Ok(text.trim())
}
