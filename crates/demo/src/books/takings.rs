//! Sales in cash: takings of each opening day, taken to the bank every week.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::Period;

use super::{BANK, Books, CASH, accounts, line};
use crate::chance::{Chance, cut};
use crate::days::{horizon, is_feast, worked_from};
use crate::targets::{COLLECTIF, GARDENS, LAUNDRY};

/// A till.
pub struct Till {
    /// Whose it is.
    pub entity: usize,
    /// Account 70.
    pub account: &'static str,
    /// What entries say.
    pub what: &'static str,
    /// Cents of 2008 and 2009.
    pub totals: [i64; 2],
    /// Opening days and how busy they are.
    pub days: &'static [(Weekday, i64)],
    /// First and last month open.
    pub months: (u32, u32),
}

/// The shop, the market stall, the ironing counter.
pub const TILLS: [Till; 3] = [
    Till {
        entity: COLLECTIF,
        account: "707000",
        what: "La Seconde Rive, recette du jour",
        totals: [23_174_690, 25_286_345],
        days: &[
            (Weekday::Tue, 60),
            (Weekday::Wed, 100),
            (Weekday::Thu, 60),
            (Weekday::Fri, 85),
            (Weekday::Sat, 190),
        ],
        months: (1, 12),
    },
    Till {
        entity: GARDENS,
        account: "707000",
        what: "Marché de Montbrelan, recette du samedi",
        totals: [2_417_835, 2_576_122],
        days: &[(Weekday::Sat, 100)],
        months: (3, 12),
    },
    Till {
        entity: LAUNDRY,
        account: "706000",
        what: "Repassage des particuliers, recette",
        totals: [2_196_480, 2_308_915],
        days: &[(Weekday::Tue, 70), (Weekday::Fri, 100)],
        months: (1, 12),
    },
];

/// The tills of an entity.
pub fn write(books: &mut Books, entity: usize) {
    for till in TILLS.iter().filter(|till| till.entity == entity) {
        take(books, till);
    }
}

/// Both years of one till.
pub fn take(books: &mut Books, till: &Till) {
    let mut chance = Chance::new(till.totals[1] as u64);
    let mut deposits: BTreeMap<NaiveDate, (i64, i64)> = BTreeMap::new();
    for (year, total) in [2008, 2009].into_iter().zip(till.totals) {
        let mut dates = Vec::new();
        let mut weights = Vec::new();
        let period = Period::calendar_year(year);
        for date in period.start.iter_days().take_while(|date| *date <= period.end) {
            let open = till.days.iter().find(|(weekday, _)| *weekday == date.weekday());
            let closed = is_feast(date) || !(till.months.0..=till.months.1).contains(&date.month());
            if let (Some((_, busy)), false) = (open, closed) {
                dates.push(date);
                weights.push(busy * chance.between(55, 145));
            }
        }
        for (date, taken) in dates.into_iter().zip(cut(total, &weights)) {
            let cheques = cheques_of(taken, &mut chance);
            let lines = vec![
                line(accounts::CASH, taken - cheques),
                line("511200", cheques),
                line(till.account, -taken),
            ];
            books.post(CASH, date, till.what, lines);
            let monday = date + Days::new(7 - u64::from(date.weekday().num_days_from_monday()));
            let deposit = deposits.entry(worked_from(monday)).or_default();
            deposit.0 += taken - cheques;
            deposit.1 += cheques;
        }
    }
    for (date, (cash, cheques)) in deposits.into_iter().filter(|(date, _)| *date <= horizon()) {
        let paid_in =
            |account: &str, amount| vec![line(accounts::BANK, amount), line(account, -amount)];
        books.post(BANK, date, "Remise d'espèces", paid_in(accounts::CASH, cash));
        if cheques > 0 {
            books.post(BANK, date, "Remise de chèques", paid_in("511200", cheques));
        }
    }
}

fn cheques_of(taken: i64, chance: &mut Chance) -> i64 {
    taken * chance.between(18, 52) / 100
}
