//! The file of a person received is opened, put right, closed, taken back.

use axum::response::{IntoResponse as _, Redirect, Response};
use domain::jobs::CaseFile;
use domain::jobs::rows::CASE_FILE_COLUMNS;
use web::address::asking;
use web::form::{Form, Pairs, Sent};
use web::{Page, Path, Problem, Reading, Seat, Site};

use super::above;
use super::case_files::{address_of_all, case_file_address};
use super::typing::{activities, asking_why, form, keep_hidden, shown, told, typed_line};
use crate::history::{Subject, history, last_change};
use crate::lists::case_file_numbered;
use crate::{TypedLine, add_case_file, case_file_cells, correct_case_file, withdraw_case_file};

/// Where a file is opened.
pub(super) fn new_address(slug: &str) -> String {
    format!("/a/{slug}/emplois/nouveau-dossier")
}

/// `GET /a/{slug}/emplois/nouveau-dossier`.
pub(super) async fn new(page: Page, seat: Seat, reading: Reading) -> Result<Response, Problem> {
    let typed = typed_line(&CASE_FILE_COLUMNS, &Pairs::default());
    let form = new_form(&reading, &seat, &typed).await?;
    new_shown(page, &reading, &seat, form).await
}

/// `POST /a/{slug}/emplois/nouveau-dossier`.
pub(super) async fn add(
    page: Page,
    seat: Seat,
    site: Site,
    Sent(sent): Sent<Pairs>,
) -> Result<Response, Problem> {
    let typed = typed_line(&CASE_FILE_COLUMNS, &sent);
    let reading = Reading::of(&site).await?;
    let mut form = new_form(&reading, &seat, &typed).await?;
    drop(reading);
    let (act, association) = (seat.act(&site), &seat.association);
    let outcome = form
        .act(&site, async |tx| add_case_file(tx, &act, association, &site.identity, &typed).await)
        .await?;
    if told(&mut form, outcome) {
        return Ok(to_case_file(&association.slug, typed.cells[0].trim(), "saisi"));
    }
    let reading = Reading::of(&site).await?;
    new_shown(page, &reading, &seat, form).await
}

async fn new_form(reading: &Reading, seat: &Seat, typed: &TypedLine) -> Result<Form, Problem> {
    let activities = activities(reading, seat).await?;
    let to = (new_address(&seat.association.slug), "Ouvrir le dossier");
    Ok(form(to, (&CASE_FILE_COLUMNS, typed), |_| true, &activities))
}

async fn new_shown(
    page: Page,
    reading: &Reading,
    seat: &Seat,
    form: Form,
) -> Result<Response, Problem> {
    let words = (
        "Ouvrir un dossier".to_owned(),
        format!(
            "{}\u{a0}: une personne reçue par une activité. Le nom et la date de naissance servent à ne \
             la compter qu'une fois dans le pôle\u{a0}; hors de l'association, seule une empreinte en \
             circule.",
            seat.association.name
        ),
    );
    shown(page, reading, above_files(seat), words, form).await
}

fn above_files(seat: &Seat) -> Vec<(String, String)> {
    let mut above = Vec::from(above(&seat.association));
    above.push(("Personnes reçues".to_owned(), address_of_all(&seat.association.slug)));
    above
}

fn to_case_file(slug: &str, number: &str, done: &str) -> Response {
    Redirect::to(&asking(&case_file_address(slug, number), &[("fait", done)])).into_response()
}

/// What is done to a file that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Correct,
    Close,
    Withdraw,
}

