//! Somebody writes in a thread: who is awaited answers, all others ask on.

use db::Tx;
use directory::{Act, Error, audit};
use domain::dossier::{Message, State};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, Set,
};
use serde_json::json;

use crate::entity::{question, question_document, question_message};
use crate::keep_document::keep_document;
use crate::read::{standing, thread};
use crate::{Reader, Thread};

/// Writes a message into a thread; answers the thread as it stands then, none when there is no such
/// thread for them.
///
/// # Errors
/// The database's own.
pub async fn post_message(
    tx: &Tx,
    act: &Act,
    reader: &Reader<'_>,
    number: i64,
    message: &Message,
) -> Result<Option<Thread>, Error> {
    let asked = reader.questions().filter(question::Column::Number.eq(number));
    let Some(row) = asked.lock_exclusive().one(tx).await? else { return Ok(None) };
    let before = standing(&row)?;
    let after = before.after(reader.side(), message);
    let position = write_message(tx, act, reader.association(), number, message).await?;
    if after.state != before.state {
        set_state(tx, act, row, after.state).await?;
    }
    let what = match (before.state, after.state) {
        (State::Closed, _) => "question.reopen",
        _ if before.is_answered_by(reader.side()) => "question.answer",
        _ => "question.write",
    };
    let detail = json!({
        "question": number,
        "message": position,
        "documents": message.documents().len(),
    });
    audit(tx, act, Some(reader.association()), what, detail).await?;
    thread(tx, reader, number).await
}

/// Adds a message and its documents at the end of a thread that the caller holds; answers its place.
pub(crate) async fn write_message(
    tx: &Tx,
    act: &Act,
    association: i64,
    number: i64,
    message: &Message,
) -> Result<i64, Error> {
    let before = question_message::Entity::find()
        .filter(question_message::Column::AssociationId.eq(association))
        .filter(question_message::Column::Question.eq(number));
    let place = before.count(tx).await? as i64 + 1;
    let row = question_message::ActiveModel {
        association_id: Set(association),
        question: Set(number),
        position: Set(place),
        person_id: Set(act.person),
        at: Set(act.now),
        body: Set(message.text().to_owned()),
    };
    row.insert(tx).await?;
    for (position, document) in (1..).zip(message.documents()) {
        let digest = keep_document(tx, act, association, document).await?;
        let row = question_document::ActiveModel {
            association_id: Set(association),
            question: Set(number),
            message: Set(place),
            position: Set(position),
            digest: Set(digest.to_vec()),
            name: Set(document.name().to_owned()),
        };
        row.insert(tx).await?;
    }
    Ok(place)
}

/// Moves a question to a state.
pub(crate) async fn set_state(
    tx: &Tx,
    act: &Act,
    row: question::Model,
    state: State,
) -> Result<(), Error> {
    let mut row: question::ActiveModel = row.into();
    row.state = Set(state.code().to_owned());
    row.state_by = Set(act.person);
    row.state_at = Set(act.now);
    row.update(tx).await?;
    Ok(())
}
