//! Hours and pay of a month are entered or corrected by hand, contract by contract: each line is read as
//! a line of a file, all of them are written or none. What nobody touched is left as it is, whoever else
//! is at work; a month that moved since it was shown is told. Emptied, a recorded month is taken back.

use std::collections::{HashMap, HashSet};

use db::{Tx, statement};
use directory::{Act, Error, association, audit, lock_association};
use domain::calendar::month_name;
use domain::issue::quoted;
use domain::jobs::{Lines, MonthWork, Row, read_hours};
use domain::{Issues, Month};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::history::{Change, Subject, keep_changes};
use crate::import_hours::{self, figures, tell_outside, tell_unknown};
use crate::records::{self, Life};
use crate::typed::{Outcome, stopped};

/// Hours, gross and net as they are typed; three blanks for nothing.
pub type TypedFigures = [String; 3];

/// The line of a contract in the form of a month.
#[derive(Clone, Debug, Default)]
pub struct TypedMonth {
    /// The contract's number.
    pub contract: String,
    /// What the form showed when it was opened.
    pub seen: TypedFigures,
    /// What stands there now.
    pub typed: TypedFigures,
}

/// The figures of a month as a form shows them.
pub fn shown_figures(work: &MonthWork) -> TypedFigures {
    [work.hours.french(), work.gross.to_fec(), work.net.to_fec()]
}

/// What is to be done, by contract.
#[derive(Default)]
struct Asked {
    new: Vec<(i64, MonthWork)>,
    changed: Vec<(i64, MonthWork)>,
    emptied: Vec<i64>,
    changes: Vec<Change>,
}

/// Keeps the lines of a month; issues tell their rank, from 1, and their column. Nothing is written
/// unless it is [`Outcome::Kept`].
///
/// # Errors
/// The database's own.
pub async fn keep_months(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    month: Month,
    lines: &[TypedMonth],
    read: &[String],
) -> Result<Outcome, Error> {
    lock_association(tx, association.id).await?;
    let mut issues = Issues::default();
    let asked = compare(tx, association, month, lines, &mut issues).await?;
    if let Some(told) = stopped(issues, read) {
        return Ok(Outcome::Told(told));
    }
    if asked.changes.is_empty() {
        return Ok(Outcome::Kept);
    }
    let detail = json!({
        "month": month.to_string(),
        "new": asked.new.len(),
        "changed": asked.changed.len(),
        "emptied": asked.emptied.len(),
    });
    write(tx, association.id, month, &asked).await?;
    import_hours::add(tx, association.id, asked.new).await?;
    keep_changes(tx, act, association.id, asked.changes, None).await?;
    audit(tx, act, Some(association.id), "hours.keep", detail).await?;
    Ok(Outcome::Kept)
}

/// Reads the lines that somebody touched and compares them with the base, which may have moved.
async fn compare(
    tx: &Tx,
    association: &association::Model,
    month: Month,
    lines: &[TypedMonth],
    issues: &mut Issues,
) -> Result<Asked, Error> {
    let touched = (1_u64..).zip(lines).filter(|(_, line)| line.typed != line.seen);
    let mut once = HashSet::new();
    let (mut filled, mut emptied) = (Vec::new(), Vec::new());
    for (rank, line) in touched {
        if !once.insert(&line.contract) {
            let number = quoted(&line.contract);
            let message = format!("le contrat {number} est deux fois dans le formulaire");
            issues.error("duplicate-month", Some(rank), Some("heures"), message);
        } else if line.typed.iter().all(String::is_empty) {
            emptied.push((rank, line));
        } else {
            let mut cells = vec![line.contract.clone(), month.to_string()];
            cells.extend_from_slice(&line.typed);
            filled.push(Row { line: rank, value: cells });
        }
    }
    let base = Base::of(tx, association, month).await?;
    let mut asked = Asked::default();
    for Row { line: rank, value: work } in read_hours(Lines::Typed(&filled), issues) {
        base.judge(rank, &lines[rank as usize - 1], Some(work), &mut asked, issues);
    }
    for (rank, line) in emptied {
        base.judge(rank, line, None, &mut asked, issues);
    }
    Ok(asked)
}

/// What the base holds of a month.
struct Base<'a> {
    association: &'a association::Model,
    month: Month,
    lives: HashMap<String, Life>,
    known: HashMap<i64, MonthWork>,
}

impl<'a> Base<'a> {
    async fn of(tx: &Tx, association: &'a association::Model, month: Month) -> Result<Self, Error> {
        let lives = records::lives(tx, association.id).await?;
        let known = records::works(tx, association.id, [i64::from(month.0); 2]).await?;
        Ok(Self { association, month, lives, known: known.into_iter().collect() })
    }

    /// What a line asks, or why it cannot be done.
    fn judge(
        &self,
        rank: u64,
        line: &TypedMonth,
        work: Option<MonthWork>,
        asked: &mut Asked,
        issues: &mut Issues,
    ) {
        let number = work.as_ref().map_or(line.contract.trim(), |work| &work.contract);
        let Some(life) = self.lives.get(number) else {
            return tell_unknown(rank, self.association, number, issues);
        };
        if let Some(work) = work.as_ref().filter(|_| !life.meets(self.month)) {
            return tell_outside(rank, work, life, issues);
        }
        let kept = self.known.get(&life.id);
        if kept == work.as_ref() {
            return;
        }
        if kept.map(shown_figures).unwrap_or_default() != line.seen {
            return self.tell_moved(rank, number, kept, issues);
        }
        asked.changes.push(Change {
            subject: Subject::Contract(life.id),
            month: Some(self.month),
            field: "heures",
            was: kept.map(figures),
            became: work.as_ref().map(figures),
        });
        match (kept, work) {
            (None, Some(work)) => asked.new.push((life.id, work)),
            (Some(_), Some(work)) => asked.changed.push((life.id, work)),
            (_, None) => asked.emptied.push(life.id),
        }
    }

    fn tell_moved(&self, rank: u64, number: &str, kept: Option<&MonthWork>, issues: &mut Issues) {
        let now = kept.map_or_else(|| "vide".to_owned(), figures);
        let message = format!(
            "{} du contrat {} a changé depuis que cette page est ouverte : {now} ; enregistrez de nouveau \
             pour y mettre ce que vous avez saisi",
            month_name(self.month),
            quoted(number)
        );
        issues.error("month-moved", Some(rank), Some("heures"), message);
    }
}

/// Writes what changes and what goes.
async fn write(tx: &Tx, association: i64, month: Month, asked: &Asked) -> Result<(), Error> {
    let month = i64::from(month.0);
    for (contract, work) in &asked.changed {
        let sql = "UPDATE month_work SET hours = ?, gross = ?, net = ? \
                   WHERE association_id = ? AND contract_id = ? AND month = ?";
        let figures = [work.hours.0, work.gross.0, work.net.0];
        let values = figures.into_iter().chain([association, *contract, month]);
        tx.execute_raw(statement(tx, sql, values.map(Into::into))).await?;
    }
    for contract in &asked.emptied {
        let sql =
            "DELETE FROM month_work WHERE association_id = ? AND contract_id = ? AND month = ?";
        let values = [association, *contract, month].map(Into::into);
        tx.execute_raw(statement(tx, sql, values)).await?;
    }
    Ok(())
}
