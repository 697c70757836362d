//! Hours and pay of a month, contract by contract, in one form: Tab goes from cell to cell, one button
//! writes all of it, each problem stands at its cell and at the top.

use askama::Template;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::jobs::{Hours, MonthWork};
use domain::{Cents, Issue, Month, Severity};
use serde::Deserialize;
use web::address::asking;
use web::form::{Form, Pairs, Sent};
use web::pieces::{Control, Crumb, Empty, Filters, Link};
use web::{Page, Problem, Query, Reading, Seat, Site, answer, filters, notice};

use super::typing::{ANYWAY, ODD, read_codes, sentence};
use super::{above, keep_contract};
use crate::lists::{ContractFigures, contracts_of, last_worked_month};
use crate::{Outcome, TypedFigures, TypedMonth, keep_months, shown_figures};

/// Where the hours of a month are entered.
pub(super) fn address(slug: &str) -> String {
    format!("/a/{slug}/emplois/mois")
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    mois: String,
    #[serde(default)]
    activite: String,
    #[serde(default)]
    fait: String,
}

/// The columns of the form.
const COLUMNS: [(&str, &str); 3] = [("heures", "Heures"), ("brut", "Brut"), ("net", "Net")];
/// Parts of what a line showed, in its hidden field.
const BETWEEN: &str = "|";

/// A cell of the form.
struct Cell {
    id: String,
    name: &'static str,
    head: &'static str,
    label: String,
    value: String,
    error: Option<String>,
}

/// A contract of the form.
struct Line {
    number: String,
    person: String,
    activity: String,
    seen: String,
    cells: Vec<Cell>,
}

#[derive(Template)]
#[template(path = "jobs/month.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    warning: Option<String>,
    done: bool,
    filters: Filters,
    near: [Link; 2],
    problem: Option<String>,
    errors: Vec<(String, String)>,
    action: String,
    month: Month,
    activity: String,
    read: String,
    submit: &'static str,
    /// Whether the activity of each contract says anything.
    several: bool,
    lines: Vec<Line>,
    total: (String, Cents, Cents),
    empty: Empty,
}

/// A month of an association, of one activity or all.
struct Sheet {
    month: Month,
    activity: String,
    activities: Vec<String>,
    contracts: Vec<ContractFigures>,
}

impl Sheet {
    async fn of(
        reading: &Reading,
        seat: &Seat,
        month: Month,
        activity: &str,
    ) -> Result<Self, Problem> {
        let association = &seat.association;
        let all = directory::activities(&**reading, association.id).await?;
        let only = all.iter().find(|one| one.name == activity).map(|one| one.id);
        let contracts = contracts_of(&**reading, association, only, month.period(), None).await?;
        let activity = if only.is_some() { activity.to_owned() } else { String::new() };
        let activities = all.into_iter().map(|one| one.name).collect();
        Ok(Self { month, activity, activities, contracts })
    }
}

/// What became of a form that was sent.
#[derive(Default)]
struct Told {
    lines: Vec<TypedMonth>,
    issues: Vec<Issue>,
    problem: Option<String>,
    read: Vec<String>,
}

/// A month as an address or a form says it.
fn month_of(text: &str) -> Result<Month, Problem> {
    let month = Month::parse(text).filter(|month| (195_001..=210_012).contains(&month.0));
    month.ok_or_else(|| {
        Problem::bad_request(format!(
            "{} n'est pas un mois\u{a0}: écrivez-le comme 2027-03.",
            domain::issue::quoted(text)
        ))
    })
}

/// `GET /a/{slug}/emplois/mois?mois=&activite=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let month = match asked.mois.trim() {
        "" => last_worked_month(&*reading, seat.association.id)
            .await?
            .unwrap_or_else(|| Month::of(site.clock.today())),
        text => month_of(text)?,
    };
    let sheet = Sheet::of(&reading, &seat, month, &asked.activite).await?;
    shown(page, &reading, &seat, &sheet, &Told::default(), asked.fait == "oui").await
}

