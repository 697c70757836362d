//! Rows.

pub mod credential;
pub mod sign_in_attempt;
pub mod sign_in_link;
