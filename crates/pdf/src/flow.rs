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
        Self {
            canvas: Canvas::new(fonts),
            bookmarks: Vec::new(),
            y: sheet::TOP,
            fresh: true,
        }
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
            self.ensure(together(&pieces[index..]).min(Self::CAPACITY));
            if !self.fresh {
                self.y += piece.before();
            }
            piece.draw(self);
        }
    }
}

/// Height of what must stand on one sheet with the first piece: headings and the start of what
/// they head.
fn together(pieces: &[Box<dyn Piece>]) -> f32 {
    let mut height = 0.0;
    for piece in pieces {
        height += piece.before() + piece.lead();
        if !piece.holds_next() {
            break;
        }
    }
    height
}

/// Draws a paper. A table of contents needs the pages of headings, so such a paper is drawn twice;
/// page numbers never change the height of an entry.
pub(crate) fn lay_out<'f>(paper: &Paper, fonts: &'f Fonts) -> Drawn<'f> {
    let first = pass(paper, fonts, &unplaced(paper));
    let drawn = if paper.blocks.contains(&Block::Contents) {
        pass(paper, fonts, &first.bookmarks)
    } else {
        first
    };
    finish(paper, drawn)
}

/// The headings before anybody knows their pages.
fn unplaced(paper: &Paper) -> Vec<Bookmark> {
    let headings = paper.blocks.iter().filter_map(|block| match block {
        Block::Heading { level, text } => Some((*level, text.clone())),
        _ => None,
    });
    headings
        .map(|(level, text)| Bookmark {
            level,
            text,
            page: 0,
            top: 0.0,
        })
        .collect()
}

fn pass<'f>(paper: &Paper, fonts: &'f Fonts, contents: &[Bookmark]) -> Flow<'f> {
    let mut flow = Flow::new(fonts);
    let mut pieces: Vec<Box<dyn Piece>> = Vec::new();
    for (index, block) in paper.blocks.iter().enumerate() {
        match block {
            Block::Cover(cover) => {
                flow.pour(&std::mem::take(&mut pieces));
                draw_cover(&mut flow, paper, cover, index + 1 < paper.blocks.len());
            }
            block => pieces.push(blocks::prepare(block, fonts, contents)),
        }
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
    let Flow {
        mut canvas,
        bookmarks,
        ..
    } = flow;
    furniture::draw(&mut canvas, paper);
    Drawn { canvas, bookmarks }
}
