//! Bringing contracts, hours and people received: send a file, read what would happen, have it done.
//! Nothing is written before the last step, and then all of the files or none.

use axum::extract::Request;
use axum::response::{IntoResponse as _, Redirect, Response};
use domain::jobs::rows::{CASE_FILE_COLUMNS, CONTRACT_COLUMNS, HOURS_COLUMNS};
use domain::jobs::{write_case_files, write_contracts, write_hours};
use serde::Deserialize;
use web::address::asking;
use web::form::{Field, Form, Input, Sent};
use web::french::{count, plural};
use web::pieces::{Crumb, Link};
use web::table::{Cell, Table};
use web::upload::{Owner, Sending, receive};
use web::verdict::{Ask, FileVerdict, Verdict};
use web::{Page, Path, Problem, Reading, Seat, Site, notice};

use super::columns::meaning;
use super::{above, take_out};
use crate::{FileOutcome, GivenFile, Holds, import_file};

/// What the files that wait are for.
pub(super) const PURPOSE: &str = "jobs";

/// The most that a table may weigh: the reader takes it whole, and refuses more lines than that.
const LARGEST: u64 = 32 << 20;

const TITLE: &str = "Importer des contrats, des heures, des personnes reçues";

/// The three tables, by the word that pages use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Contracts,
    Hours,
    CaseFiles,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Contracts, Self::Hours, Self::CaseFiles];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Contracts => "contrats",
            Self::Hours => "heures",
            Self::CaseFiles => "accueil",
        }
    }

    /// The table that a file's name says.
    pub(super) fn parse(word: &str) -> Option<Self> {
        let word = word.strip_suffix(".csv").unwrap_or(word);
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    fn french(self) -> &'static str {
        match self {
            Self::Contracts => "Contrats de travail",
            Self::Hours => "Heures et paie de chaque mois",
            Self::CaseFiles => "Personnes reçues",
        }
    }

    fn lines(self, number: u64) -> String {
        let (one, many) = match self {
            Self::Contracts => ("contrat", "contrats"),
            Self::Hours => ("mois de travail", "mois de travail"),
            Self::CaseFiles => ("dossier", "dossiers"),
        };
        plural(whole(number), one, many)
    }

    fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Contracts => &CONTRACT_COLUMNS,
            Self::Hours => &HOURS_COLUMNS,
            Self::CaseFiles => &CASE_FILE_COLUMNS,
        }
    }

    /// A file with its head and no line.
    fn model(self) -> String {
        match self {
            Self::Contracts => write_contracts(&[]),
            Self::Hours => write_hours(&[]),
            Self::CaseFiles => write_case_files(&[]),
        }
    }
}

/// Where files are brought.
pub(super) fn address(slug: &str) -> String {
    format!("/a/{slug}/emplois/importer")
}

/// `GET /a/{slug}/emplois/importer`.
pub(super) async fn show(page: Page, seat: Seat, reading: Reading) -> Result<Response, Problem> {
    ask(page, &seat, &reading, None).await
}

async fn ask(
    page: Page,
    seat: &Seat,
    reading: &Reading,
    wrong: Option<(&str, &str)>,
) -> Result<Response, Problem> {
    let slug = &seat.association.slug;
    let kinds = Kind::ALL.map(|kind| (kind.word().to_owned(), kind.french().to_owned()));
    let mut form = Form::new(address(slug), "Voir ce qui se passerait")
        .field(Field::new("table", "Ce que contiennent les fichiers", Input::Choice(kinds.into())))
        .field(Field::new("fichiers", "Fichiers", Input::Files).hint(format!(
            "Un ou plusieurs fichiers .csv du même tableau, {} Mo au plus chacun. Les contrats \
             d'abord\u{a0}: les heures s'y rattachent.",
            LARGEST >> 20
        )));
    if let Some((field, error)) = wrong {
        form.wrong(field, error);
    }
    let tables = Kind::ALL.map(|kind| {
        let link = format!("/a/{slug}/emplois/modele/{}", kind.word());
        let model = Link::new(format!("Modèle vide\u{a0}: {}.csv", kind.word()), link);
        let own = take_out::address(slug, kind);
        (columns(kind), vec![model, Link::new("Emporter ce qui est enregistré", own)])
    });
    Ask {
        page,
        crumbs: crumbs(seat),
        title: TITLE.to_owned(),
        lead: format!(
            "{}\u{a0}: des tableaux d'un tableur, enregistrés en CSV. La première ligne porte les \
             noms des colonnes.",
            seat.association.name
        ),
        warning: notice(reading).await?,
        form,
        tables: tables.into(),
    }
    .answer()
}

fn columns(kind: Kind) -> Table {
    let mut table = Table::new(kind.french())
        .note("Colonnes séparées par des points-virgules ou des virgules, nombres à virgule ou à point.")
        .words("Colonne")
        .words("Ce qu'elle contient");
    for column in kind.columns() {
        table.row([Cell::text(*column), Cell::text(meaning(column))]);
    }
    table
}

fn crumbs(seat: &Seat) -> Vec<Crumb> {
    Crumb::trail(above(&seat.association), "Importer")
}

/// `GET /a/{slug}/emplois/modele/{table}`.
pub(super) async fn model(Path((_, table)): Path<(String, String)>) -> Result<Response, Problem> {
    let kind = Kind::parse(&table).ok_or(Problem::NotFound)?;
    Ok(web::export::file(sheets::Format::Csv, kind.word(), kind.model()))
}

/// What is asked of files that wait.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Choices {
    jeton: String,
}

