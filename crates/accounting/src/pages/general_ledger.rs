//! All the ledgers of a year: one page that arrives as it is read, or one file. Neither ever holds
//! the year in memory.

use std::collections::BTreeMap;
use std::io;

use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use directory::Error;
use domain::Cents;
use futures_util::stream;
use serde::Deserialize;
use sheets::{Column, Head, Value, Writer};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use web::address::part;
use web::export::{Format, exports, file, streamed};
use web::french::{count, plural};
use web::pieces::{Crumb, Empty, Export};
use web::{Page, Path, Problem, Query, Reading, Seat, Site};

use super::account::{Parties, party};
use super::listing::{Room, no_entry_yet};
use super::year::{Here, Year};
use crate::books::{self, AccountBalance, Movement, Place};
use crate::entity::fiscal_year;
use crate::ways;

mod html;

use html::Drawn;

/// Lines read at once; fewer the first time, so that something shows soon.
const LINES: i64 = 4_000;
const FIRST_LINES: i64 = 150;

/// From this many lines on, the page says that it is long.
const LONG: i64 = 20_000;

/// Where the template is cut: the ledgers come in between.
const CUT: &str = "<!--ledgers-->";

#[derive(Deserialize)]
pub(super) struct Asked {
    format: Option<Format>,
}

/// An account in the index.
struct Indexed {
    code: String,
    label: String,
    href: String,
    lines: String,
}

#[derive(Template)]
#[template(path = "accounting/general_ledger.html")]
struct Around {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    warning: Option<String>,
    long: Option<String>,
    rooms: Vec<Room>,
    exports: Vec<Export>,
    index: Vec<Indexed>,
    empty: Empty,
}

/// `GET /a/{slug}/grand-livre/{fin}?format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Path((_, ends_on)): Path<(String, NaiveDate)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let accounts = books::balance(&*reading, &year.row).await?;
    let last = books::last_entry(&*reading, &year.row).await?.map_or(0, |last| last.id);
    let parties = books::third_parties(&*reading, seat.association.id).await?;
    // What is validated does not change: the pages that follow need no moment in common, only to stop
    // at the entry that was the last one now. Each has a short transaction of its own.
    drop(reading);
    let pages = pages(site, year.row.clone(), last);
    let labels = accounts.iter().map(|account| (account.code.clone(), account.label.clone()));
    let names = Names { labels: labels.collect(), parties };
    match asked.format {
        Some(format) => as_file(format, &year, &accounts, pages, names),
        None => as_page(page, &year, &accounts, pages, names),
    }
}

/// Labels that movements refer to.
struct Names {
    labels: BTreeMap<String, String>,
    parties: Parties,
}

impl Names {
    fn label(&self, code: &str) -> &str {
        self.labels.get(code).map_or("", String::as_str)
    }
}

/// The lines of a year, page after page, being read by tasks of their own.
type Pages = mpsc::Receiver<JoinHandle<Result<Vec<Movement>, Error>>>;

/// Cuts a year into pages and has each read as soon as it is cut: two are read side by side while
/// another is drawn. Ends when nobody waits for the next.
fn pages(site: Site, year: fiscal_year::Model, last: i64) -> Pages {
    let (cut, pages) = mpsc::channel(1);
    tokio::spawn(async move {
        let (mut after, mut lines) = (Place::START, FIRST_LINES);
        loop {
            let upto: Result<_, Error> = async {
                let moment = site.db.snapshot().await?;
                books::place_after(&moment, &year, last, &after, lines).await
            }
            .await;
            let (site, year) = (site.clone(), year.clone());
            let next = upto.as_ref().ok().cloned().flatten();
            let page = tokio::spawn(async move {
                let moment = site.db.snapshot().await?;
                books::movements_between(&moment, &year, last, &after, upto?.as_ref()).await
            });
            if cut.send(page).await.is_err() {
                break;
            }
            let Some(next) = next else { break };
            (after, lines) = (next, LINES);
        }
    });
    pages
}

/// The next page; none after the last.
async fn next(pages: &mut Pages) -> Result<Option<Vec<Movement>>, io::Error> {
    let Some(page) = pages.recv().await else { return Ok(None) };
    page.await.map_err(io::Error::other)?.map(Some).map_err(io::Error::other)
}

fn as_page(
    page: Page,
    year: &Year,
    accounts: &[AccountBalance],
    pages: Pages,
    names: Names,
) -> Result<Response, Problem> {
    let lines: i64 = accounts.iter().map(|account| account.lines).sum();
    let long = (lines > LONG).then(|| {
        format!(
            "Ce grand livre a {}\u{a0}: la page est longue à parcourir et très longue à imprimer. \
             Un compte se lit plus vite par la balance\u{a0}; toute l'année tient mieux dans un \
             fichier.",
            plural(lines, "ligne", "lignes")
        )
    });
    let way = ways::general_ledger(&year.slug, year.ends_on());
    let indexed = |account: &AccountBalance| Indexed {
        href: format!("#c{}", part(&account.code)),
        lines: count(account.lines),
        code: account.code.clone(),
        label: account.label.clone(),
    };
    let around = Around {
        page,
        crumbs: year.crumbs("Grand livre"),
        title: "Grand livre".to_owned(),
        lead: format!(
            "{}, {}\u{a0}: {} sur {}.",
            year.association,
            year.said(),
            plural(lines, "ligne", "lignes"),
            plural(accounts.len() as i64, "compte", "comptes"),
        ),
        warning: year.warning.clone(),
        long,
        rooms: year.rooms(Here::GeneralLedger),
        exports: exports(&way),
        index: accounts.iter().map(indexed).collect(),
        empty: no_entry_yet(),
    }
    .render()?;
    let (before, after) = around.split_once(CUT).unwrap_or((&around, ""));
    let drawn = Drawn::new(&year.slug, year.ends_on(), names);
    let begun = Showing { before: before.to_owned(), after: after.to_owned(), pages, drawn };
    let chunks = stream::unfold(Some(begun), async |showing| {
        let (text, rest) = showing?.step().await;
        Some((Ok::<_, io::Error>(text), rest))
    });
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    Ok((headers, streamed(chunks)).into_response())
}

