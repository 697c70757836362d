//! The Scop's monthly VAT return, on debits by option: what was collected less what was recovered,
//! paid on the 20th of the month after.

use super::{BANK, Books, GENERAL, accounts, line};
use crate::days::{day, in_month, months_of};

/// What December 2007 left to pay, in cents.
const DUE_OF_2007: i64 = 418_731;

/// Declares and pays the VAT of both years.
pub fn write(books: &mut Books) {
    books.open("TVA de décembre 2007", line(accounts::VAT_DUE, -DUE_OF_2007));
    pay(books, day(2008, 1, 21), DUE_OF_2007);
    let mut credit = 0;
    for month in months_of(2008).chain(months_of(2009)) {
        let moved = |account: &str| -> i64 {
            let of_month = books.drafts.iter().filter(|draft| month.period().contains(draft.date));
            let lines = of_month.flat_map(|draft| &draft.lines).filter(|l| l.account == account);
            lines.map(|line| (line.debit - line.credit).0).sum()
        };
        let collected = -moved(accounts::VAT_COLLECTED);
        let (recovered, on_assets) =
            (moved(accounts::VAT_RECOVERED), moved(accounts::VAT_ON_ASSETS));
        let due = collected - recovered - on_assets - credit;
        let lines = vec![
            line(accounts::VAT_COLLECTED, collected),
            line(accounts::VAT_RECOVERED, -recovered),
            line(accounts::VAT_ON_ASSETS, -on_assets),
            line("445670", -credit + (-due).max(0)),
            line(accounts::VAT_DUE, -due.max(0)),
        ];
        let label = format!("TVA {}", domain::calendar::month_name(month));
        books.post(GENERAL, month.last_day(), &label, lines);
        credit = (-due).max(0);
        if due > 0 && month.0 < 200_912 {
            pay(books, in_month(month.next(), 20), due);
        }
    }
}

fn pay(books: &mut Books, date: chrono::NaiveDate, due: i64) {
    let lines = vec![line(accounts::VAT_DUE, due), line(accounts::BANK, -due)];
    books.post(BANK, date, "TVA du mois précédent", lines);
}
