//! A contract is entered, put right, ended or prolonged, taken back.

use axum::response::{IntoResponse as _, Redirect, Response};
use domain::jobs::Contract;
use domain::jobs::rows::CONTRACT_COLUMNS;
use web::address::asking;
use web::form::{Form, Pairs, Sent};
use web::{Page, Path, Problem, Reading, Seat, Site};

use super::typing::{activities, asking_why, form, keep_hidden, shown, told, typed_line};
use super::{above, contract_address};
use crate::history::{Subject, history, last_change};
use crate::lists::contract_numbered;
use crate::{TypedLine, add_contract, contract_cells, correct_contract, withdraw_contract};

/// What the address says once a contract is taken back.
pub(super) const WITHDRAWN: &str = "contrat-retire";

/// Where a contract is entered.
pub(super) fn new_address(slug: &str) -> String {
    format!("/a/{slug}/emplois/nouveau-contrat")
}

/// `GET /a/{slug}/emplois/nouveau-contrat`.
pub(super) async fn new(page: Page, seat: Seat, reading: Reading) -> Result<Response, Problem> {
    let mut typed = typed_line(&CONTRACT_COLUMNS, &Pairs::default());
    // The hours of a full-time week, last of the columns, are the law's for most.
    "35".clone_into(&mut typed.cells[CONTRACT_COLUMNS.len() - 1]);
    let form = new_form(&reading, &seat, &typed).await?;
    new_shown(page, &reading, &seat, form).await
}

/// `POST /a/{slug}/emplois/nouveau-contrat`.
pub(super) async fn add(
    page: Page,
    seat: Seat,
    site: Site,
    Sent(sent): Sent<Pairs>,
) -> Result<Response, Problem> {
    let typed = typed_line(&CONTRACT_COLUMNS, &sent);
    let reading = Reading::of(&site).await?;
    let mut form = new_form(&reading, &seat, &typed).await?;
    drop(reading);
    let (act, association) = (seat.act(&site), &seat.association);
    let outcome = form
        .act(&site, async |tx| add_contract(tx, &act, association, &site.identity, &typed).await)
        .await?;
    if told(&mut form, outcome) {
        return Ok(to_contract(&association.slug, typed.cells[0].trim(), "saisi"));
    }
    let reading = Reading::of(&site).await?;
    new_shown(page, &reading, &seat, form).await
}

async fn new_form(reading: &Reading, seat: &Seat, typed: &TypedLine) -> Result<Form, Problem> {
    let activities = activities(reading, seat).await?;
    let to = (new_address(&seat.association.slug), "Enregistrer le contrat");
    Ok(form(to, (&CONTRACT_COLUMNS, typed), |_| true, &activities))
}

async fn new_shown(
    page: Page,
    reading: &Reading,
    seat: &Seat,
    form: Form,
) -> Result<Response, Problem> {
    let words = (
        "Saisir un contrat".to_owned(),
        format!(
            "{}\u{a0}: un contrat d'insertion ou un poste permanent. Les heures et la paie se \
             saisissent ensuite, mois par mois.",
            seat.association.name
        ),
    );
    shown(page, reading, above(&seat.association).into(), words, form).await
}

fn to_contract(slug: &str, number: &str, done: &str) -> Response {
    let to = asking(&contract_address(slug, number), &[("fait", done)]);
    Redirect::to(&to).into_response()
}

/// What is done to a contract that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Correct,
    End,
    Withdraw,
}

impl Deed {
    fn word(self) -> &'static str {
        match self {
            Self::Correct => "corriger",
            Self::End => "fin",
            Self::Withdraw => "retirer",
        }
    }

    fn parse(word: &str) -> Result<Self, Problem> {
        let all = [Self::Correct, Self::End, Self::Withdraw];
        all.into_iter().find(|deed| deed.word() == word).ok_or(Problem::NotFound)
    }

    fn title(self, number: &str) -> String {
        match self {
            Self::Correct => format!("Corriger le contrat {number}"),
            Self::End => format!("Finir ou prolonger le contrat {number}"),
            Self::Withdraw => format!("Retirer le contrat {number}"),
        }
    }

    fn lead(self) -> &'static str {
        match self {
            Self::Correct => {
                "Ce qui était écrit reste dans l'historique du contrat. Son numéro ne change pas\u{a0}: \
                 les fichiers le connaissent par lui."
            }
            Self::End => {
                "Le dernier jour est travaillé. Plus tôt, le contrat est rompu ou fini avant son terme\u{a0}; \
                 plus tard, il est prolongé."
            }
            Self::Withdraw => {
                "Pour un contrat saisi par erreur, tant qu'aucune heure n'y est enregistrée. Il disparaît \
                 des listes et des chiffres\u{a0}; son numéro, le jour et la raison restent."
            }
        }
    }

    /// Whether its form shows a column.
    fn shows(self, column: &str) -> bool {
        match self {
            Self::Correct => column != "contrat",
            Self::End => column == "fin",
            Self::Withdraw => false,
        }
    }

    fn form(self, slug: &str, number: &str, typed: &TypedLine, activities: &[String]) -> Form {
        let submit = match self {
            Self::Correct => "Enregistrer la correction",
            Self::End => "Enregistrer le dernier jour",
            Self::Withdraw => "Retirer le contrat",
        };
        let to = (address(slug, number, self), submit);
        let form = form(to, (&CONTRACT_COLUMNS, typed), |column| self.shows(column), activities);
        asking_why(form, typed, self == Self::Withdraw)
    }
}

