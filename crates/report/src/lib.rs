//! The combined activity report: what a board reads of a year, on screen, on paper and in files, and
//! the way down from each figure to the rows behind it.

mod board;
mod changes;
mod charts;
mod compared;
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

pub use board::{Held, Sitting, SittingCollege, SittingSeat};
pub(crate) use gather::years_counting;
pub use gather::{gather, gather_told, internal_sales, report_years, without_books};
pub use own::shows;
pub use pages::offer;
pub use paper::paper;
