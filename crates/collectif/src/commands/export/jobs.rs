//! `export contracts`, `export hours`, `export beneficiaries`: the tables go out as they came in.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use directory::{association_by_slug, audit};
use jobs::{export_case_files, export_contracts, export_hours, period_of_year};
use serde_json::json;

use crate::base::Asked;
use crate::command_line;
use crate::commands::table::Table;
use crate::said::Said;

/// `export contracts|hours|beneficiaries`
#[derive(Args)]
pub struct ExportJobs {
    /// Nom court de l'entité
    #[arg(long)]
    association: String,
    /// Seulement ce qui compte dans son exercice clos cette année-là
    #[arg(long, value_name = "ANNÉE", value_parser = command_line::year)]
    year: Option<i32>,
    /// Fichier à écrire
    #[arg(long, value_name = "FICHIER")]
    out: PathBuf,
}

impl ExportJobs {
    /// Runs it.
    pub async fn run(self, asked: &Asked, table: Table) -> anyhow::Result<Said> {
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let entity = association_by_slug(db.conn(), &self.association).await?;
        let exported = {
            let moment = db.snapshot().await?;
            let period = match self.year {
                Some(year) => {
                    Some(period_of_year(&moment, &entity, year).await?.with_context(|| {
                        format!(
                            "les jours de {year} sont tous dans un autre exercice de cette entité"
                        )
                    })?)
                }
                None => None,
            };
            match table {
                Table::Contracts => export_contracts(&moment, &entity, period).await?,
                Table::Hours => export_hours(&moment, &entity, period).await?,
                Table::Beneficiaries => export_case_files(&moment, &entity, period).await?,
            }
        };
        let tx = db.write().await?;
        let detail = json!({"rows": exported.rows, "year": self.year});
        audit(&tx, &act, Some(entity.id), table.export_act(), detail).await?;
        write(&self.out, &exported.text)?;
        tx.commit().await?;
        db.close().await?;
        let file = self.out.display().to_string();
        let text = format!("{file} : {} {}\n", exported.rows, table.lines());
        Ok(Said::done(text, json!({"file": file, "rows": exported.rows})))
    }
}

/// Writes the file whole or not at all.
fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    let unwritable = || format!("{} ne peut pas être écrit", file.display());
    if file.is_dir() {
        return Err(io::Error::from(ErrorKind::IsADirectory)).with_context(unwritable);
    }
    let mut partial = file.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let written = fs::write(&partial, text).and_then(|()| fs::rename(&partial, file));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written.with_context(unwritable)
}
