//! Rules of the books: balanced entries of the year, opening equal to closing, pay, banks that hold,
//! results of small associations, no round totals.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::Cents;
use domain::accounting::{Balanced, DraftLine};
use domain::jobs::ActivityKind;

use super::figures::{credit, lines};
use crate::pole::DemoEntity;

type Balances = BTreeMap<(String, String), i64>;

/// What does not hold in the books of an entity.
pub fn broken(entity: &DemoEntity) -> Vec<String> {
    let mut broken = Vec::new();
    for books in &entity.years {
        for draft in &books.drafts {
            if let Err(error) = Balanced::try_from(draft.clone()) {
                broken.push(format!("{} {} : {error}", draft.date, draft.label));
            }
            if draft.date.year() != books.year || draft.piece_ref.is_empty() {
                broken.push(format!("{} {} hors de {}", draft.date, draft.label, books.year));
            }
        }
        if !books.drafts.is_sorted_by_key(|draft| draft.date) {
            broken.push(format!("{} : écritures sans ordre", books.year));
        }
        broken.extend(year_rules(entity, books.year));
        broken.extend(letters(entity, books.year));
    }
    if opening(entity, 2009) != closing(entity, 2008) {
        broken.push("à-nouveaux 2009 ≠ soldes de clôture 2008".to_owned());
    }
    broken
}

fn year_rules(entity: &DemoEntity, year: i32) -> Vec<String> {
    let income = credit(entity, year, &["7"]).0;
    let result = credit(entity, year, &["6", "7"]).0;
    let slips = || entity.months.iter().filter(|slip| slip.month.0 / 100 == year);
    let gross: Cents = slips().map(|slip| slip.gross).sum();
    let net: Cents = slips().map(|slip| slip.net).sum();
    let paid: Cents = side(entity, year, "421", |line| line.debit);
    let due: Cents = side(entity, year, "421", |line| line.credit);
    let sales = credit(entity, year, &["70"]).0;
    let round = |amount: i64| amount != 0 && amount % 10_000 == 0;
    let chantier = entity.activities.iter().any(|activity| activity.kind == ActivityKind::Aci);
    let late = slow(entity, year);
    [
        (-credit(entity, year, &["641"]).0 == gross.0, "641 ≠ bruts des bulletins"),
        (paid == net && due == net, "421 ≠ nets des bulletins"),
        (credit(entity, year, &["421"]) == Cents::ZERO, "421 n'est pas soldé"),
        (lowest(entity, year, "512") >= 0, "banque à découvert"),
        (lowest(entity, year, "53") >= 0, "caisse négative"),
        (result * 100 >= -3 * income && result * 100 <= 5 * income, "résultat peu vraisemblable"),
        (!chantier || sales * 10 < 3 * (income - result), "ventes d'un ACI au-dessus de 30 %"),
        (!round(sales) && !round(result) && !round(income), "total rond"),
        (gross == Cents::ZERO || (!round(gross.0) && !round(net.0)), "salaires ronds"),
        (late <= 12, "trop de règlements au-delà de 60 jours"),
    ]
    .into_iter()
    .filter(|(holds, _)| !holds)
    .map(|(_, rule)| format!("{year}, {rule}"))
    .collect()
}

fn side(entity: &DemoEntity, year: i32, prefix: &str, part: fn(&DraftLine) -> Cents) -> Cents {
    lines(entity, year).filter(|line| line.account.starts_with(prefix)).map(part).sum()
}

/// Of a hundred invoices settled in their year, how many after more than two months.
fn slow(entity: &DemoEntity, year: i32) -> i64 {
    let years = entity.years.iter().filter(|books| books.year == year);
    let (mut all, mut slow) = (0, 0);
    for draft in
        years.flat_map(|books| &books.drafts).filter(|d| ["VE", "AC"].contains(&d.journal.as_str()))
    {
        for (_, paid) in draft.lines.iter().filter_map(|line| line.lettering.as_ref()) {
            all += 1;
            slow += i64::from((*paid - draft.date).num_days() > 62);
        }
    }
    if all == 0 { 0 } else { slow * 100 / all }
}

/// The lowest balance of an account over a year, by the end of each day.
fn lowest(entity: &DemoEntity, year: i32, prefix: &str) -> i64 {
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    let years = entity.years.iter().filter(|books| books.year == year);
    for draft in years.flat_map(|books| &books.drafts) {
        for line in draft.lines.iter().filter(|line| line.account.starts_with(prefix)) {
            *days.entry(draft.date).or_default() += (line.debit - line.credit).0;
        }
    }
    let mut balance = 0;
    let running = days.into_values().map(|moved| {
        balance += moved;
        balance
    });
    running.min().unwrap_or(0)
}

fn balances<'a>(lines: impl Iterator<Item = &'a DraftLine>) -> Balances {
    let mut balances = Balances::new();
    for line in lines.filter(|line| line.account.as_str() < "6") {
        let key = (line.account.clone(), line.aux.clone().unwrap_or_default());
        *balances.entry(key).or_default() += (line.debit - line.credit).0;
    }
    balances
}

fn opening(entity: &DemoEntity, year: i32) -> Balances {
    let years = entity.years.iter().filter(|books| books.year == year);
    let opening = years.flat_map(|books| &books.drafts).filter(|draft| draft.journal == "AN");
    let mut balances = balances(opening.flat_map(|draft| &draft.lines));
    balances.retain(|_, balance| *balance != 0);
    balances
}

fn closing(entity: &DemoEntity, year: i32) -> Balances {
    let mut balances = balances(lines(entity, year));
    let result = credit(entity, year, &["6", "7"]).0;
    let account = if result < 0 { "129000" } else { "120000" };
    *balances.entry((account.to_owned(), String::new())).or_default() -= result;
    balances.retain(|_, balance| *balance != 0);
    balances
}

/// Lines under one letter of a third party cancel out.
fn letters(entity: &DemoEntity, year: i32) -> Vec<String> {
    let mut sums: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for line in lines(entity, year) {
        if let Some((letter, _)) = &line.lettering {
            let aux = line.aux.clone().unwrap_or_default();
            let key = (line.account.clone(), aux, letter.clone());
            *sums.entry(key).or_default() += (line.debit - line.credit).0;
        }
    }
    let open = sums.into_iter().filter(|(_, sum)| *sum != 0);
    open.map(|((account, aux, letter), _)| format!("{year}, {account} {aux} lettre {letter}"))
        .collect()
}
