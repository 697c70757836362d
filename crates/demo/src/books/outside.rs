//! The small books of the associations that the Collectif serves and the report leaves out: a
//! club, a theatre company, a festival, a village committee.

use chrono::{Days, Weekday};

use super::Books;
use super::closing::Worth;
use super::dues::{fees, membership, volunteers};
use super::grants::{Grant, decide};
use super::internal::Flow;
use super::markets::Market;
use super::needs::Pace::{Often, Yearly};
use super::needs::{Need, need};
use super::purchases::spend;
use super::sales::invoices;
use super::takings::{Till, take};
use crate::cast::{MEMBERS, OUTSIDE};
use crate::chance::Chance;
use crate::days::{in_month, months_of, worked_from};
use crate::targets::COLLECTIF;

/// What an outside association lives on.
struct Life {
    /// Members and dues in cents, none for a company of artists.
    members: (i64, i64),
    till: Option<Till>,
    market: Option<Market>,
    grants: [Grant; 2],
    needs: &'static [Need],
    /// Cents a month that the Collectif bills in 2009.
    fee: i64,
    margin: [i64; 2],
    volunteering: [i64; 2],
}

const INSURER: &[&str] = &["Mutuelle d'assurance des associations"];

const CLUB: [Need; 5] = [
    need("606300", "Équipements sportifs", 40, Often(1), &["Sports Plateau"]),
    need("625100", "Déplacements des équipes", 50, Often(2), &["Autocars Valmont"]),
    need("628100", "Licences et engagements", 44, Yearly(9), &["Ligue régionale"]),
    need("607000", "Achats de la buvette", 30, Often(1), &["Boissons Trémolières"]),
    need("616000", "Assurance", 12, Yearly(1), INSURER),
];
const COMPANY: [Need; 5] = [
    need(
        "622610",
        "Cachets et intervenants",
        70,
        Often(2),
        &["Guichet des artistes", "M. Ravoux, éclairagiste"],
    ),
    need("651600", "Droits d'auteur", 20, Often(1), &["Société des auteurs"]),
    need("606800", "Décors et costumes", 34, Often(1), &["Bois et Panneaux", "Tissus du Mail"]),
    need("625100", "Tournées", 36, Often(1), &["Autocars Valmont", "Hôtel du Cygne"]),
    need("616000", "Assurance", 8, Yearly(1), INSURER),
];
const FESTIVAL: [Need; 6] = [
    need(
        "611000",
        "Plateau artistique",
        90,
        Often(1),
        &["Tourneurs du Couchant", "Guichet des artistes"],
    ),
    need("613500", "Chapiteau et sonorisation", 60, Yearly(7), &["Scènes Mobiles"]),
    need("607000", "Achats du bar", 34, Yearly(7), &["Boissons Trémolières"]),
    need("623000", "Affiches et programmes", 24, Yearly(6), &["Imprimerie de la Sauvine"]),
    need("651600", "Droits d'auteur", 14, Yearly(9), &["Société des auteurs"]),
    need("616000", "Assurance", 10, Yearly(5), INSURER),
];
const VILLAGE: [Need; 4] = [
    need(
        "607000",
        "Achats des fêtes",
        40,
        Often(1),
        &["Boissons Trémolières", "Épicerie de Valbrune"],
    ),
    need("606300", "Petit matériel", 18, Often(1), &["Quincaillerie du Mail"]),
    need("611000", "Orchestre et feu d'artifice", 34, Yearly(7), &["Pyro Plateau"]),
    need("616000", "Assurance", 8, Yearly(1), INSURER),
];

const fn till(what: &'static str, totals: [i64; 2], months: (u32, u32)) -> Till {
    let days: &[(Weekday, i64)] = &[(Weekday::Sat, 70), (Weekday::Sun, 100)];
    Till { entity: 0, account: "707000", what, totals, days, months }
}

const fn by_town(amounts: [i64; 2]) -> Grant {
    let funder = "Commune de Montbrelan";
    Grant { entity: 0, funder, account: "741400", amounts, decided: 3 }
}

const fn by_department(amounts: [i64; 2]) -> Grant {
    let funder = "Conseil général";
    Grant { entity: 0, funder, account: "741300", amounts, decided: 5 }
}

const fn market(
    what: &'static str,
    totals: [i64; 2],
    customers: &'static [&'static str],
) -> Market {
    let (account, delay) = ("706000", (10, 35));
    Market { entity: 0, account, what, totals, vat: 0, per_month: 2, delay, customers }
}

fn lives() -> [Life; 4] {
    [club(), company(), festival(), village()]
}

