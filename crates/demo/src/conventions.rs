//! What entities of the pôle signed with one another: the combination, the books kept for others,
//! the premises that the Collectif's books bill.

use domain::conventions::{Amendment, Draft, Kind, Part, Term};

use crate::cast::{MEMBERS, OUTSIDE};
use crate::days::day;
use crate::pole::DemoConvention;

/// The Collectif's short name.
const COLLECTIF: &str = "collectif";

/// The three of them, each as it was signed, with what followed.
pub fn conventions() -> Vec<DemoConvention> {
    vec![combination(), bookkeeping(), premises()]
}

/// Whom the Collectif stands before.
fn between(others: impl Iterator<Item = &'static str>) -> Vec<(String, Part)> {
    let others = others.filter(|slug| *slug != COLLECTIF);
    let others = others.map(|slug| (slug.to_owned(), Part::Beneficiary));
    std::iter::once((COLLECTIF.to_owned(), Part::Provider)).chain(others).collect()
}

fn combination() -> DemoConvention {
    DemoConvention {
        parties: between(MEMBERS.iter().map(|role| role.slug)),
        draft: Draft {
            number: "2008-01".to_owned(),
            kind: Kind::Combination,
            title: "Combinaison des comptes du pôle".to_owned(),
            parties: Vec::new(),
            signed_on: day(2008, 1, 22),
            approved_on: Some(day(2008, 1, 15)),
            term: Term {
                from: day(2008, 1, 1),
                until: Some(day(2008, 12, 31)),
                renews: true,
                notice_months: 6,
                ended_on: None,
            },
            price: "À titre gratuit".to_owned(),
            note: "Chaque entité remet ses écritures de l'exercice au Collectif avant le 31 mars ; les \
                   règles d'élimination sont annexées."
                .to_owned(),
        },
        amendments: Vec::new(),
    }
}

fn bookkeeping() -> DemoConvention {
    DemoConvention {
        parties: between(OUTSIDE.iter().map(|role| role.slug)),
        draft: Draft {
            number: "2009-01".to_owned(),
            kind: Kind::Bookkeeping,
            title: "Tenue de la comptabilité d'associations du pays".to_owned(),
            parties: Vec::new(),
            signed_on: day(2008, 12, 9),
            approved_on: Some(day(2008, 11, 18)),
            term: Term {
                from: day(2009, 1, 1),
                until: None,
                renews: false,
                notice_months: 3,
                ended_on: None,
            },
            price: "Un forfait par trimestre, revu chaque année selon les heures passées"
                .to_owned(),
            note: String::new(),
        },
        amendments: vec![Amendment {
            subject: "Envoi des pièces par courriel, relevé trimestriel des tiers".to_owned(),
            signed_on: day(2011, 11, 15),
            from: day(2012, 1, 1),
            until: None,
            price:
                "Un forfait par trimestre, revu chaque année selon le nombre de lignes d'écritures"
                    .to_owned(),
        }],
    }
}

fn premises() -> DemoConvention {
    DemoConvention {
        parties: vec![
            (COLLECTIF.to_owned(), Part::Provider),
            ("coup-de-main".to_owned(), Part::Beneficiary),
            ("tremplin".to_owned(), Part::Beneficiary),
        ],
        draft: Draft {
            number: "2007-02".to_owned(),
            kind: Kind::Premises,
            title: "Bureaux et salles de la maison commune".to_owned(),
            parties: Vec::new(),
            signed_on: day(2007, 6, 12),
            approved_on: Some(day(2007, 5, 29)),
            term: Term {
                from: day(2007, 7, 1),
                until: Some(day(2016, 6, 30)),
                renews: false,
                notice_months: 6,
                ended_on: None,
            },
            price:
                "Par mois, en 2009 : 486,20 € pour Coup de main Sauvine, 803,55 € pour Tremplin \
                    Savoirs"
                    .to_owned(),
            note: String::new(),
        },
        amendments: Vec::new(),
    }
}
