//! The way of FEC files into the books, the same for the command and for the page: each is surveyed,
//! then all are taken in one transaction, or none.

use std::io;
use std::ops::Range;
use std::path::PathBuf;

use db::{Db, Tx};
use directory::{Act, Error, association};
use futures_util::future::BoxFuture;

use crate::import_fec::{FileOutcome, Progress, Surveyed, import_surveyed, survey_file};
use crate::import_options::ImportOptions;

/// What else is done, in the same transaction, with the entries that came into an association's
/// books: a slice further on knows which of their third parties are entities of the pôle.
pub type Tagging = for<'t> fn(&'t Tx, i64, Range<i64>) -> BoxFuture<'t, Result<u64, Error>>;

/// Surveys a file away from the threads that answer requests.
///
/// # Errors
/// When the file cannot be read at all.
pub async fn survey_aside(
    path: PathBuf,
    name: String,
    association: association::Model,
    options: ImportOptions,
    progress: impl Fn(u64) + Send + Sync + 'static,
) -> io::Result<Surveyed> {
    let read = tokio::task::spawn_blocking(move || {
        survey_file(&path, &name, &association, &options, &progress)
    });
    read.await.map_err(io::Error::other)?
}

/// Takes surveyed files in when nothing refuses any of them and it is no dry run; writes nothing
/// otherwise.
///
/// # Errors
/// The database's own, and a file that changed since it was surveyed.
pub async fn import_files(
    db: &Db,
    act: &Act,
    association: &association::Model,
    files: Vec<Surveyed>,
    options: &ImportOptions,
    tagging: Tagging,
    progress: Progress<'_>,
) -> Result<Vec<FileOutcome>, Error> {
    let tx = db.write().await?;
    let outcomes = import_surveyed(&tx, act, association, files, options, progress).await?;
    for outcome in &outcomes {
        tagging(&tx, association.id, outcome.made.clone()).await?;
    }
    if outcomes.iter().all(|outcome| outcome.accepted) && !options.dry_run {
        tx.commit().await?;
    } else {
        tx.rollback().await?;
    }
    Ok(outcomes)
}
