//! The journals of a year, month by month.

use std::collections::BTreeMap;

use axum::response::Response;
use chrono::NaiveDate;
use domain::Cents;
use domain::calendar::month_name;
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat};

use super::listing::{Listing, no_entry_yet};
use super::year::{Here, Year};
use crate::books::{self, JournalMonth};
use crate::ways;

#[derive(Deserialize)]
pub(super) struct Asked {
    format: Option<Format>,
}

/// `GET /a/{slug}/journaux/{fin}?format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, ends_on)): Path<(String, NaiveDate)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let months = books::journal_months(&*reading, &year.row).await?;
    let names = books::journals(&*reading, seat.association.id).await?;
    let table = table(&year, &months, &names);
    if let Some(format) = asked.format {
        return download(format, &year.stem("journaux"), year.about(), table).await;
    }
    Listing {
        crumbs: year.crumbs("Journaux"),
        title: "Journaux".to_owned(),
        lead: format!("{}, {}.", year.association, year.said()),
        warning: year.warning.clone(),
        done: None,
        acts: Vec::new(),
        readings: Vec::new(),
        rooms: year.rooms(Here::Journals),
        facts: Vec::new(),
        filters: None,
        exports: exports(&ways::journals(&year.slug, ends_on)),
        table,
        pager: None,
        asked: None,
        empty: no_entry_yet(),
        page,
    }
    .answer()
}

fn table(year: &Year, months: &[JournalMonth], names: &BTreeMap<String, String>) -> Table {
    let mut table = Table::new("Journaux, mois par mois")
        .note("En euros. Dans chaque journal, le crédit égale le débit.")
        .words("Journal")
        .words("Mois")
        .figures("Écritures")
        .figures("Débit");
    let sums = |months: &[JournalMonth]| {
        let entries = months.iter().map(|month| month.entries).sum();
        let debit: Cents = months.iter().map(|month| month.debit).sum();
        [Cell::count(entries), Cell::bare(debit)]
    };
    for months in months.chunk_by(|a, b| a.journal == b.journal) {
        let journal = &months[0].journal;
        let way = ways::journal(&year.slug, year.ends_on(), journal);
        for month in months {
            let opens = asking(&way, &[("mois", &month.month.to_string())]);
            table.row([
                Cell::text(journal).to(opens),
                Cell::text(month_name(month.month)),
                Cell::count(month.entries),
                Cell::bare(month.debit),
            ]);
        }
        let name = names.get(journal).map_or("", String::as_str);
        let heads = [Cell::text(journal).to(way), Cell::text(name)];
        table.subtotal(heads.into_iter().chain(sums(months)));
    }
    if !months.is_empty() {
        let heads = [Cell::text("Total"), Cell::empty()];
        table.total(heads.into_iter().chain(sums(months)));
    }
    table
}
