//! What members of the pôle sell each other: one agreement, one invoice, written in both books on
//! the same day under the same number.
//!
//! Every pair shows the same amount in 70 and in 6, but one: the Scop repairs the Collectif's
//! premises with VAT, which the Collectif cannot recover and bears in its charge.

use chrono::{Days, NaiveDate};
use domain::Month;

use super::lent_hours::{LENT_INSIDE, RATE_INSIDE};
use super::{Books, Invoice};
use crate::cast::MEMBERS;
use crate::chance::{Chance, share_of};
use crate::days::{day, in_month, months_of, worked_from, worked_until};
use crate::targets::{AI, COLLECTIF, GARDENS, LAUNDRY, REUSE, SCOP, TRAINING};

/// What one member sells another, all year long.
struct Agreement {
    seller: usize,
    buyer: usize,
    /// Account 70 of the seller, account 6 of the buyer.
    accounts: (&'static str, &'static str),
    what: &'static str,
    /// Cents of 2009 for an invoice.
    amount: i64,
    /// The months that are invoiced.
    months: &'static [u32],
    /// How far an amount may stray, in hundredths; none for a flat fee.
    stray: i64,
    vat: i64,
}

const EVERY: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const TERMS: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12];
const QUARTERS: &[u32] = &[3, 6, 9, 12];

const fn flat(buyer: usize, amount: i64) -> Agreement {
    let accounts = ("706100", "622600");
    let what = "Tenue des comptes et des paies";
    Agreement { seller: COLLECTIF, buyer, accounts, what, amount, months: EVERY, stray: 0, vat: 0 }
}

const fn desk(buyer: usize, amount: i64) -> Agreement {
    let accounts = ("708400", "621400");
    let what = "Accueil partagé, trimestre";
    Agreement {
        seller: COLLECTIF,
        buyer,
        accounts,
        what,
        amount,
        months: QUARTERS,
        stray: 7,
        vat: 0,
    }
}

const fn rent(buyer: usize, amount: i64) -> Agreement {
    let accounts = ("708300", "613200");
    let what = "Bureaux et salles, mois";
    Agreement { seller: COLLECTIF, buyer, accounts, what, amount, months: EVERY, stray: 0, vat: 0 }
}

const fn linen(buyer: usize, amount: i64) -> Agreement {
    let accounts = ("706000", "628800");
    let what = "Blanchissage";
    Agreement { seller: LAUNDRY, buyer, accounts, what, amount, months: EVERY, stray: 22, vat: 0 }
}

const fn meals(buyer: usize, amount: i64) -> Agreement {
    let accounts = ("706000", "604000");
    let what = "Repas livrés";
    Agreement { seller: GARDENS, buyer, accounts, what, amount, months: TERMS, stray: 25, vat: 0 }
}

const fn sorting(buyer: usize, what: &'static str, amount: i64) -> Agreement {
    let accounts = ("706000", "611000");
    Agreement { seller: REUSE, buyer, accounts, what, amount, months: EVERY, stray: 18, vat: 0 }
}

const fn course(buyer: usize, amount: i64, months: &'static [u32]) -> Agreement {
    let accounts = ("706000", "622800");
    let what = "Formation de salariés";
    Agreement { seller: TRAINING, buyer, accounts, what, amount, months, stray: 20, vat: 0 }
}

const AGREEMENTS: [Agreement; 26] = [
    flat(GARDENS, 51_240),
    flat(LAUNDRY, 49_870),
    flat(REUSE, 50_315),
    flat(AI, 116_460),
    flat(SCOP, 142_835),
    flat(TRAINING, 98_225),
    desk(GARDENS, 61_305),
    desk(LAUNDRY, 59_580),
    desk(REUSE, 60_435),
    desk(AI, 185_670),
    desk(TRAINING, 123_825),
    rent(AI, 48_620),
    rent(TRAINING, 80_355),
    linen(GARDENS, 11_830),
    linen(AI, 21_485),
    linen(SCOP, 61_270),
    linen(TRAINING, 38_815),
    meals(COLLECTIF, 18_425),
    meals(TRAINING, 115_640),
    sorting(COLLECTIF, "Tri et remise en état", 248_690),
    sorting(SCOP, "Évacuation de gravats et nettoyage de chantiers", 69_435),
    course(SCOP, 189_250, QUARTERS),
    course(AI, 124_080, &[2, 6, 11]),
    course(GARDENS, 86_420, &[3, 10]),
    course(REUSE, 84_175, &[4, 11]),
    Agreement {
        seller: SCOP,
        buyer: COLLECTIF,
        accounts: ("704000", "615200"),
        what: "Entretien des locaux partagés",
        amount: 238_460,
        months: &[2, 4, 7, 9, 11],
        stray: 30,
        vat: 196,
    },
];

