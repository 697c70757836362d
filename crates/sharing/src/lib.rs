//! What entities of the pôle do with one another: which third parties are entities, the tags that
//! follow beside validated lines, what each side says of the same flows, what is taken out when the
//! books are combined.

mod check;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod flows;
mod map_counterparty;

pub use check::checks;
pub use entity::{counterparty, counterparty_tag};
pub use flows::{Flow, flows, third_party_balances};
pub use map_counterparty::{
    Mapped, ThirdParty, counterparties, map_counterparty, tag_entries, unmap_counterparty,
};
