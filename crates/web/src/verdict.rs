//! Files brought in two steps: the page that asks for them, then what they would do before they do
//! it: each with its state, its figures and every problem, then
//! the form that takes them when they can be taken.

use askama::Template;
use axum::response::Response;
use domain::{Issue, Severity};

use crate::form::Form;
use crate::pieces::{Badge, Crumb, Link, Tone};
use crate::table::{Cell, Table};
use crate::{Page, Problem, answer};

/// The page that asks for the files.
#[derive(Template)]
#[template(path = "web/ask.html")]
pub struct Ask {
    /// Its frame.
    pub page: Page,
    /// The way down to it.
    pub crumbs: Vec<Crumb>,
    /// What is brought.
    pub title: String,
    /// What the files are.
    pub lead: String,
    /// What is said of demonstration data.
    pub warning: Option<String>,
    /// Where they are chosen.
    pub form: Form,
    /// What a file holds, column by column, and the files to begin with: an empty one to fill.
    pub tables: Vec<(Table, Vec<Link>)>,
}

impl Ask {
    /// The page; 422 when something is wrong with what was sent.
    ///
    /// # Errors
    /// When the template fails to render.
    pub fn answer(self) -> Result<Response, Problem> {
        answer(&self, !self.form.is_wrong())
    }
}

/// The page that tells.
#[derive(Template)]
#[template(path = "web/verdict.html")]
pub struct Verdict {
    /// Its frame.
    pub page: Page,
    /// The way down to it.
    pub crumbs: Vec<Crumb>,
    /// What was looked at.
    pub title: String,
    /// What would happen, in a sentence.
    pub lead: String,
    /// What is said of demonstration data.
    pub warning: Option<String>,
    /// Each file.
    pub files: Vec<FileVerdict>,
    /// Takes them, or looks again with other choices.
    pub form: Option<Form>,
    /// Back to the first step.
    pub again: Link,
}

/// A file of it.
pub struct FileVerdict {
    /// Its name.
    pub name: String,
    /// What becomes of it.
    pub state: Badge,
    /// Its figures, named.
    pub facts: Vec<(&'static str, String)>,
    /// Its problems and oddities.
    pub issues: Table,
}

impl FileVerdict {
    /// A file that nothing refuses, or that something does. `all`: nothing refuses the others.
    pub fn new(
        name: impl Into<String>,
        (accepted, all): (bool, bool),
        facts: Vec<(&'static str, String)>,
        issues: &[Issue],
    ) -> Self {
        let state = match (accepted, all) {
            (true, true) => Badge::new("peut être pris", Tone::Good),
            (true, false) => Badge::new("attend les autres", Tone::Warning),
            (false, _) => Badge::new("refusé", Tone::Bad),
        };
        Self { name: name.into(), state, facts, issues: table(issues) }
    }
}

/// `Problèmes`: where, how grave, what.
fn table(issues: &[Issue]) -> Table {
    let mut table = Table::new("Ce qui a été vu dans le fichier")
        .note("Un problème refuse le fichier\u{a0}; une remarque est lue tout de même.")
        .words("Ligne")
        .words("Colonne")
        .words("Gravité")
        .words("Message");
    for issue in issues {
        let (word, tone) = match issue.severity {
            Severity::Error => ("problème", Tone::Bad),
            Severity::Warning => ("remarque", Tone::Warning),
        };
        let line = issue.line.map_or_else(|| "le fichier".to_owned(), |line| line.to_string());
        table.row([
            Cell::text(line),
            Cell::worded(issue.column.clone()),
            Cell::badge(Badge::new(word, tone)),
            Cell::text(&issue.message),
        ]);
    }
    table
}

impl Verdict {
    /// The page; 422 when a file is refused.
    ///
    /// # Errors
    /// When the template fails to render.
    pub fn answer(self, accepted: bool) -> Result<Response, Problem> {
        answer(&self, accepted)
    }
}
