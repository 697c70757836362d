//! The hours that the association intermédiaire lends: every hour paid is an hour invoiced.

use chrono::Days;
use domain::Month;
use domain::jobs::Category;

use super::{Books, Invoice};
use crate::chance::{Chance, cut};
use crate::days::{months_of, worked_from, worked_until};
use crate::names::LAST;
use crate::targets::{COLLECTIF, TRAINING};
use crate::work::pay::Staff;

/// Who borrows hours from the association intermédiaire.
struct Borrower {
    party: String,
    /// Cents an hour in 2008 and 2009.
    rate: [i64; 2],
    /// Hours in an ordinary month.
    usual: (i64, i64),
    /// How often, in a hundred months.
    often: i64,
    delay: (i64, i64),
}

/// Hours lent to other members of the pôle each month, by buyer, in hundredths of hours.
pub const LENT_INSIDE: [(usize, i64); 2] = [(COLLECTIF, 3_650), (TRAINING, 5_225)];
/// Cents an hour inside the pôle, in 2008 and 2009.
pub const RATE_INSIDE: [i64; 2] = [1_595, 1_640];

/// Invoices every hour worked in the month, less those lent inside the pôle.
pub fn write(books: &mut Books, staff: &Staff) {
    let mut chance = Chance::new(480);
    let borrowers = borrowers(books, &mut chance);
    let inside: i64 = LENT_INSIDE.iter().map(|(_, hours)| hours).sum();
    for year in [2008, 2009] {
        for month in months_of(year) {
            let slips = staff.slips(month, Category::Insertion);
            let worked: i64 = slips.map(|slip| slip.hours.0 / 10).sum();
            lend(books, &borrowers, month, worked - inside, &mut chance);
        }
    }
    let parties: Vec<String> = borrowers.iter().map(|b| b.party.clone()).collect();
    books.open_customers(&parties, 52_000_000, 2008, &mut chance);
}

fn lend(books: &mut Books, borrowers: &[Borrower], month: Month, hours: i64, chance: &mut Chance) {
    let mut weights: Vec<i64> = borrowers
        .iter()
        .map(|b| if chance.odds(b.often) { chance.between(b.usual.0, b.usual.1) } else { 0 })
        .collect();
    weights[0] = weights[0].max(1);
    let index = usize::from(month.0 >= 200_901);
    for (borrower, hours) in borrowers.iter().zip(cut(hours, &weights)).filter(|(_, h)| *h > 0) {
        let long = if chance.odds(2) { 75 } else { 0 };
        let days = chance.between(borrower.delay.0, borrower.delay.1) + long;
        let date = worked_until(month.last_day());
        let sale = Invoice {
            date,
            party: &borrower.party,
            account: "706200",
            net: (hours * borrower.rate[index] + 50) / 100,
            vat: 0,
            label: format!("Mise à disposition, {},{:02} h", hours / 100, hours % 100),
            paid: worked_from(date + Days::new(days as u64)),
            piece: None,
        };
        books.sell(&sale);
    }
}

/// A body that borrows hours: cents an hour in 2008 and 2009, hours of a month, days to pay.
type Body = (&'static str, [i64; 2], (i64, i64), (i64, i64));

const BODIES: [Body; 16] = [
    ("Commune de Montbrelan", [1_655, 1_710], (240, 420), (22, 45)),
    ("Commune de Valbrune", [1_655, 1_710], (90, 190), (22, 45)),
    ("Commune de Saint-Orain", [1_655, 1_710], (80, 170), (22, 45)),
    ("Commune de Courtefontaine-sur-Sauvine", [1_655, 1_710], (40, 120), (22, 45)),
    ("Communauté de communes du pays de la Sauvine", [1_655, 1_710], (120, 240), (25, 50)),
    ("Maison de retraite Les Aubépines", [1_640, 1_690], (90, 180), (20, 40)),
    ("Collège Jean-Macé, cantine", [1_640, 1_690], (60, 130), (20, 40)),
    ("Office HLM du pays de la Sauvine", [1_680, 1_735], (70, 160), (20, 45)),
    ("Aide à domicile du canton", [1_610, 1_660], (60, 120), (15, 35)),
    ("Amicale laïque de Montbrelan", [1_610, 1_660], (20, 50), (15, 35)),
    ("Copropriété Les Glycines", [1_620, 1_670], (30, 60), (15, 35)),
    ("Hôtel de la Gare", [1_725, 1_780], (30, 70), (20, 40)),
    ("Coopérative laitière de la Sauvine", [1_725, 1_780], (50, 110), (20, 40)),
    ("Transports Guérinel", [1_725, 1_780], (20, 60), (20, 40)),
    ("Pépinières du Plateau", [1_725, 1_780], (30, 100), (20, 45)),
    ("Foyer rural de Saint-Orain", [1_610, 1_660], (15, 40), (15, 35)),
];

fn borrowers(books: &mut Books, chance: &mut Chance) -> Vec<Borrower> {
    let mut borrowers: Vec<Borrower> = Vec::new();
    for (name, rate, usual, delay) in BODIES {
        let party = books.party('C', name);
        borrowers.push(Borrower { party, rate, usual, often: 94, delay });
    }
    for rank in chance.order(LAST.len()).into_iter().take(74) {
        let title = *chance.pick(&["Mme", "M.", "M. et Mme", "Mme"]);
        let party = books.party('C', &format!("{title} {}", LAST[rank]));
        let usual = (7, 14 + chance.between(0, 26));
        borrowers.push(Borrower { party, rate: [1_565, 1_605], usual, often: 78, delay: (6, 24) });
    }
    borrowers
}
