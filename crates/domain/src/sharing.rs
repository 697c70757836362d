//! Reciprocity: two entities book the same flows, each on its side; what they say is compared
//! before anything is taken out of the combined figures.

use std::collections::BTreeMap;

use crate::Cents;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairKind {
    /// Sold by one (70, dues 756), bought by the other (60, 61, 62).
    Income,
    /// Owed to one (41), owed by the other (40), current accounts included.
    Receivable,
    /// Received by one (74, 755), granted by the other (657).
    Grant,
}

/// One side's bookings about another entity over a year: account, debit, credit.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// Tagged lines by account.
    pub flows: Vec<(String, Cents, Cents)>,
    /// Third-party accounts at the end, opening included.
    pub balances: Vec<(String, Cents, Cents)>,
}

/// What both sides say of the same flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<Id> {
    /// Who sells, is owed, or receives.
    pub from: Id,
    /// The other.
    pub to: Id,
    /// What is compared.
    pub kind: PairKind,
    /// What `from` booked.
    pub from_amount: Cents,
    /// What `to` booked.
    pub to_amount: Cents,
    /// VAT that the seller billed and the buyer did not recover.
    pub vat: Cents,
    /// The part of the gap that this VAT explains: the buyer's charge bears it. All of it or nothing,
    /// since a buyer who bears VAT bears the whole of it.
    pub explained: Cents,
}

impl<Id> Pair<Id> {
    /// What nobody explains; zero when both sides agree.
    pub fn difference(&self) -> Cents {
        self.from_amount + self.explained - self.to_amount
    }
}

/// Σ credit − debit over accounts that start with one of the prefixes.
fn credit(rows: &[(String, Cents, Cents)], prefixes: &[&str]) -> Cents {
    let ours = rows.iter().filter(|(account, ..)| prefixes.iter().any(|p| account.starts_with(p)));
    ours.map(|(_, debit, credit)| *credit - *debit).sum()
}

impl Side {
    fn sold(&self) -> Cents {
        credit(&self.flows, &["70", "756"])
    }

    fn bought(&self) -> Cents {
        -credit(&self.flows, &["60", "61", "62"])
    }

    fn received(&self) -> Cents {
        credit(&self.flows, &["74", "755"])
    }

    fn granted(&self) -> Cents {
        -credit(&self.flows, &["657"])
    }

    /// VAT that the other billed on its sales and this one did not recover, of the sales' own sign.
    fn vat_borne(&self, seller: &Self) -> Cents {
        let (billed, sold) = (seller.vat_billed(), seller.sold());
        if sold == Cents::ZERO || (billed < Cents::ZERO) != (sold < Cents::ZERO) {
            return Cents::ZERO;
        }
        // What is recovered beyond what was billed explains nothing: it is a difference itself.
        let borne = billed - self.vat_recovered();
        if (borne < Cents::ZERO) == (sold < Cents::ZERO) { borne } else { Cents::ZERO }
    }

    fn vat_billed(&self) -> Cents {
        credit(&self.flows, &["4457"])
    }

    fn vat_recovered(&self) -> Cents {
        -credit(&self.flows, &["4456"])
    }

    /// Current accounts: positive when the other owes.
    fn current(&self) -> Cents {
        -credit(&self.balances, &["45", "46", "47"])
    }

    fn owed_to(&self) -> Cents {
        -credit(&self.balances, &["41"]) + self.current().max(Cents::ZERO)
    }

    fn owes(&self) -> Cents {
        credit(&self.balances, &["40"]) + (-self.current()).max(Cents::ZERO)
    }
}

/// What VAT explains of a gap: all of it where it brings both sides nearer, else nothing. 600 sold
/// with 120 of VAT make 720 bought; 660 bought are as far from 720 as from 600, so that VAT is not
/// why.
fn explained(sold: Cents, bought: Cents, vat: Cents) -> Cents {
    let nearer = (sold + vat - bought).abs() < (sold - bought).abs();
    if nearer { vat } else { Cents::ZERO }
}

