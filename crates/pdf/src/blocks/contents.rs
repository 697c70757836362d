//! The table of contents: parts and chapters with their pages.

use super::Piece;
use crate::flow::{Bookmark, Flow};
use crate::font::Fonts;
use crate::paper::Level;
use crate::structure::{Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::fit;

/// Air under a line.
const UNDER: f32 = 3.0;

struct Entry {
    style: Style,
    indent: f32,
    before: f32,
    text: String,
    page: String,
}

/// Its lines; each takes one line whatever the page, so that a second drawing moves nothing.
pub(super) struct Contents {
    entries: Vec<Entry>,
}

impl Contents {
    pub(super) fn measure(headings: &[Bookmark], fonts: &Fonts) -> Self {
        let entries = headings
            .iter()
            .filter(|heading| heading.level != Level::Three)
            .filter(|heading| !fonts.clean(&heading.text).trim().is_empty())
            .map(|heading| {
                let part = heading.level == Level::One;
                let style = if part { Style::TERM } else { Style::BODY };
                let indent = if part { 0.0 } else { 14.0 };
                let room = sheet::BODY_WIDTH - indent - 40.0;
                Entry {
                    style,
                    indent,
                    before: if part { 7.0 } else { 0.0 },
                    text: fit(fonts, &heading.text, style, room),
                    page: (heading.page + 1).to_string(),
                }
            })
            .collect();
        Self { entries }
    }
}

/// Letters shrink no further.
const SMALLEST: f32 = 0.75;

impl Contents {
    /// How much of the air between lines a room leaves, and of their size; all of both when even
    /// small lines without air take more than the room.
    fn squeezed(&self, room: f32) -> (f32, f32) {
        let lines: f32 = self.entries.iter().map(|entry| entry.style.leading).sum();
        let air: f32 = self.entries.iter().map(|entry| entry.before + UNDER).sum();
        let size = room / lines.max(1.0) * 0.99;
        match (room - lines) / air.max(1.0) {
            left if left >= 0.0 => (left.min(1.0), 1.0),
            _ if size >= SMALLEST => (0.0, size),
            _ => (1.0, 1.0),
        }
    }
}

impl Piece for Contents {
    fn before(&self) -> f32 {
        7.0
    }

    fn lead(&self) -> f32 {
        self.entries.iter().take(2).map(|entry| entry.before + entry.style.leading).sum()
    }

    fn draw(&self, flow: &mut Flow) {
        if self.entries.is_empty() {
            return;
        }
        let contents = flow.canvas.tree.add(Tree::ROOT, Role::Contents);
        // Lines draw nearer rather than spill a few of them onto a sheet of their own.
        let (air, size) = self.squeezed(flow.room());
        for entry in &self.entries {
            let style = entry.style.scaled(size);
            flow.ensure(entry.before * air + style.leading);
            if !flow.is_fresh() {
                flow.y += entry.before * air;
            }
            let baseline = flow.y + style.drop();
            let item = flow.canvas.tree.add(contents, Role::ContentsItem);
            flow.canvas.tell(item, Role::Paragraph, |pen| {
                let x = sheet::LEFT + entry.indent;
                pen.text(style, x, baseline, &format!("{} ", entry.text));
                pen.text_to(style, sheet::RIGHT, baseline, &entry.page);
            });
            let y = flow.y + style.leading;
            flow.decorate(|pen| pen.rule(Ink::LINE, 0.4, y));
            flow.advance(style.leading + UNDER * air);
        }
    }
}
