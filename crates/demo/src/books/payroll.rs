//! Pay in the books: one entry a month for the permanents, one for the people in insertion; net pay
//! on the last worked day, Urssaf on the 15th, pensions each quarter, levies when they fall due.
//!
//! Paid leave is not accrued in 6412: the accounts 641 are the payslips and nothing else.

use chrono::NaiveDate;
use domain::Month;
use domain::jobs::Category;

use super::{BANK, Books, GENERAL, PAYROLL, accounts, line};
use crate::chance::share_of;
use crate::days::{day, in_month, months_of, worked_until};
use crate::targets::{AI, SCOP};
use crate::work::pay::Staff;

/// Where the slices of the taxe sur les salaires start, in cents a month: 7 250 € and 14 481 € a
/// year in 2008, 7 461 € and 14 902 € in 2009.
const SLICES_2008: (i64, i64) = (60_417, 120_675);
/// The same in 2009.
const SLICES_2009: (i64, i64) = (62_175, 124_183);

/// Employer's rates in ten-thousandths: Urssaf, pensions and welfare, unemployment.
fn rates(entity: usize, category: Category) -> [i64; 3] {
    match (category, entity) {
        // CAE and contrats d'avenir: exempt up to the SMIC (art. L5134-31 and L5134-51).
        (Category::Insertion, AI) => [265, 452, 415],
        // Fillon's reduction on wages near the SMIC.
        (Category::Insertion, SCOP) => [718, 611, 440],
        (Category::Insertion, _) => [538, 457, 415],
        (Category::Permanent, SCOP) => [2_643, 874, 440],
        (Category::Permanent, _) => [2_517, 738, 415],
    }
}

/// Money owed after a month's pay.
#[derive(Clone, Copy, Default)]
struct Owed {
    urssaf: i64,
    pensions: i64,
    unemployment: i64,
    salary_tax: i64,
    gross: i64,
}

/// Books two years of pay.
pub fn write(books: &mut Books, entity: usize, staff: &Staff) {
    let months: Vec<Month> = months_of(2008).chain(months_of(2009)).collect();
    let owed: Vec<Owed> =
        months.iter().map(|&month| pay_month(books, entity, staff, month)).collect();
    pay_debts_of_2007(books, &owed[..12]);
    for (rank, month) in months.iter().enumerate().skip(1) {
        let date = in_month(*month, 15);
        let last = owed[rank - 1];
        pay_on(books, date, accounts::URSSAF, last.urssaf);
        pay_on(books, date, accounts::UNEMPLOYMENT, last.unemployment);
        if rank % 3 == 0 {
            let quarter = &owed[rank - 3..rank];
            let sum = |part: fn(&Owed) -> i64| quarter.iter().map(part).sum();
            pay_on(books, date, accounts::PENSIONS, sum(|o| o.pensions));
            pay_on(books, date, accounts::SALARY_TAX_DUE, sum(|o| o.salary_tax));
        }
    }
    for (year, owed) in [(2008, &owed[..12]), (2009, &owed[12..])] {
        let levy = levy(owed);
        let lines = vec![line("633300", levy), line(accounts::LEVY_ACCRUED, -levy)];
        let label = "Formation professionnelle continue";
        books.post(GENERAL, day(year, 12, 31), label, lines);
    }
    let of_2008 = levy(&owed[..12]);
    pay_on(books, day(2009, 2, 27), accounts::LEVY_ACCRUED, of_2008);
}

/// 1,6 % of the gross pay of a year.
fn levy(owed: &[Owed]) -> i64 {
    share_of(owed.iter().map(|month| month.gross).sum(), 160, 10_000)
}

/// Opens and pays what was still owed of 2007: a little less than a year later.
fn pay_debts_of_2007(books: &mut Books, year: &[Owed]) {
    let january = year[0];
    for (date, account, a_year_later) in [
        (day(2008, 1, 15), accounts::URSSAF, january.urssaf),
        (day(2008, 1, 15), accounts::UNEMPLOYMENT, january.unemployment),
        (day(2008, 1, 15), accounts::PENSIONS, 3 * january.pensions),
        (day(2008, 1, 15), accounts::SALARY_TAX_DUE, 3 * january.salary_tax),
        (day(2008, 2, 28), accounts::LEVY_ACCRUED, levy(year)),
    ] {
        let amount = share_of(a_year_later, 973, 1000);
        if amount > 0 {
            books.open("Dû au titre de 2007", line(account, -amount));
        }
        pay_on(books, date, account, amount);
    }
}

