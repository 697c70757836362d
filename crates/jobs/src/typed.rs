//! What somebody types in a form, judged as a line of a file would be. What is wrong stops it; what is
//! odd stops it once, until it is said to be read; so does a change that came since the form was opened.

use domain::jobs::{Row, read_reason};
use domain::{Issue, Issues, Severity};

use crate::history::{PastChange, last_change};

/// A line of a table, typed.
#[derive(Clone, Debug, Default)]
pub struct TypedLine {
    /// Its cells, in the order of the columns of its file.
    pub cells: Vec<String>,
    /// Why it is changed.
    pub reason: String,
    /// Codes of the oddities that were read and are meant.
    pub read: Vec<String>,
    /// The last change that its form shows, as [`last_change`] tells it.
    pub seen: i64,
}

/// What became of what was typed.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It is written.
    Kept,
    /// Nothing is written: this is wrong, or odd and not said to be read.
    Told(Vec<Issue>),
    /// Nothing is written: these changes came since the form was opened.
    Moved(Vec<PastChange>),
}

impl TypedLine {
    /// As the reader of tables takes it.
    pub(crate) fn lines(&self) -> [Row<Vec<String>>; 1] {
        [Row { line: 1, value: self.cells.clone() }]
    }

    /// Why, which may be left out unless it is needed.
    pub(crate) fn why(&self, needed: bool, issues: &mut Issues) -> Option<String> {
        let given = !self.reason.trim().is_empty();
        (given || needed).then(|| read_reason(&self.reason, issues)).flatten()
    }

    /// The codes of the oddities that are meant: those that were read, and those that were there
    /// already.
    pub(crate) fn having_read(&self, already: Issues) -> Vec<String> {
        let known = already.into_list().into_iter().map(|issue| issue.code.to_owned());
        self.read.iter().cloned().chain(known).collect()
    }

    /// What came since the form was opened, if anything did.
    pub(crate) fn missed(&self, history: Vec<PastChange>) -> Option<Outcome> {
        if last_change(&history) <= self.seen {
            return None;
        }
        let later = |change: &PastChange| change.month.is_none() && change.id > self.seen;
        Some(Outcome::Moved(history.into_iter().filter(later).collect()))
    }
}

/// What stops the writing: every error, else the oddities when one of them is not said to be read.
pub(crate) fn stopped(issues: Issues, read: &[String]) -> Option<Vec<Issue>> {
    let refused = issues.refused();
    let mut list = issues.into_list();
    if refused {
        list.retain(|issue| issue.severity == Severity::Error);
        return Some(list);
    }
    let unread = list.iter().any(|issue| !read.iter().any(|code| code == issue.code));
    unread.then_some(list)
}
