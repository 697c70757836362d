//! Every account belongs to the chart in force when the books were opened.

use std::collections::BTreeSet;

use domain::accounting::Chart;

use crate::pole::DemoEntity;

/// Accounts and journals that no chart or list knows.
pub fn broken(entity: &DemoEntity) -> Vec<String> {
    let chart = Chart::in_force(entity.chart, crate::days::day(2008, 1, 1));
    let mut broken = BTreeSet::new();
    for draft in entity.years.iter().flat_map(|books| &books.drafts) {
        if !entity.journals.iter().any(|(code, _)| *code == draft.journal) {
            broken.insert(format!("journal {} inconnu", draft.journal));
        }
        for line in &draft.lines {
            let known = chart.nearest(&line.account).is_some_and(|(code, _)| code.len() >= 2);
            if !known || !entity.accounts.iter().any(|(code, _)| *code == line.account) {
                broken.insert(format!("compte {} inconnu", line.account));
            }
            let named = |aux: &String| entity.third_parties.iter().any(|party| party.aux == *aux);
            if !line.aux.as_ref().is_none_or(named) {
                broken.insert(format!("tiers {:?} inconnu", line.aux));
            }
        }
    }
    broken.into_iter().collect()
}