/// Pays a debt from the bank.
fn pay_on(books: &mut Books, date: NaiveDate, account: &str, amount: i64) {
    if amount == 0 {
        return;
    }
    let label = match account {
        accounts::URSSAF => "Urssaf",
        accounts::UNEMPLOYMENT => "Assurance chômage",
        accounts::PENSIONS => "Retraite complémentaire et prévoyance, trimestre",
        accounts::SALARY_TAX_DUE => "Taxe sur les salaires, trimestre",
        _ => "Participation à la formation professionnelle",
    };
    books.post(BANK, date, label, vec![line(account, amount), line(accounts::BANK, -amount)]);
}

fn pay_month(books: &mut Books, entity: usize, staff: &Staff, month: Month) -> Owed {
    let mut owed = Owed::default();
    let date = worked_until(month.last_day());
    for (category, account, who) in [
        (Category::Permanent, "641110", "permanents"),
        (Category::Insertion, "641120", "salariés en insertion"),
    ] {
        let slips = || staff.slips(month, category);
        let (gross, net) =
            slips().fold((0, 0), |(gross, net), m| (gross + m.gross.0, net + m.net.0));
        if gross == 0 {
            continue;
        }
        let withheld = gross - net;
        let [urssaf, pensions, unemployment] =
            rates(entity, category).map(|rate| share_of(gross, rate, 10_000));
        let of_pensions = share_of(withheld, 158, 1000);
        let of_unemployment = share_of(withheld, 110, 1000);
        let of_urssaf = withheld - of_pensions - of_unemployment;
        let label = format!("Paie {} {who}", domain::calendar::month_name(month));
        let lines = vec![
            line(account, gross),
            line("645100", urssaf),
            line("645300", pensions),
            line("645400", unemployment),
            line(accounts::NET_PAY, -net),
            line(accounts::URSSAF, -urssaf - of_urssaf),
            line(accounts::PENSIONS, -pensions - of_pensions),
            line(accounts::UNEMPLOYMENT, -unemployment - of_unemployment),
        ];
        books.post(PAYROLL, date, &label, lines);
        let lines = vec![line(accounts::NET_PAY, net), line(accounts::BANK, -net)];
        books.post(BANK, date, &format!("Virement des salaires, {who}"), lines);
        owed.urssaf += urssaf + of_urssaf;
        owed.pensions += pensions + of_pensions;
        owed.unemployment += unemployment + of_unemployment;
        owed.gross += gross;
        if category == Category::Permanent && entity != SCOP {
            let each: Vec<i64> = slips().map(|m| m.gross.0).collect();
            owed.salary_tax = salary_tax(books, date, &each);
        }
    }
    owed
}

/// Taxe sur les salaires of the associations on their permanents, by monthly slices of each pay,
/// less a twelfth of the allowance of 5 890 € (CGI art. 231 and 1679 A); pay under aided contracts
/// is outside it.
fn salary_tax(books: &mut Books, date: NaiveDate, pays: &[i64]) -> i64 {
    let (second, third) = if date < day(2009, 1, 1) { SLICES_2008 } else { SLICES_2009 };
    let of = |pay: i64| {
        share_of(pay, 425, 10_000)
            + share_of((pay - second).max(0), 425, 10_000)
            + share_of((pay - third).max(0), 510, 10_000)
    };
    let tax = (pays.iter().map(|pay| of(*pay)).sum::<i64>() - 589_000 / 12).max(0);
    if tax > 0 {
        let lines = vec![line("631100", tax), line(accounts::SALARY_TAX_DUE, -tax)];
        books.post(GENERAL, date, "Taxe sur les salaires du mois", lines);
    }
    tax
}
