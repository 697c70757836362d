//! Ask about an entry, an account, a contract, a figure; answer with words or a photograph; close.
//! The screens of `dossier`, and the letters that its acts write.

mod find;
mod pages;
mod sent;
mod subject;
mod tell;

pub use pages::offer;
