//! Tables: the head comes back on each sheet; a head, a section or a total never stands alone.

use super::Piece;
use super::columns::{PADDING, Widths, cell_style, divide};
use crate::canvas::{Artifact, Pen};
use crate::flow::Flow;
use crate::font::Fonts;
use crate::paper::{Align, Column, Row, RowKind, Table};
use crate::structure::{NodeId, Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::{Lines, fit, wrap};

const CELL_AIR: f32 = 3.25;
const AFTER_CAPTION: f32 = 5.0;
const AFTER: f32 = 8.0;
/// A table up to this part of a sheet is not cut at all.
const WHOLE: f32 = 0.45;
/// A head taller than this is no head.
const HEAD_LINES: usize = 6;

/// A row cut into lines.
struct MeasuredRow {
    kind: RowKind,
    cells: Vec<Lines>,
    height: f32,
}

/// A table cut into lines, and its rows into clusters that hold together.
pub(super) struct Measured {
    caption: Lines,
    columns: Vec<Column>,
    widths: Vec<f32>,
    head: Vec<Lines>,
    head_height: f32,
    rows: Vec<MeasuredRow>,
    /// Where each cluster of rows begins, and the end.
    clusters: Vec<usize>,
}

impl Measured {
    pub(super) fn of(table: &Table, fonts: &Fonts) -> Self {
        let columns = columns_of(table);
        let Widths { columns: widths, shrink } = divide(table, &columns, fonts);
        let caption = wrap(fonts, &table.caption, Style::CAPTION, sheet::BODY_WIDTH);
        let head_style = Style::HEAD_CELL.scaled(shrink);
        let mut head: Vec<Lines> = columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| wrap(fonts, &column.title, head_style, inner(*width)))
            .collect();
        for (lines, width) in head.iter_mut().zip(&widths) {
            if lines.lines.len() > HEAD_LINES {
                let rest = lines.lines.split_off(HEAD_LINES - 1).join(" ");
                lines.lines.push(fit(fonts, &rest, head_style, inner(*width)));
            }
        }
        // A table without titles needs no head.
        let titled = head.iter().any(|lines| !lines.is_empty());
        let head_height = if titled { row_height(&head) } else { 0.0 };
        let mut rows: Vec<MeasuredRow> =
            table.rows.iter().map(|row| measure_row(row, &widths, shrink, fonts)).collect();
        if rows.is_empty() {
            let nothing = Row::plain(["Aucune ligne"]);
            rows.push(measure_row(&nothing, &[sheet::BODY_WIDTH], shrink, fonts));
        }
        let clusters = clusters(&rows);
        Self { caption, columns, widths, head, head_height, rows, clusters }
    }

    fn caption_height(&self) -> f32 {
        if self.caption.is_empty() { 0.0 } else { self.caption.height() + AFTER_CAPTION }
    }

    fn cluster_height(&self, cluster: usize) -> f32 {
        let range = self.clusters[cluster]..self.clusters[cluster + 1];
        self.rows[range].iter().map(|row| row.height).sum()
    }
}

/// A table that has rows has a column.
fn columns_of(table: &Table) -> Vec<Column> {
    if table.columns.is_empty() { vec![Column::words("", 1)] } else { table.columns.clone() }
}

fn inner(width: f32) -> f32 {
    (width - 2.0 * PADDING).max(1.0)
}

fn row_height(cells: &[Lines]) -> f32 {
    cells.iter().map(Lines::height).fold(0.0, f32::max) + 2.0 * CELL_AIR
}

