//! The trial balance of a year: what moved, what stands, what stood a year before, and what changed
//! most.

use std::collections::BTreeMap;

use axum::response::Response;
use chrono::{Months as Shift, NaiveDate};
use domain::accounting::ChartKind;
use domain::accounting::statements::{LINES, StatementLine, line_of};
use domain::{Cents, Month};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::pieces::{Control, Filters};
use web::{Page, Path, Problem, Query, Reading, Seat};

use super::listing::{Listing, no_entry_yet, nothing_left};
use super::months::Months;
use super::year::{Here, Year};
use crate::books::{self, AccountBalance};
use crate::entity::fiscal_year;
use crate::ways;

mod drawn;

#[derive(Deserialize)]
pub(super) struct Asked {
    de: Option<String>,
    a: Option<String>,
    compte: Option<String>,
    soldes: Option<String>,
    ligne: Option<String>,
    tri: Option<String>,
    format: Option<Format>,
}

/// A line of the balance.
#[derive(Clone, Default)]
struct Line {
    label: String,
    before: Cents,
    debit: Cents,
    credit: Cents,
    last_year: Cents,
    /// The line of the statement of income where it falls.
    of: Option<&'static str>,
    /// Whether the year itself has lines there.
    moves: bool,
}

/// In what order the accounts of a class stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Number,
    Rise,
    Fall,
}

impl Order {
    const ALL: [Self; 3] = [Self::Number, Self::Rise, Self::Fall];

    fn sent(self) -> &'static str {
        match self {
            Self::Number => "",
            Self::Rise => ways::RISE,
            Self::Fall => "baisse",
        }
    }

    fn said(self) -> &'static str {
        match self {
            Self::Number => "Par numéro",
            Self::Rise => "De la plus forte hausse à la plus forte baisse",
            Self::Fall => "De la plus forte baisse à la plus forte hausse",
        }
    }
}

/// What the balance is compared with: the year before, up to a day.
struct Compared {
    year: fiscal_year::Model,
    to: Month,
    day: NaiveDate,
}

/// What was asked, understood.
struct View {
    months: Months,
    prefixes: Vec<String>,
    hides_zero: bool,
    line: Option<&'static StatementLine>,
    order: Order,
    compared: Option<Compared>,
}

impl View {
    fn asked(year: &Year, asked: &Asked, compared: Option<Compared>) -> Result<Self, Problem> {
        let line = match asked.ligne.as_deref() {
            None | Some("") => None,
            Some(code) => {
                let known = LINES.iter().find(|line| line.code == code);
                Some(known.ok_or_else(|| {
                    Problem::bad_request(
                        "La ligne demandée n'est pas du compte de résultat. Choisissez-en une dans \
                         la liste.",
                    )
                })?)
            }
        };
        let prefixes = asked.compte.as_deref().unwrap_or_default();
        let prefixes = prefixes
            .split(|c: char| c.is_whitespace() || ",;".contains(c))
            .filter(|prefix| !prefix.is_empty());
        // Without a year before, nothing rose or fell.
        let order = asked.tri.as_deref().filter(|_| compared.is_some());
        let order = Order::ALL.into_iter().find(|known| Some(known.sent()) == order);
        Ok(Self {
            months: Months::asked(year, asked.de.as_deref(), asked.a.as_deref())?,
            prefixes: prefixes.map(str::to_owned).collect(),
            hides_zero: asked.soldes.as_deref() == Some("non-nuls"),
            line,
            order: order.unwrap_or(Order::Number),
            compared,
        })
    }

