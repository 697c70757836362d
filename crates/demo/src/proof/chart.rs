//! Every account belongs to the chart in force in 2009: its longest known prefix is an account of
//! the entity's chart, or one that the later reforms removed.

use std::collections::BTreeSet;

use domain::accounting::ChartKind;

use crate::pole::DemoEntity;

const ASSOCIATION: &str = include_str!("../../../domain/data/pca.csv");
const COMPANY: &str = include_str!("../../../domain/data/pcg.csv");
const REMOVED: &str = include_str!("../../../domain/data/chart-history.csv");

/// Accounts and journals that no chart or list knows.
pub fn broken(entity: &DemoEntity) -> Vec<String> {
    let known = known(entity.chart);
    let mut broken = BTreeSet::new();
    for draft in entity.years.iter().flat_map(|books| &books.drafts) {
        if !entity
            .journals
            .iter()
            .any(|(code, _)| *code == draft.journal)
        {
            broken.insert(format!("journal {} inconnu", draft.journal));
        }
        for line in &draft.lines {
            let known = (2..=line.account.len()).any(|size| known.contains(&line.account[..size]));
            if !known
                || !entity
                    .accounts
                    .iter()
                    .any(|(code, _)| *code == line.account)
            {
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

fn known(chart: ChartKind) -> BTreeSet<&'static str> {
    let (current, only) = match chart {
        ChartKind::Association => (ASSOCIATION, "association"),
        ChartKind::Company => (COMPANY, "company"),
    };
    let current = current.lines().filter_map(|row| row.split(';').next());
    let removed = REMOVED.lines().filter_map(|row| {
        let mut cells = row.split(';');
        let of = cells.next()?;
        (of == "both" || of == only).then(|| cells.next()).flatten()
    });
    current.chain(removed).collect()
}
