//! What members sell each other: both sides, one day, one amount; a difference only where a buyer
//! bears the VAT, between one pair of entities.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::accounting::Draft;

use crate::pole::{DemoEntity, DemoPole};

/// The entity of the pôle that an entry's third party is.
pub fn other_side<'a>(entity: &'a DemoEntity, draft: &Draft) -> Option<&'a str> {
    let aux = draft.lines.iter().find_map(|line| line.aux.as_ref())?;
    let party = entity.third_parties.iter().find(|party| party.aux == *aux)?;
    party.entity.as_deref()
}

/// Seller, buyer, day and document of an invoice.
type Key = (String, String, NaiveDate, String);

/// Invoices without their other side, and differences that no VAT explains.
pub fn broken(pole: &DemoPole) -> Vec<String> {
    let (mut sold, mut bought) = (BTreeMap::new(), BTreeMap::new());
    let mut broken = Vec::new();
    let entities = || pole.entities.iter().chain(&pole.outside);
    let kept: BTreeSet<&str> = entities().map(|entity| entity.slug.as_str()).collect();
    for entity in entities() {
        for draft in entity.years.iter().flat_map(|books| &books.drafts) {
            // Partners of the second college have no books here.
            let Some(other) = other_side(entity, draft).filter(|slug| kept.contains(slug)) else {
                continue;
            };
            let key = |seller: &str, buyer: &str| -> Key {
                (seller.to_owned(), buyer.to_owned(), draft.date, draft.piece_ref.clone())
            };
            match draft.journal.as_str() {
                "VE" => drop(
                    sold.insert(key(&entity.slug, other), (of(draft, "70"), of(draft, "4457"))),
                ),
                "AC" => drop(bought.insert(key(other, &entity.slug), of(draft, "6"))),
                _ => {}
            }
        }
    }
    let mut explained = BTreeSet::new();
    for (key, charge) in &bought {
        match sold.get(key) {
            Some((income, _)) if -income == *charge => {}
            Some((income, tax)) if -income - tax == *charge => {
                explained.insert((&key.0, &key.1));
            }
            _ => broken.push(format!("{key:?} : achat sans vente égale")),
        }
    }
    broken.extend(
        sold.keys()
            .filter(|key| !bought.contains_key(*key))
            .map(|k| format!("{k:?} : vente sans achat")),
    );
    if explained.len() > 1 {
        broken.push(format!("TVA non récupérée entre {explained:?}"));
    }
    broken
}

fn of(draft: &Draft, prefix: &str) -> i64 {
    let lines = draft.lines.iter().filter(|line| line.account.starts_with(prefix));
    lines.map(|line| (line.debit - line.credit).0).sum()
}
