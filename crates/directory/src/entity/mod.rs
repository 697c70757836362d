//! Rows.

pub mod activity;
pub mod association;
pub mod audit;
pub mod perimeter;
pub mod person;
pub mod pole;
pub mod seat;
pub mod session;
pub mod trail_end;
