//! `import contracts`, `import hours`, `import beneficiaries`: three tables of an association.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use directory::association_by_slug;
use jobs::{FileOutcome, GivenFile, Holds, import_file};
use serde_json::{Value, json};

use super::{Ending, counted, tell_issues};
use crate::base::Asked;
use crate::commands::table::Table;
use crate::key::{InstanceKey, instance_key};
use crate::said::Said;

/// `import contracts|hours|beneficiaries`
#[derive(Args)]
pub struct ImportJobs {
    /// Nom court de l'entité
    #[arg(long)]
    association: String,
    /// Les fichiers CSV
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Dire ce qui se passerait, sans rien écrire
    #[arg(long)]
    dry_run: bool,
}

/// The most that is read of a file; the reader refuses far less and says so.
const MOST_BYTES: u64 = 256 << 20;

impl ImportJobs {
    /// Runs it.
    pub async fn run(self, asked: &Asked, table: Table) -> anyhow::Result<Said> {
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let association = association_by_slug(db.conn(), &self.association).await?;
        let tx = db.write().await?;
        let key = match table {
            Table::Hours => None,
            _ => Some(instance_key(&asked.target()?, &tx).await?),
        };
        let mut outcomes = Vec::new();
        for path in &self.files {
            let bytes =
                read(path).with_context(|| format!("{} ne peut pas être lu", path.display()))?;
            let file = GivenFile { name: &path.display().to_string(), bytes: &bytes };
            let holds = match (&key, table) {
                (Some(InstanceKey { identity, .. }), Table::Contracts) => {
                    Holds::Contracts(identity)
                }
                (Some(InstanceKey { identity, .. }), Table::Beneficiaries) => {
                    Holds::CaseFiles(identity)
                }
                _ => Holds::Hours,
            };
            let outcome = import_file(&tx, &act, &association, &file, holds).await?;
            outcomes.push(outcome);
        }
        let accepted = outcomes.iter().all(|outcome| outcome.accepted);
        let written = outcomes.iter().any(|outcome| outcome.new > 0);
        if accepted && !self.dry_run {
            if let Some(key) = key.filter(|_| written) {
                key.keep()?;
            }
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        db.close().await?;
        Ok(said(&outcomes, table, self.dry_run))
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What became of the files.
fn said(outcomes: &[FileOutcome], table: Table, dry_run: bool) -> Said {
    let all = outcomes.iter().all(|outcome| outcome.accepted);
    let mut told = Vec::new();
    let mut refused = Vec::new();
    for outcome in outcomes {
        tell_issues(&outcome.file, &outcome.issues, &mut told, &mut refused);
        let lines = counted(outcome.entries, table.lines());
        let brings = outcome.new + outcome.amended > 0;
        let fate = Ending::of(all, dry_run).french(outcome.accepted, brings);
        let (file, new, amended) = (&outcome.file, outcome.new, outcome.amended);
        told.push(if all && brings {
            format!("{file} : {fate} ({lines}, nouveaux : {new}, fins changées : {amended})\n")
        } else {
            format!("{file} : {fate} ({lines})\n")
        });
    }
    let files: Vec<Value> = outcomes.iter().map(|outcome| file_json(outcome, all)).collect();
    Said { text: told.concat(), json: json!({"files": files}), refused }
}

/// The shape of `import fec`; tables have neither sides nor years.
fn file_json(outcome: &FileOutcome, all: bool) -> Value {
    json!({
        "file": outcome.file,
        "accepted": outcome.accepted,
        "lines": outcome.lines,
        "entries": outcome.entries,
        "new": if all { outcome.new } else { 0 },
        "amended": if all { outcome.amended } else { 0 },
        "debit_cents": null,
        "credit_cents": null,
        "year_start": null,
        "year_end": null,
        "issues": outcome.issues,
    })
}
