//! What follows an agreement in force: an amendment, or its end. Nothing is written over.

use db::Tx;
use directory::{Act, Error, audit_of};
use domain::calendar::short;
use domain::conventions::{Amendment, Draft, Ending, State, Term};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;

use crate::conventions::{Convention, wrongs_among};
use crate::enter_convention::{held, numbered, refuse, subject, text};
use crate::entity::{convention_amendment, convention_end};

/// Enters an amendment; `rank` is the one that the reader saw as the next.
///
/// # Errors
/// An agreement that is not in force yet, is over or has an end, an amendment entered meanwhile, what
/// cannot be true of it, and the database's own.
pub async fn amend_convention(
    tx: &Tx,
    act: &Act,
    (id, rank): (i64, i64),
    new: &Amendment,
) -> Result<(), Error> {
    let all = held(tx).await?;
    let convention = numbered(&all, id)?;
    follows(convention, act)?;
    let next = next_rank(convention);
    if rank != next {
        return Err(Error::refused(format!(
            "L'avenant {} a été inscrit entre-temps\u{a0}: rouvrez la convention et relisez.",
            next - 1
        )));
    }
    let last = convention.amendments.last().map(|one| one.from_date);
    refuse(&new.wrongs(&convention.term(), last, act.today))?;
    if let Some(until) = new.until {
        let (term, today) = (Term { until: Some(until), ..convention.term() }, act.today);
        refuse(&wrongs_among(&Draft { term, ..convention.draft() }, &all, Some(id), today))?;
    }
    let row = convention_amendment::ActiveModel {
        convention_id: Set(id),
        rank: Set(rank),
        subject: Set(new.subject.trim().to_owned()),
        signed_on: Set(new.signed_on),
        from_date: Set(new.from),
        until_date: Set(new.until),
        price: Set(text(&new.price)),
    };
    row.insert(tx).await?;
    let detail = json!({
        "number": convention.row.number,
        "rank": rank,
        "subject": new.subject.trim(),
        "signed_on": new.signed_on,
        "from": new.from,
        "until": new.until,
        "price": text(&new.price),
    });
    Ok(audit_of(tx, act, None, Some(subject(id)), "convention.amend", detail).await?)
}

/// Ends an agreement on a day, once.
///
/// # Errors
/// An agreement that is not in force yet, is over or has an end, what cannot be true of it, and the
/// database's own.
pub async fn end_convention(tx: &Tx, act: &Act, id: i64, new: &Ending) -> Result<(), Error> {
    let all = held(tx).await?;
    let convention = numbered(&all, id)?;
    follows(convention, act)?;
    refuse(&new.wrongs(&convention.term(), act.today))?;
    let row = convention_end::ActiveModel {
        convention_id: Set(id),
        told_on: Set(new.told_on),
        last_day: Set(new.last_day),
        agreed: Set(new.agreed.into()),
        reason: Set(text(&new.reason)),
    };
    row.insert(tx).await?;
    let detail = json!({
        "number": convention.row.number,
        "told_on": new.told_on,
        "last_day": new.last_day,
        "agreed": new.agreed,
        "reason": text(&new.reason),
    });
    Ok(audit_of(tx, act, None, Some(subject(id)), "convention.end", detail).await?)
}

/// The rank of the amendment to come.
pub fn next_rank(convention: &Convention) -> i64 {
    convention.amendments.last().map_or(1, |last| last.rank + 1)
}

/// Whether something can follow: it runs, and nobody told its end.
fn follows(convention: &Convention, act: &Act) -> Result<(), Error> {
    let number = &convention.row.number;
    if let Some(end) = &convention.end {
        return Err(Error::refused(format!(
            "La convention {number} a déjà sa fin, le {}\u{a0}: rien ne la suit plus.",
            short(end.last_day)
        )));
    }
    match convention.state(act.today) {
        State::InForce | State::EndsSoon => Ok(()),
        State::ToCome => Err(Error::refused(format!(
            "La convention {number} n'est pas encore en vigueur\u{a0}: corrigez-la."
        ))),
        State::Ended => Err(Error::refused(format!(
            "La convention {number} est finie\u{a0}: inscrivez-en une nouvelle."
        ))),
    }
}
