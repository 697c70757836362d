//! The report as files that other programs read, and as one page that stands alone.

mod csv;
mod json;
mod page;
mod xlsx;

pub use csv::csv;
pub use json::json;
pub use page::html;
pub use xlsx::{XlsxError, xlsx};
