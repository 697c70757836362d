//! Headings, running text, lists, definitions, notes.

use std::ops::Range;

use super::Piece;
use crate::flow::{Bookmark, Flow};
use crate::font::Fonts;
use crate::paper::{Align, Level};
use crate::structure::{NodeId, Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::{Lines, wrap};

/// Lines of a paragraph that never stand alone at the foot or the top of a sheet.
const COMPANY: usize = 2;

/// A heading.
pub(super) struct Heading {
    level: Level,
    text: String,
    lines: Lines,
}

impl Heading {
    pub(super) fn measure(level: Level, text: &str, fonts: &Fonts) -> Self {
        let style = match level {
            Level::One => Style::PART,
            Level::Two => Style::CHAPTER,
            Level::Three => Style::SECTION,
        };
        let lines = wrap(fonts, text, style, sheet::BODY_WIDTH);
        Self { level, text: fonts.clean(text).replace('\n', " "), lines }
    }

    fn after(&self) -> f32 {
        match self.level {
            Level::One => 12.0,
            Level::Two => 5.0,
            Level::Three => 3.0,
        }
    }
}

impl Piece for Heading {
    fn before(&self) -> f32 {
        match self.level {
            Level::One => 30.0,
            Level::Two => 24.0,
            Level::Three => 16.0,
        }
    }

    fn lead(&self) -> f32 {
        self.lines.height() + self.after()
    }

    fn holds_next(&self) -> bool {
        true
    }

    fn draw(&self, flow: &mut Flow) {
        // A heading without a word is no heading: it would be an empty line in the outline.
        if self.lines.is_empty() {
            return;
        }
        let rank = match self.level {
            Level::One => 1,
            Level::Two => 2,
            Level::Three => 3,
        };
        let page = flow.canvas.current();
        let (text, level) = (self.text.clone(), self.level);
        flow.bookmarks.push(Bookmark { level, text, page, top: flow.y });
        let node = flow.canvas.tree.add(Tree::ROOT, Role::Heading(rank));
        draw_lines(flow, node, &self.lines, (sheet::LEFT, sheet::BODY_WIDTH));
        if self.level == Level::One {
            let y = flow.y + 5.0;
            flow.decorate(|pen| pen.fill(Ink::ACCENT, sheet::LEFT, y, 36.0, 2.0));
        }
        flow.advance(self.after());
    }
}

/// Draws lines downwards, over as many sheets as they take, each part with company.
fn draw_lines(flow: &mut Flow, node: NodeId, lines: &Lines, (x, width): (f32, f32)) {
    let mut from = 0;
    while from < lines.lines.len() {
        let part = part_that_fits(flow, lines, from, 0.0);
        if part.is_empty() {
            flow.next_sheet();
            continue;
        }
        let (top, end) = (flow.y, part.end);
        let height = part.len() as f32 * lines.style.leading;
        flow.canvas.mark(node, |pen| {
            pen.some_lines(lines, part, x, top, (width, Align::Left));
        });
        flow.advance(height);
        from = end;
    }
}

/// The lines from one on that this sheet takes, leaving neither widow nor orphan; none when they
/// had better begin the next sheet. On a blank sheet, at least one.
fn part_that_fits(flow: &Flow, lines: &Lines, from: usize, padding: f32) -> Range<usize> {
    let left = lines.lines.len() - from;
    // A hair of room that rounding may have taken.
    let room = ((flow.room() - padding + 0.01) / lines.style.leading).max(0.0) as usize;
    if left <= room {
        return from..from + left;
    }
    let part = room.min(left.saturating_sub(COMPANY));
    let least = if flow.is_fresh() { 1 } else { COMPANY };
    if part >= least {
        from..from + part
    } else if flow.is_fresh() {
        from..from + room.clamp(1, left)
    } else {
        from..from
    }
}

/// Running text.
pub(super) struct Paragraph {
    lines: Lines,
}

impl Paragraph {
    pub(super) fn measure(text: &str, fonts: &Fonts) -> Self {
        Self { lines: wrap(fonts, text, Style::BODY, sheet::BODY_WIDTH) }
    }
}

impl Piece for Paragraph {
    fn before(&self) -> f32 {
        7.0
    }

    fn lead(&self) -> f32 {
        first_lines(&self.lines)
    }

    fn draw(&self, flow: &mut Flow) {
        if self.lines.is_empty() {
            return;
        }
        let node = flow.canvas.tree.add(Tree::ROOT, Role::Paragraph);
        draw_lines(flow, node, &self.lines, (sheet::LEFT, sheet::BODY_WIDTH));
    }
}

fn first_lines(lines: &Lines) -> f32 {
    // Three lines cannot be parted without leaving one alone.
    let least = if lines.lines.len() <= COMPANY + 1 { COMPANY + 1 } else { COMPANY };
    lines.lines.len().min(least) as f32 * lines.style.leading
}

/// A remark beside an accent bar, on a tint.
pub(super) struct Note {
    lines: Lines,
}

impl Note {
    const INDENT: f32 = 12.0;
    const PADDING: f32 = 7.0;

    pub(super) fn measure(text: &str, fonts: &Fonts) -> Self {
        Self { lines: wrap(fonts, text, Style::NOTE, sheet::BODY_WIDTH - 2.0 * Self::INDENT) }
    }
}

impl Piece for Note {
    fn before(&self) -> f32 {
        10.0
    }

    fn lead(&self) -> f32 {
        first_lines(&self.lines) + 2.0 * Self::PADDING
    }

    fn draw(&self, flow: &mut Flow) {
        if self.lines.is_empty() {
            return;
        }
        let node = flow.canvas.tree.add(Tree::ROOT, Role::Paragraph);
        let mut from = 0;
        while from < self.lines.lines.len() {
            let part = part_that_fits(flow, &self.lines, from, 2.0 * Self::PADDING);
            if part.is_empty() {
                flow.next_sheet();
                continue;
            }
            let (top, end) = (flow.y, part.end);
            let height = part.len() as f32 * self.lines.style.leading + 2.0 * Self::PADDING;
            flow.decorate(|pen| {
                pen.fill(Ink::TINT, sheet::LEFT, top, sheet::BODY_WIDTH, height);
                pen.fill(Ink::ACCENT, sheet::LEFT, top, 2.0, height);
            });
            let place = (sheet::BODY_WIDTH - 2.0 * Self::INDENT, Align::Left);
            flow.canvas.mark(node, |pen| {
                let x = sheet::LEFT + Self::INDENT;
                pen.some_lines(&self.lines, part, x, top + Self::PADDING, place);
            });
            flow.advance(height);
            from = end;
        }
        flow.advance(3.0);
    }
}

/// One entry of a list: a label on the left, a body on the right.
struct Entry {
    label: Lines,
    body: Lines,
}

/// Points with a bullet, or terms with their meaning.
pub(super) struct List {
    entries: Vec<Entry>,
    /// Where bodies begin, from the left edge.
    indent: f32,
    between: f32,
}

impl List {
    pub(super) fn of_points(points: &[String], fonts: &Fonts) -> Self {
        let indent = 14.0;
        let entry = |point: &String| Entry {
            label: wrap(fonts, "•", Style::BODY.inked(Ink::ACCENT), indent),
            body: wrap(fonts, point, Style::BODY, sheet::BODY_WIDTH - indent),
        };
        Self { entries: points.iter().map(entry).collect(), indent, between: 3.0 }
    }

    pub(super) fn of_terms(terms: &[(String, String)], fonts: &Fonts) -> Self {
        let gap = 12.0;
        let widest = terms
            .iter()
            .map(|(term, _)| fonts.width(Style::TERM.face, Style::TERM.size, &fonts.clean(term)))
            .fold(0.0, f32::max);
        let indent = (widest + gap).min(sheet::BODY_WIDTH * 0.3);
        let entry = |(term, meaning): &(String, String)| Entry {
            label: wrap(fonts, term, Style::TERM, indent - gap),
            body: wrap(fonts, meaning, Style::BODY, sheet::BODY_WIDTH - indent),
        };
        Self { entries: terms.iter().map(entry).collect(), indent, between: 6.0 }
    }
}

impl Piece for List {
    fn before(&self) -> f32 {
        7.0
    }

    fn lead(&self) -> f32 {
        self.entries.first().map_or(0.0, |entry| first_lines(&entry.body).max(entry.label.height()))
    }

    fn draw(&self, flow: &mut Flow) {
        if self.entries.is_empty() {
            return;
        }
        let list = flow.canvas.tree.add(Tree::ROOT, Role::List);
        for (index, entry) in self.entries.iter().enumerate() {
            if index > 0 {
                flow.y += self.between;
            }
            let needed = first_lines(&entry.body).max(entry.label.height());
            flow.ensure(needed.min(Flow::CAPACITY));
            self.draw_entry(flow, list, entry);
        }
    }
}

impl List {
    fn draw_entry(&self, flow: &mut Flow, list: NodeId, entry: &Entry) {
        let item = flow.canvas.tree.add(list, Role::ListItem);
        let (sheet_before, top) = (flow.canvas.current(), flow.y);
        // A label longer than a sheet is hostile, not French: what fits of it is shown.
        let shown = (Flow::CAPACITY / entry.label.style.leading) as usize;
        let range = 0..entry.label.lines.len().min(shown);
        let label_height = range.len() as f32 * entry.label.style.leading;
        flow.canvas.tell(item, Role::Label, |pen| {
            pen.some_lines(&entry.label, range, sheet::LEFT, top, (self.indent, Align::Left));
        });
        let body = flow.canvas.tree.add(item, Role::ListBody);
        let place = (sheet::LEFT + self.indent, sheet::BODY_WIDTH - self.indent);
        draw_lines(flow, body, &entry.body, place);
        let spare = top + label_height - flow.y;
        if flow.canvas.current() == sheet_before && spare > 0.0 {
            flow.advance(spare);
        }
    }
}
