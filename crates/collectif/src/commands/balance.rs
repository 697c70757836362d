//! `balance`: the trial balance of a year, from the base.

use accounting::books;
use directory::association_by_slug;
use domain::Cents;
use serde_json::{Value, json};

use super::perimeter::day;
use crate::base::Asked;
use crate::said::Said;

/// `balance --association S --year-end D`
#[derive(clap::Args)]
pub struct Balance {
    /// Nom court de l'entité
    #[arg(long)]
    association: String,
    /// Dernier jour de l'exercice
    #[arg(long, value_name = "JOUR")]
    year_end: String,
}

impl Balance {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let year_end = day(&self.year_end)?;
        let db = asked.open().await?;
        let entity = association_by_slug(db.conn(), &self.association).await?;
        let year = books::year_ending(db.conn(), entity.id, year_end).await?;
        let accounts = books::balance(db.conn(), &year).await?;
        let rows = accounts.into_iter().map(|a| (a.code, a.label, a.debit, a.credit));
        Ok(said(Some(&self.association), Some(&year_end.to_string()), rows, &[]))
    }
}

/// The balance as a table and as a document.
pub fn said(
    association: Option<&str>,
    year_end: Option<&str>,
    rows: impl Iterator<Item = (String, String, Cents, Cents)>,
    issues: &[domain::Issue],
) -> Said {
    let (mut debit, mut credit) = (Cents::ZERO, Cents::ZERO);
    let mut text = String::new();
    let mut accounts: Vec<Value> = Vec::new();
    let row = |code: &str, label: &str, debit: Cents, credit: Cents| {
        let label: String = label.chars().take(36).collect();
        let (d, c, b) = (debit.plain(), credit.plain(), (debit - credit).plain());
        format!("{code:<10} {label:<36} {d:>16} {c:>16} {b:>16}\n")
    };
    for (code, label, d, c) in rows {
        text += &row(&code, &label, d, c);
        debit += d;
        credit += c;
        accounts.push(json!({"code": code, "label": label, "debit_cents": d, "credit_cents": c, "balance_cents": d - c}));
    }
    // A file that could not be read has no balance, not one of zero.
    if !accounts.is_empty() || issues.is_empty() {
        text += &row("Total", "", debit, credit);
    }
    let mut document = json!({
        "association": association, "year_end": year_end, "debit_cents": debit, "credit_cents": credit, "accounts": accounts,
    });
    if !issues.is_empty() {
        document["issues"] = json!(issues);
    }
    Said::done(text, document)
}
