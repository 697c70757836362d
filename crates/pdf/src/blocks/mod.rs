//! The kinds of content: each is measured once, then drawn where the flow has come to.

mod chart;
mod columns;
mod contents;
pub(crate) mod cover;
mod figures;
mod table;
mod text;

use crate::flow::{Bookmark, Flow};
use crate::font::Fonts;
use crate::paper::Block;

/// Content measured for the width of the page.
pub(crate) trait Piece {
    /// Air above, unless it begins a sheet.
    fn before(&self) -> f32;
    /// Height it needs to begin on a sheet.
    fn lead(&self) -> f32;
    /// It never ends a sheet: headings.
    fn holds_next(&self) -> bool {
        false
    }
    /// What follows begins a sheet.
    fn turns_page(&self) -> bool {
        false
    }
    /// Draws itself, onto further sheets when it must.
    fn draw(&self, flow: &mut Flow);
}

struct PageBreak;

impl Piece for PageBreak {
    fn before(&self) -> f32 {
        0.0
    }

    fn lead(&self) -> f32 {
        0.0
    }

    fn turns_page(&self) -> bool {
        true
    }

    fn draw(&self, _: &mut Flow) {}
}

/// Measures a block; `contents` are the paper's headings with the pages known so far.
pub(crate) fn prepare(block: &Block, fonts: &Fonts, contents: &[Bookmark]) -> Box<dyn Piece> {
    match block {
        // The flow draws covers itself: they take a sheet of their own.
        Block::PageBreak | Block::Cover(_) => Box::new(PageBreak),
        Block::Contents => Box::new(contents::Contents::measure(contents, fonts)),
        Block::Heading { level, text } => Box::new(text::Heading::measure(*level, text, fonts)),
        Block::Paragraph(text) => Box::new(text::Paragraph::measure(text, fonts)),
        Block::List(points) => Box::new(text::List::of_points(points, fonts)),
        Block::Definitions(terms) => Box::new(text::List::of_terms(terms, fonts)),
        Block::Note(text) => Box::new(text::Note::measure(text, fonts)),
        Block::KeyFigures(figures) => Box::new(figures::Tiles::measure(figures, fonts)),
        Block::Table(table) => Box::new(table::Measured::of(table, fonts)),
        Block::Chart(chart) => Box::new(chart::Drawing::measure(chart, fonts)),
    }
}
