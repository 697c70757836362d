//! Invoices to customers outside the pôle, month by month, and the hours that the association
//! intermédiaire lends.

use chrono::Days;
use domain::Month;

use super::{Books, Invoice};
use crate::chance::{Chance, cut};
use crate::days::{in_month, months_of, worked_from, worked_until};
use crate::names::LAST;
use crate::targets::{COLLECTIF, GARDENS, LAUNDRY, REUSE, SCOP, TRAINING};
use crate::work::pay::Staff;

/// A kind of sale to a circle of customers.
pub struct Market {
    /// Who sells.
    pub entity: usize,
    /// Account 70.
    pub account: &'static str,
    /// What invoices say.
    pub what: &'static str,
    /// Cents of 2008 and 2009; for the Scop, shares of its total.
    pub totals: [i64; 2],
    /// VAT in thousandths.
    pub vat: i64,
    /// Invoices a month.
    pub per_month: i64,
    /// Days before payment.
    pub delay: (i64, i64),
    /// Who buys.
    pub customers: &'static [&'static str],
}

const DWELLINGS: [&str; 14] = [
    "Office HLM du pays de la Sauvine",
    "M. et Mme Vautrin",
    "Mme Lestrade",
    "SCI des Tanneurs",
    "M. Olivares",
    "Copropriété Les Glycines",
    "M. et Mme Bourdelas",
    "Mme Kerdoncuff",
    "M. Pommeret",
    "SCI du Vieux Pont",
    "M. et Mme Tavernelle",
    "Mme Roudaut",
    "M. Scheffer",
    "Copropriété du Mail",
];
const BUILDINGS: [&str; 11] = [
    "Commune de Montbrelan",
    "Communauté de communes du pays de la Sauvine",
    "Commune de Valbrune",
    "Conseil général",
    "Lycée agricole de Montbrelan",
    "Menuiserie Vaucouleur SARL",
    "Maison de retraite Les Aubépines",
    "Commune de Saint-Orain",
    "Transports Guérinel",
    "Coopérative laitière de la Sauvine",
    "Syndicat des eaux de la Sauvine",
];
const LEARNING: [&str; 12] = [
    "Conseil régional",
    "Pôle emploi, direction régionale",
    "Uniformation",
    "Agefos PME",
    "Maison de retraite Les Aubépines",
    "Communauté de communes du pays de la Sauvine",
    "Mission locale du pays de Montbrelan",
    "Coopérative laitière de la Sauvine",
    "Opcareg",
    "Centre hospitalier de Montbrelan",
    "Conseil général",
    "Forthac",
];

