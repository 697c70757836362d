//! The years of an association, and the ways into each.

use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use domain::rights::Right;
use serde::Deserialize;
use web::export::{Format, download, exports};
use web::pieces::{Badge, Crumb, Empty, Link, Tone};
use web::table::{Cell, Table};
use web::upload::Owner;
use web::{Page, Problem, Query, Reading, Seat, Site, notice};

use super::listing::Listing;
use crate::books::{self, LastEntry, YearTotals};
use crate::entity::fiscal_year;
use crate::open_year::{progress, years};
use crate::ways;

#[derive(Deserialize)]
pub(super) struct Asked {
    format: Option<Format>,
    /// The token of files that were just taken.
    fait: Option<String>,
}

/// A year and what it holds.
struct Held {
    year: fiscal_year::Model,
    totals: YearTotals,
    last: Option<LastEntry>,
}

/// `GET /a/{slug}/livres`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let association = &seat.association;
    let totals = books::year_totals(&*reading, association.id).await?;
    let mut held = Vec::new();
    for year in years(&*reading, association.id).await?.into_iter().rev() {
        let last = books::last_entry(&*reading, &year).await?;
        held.push(Held { totals: totals.get(&year.id).copied().unwrap_or_default(), year, last });
    }
    let today = site.clock.today();
    let slug = &association.slug;
    if let Some(format) = asked.format {
        let table = table(slug, &held, today, false);
        return download(format, &format!("livres-{slug}"), vec![association.name.clone()], table)
            .await;
    }
    let bring = seat
        .may(Right::KeepBooks)
        .then(|| Link::new("Importer des fichiers (FEC)", ways::bring(slug)));
    // Whoever keeps books knows their names by heart.
    let latest = held.iter().find(|held| held.last.is_some() && !seat.may(Right::KeepBooks));
    let owner = Owner::of(&seat, super::import::PURPOSE);
    Listing {
        page,
        crumbs: Crumb::trail([("Accueil", "/")], "Livres"),
        title: "Livres".to_owned(),
        lead: format!(
            "{}\u{a0}: les exercices, du plus récent au plus ancien, et leurs livres.",
            association.name
        ),
        warning: notice(&reading).await?,
        done: asked.fait.and_then(|token| site.uploads.done(owner, &token)),
        acts: bring.iter().cloned().collect(),
        readings: latest.map_or_else(Vec::new, |held| readings(slug, held.year.ends_on)),
        rooms: Vec::new(),
        facts: Vec::new(),
        filters: None,
        exports: if held.is_empty() { Vec::new() } else { exports(&ways::books(slug)) },
        table: table(slug, &held, today, true),
        pager: None,
        asked: None,
        empty: Empty {
            title: "Aucun exercice n'est encore ouvert".to_owned(),
            explanation: "Un exercice s'ouvre avec le premier fichier des écritures (FEC) importé\
                          \u{a0}: la balance, le grand livre et les journaux se lisent alors ici."
                .to_owned(),
            action: bring,
        },
    }
    .answer()
}

/// What can be read of a year, in the words of those who keep no books.
fn readings(slug: &str, ends_on: NaiveDate) -> Vec<Link> {
    vec![
        Link::new(
            format!("Voir tous les comptes de {}", ends_on.year()),
            ways::balance(slug, ends_on),
        ),
        Link::new("Fournisseurs, clients, financeurs", ways::third_parties(slug, ends_on)),
        Link::new("Toutes les écritures par journal", ways::journals(slug, ends_on)),
        Link::new("Fichier des écritures (FEC), pour l'administration", ways::fec(slug, ends_on)),
    ]
}

fn table(slug: &str, held: &[Held], today: NaiveDate, with_ways: bool) -> Table {
    let mut table = Table::new("Exercices")
        .note(
            "En euros. Débit et crédit sont toujours égaux. La date de clôture ouvre la balance, \
             tous les comptes de l'exercice.",
        )
        .figures("Exercice clos le")
        .figures("Ouvert le")
        .words("État")
        .figures("Écritures")
        .figures("Dernière écriture")
        .figures("Débit")
        .figures("Crédit");
    if with_ways {
        for head in ["Grand livre", "Journaux", "Tiers", "FEC"] {
            table = table.words(head);
        }
    }
    for Held { year, totals, last } in held {
        let ends_on = year.ends_on;
        let mut cells = vec![
            match last {
                Some(_) if with_ways => Cell::date(ends_on).to(ways::balance(slug, ends_on)),
                _ => Cell::date(ends_on),
            },
            Cell::date(year.starts_on),
            Cell::badge(Badge::new(progress(year, today), Tone::Neutral)),
            Cell::count(last.map_or(0, |last| last.number)),
            last.map_or_else(|| Cell::worded(None), |last| Cell::date(last.date)),
            Cell::bare(totals.debit),
            Cell::bare(totals.credit),
        ];
        if with_ways {
            let opens = |label: &str, href: String| match last {
                Some(_) => Cell::text(label).to(href),
                None => Cell::worded(None),
            };
            cells.extend([
                opens("Grand\u{a0}livre", ways::general_ledger(slug, ends_on)),
                opens("Journaux", ways::journals(slug, ends_on)),
                opens("Tiers", ways::third_parties(slug, ends_on)),
                opens("FEC", ways::fec(slug, ends_on)),
            ]);
        }
        table.row(cells);
    }
    table
}
