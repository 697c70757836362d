//! `import`: files come in, all or none.

mod fec;
mod jobs;

use clap::Subcommand;
use domain::issue::{self, Issue, Severity};

use crate::base::Asked;
use crate::commands::table::{self, Table};
use crate::said::Said;

pub use fec::TAGGING;

/// `import …`
#[derive(Subcommand)]
pub enum Import {
    /// Des fichiers des écritures comptables
    Fec(fec::ImportFec),
    /// Des contrats de travail (contrats.csv)
    #[command(after_help = table::CONTRACTS_HELP)]
    Contracts(jobs::ImportJobs),
    /// Des heures et de la paie par mois (heures.csv)
    #[command(after_help = table::HOURS_HELP)]
    Hours(jobs::ImportJobs),
    /// Des dossiers de personnes accueillies (accueil.csv)
    #[command(after_help = table::BENEFICIARIES_HELP)]
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
    for issue in &issue::shown(issues) {
        let line = format!("{file} : {}", sentence(issue));
        match issue.severity {
            Severity::Error => refused.push(line),
            Severity::Warning => told.push(format!("attention, {line}\n")),
        }
    }
}

/// What becomes of a command's files together.
#[derive(Clone, Copy)]
enum Ending {
    /// One of them is refused.
    Refused,
    /// Only tried.
    Tried,
    /// Written.
    Written,
}

impl Ending {
    fn of(all_accepted: bool, dry_run: bool) -> Self {
        match (all_accepted, dry_run) {
            (false, _) => Self::Refused,
            (true, true) => Self::Tried,
            (true, false) => Self::Written,
        }
    }

    /// What becomes of one file, accepted or not, that brings something or nothing new.
    fn french(self, accepted: bool, brings: bool) -> &'static str {
        match self {
            Self::Refused if accepted => "rien n'est écrit, à cause d'un autre fichier",
            Self::Refused => "rien n'est écrit",
            _ if !brings => "déjà pris, rien à faire",
            Self::Tried => "serait pris",
            Self::Written => "est pris",
        }
    }
}

/// `1 ligne`, `2 lignes`; the word is given as it is for several.
fn counted(count: u64, many: &str) -> String {
    if count > 1 {
        return format!("{count} {many}");
    }
    let (first, rest) =
        many.split_once(' ').map_or((many, ""), |(first, _)| (first, &many[first.len()..]));
    let one = if first == "mois" { first } else { first.trim_end_matches('s') };
    format!("{count} {one}{rest}")
}
