//! The house paper: what a board receives. Say what stands on it as [`Block`]s of a [`Paper`];
//! [`render`] lays it out on A4 and gives the bytes of a tagged PDF, the same for the same input.
//!
//! Words are measured and wrapped with the shipped font; a character it lacks becomes `?`. The file
//! has language, title, outline and structure tags, and claims no conformance to a standard.

mod blocks;
mod canvas;
mod document;
mod flow;
mod font;
mod furniture;
mod metadata;
mod paper;
mod structure;
mod style;
#[cfg(test)]
mod tests;
mod wrap;

pub use paper::{
    Align, Block, Column, Cover, KeyFigure, Level, Member, Paper, PaperError, Row, RowKind, Table,
};

/// Lays a paper out and writes it as a PDF.
///
/// # Errors
/// Only when the shipped fonts cannot be read or the file cannot be assembled: no content, however
/// hostile, is refused.
pub fn render(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let fonts = font::Fonts::load()?;
    let drawn = flow::lay_out(paper, fonts);
    document::assemble(paper, fonts, drawn)
}
