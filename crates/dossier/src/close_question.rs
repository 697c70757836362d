//! Either side closes a question: nothing more is awaited.

use db::Tx;
use directory::{Act, Error, audit};
use domain::dossier::State;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use serde_json::json;

use crate::Reader;
use crate::entity::question as row;
use crate::post_message::set_state;
use crate::read::standing;

/// Closes a question; no when there is no such thread for them.
///
/// # Errors
/// One that is closed already, and the database's own.
pub async fn close_question(
    tx: &Tx,
    act: &Act,
    reader: &Reader<'_>,
    number: i64,
) -> Result<bool, Error> {
    let asked = reader.questions().filter(row::Column::Number.eq(number));
    let Some(row) = asked.lock_exclusive().one(tx).await? else { return Ok(false) };
    if standing(&row)?.state == State::Closed {
        return Err(Error::refused(
            "Cette question est déjà close. Écrivez un message pour la rouvrir.",
        ));
    }
    set_state(tx, act, row, State::Closed).await?;
    audit(tx, act, Some(reader.association()), "question.close", json!({"question": number}))
        .await?;
    Ok(true)
}