/// Every market but the hours lent and the takings in cash.
pub const MARKETS: [Market; 11] = [
    Market {
        entity: COLLECTIF,
        account: "706000",
        what: "Collecte des encombrants",
        totals: [6_983_412, 7_416_028],
        vat: 0,
        per_month: 2,
        delay: (25, 48),
        customers: &[
            "Communauté de communes du pays de la Sauvine",
            "Commune de Saint-Orain",
        ],
    },
    Market {
        entity: COLLECTIF,
        account: "706100",
        what: "Service paie des associations employeuses",
        totals: [4_118_255, 4_593_761],
        vat: 0,
        per_month: 14,
        delay: (12, 40),
        customers: &[
            "Crèche Les Petits Pas",
            "Association des familles",
            "Foyer rural de Saint-Orain",
            "École de musique de la Sauvine",
            "Radio Sauvine",
            "Club nautique du Barrage",
            "Ludothèque À cloche-pied",
            "Amicale laïque de Montbrelan",
            "Aide à domicile du canton",
            "Ciné-club Le Projo",
            "Maison des jeunes",
            "Union commerciale de Montbrelan",
        ],
    },
    Market {
        entity: COLLECTIF,
        account: "708300",
        what: "Location de salle",
        totals: [938_160, 1_042_385],
        vat: 0,
        per_month: 4,
        delay: (8, 30),
        customers: &[
            "Mutuelle de la Sauvine",
            "Syndicat des eaux de la Sauvine",
            "Amicale laïque de Montbrelan",
            "Université populaire",
        ],
    },
    Market {
        entity: GARDENS,
        account: "706000",
        what: "Entretien d'espaces verts",
        totals: [2_164_718, 2_287_439],
        vat: 0,
        per_month: 4,
        delay: (22, 45),
        customers: &[
            "Commune de Valbrune",
            "Commune de Montbrelan",
            "Syndicat de rivière de la Sauvine",
            "Office HLM du pays de la Sauvine",
            "Camping du Barrage",
        ],
    },
    Market {
        entity: GARDENS,
        account: "707000",
        what: "Légumes et paniers",
        totals: [2_371_902, 2_618_077],
        vat: 0,
        per_month: 11,
        delay: (10, 32),
        customers: &[
            "Amap du Vieux Pont",
            "Collège Jean-Macé, cantine",
            "Biocoop La Sauge",
            "Restaurant L'Écluse",
            "Comité d'entreprise de la laiterie",
            "Maison de retraite Les Aubépines",
            "Épicerie sociale",
            "Restaurant Le Grand Frêne",
        ],
    },
    Market {
        entity: LAUNDRY,
        account: "706000",
        what: "Blanchissage du linge",
        totals: [4_486_390, 4_731_256],
        vat: 0,
        per_month: 12,
        delay: (15, 42),
        customers: &[
            "Maison de retraite Les Aubépines",
            "Hôtel de la Gare",
            "Gîtes de la Sauvine",
            "Restaurant L'Écluse",
            "Centre hospitalier de Montbrelan",
            "Crèche Les Petits Pas",
            "Camping du Barrage",
            "Hôtel du Cygne",
            "Foyer de l'enfance",
        ],
    },
    Market {
        entity: REUSE,
        account: "706000",
        what: "Débarras et collecte",
        totals: [3_092_847, 3_374_193],
        vat: 0,
        per_month: 6,
        delay: (15, 45),
        customers: &[
            "Commune de Montbrelan",
            "Étude de Me Sauvagnac",
            "Office HLM du pays de la Sauvine",
            "Eco-systèmes",
            "Commune de Valbrune",
            "M. et Mme Bourdelas",
        ],
    },
    Market {
        entity: REUSE,
        account: "707000",
        what: "Métaux et matières triées",
        totals: [2_018_364, 1_671_508],
        vat: 0,
        per_month: 4,
        delay: (20, 40),
        customers: &[
            "Ferrailles du Plateau",
            "Papeteries de la Sauvine",
            "Le Relais du Nord-Ouest",
            "Textiles Rocamer",
        ],
    },
    Market {
        entity: SCOP,
        account: "704000",
        what: "Travaux de rénovation, logement",
        totals: [32, 33],
        vat: 55,
        per_month: 15,
        delay: (18, 46),
        customers: &DWELLINGS,
    },
    Market {
        entity: SCOP,
        account: "704000",
        what: "Travaux de bâtiment, situation",
        totals: [68, 67],
        vat: 196,
        per_month: 13,
        delay: (28, 58),
        customers: &BUILDINGS,
    },
    Market {
        entity: TRAINING,
        account: "706000",
        what: "Actions de formation",
        totals: [59_816_275, 63_842_918],
        vat: 0,
        per_month: 21,
        delay: (28, 62),
        customers: &LEARNING,
    },
];

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
    let markets: Vec<&Market> = MARKETS
        .iter()
        .filter(|market| market.entity == SCOP)
        .collect();
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
    let parties: Vec<String> = market
        .customers
        .iter()
        .map(|name| books.party('C', name, None))
        .collect();
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
    /// Three invoices of 2007 still due on its last day, paid by February.
    fn open_customers(&mut self, parties: &[String], total: i64, year: i32, chance: &mut Chance) {
        if year != 2008 {
            return;
        }
        for part in cut(total * chance.between(52, 70) / 1000, &chance.uneven(3)) {
            let party = chance.pick(parties).clone();
            let due = super::line_of(super::accounts::CUSTOMERS, &party, part);
            let spot = self.open("Facture de décembre 2007", due);
            let after = Days::new(chance.between(8, 55) as u64);
            self.settle(spot, worked_from(crate::days::day(2008, 1, 1) + after));
        }
    }
}

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
pub fn write_lent_hours(books: &mut Books, staff: &Staff) {
    let mut chance = Chance::new(480);
    let borrowers = borrowers(books, &mut chance);
    let inside: i64 = LENT_INSIDE.iter().map(|(_, hours)| hours).sum();
    for year in [2008, 2009] {
        for month in months_of(year) {
            let slips = staff.months.iter().filter(|slip| slip.month == month);
            let worked: i64 = slips.map(|slip| slip.hours.0 / 10).sum();
            // The permanents of the association are on the same list of payslips.
            let permanent: i64 = permanent_hours(staff, month);
            lend(
                books,
                &borrowers,
                month,
                worked - permanent - inside,
                &mut chance,
            );
        }
    }
    let parties: Vec<String> = borrowers.iter().map(|b| b.party.clone()).collect();
    books.open_customers(&parties, 52_000_000, 2008, &mut chance);
}