fn club() -> Life {
    Life {
        members: (186, 6_400),
        till: Some(till("Buvette du stade", [684_315, 712_840], (1, 12))),
        market: None,
        grants: [by_town([740_000, 740_000]), by_department([210_000, 215_000])],
        needs: &CLUB,
        fee: 12_480,
        margin: [214, -138],
        volunteering: [968_400, 1_012_650],
    }
}

fn company() -> Life {
    Life {
        members: (24, 2_500),
        till: None,
        market: Some(market(
            "Représentations et ateliers",
            [4_386_290, 4_718_465],
            &[
                "Centre culturel de la Sauvine",
                "Collège Jean-Macé",
                "Commune de Saint-Orain",
                "Festival des Quais",
            ],
        )),
        grants: [by_town([600_000, 620_000]), by_department([850_000, 800_000])],
        needs: &COMPANY,
        fee: 14_365,
        margin: [-162, 187],
        volunteering: [148_200, 156_900],
    }
}

fn festival() -> Life {
    Life {
        members: (62, 1_000),
        till: Some(till("Billetterie et bar du festival", [3_164_725, 3_418_390], (6, 8))),
        market: Some(market(
            "Partenariats",
            [884_500, 936_215],
            &["Brasserie Trémolières", "Radio Sauvine", "Mutuelle de la Sauvine"],
        )),
        grants: [by_town([900_000, 950_000]), by_department([1_100_000, 1_100_000])],
        needs: &FESTIVAL,
        fee: 13_790,
        margin: [326, -241],
        volunteering: [2_146_300, 2_284_750],
    }
}

fn village() -> Life {
    Life {
        members: (94, 800),
        till: Some(till("Fêtes du village", [1_176_480, 1_214_935], (4, 9))),
        market: None,
        grants: [by_town([80_000, 80_000]), by_department([60_000, 60_000])],
        needs: &VILLAGE,
        fee: 6_845,
        margin: [412, 268],
        volunteering: [386_200, 402_450],
    }
}

/// What each outside association owned at the end of 2007.
pub fn worth(rank: usize) -> Worth {
    let rank = rank as i64;
    Worth {
        funds: 312_547 + 118_913 * rank,
        reserves: 204_186 + 73_441 * rank,
        result: 31_285 - 18_472 * rank,
        cushion: 241_613 + 52_870 * rank,
    }
}

/// Writes the books of the outside association of a rank; the Collectif's invoices included.
pub fn write(books: &mut Books, rank: usize, flows: &[Flow]) {
    let life = &lives()[rank];
    let mut chance = Chance::new(900 + rank as u64);
    fees(books, &mut chance, 5);
    membership(books, &mut chance, life.members.0, life.members.1);
    if let Some(till) = &life.till {
        take(books, till);
    }
    if let Some(market) = &life.market {
        invoices(books, market, 2008, market.totals[0]);
        invoices(books, market, 2009, market.totals[1]);
    }
    for grant in &life.grants {
        decide(books, grant);
    }
    volunteers(books, life.volunteering);
    for flow in flows.iter().filter(|flow| flow.buyer == rank) {
        let supplier = books.party('F', MEMBERS[COLLECTIF].name);
        books.buy(&flow.invoice(&supplier, flow.charge, &piece(flow, rank)));
    }
    for (year, margin) in [2008, 2009].into_iter().zip(life.margin) {
        spend(books, life.needs, year, margin, 950 + rank as u64);
    }
}

/// What the Collectif bills the outside associations for their books, each quarter.
pub fn flows() -> Vec<Flow> {
    let mut chance = Chance::new(77);
    let mut flows = Vec::new();
    for (rank, life) in lives().iter().enumerate() {
        for month in months_of(2008).chain(months_of(2009)).filter(|m| m.0 % 100 % 3 == 0) {
            let date = in_month(month, 20);
            let of_2008 = if month.0 < 200_901 { 217 } else { 0 };
            flows.push(Flow {
                seller: COLLECTIF,
                buyer: rank,
                income: "706100",
                charge: "622600",
                date,
                paid: worked_from(date + Days::new(chance.between(10, 40) as u64)),
                net: 3 * (life.fee - of_2008),
                vat: 0,
                label: "Tenue des comptes, trimestre".to_owned(),
            });
        }
    }
    flows
}

/// Writes the Collectif's side of those invoices.
pub fn bill(books: &mut Books, flows: &[Flow]) {
    for flow in flows {
        let buyer = &OUTSIDE[flow.buyer];
        let customer = books.party('C', buyer.name);
        books.sell(&flow.invoice(&customer, flow.income, &piece(flow, flow.buyer)));
    }
}

fn piece(flow: &Flow, rank: usize) -> String {
    format!("HP{}-{}", flow.date.format("%Y%m"), rank + 1)
}
