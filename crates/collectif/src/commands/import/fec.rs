//! `import fec`: entries come in, validated at once.

use std::path::PathBuf;

use accounting::{
    AskedOn, FileOutcome, ImportOptions, Surveyed, Tagging, import_files, survey_aside,
};
use anyhow::Context as _;
use clap::Args;
use directory::association_by_slug;
use domain::Period;
use serde_json::{Value, json};

use super::{Ending, counted, tell_issues};
use crate::base::Asked;
use crate::commands::perimeter::day;
use crate::commands::progress::bar;
use crate::said::Said;

/// Entries that come are tagged with the entity of the pôle that they are about.
pub const TAGGING: Tagging =
    |tx, association, made| Box::pin(sharing::tag_entries(tx, association, made));

/// `import fec`
#[derive(Args)]
pub struct ImportFec {
    /// Nom court de l'entité
    #[arg(long)]
    association: String,
    /// Les fichiers, nommés <SIREN>FEC<AAAAMMJJ>.txt, la date étant celle de la clôture
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Dire ce qui se passerait, sans rien écrire
    #[arg(long)]
    dry_run: bool,
    /// Ajouter à un exercice qui a déjà des écritures : rien n'y est remplacé ni effacé
    #[arg(long)]
    append: bool,
    /// Premier jour de l'exercice, s'il n'a pas les douze mois que dit le nom du fichier
    #[arg(long, value_name = "JOUR", requires = "year_end")]
    year_start: Option<String>,
    /// Dernier jour de l'exercice ; ses dates ne changent plus une fois des écritures prises
    #[arg(long, value_name = "JOUR", requires = "year_start")]
    year_end: Option<String>,
    /// Prendre un fichier qui porte un autre SIREN
    #[arg(long)]
    any_siren: bool,
}

impl ImportFec {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let year = match (&self.year_start, &self.year_end) {
            (Some(start), Some(end)) => Some(Period { start: day(start)?, end: day(end)? }),
            _ => None,
        };
        let (append, any_siren) = (self.append, self.any_siren);
        let asked_on = AskedOn::CommandLine;
        let options = ImportOptions { dry_run: self.dry_run, append, year, any_siren, asked_on };
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let association = association_by_slug(db.conn(), &self.association).await?;
        let mut surveyed: Vec<Surveyed> = Vec::new();
        for file in &self.files {
            let unread = || format!("{} ne peut pas être lu", file.display());
            let bar = bar(file.metadata().with_context(unread)?.len(), "lecture");
            let name = file.display().to_string();
            let heard = move |bytes| bar.set_position(bytes);
            let read = survey_aside(file.clone(), name, association.clone(), options, heard).await;
            surveyed.push(read.with_context(unread)?);
        }
        let bar = bar(100, "écriture");
        let progress = |percent| bar.set_position(percent);
        let outcomes =
            import_files(&db, &act, &association, surveyed, &options, TAGGING, &progress).await?;
        db.close().await?;
        Ok(said(&outcomes, options.dry_run))
    }
}

/// What became of the files.
fn said(outcomes: &[FileOutcome], dry_run: bool) -> Said {
    let all = outcomes.iter().all(|outcome| outcome.accepted);
    let mut told = Vec::new();
    let mut refused = Vec::new();
    for outcome in outcomes {
        tell_issues(&outcome.file, &outcome.issues, &mut told, &mut refused);
        let fate = Ending::of(all, dry_run).french(outcome.accepted, outcome.new > 0);
        told.push(format!(
            "{} : {} ({}, {}, débit {}, crédit {})\n",
            outcome.file,
            fate,
            counted(outcome.lines, "lignes"),
            counted(outcome.entries, "écritures"),
            outcome.debit,
            outcome.credit
        ));
    }
    let files: Vec<Value> = outcomes.iter().map(|outcome| file_json(outcome, all)).collect();
    Said { text: told.concat(), json: json!({"files": files}), refused }
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
