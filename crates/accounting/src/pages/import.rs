//! Bringing FEC files into the books: send them, read what would happen, have it done. Nothing is
//! written before the last step, and then all of the files or none.

use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::{Period, Severity};
use futures_util::future::BoxFuture;
use serde::Deserialize;
use web::address::asking;
use web::form::{Field, Form, Input, Sent};
use web::french::{count, plural, short_date};
use web::pieces::{Crumb, Link};
use web::upload::{Owner, Sending, receive};
use web::verdict::{Ask, FileVerdict, Verdict};
use web::{Page, Problem, Reading, Seat, Site, notice};

use crate::ways;
use crate::{AskedOn, FileOutcome, ImportOptions, Tagging, import_files, survey_aside};

/// What the files that wait are for.
pub(super) const PURPOSE: &str = "fec";

/// The most that a FEC may weigh: three million lines or so.
const LARGEST: u64 = 256 << 20;

/// The step that only tells.
const LOOK: &str = "voir";

const TITLE: &str = "Importer des fichiers des écritures (FEC)";

/// What is chosen on the page that tells what would happen.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Choices {
    jeton: String,
    etape: String,
    joindre: String,
    autre_siren: String,
    du: String,
    au: String,
}

/// `GET /a/{slug}/livres/importer`.
pub(super) async fn show(page: Page, seat: Seat, reading: Reading) -> Result<Response, Problem> {
    sending(page, &seat, &reading, None).await
}

async fn sending(
    page: Page,
    seat: &Seat,
    reading: &Reading,
    wrong: Option<&str>,
) -> Result<Response, Problem> {
    let slug = &seat.association.slug;
    let mut form =
        Form::new(ways::bring(slug), "Voir ce qui se passerait")
            .field(Field::new("fichiers", "Fichiers", Input::Files).hint(
            "Un ou plusieurs fichiers .txt, 256 Mo au plus chacun. Un gros fichier met quelques \
             minutes à partir et à être lu\u{a0}: laissez cette page ouverte.",
        ));
    if let Some(wrong) = wrong {
        form.wrong("fichiers", wrong);
    }
    Ask {
        page,
        crumbs: crumbs(slug),
        title: TITLE.to_owned(),
        lead: format!(
            "{}\u{a0}: les écritures d'un exercice, telles que le logiciel de comptabilité les \
             exporte pour l'administration fiscale.",
            seat.association.name
        ),
        warning: notice(reading).await?,
        form,
        tables: Vec::new(),
    }
    .answer()
}

fn crumbs(slug: &str) -> Vec<Crumb> {
    let above = [("Accueil".to_owned(), "/".to_owned()), ("Livres".to_owned(), ways::books(slug))];
    Crumb::trail(above, "Importer")
}

type Answer = BoxFuture<'static, Result<Response, Problem>>;

/// `POST /a/{slug}/livres/importer`: files come and wait; what would happen is told.
pub(super) fn look(
    tagging: Tagging,
) -> impl Fn(Page, Seat, Site, Request) -> Answer + Clone + Send + Sync + 'static {
    move |page, seat, site, request| {
        Box::pin(async move {
            let sent = receive(&site, request, LARGEST).await?;
            if sent.files.is_empty() {
                let reading = Reading::of(&site).await?;
                let wrong = "Choisissez au moins un fichier.";
                return sending(page, &seat, &reading, Some(wrong)).await;
            }
            let jeton = site.uploads.keep(Owner::of(&seat, PURPOSE), sent)?;
            let choices = Choices { jeton, etape: LOOK.to_owned(), ..Choices::default() };
            decide(tagging, page, seat, &site, choices).await
        })
    }
}

/// `POST /a/{slug}/livres/importer/prendre`: the files that wait are taken, or looked at again.
pub(super) fn take(
    tagging: Tagging,
) -> impl Fn(Page, Seat, Site, Sent<Choices>) -> Answer + Clone + Send + Sync + 'static {
    move |page, seat, site, Sent(choices)| {
        Box::pin(async move { decide(tagging, page, seat, &site, choices).await })
    }
}

