//! Rows.

pub mod account;
pub mod account_total;
pub mod chain_head;
pub mod entry;
pub mod fec_import;
pub mod fiscal_year;
pub mod journal;
pub mod lettering;
pub mod line;
pub mod third_party;
pub mod validation;
