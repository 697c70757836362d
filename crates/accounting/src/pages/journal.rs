//! The entries of one journal, over a year or one of its months.

use axum::response::Response;
use chrono::NaiveDate;
use domain::calendar::month_name;
use domain::{Cents, Month};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::plural;
use web::pieces::{Control, Crumb, Filters, Pager};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat};

use super::listing::{Listing, nothing_left};
use super::months::{Months, choices};
use super::year::{Here, Year};
use crate::books::{self, JournalEntry};
use crate::ways;

/// Entries to a page.
const ROWS: i64 = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    mois: Option<String>,
    page: Option<i64>,
    format: Option<Format>,
}

/// `GET /a/{slug}/journaux/{fin}/{journal}?mois=&page=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, ends_on, code)): Path<(String, NaiveDate, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let mois = asked.mois.as_deref();
    let months = Months::asked(&year, mois, mois)?;
    let all = books::journal_months(&*reading, &year.row).await?;
    let kept: Vec<_> = all.into_iter().filter(|month| month.journal == code).collect();
    if kept.is_empty() {
        return Err(Problem::NotFound);
    }
    let shown = kept.iter().filter(|month| months.contains(month.month.first_day()));
    let (entries, debit) = shown.fold((0, Cents::ZERO), |(entries, debit), month| {
        (entries + month.entries, debit + month.debit)
    });
    let number = asked.page.unwrap_or(1).clamp(1, ((entries + ROWS - 1) / ROWS).max(1));
    let slice = match asked.format {
        Some(_) => (0, entries),
        None => ((number - 1) * ROWS, ROWS),
    };
    let days = (months.from.first_day(), months.to.last_day());
    let found = books::journal_entries(&*reading, &year.row, &code, days, slice).await?;
    let names = books::journals(&*reading, seat.association.id).await?;
    let title = match names.get(&code) {
        Some(name) => format!("Journal {code} {name}"),
        None => format!("Journal {code}"),
    };
    let table = table(&year, &title, months, &found, debit);
    if let Some(format) = asked.format {
        return download(format, &year.stem("journal"), year.about(), table).await;
    }
    let way = ways::journal(&year.slug, ends_on, &code);
    let mois = if months.is_whole() { String::new() } else { months.from.to_string() };
    let narrowed = asking(&way, &[("mois", &mois)]);
    let mut crumbs = year.crumbs(&format!("Journal {code}"));
    let above =
        Crumb { label: "Journaux".to_owned(), href: Some(ways::journals(&year.slug, ends_on)) };
    crumbs.insert(crumbs.len() - 1, above);
    let whole: (Month, Month) = (year.first_month(), year.last_month());
    let control = Control::choice("mois", "Mois", mois, choices(whole, "toute l'année"));
    Listing {
        crumbs,
        title,
        lead: format!(
            "{}, {}\u{a0}: {}, du plus petit au plus grand numéro.",
            year.association,
            year.said(),
            plural(entries, "écriture", "écritures")
        ),
        warning: year.warning.clone(),
        done: None,
        acts: Vec::new(),
        readings: Vec::new(),
        rooms: year.rooms(Here::Below),
        facts: Vec::new(),
        filters: Some(Filters { action: way, controls: vec![control] }),
        exports: exports(&narrowed),
        table,
        pager: Some(Pager::new(entries as u64, number as u64, ROWS as u64, &narrowed)),
        asked: None,
        empty: nothing_left(),
        page,
    }
    .answer()
}

fn table(
    year: &Year,
    title: &str,
    months: Months,
    entries: &[JournalEntry],
    debit: Cents,
) -> Table {
    let period = if months.is_whole() { "toute l'année".into() } else { month_name(months.from) };
    let mut table = Table::new(format!("{title}, {period}"))
        .note("En euros. Le crédit de chaque écriture égale son débit.")
        .of_entries()
        .words("Écriture")
        .figures("Date")
        .words("Pièce")
        .words("Libellé")
        .figures("Lignes")
        .figures("Débit");
    for entry in entries {
        let way = ways::entry(&year.slug, year.ends_on(), entry.number);
        table.row([
            Cell::number(entry.number).to(way),
            Cell::date(entry.date),
            Cell::text(&entry.piece_ref),
            Cell::text(&entry.label),
            Cell::count(entry.lines),
            Cell::bare(Cents(entry.debit)),
        ]);
    }
    let empty = Cell::empty;
    table.total([
        Cell::text(if months.is_whole() { "Année" } else { "Mois" }),
        empty(),
        empty(),
        empty(),
        empty(),
        Cell::bare(debit),
    ]);
    table
}