/// Takes the files when it is asked and nothing refuses them, tells what would happen otherwise.
async fn decide(
    tagging: Tagging,
    page: Page,
    seat: Seat,
    site: &Site,
    choices: Choices,
) -> Result<Response, Problem> {
    let owner = Owner::of(&seat, PURPOSE);
    let sent = site.uploads.find(owner, &choices.jeton)?;
    let mut wrong = Vec::new();
    let options = options(&choices, &mut wrong);
    let options = ImportOptions { dry_run: options.dry_run || !wrong.is_empty(), ..options };
    let outcomes = outcomes(tagging, &seat, site, &sent, &options).await?;
    let accepted = outcomes.iter().all(|outcome| outcome.accepted);
    if accepted && !options.dry_run {
        site.uploads.did(owner, &choices.jeton, done(&outcomes));
        let books = ways::books(&seat.association.slug);
        return Ok(Redirect::to(&asking(&books, &[("fait", &choices.jeton)])).into_response());
    }
    let asked = !options.dry_run;
    let reading = Reading::of(site).await?;
    Verdict {
        page,
        crumbs: crumbs(&seat.association.slug),
        title: TITLE.to_owned(),
        lead: lead(&outcomes, accepted, asked),
        warning: notice(&reading).await?,
        files: outcomes.iter().map(|outcome| verdict(outcome, accepted)).collect(),
        form: form(&seat.association.slug, &choices, &outcomes, wrong),
        again: Link::new("Envoyer d'autres fichiers", ways::bring(&seat.association.slug)),
    }
    .answer(accepted)
}

/// What `import fec` does, with `--dry-run` until the act is asked.
async fn outcomes(
    tagging: Tagging,
    seat: &Seat,
    site: &Site,
    sent: &Sending,
    options: &ImportOptions,
) -> Result<Vec<FileOutcome>, Problem> {
    let association = &*seat.association;
    let mut surveyed = Vec::new();
    for file in &sent.files {
        let (path, name) = (file.path.clone(), file.name.clone());
        let read = survey_aside(path, name, association.clone(), *options, |_| {}).await;
        surveyed.push(read.map_err(Problem::internal)?);
    }
    let act = seat.act(site);
    let done = import_files(&site.db, &act, association, surveyed, options, tagging, &|_| {}).await;
    done.map_err(Problem::of_act)
}

fn options(choices: &Choices, wrong: &mut Vec<(&'static str, String)>) -> ImportOptions {
    let mut day = |name: &'static str, text: &str| {
        web::form::day(text).unwrap_or_else(|told| {
            wrong.push((name, told));
            None
        })
    };
    let days = (day("du", &choices.du), day("au", &choices.au));
    let year = match days {
        (Some(start), Some(end)) => Some(Period { start, end }),
        (None, Some(_)) if choices.du.trim().is_empty() => {
            wrong.push(("du", "Donnez aussi le premier jour de l'exercice.".to_owned()));
            None
        }
        (Some(_), None) if choices.au.trim().is_empty() => {
            wrong.push(("au", "Donnez aussi le dernier jour de l'exercice.".to_owned()));
            None
        }
        _ => None,
    };
    ImportOptions {
        dry_run: choices.etape == LOOK,
        append: !choices.joindre.is_empty(),
        year,
        any_siren: !choices.autre_siren.is_empty(),
        asked_on: AskedOn::Page,
    }
}