/// Where something is done to a contract.
pub(super) fn address(slug: &str, number: &str, deed: Deed) -> String {
    format!("{}/{}", contract_address(slug, number), deed.word())
}

/// A contract as the base holds it, and the last change of it.
async fn held(
    reading: &Reading,
    seat: &Seat,
    site: &Site,
    number: &str,
) -> Result<(Contract, i64), Problem> {
    let today = site.clock.today();
    let found = contract_numbered(&**reading, &seat.association, number, today).await?;
    let (id, contract, _) = found.ok_or(Problem::NotFound)?;
    let past = history(&**reading, seat.association.id, Subject::Contract(id)).await?;
    Ok((contract, last_change(&past)))
}

/// `GET /a/{slug}/contrats/{numero}/{acte}`.
pub(super) async fn open(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Path((_, number, word)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let deed = Deed::parse(&word)?;
    let (contract, seen) = held(&reading, &seat, &site, &number).await?;
    let typed = TypedLine { cells: contract_cells(&contract), seen, ..TypedLine::default() };
    let activities = activities(&reading, &seat).await?;
    let form = deed.form(&seat.association.slug, &number, &typed, &activities);
    deed_shown(page, &reading, &seat, (deed, &contract), form).await
}

/// `POST /a/{slug}/contrats/{numero}/{acte}`.
pub(super) async fn act(
    page: Page,
    seat: Seat,
    site: Site,
    Path((_, number, word)): Path<(String, String, String)>,
    Sent(sent): Sent<Pairs>,
) -> Result<Response, Problem> {
    let deed = Deed::parse(&word)?;
    let reading = Reading::of(&site).await?;
    let (contract, _) = held(&reading, &seat, &site, &number).await?;
    let activities = activities(&reading, &seat).await?;
    drop(reading);
    let mut typed = typed_line(&CONTRACT_COLUMNS, &sent);
    keep_hidden(&mut typed, &CONTRACT_COLUMNS, contract_cells(&contract), |column| {
        deed.shows(column)
    });
    let mut form = deed.form(&seat.association.slug, &number, &typed, &activities);
    let (act, association) = (seat.act(&site), &*seat.association);
    let outcome = form
        .act(&site, async |tx| match deed {
            Deed::Withdraw => withdraw_contract(tx, &act, association, &number, &typed).await,
            Deed::Correct | Deed::End => {
                correct_contract(tx, &act, association, &site.identity, &number, &typed).await
            }
        })
        .await?;
    if told(&mut form, outcome) {
        let slug = &association.slug;
        return Ok(match deed {
            Deed::Withdraw => {
                let to = asking(&format!("/a/{slug}/emplois"), &[("fait", WITHDRAWN)]);
                Redirect::to(&to).into_response()
            }
            Deed::Correct | Deed::End => to_contract(slug, &number, "corrige"),
        });
    }
    let reading = Reading::of(&site).await?;
    deed_shown(page, &reading, &seat, (deed, &contract), form).await
}

async fn deed_shown(
    page: Page,
    reading: &Reading,
    seat: &Seat,
    (deed, contract): (Deed, &Contract),
    form: Form,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let person = &contract.person;
    let lead = format!("{} {}. {}", person.first_name, person.last_name, deed.lead());
    let mut above = Vec::from(above(association));
    above.push((
        format!("Contrat {}", contract.number),
        contract_address(&association.slug, &contract.number),
    ));
    shown(page, reading, above, (deed.title(&contract.number), lead), form).await
}
