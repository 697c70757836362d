//! Content poured onto sheets, from top to bottom: what fits stays, what must hold together moves
//! on together.

use crate::blocks::{self, Piece};
use crate::canvas::{Artifact, Canvas};
use crate::font::Fonts;
use crate::furniture;
use crate::paper::{Block, Cover, Level, Paper};
use crate::style::sheet;

/// A heading and where it came to stand.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bookmark {
    pub level: Level,
    pub text: String,
    /// Index of its sheet.
    pub page: usize,
    /// From the top of the sheet.
    pub top: f32,
}

/// Every sheet drawn, with its tree and its headings.
pub(crate) struct Drawn<'f> {
    pub canvas: Canvas<'f>,
    pub bookmarks: Vec<Bookmark>,
}

/// The pen's way down the sheets.
pub(crate) struct Flow<'f> {
    pub(crate) canvas: Canvas<'f>,
    pub(crate) bookmarks: Vec<Bookmark>,
    /// Where the next thing goes, from the top of the sheet.
    pub(crate) y: f32,
    fresh: bool,
}

impl<'f> Flow<'f> {
    fn new(fonts: &'f Fonts) -> Self {
        Self { canvas: Canvas::new(fonts), bookmarks: Vec::new(), y: sheet::TOP, fresh: true }
    }

    /// Height of a blank sheet.
    pub(crate) const CAPACITY: f32 = sheet::BOTTOM - sheet::TOP;

    /// Height left on this sheet.
    pub(crate) fn room(&self) -> f32 {
        sheet::BOTTOM - self.y
    }

    /// Nothing is on this sheet yet.
    pub(crate) fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Goes down past what was drawn.
    pub(crate) fn advance(&mut self, height: f32) {
        self.y += height;
        self.fresh = false;
    }

    /// Begins a sheet.
    pub(crate) fn next_sheet(&mut self) {
        self.canvas.add_sheet();
        self.y = sheet::TOP;
        self.fresh = true;
    }

    /// Begins a sheet unless so much is left, or the sheet is blank anyway. True when it did.
    pub(crate) fn ensure(&mut self, height: f32) -> bool {
        let turn = !self.fresh && height > self.room();
        if turn {
            self.next_sheet();
        }
        turn
    }

    /// Draws what says nothing.
    pub(crate) fn decorate(&mut self, draw: impl FnOnce(&mut crate::canvas::Pen)) {
        self.canvas.artifact(Artifact::Decoration, draw);
    }

    fn pour(&mut self, pieces: &[Box<dyn Piece>]) {
        for (index, piece) in pieces.iter().enumerate() {
            if piece.turns_page() {
                if !self.fresh {
                    self.next_sheet();
                }
                continue;
            }
            self.ensure(together(pieces, index).min(Self::CAPACITY));
            if !self.fresh {
                self.y += before(pieces, index);
            }
            piece.draw(self);
        }
    }
}

/// Air under a heading: it belongs to what it heads.
const UNDER_HEADING: f32 = 6.0;

/// Air above a piece.
fn before(pieces: &[Box<dyn Piece>], index: usize) -> f32 {
    let headed = index > 0 && pieces[index - 1].holds_next();
    let air = pieces[index].before();
    if headed { air.min(UNDER_HEADING) } else { air }
}

/// Height of what must stand on one sheet from a piece on: headings and the start of what they
/// head.
fn together(pieces: &[Box<dyn Piece>], first: usize) -> f32 {
    let mut height = 0.0;
    for (index, piece) in pieces.iter().enumerate().skip(first) {
        height += before(pieces, index) + piece.lead();
        if !piece.holds_next() {
            break;
        }
    }
    height
}

/// Draws a paper. A table of contents needs the pages of headings, so such a paper is drawn twice;
/// page numbers never change the height of an entry.
pub(crate) fn lay_out<'f>(paper: &Paper, fonts: &'f Fonts) -> Drawn<'f> {
    let first = pass(paper, fonts, &unplaced(paper, fonts));
    let drawn = if paper.blocks.contains(&Block::Contents) {
        pass(paper, fonts, &first.bookmarks)
    } else {
        first
    };
    finish(paper, drawn)
}

/// The headings before anybody knows their pages.
fn unplaced(paper: &Paper, fonts: &Fonts) -> Vec<Bookmark> {
    let place = |(level, text)| Bookmark { level, text, page: 0, top: 0.0 };
    paper.blocks.iter().filter_map(|block| heading(block, fonts)).map(place).collect()
}

/// Rank and words of a heading that has words.
fn heading(block: &Block, fonts: &Fonts) -> Option<(Level, String)> {
    let Block::Heading { level, text } = block else {
        return None;
    };
    let text = fonts.clean(text).replace('\n', " ");
    (!text.trim().is_empty()).then_some((*level, text))
}

fn pass<'f>(paper: &Paper, fonts: &'f Fonts, headings: &[Bookmark]) -> Flow<'f> {
    let mut flow = Flow::new(fonts);
    let mut pieces: Vec<Box<dyn Piece>> = Vec::new();
    let mut headed = 0;
    let mut under_heading = false;
    for (index, block) in paper.blocks.iter().enumerate() {
        match block {
            Block::Cover(cover) => {
                flow.pour(&std::mem::take(&mut pieces));
                draw_cover(&mut flow, paper, cover, index + 1 < paper.blocks.len());
            }
            // « Sommaire » does not list itself.
            Block::Contents if under_heading => {
                let others = [&headings[..headed - 1], &headings[headed..]].concat();
                pieces.push(blocks::prepare(block, fonts, &others));
            }
            block => pieces.push(blocks::prepare(block, fonts, headings)),
        }
        under_heading = heading(block, fonts).is_some();
        headed += usize::from(under_heading);
    }
    flow.pour(&pieces);
    flow
}

/// A cover takes a sheet of its own.
fn draw_cover(flow: &mut Flow, paper: &Paper, cover: &Cover, more: bool) {
    if !flow.is_fresh() {
        flow.next_sheet();
    }
    blocks::cover::draw(flow, paper, cover);
    if more {
        flow.next_sheet();
    }
}

fn finish<'f>(paper: &Paper, flow: Flow<'f>) -> Drawn<'f> {
    let Flow { mut canvas, bookmarks, .. } = flow;
    furniture::draw(&mut canvas, paper);
    Drawn { canvas, bookmarks }
}
