//! The table of contents: parts and chapters with their pages.

use super::Piece;
use crate::flow::{Bookmark, Flow};
use crate::font::Fonts;
use crate::paper::Level;
use crate::structure::{Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::fit;

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
        for entry in &self.entries {
            flow.ensure(entry.before + entry.style.leading);
            if !flow.is_fresh() {
                flow.y += entry.before;
            }
            let baseline = flow.y + entry.style.drop();
            let item = flow.canvas.tree.add(contents, Role::ContentsItem);
            flow.canvas.tell(item, Role::Paragraph, |pen| {
                let x = sheet::LEFT + entry.indent;
                pen.text(entry.style, x, baseline, &format!("{} ", entry.text));
                pen.text_to(entry.style, sheet::RIGHT, baseline, &entry.page);
            });
            let y = flow.y + entry.style.leading;
            flow.decorate(|pen| pen.rule(Ink::LINE, 0.4, y));
            flow.advance(entry.style.leading + 3.0);
        }
    }
}