    /// What its address asks.
    fn sent(&self) -> [(&'static str, String); 6] {
        let (from, to) = self.months.bounds();
        let zeros = if self.hides_zero { "non-nuls" } else { "" };
        let line = self.line.map_or("", |line| line.code);
        [
            ("de", from),
            ("a", to),
            ("compte", self.prefixes.join(",")),
            ("soldes", zeros.to_owned()),
            ("ligne", line.to_owned()),
            ("tri", self.order.sent().to_owned()),
        ]
    }

    /// The controls that choose it: the lines of the statement that the accounts make, an order where
    /// there is a year to compare with.
    fn controls(&self, lines: &BTreeMap<String, Line>) -> Vec<Control> {
        let [.., (_, prefixes), (_, zeros), (_, line), (_, order)] = self.sent();
        let choice = |sent: &str, read: &str| (sent.to_owned(), read.to_owned());
        let has = |code: &str| lines.values().any(|line| line.of == Some(code));
        let made = LINES.iter().filter(|line| has(line.code));
        let made = made.map(|line| choice(line.code, line.label));
        let made: Vec<_> = [choice("", "toutes")].into_iter().chain(made).collect();
        let zeros_shown = vec![choice("", "tous"), choice("non-nuls", "non nuls")];
        let mut controls = Vec::from(self.months.controls());
        controls.push(Control::text("compte", "Comptes qui commencent par", prefixes));
        if made.len() > 1 {
            controls.push(Control::choice("ligne", "Ligne du compte de résultat", line, made));
        }
        controls.push(Control::choice("soldes", "Soldes", zeros, zeros_shown));
        if self.compared.is_some() {
            let orders = Order::ALL.map(|order| choice(order.sent(), order.said())).to_vec();
            controls.push(Control::choice("tri", "Ordre", order, orders));
        }
        controls
    }
}

/// `GET /a/{slug}/balance/{fin}?de=&a=&compte=&soldes=&ligne=&tri=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, ends_on)): Path<(String, NaiveDate)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let months = Months::asked(&year, asked.de.as_deref(), asked.a.as_deref())?;
    let view = View::asked(&year, &asked, compared(&reading, &year, months).await?)?;
    let chart = ChartKind::parse(&seat.association.chart).unwrap_or(ChartKind::Association);
    let lines = lines(&reading, &year, &view, chart).await?;
    let has_entries = !lines.is_empty();
    let table = drawn::table(&year, &view, &lines);
    if let Some(format) = asked.format {
        return download(format, &year.stem("balance"), year.about(), table).await;
    }
    let way = ways::balance(&year.slug, ends_on);
    let sent = view.sent();
    let sent = sent.each_ref().map(|(name, value)| (*name, value.as_str()));
    Listing {
        crumbs: year.crumbs("Balance"),
        title: "Balance".to_owned(),
        lead: format!("{}, {}.", year.association, year.said()),
        warning: year.warning.clone(),
        done: None,
        acts: Vec::new(),
        readings: Vec::new(),
        rooms: year.rooms(Here::Balance),
        facts: Vec::new(),
        exports: exports(&asking(&way, &sent)),
        filters: has_entries.then(|| Filters { action: way, controls: view.controls(&lines) }),
        table,
        pager: None,
        asked: None,
        empty: if has_entries { nothing_left() } else { no_entry_yet() },
        page,
    }
    .answer()
}

/// The same point of the year before; its end when the two years differ in length.
async fn compared(
    reading: &Reading,
    year: &Year,
    months: Months,
) -> Result<Option<Compared>, Problem> {
    let Some(before) = books::previous_year(&**reading, &year.row).await? else {
        return Ok(None);
    };
    let last = Month::of(before.ends_on);
    let whole = Compared { to: last, day: before.ends_on, year: before };
    if months.to == year.last_month() {
        return Ok(Some(whole));
    }
    let to = months.to.first_day().checked_sub_months(Shift::new(12)).map_or(last, Month::of);
    if to < Month::of(whole.year.starts_on) || to >= last {
        return Ok(Some(whole));
    }
    Ok(Some(Compared { to, day: to.last_day(), ..whole }))
}

/// Every account of the year and of the one before, by number.
async fn lines(
    reading: &Reading,
    year: &Year,
    view: &View,
    chart: ChartKind,
) -> Result<BTreeMap<String, Line>, Problem> {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    let mut each = |accounts: Vec<AccountBalance>, add: &dyn Fn(&mut Line, &AccountBalance)| {
        for account in accounts {
            let line = lines.entry(account.code.clone()).or_default();
            line.label.clone_from(&account.label);
            line.of = line_of(chart, &account.code).map(|line| line.code);
            add(line, &account);
        }
    };
    let months = view.months;
    let (first, last) = (Month(0), Month(i32::MAX));
    // An entry's month is of the year; the bounds of a whole year are left open all the same.
    let from = if months.begins_later() { months.from } else { first };
    let to = if months.to < year.last_month() { months.to } else { last };
    let moved = books::balance_between(&**reading, &year.row, from, to).await?;
    each(moved, &|line, account| {
        (line.debit, line.credit, line.moves) = (account.debit, account.credit, true);
    });
    if months.begins_later() {
        let until = Month(months.from.0 - 1);
        let before = books::balance_between(&**reading, &year.row, first, until).await?;
        each(before, &|line, account| (line.before, line.moves) = (account.balance(), true));
    }
    if let Some(compared) = &view.compared {
        let to = if compared.to < Month::of(compared.year.ends_on) { compared.to } else { last };
        let before = books::balance_between(&**reading, &compared.year, first, to).await?;
        each(before, &|line, account| line.last_year = account.balance());
    }
    Ok(lines)
}
