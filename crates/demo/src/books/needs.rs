//! What each member buys outside the pôle: how much of its budget, how often, from whom.

use crate::targets::{AI, COLLECTIF, GARDENS, LAUNDRY, REUSE, SCOP, TRAINING};

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
#[derive(Clone, Copy)]
pub struct Need {
    /// Account 6.
    pub account: &'static str,
    /// What invoices say.
    pub what: &'static str,
    /// Its share of the budget.
    pub weight: i64,
    /// VAT in thousandths, where it is recovered.
    pub vat: i64,
    /// How often.
    pub pace: Pace,
    /// From whom.
    pub suppliers: &'static [&'static str],
}

/// A kind of purchase whose VAT, if any, stays in the charge.
pub const fn need(
    account: &'static str,
    what: &'static str,
    weight: i64,
    pace: Pace,
    suppliers: &'static [&'static str],
) -> Need {
    Need { account, what, weight, vat: 0, pace, suppliers }
}

/// A kind of purchase of the Scop, with VAT that it recovers.
const fn taxed(need: Need) -> Need {
    Need { vat: 196, ..need }
}

use Pace::{Metered, Monthly, Often, Yearly};

const POWER: &[&str] = &["Régie d'électricité de la Sauvine", "Syndicat des eaux de la Sauvine"];
const PHONE: &[&str] = &["Télécom du Centre"];
const INSURER: &[&str] = &["Mutuelle d'assurance des associations"];
const FUEL: &[&str] = &["Station du Pont", "Carburants Mazerolles"];
const GARAGE: &[&str] = &["Garage des Quatre-Vents", "Pneus Sauvine", "Carrosserie Lambrecq"];
const OFFICE: &[&str] = &["Papeterie Bureau Clair", "Sauvine informatique"];
const AUDITOR: &[&str] = &["Cabinet Ferrand et associés"];
const HEALTH: &[&str] = &["Santé au travail de la Sauvine"];
const TREASURY: &[&str] = &["Trésor public"];
const TRAVEL: &[&str] = &["Agence Escales", "Restaurant L'Écluse", "Hôtel du Cygne"];

const OF_COLLECTIF: [Need; 14] = [
    need("613200", "Loyer boutique et bureaux", 300, Monthly, &["SCI des Tanneurs"]),
    need("614000", "Charges locatives", 42, Metered, &["SCI des Tanneurs"]),
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
    need("615600", "Maintenance des logiciels", 66, Yearly(2), &["Sauvine informatique"]),
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
        &["Pépinières du Plateau", "Graines Lavallière", "Coop agricole"],
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
    need("613200", "Fermage et hangar", 96, Monthly, &["GFA de Valbrune"]),
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
    need("613200", "Loyer de l'atelier", 180, Monthly, &["Commune de Montbrelan"]),
    need("615500", "Entretien des machines", 88, Often(1), &["Buanderie technique"]),
    need("606300", "Petit équipement", 64, Often(2), &["Quincaillerie du Mail"]),
    need("606110", "Carburant des livraisons", 58, Often(2), FUEL),
    need("616000", "Assurances", 46, Yearly(1), INSURER),
    need("626000", "Téléphone", 26, Monthly, PHONE),
    need("647500", "Médecine du travail", 25, Yearly(4), HEALTH),
];
const OF_REUSE: [Need; 9] = [
    need("613200", "Loyer du hangar", 230, Monthly, &["SCI du Vieux Pont"]),
    need("606110", "Carburant", 120, Often(3), FUEL),
    need(
        "606800",
        "Pièces et fournitures d'atelier",
        170,
        Often(4),
        &["Quincaillerie du Mail", "Électroménager Pièces", "Bois et Panneaux"],
    ),
    need("611000", "Évacuation des refus", 110, Often(1), &["Déchetterie intercommunale"]),
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
    need("606800", "Tenues et protections", 110, Often(2), &["Vêtements Pro du Plateau"]),
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
    need("615600", "Maintenance du logiciel", 44, Yearly(2), &["Sauvine informatique"]),
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
    taxed(need("613200", "Loyer de l'atelier", 250, Monthly, &["SCI du Vieux Pont"])),
    need("616000", "Assurance décennale et flotte", 320, Yearly(1), &["Mutuelle du bâtiment"]),
    taxed(need("615500", "Entretien des véhicules", 160, Often(2), GARAGE)),
    taxed(need("626000", "Téléphone et courrier", 64, Monthly, PHONE)),
    taxed(need("606100", "Énergie et eau", 72, Metered, POWER)),
    taxed(need("622600", "Commissaire aux comptes et révision", 78, Yearly(6), AUDITOR)),
    need("625100", "Paniers et déplacements de chantier", 210, Often(3), TRAVEL),
    need("635100", "Taxe professionnelle", 92, Yearly(12), TREASURY),
    taxed(need("628100", "Union régionale des Scop", 34, Yearly(3), &["Union régionale des Scop"])),
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
        &["Greta du Plateau", "Auto-école sociale", "MFR de Saint-Orain"],
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
        &["Bois et Panneaux", "Peintures Colorine", "Grossiste Halles du Plateau"],
    ),
    need("606400", "Fournitures pédagogiques", 190, Often(4), OFFICE),
    need("625100", "Déplacements et hébergement", 240, Often(4), TRAVEL),
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
    need("615600", "Maintenance informatique", 88, Often(1), &["Sauvine informatique"]),
    need("622600", "Commissaire aux comptes", 62, Yearly(6), AUDITOR),
];

/// The needs of a member.
pub fn needs_of(entity: usize) -> &'static [Need] {
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
