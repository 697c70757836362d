//! The combined activity report: asks each slice for its figures, shows and prints them.

mod gather;
mod methods;
pub mod model;

pub use gather::{gather, internal_sales, report_years};
