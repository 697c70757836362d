//! Letters by e-mail. An act posts a letter in its own transaction, so that none speaks of what did
//! not happen; the postman carries it afterwards, to an SMTP server or into a folder, and comes
//! back when the server is busy. A letter may arrive twice (the power fails between sending and
//! noting it), never not at all without a trace.

mod carrier;
mod letter;
mod message;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
pub mod outbox;
mod postman;
mod relay;

pub use carrier::{Carrier, Misread};
pub use letter::{Letter, post};
pub use message::{Mailbox, sender};
pub use postman::{Postman, Round};
pub use relay::Relay;