/// One invoice between two entities.
pub struct Flow {
    /// Who sells, in the perimeter.
    pub seller: usize,
    /// Who buys: in the perimeter, or the rank of an outside association.
    pub buyer: usize,
    /// Account 70 of the seller.
    pub income: &'static str,
    /// Account 6 of the buyer.
    pub charge: &'static str,
    /// Its day.
    pub date: NaiveDate,
    /// When it is paid.
    pub paid: NaiveDate,
    /// Before VAT.
    pub net: i64,
    /// VAT in thousandths.
    pub vat: i64,
    /// What it is for.
    pub label: String,
}

/// Every invoice inside the pôle over the two years, by date.
pub fn flows() -> Vec<Flow> {
    let mut chance = Chance::new(70);
    let mut flows = Vec::new();
    for agreement in &AGREEMENTS {
        for month in agreement.months_of_both_years() {
            let date = in_month(month, chance.between(24, 30));
            let strayed = 100 + chance.between(-agreement.stray, agreement.stray);
            // Fees rose by 2,6 % on 1 January 2009.
            let of_year = if month.0 < 200_901 { 974 } else { 1000 };
            flows.push(Flow {
                seller: agreement.seller,
                buyer: agreement.buyer,
                income: agreement.accounts.0,
                charge: agreement.accounts.1,
                date,
                paid: worked_from(date + Days::new(chance.between(12, 36) as u64)),
                net: share_of(agreement.amount, strayed * of_year, 100_000),
                vat: agreement.vat,
                label: agreement.what.to_owned(),
            });
        }
    }
    flows.extend(lent_hours());
    flows.sort_by_key(|flow| (flow.date, flow.seller, flow.buyer));
    flows
}

impl Agreement {
    fn months_of_both_years(&self) -> impl Iterator<Item = Month> {
        let both = months_of(2008).chain(months_of(2009));
        both.filter(|month| self.months.contains(&(month.0 as u32 % 100)))
    }
}

/// Cleaning hours lent by the association intermédiaire, at the end of each month.
fn lent_hours() -> Vec<Flow> {
    let mut flows = Vec::new();
    for month in months_of(2008).chain(months_of(2009)) {
        for (buyer, hours) in LENT_INSIDE {
            let date = worked_until(month.last_day());
            let rate = RATE_INSIDE[usize::from(month.0 >= 200_901)];
            flows.push(Flow {
                seller: AI,
                buyer,
                income: "706200",
                charge: "621100",
                date,
                paid: worked_from(date + Days::new(21)),
                net: share_of(hours, rate, 100),
                vat: 0,
                label: format!("Mise à disposition, {},{:02} h", hours / 100, hours % 100),
            });
        }
    }
    flows
}

/// Writes the flows in both books.
pub fn write(books: &mut [Books], flows: &[Flow]) {
    let of_2008 = flows.iter().filter(|flow| flow.date < day(2009, 1, 1)).count();
    for (rank, flow) in flows.iter().enumerate() {
        let in_year = if rank < of_2008 { rank } else { rank - of_2008 };
        let piece = format!("FI{}-{:03}", flow.date.format("%Y"), in_year + 1);
        let (seller, buyer) = (&MEMBERS[flow.seller], &MEMBERS[flow.buyer]);
        let customer = books[flow.seller].party('C', buyer.name);
        let supplier = books[flow.buyer].party('F', seller.name);
        books[flow.seller].sell(&flow.invoice(&customer, flow.income, &piece));
        books[flow.buyer].buy(&flow.invoice(&supplier, flow.charge, &piece));
    }
}

impl Flow {
    /// The invoice as one side writes it.
    pub fn invoice<'a>(&self, party: &'a str, account: &'a str, piece: &'a str) -> Invoice<'a> {
        Invoice {
            date: self.date,
            party,
            account,
            net: self.net,
            vat: self.vat,
            label: self.label.clone(),
            paid: self.paid,
            piece: Some(piece),
        }
    }
}
