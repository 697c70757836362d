//! Rows.

pub mod board_seat;
pub mod college;
pub mod mandate;
