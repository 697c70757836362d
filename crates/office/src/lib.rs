//! Coming in and being let in: sign-in by password, code, passkey or link, one's own account, people
//! and their seats, the pôle's entities and what they do, the trail of what was done; the help.

mod code;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod factors;
mod find;
mod help;
mod notice;
mod pages;
mod passkeys;
mod password;
mod throttle;

pub use entity::{credential, passkey, passkey_ceremony, sign_in_attempt, sign_in_link};
pub use factors::{reset_code, set_password};
pub use pages::{help, offer};
pub use password::{hash, weakness};