fn permanent_hours(staff: &Staff, month: Month) -> i64 {
    let permanent = |number: &str| {
        let mut found = staff
            .contracts
            .iter()
            .filter(|contract| contract.number == number);
        found.any(|contract| contract.category == domain::jobs::Category::Permanent)
    };
    let slips = staff
        .months
        .iter()
        .filter(|m| m.month == month && permanent(&m.contract));
    slips.map(|slip| slip.hours.0 / 10).sum()
}

fn lend(books: &mut Books, borrowers: &[Borrower], month: Month, hours: i64, chance: &mut Chance) {
    let mut weights: Vec<i64> = borrowers
        .iter()
        .map(|b| {
            if chance.odds(b.often) {
                chance.between(b.usual.0, b.usual.1)
            } else {
                0
            }
        })
        .collect();
    weights[0] = weights[0].max(1);
    let index = usize::from(month.0 >= 200_901);
    for (borrower, hours) in borrowers
        .iter()
        .zip(cut(hours, &weights))
        .filter(|(_, h)| *h > 0)
    {
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

fn borrowers(books: &mut Books, chance: &mut Chance) -> Vec<Borrower> {
    let bodies: [(&str, [i64; 2], (i64, i64), (i64, i64)); 16] = [
        (
            "Commune de Montbrelan",
            [1_655, 1_710],
            (240, 420),
            (22, 45),
        ),
        ("Commune de Valbrune", [1_655, 1_710], (90, 190), (22, 45)),
        (
            "Commune de Saint-Orain",
            [1_655, 1_710],
            (80, 170),
            (22, 45),
        ),
        (
            "Commune de Courtefontaine-sur-Sauvine",
            [1_655, 1_710],
            (40, 120),
            (22, 45),
        ),
        (
            "Communauté de communes du pays de la Sauvine",
            [1_655, 1_710],
            (120, 240),
            (25, 50),
        ),
        (
            "Maison de retraite Les Aubépines",
            [1_640, 1_690],
            (90, 180),
            (20, 40),
        ),
        (
            "Collège Jean-Macé, cantine",
            [1_640, 1_690],
            (60, 130),
            (20, 40),
        ),
        (
            "Office HLM du pays de la Sauvine",
            [1_680, 1_735],
            (70, 160),
            (20, 45),
        ),
        (
            "Aide à domicile du canton",
            [1_610, 1_660],
            (60, 120),
            (15, 35),
        ),
        (
            "Amicale laïque de Montbrelan",
            [1_610, 1_660],
            (20, 50),
            (15, 35),
        ),
        (
            "Copropriété Les Glycines",
            [1_620, 1_670],
            (30, 60),
            (15, 35),
        ),
        ("Hôtel de la Gare", [1_725, 1_780], (30, 70), (20, 40)),
        (
            "Coopérative laitière de la Sauvine",
            [1_725, 1_780],
            (50, 110),
            (20, 40),
        ),
        ("Transports Guérinel", [1_725, 1_780], (20, 60), (20, 40)),
        ("Pépinières du Plateau", [1_725, 1_780], (30, 100), (20, 45)),
        (
            "Foyer rural de Saint-Orain",
            [1_610, 1_660],
            (15, 40),
            (15, 35),
        ),
    ];
    let mut borrowers: Vec<Borrower> = Vec::new();
    for (name, rate, usual, delay) in bodies {
        let party = books.party('C', name, None);
        borrowers.push(Borrower {
            party,
            rate,
            usual,
            often: 94,
            delay,
        });
    }
    for rank in chance.order(LAST.len()).into_iter().take(74) {
        let title = *chance.pick(&["Mme", "M.", "M. et Mme", "Mme"]);
        let party = books.party('C', &format!("{title} {}", LAST[rank]), None);
        let usual = (7, 14 + chance.between(0, 26));
        borrowers.push(Borrower {
            party,
            rate: [1_565, 1_605],
            usual,
            often: 78,
            delay: (6, 24),
        });
    }
    borrowers
}
