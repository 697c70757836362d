//! Rules of work and reception: pay above the SMIC, payslips inside their contract, contracts of
//! the time, a file for everyone in insertion, nobody taken for someone else.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::jobs::{ActivityKind, Category, Contract, MonthWork};
use domain::{Cents, Month, Period};

use crate::days::worked_days;
use crate::people::identity;
use crate::pole::{DemoEntity, DemoPole};
use crate::work::pay::smic;

/// What does not hold among the contracts, payslips and files of an entity.
pub fn broken(entity: &DemoEntity) -> Vec<String> {
    let contracts: BTreeMap<&str, &Contract> =
        entity.contracts.iter().map(|contract| (contract.number.as_str(), contract)).collect();
    let mut broken = Vec::new();
    if contracts.len() != entity.contracts.len() {
        broken.push("deux contrats portent le même numéro".to_owned());
    }
    let mut months = BTreeSet::new();
    for slip in &entity.months {
        if !months.insert((&slip.contract, slip.month)) {
            broken.push(format!("deux bulletins {} {}", slip.contract, slip.month));
        }
        match contracts.get(slip.contract.as_str()) {
            None => broken.push(format!("bulletin sans contrat {}", slip.contract)),
            Some(contract) => broken.extend(payslip(contract, slip)),
        }
    }
    broken.extend(entity.contracts.iter().filter_map(|contract| kind(entity, contract)));
    broken.extend(without_file(entity));
    let files: BTreeSet<&str> = entity.case_files.iter().map(|f| f.number.as_str()).collect();
    if files.len() != entity.case_files.len() {
        broken.push("deux dossiers portent le même numéro".to_owned());
    }
    broken
}

fn payslip(contract: &Contract, slip: &MonthWork) -> Option<String> {
    let end = contract.end.unwrap_or(slip.month.last_day());
    let in_force = Period { start: contract.start, end };
    let said = |what: &str| Some(format!("bulletin {} {} {what}", slip.contract, slip.month));
    if !in_force.overlaps(slip.month.period()) {
        return said("hors du contrat");
    }
    if slip.gross.0 * 1000 < slip.hours.0 * smic(slip.month) {
        return said("sous le SMIC");
    }
    let days = in_force
        .intersection(slip.month.period())
        .map_or(0, |shared| worked_days(shared.start, shared.end));
    if slip.hours.0 > days * 10_000 {
        return said("de trop d'heures par jour");
    }
    if slip.hours.0 <= 0 || slip.hours.0 > 151_670 {
        return said("d'un temps impossible");
    }
    let kept = slip.net.0 * 1000 / slip.gross.0.max(1);
    if slip.net <= Cents::ZERO || !(765..=790).contains(&kept) {
        return said("d'un net peu vraisemblable");
    }
    None
}

/// CAE and CAV in the chantiers; the CDDI from June 2009 in companies only.
fn kind(entity: &DemoEntity, contract: &Contract) -> Option<String> {
    let of = entity.activities.iter().find(|activity| activity.name == contract.activity)?.kind;
    let june = Month(200_906).first_day();
    let fits = match (contract.category, of) {
        (Category::Permanent, _) => matches!(contract.kind.as_str(), "CDI" | "CDD"),
        (_, ActivityKind::Aci) => matches!(contract.kind.as_str(), "CAE" | "CAV"),
        (_, ActivityKind::Ai) => contract.kind == "CDDU",
        (_, ActivityKind::Ei) => match contract.kind.as_str() {
            "CDDI" => contract.start >= june,
            kind => matches!(kind, "CDD" | "CDI"),
        },
        _ => false,
    };
    let dated = contract.end.is_none_or(|end| end >= contract.start);
    (!fits || !dated).then(|| format!("contrat {} {}", contract.kind, contract.number))
}

/// People in insertion whose file does not cover their contract's days of 2008 and 2009.
fn without_file(entity: &DemoEntity) -> Vec<String> {
    let mut files: BTreeMap<String, (NaiveDate, NaiveDate)> = BTreeMap::new();
    for file in &entity.case_files {
        let closed = file.closed.unwrap_or(NaiveDate::MAX);
        files.insert(identity(&file.person), (file.opened, closed));
    }
    let covered = |contract: &&Contract| {
        let file = files.get(&identity(&contract.person));
        let end = contract.end.unwrap_or(NaiveDate::MAX);
        file.is_some_and(|(opened, closed)| *opened <= contract.start && *closed >= end)
    };
    let contracts = entity.contracts.iter().filter(|c| c.category == Category::Insertion);
    contracts
        .filter(|c| !covered(c))
        .map(|c| format!("contrat {} sans dossier", c.number))
        .collect()
}

/// Two persons under one name and birth date.
pub fn collisions(pole: &DemoPole) -> Vec<String> {
    let mut known: BTreeMap<String, &domain::jobs::Person> = BTreeMap::new();
    let mut broken = Vec::new();
    for entity in &pole.entities {
        let received = entity.case_files.iter().map(|file| &file.person);
        for person in received.chain(entity.contracts.iter().map(|c| &c.person)) {
            let first = known.entry(identity(person)).or_insert(person);
            if *first != person {
                broken.push(format!("{person:?} et {first:?}"));
            }
        }
    }
    broken
}
