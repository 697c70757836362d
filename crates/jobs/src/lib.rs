//! What a payroll clerk or a counsellor can do here: take in contracts, hours and pay by month,
//! files of the people received, from files or by hand; put them right, each change kept beside them;
//! give them back; read full-time equivalents, payslips and persons of a period, down to each contract
//! and month; have every reference checked.
//!
//! A person is recognised across associations by a mark made with the key of the instance; names
//! stay within the association that typed them.

mod activity_names;
mod add_case_file;
mod add_contract;
mod amendment;
mod check;
mod correct_case_file;
mod correct_contract;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod export;
pub mod figures;
mod file_outcome;
mod find;
pub mod history;
mod import_case_files;
mod import_contracts;
mod import_hours;
mod keep_months;
pub mod lists;
mod marks;
mod pages;
mod records;
mod typed;
mod withdraw_case_file;
mod withdraw_contract;
mod year;

pub use add_case_file::add_case_file;
pub use add_contract::add_contract;
pub use check::checks;
pub use correct_case_file::{case_file_cells, correct_case_file};
pub use correct_contract::{contract_cells, correct_contract};
pub use entity::{case_file, contract, job_change, month_work};
pub use export::{Exported, export_case_files, export_contracts, export_hours};
pub use file_outcome::{FileOutcome, GivenFile, Holds, import_file};
pub use import_case_files::import_case_files;
pub use import_contracts::import_contracts;
pub use import_hours::import_hours;
pub use keep_months::{TypedFigures, TypedMonth, keep_months, shown_figures};
pub use marks::any_mark;
pub use pages::{contract_address, offer};
pub use typed::{Outcome, TypedLine};
pub use withdraw_case_file::withdraw_case_file;
pub use withdraw_contract::withdraw_contract;
pub use year::period_of_year;
