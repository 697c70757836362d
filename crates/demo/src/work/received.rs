//! People received: everyone in insertion has a file, many more only came for help or training,
//! and some have a file in two activities.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use domain::jobs::{CaseFile, Category, Contract, Person};

use super::pay::Staff;
use crate::cast::MEMBERS;
use crate::chance::Chance;
use crate::days::{day, horizon, worked_from, worked_until};
use crate::people::{Census, identity};
use crate::targets::{PLANS, TWO_FILES};

const PREFIXES: [&str; 7] = ["COL", "JAR", "LAV", "REE", "CDM", "BAT", "TRE"];

/// Every file, entity by entity.
pub fn files(staff: &[Staff], census: &mut Census) -> Vec<Vec<CaseFile>> {
    let mut chance = Chance::new(1_000);
    let mut all: Vec<Vec<CaseFile>> = Vec::new();
    for (entity, staff) in staff.iter().enumerate() {
        let mut files = workers(entity, &staff.contracts, &mut chance);
        let to_come: usize =
            TWO_FILES.iter().filter(|(_, second, _)| *second == entity).map(|(_, _, n)| n).sum();
        let of_2009 = files.iter().filter(|file| is_of_2009(file)).count();
        for _ in of_2009..PLANS[entity].files - to_come {
            let person = census.newcomer((1945, 1992), 55);
            files.push(file(entity, person, spell_of_2009(&mut chance)));
        }
        let before = files.iter().filter(|file| !is_of_2009(file)).count();
        for _ in before..PLANS[entity].closed_before {
            let person = census.newcomer((1945, 1991), 55);
            files.push(file(entity, person, spell_of_2008(&mut chance)));
        }
        all.push(files);
    }
    second_files(&mut all, &mut chance);
    for (entity, files) in all.iter_mut().enumerate() {
        number(files, PREFIXES[entity]);
    }
    all
}

fn is_of_2009(file: &CaseFile) -> bool {
    file.closed.is_none_or(|closed| closed.year() >= 2009)
}

fn file(entity: usize, person: Person, spell: (NaiveDate, Option<NaiveDate>)) -> CaseFile {
    CaseFile {
        number: String::new(),
        activity: MEMBERS[entity].activities[0].1.to_owned(),
        person,
        opened: spell.0,
        closed: spell.1,
    }
}

/// One file per person in insertion, opened a little before the first contract.
fn workers(entity: usize, contracts: &[Contract], chance: &mut Chance) -> Vec<CaseFile> {
    let mut paths: BTreeMap<String, (&Person, NaiveDate, NaiveDate)> = BTreeMap::new();
    for contract in contracts.iter().filter(|c| c.category == Category::Insertion) {
        // An open contract ends after everything told here.
        let end = contract.end.unwrap_or(day(2011, 1, 1));
        let path = paths.entry(identity(&contract.person)).or_insert((
            &contract.person,
            contract.start,
            end,
        ));
        path.1 = path.1.min(contract.start);
        path.2 = path.2.max(end);
    }
    paths
        .into_values()
        .map(|(person, start, end)| {
            let opened = worked_until(start - Days::new(chance.between(2, 40) as u64));
            let after = end + Days::new(chance.between(0, 24) as u64);
            let closed = match end.year() {
                ..2009 => Some(after.min(day(2008, 12, 31))),
                _ if after <= horizon() && chance.odds(78) => Some(worked_until(after).max(end)),
                _ => None,
            };
            file(entity, person.clone(), (opened, closed))
        })
        .collect()
}

/// Open at some day of 2009: a good third already in 2008.
fn spell_of_2009(chance: &mut Chance) -> (NaiveDate, Option<NaiveDate>) {
    let opened = if chance.odds(38) {
        day(2008, 2, 4) + Days::new(chance.between(0, 325) as u64)
    } else {
        day(2009, 1, 5) + Days::new(chance.between(0, 346) as u64)
    };
    let opened = worked_from(opened);
    let first = opened.max(day(2009, 1, 5)) + Days::new(chance.between(6, 230) as u64);
    let closed = worked_from(first);
    (opened, (closed <= horizon() && chance.odds(72)).then_some(closed))
}

/// Closed before 2009.
fn spell_of_2008(chance: &mut Chance) -> (NaiveDate, Option<NaiveDate>) {
    let opened = worked_from(day(2007, 6, 4) + Days::new(chance.between(0, 500) as u64));
    let closed = opened.max(day(2008, 1, 2)) + Days::new(chance.between(5, 180) as u64);
    (opened, Some(worked_until(closed.min(day(2008, 12, 30)))))
}

/// Gives a file elsewhere to people who have one of 2009 here, nobody three.
fn second_files(all: &mut [Vec<CaseFile>], chance: &mut Chance) {
    let mut twice: BTreeSet<String> = BTreeSet::new();
    for (first, second, count) in TWO_FILES {
        let order = chance.order(all[first].len());
        let mut chosen = Vec::new();
        for file in order.into_iter().map(|i| &all[first][i]).filter(|file| is_of_2009(file)) {
            if chosen.len() < count && twice.insert(identity(&file.person)) {
                chosen.push(file.person.clone());
            }
        }
        for person in chosen {
            let given = file(second, person, spell_of_2009(chance));
            all[second].push(given);
        }
    }
}

fn number(files: &mut [CaseFile], prefix: &str) {
    files.sort_by_key(|file| (file.opened, identity(&file.person)));
    let (mut year, mut rank) = (0, 0);
    for file in files {
        rank = if file.opened.year() == year { rank + 1 } else { 1 };
        year = file.opened.year();
        file.number = format!("{prefix}-{year}-{rank:04}");
    }
}
