//! Payslips: never under the SMIC of the month, employee contributions as they were, and a grid
//! of permanent salaries fitted so that the net pay of 2009 is what the report published.

use std::collections::BTreeSet;

use domain::jobs::{Category, Contract, Hours, MonthWork};
use domain::{Cents, Month};

use super::{Job, Pay};
use crate::chance::share_of;
use crate::targets::{AI, NET_SALARIES, SCOP};

/// The jobs and payslips of one entity.
pub struct Staff {
    /// Contracts in force in 2008 or 2009.
    pub contracts: Vec<Contract>,
    /// Their payslips.
    pub months: Vec<MonthWork>,
    /// Numbers of the contracts of insertion.
    insertion: BTreeSet<String>,
}

impl Staff {
    /// The payslips of a month for one category.
    pub fn slips(&self, month: Month, category: Category) -> impl Iterator<Item = &MonthWork> {
        let wanted = category == Category::Insertion;
        let of_month = self.months.iter().filter(move |slip| slip.month == month);
        of_month.filter(move |slip| self.insertion.contains(&slip.contract) == wanted)
    }
}

/// Hourly SMIC in cents (décrets of June 2007, April and June 2008, June 2009).
pub fn smic(month: Month) -> i64 {
    match month.0 {
        ..=200_804 => 844,
        200_805..=200_806 => 863,
        200_807..=200_906 => 871,
        _ => 882,
    }
}

/// The grid of 2008 was a little lower: thousandths of that of 2009.
const GRID_2008: i64 = 982;
/// One in the scale by which the grid is fitted.
const SCALE: i64 = 10_000_000;

/// Employee contributions, in ten-thousandths of the gross.
fn withheld(entity: usize, category: Category) -> i64 {
    match (category, entity) {
        (Category::Insertion, SCOP) => 2_262,
        (Category::Insertion, AI) => 2_139,
        (Category::Insertion, _) => 2_148,
        (Category::Permanent, SCOP) => 2_305,
        (Category::Permanent, entity) => 2_238 + 3 * entity as i64,
    }
}

/// Pays everyone, entity by entity.
pub fn pay(workforce: Vec<Vec<Job>>) -> Vec<Staff> {
    let (mut low, mut high) = (SCALE * 8 / 10, SCALE * 12 / 10);
    while high - low > 1 {
        let middle = i64::midpoint(low, high);
        if net_of_2009(&workforce, middle) <= NET_SALARIES {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut cents_left = NET_SALARIES - net_of_2009(&workforce, low);
    let mut staff = Vec::new();
    for (entity, jobs) in workforce.into_iter().enumerate() {
        let mut months = Vec::new();
        for job in &jobs {
            let mut slips = payslips(entity, job, low);
            // Rounding contributions down instead of to the nearest: a cent on a few payslips.
            for slip in slips.iter_mut().filter(|slip| slip.month == Month(200_903)) {
                if cents_left > 0 && job.contract.category == Category::Permanent {
                    slip.net += Cents(1);
                    cents_left -= 1;
                }
            }
            months.extend(slips);
        }
        months.sort_by(|a, b| (a.month, &a.contract).cmp(&(b.month, &b.contract)));
        let contracts: Vec<Contract> = jobs.into_iter().map(|job| job.contract).collect();
        let of_insertion = contracts.iter().filter(|c| c.category == Category::Insertion);
        staff.push(Staff {
            insertion: of_insertion.map(|c| c.number.clone()).collect(),
            contracts,
            months,
        });
    }
    staff
}

fn net_of_2009(workforce: &[Vec<Job>], scale: i64) -> i64 {
    let slips = workforce
        .iter()
        .enumerate()
        .flat_map(|(entity, jobs)| jobs.iter().flat_map(move |job| payslips(entity, job, scale)));
    slips.filter(|slip| slip.month.0 / 100 == 2009).map(|slip| slip.net.0).sum()
}

fn payslips(entity: usize, job: &Job, scale: i64) -> Vec<MonthWork> {
    let rate = withheld(entity, job.contract.category);
    job.hours
        .iter()
        .map(|&(month, hours)| {
            let gross = match job.pay {
                Pay::Hourly { above } => (hours * smic(month) * (1000 + above) + 99_999) / 100_000,
                Pay::Monthly { full_time } => {
                    let of_year = if month.0 < 200_901 { GRID_2008 } else { 1000 };
                    let full_time = share_of(full_time, scale * of_year, SCALE * 1000);
                    share_of(full_time, hours, 15_167)
                }
            };
            MonthWork {
                contract: job.contract.number.clone(),
                month,
                hours: Hours(hours * 10),
                gross: Cents(gross),
                net: Cents(gross - share_of(gross, rate, 10_000)),
            }
        })
        .collect()
}