/// A section has one cell across the table; other rows one cell per column, what is beyond joining
/// the last.
fn measure_row(row: &Row, widths: &[f32], shrink: f32, fonts: &Fonts) -> MeasuredRow {
    let style = cell_style(row.kind).scaled(shrink);
    let joined = |cells: &[String]| cells.join(" · ");
    let cells: Vec<Lines> = if row.kind == RowKind::Section {
        let style = style.inked(Ink::ACCENT);
        vec![wrap(fonts, &joined(&row.cells), style, inner(sheet::BODY_WIDTH))]
    } else {
        let last = widths.len() - 1;
        widths
            .iter()
            .enumerate()
            .map(|(index, width)| {
                let cell = row.cells.get(index).map_or("", String::as_str);
                if index == last && row.cells.len() > widths.len() {
                    wrap(fonts, &joined(&row.cells[last..]), style, inner(*width))
                } else {
                    wrap(fonts, cell, style, inner(*width))
                }
            })
            .collect()
    };
    let height = row_height(&cells).max(style.leading + 2.0 * CELL_AIR);
    MeasuredRow { kind: row.kind, cells, height }
}

/// Cuts rows where a sheet may end: not after a section, not before a sum, not after the first row.
fn clusters(rows: &[MeasuredRow]) -> Vec<usize> {
    let sum = |row: &MeasuredRow| matches!(row.kind, RowKind::Subtotal | RowKind::Total);
    let mut starts = vec![0];
    for index in 1..rows.len() {
        let held = rows[index - 1].kind == RowKind::Section || sum(&rows[index]) || index == 1;
        if !held {
            starts.push(index);
        }
    }
    starts.push(rows.len());
    starts
}

impl Piece for Measured {
    fn before(&self) -> f32 {
        14.0
    }

    fn lead(&self) -> f32 {
        let above = self.caption_height() + self.head_height;
        let whole = above + self.rows.iter().map(|row| row.height).sum::<f32>();
        if whole <= WHOLE * Flow::CAPACITY { whole } else { above + self.cluster_height(0) }
    }

    fn draw(&self, flow: &mut Flow) {
        flow.ensure(self.lead().min(Flow::CAPACITY));
        let table = flow.canvas.tree.add(Tree::ROOT, Role::Table);
        self.draw_caption(flow, table);
        if self.head_height > 0.0 {
            self.tell_head(flow, table);
        } else {
            let y = flow.y;
            flow.decorate(|pen| pen.rule(Ink::MUTED, 0.8, y));
        }
        let body = flow.canvas.tree.add(table, Role::TableBody);
        for cluster in 0..self.clusters.len() - 1 {
            let height = self.cluster_height(cluster);
            // A cluster taller than a sheet cannot hold together: its rows go one by one.
            if height <= Flow::CAPACITY - self.head_height && flow.room() < height {
                self.go_on(flow);
            }
            for row in &self.rows[self.clusters[cluster]..self.clusters[cluster + 1]] {
                self.draw_row(flow, body, row);
            }
        }
        flow.advance(AFTER);
    }
}

impl Measured {
    fn draw_caption(&self, flow: &mut Flow, table: NodeId) {
        if self.caption.is_empty() {
            return;
        }
        let top = flow.y;
        // A caption of many pages is hostile: what fits of it is shown.
        let shown = self.caption.lines.len().min(12);
        flow.canvas.tell(table, Role::Caption, |pen| {
            let place = (sheet::BODY_WIDTH, Align::Left);
            pen.some_lines(&self.caption, 0..shown, sheet::LEFT, top, place);
        });
        flow.advance(shown as f32 * self.caption.style.leading + AFTER_CAPTION);
    }

    /// The head as content, once.
    fn tell_head(&self, flow: &mut Flow, table: NodeId) {
        let head = flow.canvas.tree.add(table, Role::TableHead);
        let row = flow.canvas.tree.add(head, Role::Row);
        let top = flow.y;
        for column in 0..self.columns.len() {
            let cell = flow.canvas.tree.add(row, Role::ColumnHead);
            if !self.head[column].is_empty() {
                flow.canvas.mark(cell, |pen| self.paint_head(pen, column, top));
            }
        }
        self.rule_head(flow);
    }

