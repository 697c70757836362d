//! Who is on stage: the Collectif, its members, the associations it keeps books for, the partners.

use domain::accounting::ChartKind;
use domain::jobs::ActivityKind;

use crate::pole::{DemoActivity, DemoEntity, DemoInstitution};
use crate::targets::HOURS_PER_FTE;

/// The name of the pôle.
pub const POLE: &str = "Pôle d'économie solidaire du pays de Montbrelan";

/// One entity before its books are written.
pub struct Role {
    /// Short name in addresses.
    pub slug: &'static str,
    /// Full name.
    pub name: &'static str,
    /// `association`, `scop` or `other`.
    pub legal_form: &'static str,
    /// `exempt`, `franchise` or `taxed`.
    pub vat: &'static str,
    /// The college that names it.
    pub college: &'static str,
    /// What it does.
    pub activities: &'static [(ActivityKind, &'static str)],
}

/// The perimeter, in the order of [`crate::targets`].
///
/// The training centre is exempt by attestation (CGI art. 261-4-4°). The Collectif bills members
/// that are not taxed under art. 261 B; what it bills the taxed Scop stays under the 32 000 € of
/// the franchise (art. 293 B), so no invoice of an association carries VAT.
pub const MEMBERS: [Role; 7] = [
    Role {
        slug: "collectif",
        name: "Collectif de la Sauvine",
        legal_form: "association",
        vat: "exempt",
        college: "none",
        activities: &[
            (ActivityKind::Transversal, "Services partagés et accueil"),
            (ActivityKind::Other, "La Seconde Rive, boutique de réemploi"),
        ],
    },
    Role {
        slug: "jardins",
        name: "Les Jardins de Valbrune",
        legal_form: "association",
        vat: "exempt",
        college: "structures",
        activities: &[(ActivityKind::Aci, "Chantier maraîchage et cuisine")],
    },
    Role {
        slug: "lavoir",
        name: "Le Lavoir de Montbrelan",
        legal_form: "association",
        vat: "exempt",
        college: "structures",
        activities: &[(ActivityKind::Aci, "Chantier blanchisserie")],
    },
    Role {
        slug: "reemploi",
        name: "L'Atelier du réemploi",
        legal_form: "association",
        vat: "exempt",
        college: "structures",
        activities: &[(ActivityKind::Aci, "Chantier tri et réparation")],
    },
    Role {
        slug: "coup-de-main",
        name: "Coup de main Sauvine",
        legal_form: "association",
        vat: "exempt",
        college: "structures",
        activities: &[(ActivityKind::Ai, "Association intermédiaire")],
    },
    Role {
        slug: "batir",
        name: "Bâtir en Sauvine",
        legal_form: "scop",
        vat: "taxed",
        college: "structures",
        activities: &[(ActivityKind::Ei, "Entreprise d'insertion du bâtiment")],
    },
    Role {
        slug: "tremplin",
        name: "Tremplin Savoirs",
        legal_form: "association",
        vat: "exempt",
        college: "structures",
        activities: &[(ActivityKind::Training, "Centre de formation")],
    },
];

/// Associations whose books the Collectif keeps, outside the perimeter.
pub const OUTSIDE: [Role; 4] = [
    outside(
        "us-montbrelan",
        "Union sportive montbrelanaise",
        &[(ActivityKind::Other, "Club sportif")],
    ),
    outside(
        "pont-levant",
        "Compagnie du Pont-Levant",
        &[(ActivityKind::Other, "Création théâtrale")],
    ),
    outside("lanternes", "Festival des Lanternes", &[(ActivityKind::Other, "Festival d'été")]),
    outside(
        "valbrune",
        "Comité d'animation de Valbrune",
        &[(ActivityKind::Other, "Animation du village")],
    ),
];

const fn outside(
    slug: &'static str,
    name: &'static str,
    activities: &'static [(ActivityKind, &'static str)],
) -> Role {
    Role { slug, name, legal_form: "association", vat: "exempt", college: "missions", activities }
}

const PARTNERS: [(&str, &str); 5] = [
    ("ville-montbrelan", "Commune de Montbrelan"),
    ("pays-sauvine", "Communauté de communes du pays de la Sauvine"),
    ("conseil-general", "Conseil général"),
    ("pole-emploi", "Pôle emploi, agence de Montbrelan"),
    ("mission-locale", "Mission locale du pays de Montbrelan"),
];

/// The partners of the second college.
pub fn institutions() -> Vec<DemoInstitution> {
    PARTNERS
        .map(|(slug, name)| DemoInstitution { slug: slug.to_owned(), name: name.to_owned() })
        .into()
}

/// The slug of whoever bears a name in the pôle: a member, an outside association, a partner.
pub fn slug_of(name: &str) -> Option<&'static str> {
    let entities = MEMBERS.iter().chain(&OUTSIDE);
    let mut known = entities.map(|role| (role.slug, role.name)).chain(PARTNERS);
    known.find(|(_, known)| *known == name).map(|(slug, _)| slug)
}

impl Role {
    /// The entity without books, jobs or files; `rank` makes its SIREN.
    pub fn entity(&self, rank: usize) -> DemoEntity {
        let siren = keyed(&format!("9990{:04}", 1101 + 37 * rank));
        let activities = self.activities.iter().enumerate();
        DemoEntity {
            slug: self.slug.to_owned(),
            name: self.name.to_owned(),
            legal_form: self.legal_form.to_owned(),
            chart: match self.legal_form {
                "scop" => ChartKind::Company,
                _ => ChartKind::Association,
            },
            vat: self.vat.to_owned(),
            college: self.college.to_owned(),
            activities: activities
                .map(|(i, &(kind, name))| DemoActivity {
                    kind,
                    name: name.to_owned(),
                    siret: keyed(&format!("{siren}{:04}", i + 1)),
                    hours_per_fte: HOURS_PER_FTE,
                })
                .collect(),
            siren,
            journals: Vec::new(),
            third_parties: Vec::new(),
            accounts: Vec::new(),
            years: Vec::new(),
            contracts: Vec::new(),
            months: Vec::new(),
            case_files: Vec::new(),
        }
    }
}

/// The digits followed by their key (Luhn, as INSEE computes it).
fn keyed(digits: &str) -> String {
    let sum = luhn(&format!("{digits}0"));
    format!("{digits}{}", (10 - sum % 10) % 10)
}

/// Luhn's sum: a multiple of ten when the key is right.
pub fn luhn(digits: &str) -> u32 {
    let doubled = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let digits = digits.chars().rev().filter_map(|digit| digit.to_digit(10));
    digits.enumerate().map(|(i, digit)| if i % 2 == 1 { doubled(digit) } else { digit }).sum()
}
