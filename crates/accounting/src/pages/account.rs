//! The ledger of an account over a year: each movement, and the balance it leaves.

use std::collections::BTreeMap;

use axum::response::Response;
use chrono::{Datelike as _, NaiveDate};
use domain::Cents;
use domain::dossier::Subject;
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::french::{plural, short_date};
use web::pieces::{Control, Crumb, Filters, Link, Pager};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat};

use super::listing::{Listing, nothing_left};
use super::months::Months;
use super::standing;
use super::year::{Here, Year};
use crate::books::{self, AccountBalance, Movement};
use crate::ways;

/// Movements to a page.
const ROWS: usize = 100;

/// Names of third parties, by collective account and number.
pub(super) type Parties = BTreeMap<(String, String), String>;

#[derive(Deserialize)]
pub(super) struct Asked {
    de: Option<String>,
    a: Option<String>,
    tiers: Option<String>,
    lettrage: Option<String>,
    page: Option<usize>,
    format: Option<Format>,
}

/// What was asked, understood.
struct View {
    months: Months,
    party: String,
    unlettered: bool,
}

/// `GET /a/{slug}/comptes/{fin}/{compte}?de=&a=&tiers=&lettrage=&page=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, ends_on, code)): Path<(String, NaiveDate, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let balance = books::balance(&*reading, &year.row).await?;
    let account = balance.into_iter().find(|account| account.code == code);
    let account = account.ok_or(Problem::NotFound)?;
    let view = View {
        months: Months::asked(&year, asked.de.as_deref(), asked.a.as_deref())?,
        party: asked.tiers.unwrap_or_default(),
        unlettered: asked.lettrage.as_deref() == Some("sans"),
    };
    let all = books::movements(&*reading, &year.row, &code).await?;
    let parties = books::third_parties(&*reading, seat.association.id).await?;
    let table = Ledger { year: &year, all: &all, parties: &parties };
    let title = format!("Compte {code} {}", account.label);
    if let Some(format) = asked.format {
        let (table, _) = table.draw(&title, &view, 0..usize::MAX);
        let stem = year.stem("compte");
        return download(format, &stem, year.about(), table).await;
    }
    let way = ways::account(&year.slug, ends_on, &code);
    let (from, to) = view.months.bounds();
    let letters = if view.unlettered { "sans" } else { "" };
    let narrowed =
        asking(&way, &[("de", &from), ("a", &to), ("tiers", &view.party), ("lettrage", letters)]);
    let number = asked.page.unwrap_or(1).clamp(1, all.len().div_ceil(ROWS).max(1));
    let (table, shown) = table.draw(&title, &view, (number - 1) * ROWS..number * ROWS);
    let (facts, earlier) = if view.party.is_empty() {
        of_years(&reading, &year, &account).await?
    } else {
        (standing::of_party(&code, &all, &view.party), None)
    };
    let mut crumbs = year.crumbs(&format!("Compte {code}"));
    let title = match parties.get(&(code.clone(), view.party.clone())) {
        Some(name) => {
            crumbs = below(crumbs, &way, name);
            format!("{name}, compte {code}")
        }
        None => title,
    };
    let controls = controls(&view, &all, &parties);
    let subject = Subject::Account { ends_on, code: code.clone() };
    let asked = web::threads::asked(&reading, &seat, &subject).await?;
    Listing {
        crumbs,
        title,
        lead: format!(
            "{}, {}\u{a0}: {}, du plus ancien au plus récent numéro.",
            year.association,
            year.said(),
            plural(shown as i64, "mouvement", "mouvements")
        ),
        warning: year.warning.clone(),
        done: None,
        acts: Vec::new(),
        readings: earlier.into_iter().collect(),
        rooms: year.rooms(Here::Below),
        facts,
        exports: exports(&narrowed),
        filters: Some(Filters { action: way, controls }),
        table,
        pager: Some(Pager::new(shown as u64, number as u64, ROWS as u64, &narrowed)),
        empty: nothing_left(),
        asked,
        page,
    }
    .answer()
}

/// The way down to a third party, below its account.
fn below(mut crumbs: Vec<Crumb>, account: &str, name: &str) -> Vec<Crumb> {
    if let Some(above) = crumbs.last_mut() {
        above.href = Some(account.to_owned());
    }
    crumbs.push(Crumb { label: name.to_owned(), href: None });
    crumbs
}

/// Where an account stands at the end of its year, and of the year before, with the way there.
async fn of_years(
    reading: &Reading,
    year: &Year,
    account: &AccountBalance,
) -> Result<(Vec<(String, String)>, Option<Link>), Problem> {
    let mut facts = vec![standing::of_account(account.balance(), year.ends_on())];
    let Some(before) = books::previous_year(&**reading, &year.row).await? else {
        return Ok((facts, None));
    };
    let accounts = books::balance(&**reading, &before).await?;
    let earlier = accounts.iter().find(|earlier| earlier.code == account.code);
    let balance = earlier.map_or(Cents::ZERO, AccountBalance::balance);
    facts.push(standing::of_account(balance, before.ends_on));
    let way = earlier.map(|earlier| {
        let way = ways::account(&year.slug, before.ends_on, &earlier.code);
        Link::new(format!("Ce compte en {}", before.ends_on.year()), way)
    });
    Ok((facts, way))
}

