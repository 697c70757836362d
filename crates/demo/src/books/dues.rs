//! The small matters of associative books: membership dues, refunds of training, shares of
//! investment grants, dedicated funds, bank fees, the work of volunteers.

use super::{BANK, Books, GENERAL, accounts, line};
use crate::chance::Chance;
use crate::days::{day, in_month, months_of};
use crate::targets::{COLLECTIF, GARDENS, REUSE, SCOP};

/// Everything small of an entity of the perimeter.
pub fn write(books: &mut Books, entity: usize) {
    let mut chance = Chance::new(756 + entity as u64);
    fees(books, &mut chance, if entity == SCOP { 46 } else { 14 });
    if entity != SCOP {
        membership(books, &mut chance, if entity == COLLECTIF { 48 } else { 21 }, 1_500);
    }
    refunds(books, &mut chance);
    match entity {
        COLLECTIF => {
            invested(books, 3_250_000, 1_218_750, 325_000 + 18_417);
            volunteers(books, [1_284_360, 1_341_725]);
        }
        GARDENS => invested(books, 1_486_300, 562_180, 187_416),
        REUSE => dedicated(books, 384_512),
        _ => {}
    }
}

/// Fees of the account, about so many euros a month.
pub fn fees(books: &mut Books, chance: &mut Chance, euros: i64) {
    for month in months_of(2008).chain(months_of(2009)) {
        let fee = chance.between(euros * 70, euros * 135);
        let lines = vec![line("627800", fee), line(accounts::BANK, -fee)];
        books.post(BANK, in_month(month, 28), "Frais de tenue de compte", lines);
    }
}

/// Dues of so many members each spring.
pub fn membership(books: &mut Books, chance: &mut Chance, members: i64, dues: i64) {
    for year in [2008, 2009] {
        for month in months_of(year).skip(1).take(4) {
            let paid = dues * (members + chance.between(-6, 6)).max(4) / 4;
            let lines = vec![line(accounts::BANK, paid), line("756000", -paid)];
            books.post(BANK, in_month(month, 16), "Cotisations des adhérents", lines);
        }
    }
}

/// Refunds of training courses by the OPCA, a transfer of charges under the chart of the time.
fn refunds(books: &mut Books, chance: &mut Chance) {
    for year in [2008, 2009] {
        let refund = chance.between(41_730, 128_490);
        let lines = vec![line(accounts::BANK, refund), line("791000", -refund)];
        books.post(
            BANK,
            in_month(domain::Month(year * 100 + 10), 22),
            "Remboursement de formation par l'OPCA",
            lines,
        );
    }
}

/// An investment grant taken over from 2007, of which a share goes to each year's result.
fn invested(books: &mut Books, granted: i64, taken: i64, share: i64) {
    books.open("Subvention d'équipement", line("131000", -granted));
    books.open("Part déjà inscrite au résultat", line("139000", taken));
    for year in [2008, 2009] {
        let lines = vec![line("139000", share), line("777000", -share)];
        books.post(GENERAL, day(year, 12, 31), "Quote-part de subvention d'équipement", lines);
    }
}

/// A grant of 2008 partly spent in 2009.
fn dedicated(books: &mut Books, kept: i64) {
    let kept_lines = vec![line("689400", kept), line("194000", -kept)];
    books.post(GENERAL, day(2008, 12, 31), "Fonds social européen, reste à engager", kept_lines);
    let used = vec![line("194000", kept), line("789000", -kept)];
    books.post(GENERAL, day(2009, 6, 30), "Fonds social européen, emploi du reste de 2008", used);
}

/// Hours of volunteers at the cost of the posts they spare.
pub fn volunteers(books: &mut Books, worth: [i64; 2]) {
    for (year, worth) in [2008, 2009].into_iter().zip(worth) {
        let lines = vec![line("864000", worth), line("870000", -worth)];
        books.post(GENERAL, day(year, 12, 31), "Bénévolat de l'année", lines);
    }
}
