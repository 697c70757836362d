//! Which side an account stands on, said in words: a president reads « créditeur », not a minus. What
//! it has more than a year before, and what a third party was paid or still owes.

use crate::Cents;

/// One of the two sides of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Débit.
    Debit,
    /// Crédit.
    Credit,
}

impl Side {
    /// Where a balance, debit less credit, stands; nowhere when both sides are equal.
    pub fn of(balance: Cents) -> Option<Self> {
        match balance.0 {
            0 => None,
            1.. => Some(Self::Debit),
            _ => Some(Self::Credit),
        }
    }

    /// `débiteur`.
    pub fn french(self) -> &'static str {
        match self {
            Self::Debit => "débiteur",
            Self::Credit => "créditeur",
        }
    }

    /// `Solde débiteur`, or `Solde` alone of what is settled.
    pub fn name(balance: Cents) -> String {
        Self::of(balance).map_or("Solde".to_owned(), |side| format!("Solde {}", side.french()))
    }
}

/// What a balance has more than a year before, on the side that its account is read from: debit for
/// expenses, credit for income; for the others where it stands, or stood when it is settled now.
pub fn growth(account: &str, now: Cents, before: Cents) -> Cents {
    let side = match account.chars().next() {
        Some('6') => Side::Debit,
        Some('7') => Side::Credit,
        _ => Side::of(now).or(Side::of(before)).unwrap_or(Side::Debit),
    };
    match side {
        Side::Debit => now - before,
        Side::Credit => before - now,
    }
}

/// What one deals in with the third parties of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dealing {
    /// Suppliers, accounts 40.
    Buying,
    /// Customers, accounts 41.
    Selling,
    /// Whoever else.
    Other,
}

impl Dealing {
    /// By the number of the collective account.
    pub fn of(account: &str) -> Self {
        match account.get(..2) {
            Some("40") => Self::Buying,
            Some("41") => Self::Selling,
            _ => Self::Other,
        }
    }

    /// The side where what is billed stands; none where nothing is.
    pub fn billed_on(self) -> Option<Side> {
        match self {
            Self::Buying => Some(Side::Credit),
            Self::Selling => Some(Side::Debit),
            Self::Other => None,
        }
    }

    /// What a third party's debits and credits say, never below zero.
    pub fn standing(self, debit: Cents, credit: Cents) -> Vec<(String, Cents)> {
        let balance = debit - credit;
        let left = match (self, Side::of(balance)) {
            (Self::Buying, Some(Side::Debit)) => "Payé d'avance ou en trop".to_owned(),
            (Self::Buying, _) => "Reste dû".to_owned(),
            (Self::Selling, Some(Side::Credit)) => "Reçu d'avance ou en trop".to_owned(),
            (Self::Selling, _) => "Reste à recevoir".to_owned(),
            (Self::Other, _) => Side::name(balance),
        };
        let mut said = match self {
            Self::Buying => vec![("Payé".to_owned(), debit)],
            Self::Selling => vec![("Reçu".to_owned(), credit)],
            Self::Other => vec![("Débit".to_owned(), debit), ("Crédit".to_owned(), credit)],
        };
        said.push((left, balance.abs()));
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(account: &str, debit: i64, credit: i64) -> Vec<(String, i64)> {
        let standing = Dealing::of(account).standing(Cents(debit), Cents(credit));
        standing.into_iter().map(|(name, amount)| (name, amount.0)).collect()
    }

    fn words(said: &[(&str, i64)]) -> Vec<(String, i64)> {
        said.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect()
    }

    #[test]
    fn a_third_party_stands_in_the_words_of_its_account() {
        assert_eq!(said("401000", 93_830, 93_830), words(&[("Payé", 93_830), ("Reste dû", 0)]));
        assert_eq!(said("401000", 100, 300), words(&[("Payé", 100), ("Reste dû", 200)]));
        let ahead = words(&[("Payé", 300), ("Payé d'avance ou en trop", 200)]);
        assert_eq!(said("404", 300, 100), ahead);
        assert_eq!(said("411", 500, 100), words(&[("Reçu", 100), ("Reste à recevoir", 400)]));
        let salaries = words(&[("Débit", 1), ("Crédit", 3), ("Solde créditeur", 2)]);
        assert_eq!(said("421", 1, 3), salaries);
        assert_eq!(said("é", 2, 2), words(&[("Débit", 2), ("Crédit", 2), ("Solde", 0)]));
    }

    #[test]
    fn growth_is_read_on_the_side_of_the_account() {
        let more = |account, now, before| growth(account, Cents(now), Cents(before)).0;
        assert_eq!(more("641", 120, 100), 20, "more is spent");
        assert_eq!(more("603", -30, -10), -20, "stocks take more off what is spent");
        assert_eq!(more("706", -120, -100), 20, "more is sold");
        assert_eq!(more("401", -150, -100), 50, "more is owed");
        assert_eq!(more("401", 0, -100), -100, "nothing is owed any more");
        assert_eq!(more("512", 50, 80), -30, "less is in the bank");
        assert_eq!(more("512", 0, 0), 0);
    }
}
