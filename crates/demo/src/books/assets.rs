//! What the entities own and borrow: depreciation by months, purchases, loans month by month.

use chrono::{Datelike, Days};

use super::{BANK, Books, GENERAL, PURCHASES, Spot, accounts, line, line_of};
use crate::chance::share_of;
use crate::days::{day, in_month, months_of, worked_from};
use crate::targets::{AI, COLLECTIF, GARDENS, LAUNDRY, REUSE, SCOP, TRAINING};

struct Asset {
    entity: usize,
    account: &'static str,
    what: &'static str,
    supplier: &'static str,
    cost: i64,
    bought: (i32, u32, u32),
    years: i64,
}

const fn asset(
    entity: usize,
    account: &'static str,
    what: &'static str,
    supplier: &'static str,
    cost: i64,
    bought: (i32, u32, u32),
    years: i64,
) -> Asset {
    Asset { entity, account, what, supplier, cost, bought, years }
}

const ASSETS: [Asset; 23] = [
    asset(COLLECTIF, "213500", "Aménagement de la boutique", "", 6_842_390, (2004, 4, 1), 10),
    asset(COLLECTIF, "218200", "Camion de collecte", "", 2_764_915, (2006, 9, 1), 5),
    asset(COLLECTIF, "218300", "Postes et serveur", "", 1_138_472, (2006, 3, 1), 4),
    asset(
        COLLECTIF,
        "218300",
        "Serveur de gestion",
        "Sauvine informatique",
        487_651,
        (2009, 3, 12),
        4,
    ),
    asset(GARDENS, "215400", "Serres et irrigation", "", 3_419_780, (2005, 2, 1), 8),
    asset(GARDENS, "215400", "Motoculteur", "Motoculture Pradeau", 342_817, (2008, 3, 18), 5),
    asset(GARDENS, "218200", "Fourgon", "", 1_284_560, (2006, 5, 1), 5),
    asset(LAUNDRY, "215400", "Laveuses et sécheuses", "", 4_126_435, (2005, 9, 1), 7),
    asset(LAUNDRY, "215400", "Calandre", "Buanderie technique", 926_318, (2009, 5, 14), 7),
    asset(REUSE, "218200", "Camion à hayon", "", 2_318_940, (2007, 3, 1), 5),
    asset(REUSE, "215400", "Bancs de réparation", "", 867_225, (2004, 11, 1), 7),
    asset(REUSE, "215400", "Presse à balles", "Équipements du Plateau", 618_493, (2008, 10, 9), 7),
    asset(AI, "218300", "Postes et logiciel", "", 962_384, (2006, 6, 1), 4),
    asset(AI, "218200", "Parc de cyclomoteurs", "", 1_419_672, (2007, 4, 1), 4),
    asset(AI, "218200", "Cyclomoteurs", "Cycles Kermoal", 536_289, (2009, 2, 17), 4),
    asset(SCOP, "215400", "Échafaudages", "", 5_238_146, (2005, 3, 1), 7),
    asset(SCOP, "218200", "Fourgons", "", 6_417_385, (2006, 10, 1), 5),
    asset(
        SCOP,
        "215400",
        "Bétonnière et outillage",
        "Matériaux du Val",
        1_126_437,
        (2008, 5, 22),
        5,
    ),
    asset(SCOP, "218200", "Camion benne", "Garage des Quatre-Vents", 2_847_158, (2009, 4, 7), 5),
    asset(SCOP, "218300", "Poste de métré", "", 418_293, (2007, 2, 1), 4),
    asset(TRAINING, "218300", "Salle informatique", "", 2_146_817, (2006, 8, 1), 4),
    asset(TRAINING, "218400", "Mobilier des salles", "", 1_328_464, (2003, 9, 1), 10),
    asset(
        TRAINING,
        "218300",
        "Ordinateurs portables",
        "Sauvine informatique",
        1_164_932,
        (2009, 8, 27),
        4,
    ),
];

/// A loan: entity, due at the end of 2007, repaid each month, yearly rate in ten-thousandths.
const BORROWED: [(usize, i64, i64, i64); 3] = [
    (COLLECTIF, 1_913_304, 41_235, 445),
    (SCOP, 6_235_200, 129_900, 468),
    (LAUNDRY, 1_418_184, 33_766, 432),
];

/// Assets and loans of an entity over both years.
pub fn write(books: &mut Books, entity: usize) {
    for asset in ASSETS.iter().filter(|asset| asset.entity == entity) {
        own(books, asset);
    }
    for (_, due, repaid, rate) in BORROWED.iter().filter(|loan| loan.0 == entity) {
        repay(books, *due, *repaid, *rate);
    }
}

fn own(books: &mut Books, asset: &Asset) {
    let bought = day(asset.bought.0, asset.bought.1, asset.bought.2);
    let worn = format!("28{}", &asset.account[1..5]);
    if bought.year() < 2008 {
        books.open(asset.what, line(asset.account, asset.cost));
        books.open(asset.what, line(&worn, -wear(asset, bought.year(), 2007)));
    } else {
        buy(books, asset, bought);
    }
    for year in bought.year().max(2008)..=2009 {
        let worn_in_year = wear(asset, year, year);
        let lines = vec![line("681120", worn_in_year), line(&worn, -worn_in_year)];
        let label = format!("Amortissement {}", asset.what.to_lowercase());
        books.post(GENERAL, day(year, 12, 31), &label, lines);
    }
}

/// Wear from one year to another, both included, by months in use.
fn wear(asset: &Asset, from: i32, to: i32) -> i64 {
    let life = asset.years * 12;
    let used = |until: i32| {
        let months = i64::from(until - asset.bought.0) * 12 + 13 - i64::from(asset.bought.1);
        share_of(asset.cost, months.clamp(0, life), life)
    };
    used(to) - used(from - 1)
}

fn buy(books: &mut Books, asset: &Asset, date: chrono::NaiveDate) {
    let tax = if books.taxed { share_of(asset.cost, 196, 1000) } else { 0 };
    let party = books.party('F', asset.supplier);
    let lines = vec![
        line_of(accounts::ASSET_SUPPLIERS, &party, -asset.cost - tax),
        line(asset.account, asset.cost),
        line(accounts::VAT_ON_ASSETS, tax),
    ];
    let draft = books.post(PURCHASES, date, asset.what, lines);
    books.settle(Spot { draft, line: 0 }, worked_from(date + Days::new(30)));
}

fn repay(books: &mut Books, mut due: i64, repaid: i64, rate: i64) {
    books.open("Capital restant dû", line(accounts::LOANS, -due));
    for month in months_of(2008).chain(months_of(2009)) {
        let interest = share_of(due, rate, 120_000);
        let lines = vec![
            line(accounts::LOANS, repaid),
            line("661160", interest),
            line(accounts::BANK, -repaid - interest),
        ];
        books.post(BANK, in_month(month, 5), "Échéance d'emprunt", lines);
        due -= repaid;
    }
}
