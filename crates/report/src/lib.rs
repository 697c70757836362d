//! The combined activity report: what a board reads of a year, on screen, on paper and in files, and
//! the way down from each figure to the rows behind it.

mod charts;
pub mod figure;
pub mod files;
mod findings;
mod gather;
mod methods;
pub mod model;
mod own;
mod pages;
mod paper;
pub mod statement;

pub use gather::{gather, internal_sales, report_years};
pub use pages::offer;
pub use paper::paper;
