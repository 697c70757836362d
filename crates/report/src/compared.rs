//! A figure against the year before. No change is told where one of the two years lacks what the
//! other has: it would be that of the imports, not that of the entities.

use web::french;

use crate::figure::{Figure, Quantity, Shown};
use crate::model::{EntityFigures, Figures, Import, Report};

/// A figure and the same a year before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The year's.
    pub now: Shown,
    /// The year before's, when it is known.
    pub before: Option<Quantity>,
    /// Why the two years are not to be compared.
    pub apart: Option<String>,
}

impl Compared {
    /// Two known figures.
    pub fn known(now: Quantity, before: Option<Quantity>) -> Self {
        Self { now: Shown::Known(now), before, apart: None }
    }

    /// Of an entity, before elimination.
    pub fn of_entity(entity: &EntityFigures, figure: Figure) -> Self {
        Self::of_figures(&entity.figures, entity.previous.as_ref(), figure)
    }

    /// Of the figures of two years of an entity.
    pub fn of_figures(now: &Figures, before: Option<&Figures>, figure: Figure) -> Self {
        let before = before.map(|figures| figure.shown_of_entity(figures));
        let before = before.as_ref().and_then(Shown::known).cloned();
        Self { now: figure.shown_of_entity(now), before, apart: None }
    }

    /// Of the whole.
    pub fn of_whole(report: &Report, figure: Figure) -> Self {
        let shown = |figures: &Figures| figure.shown_of_whole(figures);
        Self::whole(report, shown, figure.needs())
    }

    /// Full-time equivalents of the whole, both measures together.
    pub fn full_time(report: &Report) -> Self {
        let needs = Figure::InsertionFte.needs();
        let shown = |figures: &Figures| match Figure::InsertionFte.shown_of_whole(figures) {
            Shown::Known(_) => Shown::Known(Quantity::Fte(figures.fte.total())),
            absent @ Shown::Absent(_) => absent,
        };
        Self::whole(report, shown, needs)
    }

    fn whole(report: &Report, shown: impl Fn(&Figures) -> Shown, needs: &[Import]) -> Self {
        let before = report.previous.as_ref().map(&shown);
        Self {
            now: shown(&report.totals),
            before: before.as_ref().and_then(Shown::known).cloned(),
            apart: needs.iter().find_map(|import| incomplete(report, *import)),
        }
    }

    fn sides(&self) -> Option<(&Quantity, &Quantity)> {
        let before = self.before.as_ref().filter(|_| self.apart.is_none())?;
        Some((self.now.known()?, before))
    }

    /// What this year has more.
    pub fn difference(&self) -> Option<Quantity> {
        self.sides().map(|(now, before)| now.minus(before))
    }

    /// `+ 4,2 %`; nothing where a percentage would mislead.
    pub fn percent(&self) -> Option<String> {
        self.sides().and_then(|(now, before)| now.percent(before))
    }

    /// Tenths of a percent, to sort by.
    pub fn permille(&self) -> Option<i64> {
        let (now, before) = self.sides().filter(|(now, before)| now.percent(before).is_some())?;
        let change = i128::from(now.steps()) - i128::from(before.steps());
        i64::try_from(change * 1000 / i128::from(before.steps())).ok()
    }

    /// `+ 4,2 % sur un an (3 262 000 € en 2008)`.
    pub fn change(&self, year: i32) -> String {
        let Some(before) = &self.before else {
            return format!("pas de chiffre pour {}", year - 1);
        };
        let then = format!("{}\u{a0}en\u{a0}{}", before.headline(), year - 1);
        let Some((now, _)) = self.sides() else {
            return self.apart.as_ref().map_or(then.clone(), |why| format!("{why} ({then})"));
        };
        if now == before {
            return format!("comme en {}", year - 1);
        }
        match now.percent(before) {
            Some(percent) => format!("{percent} sur un an ({then})"),
            None => format!("contre {then}"),
        }
    }
}

/// Why the whole of two years cannot be compared: entities lack in one what they have in the other.
/// Books are of every year; contracts and files may well begin one year, so that only their
/// disappearance is told.
fn incomplete(report: &Report, import: Import) -> Option<String> {
    let names = |of: &dyn Fn(bool, bool) -> bool| -> Vec<&str> {
        let entities = report.entities.iter();
        let chosen = entities.filter(|entity| {
            let before = entity.previous.as_ref();
            before.is_some_and(|before| of(before.lacks(import), entity.figures.lacks(import)))
        });
        chosen.map(|entity| entity.name.as_str()).collect()
    };
    let gone = names(&|before, now| now && !before);
    let come = names(&|before, now| before && !now && import == Import::Books);
    let said = |names: &[&str], year: i32| {
        let whose = match names {
            [name] => french::of(name),
            names => format!("de {}\u{a0}entités", names.len()),
        };
        format!("sans {} {year} {whose}", import.noun())
    };
    match (gone.is_empty(), come.is_empty()) {
        (false, _) => Some(said(&gone, report.year)),
        (true, false) => Some(said(&come, report.year - 1)),
        (true, true) => None,
    }
}
