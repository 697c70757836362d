//! What a payroll clerk or a counsellor can do here: take in contracts, hours and pay by month,
//! files of the people received; give them back; read full-time equivalents, payslips and persons
//! of a period, down to each contract and month; have every reference checked.
//!
//! A person is recognised across associations by a mark made with the key of the instance; names
//! stay within the association that typed them.

mod activity_names;
mod amendment;
mod check;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod export;
pub mod figures;
mod file_outcome;
mod find;
mod import_case_files;
mod import_contracts;
mod import_hours;
pub mod lists;
mod marks;
mod pages;
mod records;
mod year;

pub use check::checks;
pub use entity::{case_file, contract, month_work};
pub use export::{Exported, export_case_files, export_contracts, export_hours};
pub use file_outcome::{FileOutcome, GivenFile, Holds, import_file};
pub use import_case_files::import_case_files;
pub use import_contracts::import_contracts;
pub use import_hours::import_hours;
pub use marks::any_mark;
pub use pages::{contract_address, offer};
pub use year::period_of_year;
