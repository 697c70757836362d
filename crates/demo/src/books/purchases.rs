//! What entities buy outside the pôle. Each spends what its income leaves once people, members and
//! loans are paid and the margin it planned is kept.

use chrono::{Datelike, Days};
use domain::Month;

use super::{Books, Invoice, line_of};
use crate::chance::{Chance, cut};
use crate::days::{day, in_month, months_of, worked_from};
use crate::targets::{AI, COLLECTIF, GARDENS, LAUNDRY, PLANS, REUSE, SCOP, TRAINING};

/// How often invoices come.
#[derive(Clone, Copy)]
pub enum Pace {
    /// The same amount each month.
    Monthly,
    /// Every other month, more in winter.
    Metered,
    /// Once a year.
    Yearly(u32),
    /// So many a month, of uneven size.
    Often(i64),
}

/// A kind of purchase.
pub struct Need {
    account: &'static str,
    what: &'static str,
    weight: i64,
    vat: i64,
    pace: Pace,
    suppliers: &'static [&'static str],
}

/// A kind of purchase whose VAT, if any, stays in the charge.
pub const fn need(
    account: &'static str,
    what: &'static str,
    weight: i64,
    pace: Pace,
    suppliers: &'static [&'static str],
) -> Need {
    Need {
        account,
        what,
        weight,
        vat: 0,
        pace,
        suppliers,
    }
}

/// A kind of purchase of the Scop, with VAT that it recovers.
const fn taxed(need: Need) -> Need {
    Need { vat: 196, ..need }
}

use Pace::{Metered, Monthly, Often, Yearly};

const POWER: &[&str] = &[
    "Régie d'électricité de la Sauvine",
    "Syndicat des eaux de la Sauvine",
];
const PHONE: &[&str] = &["Télécom du Centre"];
const INSURER: &[&str] = &["Mutuelle d'assurance des associations"];
const FUEL: &[&str] = &["Station du Pont", "Carburants Mazerolles"];
const GARAGE: &[&str] = &[
    "Garage des Quatre-Vents",
    "Pneus Sauvine",
    "Carrosserie Lambrecq",
];
const OFFICE: &[&str] = &["Papeterie Bureau Clair", "Sauvine informatique"];
const AUDITOR: &[&str] = &["Cabinet Ferrand et associés"];
const HEALTH: &[&str] = &["Santé au travail de la Sauvine"];
const TREASURY: &[&str] = &["Trésor public"];
const TRAVEL: &[&str] = &["Agence Escales", "Restaurant L'Écluse", "Hôtel du Cygne"];