impl Deed {
    fn word(self) -> &'static str {
        match self {
            Self::Correct => "corriger",
            Self::Close => "cloture",
            Self::Withdraw => "retirer",
        }
    }

    fn parse(word: &str) -> Result<Self, Problem> {
        let all = [Self::Correct, Self::Close, Self::Withdraw];
        all.into_iter().find(|deed| deed.word() == word).ok_or(Problem::NotFound)
    }

    fn title(self, number: &str) -> String {
        match self {
            Self::Correct => format!("Corriger le dossier {number}"),
            Self::Close => format!("Clore ou rouvrir le dossier {number}"),
            Self::Withdraw => format!("Retirer le dossier {number}"),
        }
    }

    fn lead(self) -> &'static str {
        match self {
            Self::Correct => {
                "Ce qui était écrit reste dans l'historique du dossier. Son numéro ne change pas\u{a0}: \
                 les fichiers le connaissent par lui."
            }
            Self::Close => "Le jour où l'accompagnement finit. Vide, le dossier reste ouvert.",
            Self::Withdraw => {
                "Pour un dossier ouvert par erreur. Il disparaît des listes et des chiffres\u{a0}; son \
                 numéro, le jour et la raison restent."
            }
        }
    }

    /// Whether its form shows a column.
    fn shows(self, column: &str) -> bool {
        match self {
            Self::Correct => column != "dossier",
            Self::Close => column == "cloture",
            Self::Withdraw => false,
        }
    }

    fn form(self, slug: &str, number: &str, typed: &TypedLine, activities: &[String]) -> Form {
        let submit = match self {
            Self::Correct => "Enregistrer la correction",
            Self::Close => "Enregistrer la fin de l'accompagnement",
            Self::Withdraw => "Retirer le dossier",
        };
        let to = (address(slug, number, self), submit);
        let form = form(to, (&CASE_FILE_COLUMNS, typed), |column| self.shows(column), activities);
        asking_why(form, typed, self == Self::Withdraw)
    }
}

/// Where something is done to a file.
pub(super) fn address(slug: &str, number: &str, deed: Deed) -> String {
    format!("{}/{}", case_file_address(slug, number), deed.word())
}

/// A file as the base holds it, and the last change of it.
async fn held(reading: &Reading, seat: &Seat, number: &str) -> Result<(CaseFile, i64), Problem> {
    let found = case_file_numbered(&**reading, &seat.association, number).await?;
    let (id, case_file) = found.ok_or(Problem::NotFound)?;
    let past = history(&**reading, seat.association.id, Subject::CaseFile(id)).await?;
    Ok((case_file, last_change(&past)))
}

/// `GET /a/{slug}/accueil/{numero}/{acte}`.
pub(super) async fn open(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, number, word)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let deed = Deed::parse(&word)?;
    let (case_file, seen) = held(&reading, &seat, &number).await?;
    let typed = TypedLine { cells: case_file_cells(&case_file), seen, ..TypedLine::default() };
    let activities = activities(&reading, &seat).await?;
    let form = deed.form(&seat.association.slug, &number, &typed, &activities);
    deed_shown(page, &reading, &seat, (deed, &case_file), form).await
}

/// `POST /a/{slug}/accueil/{numero}/{acte}`.
pub(super) async fn act(
    page: Page,
    seat: Seat,
    site: Site,
    Path((_, number, word)): Path<(String, String, String)>,
    Sent(sent): Sent<Pairs>,
) -> Result<Response, Problem> {
    let deed = Deed::parse(&word)?;
    let reading = Reading::of(&site).await?;
    let (case_file, _) = held(&reading, &seat, &number).await?;
    let activities = activities(&reading, &seat).await?;
    drop(reading);
    let mut typed = typed_line(&CASE_FILE_COLUMNS, &sent);
    keep_hidden(&mut typed, &CASE_FILE_COLUMNS, case_file_cells(&case_file), |column| {
        deed.shows(column)
    });
    let mut form = deed.form(&seat.association.slug, &number, &typed, &activities);
    let (act, association) = (seat.act(&site), &*seat.association);
    let outcome = form
        .act(&site, async |tx| match deed {
            Deed::Withdraw => withdraw_case_file(tx, &act, association, &number, &typed).await,
            Deed::Correct | Deed::Close => {
                correct_case_file(tx, &act, association, &site.identity, &number, &typed).await
            }
        })
        .await?;
    if told(&mut form, outcome) {
        let slug = &association.slug;
        return Ok(match deed {
            Deed::Withdraw => {
                let to = asking(&address_of_all(slug), &[("fait", "retire")]);
                Redirect::to(&to).into_response()
            }
            Deed::Correct | Deed::Close => to_case_file(slug, &number, "corrige"),
        });
    }
    let reading = Reading::of(&site).await?;
    deed_shown(page, &reading, &seat, (deed, &case_file), form).await
}

async fn deed_shown(
    page: Page,
    reading: &Reading,
    seat: &Seat,
    (deed, case_file): (Deed, &CaseFile),
    form: Form,
) -> Result<Response, Problem> {
    let person = &case_file.person;
    let lead = format!("{} {}. {}", person.first_name, person.last_name, deed.lead());
    let mut above = above_files(seat);
    above.push((
        format!("Dossier {}", case_file.number),
        case_file_address(&seat.association.slug, &case_file.number),
    ));
    shown(page, reading, above, (deed.title(&case_file.number), lead), form).await
}
