//! Proof that the demonstration holds together: the published figures recomputed from entries,
//! contracts, payslips and files alone, and every rule that an accountant would check.

mod books;
mod chart;
mod figures;
mod jobs;
mod pairs;

pub use figures::{Figures, figures, figures_of};

use crate::cast::luhn;
use crate::pole::{DemoEntity, DemoPole};
use crate::targets;

/// What does not hold, in sentences; empty when everything does.
pub fn broken_rules(pole: &DemoPole) -> Vec<String> {
    let mut broken = published(pole);
    for entity in pole.entities.iter().chain(&pole.outside) {
        let said = identity(entity)
            .into_iter()
            .chain(books::broken(entity))
            .chain(chart::broken(entity))
            .chain(jobs::broken(entity));
        broken.extend(said.map(|rule| format!("{} : {rule}", entity.slug)));
    }
    broken.extend(jobs::collisions(pole));
    broken.extend(pairs::broken(pole));
    broken
}

/// The figures of the report of 2009.
fn published(pole: &DemoPole) -> Vec<String> {
    let found = figures(pole, targets::YEAR);
    let whole = |fte: i64| domain::Fraction::new(fte, 1);
    [
        ("personnes", found.persons == targets::PERSONS, found.persons.to_string()),
        ("dossiers", found.files == targets::FILES, found.files.to_string()),
        (
            "ETP permanents",
            found.permanent == whole(targets::PERMANENT_FTE),
            found.permanent.to_string(),
        ),
        (
            "ETP d'insertion",
            found.insertion == whole(targets::INSERTION_FTE),
            found.insertion.to_string(),
        ),
        ("salaires nets", found.net.0 == targets::NET_SALARIES, found.net.to_string()),
        (
            "chiffre d'affaires",
            found.turnover.0 - found.eliminated.0 == targets::TURNOVER,
            (found.turnover - found.eliminated).to_string(),
        ),
    ]
    .into_iter()
    .filter(|(_, holds, _)| !holds)
    .map(|(name, _, value)| format!("2009, {name} : {value}"))
    .collect()
}

fn identity(entity: &DemoEntity) -> Vec<String> {
    let numbers = entity.activities.iter().map(|activity| &activity.siret).chain([&entity.siren]);
    numbers
        .filter(|number| !luhn(number).is_multiple_of(10))
        .map(|number| format!("clé fausse {number}"))
        .collect()
}
