//! Invoices to customers outside the pôle, month by month.

use chrono::Days;

use super::markets::{MARKETS, Market};
use super::{Books, Invoice};
use crate::chance::{Chance, cut};
use crate::days::{in_month, months_of, worked_from};
use crate::targets::SCOP;

const SEASON: [i64; 12] = [78, 88, 100, 104, 104, 112, 98, 58, 106, 114, 106, 92];

/// The markets of an entity but the Scop's, whose total comes last.
pub fn write(books: &mut Books, entity: usize) {
    let of_entity = |market: &&Market| market.entity == entity && entity != SCOP;
    for market in MARKETS.iter().filter(of_entity) {
        for (year, total) in [2008, 2009].into_iter().zip(market.totals) {
            invoices(books, market, year, total);
        }
    }
}

/// The works of the Scop for one year.
pub fn write_works(books: &mut Books, year: i32, total: i64) {
    let index = usize::from(year == 2009);
    let markets: Vec<&Market> = MARKETS.iter().filter(|market| market.entity == SCOP).collect();
    let shares: Vec<i64> = markets.iter().map(|market| market.totals[index]).collect();
    for (market, total) in markets.into_iter().zip(cut(total, &shares)) {
        invoices(books, market, year, total);
    }
}

/// One market for one year, its total cut between invoices of uneven size.
pub fn invoices(books: &mut Books, market: &Market, year: i32, total: i64) {
    let seed = total as u64 ^ market.what.len() as u64;
    let mut chance = Chance::new(seed);
    let mut places = Vec::new();
    for month in months_of(year) {
        let season = SEASON[month.0 as usize % 100 - 1];
        let count = (market.per_month * season + 50) / 100;
        places.extend((0..count.max(1)).map(|_| month));
    }
    let weights = chance.uneven(places.len());
    let parties: Vec<String> = market.customers.iter().map(|name| books.party('C', name)).collect();
    let mut planned: Vec<_> = places
        .into_iter()
        .zip(cut(total, &weights))
        .map(|(month, net)| (in_month(month, chance.between(3, 30)), net))
        .collect();
    planned.sort_unstable();
    for (date, net) in planned {
        let long = if chance.odds(3) { 60 } else { 0 };
        let days = chance.between(market.delay.0, market.delay.1) + long;
        let sale = Invoice {
            date,
            party: chance.pick::<String>(&parties),
            account: market.account,
            net,
            vat: market.vat,
            label: market.what.to_owned(),
            paid: worked_from(date + Days::new(days as u64)),
            piece: None,
        };
        books.sell(&sale);
    }
    books.open_customers(&parties, total, year, &mut chance);
}

impl Books {
    /// Invoices of 2007 still due on its last day, paid by February.
    pub(super) fn open_customers(
        &mut self,
        parties: &[String],
        total: i64,
        year: i32,
        chance: &mut Chance,
    ) {
        if year != 2008 {
            return;
        }
        for part in cut(total * chance.between(92, 118) / 1000, &chance.uneven(6)) {
            let party = chance.pick(parties).clone();
            let due = super::line_of(super::accounts::CUSTOMERS, &party, part);
            let spot = self.open("Facture de décembre 2007", due);
            let after = Days::new(chance.between(8, 55) as u64);
            self.settle(spot, worked_from(crate::days::day(2008, 1, 1) + after));
        }
    }
}
