//! Rows of questions and documents.

pub mod document;
pub mod question;
pub mod question_document;
pub mod question_message;
