//! Rows.

pub mod case_file;
pub mod contract;
pub mod job_change;
pub mod month_work;