/// `POST /a/{slug}/emplois/mois`.
pub(super) async fn keep(
    page: Page,
    seat: Seat,
    site: Site,
    Sent(sent): Sent<Pairs>,
) -> Result<Response, Problem> {
    let month = month_of(sent.one("mois"))?;
    let activity = sent.one("activite").to_owned();
    let mut told = Told { lines: lines_of(&sent), read: read_codes(&sent), ..Told::default() };
    let (act, association) = (seat.act(&site), &*seat.association);
    let here = address(&association.slug);
    let mut form = Form::new(here.as_str(), "");
    let outcome = form
        .act(&site, async |tx| {
            keep_months(tx, &act, association, month, &told.lines, &told.read).await
        })
        .await?;
    match outcome {
        Some(Outcome::Kept) => {
            let month = month.to_string();
            let asked = [("mois", month.as_str()), ("activite", &activity), ("fait", "oui")];
            return Ok(Redirect::to(&asking(&here, &asked)).into_response());
        }
        Some(Outcome::Told(issues)) => told.issues = issues,
        Some(Outcome::Moved(_)) | None => told.problem = form.problem,
    }
    let reading = Reading::of(&site).await?;
    let sheet = Sheet::of(&reading, &seat, month, &activity).await?;
    shown(page, &reading, &seat, &sheet, &told, false).await
}

/// The lines of the form, each begun by its contract.
fn lines_of(sent: &Pairs) -> Vec<TypedMonth> {
    let mut lines: Vec<TypedMonth> = Vec::new();
    for (name, value) in sent.in_order() {
        if name == "contrat" {
            lines.push(TypedMonth { contract: value.to_owned(), ..TypedMonth::default() });
            continue;
        }
        let Some(line) = lines.last_mut() else { continue };
        if name == "vu" {
            let parts = value.splitn(COLUMNS.len(), BETWEEN).map(str::to_owned);
            for (seen, part) in line.seen.iter_mut().zip(parts) {
                *seen = part;
            }
        } else if let Some(at) = COLUMNS.iter().position(|(column, _)| *column == name) {
            value.trim().clone_into(&mut line.typed[at]);
        }
    }
    lines
}

async fn shown(
    page: Page,
    reading: &Reading,
    seat: &Seat,
    sheet: &Sheet,
    told: &Told,
    done: bool,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let slug = &association.slug;
    let lines: Vec<Line> =
        (0..).zip(&sheet.contracts).map(|(at, one)| line(at, one, told)).collect();
    let cells = lines.iter().flat_map(|line| &line.cells);
    let errors: Vec<_> =
        cells.filter_map(|cell| Some((cell.id.clone(), cell.error.clone()?))).collect();
    let odd = !told.issues.is_empty()
        && told.issues.iter().all(|issue| issue.severity == Severity::Warning);
    let shown = Shown {
        page,
        crumbs: Crumb::trail(above(association), "Heures et paie d'un mois"),
        title: format!("Heures et paie, {}", domain::calendar::month_name(sheet.month)),
        lead: format!(
            "{}\u{a0}: les contrats en vigueur dans le mois. Les heures qui comptent pour la mesure de \
             l'activité\u{a0}; le brut et le net du bulletin, avant l'impôt retenu à la source. Une ligne \
             vide n'enregistre rien\u{a0}; vidée, elle retire le mois du contrat.",
            association.name
        ),
        warning: notice(reading).await?,
        done,
        filters: filters_of(slug, sheet),
        near: near(slug, sheet),
        problem: problem(told, &errors, odd),
        errors,
        action: address(slug),
        month: sheet.month,
        activity: sheet.activity.clone(),
        read: if odd { codes(&told.issues) } else { String::new() },
        submit: if odd { ANYWAY } else { "Enregistrer le mois" },
        several: sheet.activities.len() > 1 && sheet.activity.is_empty(),
        total: total(&sheet.contracts),
        lines,
        empty: Empty {
            title: "Aucun contrat n'est en vigueur ce mois-là".to_owned(),
            explanation: "Choisissez un autre mois, ou toutes les activités.".to_owned(),
            action: Some(Link::new("Saisir un contrat", keep_contract::new_address(slug))),
        },
    };
    let right = told.issues.is_empty() && told.problem.is_none();
    answer(&shown, right)
}