const OF_COLLECTIF: [Need; 14] = [
    need(
        "613200",
        "Loyer boutique et bureaux",
        300,
        Monthly,
        &["SCI des Tanneurs"],
    ),
    need(
        "614000",
        "Charges locatives",
        42,
        Metered,
        &["SCI des Tanneurs"],
    ),
    need("606100", "Énergie et eau", 76, Metered, POWER),
    need("606110", "Carburant de la collecte", 92, Often(3), FUEL),
    need("615500", "Entretien du camion", 60, Often(1), GARAGE),
    need(
        "606300",
        "Petit équipement",
        70,
        Often(3),
        &["Quincaillerie du Mail", "Emballages Tournier"],
    ),
    need("606400", "Fournitures de bureau", 48, Often(2), OFFICE),
    need(
        "615600",
        "Maintenance des logiciels",
        66,
        Yearly(2),
        &["Sauvine informatique"],
    ),
    need("616000", "Assurances", 58, Yearly(1), INSURER),
    need("622600", "Commissaire aux comptes", 52, Yearly(6), AUDITOR),
    need("626000", "Téléphone et courrier", 62, Monthly, PHONE),
    need("625100", "Déplacements", 44, Often(2), TRAVEL),
    need(
        "623000",
        "Affiches et annonces",
        52,
        Often(1),
        &["Imprimerie de la Sauvine", "L'Écho de Montbrelan"],
    ),
    need(
        "611000",
        "Traitement des refus de tri",
        150,
        Often(2),
        &["Déchetterie intercommunale", "Ferrailles du Plateau"],
    ),
];
const OF_GARDENS: [Need; 10] = [
    need(
        "606800",
        "Semences, plants et terreau",
        210,
        Often(4),
        &[
            "Pépinières du Plateau",
            "Graines Lavallière",
            "Coop agricole",
        ],
    ),
    need(
        "606300",
        "Outillage et emballages",
        130,
        Often(3),
        &["Motoculture Pradeau", "Emballages Tournier"],
    ),
    need(
        "604000",
        "Denrées pour la cuisine",
        150,
        Often(3),
        &["Coop agricole", "Grossiste Halles du Plateau"],
    ),
    need("606110", "Carburant", 78, Often(2), FUEL),
    need(
        "613200",
        "Fermage et hangar",
        96,
        Monthly,
        &["GFA de Valbrune"],
    ),
    need("606100", "Énergie et eau", 70, Metered, POWER),
    need("616000", "Assurances", 52, Yearly(1), INSURER),
    need("615500", "Entretien des machines", 66, Often(1), GARAGE),
    need("626000", "Téléphone", 28, Monthly, PHONE),
    need("647500", "Médecine du travail", 24, Yearly(4), HEALTH),
];
const OF_LAUNDRY: [Need; 9] = [
    need("606100", "Énergie et eau", 260, Metered, POWER),
    need(
        "606800",
        "Lessives et produits",
        160,
        Often(3),
        &["Hygiène Service Plateau", "Lessives Daubrac"],
    ),
    need(
        "613200",
        "Loyer de l'atelier",
        180,
        Monthly,
        &["Commune de Montbrelan"],
    ),
    need(
        "615500",
        "Entretien des machines",
        88,
        Often(1),
        &["Buanderie technique"],
    ),
    need(
        "606300",
        "Petit équipement",
        64,
        Often(2),
        &["Quincaillerie du Mail"],
    ),
    need("606110", "Carburant des livraisons", 58, Often(2), FUEL),
    need("616000", "Assurances", 46, Yearly(1), INSURER),
    need("626000", "Téléphone", 26, Monthly, PHONE),
    need("647500", "Médecine du travail", 25, Yearly(4), HEALTH),
];
const OF_REUSE: [Need; 9] = [
    need(
        "613200",
        "Loyer du hangar",
        230,
        Monthly,
        &["SCI du Vieux Pont"],
    ),
    need("606110", "Carburant", 120, Often(3), FUEL),
    need(
        "606800",
        "Pièces et fournitures d'atelier",
        170,
        Often(4),
        &[
            "Quincaillerie du Mail",
            "Électroménager Pièces",
            "Bois et Panneaux",
        ],
    ),
    need(
        "611000",
        "Évacuation des refus",
        110,
        Often(1),
        &["Déchetterie intercommunale"],
    ),
    need("615500", "Entretien des véhicules", 80, Often(1), GARAGE),
    need("606100", "Énergie et eau", 58, Metered, POWER),
    need("616000", "Assurances", 50, Yearly(1), INSURER),
    need("626000", "Téléphone", 26, Monthly, PHONE),
    need("647500", "Médecine du travail", 25, Yearly(4), HEALTH),
];
const OF_AI: [Need; 12] = [
    need(
        "625100",
        "Déplacements des salariés mis à disposition",
        330,
        Often(6),
        &["Autocars Valmont", "Covoiturage Sauvine", "Taxis du Mail"],
    ),
    need(
        "606300",
        "Matériel de ménage et de jardin",
        180,
        Often(4),
        &["Motoculture Pradeau", "Hygiène Service Plateau"],
    ),
    need(
        "606800",
        "Tenues et protections",
        110,
        Often(2),
        &["Vêtements Pro du Plateau"],
    ),
    need(
        "615500",
        "Entretien des cyclomoteurs",
        110,
        Often(2),
        &["Cycles Kermoal", "Garage des Quatre-Vents"],
    ),
    need("606110", "Carburant", 90, Often(2), FUEL),
    need("616000", "Assurances", 96, Yearly(1), INSURER),
    need("626000", "Téléphone et courrier", 72, Monthly, PHONE),
    need("606400", "Fournitures de bureau", 56, Often(2), OFFICE),
    need(
        "615600",
        "Maintenance du logiciel",
        44,
        Yearly(2),
        &["Sauvine informatique"],
    ),
    need("647500", "Médecine du travail", 86, Yearly(4), HEALTH),
    need(
        "628100",
        "Réseau des associations intermédiaires",
        38,
        Yearly(3),
        &["Fédération régionale des AI"],
    ),
    need("622600", "Commissaire aux comptes", 52, Yearly(6), AUDITOR),
];
const OF_SCOP: [Need; 15] = [
    taxed(need(
        "601000",
        "Matériaux",
        4_150,
        Often(22),
        &[
            "Matériaux du Val",
            "Bois et Panneaux",
            "Quincaillerie du Mail",
            "Carrières de Saint-Orain",
            "Sanitaire Chauffage du Plateau",
            "Électricité Ampère",
            "Peintures Colorine",
            "Isolation Thermo-Ouest",
        ],
    )),
    taxed(need(
        "611000",
        "Sous-traitance de lots",
        3_450,
        Often(7),
        &[
            "Couverture Le Tallec",
            "Plâtrerie Monnier",
            "Électricité Baudin",
            "Chauffage Ravelet",
            "Menuiserie Vaucouleur SARL",
            "Carrelages Bertin",
            "Terrassement Ollivon",
        ],
    )),
    taxed(need(
        "613500",
        "Location d'engins et d'étais",
        470,
        Often(4),
        &["Locabat Plateau", "Engins Sauvine"],
    )),
    taxed(need("606110", "Carburants", 270, Often(4), FUEL)),
    taxed(need(
        "606300",
        "Petit outillage et protections",
        240,
        Often(3),
        &["Quincaillerie du Mail", "Vêtements Pro du Plateau"],
    )),
    taxed(need(
        "613200",
        "Loyer de l'atelier",
        250,
        Monthly,
        &["SCI du Vieux Pont"],
    )),
    need(
        "616000",
        "Assurance décennale et flotte",
        320,
        Yearly(1),
        &["Mutuelle du bâtiment"],
    ),
    taxed(need(
        "615500",
        "Entretien des véhicules",
        160,
        Often(2),
        GARAGE,
    )),
    taxed(need("626000", "Téléphone et courrier", 64, Monthly, PHONE)),
    taxed(need("606100", "Énergie et eau", 72, Metered, POWER)),
    taxed(need(
        "622600",
        "Commissaire aux comptes et révision",
        78,
        Yearly(6),
        AUDITOR,
    )),
    need(
        "625100",
        "Paniers et déplacements de chantier",
        210,
        Often(3),
        TRAVEL,
    ),
    need("635100", "Taxe professionnelle", 92, Yearly(12), TREASURY),
    taxed(need(
        "628100",
        "Union régionale des Scop",
        34,
        Yearly(3),
        &["Union régionale des Scop"],
    )),
    taxed(need("647500", "Médecine du travail", 28, Yearly(4), HEALTH)),
];
const OF_TRAINING: [Need; 13] = [
    need(
        "622610",
        "Intervenants extérieurs",
        1_450,
        Often(12),
        &[
            "Cabinet Parcours",
            "Mme Sauvagnargues, formatrice",
            "M. Peyrelongue, formateur",
            "Atelier Lettres vives",
            "Bilan Conseil",
            "Mme Trividic, formatrice",
        ],
    ),
    need(
        "611000",
        "Modules confiés à des partenaires",
        1_050,
        Often(3),
        &[
            "Greta du Plateau",
            "Auto-école sociale",
            "MFR de Saint-Orain",
        ],
    ),
    need(
        "613200",
        "Loyer des salles",
        420,
        Monthly,
        &["Communauté de communes du pays de la Sauvine"],
    ),
    need(
        "613500",
        "Location d'ateliers et de matériel",
        210,
        Often(2),
        &["Lycée agricole de Montbrelan", "Locabat Plateau"],
    ),
    need(
        "606800",
        "Matière d'œuvre des ateliers",
        260,
        Often(4),
        &[
            "Bois et Panneaux",
            "Peintures Colorine",
            "Grossiste Halles du Plateau",
        ],
    ),
    need("606400", "Fournitures pédagogiques", 190, Often(4), OFFICE),
    need(
        "625100",
        "Déplacements et hébergement",
        240,
        Often(4),
        TRAVEL,
    ),
    need("606100", "Énergie et eau", 92, Metered, POWER),
    need("616000", "Assurances", 58, Yearly(1), INSURER),
    need("626000", "Téléphone et courrier", 84, Monthly, PHONE),
    need(
        "623000",
        "Catalogue et annonces",
        96,
        Often(1),
        &["Imprimerie de la Sauvine", "L'Écho de Montbrelan"],
    ),
    need(
        "615600",
        "Maintenance informatique",
        88,
        Often(1),
        &["Sauvine informatique"],
    ),
    need("622600", "Commissaire aux comptes", 62, Yearly(6), AUDITOR),
];

