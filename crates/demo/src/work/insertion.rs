//! Posts of insertion held in turn: CAE and contrats d'avenir in the chantiers at 26 hours a week,
//! building jobs of the Scop at 35. The CDDI exists for companies from June 2009, not for chantiers.

use chrono::{Days, Months, NaiveDate};
use domain::jobs::{Category, Contract, Hours, Person};

use super::{Job, Pay, both_years, monthly_hours, number};
use crate::cast::MEMBERS;
use crate::chance::Chance;
use crate::days::{day, worked_from};
use crate::people::Census;
use crate::targets::{GARDENS, LAUNDRY, REUSE, SCOP};

struct Site {
    entity: usize,
    prefix: &'static str,
    posts: usize,
    weekly: i64,
    women: i64,
    above: (i64, i64),
}

const SITES: [Site; 4] = [
    Site { entity: GARDENS, prefix: "JV", posts: 14, weekly: 26, women: 42, above: (0, 0) },
    Site { entity: LAUNDRY, prefix: "LM", posts: 14, weekly: 26, women: 84, above: (0, 0) },
    Site { entity: REUSE, prefix: "AR", posts: 14, weekly: 26, women: 33, above: (0, 0) },
    Site { entity: SCOP, prefix: "BS", posts: 19, weekly: 35, women: 9, above: (0, 38) },
];

/// Every contract of insertion of a chantier or of the Scop in force in 2008 or 2009.
pub fn jobs_of(entity: usize, census: &mut Census) -> Vec<Job> {
    let mut chance = Chance::new(40 + entity as u64);
    let mut jobs = Vec::new();
    for site in SITES.iter().filter(|site| site.entity == entity) {
        for post in 0..site.posts {
            hold(site, post, &mut chance, census, &mut jobs);
        }
        number(&mut jobs, site.prefix);
    }
    jobs
}

/// One post from 2007 on: a person, often a renewal, a gap of recruitment, the next person. The
/// Scop keeps one person under an open contract.
fn hold(site: &Site, post: usize, chance: &mut Chance, census: &mut Census, jobs: &mut Vec<Job>) {
    let mut start = worked_from(day(2007, 2, 1) + Days::new(chance.between(0, 320) as u64));
    while start <= both_years().end {
        let person = census.newcomer((1949, 1990), site.women);
        let above = chance.between(site.above.0, site.above.1);
        if site.entity == SCOP && post == 0 {
            jobs.push(job(site, &person, "CDI", above, start, None));
            return;
        }
        let aided = if chance.odds(34) { "CAV" } else { "CAE" };
        let stays = if chance.odds(64) { 2 } else { 1 };
        for _ in 0..stays {
            let kind = if site.entity == SCOP { cdd_of(start) } else { aided };
            let end = start + Months::new(*chance.pick(&[6, 8, 9, 11, 12, 12])) - Days::new(1);
            if end >= both_years().start && start <= both_years().end {
                jobs.push(job(site, &person, kind, above, start, Some(end)));
            }
            start = end + Days::new(1);
        }
        start = worked_from(start + Days::new(chance.between(4, 26) as u64));
    }
}

/// A fixed-term contract of the Scop: the CDDI replaces the plain one from June 2009
/// (loi 2008-1249).
fn cdd_of(start: NaiveDate) -> &'static str {
    if start < day(2009, 6, 1) { "CDD" } else { "CDDI" }
}

fn job(
    site: &Site,
    person: &Person,
    kind: &str,
    above: i64,
    start: NaiveDate,
    end: Option<NaiveDate>,
) -> Job {
    let weekly = Hours::whole(site.weekly);
    Job {
        contract: Contract {
            number: String::new(),
            activity: MEMBERS[site.entity].activities[0].1.to_owned(),
            person: person.clone(),
            category: Category::Insertion,
            kind: kind.to_owned(),
            start,
            end,
            weekly,
            reference: Hours::whole(35),
        },
        pay: Pay::Hourly { above },
        hours: monthly_hours(weekly, start, end),
    }
}