/// What is said above the errors of the cells; what has no cell here is said in full.
fn problem(told: &Told, errors: &[(String, String)], odd: bool) -> Option<String> {
    if told.issues.is_empty() {
        return told.problem.clone();
    }
    let mut sentences = vec![if odd { ODD } else { "Le mois n'a pas été pris\u{a0}:" }.to_owned()];
    let said = |sentence: &String| errors.iter().any(|(_, error)| error.contains(sentence));
    sentences.extend(told.issues.iter().map(sentence).filter(|sentence| !said(sentence)));
    Some(sentences.join(" "))
}

fn codes(issues: &[Issue]) -> String {
    issues.iter().map(|issue| issue.code).collect::<Vec<_>>().join(" ")
}

/// A contract's line: what was typed, else what is recorded.
fn line(at: usize, one: &ContractFigures, told: &Told) -> Line {
    let recorded = recorded(one);
    let number = &one.contract.number;
    let rank = told.lines.iter().position(|line| line.contract == *number);
    let typed = rank.map_or(&recorded, |rank| &told.lines[rank].typed);
    let person = &one.contract.person;
    let person = format!("{} {}", person.last_name, person.first_name);
    let cells = COLUMNS.iter().zip(typed).map(|(&(name, head), value)| {
        let about = |issue: &&Issue| {
            let here = rank.is_some_and(|rank| issue.line == Some(rank as u64 + 1));
            let column = issue.column.as_deref().unwrap_or("heures");
            here && (column == name || name == "heures" && matches!(column, "contrat" | "mois"))
        };
        let errors: Vec<String> = told.issues.iter().filter(about).map(sentence).collect();
        Cell {
            id: format!("{name}-{at}"),
            name,
            head,
            label: format!("{head}, contrat {number}, {person}"),
            value: value.clone(),
            error: (!errors.is_empty()).then(|| errors.join(" ")),
        }
    });
    Line {
        activity: one.contract.activity.clone(),
        cells: cells.collect(),
        number: number.clone(),
        seen: recorded.join(BETWEEN),
        person,
    }
}

/// What is recorded of a contract in the month; three blanks for nothing.
fn recorded(one: &ContractFigures) -> TypedFigures {
    if one.months == 0 {
        return TypedFigures::default();
    }
    let contract = one.contract.number.clone();
    let (hours, gross, net) = (one.hours, one.gross, one.net);
    shown_figures(&MonthWork { contract, month: Month(0), hours, gross, net })
}

fn total(contracts: &[ContractFigures]) -> (String, Cents, Cents) {
    let hours: Hours = contracts.iter().map(|one| one.hours).sum();
    let gross = contracts.iter().map(|one| one.gross).sum();
    let net = contracts.iter().map(|one| one.net).sum();
    (hours.grouped(), gross, net)
}

fn filters_of(slug: &str, sheet: &Sheet) -> Filters {
    let mut of_activity = vec![(String::new(), "toutes".to_owned())];
    of_activity.extend(sheet.activities.iter().map(|name| (name.clone(), name.clone())));
    Filters {
        action: address(slug),
        controls: vec![
            Control::text("mois", "Mois", sheet.month.to_string()),
            Control::choice("activite", "Activité", &sheet.activity, of_activity),
        ],
    }
}

/// The months beside it.
fn near(slug: &str, sheet: &Sheet) -> [Link; 2] {
    let before = Month::of(sheet.month.first_day() - chrono::Days::new(1));
    [before, sheet.month.next()].map(|month| {
        let asked = [("mois", &*month.to_string()), ("activite", sheet.activity.as_str())];
        Link::new(domain::calendar::month_name(month), asking(&address(slug), &asked))
    })
}