/// `POST /a/{slug}/emplois/importer`: files come and wait; what would happen is told.
pub(super) async fn look(
    page: Page,
    seat: Seat,
    site: Site,
    request: Request,
) -> Result<Response, Problem> {
    let sent = receive(&site, request, LARGEST).await?;
    let wrong = match () {
        () if sent.files.is_empty() => Some(("fichiers", "Choisissez au moins un fichier.")),
        () if Kind::parse(sent.words("table")).is_none() => {
            Some(("table", "Choisissez ce que contiennent les fichiers."))
        }
        () => None,
    };
    if wrong.is_some() {
        let reading = Reading::of(&site).await?;
        return ask(page, &seat, &reading, wrong).await;
    }
    let jeton = site.uploads.keep(Owner::of(&seat, PURPOSE), sent)?;
    decide(page, seat, &site, &jeton, false).await
}

/// `POST /a/{slug}/emplois/importer/prendre`: the files that wait are taken.
pub(super) async fn take(
    page: Page,
    seat: Seat,
    site: Site,
    Sent(Choices { jeton }): Sent<Choices>,
) -> Result<Response, Problem> {
    decide(page, seat, &site, &jeton, true).await
}

/// Takes the files when it is asked and nothing refuses them, tells what would happen otherwise.
async fn decide(
    page: Page,
    seat: Seat,
    site: &Site,
    jeton: &str,
    asked: bool,
) -> Result<Response, Problem> {
    let owner = Owner::of(&seat, PURPOSE);
    let sent = site.uploads.find(owner, jeton)?;
    let kind = Kind::parse(sent.words("table")).ok_or(Problem::NotFound)?;
    let outcomes = outcomes(&seat, site, &sent, kind, asked).await?;
    let accepted = outcomes.iter().all(|outcome| outcome.accepted);
    let slug = &seat.association.slug;
    if accepted && asked {
        site.uploads.did(owner, jeton, done(kind, &outcomes));
        let to = asking(&format!("/a/{slug}/emplois"), &[("fait", jeton)]);
        return Ok(Redirect::to(&to).into_response());
    }
    let reading = Reading::of(site).await?;
    let form = Form::new(format!("{}/prendre", address(slug)), "Prendre ces fichiers")
        .field(Field::new("jeton", "", Input::Hidden).value(jeton));
    Verdict {
        page,
        crumbs: crumbs(&seat),
        title: kind.french().to_owned(),
        lead: lead(kind, &outcomes, accepted, asked),
        warning: notice(&reading).await?,
        files: outcomes.iter().map(|outcome| verdict(kind, outcome, accepted)).collect(),
        form: accepted.then_some(form),
        again: Link::new("Envoyer d'autres fichiers", address(slug)),
    }
    .answer(accepted)
}

/// What `import contracts`, `hours` or `beneficiaries` does, in one transaction.
async fn outcomes(
    seat: &Seat,
    site: &Site,
    sent: &Sending,
    kind: Kind,
    asked: bool,
) -> Result<Vec<FileOutcome>, Problem> {
    let holds = match kind {
        Kind::Contracts => Holds::Contracts(&site.identity),
        Kind::Hours => Holds::Hours,
        Kind::CaseFiles => Holds::CaseFiles(&site.identity),
    };
    let (act, mut outcomes) = (seat.act(site), Vec::new());
    let tx = site.db.write().await?;
    for file in &sent.files {
        let bytes = tokio::fs::read(&file.path).await.map_err(Problem::internal)?;
        let given = GivenFile { name: &file.name, bytes: &bytes };
        let outcome = import_file(&tx, &act, &seat.association, &given, holds).await;
        outcomes.push(outcome.map_err(Problem::of_act)?);
    }
    if asked && outcomes.iter().all(|outcome| outcome.accepted) {
        tx.commit().await?;
    } else {
        tx.rollback().await?;
    }
    Ok(outcomes)
}

fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn sums(outcomes: &[FileOutcome]) -> (u64, u64) {
    let new = outcomes.iter().map(|outcome| outcome.new).sum();
    (new, outcomes.iter().map(|outcome| outcome.amended).sum())
}

fn lead(kind: Kind, outcomes: &[FileOutcome], accepted: bool, asked: bool) -> String {
    let files = plural(whole(outcomes.len() as u64), "fichier", "fichiers");
    if !accepted {
        let refused = outcomes.iter().filter(|outcome| !outcome.accepted).count();
        let now = if asked { "Rien n'a été écrit." } else { "Rien n'est écrit." };
        return format!(
            "{now} {files}, dont {}\u{a0}: les fichiers sont pris tous ensemble, ou aucun.",
            plural(whole(refused as u64), "refusé", "refusés")
        );
    }
    match sums(outcomes) {
        (0, 0) => format!("Rien n'est encore écrit. {files}\u{a0}: tout est déjà connu."),
        (new, amended) => format!(
            "Rien n'est encore écrit. {files}\u{a0}: {} à ajouter, {} à changer.",
            kind.lines(new),
            plural(whole(amended), "date de fin", "dates de fin")
        ),
    }
}

fn done(kind: Kind, outcomes: &[FileOutcome]) -> String {
    let (new, amended) = sums(outcomes);
    format!(
        "{}\u{a0}: {} de plus, {}.",
        plural(whole(outcomes.len() as u64), "fichier pris", "fichiers pris"),
        kind.lines(new),
        plural(whole(amended), "date de fin changée", "dates de fin changées")
    )
}

fn verdict(kind: Kind, outcome: &FileOutcome, all: bool) -> FileVerdict {
    let facts = vec![
        ("Le fichier dit", kind.lines(outcome.entries)),
        ("dont nouveaux", count(whole(outcome.new))),
        ("dates de fin changées", count(whole(outcome.amended))),
    ];
    FileVerdict::new(&outcome.file, (outcome.accepted, all), facts, &outcome.issues)
}
