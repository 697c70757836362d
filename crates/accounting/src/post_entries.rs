//! Balanced drafts are validated together: numbered in the order given, sealed, counted.

use db::Tx;
use directory::{Act, Error, lock_association};
use domain::accounting::Balanced;
use domain::accounting::entry::OwnTexts;
use domain::calendar::short;

use crate::entity::fiscal_year;
use crate::ledger_writer::{Head, LedgerWriter, NewLine};
use crate::names::Names;
use crate::open_year::period;

/// Names of what the entries use: journals, accounts, third parties (account, number, name).
#[derive(Clone, Debug, Default)]
pub struct BookNames {
    /// Code and name.
    pub journals: Vec<(String, String)>,
    /// Number and label.
    pub accounts: Vec<(String, String)>,
    /// Collective account, number, name.
    pub third_parties: Vec<(String, String, String)>,
}

/// Validates entries into a year and answers their ids.
///
/// # Errors
/// A date outside the year, and the database's own.
pub async fn post_entries(
    tx: &Tx,
    act: &Act,
    year: &fiscal_year::Model,
    entries: &[Balanced],
    names: &BookNames,
) -> Result<std::ops::Range<i64>, Error> {
    lock_association(tx, year.association_id).await?;
    if let Some(outside) =
        entries.iter().map(Balanced::draft).find(|e| !period(year).contains(e.date))
    {
        return Err(Error::refused(format!(
            "l'écriture « {} » du {} est hors de l'exercice du {} au {}",
            outside.label,
            short(outside.date),
            short(year.starts_on),
            short(year.ends_on)
        )));
    }
    let mut writer = LedgerWriter::begin(tx, act, year, entries.len() as i64).await?;
    for entry in entries {
        let draft = entry.draft();
        let head = Head {
            journal: &draft.journal,
            date: draft.date,
            piece_ref: &draft.piece_ref,
            piece_date: draft.piece_date,
            label: &draft.label,
            valid: act.today,
            source_number: None,
        };
        let lines: Vec<NewLine<'_>> = draft
            .lines
            .iter()
            .map(|line| NewLine {
                account: &line.account,
                aux: line.aux.as_deref().unwrap_or_default(),
                own: OwnTexts {
                    label: line.label.as_deref().filter(|own| *own != draft.label),
                    ..OwnTexts::default()
                },
                debit: line.debit,
                credit: line.credit,
                lettering: line.lettering.as_ref().map(|(letter, day)| (letter.as_str(), *day)),
            })
            .collect();
        if let Some(batch) = writer.entry(&head, &lines) {
            batch.write(tx).await?;
        }
    }
    let made = writer.end(tx).await?;
    let mut kept = Names::default();
    for (code, label) in &names.journals {
        kept.journal(code, || label.clone());
    }
    for (code, label) in &names.accounts {
        kept.account(code, || label.clone());
    }
    for (account, number, label) in &names.third_parties {
        kept.third_party(account, number, || label.clone());
    }
    kept.write(tx, year.association_id).await?;
    Ok(made)
}
