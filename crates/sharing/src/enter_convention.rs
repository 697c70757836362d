//! An agreement that was signed is entered, or what was written wrong of it is corrected while nobody
//! acts by it yet.

use db::{Counter, Tx, next_ids};
use directory::{Act, Error, associations, audit_of};
use domain::calendar::short;
use domain::conventions::{Draft, Wrong};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::{Map, Value, json};

use crate::conventions::{Convention, conventions, wrongs_among};
use crate::entity::{convention as row, convention_party as party};

/// What agreements are numbered by; whoever writes one holds it, so that none clashes unseen.
const COUNTER: Counter = Counter("convention");

/// Enters an agreement and answers its number.
///
/// # Errors
/// What [`wrongs_among`] finds, and the database's own.
pub async fn enter_convention(tx: &Tx, act: &Act, draft: &Draft) -> Result<String, Error> {
    let id = next_ids(tx, 0, COUNTER, 1).await?;
    refuse(&wrongs_among(draft, &conventions(tx).await?, None, act.today))?;
    let row = written(id, 1, draft);
    let number = row.number.clone();
    row::ActiveModel::from(row).reset_all().insert(tx).await?;
    bind(tx, id, draft).await?;
    let told = Value::Object(told(tx, draft).await?);
    audit_of(tx, act, None, Some(subject(id)), "convention.enter", told).await?;
    Ok(number)
}

/// Writes an agreement again before it is in force; `version` is the one that was read.
///
/// # Errors
/// An agreement that runs already or was corrected meanwhile, what [`wrongs_among`] finds, and the
/// database's own.
pub async fn correct_convention(
    tx: &Tx,
    act: &Act,
    (id, version): (i64, i64),
    draft: &Draft,
) -> Result<(), Error> {
    let all = held(tx).await?;
    let before = numbered(&all, id)?;
    if !before.is_open(act.today) {
        return Err(Error::refused(format!(
            "La convention {} court depuis le {}, ou un acte l'a déjà suivie\u{a0}: inscrivez un avenant.",
            before.row.number,
            short(before.row.from_date)
        )));
    }
    if before.row.version != version {
        return Err(Error::refused(
            "Cette convention a été corrigée entre-temps\u{a0}: rouvrez-la et relisez avant de corriger.",
        ));
    }
    // The number is the one of its address and of what was said of it.
    let draft = Draft { number: before.row.number.clone(), ..draft.clone() };
    refuse(&wrongs_among(&draft, &all, Some(id), act.today))?;
    let (old, new) = (told(tx, &before.draft()).await?, told(tx, &draft).await?);
    let changed = |from: &Map<String, Value>, than: &Map<String, Value>| -> Map<String, Value> {
        let kept = from.iter().filter(|(key, value)| than.get(*key) != Some(value));
        kept.map(|(key, value)| (key.clone(), value.clone())).collect()
    };
    let (was, is) = (changed(&old, &new), changed(&new, &old));
    if is.is_empty() {
        return Ok(());
    }
    row::ActiveModel::from(written(id, version + 1, &draft)).reset_all().update(tx).await?;
    party::Entity::delete_many().filter(party::Column::ConventionId.eq(id)).exec(tx).await?;
    bind(tx, id, &draft).await?;
    let detail = json!({"number": draft.number, "before": was, "after": is});
    Ok(audit_of(tx, act, None, Some(subject(id)), "convention.correct", detail).await?)
}

/// Every agreement, with nobody else writing one until the transaction ends.
pub(crate) async fn held(tx: &Tx) -> Result<Vec<Convention>, Error> {
    next_ids(tx, 0, COUNTER, 0).await?;
    conventions(tx).await
}

/// The one of an id.
pub(crate) fn numbered(all: &[Convention], id: i64) -> Result<&Convention, Error> {
    let found = all.iter().find(|one| one.row.id == id);
    found.ok_or_else(|| Error::refused("Cette convention n'existe pas."))
}

/// What the trail calls an agreement.
pub fn subject(id: i64) -> String {
    format!("convention:{id}")
}

/// All that is wrong in one sentence after the other.
pub(crate) fn refuse(wrongs: &[Wrong]) -> Result<(), Error> {
    if wrongs.is_empty() {
        return Ok(());
    }
    let sentences: Vec<&str> = wrongs.iter().map(|wrong| wrong.sentence.as_str()).collect();
    Err(Error::refused(sentences.join(" ")))
}

/// A text as it is kept: trimmed, its lines as lines; none when it is blank.
pub(crate) fn text(text: &str) -> Option<String> {
    Some(text.replace("\r\n", "\n").trim().to_owned()).filter(|text| !text.is_empty())
}

fn written(id: i64, version: i64, draft: &Draft) -> row::Model {
    row::Model {
        id,
        number: draft.number.trim().to_owned(),
        version,
        kind: draft.kind.code().to_owned(),
        title: draft.title.trim().to_owned(),
        signed_on: draft.signed_on,
        approved_on: draft.approved_on,
        from_date: draft.term.from,
        until_date: draft.term.until,
        renews: draft.term.renews.into(),
        notice_months: draft.term.notice_months.into(),
        price: text(&draft.price),
        note: text(&draft.note),
    }
}

async fn bind(tx: &Tx, id: i64, draft: &Draft) -> Result<(), Error> {
    for (association, part) in &draft.parties {
        let bound = party::ActiveModel {
            convention_id: Set(id),
            association_id: Set(*association),
            part: Set(part.code().to_owned()),
        };
        bound.insert(tx).await?;
    }
    Ok(())
}

/// An agreement as the trail tells it.
async fn told(tx: &Tx, draft: &Draft) -> Result<Map<String, Value>, Error> {
    let all = associations(tx).await?;
    let name = |id: i64| all.iter().find(|one| one.id == id).map_or("?", |one| one.slug.as_str());
    let mut parties: Vec<(i64, String)> = Vec::new();
    for (id, part) in &draft.parties {
        parties.push((*id, format!("{} ({})", name(*id), part.french(draft.kind))));
    }
    parties.sort();
    let parties: Vec<String> = parties.into_iter().map(|(_, party)| party).collect();
    let told = json!({
        "number": draft.number.trim(),
        "kind": draft.kind.french(),
        "title": draft.title.trim(),
        "parties": parties.join(", "),
        "signed_on": draft.signed_on,
        "approved_on": draft.approved_on,
        "from": draft.term.from,
        "until": draft.term.until,
        "renews": draft.term.renews,
        "notice_months": draft.term.notice_months,
        "price": text(&draft.price),
        "note": text(&draft.note),
    });
    match told {
        Value::Object(told) => Ok(told),
        _ => Ok(Map::new()),
    }
}
