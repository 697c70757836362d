//! The books of one entity over the two years, as they are written: entries, third parties, and
//! which payment settles which invoice. Closing and opening are in [`closing`].

pub mod accounts;
pub mod assets;
pub mod closing;
pub mod dues;
pub mod grants;
pub mod internal;
pub mod lent_hours;
pub mod markets;
pub mod needs;
pub mod outside;
pub mod payroll;
pub mod purchases;
pub mod sales;
pub mod takings;
pub mod vat;

use chrono::{Datelike, NaiveDate};
use domain::Cents;
use domain::accounting::{Draft, DraftLine};

use crate::cast::slug_of;
use crate::days::{day, horizon};
use crate::people::folded;
use crate::pole::ThirdParty;

/// Purchases journal.
pub const PURCHASES: &str = "AC";
/// Sales journal.
pub const SALES: &str = "VE";
/// Bank journal.
pub const BANK: &str = "BQ";
/// Cash journal.
pub const CASH: &str = "CA";
/// Payroll journal.
pub const PAYROLL: &str = "PA";
/// General journal.
pub const GENERAL: &str = "OD";
/// Opening journal.
pub const OPENING: &str = "AN";

/// A line of an entry being written: which entry, which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    draft: usize,
    line: usize,
}

/// The books of one entity. Entry 0 is the opening of 2008, filled as what it opens is settled.
pub struct Books {
    drafts: Vec<Draft>,
    settled: Vec<(Spot, Spot)>,
    parties: Vec<ThirdParty>,
    /// Whether the entity charges and recovers VAT.
    taxed: bool,
}

/// An invoice, sold or bought.
pub struct Invoice<'a> {
    /// Its day.
    pub date: NaiveDate,
    /// The third party's number.
    pub party: &'a str,
    /// Account 6 or 7.
    pub account: &'a str,
    /// Before VAT, in cents.
    pub net: i64,
    /// VAT in thousandths: 0, 55 or 196.
    pub vat: i64,
    /// What it is for.
    pub label: String,
    /// When it is paid; beyond the last day of 2009 it stays due.
    pub paid: NaiveDate,
    /// The document's own number, when both sides must show the same.
    pub piece: Option<&'a str>,
}

impl Invoice<'_> {
    fn tax(&self) -> i64 {
        (self.net * self.vat + 500) / 1000
    }
}

/// A label as it follows a name: its first letter small.
fn lowered(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next().map(|letter| letter.to_lowercase().to_string());
    format!("{}{}", first.unwrap_or_default(), letters.as_str())
}

/// A line: debit when positive, credit when negative.
pub fn line(account: &str, amount: i64) -> DraftLine {
    DraftLine {
        account: account.to_owned(),
        debit: Cents(amount.max(0)),
        credit: Cents((-amount).max(0)),
        ..DraftLine::default()
    }
}

/// The same for a third party.
pub fn line_of(account: &str, party: &str, amount: i64) -> DraftLine {
    DraftLine { aux: Some(party.to_owned()), ..line(account, amount) }
}

impl Books {
    /// Empty books.
    pub fn new(taxed: bool) -> Self {
        let date = day(2008, 1, 1);
        let opening = Draft {
            journal: OPENING.to_owned(),
            date,
            piece_ref: String::new(),
            piece_date: date,
            label: "Reprise des soldes au 31/12/2007".to_owned(),
            lines: Vec::new(),
        };
        Self { drafts: vec![opening], settled: Vec::new(), parties: Vec::new(), taxed }
    }

    /// The number of a third party, made from its name at the first call.
    pub fn party(&mut self, prefix: char, label: &str) -> String {
        let known = |p: &&ThirdParty| p.label == label && p.aux.starts_with(prefix);
        if let Some(party) = self.parties.iter().find(known) {
            return party.aux.clone();
        }
        let short: String = folded(label).chars().take(9).collect();
        let taken = |aux: &str| self.parties.iter().any(|party| party.aux == aux);
        let mut aux = format!("{prefix}{short}");
        let mut rank = 2;
        while taken(&aux) {
            aux = format!("{prefix}{short}{rank}");
            rank += 1;
        }
        let entity = slug_of(label).map(str::to_owned);
        self.parties.push(ThirdParty { aux: aux.clone(), label: label.to_owned(), entity });
        aux
    }

