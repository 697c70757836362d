//! `export`: files go out.

mod jobs;

use std::path::PathBuf;

use accounting::{books, export_fec};
use clap::Subcommand;
use directory::{association_by_slug, audit};
use serde_json::json;

use crate::base::Asked;
use crate::commands::perimeter::day;
use crate::commands::table::Table;
use crate::said::Said;

/// `export …`
#[derive(Subcommand)]
pub enum Export {
    /// Le fichier des écritures comptables d'un exercice et sa description
    Fec {
        /// Nom court de l'entité
        #[arg(long)]
        association: String,
        /// Dernier jour de l'exercice
        #[arg(long, value_name = "JOUR")]
        year_end: String,
        /// Dossier où écrire
        #[arg(long, value_name = "DOSSIER")]
        out: PathBuf,
    },
    /// Les contrats de travail, au format de contrats.csv
    Contracts(jobs::ExportJobs),
    /// Les heures et la paie par mois, au format de heures.csv
    Hours(jobs::ExportJobs),
    /// Les dossiers des personnes accueillies, au format de accueil.csv
    Beneficiaries(jobs::ExportJobs),
}

impl Export {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Contracts(export) => export.run(asked, Table::Contracts).await,
            Self::Hours(export) => export.run(asked, Table::Hours).await,
            Self::Beneficiaries(export) => export.run(asked, Table::Beneficiaries).await,
            Self::Fec { association, year_end, out } => {
                let db = asked.open().await?;
                let entity = association_by_slug(db.conn(), &association).await?;
                let year = books::year_ending(db.conn(), entity.id, day(&year_end)?).await?;
                let exported = {
                    let moment = db.snapshot().await?;
                    export_fec(&moment, &entity, &year, &out).await?
                };
                let act = asked.act(&db).await?;
                let tx = db.write().await?;
                audit(&tx, &act, Some(entity.id), "fec.export", json!({"year_end": year.ends_on}))
                    .await?;
                tx.commit().await?;
                let (file, description) = (
                    exported.file.display().to_string(),
                    exported.description.display().to_string(),
                );
                let text = format!(
                    "{file} : {} écritures, {} lignes\n{description}\n",
                    exported.entries, exported.lines
                );
                let json = json!({"file": file, "description": description, "entries": exported.entries, "lines": exported.lines});
                Ok(Said::done(text, json))
            }
        }
    }
}