    /// The head again, on a further sheet: seen, not told twice.
    fn go_on(&self, flow: &mut Flow) {
        flow.next_sheet();
        if self.head_height > 0.0 {
            let top = flow.y;
            flow.canvas.artifact(Artifact::Head, |pen| {
                for column in 0..self.columns.len() {
                    self.paint_head(pen, column, top);
                }
            });
        }
        self.rule_head(flow);
    }

    fn rule_head(&self, flow: &mut Flow) {
        flow.advance(self.head_height);
        let y = flow.y;
        flow.decorate(|pen| pen.rule(Ink::TEXT, 0.9, y));
    }

    /// Titles stand at the foot of the head, near what they name.
    fn paint_head(&self, pen: &mut Pen, column: usize, top: f32) {
        let lines = &self.head[column];
        let top = top + self.head_height - CELL_AIR - lines.height();
        let (x, width) = self.place(column);
        pen.lines(lines, x, top, width, self.columns[column].align);
    }

    /// Where the text of a column goes.
    fn place(&self, column: usize) -> (f32, f32) {
        let before: f32 = self.widths[..column].iter().sum();
        (sheet::LEFT + before + PADDING, inner(self.widths[column]))
    }

    fn draw_row(&self, flow: &mut Flow, body: NodeId, row: &MeasuredRow) {
        let node = flow.canvas.tree.add(body, Role::Row);
        let cells: Vec<NodeId> = (0..row.cells.len())
            .map(|index| {
                let role = match row.kind {
                    RowKind::Section => Role::SectionHead(self.columns.len()),
                    _ if self.columns[index].names_rows => Role::RowHead,
                    _ => Role::Cell,
                };
                flow.canvas.tree.add(node, role)
            })
            .collect();
        let count = row.cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0).max(1);
        let leading = row.cells.first().map_or(Style::CELL.leading, |cell| cell.style.leading);
        let mut from = 0;
        while from < count {
            let room = (flow.room() - 2.0 * CELL_AIR + 0.01) / leading;
            let part = (room.max(0.0) as usize).min(count - from);
            if part == 0 && !flow.is_fresh() {
                self.go_on(flow);
                // The head alone never fills a sheet, so that a line always fits here.
                continue;
            }
            let part = part.max(1);
            let height = part as f32 * leading + 2.0 * CELL_AIR;
            self.paint_row(flow, row, &cells, (from, from + part, height));
            from += part;
        }
    }

    /// Some lines of a row, with its ground and its rule.
    fn paint_row(
        &self,
        flow: &mut Flow,
        row: &MeasuredRow,
        nodes: &[NodeId],
        (from, to, height): (usize, usize, f32),
    ) {
        let top = flow.y;
        flow.decorate(|pen| match row.kind {
            RowKind::Plain => pen.rule(Ink::LINE, 0.4, top + height),
            RowKind::Section => {
                pen.fill(Ink::TINT, sheet::LEFT, top, sheet::BODY_WIDTH, height);
                pen.rule(Ink::LINE, 0.4, top + height);
            }
            RowKind::Subtotal => {
                pen.rule(Ink::MUTED, 0.6, top);
                pen.rule(Ink::LINE, 0.4, top + height);
            }
            RowKind::Total => {
                pen.fill(Ink::TINT, sheet::LEFT, top, sheet::BODY_WIDTH, height);
                pen.rule(Ink::TEXT, 0.9, top);
                pen.rule(Ink::TEXT, 0.9, top + height);
            }
        });
        let whole = row.cells.len() == 1 && self.columns.len() != 1;
        for (index, (cell, node)) in row.cells.iter().zip(nodes).enumerate() {
            let end = to.min(cell.lines.len());
            if from >= end {
                continue;
            }
            let (x, width) = self.place(index);
            let place = if whole {
                (inner(sheet::BODY_WIDTH), Align::Left)
            } else {
                (width, self.columns[index].align)
            };
            flow.canvas.mark(*node, |pen| {
                pen.some_lines(cell, from..end, x, top + CELL_AIR, place);
            });
        }
        flow.advance(height);
    }
}