/// A page on its way.
struct Showing {
    before: String,
    after: String,
    pages: Pages,
    drawn: Drawn,
}

impl Showing {
    /// The next piece of the page, and what is left to show. A reading that fails is said where it
    /// stops: the page has begun, and must not look whole.
    async fn step(mut self) -> (String, Option<Self>) {
        let mut text = std::mem::take(&mut self.before);
        match next(&mut self.pages).await {
            Ok(Some(movements)) => {
                self.drawn.add(&mut text, &movements);
                (text, Some(self))
            }
            Ok(None) => {
                self.drawn.end(&mut text);
                text.push_str(&self.after);
                (text, None)
            }
            Err(error) => {
                // Logs the cause under a reference, as a page that fails at once does.
                let told = Problem::internal(error);
                self.drawn.interrupted(&mut text, &told);
                text.push_str(&self.after);
                (text, None)
            }
        }
    }
}

const COLUMNS: [(&str, u16); 12] = [
    ("Compte", 12),
    ("Intitulé", 34),
    ("Écriture", 10),
    ("Date", 12),
    ("Journal", 9),
    ("Pièce", 16),
    ("Libellé", 40),
    ("Tiers", 30),
    ("Lettre", 8),
    ("Débit", 16),
    ("Crédit", 16),
    ("Solde", 16),
];

fn as_file(
    Format(format): Format,
    year: &Year,
    accounts: &[AccountBalance],
    pages: Pages,
    names: Names,
) -> Result<Response, Problem> {
    let lines: i64 = accounts.iter().map(|account| account.lines).sum();
    let rows = lines + accounts.len() as i64 + 8;
    if format != sheets::Format::Csv && rows > i64::from(sheets::MOST_ROWS) {
        return Err(sheets::Error::TooLong.into());
    }
    let columns = COLUMNS.map(|(label, width)| Column { label: label.to_owned(), width });
    let head =
        Head { title: "Grand livre".to_owned(), notes: year.about(), columns: columns.into() };
    let writer = Writer::begin(format, &head)?;
    let writing = Writing { writer, pages, names, account: None };
    let chunks = stream::try_unfold(Some(writing), async |writing| match writing {
        Some(writing) => writing.step().await.map(Some),
        None => Ok(None),
    });
    Ok(file(format, &year.stem("grand-livre"), streamed(chunks)))
}

/// A file on its way.
struct Writing {
    writer: Writer,
    pages: Pages,
    names: Names,
    account: Option<Running>,
}

/// An account being read.
struct Running {
    code: String,
    debit: Cents,
    credit: Cents,
}

impl Running {
    fn new(code: &str) -> Self {
        Self { code: code.to_owned(), debit: Cents::ZERO, credit: Cents::ZERO }
    }

    fn add(&mut self, movement: &Movement) {
        self.debit += Cents(movement.debit);
        self.credit += Cents(movement.credit);
    }

    fn balance(&self) -> Cents {
        self.debit - self.credit
    }
}

impl Writing {
    async fn step(mut self) -> io::Result<(Vec<u8>, Option<Self>)> {
        if let Some(movements) = next(&mut self.pages).await? {
            for movement in &movements {
                self.row(movement).map_err(io::Error::other)?;
            }
            return Ok((self.writer.ready(), Some(self)));
        }
        self.close().map_err(io::Error::other)?;
        // Packing takes the processor for a while.
        let rest = tokio::task::spawn_blocking(move || {
            let mut bytes = self.writer.ready();
            bytes.extend(self.writer.end()?);
            Ok::<_, sheets::Error>(bytes)
        });
        let rest = rest.await.map_err(io::Error::other)?.map_err(io::Error::other)?;
        Ok((rest, None))
    }

    fn row(&mut self, movement: &Movement) -> Result<(), sheets::Error> {
        if self.account.as_ref().is_none_or(|account| account.code != movement.account) {
            self.close()?;
        }
        let account = self.account.get_or_insert_with(|| Running::new(&movement.account));
        account.add(movement);
        let text = |text: &str| Value::Text(text.to_owned());
        let values = [
            text(&movement.account),
            text(self.names.label(&movement.account)),
            Value::Count(movement.number),
            Value::Day(movement.date),
            text(&movement.journal),
            text(&movement.piece_ref),
            text(&movement.label),
            movement
                .aux
                .as_ref()
                .map_or(Value::Nothing, |_| Value::Text(party(movement, &self.names.parties))),
            movement.letter.as_deref().map_or(Value::Nothing, text),
            Value::Amount(Cents(movement.debit)),
            Value::Amount(Cents(movement.credit)),
            Value::Amount(account.balance()),
        ];
        self.writer.row(&values, false)
    }

    /// Ends the account at hand by its totals.
    fn close(&mut self) -> Result<(), sheets::Error> {
        let Some(account) = self.account.take() else { return Ok(()) };
        let label = self.names.label(&account.code);
        let mut values =
            vec![Value::Text(account.code.clone()), Value::Text(format!("Total {label}"))];
        values.resize(COLUMNS.len() - 3, Value::Nothing);
        values.extend([account.debit, account.credit, account.balance()].map(Value::Amount));
        self.writer.row(&values, true)
    }
}
