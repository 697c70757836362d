//! A demonstration pôle, made the same on every machine: entities, two years of books, contracts,
//! pay, people received, a board, conventions. Its activity report of 2009 shows known figures because its
//! entries, payslips and files add up to them; nothing here stores a total.

mod accounts;
mod board;
mod books;
mod cast;
mod chance;
mod conventions;
mod days;
mod install;
mod names;
mod people;
pub mod pole;
pub mod proof;
mod questions;
mod targets;
mod work;

pub use accounts::{ACCOUNTS, Account, PASSWORD, open_accounts};
use books::closing::{Worth, close};
use books::internal::Flow;
use books::{
    Books, assets, dues, grants, internal, lent_hours, outside, payroll, purchases, sales, takings,
    vat,
};
pub use install::install;
use people::Census;
pub use pole::DemoPole;
use pole::{DemoEntity, Membership};
pub use questions::ask_questions;
use targets::{AI, COLLECTIF, HOURS_PER_FTE, INSERTION_FTE, SCOP};
use work::pay::Staff;
use work::{Job, insertion, missions, permanent};

/// The pôle whose report of 2009 was published: 1 000 people received, 100 full-time equivalents,
/// 1 350 000 € of net pay, 3 400 000 € of turnover after elimination.
pub fn published_2009() -> DemoPole {
    let mut census = Census::new(2009);
    let staff = work::pay::pay(workforce(&mut census));
    let files = work::received::files(&staff, &mut census);
    let books = books_of(&staff);
    let mut entities = Vec::new();
    for (rank, (((role, books), staff), files)) in
        cast::MEMBERS.iter().zip(books).zip(staff).zip(files).enumerate()
    {
        let mut entity = role.entity(rank);
        close(books, &worth(rank), &mut entity);
        entity.contracts = staff.contracts;
        entity.months = staff.months;
        entity.case_files = files;
        entities.push(entity);
    }
    DemoPole {
        name: cast::POLE.to_owned(),
        perimeter: entities.iter().map(membership).collect(),
        entities,
        outside: outside_entities(),
        institutions: cast::institutions(),
        board: board::board(),
        conventions: conventions::conventions(),
    }
}

/// Every job of the pôle. The association intermédiaire lends the hours that the chantiers and the
/// Scop leave of the year's posts of insertion.
fn workforce(census: &mut Census) -> Vec<Vec<Job>> {
    let mut jobs: Vec<Vec<Job>> =
        (0..cast::MEMBERS.len()).map(|entity| insertion::jobs_of(entity, census)).collect();
    let of_2009 = |jobs: &[Job]| -> i64 {
        let hours = jobs.iter().flat_map(|job| &job.hours);
        hours.filter(|(month, _)| month.0 > 200_900).map(|(_, hours)| hours).sum()
    };
    let worked: i64 = jobs.iter().map(|jobs| of_2009(jobs)).sum();
    jobs[AI] = missions::jobs(INSERTION_FTE * HOURS_PER_FTE * 100 - worked, census);
    for (entity, jobs) in jobs.iter_mut().enumerate() {
        jobs.extend(permanent::jobs_of(entity, census));
    }
    jobs
}

/// The books of the perimeter, before closing. Works of the Scop come last of the sales, so that
/// the turnover outside the pôle is the published one; purchases come last of all.
fn books_of(staff: &[Staff]) -> Vec<Books> {
    let taxed = |role: &cast::Role| role.vat == "taxed";
    let mut books: Vec<Books> = cast::MEMBERS.iter().map(|role| Books::new(taxed(role))).collect();
    let flows = internal::flows();
    internal::write(&mut books, &flows);
    outside::bill(&mut books[COLLECTIF], &outside::flows());
    for (entity, (books, staff)) in books.iter_mut().zip(staff).enumerate() {
        payroll::write(books, entity, staff);
        sales::write(books, entity);
        takings::write(books, entity);
        grants::write(books, entity, staff);
        assets::write(books, entity);
        dues::write(books, entity);
    }
    lent_hours::write(&mut books[AI], &staff[AI]);
    let works = targets::TURNOVER - sold_outside(&books, &flows);
    sales::write_works(&mut books[SCOP], 2008, targets::SCOP_SALES_2008);
    sales::write_works(&mut books[SCOP], targets::YEAR, works);
    for (entity, books) in books.iter_mut().enumerate() {
        purchases::write(books, entity);
    }
    vat::write(&mut books[SCOP]);
    books
}

/// Accounts 70 of 2009 so far, less what members sold each other.
fn sold_outside(books: &[Books], flows: &[Flow]) -> i64 {
    let sold: i64 = books.iter().map(|books| -books.sum(targets::YEAR, "70")).sum();
    let of_year = flows.iter().filter(|flow| chrono::Datelike::year(&flow.date) == targets::YEAR);
    sold - of_year.map(|flow| flow.net).sum::<i64>()
}

fn outside_entities() -> Vec<DemoEntity> {
    let flows = outside::flows();
    let make = |(rank, role): (usize, &cast::Role)| {
        let mut entity = role.entity(cast::MEMBERS.len() + rank);
        let mut books = Books::new(false);
        outside::write(&mut books, rank, &flows);
        close(books, &outside::worth(rank), &mut entity);
        entity
    };
    cast::OUTSIDE.iter().enumerate().map(make).collect()
}

/// What each member owned at the end of 2007.
fn worth(rank: usize) -> Worth {
    let [funds, reserves, result, cushion] = [
        [4_231_817, 2_618_340, 214_683, 1_486_237],
        [1_824_563, 1_037_291, -186_452, 912_684],
        [1_546_218, 884_637, 97_316, 864_193],
        [1_318_974, 762_485, 121_847, 793_526],
        [3_412_659, 4_186_273, 862_194, 1_864_731],
        [6_405_000, 11_842_637, 2_418_365, 2_743_918],
        [2_684_137, 3_517_462, 526_813, 1_638_452],
    ][rank];
    Worth { funds, reserves, result, cushion }
}

fn membership(entity: &DemoEntity) -> Membership {
    Membership { slug: entity.slug.clone(), from: days::day(2008, 1, 1), until: None }
}
