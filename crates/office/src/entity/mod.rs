//! Rows.

pub mod credential;
pub mod passkey;
pub mod passkey_ceremony;
pub mod sign_in_attempt;
pub mod sign_in_link;
