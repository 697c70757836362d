//! What entities buy outside the pôle. Each spends what its income leaves once people, members and
//! loans are paid and the margin it planned is kept.

use chrono::{Datelike, Days};
use domain::Month;

use super::needs::Pace::{Metered, Monthly, Often, Yearly};
use super::needs::{Need, Pace, needs_of};
use super::{Books, Invoice, line_of};
use crate::chance::{Chance, cut};
use crate::days::{day, in_month, months_of, worked_from};
use crate::targets::PLANS;

/// Spends what the margin of each year leaves.
pub fn write(books: &mut Books, entity: usize) {
    for (year, margin) in [2008, 2009].into_iter().zip(PLANS[entity].margin) {
        spend(books, needs_of(entity), year, margin, 601 + entity as u64);
    }
}

/// One year of purchases, so that the result is `margin` hundredths of a percent of the income.
pub fn spend(books: &mut Books, needs: &[Need], year: i32, margin: i64, seed: u64) {
    let mut chance = Chance::new(seed * 10_000 + year as u64);
    let income = -books.sum(year, "7");
    let result = income * margin / 10_000 + chance.between(-4_873, 4_921);
    let budget = income - books.sum(year, "6") - result;
    assert!(budget > 0, "an entity spends something outside: {budget} in {year}");
    let weights: Vec<i64> =
        needs.iter().map(|need| need.weight * chance.between(93, 107)).collect();
    let mut parts = cut(budget, &weights);
    let often = needs.iter().position(|need| matches!(need.pace, Often(_))).unwrap_or(0);
    for rank in 0..needs.len() {
        if matches!(needs[rank].pace, Monthly) {
            parts[often] += parts[rank] % 12;
            parts[rank] -= parts[rank] % 12;
        }
    }
    for (need, part) in needs.iter().zip(parts) {
        buy_all(books, need, part, year, &mut chance);
    }
}

fn buy_all(books: &mut Books, need: &Need, total: i64, year: i32, chance: &mut Chance) {
    let of = |month: u32| Month(year * 100 + month as i32);
    let (months, weights): (Vec<Month>, Vec<i64>) = match need.pace {
        Monthly => months_of(year).map(|month| (month, 1)).unzip(),
        Metered => [(1, 26), (3, 24), (5, 15), (7, 11), (9, 12), (11, 19)]
            .map(|(m, w)| (of(m), w))
            .into_iter()
            .unzip(),
        Yearly(month) => (vec![of(month)], vec![1]),
        Often(a_month) => {
            let months: Vec<Month> =
                months_of(year).flat_map(|month| (0..a_month).map(move |_| month)).collect();
            let weights = chance.uneven(months.len());
            (months, weights)
        }
    };
    let parties: Vec<String> = need.suppliers.iter().map(|s| books.party('F', s)).collect();
    let mut planned: Vec<_> = months
        .into_iter()
        .zip(cut(total, &weights))
        .map(|(month, net)| (in_month(month, pay_day(need.pace, chance)), net))
        .collect();
    planned.sort_unstable();
    for (date, net) in planned {
        let long = if chance.odds(3) { 55 } else { 0 };
        let days = if matches!(need.pace, Monthly) { 6 } else { chance.between(17, 44) + long };
        let purchase = Invoice {
            date,
            party: chance.pick::<String>(&parties),
            account: need.account,
            net,
            vat: need.vat,
            label: need.what.to_owned(),
            paid: worked_from(date + Days::new(days as u64)),
            piece: None,
        };
        books.buy(&purchase);
    }
    if matches!(need.pace, Often(_)) && year == 2008 {
        owed_of_2007(books, &parties, total, chance);
    }
}

fn pay_day(pace: Pace, chance: &mut Chance) -> i64 {
    if matches!(pace, Monthly) { 3 } else { chance.between(2, 29) }
}

/// An invoice of December 2007, paid in January or February.
fn owed_of_2007(books: &mut Books, parties: &[String], total: i64, chance: &mut Chance) {
    let amount = total * chance.between(48, 76) / 1000;
    let due = line_of(super::accounts::SUPPLIERS, chance.pick::<String>(parties), -amount);
    let spot = books.open("Facture de décembre 2007", due);
    let paid = worked_from(day(2008, 1, 4) + Days::new(chance.between(0, 38) as u64));
    debug_assert!(paid.year() == 2008);
    books.settle(spot, paid);
}
