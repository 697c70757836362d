//! The first page of each: their association, the portfolio of those who keep several, the report,
//! the keys.

use accounting::{books, progress};
use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use directory::{Access, association, associations};
use domain::dossier::State;
use domain::rights::Right;
use dossier::Reader;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use web::export::{Format, download, exports};
use web::pieces::{Badge, Empty, EntityBadge, Export, Tone};
use web::table::{Cell, Table};
use web::threads::list_in;
use web::{Page, Problem, Query, Reading, Site, Visitor, render};

#[derive(Template)]
#[template(path = "report/portfolio.html")]
struct Portfolio {
    page: Page,
    exports: Vec<Export>,
    table: Table,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    format: Option<Format>,
}

#[derive(Template)]
#[template(path = "report/nothing_open.html")]
struct NothingOpen {
    page: Page,
    empty: Empty,
}

/// `GET /?format=`.
pub(super) async fn show(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (access, all) = (&visit.access, associations(&*reading).await?);
    let kept = access.within(&all, &[Right::Books, Right::Jobs]);
    let of_board = |held: &directory::Held| held.role == domain::rights::Role::BoardMember;
    if let [only] = kept[..]
        && !access.held.iter().all(of_board)
    {
        return Ok(Redirect::to(&format!("/a/{}", only.slug)).into_response());
    }
    if kept.len() > 1 {
        let table = portfolio(&reading, access, &all, site.clock.today()).await?;
        if let Some(format) = asked.format {
            return download(format, "associations", vec![site.pole.to_string()], table).await;
        }
        return render(&Portfolio { page, exports: exports("/"), table });
    }
    for (right, address) in [(Right::KeepPeople, "/acces"), (Right::Report, "/rapport")] {
        if access.may_in_pole(right) {
            return Ok(Redirect::to(address).into_response());
        }
    }
    let empty = Empty {
        title: "Aucun accès n'est ouvert".to_owned(),
        explanation:
            "Un accès est donné par la personne qui administre le pôle, et se ferme avec le \
                      mandat ou la mission. Demandez-lui le vôtre."
                .to_owned(),
        action: None,
    };
    render(&NothingOpen { page, empty })
}

/// A line for each association that one may open, with what its books say of themselves.
async fn portfolio(
    reading: &Reading,
    access: &Access,
    all: &[association::Model],
    today: NaiveDate,
) -> Result<Table, Problem> {
    let badges = EntityBadge::of_pole(all.iter().map(|one| one.name.as_str()));
    let mut table = Table::new("Associations")
        .note("La dernière année de chaque jeu de livres.")
        .sortable()
        .words("Association")
        .figures("Exercice clos le")
        .words("Exercice")
        .figures("Écritures")
        .figures("Dernière écriture")
        .figures("Débits")
        .words("État");
    // Only for those from whom an answer may be awaited somewhere.
    let answers = all.iter().any(|place| Reader::new(access, place.id).side().is_some());
    if answers {
        table = table.figures("Questions en attente");
    }
    for (association, badge) in all.iter().zip(&badges) {
        let books = access.may(Right::Books, association.id);
        if !books && !access.may(Right::Jobs, association.id) {
            continue;
        }
        let name = Cell::entity(badge).to(format!("/a/{}", association.slug));
        let rest = if books { state(&**reading, association, today).await? } else { None };
        // A partner who sits on the board and whose books are elsewhere.
        if rest.is_none() && association.college == "institutions" {
            continue;
        }
        let rest = rest.unwrap_or_else(|| {
            let word = if books { "sans livres" } else { "livres non ouverts" };
            let mut cells = std::array::from_fn(|_| Cell::empty());
            cells[5] = Cell::badge(Badge::new(word, Tone::Neutral));
            cells
        });
        let mut cells: Vec<Cell> = std::iter::once(name).chain(rest).collect();
        if answers {
            cells.push(awaited(reading, access, association).await?);
        }
        table.row(cells);
    }
    Ok(table)
}

/// How many questions wait for the reader's side, and the way to them.
async fn awaited(
    reading: &Reading,
    access: &Access,
    association: &association::Model,
) -> Result<Cell, Problem> {
    let reader = Reader::new(access, association.id);
    let count = dossier::awaited(&**reading, &reader).await?;
    let cell = Cell::count(count);
    Ok(if count > 0 { cell.to(list_in(&association.slug, State::Open)) } else { cell })
}

async fn state<C: ConnectionTrait>(
    conn: &C,
    association: &association::Model,
    today: NaiveDate,
) -> Result<Option<[Cell; 6]>, Problem> {
    let years = accounting::years(conn, association.id).await?;
    let Some(year) = years.last() else { return Ok(None) };
    let last = books::last_entry(conn, year).await?;
    let accounts = books::balance(conn, year).await?;
    let debits: domain::Cents = accounts.iter().map(|account| account.debit).sum();
    let credits: domain::Cents = accounts.iter().map(|account| account.credit).sum();
    let state = match debits - credits {
        domain::Cents(0) => Badge::new("équilibrée", Tone::Good),
        gap => Badge::new(format!("écart de {gap}"), Tone::Bad),
    };
    Ok(Some([
        Cell::date(year.ends_on),
        Cell::text(progress(year, today)),
        Cell::count(last.map_or(0, |last| last.number)),
        last.map_or_else(|| Cell::worded(None), |last| Cell::date(last.date)),
        Cell::amount(debits),
        Cell::badge(state),
    ]))
}
