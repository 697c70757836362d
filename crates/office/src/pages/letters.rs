//! The letters that the site wrote: which are gone, which wait, which nobody took. Their text is not
//! shown: it may hold a link that opens.

use askama::Template;
use axum::response::Response;
use chrono::{DateTime, Utc};
use mail::outbox;
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder, QuerySelect};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::short_date;
use web::pieces::{Badge, Export, Pager, Tone};
use web::table::{Cell, Table};
use web::{Page, Problem, Query, Reading, Site, render};

const ROWS: u64 = 100;
const WAY: &str = "/courriers";

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<u64>,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "office/letters.html")]
struct Letters {
    page: Page,
    exports: Vec<Export>,
    table: Table,
    pager: Pager,
}

/// `GET /courriers?page=&format=`, the newest first.
pub(super) async fn show(
    page: Page,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let letters = outbox::Entity::find().order_by_desc(outbox::Column::Id);
    if let Some(format) = asked.format {
        let all = letters.all(&*reading).await?;
        return download(format, "courriers", Vec::new(), table(&site, &all)).await;
    }
    let total = letters.clone().count(&*reading).await?;
    let number = asked.page.unwrap_or(1).clamp(1, total.div_ceil(ROWS).max(1));
    let shown = letters.offset((number - 1) * ROWS).limit(ROWS).all(&*reading).await?;
    render(&Letters {
        page,
        exports: if total > 0 { exports(&asking(WAY, &[])) } else { Vec::new() },
        table: table(&site, &shown),
        pager: Pager::new(total, number, ROWS, WAY),
    })
}

fn table(site: &Site, letters: &[outbox::Model]) -> Table {
    let mut table = Table::new("Courriers")
        .words("Écrit")
        .words("À")
        .words("Objet")
        .words("État")
        .words("Ce qu'a dit le serveur");
    for letter in letters {
        table.row([
            Cell::text(local(site, letter.created_at)),
            Cell::text(&letter.recipient),
            Cell::text(&letter.subject),
            Cell::badge(state(site, letter)),
            letter.last_error.as_ref().map_or_else(Cell::empty, Cell::text),
        ]);
    }
    table
}

fn state(site: &Site, letter: &outbox::Model) -> Badge {
    match (letter.sent_at, letter.failed_at) {
        (Some(sent), _) => Badge::new(format!("parti le {}", local(site, sent)), Tone::Good),
        (_, Some(failed)) => Badge::new(format!("abandonné le {}", local(site, failed)), Tone::Bad),
        _ if letter.last_error.is_none() => Badge::new("part à l'instant", Tone::Neutral),
        _ => Badge::new(format!("nouvel essai le {}", local(site, letter.due_at)), Tone::Warning),
    }
}

/// An instant on the pôle's wall clock.
fn local(site: &Site, at: DateTime<Utc>) -> String {
    let local = site.clock.at(at);
    format!("{} à {}", short_date(local.date_naive()), local.format("%H:%M"))
}
