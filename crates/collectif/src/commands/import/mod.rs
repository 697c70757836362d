//! `import`: files come in, all or none.

mod fec;
mod jobs;

use clap::Subcommand;
use domain::{Issue, Severity};

use crate::base::Asked;
use crate::commands::table::Table;
use crate::said::Said;

pub use fec::TAGGING;

/// `import …`
#[derive(Subcommand)]
pub enum Import {
    /// Des fichiers des écritures comptables
    Fec(fec::ImportFec),
    /// Des contrats de travail (contrats.csv)
    Contracts(jobs::ImportJobs),
    /// Des heures et de la paie par mois (heures.csv)
    Hours(jobs::ImportJobs),
    /// Des dossiers de personnes accueillies (accueil.csv)
    Beneficiaries(jobs::ImportJobs),
}

impl Import {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Fec(fec) => fec.run(asked).await,
            Self::Contracts(import) => import.run(asked, Table::Contracts).await,
            Self::Hours(import) => import.run(asked, Table::Hours).await,
            Self::Beneficiaries(import) => import.run(asked, Table::Beneficiaries).await,
        }
    }
}

/// An issue in a line: where, and what.
pub fn sentence(issue: &Issue) -> String {
    let line = issue.line.map(|line| format!("ligne {line}, ")).unwrap_or_default();
    let column =
        issue.column.as_ref().map(|column| format!("colonne {column}, ")).unwrap_or_default();
    format!("{line}{column}{} [{}]", issue.message, issue.code)
}

/// Tells the issues of a file: oddities in the answer, the others as reasons of a refusal.
fn tell_issues(file: &str, issues: &[Issue], told: &mut Vec<String>, refused: &mut Vec<String>) {
    for issue in issues {
        let line = format!("{file} : {}", sentence(issue));
        match issue.severity {
            Severity::Error => refused.push(line),
            Severity::Warning => told.push(format!("attention, {line}\n")),
        }
    }
}

/// What becomes of a file when all of its command's are accepted, or not.
fn fate(all: bool, dry_run: bool) -> &'static str {
    match (all, dry_run) {
        (false, _) => "rien n'est écrit",
        (true, true) => "serait pris",
        (true, false) => "est pris",
    }
}
