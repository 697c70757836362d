//! The permanent posts: who holds which, since when, for what pay.

use chrono::Datelike;
use domain::jobs::{Category, Contract, Hours};

use super::{Job, Pay, monthly_hours, number};
use crate::cast::MEMBERS;
use crate::days::day;
use crate::people::Census;
use crate::targets::{AI, COLLECTIF, GARDENS, LAUNDRY, REUSE, SCOP, TRAINING};

type Day = (i32, u32, u32);

/// One holder of a post.
#[derive(Clone, Copy)]
struct Holder {
    entity: usize,
    activity: usize,
    /// Thousandths of hours a week.
    weekly: i64,
    /// Euros a month for a full-time post, before the grid is fitted to the year's net pay.
    grid: i64,
    start: Day,
    end: Option<Day>,
    women: i64,
}

const fn post(entity: usize, weekly: i64, grid: i64, start: Day, women: i64) -> Holder {
    Holder { entity, activity: 0, weekly, grid, start, end: None, women }
}

const fn in_shop(weekly: i64, grid: i64, start: Day, end: Option<Day>, women: i64) -> Holder {
    Holder { entity: COLLECTIF, activity: 1, weekly, grid, start, end, women }
}

const fn until(holder: Holder, end: Day) -> Holder {
    Holder { end: Some(end), ..holder }
}

/// 32 full-time posts over 2009. Four posts change hands from one day to the next; that of a
/// trainer stays empty for 57 days, and a replacement at the Collectif lasts as long.
const HOLDERS: [Holder; 42] = [
    post(COLLECTIF, 35_000, 2_350, (2001, 9, 3), 100),
    post(COLLECTIF, 35_000, 1_850, (2003, 2, 3), 100),
    until(post(COLLECTIF, 35_000, 1_620, (2004, 1, 5), 0), (2009, 4, 30)),
    post(COLLECTIF, 35_000, 1_590, (2009, 5, 1), 100),
    post(COLLECTIF, 28_000, 1_600, (2006, 10, 2), 100),
    post(COLLECTIF, 35_000, 1_650, (2005, 3, 1), 0),
    post(COLLECTIF, 35_000, 1_430, (2002, 6, 3), 100),
    post(COLLECTIF, 17_500, 1_410, (2008, 3, 3), 0),
    post(COLLECTIF, 28_000, 1_750, (2007, 1, 8), 0),
    until(post(COLLECTIF, 24_500, 1_440, (2009, 10, 5), 100), (2009, 11, 30)),
    in_shop(35_000, 1_560, (2004, 5, 3), None, 100),
    in_shop(30_000, 1_410, (2006, 2, 6), None, 100),
    in_shop(35_000, 1_420, (2005, 9, 1), Some((2009, 8, 31)), 0),
    in_shop(35_000, 1_410, (2009, 9, 1), None, 0),
    post(GARDENS, 35_000, 1_720, (2003, 4, 1), 0),
    until(post(GARDENS, 35_000, 1_590, (2006, 3, 1), 100), (2009, 6, 14)),
    post(GARDENS, 35_000, 1_570, (2009, 6, 15), 0),
    post(GARDENS, 17_500, 1_650, (2007, 9, 3), 100),
    post(GARDENS, 17_500, 1_560, (2006, 6, 1), 100),
    post(LAUNDRY, 35_000, 1_690, (2002, 10, 1), 100),
    post(LAUNDRY, 28_000, 1_520, (2005, 1, 3), 100),
    post(LAUNDRY, 17_500, 1_650, (2006, 11, 6), 0),
    post(REUSE, 35_000, 1_700, (2004, 9, 1), 0),
    post(REUSE, 35_000, 1_580, (2008, 9, 1), 0),
    post(REUSE, 17_500, 1_650, (2007, 2, 1), 100),
    post(AI, 35_000, 2_000, (1999, 3, 1), 0),
    post(AI, 35_000, 1_520, (2003, 1, 6), 100),
    post(AI, 28_000, 1_500, (2006, 4, 3), 100),
    post(AI, 28_000, 1_600, (2007, 5, 2), 100),
    post(AI, 22_500, 1_430, (2005, 10, 3), 100),
    post(SCOP, 35_000, 2_250, (1998, 1, 5), 0),
    post(SCOP, 35_000, 1_980, (2002, 3, 4), 0),
    post(SCOP, 35_000, 1_700, (2004, 6, 1), 0),
    post(SCOP, 35_000, 1_680, (2007, 6, 4), 0),
    post(SCOP, 24_500, 1_450, (2003, 9, 1), 100),
    post(TRAINING, 35_000, 2_150, (2000, 9, 4), 100),
    post(TRAINING, 35_000, 1_750, (2003, 9, 1), 0),
    post(TRAINING, 35_000, 1_730, (2008, 4, 1), 100),
    post(TRAINING, 28_000, 1_700, (2006, 1, 2), 100),
    until(post(TRAINING, 24_500, 1_710, (2005, 2, 1), 0), (2009, 2, 15)),
    post(TRAINING, 24_500, 1_690, (2009, 4, 14), 100),
    post(TRAINING, 28_000, 1_440, (2004, 9, 1), 100),
];

/// The permanent contracts of an entity.
pub fn jobs_of(entity: usize, census: &mut Census) -> Vec<Job> {
    let mut jobs: Vec<Job> = HOLDERS
        .iter()
        .filter(|holder| holder.entity == entity)
        .map(|holder| job(holder, census))
        .collect();
    number(&mut jobs, "P");
    jobs
}

fn job(holder: &Holder, census: &mut Census) -> Job {
    let date = |(year, month, of_month): Day| day(year, month, of_month);
    let (start, end) = (date(holder.start), holder.end.map(date));
    let weekly = Hours(holder.weekly);
    // Odd euros and cents: nobody's salary is the grid's own figure.
    let own =
        (i64::from(start.year()) * 31 + i64::from(start.ordinal()) * 17 + holder.weekly) % 3_700;
    Job {
        contract: Contract {
            number: String::new(),
            activity: MEMBERS[holder.entity].activities[holder.activity].1.to_owned(),
            person: census.newcomer((1948, 1984), holder.women),
            category: Category::Permanent,
            kind: if end == Some(day(2009, 11, 30)) { "CDD" } else { "CDI" }.to_owned(),
            start,
            end,
            weekly,
            reference: Hours::whole(35),
        },
        pay: Pay::Monthly { full_time: holder.grid * 100 + own },
        hours: monthly_hours(weekly, start, end),
    }
}
