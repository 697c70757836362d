//! What is asked in an association and what answers it: questions on a [`Subject`], the messages
//! under each, the documents that messages bring, kept by the hash of their bytes. Tables, acts and
//! reads, no pages: the books and the contracts show what is asked of them.
//!
//! Every read begins with a [`Reader`]: of a thread about an entry, whoever reads no books learns
//! nothing, not even that it is there.

mod ask_question;
mod check;
mod close_question;
#[expect(missing_docs, reason = "columns are described where the tables are made, in migrations")]
mod entity;
mod keep_document;
mod post_message;
mod read;
mod reader;

pub use ask_question::ask_question;
pub use check::checks;
pub use close_question::close_question;
pub use domain::dossier::Subject;
pub use entity::{document, question, question_document, question_message};
pub use post_message::post_message;
pub use read::{
    Joined, Said, Thread, answered, awaited, document_of, documents_about, hearers, messages,
    thread, threads, threads_about, words_of,
};
pub use reader::Reader;