    /// Writes an entry; lines of zero are left out. Answers its rank.
    pub fn post(
        &mut self,
        journal: &str,
        date: NaiveDate,
        label: &str,
        lines: Vec<DraftLine>,
    ) -> usize {
        let zero = |line: &DraftLine| line.debit == line.credit;
        self.drafts.push(Draft {
            journal: journal.to_owned(),
            date,
            piece_ref: String::new(),
            piece_date: date,
            label: label.to_owned(),
            lines: lines.into_iter().filter(|line| !zero(line)).collect(),
        });
        self.drafts.len() - 1
    }

    /// Adds a line to the opening of 2008.
    pub fn open(&mut self, label: &str, line: DraftLine) -> Spot {
        let lines = &mut self.drafts[0].lines;
        lines.push(DraftLine { label: Some(label.to_owned()), ..line });
        Spot { draft: 0, line: lines.len() - 1 }
    }

    /// Pays or cashes what a line of a third party left due, unless after the last day of 2009.
    pub fn settle(&mut self, due: Spot, date: NaiveDate) {
        if date > horizon() {
            return;
        }
        let owed = self.drafts[due.draft].lines[due.line].clone();
        let amount = (owed.debit - owed.credit).0;
        let party = owed.aux.unwrap_or_default();
        let label = format!("Règlement {}", self.name_of(&party));
        let lines = vec![line(accounts::BANK, amount), line_of(&owed.account, &party, -amount)];
        let payment = self.post(BANK, date, &label, lines);
        self.settled.push((due, Spot { draft: payment, line: 1 }));
    }

    fn name_of(&self, party: &str) -> &str {
        let found = self.parties.iter().find(|known| known.aux == party);
        found.map_or("", |known| known.label.as_str())
    }

    /// Books a sale and its payment.
    pub fn sell(&mut self, sale: &Invoice) {
        let tax = sale.tax();
        let lines = vec![
            line_of(accounts::CUSTOMERS, sale.party, sale.net + tax),
            line(sale.account, -sale.net),
            line(accounts::VAT_COLLECTED, -tax),
        ];
        self.invoice(SALES, sale, lines);
    }

    /// Books a purchase and its payment; VAT that cannot be recovered stays in the charge.
    pub fn buy(&mut self, purchase: &Invoice) {
        let tax = purchase.tax();
        let (charge, recovered) =
            if self.taxed { (purchase.net, tax) } else { (purchase.net + tax, 0) };
        let lines = vec![
            line_of(accounts::SUPPLIERS, purchase.party, -purchase.net - tax),
            line(purchase.account, charge),
            line(accounts::VAT_RECOVERED, recovered),
        ];
        self.invoice(PURCHASES, purchase, lines);
    }

    fn invoice(&mut self, journal: &str, invoice: &Invoice, lines: Vec<DraftLine>) {
        let name = self.name_of(invoice.party).to_owned();
        let label = format!("{name}, {}", lowered(&invoice.label));
        let draft = self.post(journal, invoice.date, &label, lines);
        if let Some(piece) = invoice.piece {
            piece.clone_into(&mut self.drafts[draft].piece_ref);
        }
        self.settle(Spot { draft, line: 0 }, invoice.paid);
    }

    /// Debit minus credit of the accounts with a prefix over a year's entries.
    pub fn sum(&self, year: i32, prefix: &str) -> i64 {
        let of_year = self.drafts.iter().filter(|draft| draft.date.year() == year);
        of_year
            .flat_map(|draft| &draft.lines)
            .filter(|line| line.account.starts_with(prefix))
            .map(|line| (line.debit - line.credit).0)
            .sum()
    }
}
