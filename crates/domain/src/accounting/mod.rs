//! Books: what an entry is, what makes it valid, what a FEC says, which chart applied when.

pub mod chart;
pub mod entry;
pub mod fec;
pub mod side;
pub mod statements;

pub use chart::{Chart, ChartKind};
pub use entry::{Balanced, Draft, DraftLine, EntryError};
pub use side::{Dealing, Side};
