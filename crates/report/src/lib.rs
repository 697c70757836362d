//! The combined activity report.

pub mod model;
