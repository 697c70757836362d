//! The figures of a year, summed from what the pôle holds.

use std::collections::BTreeSet;

use domain::accounting::DraftLine;
use domain::jobs::{Category, Contract};
use domain::{Cents, Fraction, Period};

use crate::people::identity;
use crate::pole::{DemoEntity, DemoPole};

/// The figures of one entity, or of the perimeter.
#[derive(Clone, Debug)]
pub struct Figures {
    /// Distinct persons received.
    pub persons: usize,
    /// Files open at some day of the year.
    pub files: usize,
    /// Permanent posts, full-time equivalents.
    pub permanent: Fraction,
    /// Posts of insertion, full-time equivalents.
    pub insertion: Fraction,
    /// People who held a post of insertion.
    pub in_insertion: usize,
    /// Σ gross of payslips.
    pub gross: Cents,
    /// Σ net of payslips.
    pub net: Cents,
    /// Accounts 70, credit minus debit, before elimination.
    pub turnover: Cents,
    /// The part of them sold inside the perimeter.
    pub eliminated: Cents,
    /// Accounts 70 to 75, 781 and 791, before elimination.
    pub operating_income: Cents,
    /// Accounts 6 and 7.
    pub result: Cents,
    /// Lines of entries.
    pub lines: usize,
}

/// The perimeter's figures.
pub fn figures(pole: &DemoPole, year: i32) -> Figures {
    let each: Vec<Figures> =
        pole.entities.iter().map(|entity| figures_of(pole, entity, year)).collect();
    let cents = |part: fn(&Figures) -> Cents| each.iter().map(part).sum();
    let count = |part: fn(&Figures) -> usize| each.iter().map(part).sum();
    Figures {
        persons: persons(pole.entities.iter(), year).len(),
        files: count(|f| f.files),
        permanent: each.iter().map(|f| f.permanent.clone()).sum(),
        insertion: each.iter().map(|f| f.insertion.clone()).sum(),
        in_insertion: count(|f| f.in_insertion),
        gross: cents(|f| f.gross),
        net: cents(|f| f.net),
        turnover: cents(|f| f.turnover),
        eliminated: cents(|f| f.eliminated),
        operating_income: cents(|f| f.operating_income),
        result: cents(|f| f.result),
        lines: count(|f| f.lines),
    }
}

/// One entity's figures.
pub fn figures_of(pole: &DemoPole, entity: &DemoEntity, year: i32) -> Figures {
    let slips = || entity.months.iter().filter(move |slip| slip.month.0 / 100 == year);
    let contract_of = |number: &str| entity.contracts.iter().find(|c| c.number == number);
    let mut hours = Fraction::zero();
    let mut workers = BTreeSet::new();
    for slip in slips() {
        let Some(contract) = contract_of(&slip.contract) else {
            continue;
        };
        if contract.category == Category::Insertion {
            let basis = entity.activities.iter().find(|a| a.name == contract.activity);
            hours += Fraction::new(slip.hours.0, basis.map_or(1, |a| a.hours_per_fte) * 1000);
            workers.insert(identity(&contract.person));
        }
    }
    let files = entity.case_files.iter().filter(|file| received_in(file, year));
    Figures {
        persons: persons([entity].into_iter(), year).len(),
        files: files.count(),
        permanent: entity.contracts.iter().map(|contract| permanent(contract, year)).sum(),
        insertion: hours,
        in_insertion: workers.len(),
        gross: slips().map(|slip| slip.gross).sum(),
        net: slips().map(|slip| slip.net).sum(),
        turnover: credit(entity, year, &["70"]),
        eliminated: sold_inside(pole, entity, year),
        operating_income: credit(
            entity,
            year,
            &["70", "71", "72", "74", "75", "781", "789", "791"],
        ),
        result: credit(entity, year, &["6", "7"]),
        lines: lines(entity, year).count(),
    }
}

/// Lines of a year's entries.
pub fn lines(entity: &DemoEntity, year: i32) -> impl Iterator<Item = &DraftLine> {
    let years = entity.years.iter().filter(move |books| books.year == year);
    years.flat_map(|books| &books.drafts).flat_map(|draft| &draft.lines)
}

/// Credit minus debit of the accounts with one of the prefixes.
pub fn credit(entity: &DemoEntity, year: i32, prefixes: &[&str]) -> Cents {
    lines(entity, year)
        .filter(|line| prefixes.iter().any(|prefix| line.account.starts_with(prefix)))
        .map(|line| line.credit - line.debit)
        .sum()
}

fn sold_inside(pole: &DemoPole, entity: &DemoEntity, year: i32) -> Cents {
    let members: Vec<&str> = pole.entities.iter().map(|member| member.slug.as_str()).collect();
    let years = entity.years.iter().filter(|books| books.year == year);
    years
        .flat_map(|books| &books.drafts)
        .filter(|draft| {
            super::pairs::other_side(entity, draft).is_some_and(|slug| members.contains(&slug))
        })
        .flat_map(|draft| &draft.lines)
        .filter(|line| line.account.starts_with("70"))
        .map(|line| line.credit - line.debit)
        .sum()
}

fn received_in(file: &domain::jobs::CaseFile, year: i32) -> bool {
    let period = Period::calendar_year(year);
    file.opened <= period.end && file.closed.is_none_or(|closed| closed >= period.start)
}

fn persons<'a>(entities: impl Iterator<Item = &'a DemoEntity>, year: i32) -> BTreeSet<String> {
    let files = entities.flat_map(|entity| &entity.case_files);
    files.filter(|file| received_in(file, year)).map(|file| identity(&file.person)).collect()
}

fn permanent(contract: &Contract, year: i32) -> Fraction {
    let period = Period::calendar_year(year);
    let in_force = Period { start: contract.start, end: contract.end.unwrap_or(period.end) };
    if contract.category != Category::Permanent {
        return Fraction::zero();
    }
    let days = in_force.intersection(period).map_or(0, Period::days);
    Fraction::new(contract.weekly.0, contract.reference.0) * Fraction::new(days, period.days())
}
