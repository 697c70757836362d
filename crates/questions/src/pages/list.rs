//! The questions of an association, those that wait first.

use askama::Template;
use axum::response::Response;
use domain::dossier::{State, Subject};
use dossier::{Thread, threads};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::{NOTHING, plural};
use web::pieces::{Badge, Control, Crumb, Empty, Export, Filters, Link, Tone};
use web::table::{Cell, Table};
use web::threads::{ask_address, list_address, name, state, thread_address};
use web::{Page, Problem, Query, Reading, Seat, Site, notice, render};

use super::above;

/// The letters of a question that its line shows.
const SHOWN: usize = 80;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    etat: String,
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "questions/list.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    lead: String,
    warning: Option<String>,
    ask: Link,
    filters: Option<Filters>,
    exports: Vec<Export>,
    table: Table,
    empty: Empty,
}

/// `GET /a/{slug}/questions?etat=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (association, slug) = (&seat.association, &seat.association.slug);
    let narrowed = State::ALL.into_iter().find(|state| state.slug() == asked.etat);
    let all = threads(&*reading, &seat.reader(), None).await?;
    let open = all.iter().filter(|thread| thread.standing.state == State::Open).count();
    let kept = |thread: &&Thread| narrowed.is_none_or(|state| thread.standing.state == state);
    let table = table(&site, slug, all.iter().filter(kept));
    let warning = notice(&reading).await?;
    if let Some(format) = asked.format {
        let about = [Some(association.name.clone()), warning].into_iter().flatten().collect();
        return download(format, &format!("questions-{slug}"), about, table).await;
    }
    let here = list_address(slug);
    let narrow = narrowed.map_or("", State::slug);
    let ask = Link::new("Poser une question", ask_address(slug, &Subject::Association));
    let counted = format!(
        "{}\u{a0}: {}, dont {}.",
        association.name,
        plural(all.len() as i64, "question", "questions"),
        plural(open as i64, "ouverte", "ouvertes"),
    );
    let lead = if all.is_empty() { association.name.clone() } else { counted };
    let crumbs = above(association);
    let (up, _) = crumbs.split_at(1);
    render(&Shown {
        page,
        crumbs: Crumb::trail(up.to_vec(), "Questions"),
        lead,
        warning,
        filters: (!all.is_empty()).then(|| filters(&here, narrow)),
        exports: exports(&asking(&here, &[("etat", narrow)])),
        table,
        empty: if all.is_empty() { none_yet(&ask) } else { nothing_left() },
        ask,
    })
}

fn filters(here: &str, narrow: &str) -> Filters {
    let all = (String::new(), "toutes".to_owned());
    let states = State::ALL.map(|state| (state.slug().to_owned(), format!("{}s", state.french())));
    let choices = [all].into_iter().chain(states).collect();
    Filters {
        action: here.to_owned(),
        controls: vec![Control::choice("etat", "État", narrow, choices)],
    }
}

fn table<'a>(site: &Site, slug: &str, threads: impl Iterator<Item = &'a Thread>) -> Table {
    let mut table = Table::new("Questions")
        .sortable()
        .words("Question")
        .words("Sur")
        .words("Demande")
        .words("État")
        .words("Attendue de")
        .words("Posée par")
        .figures("Posée le");
    for thread in threads {
        let awaits = match thread.standing.state {
            // Its word never breaks.
            State::Open => Cell::badge(Badge::new(thread.standing.awaits.word(), Tone::Neutral)),
            _ => Cell::text(NOTHING),
        };
        let named = Cell { order: Some(thread.number), ..Cell::text(name(thread)) };
        table.row([
            named.to(thread_address(slug, thread.number)),
            Cell::text(thread.subject.title()),
            Cell::text(beginning(&thread.words)),
            Cell::badge(state(thread)),
            awaits,
            Cell::text(&thread.asker),
            Cell::date(site.clock.at(thread.asked_at).date_naive()),
        ]);
    }
    table
}

/// The first letters of a text, in one line.
fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = line.chars();
    let head: String = letters.by_ref().take(SHOWN).collect();
    if letters.next().is_some() { format!("{}…", head.trim_end()) } else { head }
}

fn none_yet(ask: &Link) -> Empty {
    Empty {
        title: "Aucune question n'a encore été posée".to_owned(),
        explanation:
            "On demande ici à la comptabilité ce qu'est une dépense, et elle demande ici les \
                      pièces qui lui manquent. Une question se pose aussi depuis la page d'une \
                      écriture, d'un compte, d'un contrat ou d'un chiffre."
                .to_owned(),
        action: Some(ask.clone()),
    }
}

fn nothing_left() -> Empty {
    Empty {
        title: "Aucune question n'est dans cet état".to_owned(),
        explanation: "«\u{a0}Tout montrer\u{a0}» les montre toutes.".to_owned(),
        action: None,
    }
}