fn needs_of(entity: usize) -> &'static [Need] {
    match entity {
        COLLECTIF => &OF_COLLECTIF,
        GARDENS => &OF_GARDENS,
        LAUNDRY => &OF_LAUNDRY,
        REUSE => &OF_REUSE,
        AI => &OF_AI,
        SCOP => &OF_SCOP,
        TRAINING => &OF_TRAINING,
        _ => &[],
    }
}

/// Spends what the margin of each year leaves.
pub fn write(books: &mut Books, entity: usize) {
    for (year, margin) in [2008, 2009].into_iter().zip(PLANS[entity].margin) {
        spend(books, needs_of(entity), year, margin, 601 + entity as u64);
    }
}

/// One year of purchases, so that the result is `margin` hundredths of a percent of the income.
pub fn spend(books: &mut Books, needs: &[Need], year: i32, margin: i64, seed: u64) {
    let mut chance = Chance::new(seed * 10_000 + year as u64);
    let income = -books.sum(year, "7");
    let result = income * margin / 10_000 + chance.between(-4_873, 4_921);
    let budget = income - books.sum(year, "6") - result;
    assert!(
        budget > 0,
        "an entity spends something outside: {budget} in {year}"
    );
    let weights: Vec<i64> = needs
        .iter()
        .map(|need| need.weight * chance.between(93, 107))
        .collect();
    let mut parts = cut(budget, &weights);
    let often = needs
        .iter()
        .position(|need| matches!(need.pace, Often(_)))
        .unwrap_or(0);
    for rank in 0..needs.len() {
        if matches!(needs[rank].pace, Monthly) {
            parts[often] += parts[rank] % 12;
            parts[rank] -= parts[rank] % 12;
        }
    }
    for (need, part) in needs.iter().zip(parts) {
        buy_all(books, need, part, year, &mut chance);
    }
}

