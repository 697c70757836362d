//! Key figures as tiles: a name, a figure one reads from afar, a change in words.

use super::Piece;
use crate::canvas::Pen;
use crate::flow::Flow;
use crate::font::Fonts;
use crate::paper::{Align, KeyFigure};
use crate::structure::{NodeId, Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::{Lines, wrap};

const GUTTER: f32 = 10.0;
const PADDING: f32 = 10.0;
const BAR: f32 = 2.0;
const AIR: f32 = 2.0;
/// Figures shrink to their tile, but no smaller: beyond, they wrap.
const SMALLEST: f32 = 0.55;

struct Tile {
    name: Lines,
    value: Lines,
    change: Lines,
}

impl Tile {
    fn measure(figure: &KeyFigure, width: f32, fonts: &Fonts) -> Self {
        let style = Style::TILE_VALUE;
        let wide = fonts.width(style.face, style.size, &fonts.clean(&figure.value));
        let factor =
            (width / wide.max(1.0)).clamp(SMALLEST, 1.0) * if wide > width { 0.99 } else { 1.0 };
        let style = Style { leading: style.leading, ..style.scaled(factor) };
        Self {
            name: wrap(fonts, &figure.name, Style::TILE_NAME, width),
            value: wrap(fonts, &figure.value, style, width),
            change: wrap(fonts, &figure.change, Style::TILE_CHANGE, width),
        }
    }

    fn height(&self) -> f32 {
        BAR + 2.0 * PADDING
            + self.name.height()
            + self.value.height()
            + self.change.height()
            + 2.0 * AIR
    }

    /// Shortens texts that no tile should hold, so that a tile is never taller than a sheet.
    fn limit(mut self) -> Self {
        for lines in [&mut self.name, &mut self.value, &mut self.change] {
            if lines.lines.len() > 8 {
                lines.lines.truncate(8);
                lines.lines[7].push('…');
            }
        }
        self
    }
}

/// Tiles in rows.
pub(super) struct Tiles {
    rows: Vec<Vec<Tile>>,
    width: f32,
}

/// Two to four in a row, and rows as even as can be.
fn per_row(count: usize) -> usize {
    match count {
        0..=2 => 2,
        3 | 5 | 6 | 9 => 3,
        _ => 4,
    }
}

impl Tiles {
    pub(super) fn measure(figures: &[KeyFigure], fonts: &Fonts) -> Self {
        let count = per_row(figures.len());
        let width = (sheet::BODY_WIDTH - GUTTER * (count - 1) as f32) / count as f32;
        let inner = width - 2.0 * PADDING;
        let row = |figures: &[KeyFigure]| {
            figures.iter().map(|figure| Tile::measure(figure, inner, fonts).limit()).collect()
        };
        Self { rows: figures.chunks(count).map(row).collect(), width }
    }

    fn draw_row(&self, flow: &mut Flow, list: NodeId, row: &[Tile], height: f32) {
        let top = flow.y;
        // Names take the same height, so that figures stand on one line.
        let names = row.iter().map(|tile| tile.name.height()).fold(0.0, f32::max);
        for (index, tile) in row.iter().enumerate() {
            let left = sheet::LEFT + index as f32 * (self.width + GUTTER);
            flow.decorate(|pen| {
                pen.fill(Ink::TINT, left, top, self.width, height);
                pen.fill(Ink::ACCENT, left, top, self.width, BAR);
            });
            let x = left + PADDING;
            let inner = self.width - 2.0 * PADDING;
            let name_top = top + BAR + PADDING;
            let value_top = name_top + names + AIR;
            let item = flow.canvas.tree.add(list, Role::ListItem);
            let put = |pen: &mut Pen, lines: &Lines, at: f32| {
                pen.lines(lines, x, at, inner, Align::Left);
            };
            flow.canvas.tell(item, Role::Label, |pen| put(pen, &tile.name, name_top));
            flow.canvas.tell(item, Role::ListBody, |pen| {
                put(pen, &tile.value, value_top);
                put(pen, &tile.change, value_top + tile.value.height() + AIR);
            });
        }
    }
}

fn row_height(row: &[Tile]) -> f32 {
    let names = row.iter().map(|tile| tile.name.height()).fold(0.0, f32::max);
    row.iter().map(|tile| tile.height() - tile.name.height() + names).fold(0.0, f32::max)
}

impl Piece for Tiles {
    fn before(&self) -> f32 {
        12.0
    }

    fn lead(&self) -> f32 {
        self.rows.first().map_or(0.0, |row| row_height(row))
    }

    fn draw(&self, flow: &mut Flow) {
        if self.rows.is_empty() {
            return;
        }
        let list = flow.canvas.tree.add(Tree::ROOT, Role::List);
        for (index, row) in self.rows.iter().enumerate() {
            if index > 0 {
                flow.y += GUTTER;
            }
            let height = row_height(row);
            flow.ensure(height);
            self.draw_row(flow, list, row, height);
            flow.advance(height);
        }
        flow.advance(4.0);
    }
}
