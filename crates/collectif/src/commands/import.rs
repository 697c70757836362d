//! `import`: files come in, all or none.

use std::path::PathBuf;

use accounting::{FileOutcome, ImportOptions, Surveyed, import_surveyed, survey_file};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use directory::association_by_slug;
use domain::{Issue, Period, Severity};
use serde_json::{Value, json};

use super::perimeter::day;
use super::progress::bar;
use crate::base::Asked;
use crate::said::Said;

/// `import …`
#[derive(Subcommand)]
pub enum Import {
    /// Des fichiers des écritures comptables
    Fec(ImportFec),
}

/// `import fec`
#[derive(Args)]
pub struct ImportFec {
    /// Nom court de l'entité
    #[arg(long)]
    association: String,
    /// Les fichiers
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Dire ce qui se passerait, sans rien écrire
    #[arg(long)]
    dry_run: bool,
    /// Joindre à un exercice qui a déjà des écritures
    #[arg(long)]
    append: bool,
    /// Premier jour de l'exercice
    #[arg(long, requires = "year_end")]
    year_start: Option<String>,
    /// Dernier jour de l'exercice
    #[arg(long, requires = "year_start")]
    year_end: Option<String>,
    /// Prendre un fichier qui porte un autre SIREN
    #[arg(long)]
    any_siren: bool,
}

impl Import {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Fec(fec) => fec.run(asked).await,
        }
    }
}

impl ImportFec {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let year = match (&self.year_start, &self.year_end) {
            (Some(start), Some(end)) => Some(Period { start: day(start)?, end: day(end)? }),
            _ => None,
        };
        let (append, any_siren) = (self.append, self.any_siren);
        let options = ImportOptions { dry_run: self.dry_run, append, year, any_siren };
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let association = association_by_slug(db.conn(), &self.association).await?;
        let mut surveyed: Vec<Surveyed> = Vec::new();
        for file in &self.files {
            let (path, entity) = (file.clone(), association.clone());
            let read = tokio::task::spawn_blocking(move || {
                let length = path.metadata()?.len();
                let bar = bar(length, "lecture");
                survey_file(&path, &entity, &options, &|bytes| bar.set_position(bytes))
            });
            let read =
                read.await?.with_context(|| format!("{} ne peut pas être lu", file.display()))?;
            surveyed.push(read);
        }
        let tx = db.write().await?;
        let bar = bar(100, "écriture");
        let progress = |percent| bar.set_position(percent);
        let outcomes =
            import_surveyed(&tx, &act, &association, surveyed, &options, &progress).await?;
        for outcome in &outcomes {
            sharing::tag_entries(&tx, association.id, outcome.made.clone()).await?;
        }
        let accepted = outcomes.iter().all(|outcome| outcome.accepted);
        if accepted && !options.dry_run {
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        db.close().await?;
        Ok(said(&outcomes, options.dry_run))
    }
}

/// What became of the files.
fn said(outcomes: &[FileOutcome], dry_run: bool) -> Said {
    let all = outcomes.iter().all(|outcome| outcome.accepted);
    let mut text = String::new();
    let mut refused = Vec::new();
    for outcome in outcomes {
        for issue in &outcome.issues {
            let line = format!("{} : {}", outcome.file, sentence(issue));
            match issue.severity {
                Severity::Error => refused.push(line),
                Severity::Warning => text += &format!("attention, {line}\n"),
            }
        }
        let verb = match (all, dry_run) {
            (false, _) => "rien n'est écrit",
            (true, true) => "serait pris",
            (true, false) => "est pris",
        };
        text += &format!(
            "{} : {verb} ({} lignes, {} écritures dont {} nouvelles, débit {}, crédit {})\n",
            outcome.file,
            outcome.lines,
            outcome.entries,
            outcome.new,
            outcome.debit,
            outcome.credit
        );
    }
    let files: Vec<Value> = outcomes.iter().map(|outcome| file_json(outcome, all)).collect();
    Said { text, json: json!({"files": files}), refused }
}

/// An issue in a line: where, and what.
pub fn sentence(issue: &Issue) -> String {
    let line = issue.line.map(|line| format!("ligne {line}, ")).unwrap_or_default();
    let column =
        issue.column.as_ref().map(|column| format!("colonne {column}, ")).unwrap_or_default();
    format!("{line}{column}{} [{}]", issue.message, issue.code)
}

fn file_json(outcome: &FileOutcome, all: bool) -> Value {
    json!({
        "file": outcome.file,
        "accepted": outcome.accepted,
        "lines": outcome.lines,
        "entries": outcome.entries,
        "new": if all { outcome.new } else { 0 },
        "debit_cents": outcome.debit,
        "credit_cents": outcome.credit,
        "year_start": outcome.year.map(|year| year.start),
        "year_end": outcome.year.map(|year| year.end),
        "issues": outcome.issues,
    })
}