fn buy_all(books: &mut Books, need: &Need, total: i64, year: i32, chance: &mut Chance) {
    let of = |month: u32| Month(year * 100 + month as i32);
    let (months, weights): (Vec<Month>, Vec<i64>) = match need.pace {
        Monthly => months_of(year).map(|month| (month, 1)).unzip(),
        Metered => [(1, 26), (3, 24), (5, 15), (7, 11), (9, 12), (11, 19)]
            .map(|(m, w)| (of(m), w))
            .into_iter()
            .unzip(),
        Yearly(month) => (vec![of(month)], vec![1]),
        Often(a_month) => {
            let months: Vec<Month> = months_of(year)
                .flat_map(|month| (0..a_month).map(move |_| month))
                .collect();
            let weights = chance.uneven(months.len());
            (months, weights)
        }
    };
    let parties: Vec<String> = need
        .suppliers
        .iter()
        .map(|s| books.party('F', s, None))
        .collect();
    let mut planned: Vec<_> = months
        .into_iter()
        .zip(cut(total, &weights))
        .map(|(month, net)| (in_month(month, pay_day(need.pace, chance)), net))
        .collect();
    planned.sort_unstable();
    for (date, net) in planned {
        let long = if chance.odds(3) { 55 } else { 0 };
        let days = if matches!(need.pace, Monthly) {
            6
        } else {
            chance.between(17, 44) + long
        };
        let purchase = Invoice {
            date,
            party: chance.pick::<String>(&parties),
            account: need.account,
            net,
            vat: need.vat,
            label: need.what.to_owned(),
            paid: worked_from(date + Days::new(days as u64)),
            piece: None,
        };
        books.buy(&purchase);
    }
    if matches!(need.pace, Often(_)) && year == 2008 {
        owed_of_2007(books, &parties, total, chance);
    }
}

fn pay_day(pace: Pace, chance: &mut Chance) -> i64 {
    if matches!(pace, Monthly) {
        3
    } else {
        chance.between(2, 29)
    }
}

/// An invoice of December 2007, paid in January or February.
fn owed_of_2007(books: &mut Books, parties: &[String], total: i64, chance: &mut Chance) {
    let amount = total * chance.between(48, 76) / 1000;
    let due = line_of(
        super::accounts::SUPPLIERS,
        chance.pick::<String>(parties),
        -amount,
    );
    let spot = books.open("Facture de décembre 2007", due);
    let paid = worked_from(day(2008, 1, 4) + Days::new(chance.between(0, 38) as u64));
    debug_assert!(paid.year() == 2008);
    books.settle(spot, paid);
}