/// Takes the files, with the choices that what was seen asks for; none when no choice would do.
fn form(
    slug: &str,
    choices: &Choices,
    outcomes: &[FileOutcome],
    wrong: Vec<(&'static str, String)>,
) -> Option<Form> {
    let errors = || {
        let all = outcomes.iter().flat_map(|outcome| &outcome.issues);
        all.filter(|issue| issue.severity == Severity::Error)
    };
    let met = |codes: &[&str]| errors().any(|issue| codes.contains(&issue.code));
    let append = met(&["year-has-entries"]) || !choices.joindre.is_empty();
    let siren = met(&["other-siren"]) || !choices.autre_siren.is_empty();
    let days = met(&YEAR_CODES) || !choices.du.is_empty() || !choices.au.is_empty();
    if !errors().all(|issue| answerable(issue.code)) {
        return None;
    }
    let mut form = Form::new(format!("{}/prendre", ways::bring(slug)), "Prendre ces fichiers")
        .field(Field::new("jeton", "", Input::Hidden).value(&choices.jeton));
    if append {
        form = form.field(
            Field::new("joindre", "Joindre à un exercice qui a déjà des écritures", Input::Tick)
                .hint("Les écritures s'ajoutent à celles qui y sont, que rien n'efface.")
                .value(&choices.joindre),
        );
    }
    if siren {
        form = form.field(
            Field::new("autre_siren", "Prendre un fichier qui porte un autre SIREN", Input::Tick)
                .value(&choices.autre_siren),
        );
    }
    if days {
        form = form
            .field(
                Field::new("du", "Premier jour de l'exercice", Input::Date)
                    .hint("Pour tous les fichiers envoyés.")
                    .value(&choices.du)
                    .optional(),
            )
            .field(
                Field::new("au", "Dernier jour de l'exercice", Input::Date)
                    .value(&choices.au)
                    .optional(),
            );
    }
    for (name, error) in wrong {
        form.wrong(name, error);
    }
    if append || siren || days {
        form = form.second(LOOK, "Voir d'abord ce qui se passerait");
    }
    Some(form)
}

/// What a choice of the year may answer.
const YEAR_CODES: [&str; 4] = ["file-name", "outside-year", "year-place", "bad-year"];

/// What a choice on the page may answer.
fn answerable(code: &str) -> bool {
    YEAR_CODES.contains(&code) || ["year-has-entries", "other-siren"].contains(&code)
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn entries(number: u64) -> String {
    plural(whole(number), "écriture", "écritures")
}

fn new_ones(outcomes: &[FileOutcome]) -> u64 {
    outcomes.iter().map(|outcome| outcome.new).sum()
}

fn lead(outcomes: &[FileOutcome], accepted: bool, asked: bool) -> String {
    let files = plural(whole(outcomes.len() as u64), "fichier", "fichiers");
    match (accepted, new_ones(outcomes)) {
        (true, 0) => format!(
            "Rien n'est encore écrit. {files}\u{a0}: tout est déjà dans les livres, rien ne s'y \
             ajouterait."
        ),
        (true, new) => format!(
            "Rien n'est encore écrit. {files}\u{a0}: {} entreraient dans les livres. Une écriture \
             prise est validée et numérotée\u{a0}: rien ne l'efface ensuite.",
            entries(new)
        ),
        (false, _) => {
            let refused = outcomes.iter().filter(|outcome| !outcome.accepted).count();
            let now = if asked { "Rien n'a été écrit." } else { "Rien n'est écrit." };
            format!(
                "{now} {files}, dont {}\u{a0}: les fichiers sont pris tous ensemble, ou aucun.",
                plural(whole(refused as u64), "refusé", "refusés")
            )
        }
    }
}

fn done(outcomes: &[FileOutcome]) -> String {
    let files = plural(whole(outcomes.len() as u64), "fichier pris", "fichiers pris");
    let new = plural(whole(new_ones(outcomes)), "nouvelle écriture", "nouvelles écritures");
    format!("{files}\u{a0}: {new} dans les livres.")
}

fn verdict(outcome: &FileOutcome, all: bool) -> FileVerdict {
    let year = outcome.year.map_or_else(
        || "inconnu".to_owned(),
        |year| format!("du {} au {}", short_date(year.start), short_date(year.end)),
    );
    let new = if outcome.accepted { count(whole(outcome.new)) } else { "aucune".to_owned() };
    let facts = vec![
        ("Exercice", year),
        ("Lignes", count(whole(outcome.lines))),
        ("Écritures", count(whole(outcome.entries))),
        ("dont nouvelles", new),
        ("Débit", web::french::amount(outcome.debit)),
        ("Crédit", web::french::amount(outcome.credit)),
    ];
    FileVerdict::new(&outcome.file, (outcome.accepted, all), facts, &outcome.issues)
}
