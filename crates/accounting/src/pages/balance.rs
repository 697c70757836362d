//! The trial balance of a year: what moved, what stands, what stood a year before.

use std::collections::BTreeMap;

use axum::response::Response;
use chrono::{Months as Shift, NaiveDate};
use domain::{Cents, Month};
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::short_date;
use web::pieces::{Control, Filters};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat};

use super::listing::{Listing, no_entry_yet, nothing_left};
use super::months::Months;
use super::year::{Here, Year};
use crate::books::{self, AccountBalance};
use crate::entity::fiscal_year;
use crate::ways;

#[derive(Deserialize)]
pub(super) struct Asked {
    de: Option<String>,
    a: Option<String>,
    compte: Option<String>,
    soldes: Option<String>,
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
    /// Whether the year itself has lines there.
    moves: bool,
}

impl Line {
    fn balance(&self) -> Cents {
        self.before + self.debit - self.credit
    }

    fn add(&mut self, other: &Self) {
        self.before += other.before;
        self.debit += other.debit;
        self.credit += other.credit;
        self.last_year += other.last_year;
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
    prefix: String,
    hides_zero: bool,
    compared: Option<Compared>,
}

/// `GET /a/{slug}/balance/{fin}?de=&a=&compte=&soldes=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, ends_on)): Path<(String, NaiveDate)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let view = View {
        months: Months::asked(&year, asked.de.as_deref(), asked.a.as_deref())?,
        prefix: asked.compte.as_deref().unwrap_or_default().trim().to_owned(),
        hides_zero: asked.soldes.as_deref() == Some("non-nuls"),
        compared: None,
    };
    let compared = compared(&reading, &year, view.months).await?;
    let view = View { compared, ..view };
    let lines = lines(&reading, &year, &view).await?;
    let has_entries = !lines.is_empty();
    let table = table(&year, &view, &lines);
    if let Some(format) = asked.format {
        return download(format, &year.stem("balance"), year.about(), table).await;
    }
    let way = ways::balance(&year.slug, ends_on);
    let (from, to) = view.months.bounds();
    let zeros = if view.hides_zero { "non-nuls" } else { "" };
    let asked = [("de", &*from), ("a", &*to), ("compte", &*view.prefix), ("soldes", zeros)];
    let choices = [("", "tous"), ("non-nuls", "non nuls")];
    let [from, to] = view.months.controls();
    let controls = vec![
        from,
        to,
        Control::text("compte", "Comptes qui commencent par", view.prefix.as_str()),
        Control::choice(
            "soldes",
            "Soldes",
            zeros,
            choices.map(|(sent, read)| (sent.to_owned(), read.to_owned())).to_vec(),
        ),
    ];
    Listing {
        crumbs: year.crumbs("Balance"),
        title: "Balance".to_owned(),
        lead: format!("{}, {}.", year.association, year.said()),
        warning: year.warning.clone(),
        done: None,
        acts: Vec::new(),
        rooms: year.rooms(Here::Balance),
        facts: Vec::new(),
        exports: exports(&asking(&way, &asked)),
        filters: has_entries.then_some(Filters { action: way, controls }),
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
) -> Result<BTreeMap<String, Line>, Problem> {
    let mut lines: BTreeMap<String, Line> = BTreeMap::new();
    let mut each = |accounts: Vec<AccountBalance>, add: &dyn Fn(&mut Line, &AccountBalance)| {
        for account in accounts {
            let line = lines.entry(account.code.clone()).or_default();
            line.label.clone_from(&account.label);
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

fn table(year: &Year, view: &View, lines: &BTreeMap<String, Line>) -> Table {
    let months = view.months;
    let mut note = "En euros. Le solde est le débit moins le crédit.".to_owned();
    if !months.is_whole() {
        note = format!("{note} Mouvements {}.", months.said());
    }
    if !view.prefix.is_empty() {
        note = format!("{note} Comptes qui commencent par {}.", view.prefix);
    }
    if view.hides_zero {
        note = format!("{note} Sans les soldes nuls.");
    }
    let mut table = Table::new(format!(
        "Balance des comptes au {}",
        short_date(months.last_day(year.ends_on()))
    ))
    .note(note)
    .words("Compte")
    .words("Intitulé");
    if months.begins_later() {
        table = table.figures(format!("Solde avant le {}", short_date(months.from.first_day())));
    }
    table = table
        .figures("Débit")
        .figures("Crédit")
        .figures(format!("Solde au {}", short_date(months.last_day(year.ends_on()))));
    if let Some(compared) = &view.compared {
        table = table.figures(format!("Solde au {}", short_date(compared.day)));
    }
    let kept = |(code, line): &(&String, &Line)| {
        code.starts_with(&view.prefix) && !(view.hides_zero && line.balance() == Cents::ZERO)
    };
    let (mut total, mut of_class) = (Line::default(), Line::default());
    let mut class = None;
    for (code, line) in lines.iter().filter(kept) {
        let its_class = code.chars().next();
        if let Some(class) = class.filter(|class| Some(*class) != its_class) {
            table.subtotal(cells(subtotal_heads(class), &of_class, view));
            of_class = Line::default();
        }
        class = its_class;
        of_class.add(line);
        total.add(line);
        let ends_on = match &view.compared {
            Some(compared) if !line.moves => compared.year.ends_on,
            _ => year.ends_on(),
        };
        let heads = [
            Cell::text(code).to(ways::account(&year.slug, ends_on, code)),
            Cell::text(&line.label),
        ];
        table.row(cells(heads, line, view));
    }
    if let Some(class) = class {
        table.subtotal(cells(subtotal_heads(class), &of_class, view));
        let name =
            if view.prefix.is_empty() && !view.hides_zero { "Total" } else { "Total montré" };
        table.total(cells([Cell::text(name), Cell::empty()], &total, view));
    }
    table
}

fn cells(heads: [Cell; 2], line: &Line, view: &View) -> Vec<Cell> {
    let mut cells = Vec::from(heads);
    if view.months.begins_later() {
        cells.push(Cell::bare(line.before));
    }
    cells.extend([line.debit, line.credit, line.balance()].map(Cell::bare));
    if view.compared.is_some() {
        cells.push(Cell::bare(line.last_year));
    }
    cells
}

fn subtotal_heads(class: char) -> [Cell; 2] {
    let name = match class {
        '1' => "Capitaux",
        '2' => "Immobilisations",
        '3' => "Stocks",
        '4' => "Tiers",
        '5' => "Trésorerie",
        '6' => "Charges",
        '7' => "Produits",
        '8' => "Contributions volontaires et comptes spéciaux",
        _ => "Autres comptes",
    };
    [Cell::text(format!("Classe\u{a0}{class}")), Cell::text(name)]
}
