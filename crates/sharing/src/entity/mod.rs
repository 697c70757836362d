//! Rows.

pub mod convention;
pub mod convention_amendment;
pub mod convention_end;
pub mod convention_party;
pub mod counterparty;
pub mod counterparty_tag;
