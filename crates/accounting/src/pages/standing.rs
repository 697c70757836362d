//! Where an account or a third party stands, in words.

use chrono::NaiveDate;
use domain::Cents;
use domain::accounting::{Dealing, Side};
use web::french::short_date;

use crate::books::Movement;

/// `Solde créditeur au 31/12/2025`, and the amount without a sign.
pub(super) fn of_account(balance: Cents, day: NaiveDate) -> (String, String) {
    let name = format!("{} au {}", Side::name(balance), short_date(day));
    (name, balance.abs().to_string())
}

/// What a third party was paid and is still owed over a year, in the words of its account; nothing
/// when none of the movements is theirs.
pub(super) fn of_party(account: &str, movements: &[Movement], aux: &str) -> Vec<(String, String)> {
    let theirs = movements.iter().filter(|movement| movement.aux.as_deref() == Some(aux));
    let sums = theirs.fold(None, |sums, movement| {
        let (debit, credit) = sums.unwrap_or((0, 0));
        Some((debit + movement.debit, credit + movement.credit))
    });
    let Some((debit, credit)) = sums else { return Vec::new() };
    let standing = Dealing::of(account).standing(Cents(debit), Cents(credit));
    standing.into_iter().map(|(name, amount)| (name, amount.to_string())).collect()
}