/// Third parties and letters are asked for only where some movement has them.
fn controls(view: &View, all: &[Movement], parties: &Parties) -> Vec<Control> {
    let mut controls = Vec::from(view.months.controls());
    let known: BTreeMap<&str, String> = all
        .iter()
        .filter_map(|movement| Some((movement.aux.as_deref()?, party(movement, parties))))
        .collect();
    if !known.is_empty() {
        let first = (String::new(), "tous".to_owned());
        let known = known.into_iter().map(|(aux, name)| (aux.to_owned(), name));
        let choices = [first].into_iter().chain(known).collect();
        controls.push(Control::choice("tiers", "Tiers", view.party.as_str(), choices));
    }
    if all.iter().any(|movement| movement.letter.is_some() || movement.aux.is_some()) {
        let choices = [("", "toutes"), ("sans", "non lettrées")];
        let choices = choices.map(|(sent, read)| (sent.to_owned(), read.to_owned()));
        let value = if view.unlettered { "sans" } else { "" };
        controls.push(Control::choice("lettrage", "Lignes", value, choices.to_vec()));
    }
    controls
}

/// The ledger of an account, before it is narrowed.
struct Ledger<'a> {
    year: &'a Year,
    all: &'a [Movement],
    parties: &'a Parties,
}

impl Ledger<'_> {
    /// Some of the movements that a view keeps, with the balance carried from those before, and how
    /// many it keeps in all. Third parties and letters have a column only where some movement has
    /// them.
    fn draw(&self, title: &str, view: &View, rows: std::ops::Range<usize>) -> (Table, usize) {
        // One third party is named by the title.
        let has_party =
            view.party.is_empty() && self.all.iter().any(|movement| movement.aux.is_some());
        let has_letter = self.all.iter().any(|movement| movement.letter.is_some());
        let mut table = Table::new(caption(title, view))
            .note(
                "En euros. Le solde court depuis le début de l'exercice\u{a0}; sans mention, il est \
                 débiteur.",
            )
            .wide()
            .of_entries()
            .words("Écriture")
            .figures("Date")
            .words("Journal")
            .words("Pièce")
            .words("Libellé");
        for (_, head) in
            [(has_party, "Tiers"), (has_letter, "Lettre")].iter().filter(|(has, _)| *has)
        {
            table = table.words(*head);
        }
        let mut table = table.figures("Débit").figures("Crédit").figures("Solde");
        let blanks = table.columns.len() - 4;
        let amounts = |debit: Cents, credit: Cents, balance: Cents| {
            [Cell::bare(debit), Cell::bare(credit), Cell::balance(balance)]
        };
        let sum = |name: &str, amounts: [Cell; 3]| {
            let blanks = std::iter::repeat_with(Cell::empty).take(blanks);
            [Cell::text(name)].into_iter().chain(blanks).chain(amounts)
        };
        let of_party = |movement: &&Movement| {
            let party = movement.aux.as_deref().unwrap_or_default();
            (view.party.is_empty() || party == view.party)
                && !(view.unlettered && movement.letter.is_some())
        };
        let (before, kept): (Vec<_>, Vec<_>) = self
            .all
            .iter()
            .filter(of_party)
            .filter(|movement| domain::Month::of(movement.date) <= view.months.to)
            .partition(|movement| !view.months.contains(movement.date));
        let carried: Cents =
            before.iter().map(|movement| Cents(movement.debit) - Cents(movement.credit)).sum();
        if view.months.begins_later() && !kept.is_empty() && rows.start == 0 {
            let name = format!("Avant le {}", short_date(view.months.from.first_day()));
            table.subtotal(sum(&name, amounts(Cents::ZERO, Cents::ZERO, carried)));
        }
        let (mut debits, mut credits) = (Cents::ZERO, Cents::ZERO);
        for (rank, movement) in kept.iter().enumerate() {
            let (debit, credit) = (Cents(movement.debit), Cents(movement.credit));
            debits += debit;
            credits += credit;
            if !rows.contains(&rank) {
                continue;
            }
            let way = ways::entry(&self.year.slug, self.year.ends_on(), movement.number);
            let mut cells = vec![
                Cell::number(movement.number).to(way),
                Cell::date(movement.date),
                Cell::text(movement.journal.as_str()),
                Cell::text(movement.piece_ref.as_str()),
                Cell::text(movement.label.as_str()),
            ];
            if has_party {
                cells.push(Cell::text(party(movement, self.parties)));
            }
            if has_letter {
                cells.push(Cell::text(movement.letter.clone().unwrap_or_default()));
            }
            cells.extend(amounts(debit, credit, carried + debits - credits));
            table.row(cells);
        }
        if !kept.is_empty() {
            table.total(sum("Total", amounts(debits, credits, carried + debits - credits)));
        }
        (table, kept.len())
    }
}

fn caption(title: &str, view: &View) -> String {
    let mut caption = title.to_owned();
    if !view.months.is_whole() {
        caption = format!("{caption}, {}", view.months.said());
    }
    if !view.party.is_empty() {
        caption = format!("{caption}, tiers {}", view.party);
    }
    if view.unlettered {
        caption = format!("{caption}, lignes non lettrées");
    }
    caption
}

/// The third party of a movement, by number and name.
pub(super) fn party(movement: &Movement, parties: &Parties) -> String {
    movement.aux.as_ref().map_or_else(String::new, |aux| {
        let known = parties.get(&(movement.account.clone(), aux.clone()));
        known.map_or_else(|| aux.clone(), |label| format!("{aux} {label}"))
    })
}