/// Compares both sides of every pair; `sides[(a, b)]` is what `a` booked about `b`. Pairs that say
/// nothing on either side are left out.
pub fn pairs<Id: Copy + Ord>(sides: &BTreeMap<(Id, Id), Side>) -> Vec<Pair<Id>> {
    let mut keys: Vec<(Id, Id)> = sides.keys().flat_map(|&(a, b)| [(a, b), (b, a)]).collect();
    keys.sort_unstable();
    keys.dedup();
    let nothing = Side::default();
    let mut pairs = Vec::new();
    for (from, to) in keys {
        let ours = sides.get(&(from, to)).unwrap_or(&nothing);
        let theirs = sides.get(&(to, from)).unwrap_or(&nothing);
        let said = [
            (PairKind::Income, ours.sold(), theirs.bought(), theirs.vat_borne(ours)),
            (PairKind::Receivable, ours.owed_to(), theirs.owes(), Cents::ZERO),
            (PairKind::Grant, ours.received(), theirs.granted(), Cents::ZERO),
        ];
        for (kind, from_amount, to_amount, vat) in said {
            if from_amount != Cents::ZERO || to_amount != Cents::ZERO {
                let explained = explained(from_amount, to_amount, vat);
                pairs.push(Pair { from, to, kind, from_amount, to_amount, vat, explained });
            }
        }
    }
    pairs
}

#[cfg(test)]
mod laws {
    use super::*;
    use proptest::prelude::*;

    fn row(account: &str, debit: i64, credit: i64) -> (String, Cents, Cents) {
        (account.to_owned(), Cents(debit), Cents(credit))
    }

    proptest! {
        #[test]
        fn both_sides_of_an_internal_sale_cancel(amount in 1i64..1_000_000_000, paid in 0i64..1_000_000_000) {
            let paid = paid.min(amount);
            let seller = Side {
                flows: vec![row("706000", 0, amount), row("411000", amount, paid)],
                balances: vec![row("411000", amount, paid)],
            };
            let buyer = Side {
                flows: vec![row("622600", amount, 0), row("401000", paid, amount)],
                balances: vec![row("401000", paid, amount)],
            };
            let sides = BTreeMap::from([((1, 2), seller), ((2, 1), buyer)]);
            for pair in pairs(&sides) {
                prop_assert_eq!(pair.difference(), Cents::ZERO);
                prop_assert_eq!((pair.from, pair.to), (1, 2));
            }
        }

        #[test]
        fn what_one_side_forgets_is_the_difference(amount in 1i64..1_000_000_000, booked in 0i64..1_000_000_000) {
            let seller = Side { flows: vec![row("706000", 0, amount)], ..Side::default() };
            let buyer = Side { flows: vec![row("611000", booked, 0)], ..Side::default() };
            let sides = BTreeMap::from([((1, 2), seller), ((2, 1), buyer)]);
            let found: Cents = pairs(&sides).iter().map(Pair::difference).sum();
            prop_assert_eq!(found, Cents(amount - booked));
        }
    }

    /// A sale with VAT, and what the buyer booked of it: charge and VAT recovered.
    fn taxed(sold: i64, billed: i64, charge: i64, recovered: i64) -> Pair<i32> {
        let seller = Side {
            flows: vec![row("706000", 0, sold), row("445710", 0, billed)],
            ..Side::default()
        };
        let buyer = Side {
            flows: vec![row("615000", charge, 0), row("445660", recovered, 0)],
            ..Side::default()
        };
        pairs(&BTreeMap::from([((1, 2), seller), ((2, 1), buyer)])).remove(0)
    }

    #[test]
    fn vat_that_the_buyer_cannot_recover_is_explained() {
        let said = |pair: Pair<i32>| (pair.explained.0, pair.difference().0);
        assert_eq!(said(taxed(10_000, 1_960, 11_960, 0)), (1_960, 0));
        assert_eq!(said(taxed(10_000, 2_000, 11_200, 800)), (1_200, 0), "a part is recovered");
        assert_eq!(said(taxed(-10_000, -2_000, -12_000, 0)), (-2_000, 0), "a credit note");
        assert_eq!(said(taxed(10_000, 2_000, 11_900, 0)), (2_000, 100), "and 1 € is left");
    }

    #[test]
    fn vat_explains_nothing_that_it_does_not_make() {
        let said = |pair: Pair<i32>| (pair.vat.0, pair.explained.0, pair.difference().0);
        assert_eq!(said(taxed(60_000, 12_000, 66_000, 0)), (12_000, 0, -6_000), "720 were due");
        assert_eq!(said(taxed(60_000, 12_000, 0, 0)), (12_000, 0, 60_000), "never booked");
        assert_eq!(said(taxed(60_000, 0, 50_000, 10_000)), (0, 0, 10_000), "never billed");
    }
}
