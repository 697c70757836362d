//! Rows.

pub mod counterparty;
pub mod counterparty_tag;
