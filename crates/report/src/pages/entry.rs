//! One validated entry: its head, its lines, the first characters of its seal, its neighbours.

use accounting::books::{self, ValidatedEntry};
use askama::Template;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::Cents;
use std::collections::BTreeMap;
use web::pieces::{Badge, Crumb, Link, Tone};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Reading, Seat, filters, render};

use super::{notice, ways};

#[derive(Template)]
#[template(path = "accounting/entry.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    entry: ValidatedEntry,
    association: String,
    warning: Option<String>,
    journal: String,
    seal: String,
    state: Badge,
    lines: Table,
    previous: Option<Link>,
    next: Option<Link>,
}

/// `GET /a/{slug}/ecritures/{fin}/{numero}`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((slug, ends_on, number)): Path<(String, NaiveDate, i64)>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let year = books::year_ending(&*reading, association.id, ends_on).await?;
    let found = books::entries(&*reading, &year, number, number).await?;
    let entry = found.into_iter().next().ok_or(Problem::NotFound)?;
    let last = books::last_number(&*reading, &year).await?;
    let labels = books::account_labels(&*reading, association.id).await?;
    let parties = books::third_parties(&*reading, association.id).await?;
    let journals = books::journals(&*reading, association.id).await?;
    let above = [
        ("Accueil".to_owned(), "/".to_owned()),
        (association.name.clone(), format!("/rapport/{}/{slug}", ends_on.year())),
    ];
    let neighbour = |number: i64| {
        (1..=last)
            .contains(&number)
            .then(|| Link::new(format!("Écriture {number}"), ways::entry(&slug, ends_on, number)))
    };
    let name = journals.get(&entry.journal).map_or("", String::as_str);
    render(&Shown {
        page,
        crumbs: Crumb::trail(above, &format!("Écriture {number}")),
        association: association.name.clone(),
        warning: notice(&reading).await?,
        journal: format!("{} {name}", entry.journal),
        seal: entry
            .seal
            .iter()
            .take(6)
            .map(|byte| format!("{byte:02x}"))
            .collect::<Vec<_>>()
            .concat(),
        state: Badge::new("validée", Tone::Good),
        lines: lines(&slug, ends_on, &entry, &labels, &parties),
        previous: neighbour(number - 1),
        next: neighbour(number + 1),
        entry,
    })
}

fn lines(
    slug: &str,
    ends_on: NaiveDate,
    entry: &ValidatedEntry,
    labels: &BTreeMap<String, String>,
    parties: &BTreeMap<(String, String), String>,
) -> Table {
    let mut table = Table::new("Lignes de l'écriture")
        .words("Compte")
        .words("Intitulé")
        .words("Tiers")
        .words("Libellé")
        .words("Lettre")
        .figures("Débit")
        .figures("Crédit");
    for line in &entry.lines {
        let label = labels.get(&line.account).map_or("", String::as_str);
        let party = line.aux.as_ref().map_or_else(String::new, |aux| {
            let known = parties.get(&(line.account.clone(), aux.clone()));
            known.map_or_else(|| aux.clone(), |label| format!("{aux} {label}"))
        });
        let letter = line.lettering.as_ref().map_or("", |(letter, _)| letter);
        table.row([
            Cell::text(line.account.as_str()).to(ways::account(slug, ends_on, &line.account)),
            Cell::text(label),
            Cell::text(party),
            Cell::text(line.label.as_deref().unwrap_or(&entry.label)),
            Cell::text(letter),
            Cell::amount(line.debit),
            Cell::amount(line.credit),
        ]);
    }
    let sum = |side: fn(&books::ValidatedLine) -> Cents| entry.lines.iter().map(side).sum();
    let empty = Cell::empty;
    table.total([
        Cell::text("Total"),
        empty(),
        empty(),
        empty(),
        empty(),
        Cell::amount(sum(|line| line.debit)),
        Cell::amount(sum(|line| line.credit)),
    ]);
    table
}
