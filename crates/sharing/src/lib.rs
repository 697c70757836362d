//! What entities of the pôle do with one another: which third parties are entities, the tags that
//! follow beside validated lines, what each side says of the same flows, what is taken out when the
//! books are combined; the agreements they signed.

mod amend_convention;
mod check;
mod conventions;
mod enter_convention;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod flows;
mod map_counterparty;

pub use amend_convention::{amend_convention, end_convention, next_rank};
pub use check::checks;
pub use conventions::{Convention, convention_numbered, conventions, conventions_of, wrongs_among};
pub use enter_convention::{correct_convention, enter_convention, subject};
pub use entity::{
    convention, convention_amendment, convention_end, convention_party, counterparty,
    counterparty_tag,
};
pub use flows::{Flow, flows, third_party_balances};
pub use map_counterparty::{
    Mapped, ThirdParty, counterparties, map_counterparty, tag_entries, unmap_counterparty,
};
