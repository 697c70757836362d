//! The Collectif's board as it sits: three colleges, their seats, who holds each for whom since when
//! and until when. Meetings and votes come later on these same tables.

mod board;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;

mod mandate;
mod pages;

pub use board::{
    College, NewMandate, NewSeat, Seat, add_seat, board, found_colleges, last_sitting,
    seat_numbered,
};
pub use entity::{board_seat, college, mandate as mandate_row};
pub use mandate::{begin_mandate, end_mandate};
pub use pages::offer;
