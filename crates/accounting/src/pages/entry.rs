//! One validated entry: its head, its lines, the first characters of its seal, its neighbours.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use domain::Cents;
use domain::dossier::Subject;
use domain::words::hex;
use serde::Deserialize;
use std::collections::BTreeMap;
use web::export::{Format, download, exports};
use web::pieces::{Badge, Crumb, Export, Link, Tone};
use web::table::{Cell, Table};
use web::threads::{Asked as OfEntry, asked as asked_of};
use web::{Page, Path, Problem, Query, Reading, Seat, filters, render};

use super::account::Parties;
use super::lettered::{Lettered, lettered};
use super::year::Year;
use crate::books::{self, ValidatedEntry};
use crate::ways;

#[derive(Template)]
#[template(path = "accounting/entry.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    entry: ValidatedEntry,
    association: String,
    warning: Option<String>,
    journal: Link,
    seal: String,
    state: Badge,
    exports: Vec<Export>,
    lines: Table,
    lettered: Vec<Lettered>,
    asked: Option<OfEntry>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    format: Option<Format>,
}

/// `GET /a/{slug}/ecritures/{fin}/{numero}?format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, ends_on, number)): Path<(String, NaiveDate, i64)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let found = books::entries(&*reading, &year.row, number, number).await?;
    let entry = found.into_iter().next().ok_or(Problem::NotFound)?;
    let last = books::last_number(&*reading, &year.row).await?;
    let labels = books::account_labels(&*reading, association.id).await?;
    let parties = books::third_parties(&*reading, association.id).await?;
    let journals = books::journals(&*reading, association.id).await?;
    let slug = &year.slug;
    let lines = lines(slug, ends_on, &entry, &labels, &parties);
    if let Some(format) = asked.format {
        let stem = format!("{}-{number}", year.stem("ecriture"));
        return download(format, &stem, year.about(), lines).await;
    }
    let answering = books::answering(&*reading, &year.row, entry.id).await?;
    let to = |number: i64| ways::entry(slug, ends_on, number);
    let neighbour = |number: i64| {
        let exists = (1..=last).contains(&number);
        exists.then(|| Link::new(format!("Écriture {number}"), to(number)))
    };
    let name = journals.get(&entry.journal).map_or("", String::as_str);
    let mut crumbs = year.crumbs(&format!("Écriture {number}"));
    let journal = Crumb {
        label: format!("Journal {}", entry.journal),
        href: Some(ways::journal(slug, ends_on, &entry.journal)),
    };
    crumbs.insert(crumbs.len() - 1, journal);
    render(&Shown {
        page,
        crumbs,
        association: association.name.clone(),
        warning: year.warning.clone(),
        journal: Link::new(
            format!("{} {name}", entry.journal),
            ways::journal(slug, ends_on, &entry.journal),
        ),
        seal: beginning(&entry.seal),
        state: Badge::new("validée", Tone::Good),
        exports: exports(&to(number)),
        lines,
        lettered: lettered(&year, &entry, &answering, &parties),
        asked: asked_of(&reading, &seat, &Subject::Entry { ends_on, number }).await?,
        previous: neighbour(number - 1),
        next: neighbour(number + 1),
        entry,
    })
}

/// The first characters of a seal.
fn beginning(seal: &[u8]) -> String {
    hex(&seal[..seal.len().min(6)])
}

fn lines(
    slug: &str,
    ends_on: NaiveDate,
    entry: &ValidatedEntry,
    labels: &BTreeMap<String, String>,
    parties: &Parties,
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
        let party = line.aux.as_ref().map_or_else(Cell::empty, |aux| {
            let known = parties.get(&(line.account.clone(), aux.clone()));
            let name = known.map_or_else(|| aux.clone(), |label| format!("{aux} {label}"));
            Cell::text(name).to(ways::party(slug, ends_on, &line.account, aux))
        });
        let letter = line.lettering.as_ref().map_or("", |(letter, _)| letter);
        table.row([
            Cell::text(line.account.as_str()).to(ways::account(slug, ends_on, &line.account)),
            Cell::text(label),
            party,
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
