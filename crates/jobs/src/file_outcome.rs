//! What became of a file of contracts, hours or people received, and the one way in for the three.

use db::Tx;
use directory::{Act, Error, association};
use domain::identity::IdentityKey;
use domain::issue::quoted;
use domain::{Issue, Issues};

use crate::{import_case_files, import_contracts, import_hours};

/// What a file holds; those that name people need the key that recognises them.
#[derive(Clone, Copy, Debug)]
pub enum Holds<'k> {
    /// Contracts of work.
    Contracts(&'k IdentityKey),
    /// Hours and pay by month.
    Hours,
    /// Files of the people received.
    CaseFiles(&'k IdentityKey),
}

/// Takes a file in, whatever it holds. The caller commits when every outcome is accepted and drops the
/// transaction otherwise.
///
/// # Errors
/// The database's own; what is wrong in the file is in the outcome.
pub async fn import_file(
    tx: &Tx,
    act: &Act,
    association: &association::Model,
    file: &GivenFile<'_>,
    holds: Holds<'_>,
) -> Result<FileOutcome, Error> {
    match holds {
        Holds::Contracts(key) => import_contracts(tx, act, association, file, key).await,
        Holds::Hours => import_hours(tx, act, association, file).await,
        Holds::CaseFiles(key) => import_case_files(tx, act, association, file, key).await,
    }
}

/// A file as it was handed over.
#[derive(Clone, Copy, Debug)]
pub struct GivenFile<'f> {
    /// Its name, told back as given.
    pub name: &'f str,
    /// All of it.
    pub bytes: &'f [u8],
}

impl GivenFile<'_> {
    /// What the history of a row says of a change that it brought.
    pub(crate) fn as_reason(&self) -> String {
        format!("fichier {}", quoted(self.name))
    }
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileOutcome {
    /// Its name as given.
    pub file: String,
    /// Nothing refuses it.
    pub accepted: bool,
    /// Lines that could be read, the header left out.
    pub lines: u64,
    /// Contracts, months or files of people that they say.
    pub entries: u64,
    /// Those that were not there before.
    pub new: u64,
    /// Those that were there and now end later.
    pub amended: u64,
    /// Problems and oddities.
    pub issues: Vec<Issue>,
}

impl FileOutcome {
    /// The outcome of a file whose lines were all compared with the base.
    pub(crate) fn of(
        file: &GivenFile<'_>,
        lines: usize,
        (new, amended): (usize, usize),
        issues: Issues,
    ) -> Self {
        let accepted = !issues.refused();
        let written = |count: usize| if accepted { count as u64 } else { 0 };
        Self {
            file: file.name.to_owned(),
            accepted,
            lines: lines as u64,
            entries: lines as u64,
            new: written(new),
            amended: written(amended),
            issues: issues.into_list(),
        }
    }
}
