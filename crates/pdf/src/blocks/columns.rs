//! How wide the columns of a table are: the caller's shares, but no amount is ever cut while there
//! is room, and letters shrink before amounts break.

use crate::font::Fonts;
use crate::paper::{Align, Column, RowKind, Table};
use crate::style::{Style, sheet};
use crate::wrap::widest_word;

/// Air on either side of a cell.
pub(super) const PADDING: f32 = 4.0;
/// Before an amount, where there is room: amounts that nearly touch read as one.
const AIR: f32 = 6.0;
/// Letters shrink no further.
const SMALLEST: f32 = 0.72;
/// No word claims more of the table than this.
const GREEDIEST: f32 = 0.45;

/// Widths of the columns, and by how much letters shrink.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Widths {
    pub columns: Vec<f32>,
    pub shrink: f32,
}

/// The style of a cell.
pub(super) fn cell_style(kind: RowKind) -> Style {
    match kind {
        RowKind::Plain => Style::CELL,
        RowKind::Section | RowKind::Subtotal | RowKind::Total => Style::STRONG_CELL,
    }
}

/// Shares of the page's width, each at least as wide as its widest word.
pub(super) fn divide(table: &Table, columns: &[Column], fonts: &Fonts) -> Widths {
    let tight = least(table, columns, fonts);
    let airy: Vec<f32> = tight
        .iter()
        .zip(columns)
        .map(|(width, column)| if column.align == Align::Right { width + AIR } else { *width })
        .collect();
    let fits = |widths: &[f32]| widths.iter().sum::<f32>() <= sheet::BODY_WIDTH;
    let least = if fits(&airy) { airy } else { tight };
    let total: f32 = least.iter().sum();
    if total > sheet::BODY_WIDTH {
        // Padding does not shrink with letters: a little more than the bare ratio.
        let ratio = sheet::BODY_WIDTH / total;
        let shrink = (ratio * 0.97).max(SMALLEST);
        return Widths { columns: least.iter().map(|width| width * ratio).collect(), shrink };
    }
    Widths { columns: share_out(columns, &least), shrink: 1.0 }
}

/// The widest word of each column, with its padding.
fn least(table: &Table, columns: &[Column], fonts: &Fonts) -> Vec<f32> {
    let most = sheet::BODY_WIDTH * GREEDIEST;
    let mut least: Vec<f32> =
        columns.iter().map(|column| widest_word(fonts, &column.title, Style::HEAD_CELL)).collect();
    for row in table.rows.iter().filter(|row| row.kind != RowKind::Section) {
        let style = cell_style(row.kind);
        for (width, cell) in least.iter_mut().zip(&row.cells) {
            *width = width.max(widest_word(fonts, cell, style));
        }
    }
    // A hair more than measured: the sum of rounded widths must not cut an amount.
    least.iter().map(|width| (width + 0.05).min(most) + 2.0 * PADDING).collect()
}

/// Gives each column its share of what the columns that need more than theirs leave.
fn share_out(columns: &[Column], least: &[f32]) -> Vec<f32> {
    let share = |index: usize| f32::from(columns[index].share.max(1));
    let mut fixed = vec![false; columns.len()];
    loop {
        let free: Vec<usize> = (0..columns.len()).filter(|index| !fixed[*index]).collect();
        let taken: f32 = (0..columns.len()).filter(|i| fixed[*i]).map(|i| least[i]).sum();
        let shares: f32 = free.iter().map(|index| share(*index)).sum();
        let part = |index: usize| (sheet::BODY_WIDTH - taken) * share(index) / shares;
        let short: Vec<usize> =
            free.iter().copied().filter(|index| part(*index) < least[*index]).collect();
        if short.is_empty() || short.len() == free.len() {
            return (0..columns.len())
                .map(|index| if fixed[index] { least[index] } else { part(index) })
                .collect();
        }
        for index in short {
            fixed[index] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Row;

    #[test]
    fn shares_hold_while_words_fit() {
        let fonts = Fonts::load().expect("fonts");
        let columns = vec![Column::words("a", 3), Column::amounts("b", 1)];
        let widths = divide(&Table::new("", columns.clone()), &columns, fonts);
        assert!((widths.columns[0] - 3.0 * widths.columns[1]).abs() < 0.1);
        assert!((widths.columns.iter().sum::<f32>() - sheet::BODY_WIDTH).abs() < 0.1);
    }

    #[test]
    fn an_amount_takes_the_width_it_needs() {
        let fonts = Fonts::load().expect("fonts");
        let columns = vec![Column::words("Libellé", 200), Column::amounts("Montant", 1)];
        let amount = "1\u{202f}234\u{202f}567,89\u{a0}€";
        let table = Table::new("", columns.clone()).with([Row::plain(["x", amount])]);
        let widths = divide(&table, &columns, fonts);
        let wide = fonts.width(Style::CELL.face, Style::CELL.size, amount) + 2.0 * PADDING;
        assert!(widths.columns[1] >= wide);
        assert!((widths.columns.iter().sum::<f32>() - sheet::BODY_WIDTH).abs() < 0.1);
    }

    #[test]
    fn too_many_columns_shrink() {
        let fonts = Fonts::load().expect("fonts");
        let columns = vec![Column::amounts("123456789", 1); 12];
        let widths = divide(&Table::new("", columns.clone()), &columns, fonts);
        assert!(widths.shrink < 1.0);
        assert!((widths.columns.iter().sum::<f32>() - sheet::BODY_WIDTH).abs() < 0.1);
    }
}
