//! The accounts these books use: six digits as the software of 2009 wrote them, and their labels
//! under the chart in force until 2019.

/// Bank.
pub const BANK: &str = "512000";
/// Cash.
pub const CASH: &str = "530000";
/// Customers.
pub const CUSTOMERS: &str = "411000";
/// Suppliers.
pub const SUPPLIERS: &str = "401000";
/// Suppliers of fixed assets.
pub const ASSET_SUPPLIERS: &str = "404000";
/// Grants to receive.
pub const GRANTS_DUE: &str = "441000";
/// VAT collected.
pub const VAT_COLLECTED: &str = "445710";
/// VAT recovered on goods and services.
pub const VAT_RECOVERED: &str = "445660";
/// VAT recovered on fixed assets.
pub const VAT_ON_ASSETS: &str = "445620";
/// VAT to pay.
pub const VAT_DUE: &str = "445510";
/// Net pay due.
pub const NET_PAY: &str = "421000";
/// Urssaf.
pub const URSSAF: &str = "431000";
/// Supplementary pensions and welfare.
pub const PENSIONS: &str = "437300";
/// Unemployment insurance.
pub const UNEMPLOYMENT: &str = "437400";
/// Training levy accrued.
pub const LEVY_ACCRUED: &str = "438600";
/// Tax on salaries due.
pub const SALARY_TAX_DUE: &str = "447100";
/// Profit of the year before.
pub const PROFIT: &str = "120000";
/// Loss of the year before.
pub const LOSS: &str = "129000";
/// Carried forward.
pub const CARRIED: &str = "110000";
/// Loans.
pub const LOANS: &str = "164000";

/// Labels, for every account that any of the books uses.
pub const LABELS: [(&str, &str); 101] = [
    ("101300", "Capital souscrit, appelé, versé"),
    ("102000", "Fonds associatif sans droit de reprise"),
    ("106100", "Réserve légale"),
    ("106300", "Réserve statutaire, fonds de développement"),
    ("106800", "Réserves pour projet associatif"),
    ("110000", "Report à nouveau, solde créditeur"),
    ("119000", "Report à nouveau, solde débiteur"),
    ("120000", "Résultat de l'exercice, excédent"),
    ("129000", "Résultat de l'exercice, déficit"),
    ("131000", "Subventions d'investissement"),
    ("139000", "Subventions d'investissement inscrites au résultat"),
    ("164000", "Emprunts auprès des établissements de crédit"),
    ("194000", "Fonds dédiés sur subventions de fonctionnement"),
    ("213500", "Agencements des constructions"),
    ("215400", "Matériel et outillage"),
    ("218200", "Matériel de transport"),
    ("218300", "Matériel de bureau et informatique"),
    ("218400", "Mobilier"),
    ("281350", "Amortissements des agencements"),
    ("281540", "Amortissements du matériel et outillage"),
    ("281820", "Amortissements du matériel de transport"),
    ("281830", "Amortissements du matériel de bureau"),
    ("281840", "Amortissements du mobilier"),
    ("401000", "Fournisseurs"),
    ("404000", "Fournisseurs d'immobilisations"),
    ("411000", "Clients, adhérents, usagers"),
    ("421000", "Personnel, rémunérations dues"),
    ("431000", "Urssaf"),
    ("437300", "Retraite complémentaire et prévoyance"),
    ("437400", "Assurance chômage"),
    ("438600", "Organismes sociaux, charges à payer"),
    ("441000", "Subventions et aides à recevoir"),
    ("445510", "TVA à décaisser"),
    ("445620", "TVA déductible sur immobilisations"),
    ("445660", "TVA déductible sur biens et services"),
    ("445670", "Crédit de TVA à reporter"),
    ("445710", "TVA collectée"),
    ("447100", "Taxe sur les salaires à payer"),
    ("511200", "Chèques à encaisser"),
    ("512000", "Caisse mutuelle de la Sauvine, compte courant"),
    ("530000", "Caisse"),
    ("604000", "Achats de prestations"),
    ("604100", "Achats de formations"),
    ("606100", "Eau, gaz, électricité"),
    ("606110", "Carburants"),
    ("606300", "Petit équipement et produits d'entretien"),
    ("606400", "Fournitures administratives"),
    ("606800", "Autres matières et fournitures"),
    ("601000", "Matériaux et fournitures de chantier"),
    ("607000", "Achats de marchandises"),
    ("611000", "Sous-traitance générale"),
    ("613200", "Locations immobilières"),
    ("613500", "Locations mobilières"),
    ("614000", "Charges locatives"),
    ("615200", "Entretien des locaux"),
    ("615500", "Entretien du matériel et des véhicules"),
    ("615600", "Maintenance"),
    ("616000", "Primes d'assurances"),
    ("618100", "Documentation générale"),
    ("621100", "Personnel mis à disposition par une association intermédiaire"),
    ("621400", "Personnel prêté par le Collectif"),
    ("622600", "Honoraires"),
    ("622610", "Intervenants extérieurs"),
    ("622700", "Frais d'actes"),
    ("622800", "Formation des salariés"),
    ("623000", "Publicité, publications"),
    ("625100", "Voyages et déplacements"),
    ("625700", "Réceptions"),
    ("626000", "Poste et télécommunications"),
    ("627800", "Frais et commissions bancaires"),
    ("628100", "Cotisations à des réseaux"),
    ("628800", "Blanchissage"),
    ("631100", "Taxe sur les salaires"),
    ("633300", "Participation à la formation professionnelle"),
    ("635100", "Impôts directs"),
    ("641110", "Salaires des permanents"),
    ("641120", "Salaires des personnes en insertion"),
    ("645100", "Cotisations à l'Urssaf"),
    ("645300", "Cotisations aux caisses de retraite et de prévoyance"),
    ("645400", "Cotisations à l'assurance chômage"),
    ("647500", "Médecine du travail"),
    ("651600", "Droits d'auteur"),
    ("661160", "Intérêts des emprunts"),
    ("681120", "Dotations aux amortissements des immobilisations corporelles"),
    ("689400", "Engagements à réaliser sur subventions attribuées"),
    ("704000", "Travaux"),
    ("706000", "Prestations de services"),
    ("706100", "Tenue de comptes et paies"),
    ("706200", "Mises à disposition de personnel en insertion"),
    ("707000", "Ventes de marchandises"),
    ("708300", "Locations diverses"),
    ("708400", "Personnel mis à disposition d'associations"),
    ("741100", "État, aides à l'insertion"),
    ("741200", "CNASEA puis ASP, remboursement des contrats aidés"),
    ("741300", "Conseil général"),
    ("741400", "Communes et communauté de communes"),
    ("741500", "Fonds social européen"),
    ("756000", "Cotisations des adhérents"),
    ("777000", "Quote-part des subventions d'investissement virée au résultat"),
    ("789000", "Report des ressources non utilisées des exercices antérieurs"),
    ("791000", "Transferts de charges d'exploitation"),
];
/// Voluntary contributions, outside the accounts 1 to 7.
pub const VOLUNTARY: [(&str, &str); 2] =
    [("864000", "Personnel bénévole"), ("870000", "Bénévolat")];
