//! The association intermédiaire: hundreds of people lent by the hour, very unevenly.

use chrono::Days;
use domain::Month;
use domain::jobs::{Category, Contract, Hours, Person};

use super::{Job, Pay, number};
use crate::cast::MEMBERS;
use crate::chance::{Chance, cut};
use crate::people::Census;
use crate::targets::{AI, AI_HOURS_2008};

/// People lent in 2009, of whom so many already in 2008, and those of 2008 only.
const LENT: (usize, usize, usize) = (215, 88, 97);
/// A contract d'usage is signed again after so many months.
const LONGEST: usize = 6;

/// A person's months, counted from January 2008, and how much they usually work.
struct Path {
    person: Person,
    first: usize,
    last: usize,
    weight: i64,
}

/// Every contract; the hours of 2009 sum to `hours_2009`, in hundredths.
pub fn jobs(hours_2009: i64, census: &mut Census) -> Vec<Job> {
    let mut chance = Chance::new(7);
    let paths = paths(&mut chance, census);
    let grid = hours(&paths, hours_2009, &mut chance);
    let mut jobs = Vec::new();
    for (path, hours) in paths.iter().zip(&grid) {
        let mut first = path.first;
        while first <= path.last {
            let last = path.last.min(first + LONGEST - 1);
            jobs.push(contract(path, first, last, hours, &mut chance));
            first = last + 1;
        }
    }
    number(&mut jobs, "CM");
    jobs
}

fn paths(chance: &mut Chance, census: &mut Census) -> Vec<Path> {
    let (in_2009, already, before) = LENT;
    let usual = chance.uneven(in_2009 + before);
    let mut window = |rank: usize| match rank {
        _ if rank < already => (chance.between(0, 11), chance.between(12, 23)),
        _ if rank < in_2009 => {
            let first = chance.between(12, 22);
            (first, (first + chance.between(0, 8)).min(23))
        }
        _ => {
            let first = chance.between(0, 9);
            (first, (first + chance.between(1, 8)).min(11))
        }
    };
    usual
        .into_iter()
        .enumerate()
        .map(|(rank, weight)| {
            let (first, last) = window(rank);
            Path {
                person: census.newcomer((1947, 1990), 63),
                first: first as usize,
                last: last as usize,
                weight: weight + 900,
            }
        })
        .collect()
}

/// Hundredths of hours per path and month, each year cut exactly.
fn hours(paths: &[Path], hours_2009: i64, chance: &mut Chance) -> Vec<[i64; 24]> {
    let mut grid = vec![[0; 24]; paths.len()];
    for (year, total) in [(0, AI_HOURS_2008 * 100), (12, hours_2009)] {
        let mut cells = Vec::new();
        let mut weights = Vec::new();
        for (row, path) in paths.iter().enumerate() {
            for month in path.first.max(year)..=path.last.min(year + 11) {
                let season = [86, 88, 96, 104, 108, 112, 106, 94, 108, 106, 98, 88][month % 12];
                cells.push((row, month));
                weights.push(path.weight * season * chance.between(78, 122));
            }
        }
        for ((row, month), hours) in cells.into_iter().zip(cut(total, &weights)) {
            grid[row][month] = hours;
        }
    }
    grid
}

fn month(rank: usize) -> Month {
    Month(2008 * 100 + (rank / 12 * 100 + rank % 12 + 1) as i32)
}

fn contract(path: &Path, first: usize, last: usize, hours: &[i64; 24], chance: &mut Chance) -> Job {
    let worked: Vec<(Month, i64)> = (first..=last).map(|rank| (month(rank), hours[rank])).collect();
    let total: i64 = worked.iter().map(|(_, hours)| hours).sum();
    let a_week = total * 12 / (52 * worked.len() as i64);
    let mut start = month(first).first_day();
    // A first or last month begins late or ends early when few hours were worked in it.
    let days = |hours: i64| if hours < 4_000 { 16 } else { 3 } / if first == last { 3 } else { 1 };
    if path.first == first && first > 0 {
        start = start + Days::new(chance.between(0, days(hours[first])) as u64);
    }
    let mut end = month(last).last_day();
    if path.last == last && last < 23 {
        end = end - Days::new(chance.between(0, days(hours[last]) / 2) as u64);
    }
    Job {
        contract: Contract {
            number: String::new(),
            activity: MEMBERS[AI].activities[0].1.to_owned(),
            person: path.person.clone(),
            category: Category::Insertion,
            kind: "CDDU".to_owned(),
            start,
            end: Some(end),
            weekly: Hours((a_week / 50 * 500).max(1000)),
            reference: Hours::whole(35),
        },
        pay: Pay::Hourly { above: chance.between(0, 20) },
        hours: worked,
    }
}
