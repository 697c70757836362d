//! Somebody asks: a question on a subject, with its first message.

use db::{Counter, Tx, next_ids};
use directory::{Act, Error, audit};
use domain::dossier::{Message, Standing, Subject};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;

use crate::entity::question as row;
use crate::post_message::write_message;
use crate::read::thread;
use crate::{Reader, Thread};

/// Asks, and answers the thread. Whether the subject is there, the caller has seen.
///
/// # Errors
/// A subject that is not for them to read, and the database's own.
pub async fn ask_question(
    tx: &Tx,
    act: &Act,
    reader: &Reader<'_>,
    subject: &Subject,
    missing_piece: bool,
    message: &Message,
) -> Result<Thread, Error> {
    let nothing = || Error::refused("cette question ne vous est pas ouverte");
    if !reader.may_read(subject) {
        return Err(nothing());
    }
    let association = reader.association();
    let number = next_ids(tx, association, Counter("question"), 1).await?;
    let standing = Standing::asked(reader.side(), missing_piece);
    let asked = row::ActiveModel {
        association_id: Set(association),
        number: Set(number),
        kind: Set(subject.kind().code().to_owned()),
        year_end: Set(subject.year_end()),
        code: Set(subject.code()),
        missing_piece: Set(i64::from(missing_piece)),
        awaits: Set(standing.awaits.code().to_owned()),
        asked_by: Set(act.person),
        asked_at: Set(act.now),
        state: Set(standing.state.code().to_owned()),
        state_by: Set(act.person),
        state_at: Set(act.now),
    };
    asked.insert(tx).await?;
    write_message(tx, act, association, number, message).await?;
    // Neither the subject nor a word of it: the trail is read by people who may not read both books
    // and contracts.
    let detail = json!({"question": number, "documents": message.documents().len()});
    audit(tx, act, Some(association), "question.ask", detail).await?;
    thread(tx, reader, number).await?.ok_or_else(nothing)
}
