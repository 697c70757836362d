//! Forms whose fields are the columns of a table: what is sent becomes a line of it, each problem of the
//! line goes to its field, and what is odd is asked once more.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use askama::Template;
use axum::response::Response;
use domain::jobs::rows::REASON;
use domain::{Issue, Severity};
use web::form::{Field, Form, Input, Pairs};
use web::pieces::Crumb;
use web::{Page, Problem, Reading, Seat, answer, notice};

use super::columns::{field, label};
use crate::history::PastChange;
use crate::{Outcome, TypedLine};

/// Codes of the oddities that a form has shown.
const READ: &str = "remarques";
/// The last change that a form shows.
const SEEN: &str = "vu";

/// Codes that were shown and are meant.
pub(super) fn read_codes(sent: &Pairs) -> Vec<String> {
    sent.one(READ).split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// The line of a table that was sent.
pub(super) fn typed_line(columns: &[&str], sent: &Pairs) -> TypedLine {
    TypedLine {
        cells: columns.iter().map(|column| sent.one(column).to_owned()).collect(),
        reason: sent.one(REASON).to_owned(),
        read: read_codes(sent),
        seen: sent.one(SEEN).parse().unwrap_or(0),
    }
}

/// What a form does not show stays as the base holds it.
pub(super) fn keep_hidden(
    typed: &mut TypedLine,
    columns: &[&str],
    kept: Vec<String>,
    shows: impl Fn(&str) -> bool,
) {
    for ((cell, kept), column) in typed.cells.iter_mut().zip(kept).zip(columns) {
        if !shows(column) {
            *cell = kept;
        }
    }
}

/// A form that shows some columns of a line.
pub(super) fn form(
    (action, submit): (String, &str),
    (columns, typed): (&[&'static str], &TypedLine),
    shows: impl Fn(&str) -> bool,
    activities: &[String],
) -> Form {
    let mut form = Form::new(action, submit)
        .field(Field::new(SEEN, "", Input::Hidden).value(typed.seen.to_string()))
        .field(Field::new(READ, "", Input::Hidden).value(typed.read.join(" ")));
    for (column, cell) in columns.iter().zip(&typed.cells) {
        if shows(column) {
            form = form.field(field(column, cell, activities));
        }
    }
    form
}

/// The same, that asks why.
pub(super) fn asking_why(form: Form, typed: &TypedLine, needed: bool) -> Form {
    let why =
        field(REASON, &typed.reason, &[]).hint("Reste avec l'historique, pour qui lit les noms.");
    form.field(if needed { why } else { why.optional() })
}

/// Says on a form what became of what was typed; answers whether it is written.
pub(super) fn told(form: &mut Form, outcome: Option<Outcome>) -> bool {
    match outcome {
        Some(Outcome::Kept) => return true,
        Some(Outcome::Told(issues)) => tell(form, &issues),
        Some(Outcome::Moved(changes)) => tell_moved(form, &changes),
        None => {}
    }
    false
}

fn tell(form: &mut Form, issues: &[Issue]) {
    let mut by_column: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for issue in issues {
        match issue.column.as_deref() {
            Some(column) if has(form, column) => {
                by_column.entry(column).or_default().push(sentence(issue));
            }
            _ => elsewhere.push(sentence(issue)),
        }
    }
    for (column, sentences) in by_column {
        form.wrong(column, sentences.join(" "));
    }
    if issues.iter().all(|issue| issue.severity == Severity::Warning) {
        elsewhere.insert(0, ODD.to_owned());
        let codes: Vec<&str> = issues.iter().map(|issue| issue.code).collect();
        set(form, READ, codes.join(" "));
        ANYWAY.clone_into(&mut form.submit);
    }
    if !elsewhere.is_empty() {
        form.problem = Some(elsewhere.join(" "));
    }
}

/// What is said of oddities, and the button that means them.
pub(super) const ODD: &str = "Rien n'est encore enregistré\u{a0}: ceci est rare, vérifiez-le. \
     Corrigez, ou enregistrez tel quel.";
pub(super) const ANYWAY: &str = "Enregistrer tel quel";

fn tell_moved(form: &mut Form, changes: &[PastChange]) {
    let mut problem = "Quelqu'un l'a changé depuis que cette page est ouverte. Rien de ce que vous avez \
                       saisi n'est enregistré ni perdu\u{a0}: vérifiez, puis enregistrez de nouveau."
        .to_owned();
    // The latest change of a column comes first.
    for change in changes.iter().rev() {
        let now = change.became.as_deref().unwrap_or("vide");
        let told = format!("Vaut maintenant «\u{a0}{now}\u{a0}», par {}.", change.who);
        if has(form, &change.field) {
            form.wrong(&change.field, told);
        } else {
            let field = label(&change.field);
            let _ = write!(problem, " {field}\u{a0}: {now}, par {}.", change.who);
        }
    }
    let last = changes.iter().map(|change| change.id).max().unwrap_or_default();
    set(form, SEEN, last.to_string());
    form.problem = Some(problem);
}

fn has(form: &Form, name: &str) -> bool {
    form.fields.iter().any(|field| field.name == name)
}

fn set(form: &mut Form, name: &str, value: String) {
    if let Some(field) = form.fields.iter_mut().find(|field| field.name == name) {
        field.value = value;
    }
}

/// What is wrong with a line, as a page says it: a capital, a full stop, and the spaces of French.
pub(super) fn sentence(issue: &Issue) -> String {
    if issue.code == "empty-field" {
        let column = issue.column.as_deref().unwrap_or_default();
        return format!("{}\u{a0}: à remplir.", label(column));
    }
    let mut letters = issue.message.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    let text = first.unwrap_or_default() + letters.as_str();
    let spaced = [(" :", "\u{a0}:"), (" ;", "\u{a0};"), ("« ", "«\u{a0}"), (" »", "\u{a0}»")];
    let text = spaced.iter().fold(text, |text, (plain, kept)| text.replace(plain, kept));
    if text.ends_with('.') { text } else { text + "." }
}

/// The page of one form.
#[derive(Template)]
#[template(path = "jobs/typing.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    warning: Option<String>,
    form: Form,
}

/// The page; 422 when something is wrong.
pub(super) async fn shown(
    page: Page,
    reading: &Reading,
    above: Vec<(String, String)>,
    (title, lead): (String, String),
    form: Form,
) -> Result<Response, Problem> {
    let crumbs = Crumb::trail(above, &title);
    let right = !form.is_wrong();
    let warning = notice(reading).await?;
    answer(&Shown { page, crumbs, title, lead, warning, form }, right)
}

/// The names of an association's activities.
pub(super) async fn activities(reading: &Reading, seat: &Seat) -> Result<Vec<String>, Problem> {
    let all = directory::activities(&**reading, seat.association.id).await?;
    Ok(all.into_iter().map(|one| one.name).collect())
}
