//! What an accountant can do here: take in a FEC, read balances, ledgers, journals and third parties
//! on screen or in a spreadsheet, give a FEC out, have every invariant of the books checked. Entries
//! are validated, numbered and sealed in one place, [`ledger_writer`].

mod already_there;
pub mod books;
mod check;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod export_fec;
mod file_year;
mod find;
mod import_fec;
mod import_files;
mod import_options;
mod ledger_writer;
mod names;
mod open_year;
mod pages;
mod post_entries;
pub mod ways;

pub use check::checks;
pub use entity::fiscal_year;
pub use entity::{
    account, account_total, chain_head, entry, fec_import, journal, lettering, line, third_party,
    validation,
};
pub use export_fec::{Exported, export_fec};
pub use import_fec::{FileOutcome, Surveyed, import_surveyed, survey_file};
pub use import_files::{Tagging, import_files, survey_aside};
pub use import_options::{AskedOn, ImportOptions};
pub use open_year::{open_year, period, progress, years};
pub use pages::offer;
pub use post_entries::{BookNames, post_entries};
