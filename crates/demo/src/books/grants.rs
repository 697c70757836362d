//! Public money: what the State pays for posts of insertion, and the grants of the conseil général,
//! communes and the Fonds social européen.
//!
//! Refunds of CAE and contrats d'avenir by the CNASEA (the ASP from April 2009) are booked in 74
//! and not in 791: they are granted for the post, at rates set by the prefect, and do not give
//! back a charge at its cost.

use chrono::Days;
use domain::Month;
use domain::jobs::Category;

use super::{Books, GENERAL, Spot, accounts, line, line_of};
use crate::chance::share_of;
use crate::days::{day, in_month, months_of, worked_from, worked_until};
use crate::targets::{AI, COLLECTIF, GARDENS, LAUNDRY, REUSE, SCOP, TRAINING};
use crate::work::pay::Staff;

/// A grant decided each year.
pub struct Grant {
    /// Who receives.
    pub entity: usize,
    /// Who decides.
    pub funder: &'static str,
    /// Account 74.
    pub account: &'static str,
    /// Cents of 2008 and 2009.
    pub amounts: [i64; 2],
    /// The month of the decision; four fifths follow in two months, the rest the next spring.
    pub decided: u32,
}

const fn grant(
    entity: usize,
    funder: &'static str,
    account: &'static str,
    amounts: [i64; 2],
    decided: u32,
) -> Grant {
    Grant { entity, funder, account, amounts, decided }
}

const STATE: &str = "État, direction départementale du travail";

const GRANTS: [Grant; 19] = [
    grant(COLLECTIF, "Commune de Montbrelan", "741400", [1_450_000, 1_500_000], 3),
    grant(
        COLLECTIF,
        "Communauté de communes du pays de la Sauvine",
        "741400",
        [1_120_000, 1_180_000],
        4,
    ),
    grant(COLLECTIF, STATE, "741100", [2_684_000, 2_792_500], 5),
    grant(GARDENS, STATE, "741100", [1_500_000, 1_500_000], 2),
    grant(GARDENS, "Conseil général", "741300", [2_690_000, 2_815_000], 4),
    grant(GARDENS, "Commune de Valbrune", "741400", [480_000, 480_000], 3),
    grant(GARDENS, "Fonds social européen", "741500", [1_768_742, 1_842_519], 6),
    grant(LAUNDRY, STATE, "741100", [1_500_000, 1_500_000], 2),
    grant(LAUNDRY, "Conseil général", "741300", [2_180_000, 2_265_000], 4),
    grant(LAUNDRY, "Commune de Montbrelan", "741400", [620_000, 650_000], 3),
    grant(LAUNDRY, "Fonds social européen", "741500", [1_284_316, 1_247_083], 6),
    grant(REUSE, STATE, "741100", [1_500_000, 1_500_000], 2),
    grant(REUSE, "Conseil général", "741300", [2_240_000, 2_330_000], 4),
    grant(REUSE, "Communauté de communes du pays de la Sauvine", "741400", [730_000, 760_000], 3),
    grant(REUSE, "Fonds social européen", "741500", [1_361_208, 1_293_674], 6),
    grant(AI, STATE, "741100", [2_650_000, 2_840_000], 2),
    grant(AI, "Conseil général", "741300", [1_260_000, 1_310_000], 4),
    grant(AI, "Communauté de communes du pays de la Sauvine", "741400", [540_000, 560_000], 3),
    grant(TRAINING, "Fonds social européen", "741500", [1_742_860, 1_816_345], 6),
];

/// Cents a year for a post of the insertion company (arrêté of June 2005).
const AID_PER_POST: i64 = 968_100;
/// Thousandths of the gross pay of aided contracts in a chantier.
const AIDED: i64 = 1_050;

/// Everything public that an entity receives.
pub fn write(books: &mut Books, entity: usize, staff: &Staff) {
    for grant in GRANTS.iter().filter(|grant| grant.entity == entity) {
        decide(books, grant);
    }
    match entity {
        GARDENS | LAUNDRY | REUSE => {
            monthly(books, "CNASEA, puis ASP", "741200", staff, |_, gross| {
                share_of(gross, AIDED, 1000)
            });
        }
        SCOP => monthly(books, STATE, "741100", staff, |hours, _| {
            share_of(hours, AID_PER_POST, 182_000)
        }),
        _ => {}
    }
}

/// Books a yearly grant, four fifths paid two months later and the rest the next spring.
pub fn decide(books: &mut Books, grant: &Grant) {
    let party = books.party('S', grant.funder);
    let rest_of_2007 = share_of(grant.amounts[0], 194, 1000);
    let due = line_of(accounts::GRANTS_DUE, &party, rest_of_2007);
    let spot = books.open("Solde de subvention 2007", due);
    books.settle(spot, day(2008, 4, 10));
    for (year, amount) in [2008, 2009].into_iter().zip(grant.amounts) {
        let date = in_month(Month(year * 100 + grant.decided as i32), 12);
        let first = amount * 4 / 5;
        let lines = vec![
            line_of(accounts::GRANTS_DUE, &party, first),
            line_of(accounts::GRANTS_DUE, &party, amount - first),
            line(grant.account, -amount),
        ];
        let label = format!("{}, subvention {year}", grant.funder);
        let draft = books.post(GENERAL, date, &label, lines);
        books.settle(Spot { draft, line: 0 }, worked_from(date + Days::new(58)));
        books.settle(Spot { draft, line: 1 }, day(year + 1, 4, 9));
    }
}

/// Aid claimed at the end of each month for its hours and gross pay, received forty days later.
fn monthly(
    books: &mut Books,
    funder: &str,
    account: &str,
    staff: &Staff,
    claim: fn(i64, i64) -> i64,
) {
    let party = books.party('S', funder);
    let claimed = |month: Month| {
        let slips = staff.slips(month, Category::Insertion);
        let (hours, gross) =
            slips.fold((0, 0), |(hours, gross), m| (hours + m.hours.0 / 10, gross + m.gross.0));
        claim(hours, gross)
    };
    let usual = share_of(claimed(Month(200_801)), 968, 1000);
    let due = line_of(accounts::GRANTS_DUE, &party, usual);
    let spot = books.open("Aide de décembre 2007", due);
    books.settle(spot, day(2008, 2, 11));
    for month in months_of(2008).chain(months_of(2009)) {
        let date = worked_until(month.last_day());
        let amount = claimed(month);
        let lines = vec![line_of(accounts::GRANTS_DUE, &party, amount), line(account, -amount)];
        let label = format!("Aide aux postes, {}", domain::calendar::month_name(month));
        let draft = books.post(GENERAL, date, &label, lines);
        books.settle(Spot { draft, line: 0 }, worked_from(date + Days::new(40)));
    }
}
