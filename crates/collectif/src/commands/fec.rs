//! `fec balance`: a trial balance straight from a file, with every check, without a base.

use std::fs::File;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Subcommand;
use domain::accounting::fec::name;
use domain::accounting::fec::survey::survey;
use domain::calendar::short;
use domain::issue::shown;
use domain::{Cents, Issues, Severity};

use super::balance;
use super::import::sentence;
use super::progress::bar;
use crate::said::Said;

/// `fec …`
#[derive(Subcommand)]
pub enum Fec {
    /// La balance d'un fichier, avec tous les contrôles
    Balance {
        /// Le fichier
        file: PathBuf,
    },
}

impl Fec {
    /// Runs it.
    pub fn run(self) -> anyhow::Result<Said> {
        let Self::Balance { file } = self;
        let unreadable = || format!("{} ne peut pas être lu", file.display());
        let source = File::open(&file).with_context(unreadable)?;
        let bar = bar(source.metadata()?.len(), "lecture");
        let mut issues = Issues::default();
        let read = survey(source, None, &mut issues, &mut |bytes| bar.set_position(bytes))
            .with_context(unreadable)?;
        let named = file.file_name().and_then(|name| name::read(&name.to_string_lossy()));
        match (&named, read.as_ref().and_then(|survey| survey.dates)) {
            (None, _) => issues.warn("file-name", None, None, || {
                "le nom du fichier ne dit ni SIREN ni date de clôture".to_owned()
            }),
            (Some(named), Some(dates)) if dates.end > named.year_end => {
                issues.warn("outside-year", None, Some("EcritureDate"), || {
                    format!(
                        "des écritures sont datées après la clôture du {} que dit le nom",
                        short(named.year_end)
                    )
                });
            }
            _ => {}
        }
        let refused = issues.refused();
        let list = issues.into_list();
        let rows: Vec<(String, String, Cents, Cents)> = read
            .filter(|_| !refused)
            .map(|survey| survey.accounts)
            .unwrap_or_default()
            .into_iter()
            .map(|(code, seen)| (code, seen.label, seen.debit, seen.credit))
            .collect();
        let year_end = named.map(|named| named.year_end.to_string());
        let mut said = balance::said(None, year_end.as_deref(), rows.into_iter(), &list);
        for issue in &shown(&list) {
            let line = format!("{} : {}", file.display(), sentence(issue));
            match issue.severity {
                Severity::Error => said.refused.push(line),
                Severity::Warning => eprintln!("attention, {line}"),
            }
        }
        said.json["accepted"] = (!refused).into();
        Ok(said)
    }
}
