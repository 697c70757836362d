//! Rows.

pub mod case_file;
pub mod contract;
pub mod month_work;
