//! The drawing of a chart in abstract units: shapes and texts with their places, no colour value.
//!
//! Widths of words are estimated a little wide, so that one drawing fits the screen's fonts and the
//! paper's; painters never move anything.

use super::words::{name_lines, width_of};
use super::{Axis, BarChart, PALETTE_LENGTH, Texture};

/// Where a text holds to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// A line of text on its baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// Across.
    pub x: f64,
    /// Down, to the baseline.
    pub y: f64,
    /// How it holds to `x`.
    pub anchor: Anchor,
    /// The words.
    pub text: String,
}

/// A mark of the axis, with its value below. Only zero is a line across the bars: values stand
/// beside their bars, and lines would cross them.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Across.
    pub x: f64,
    /// Where the mark begins and ends downwards.
    pub span: (f64, f64),
    /// The value in units.
    pub label: TextRun,
    /// The line bars start from.
    pub zero: bool,
}

/// One bar and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct BarShape {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Zero for a value of zero or a missing one: painters draw no bar then.
    pub width: f64,
    /// Thickness.
    pub height: f64,
    /// Colour, below [`PALETTE_LENGTH`].
    pub palette: u8,
    /// The colour has come back for another entity: hatched where the first is filled.
    pub hatched: bool,
    /// Fill.
    pub texture: Texture,
    /// The value beside it.
    pub label: TextRun,
}

/// A sample of a series in the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Swatch {
    /// Left edge; a square of [`Picture::SWATCH`].
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Colour; `None` when each group has its own, so that only the texture tells.
    pub palette: Option<u8>,
    /// Fill.
    pub texture: Texture,
}

/// A series in the legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// Its sample.
    pub swatch: Swatch,
    /// Its name.
    pub name: TextRun,
}

/// The whole drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Height, in the units in which the width is [`Picture::WIDTH`].
    pub height: f64,
    /// Top and bottom of the bars' field.
    pub plot: (f64, f64),
    /// Lines and values of the axis.
    pub ticks: Vec<Tick>,
    /// Names of the groups, a run per line.
    pub names: Vec<TextRun>,
    /// The bars, from top to bottom.
    pub bars: Vec<BarShape>,
    /// The series, when there are several.
    pub legend: Vec<Legend>,
    /// The unit's word, or that there is nothing to show.
    pub unit: TextRun,
}

impl Picture {
    /// Width of every drawing.
    pub const WIDTH: f64 = 640.0;
    /// Size of names and values.
    pub const TEXT: f64 = 12.0;
    /// Size of the axis' values and of the unit.
    pub const SMALL: f64 = 10.0;
    /// Side of a sample in the legend.
    pub const SWATCH: f64 = 10.0;
}

const NAMES_WIDTH: f64 = 190.0;
const NAME_LEADING: f64 = 14.0;
const GAP: f64 = 8.0;
const LONE_BAR: f64 = 18.0;
const GROUPED_BAR: f64 = 14.0;
const BETWEEN_BARS: f64 = 3.0;
const BETWEEN_GROUPS: f64 = 12.0;
const LEGEND_LINE: f64 = 20.0;
const UNIT_LINE: f64 = 13.0;
const TICK: f64 = 4.0;
const MOST_INTERVALS: u8 = 5;

/// Where the bars may go across, and where the axis puts them.
struct Field {
    left: f64,
    right: f64,
    axis: Axis,
}

impl Field {
    fn at(&self, value: i128) -> f64 {
        self.left + self.axis.position(value) * (self.right - self.left)
    }

    /// Leaves room for names on the left and for values beyond the bars' ends.
    fn of(chart: &BarChart, names: f64) -> Self {
        let widest = |negative: bool| {
            chart
                .groups
                .iter()
                .flat_map(|group| &group.bars)
                .filter(|bar| (bar.value.unwrap_or(0) < 0) == negative)
                .map(|bar| width_of(&bar.label, Picture::TEXT) + GAP)
                .fold(0.0, f64::max)
        };
        // Values never take more than half of what names leave.
        let room = (Picture::WIDTH - names) / 4.0;
        let left = names + widest(true).min(room).max(GAP);
        let right = Picture::WIDTH - widest(false).min(room).max(GAP);
        let fitting = |axis: &Axis| {
            let labels: Vec<f64> = axis
                .ticks()
                .iter()
                .map(|tick| width_of(&axis.label(*tick, chart.scale), Picture::SMALL))
                .collect();
            let pitch = (right - left) / (labels.len().max(2) - 1) as f64;
            labels.windows(2).all(|pair| f64::midpoint(pair[0], pair[1]) + GAP <= pitch)
        };
        let axis = (1..=MOST_INTERVALS)
            .rev()
            .map(|intervals| chart.axis(intervals))
            .find(fitting)
            .unwrap_or_else(|| chart.axis(1));
        Self { left, right, axis }
    }
}

pub(super) fn draw(chart: &BarChart) -> Picture {
    let (legend, top) = legend(chart);
    let all_names: Vec<Vec<String>> =
        chart.groups.iter().map(|group| name_lines(&group.label, NAMES_WIDTH)).collect();
    let names_width = all_names
        .iter()
        .flatten()
        .map(|line| width_of(line, Picture::TEXT))
        .fold(0.0, f64::max)
        .min(NAMES_WIDTH);
    let field = Field::of(chart, names_width);
    let mut names = Vec::new();
    let mut bars = Vec::new();
    let thickness = if chart.series.len() == 1 { LONE_BAR } else { GROUPED_BAR };
    let count = chart.series.len() as f64;
    let stack = count * thickness + (count - 1.0) * BETWEEN_BARS;
    let mut y = top + BETWEEN_GROUPS / 2.0;
    for (group, lines) in chart.groups.iter().zip(all_names) {
        let written = lines.len() as f64 * NAME_LEADING;
        let height = stack.max(written);
        let first_line = y + (height - written) / 2.0 + NAME_LEADING * 0.78;
        names.extend(lines.into_iter().enumerate().map(|(index, text)| TextRun {
            x: tenth(names_width),
            y: tenth(first_line + index as f64 * NAME_LEADING),
            anchor: Anchor::End,
            text,
        }));
        let mut bar_top = y + (height - stack) / 2.0;
        for (series, bar) in chart.series.iter().zip(&group.bars) {
            let look = group.palette.unwrap_or(series.palette);
            bars.push(shape(&field, bar, bar_top, thickness, (look, series.texture)));
            bar_top += thickness + BETWEEN_BARS;
        }
        y += height + BETWEEN_GROUPS;
    }
    let bottom = y - BETWEEN_GROUPS / 2.0;
    finish(chart, &field, (top, bottom), Parts { names, bars, legend })
}

struct Parts {
    names: Vec<TextRun>,
    bars: Vec<BarShape>,
    legend: Vec<Legend>,
}

/// Adds the axis below the bars, or says that there is nothing to draw.
fn finish(chart: &BarChart, field: &Field, plot: (f64, f64), parts: Parts) -> Picture {
    let empty = chart.groups.is_empty();
    let baseline = tenth(plot.1 + TICK + Picture::SMALL + 2.0);
    let run =
        |x: f64, y: f64, anchor, text: String| TextRun { x: tenth(x), y: tenth(y), anchor, text };
    let values = if empty { Vec::new() } else { field.axis.ticks() };
    let tick = |value: i128| {
        let (x, words) = (field.at(value), field.axis.label(value, chart.scale));
        let top = if value == 0 { plot.0 } else { plot.1 };
        Tick {
            x: tenth(x),
            span: (tenth(top), tenth(plot.1 + TICK)),
            label: run(x, baseline, Anchor::Middle, words),
            zero: value == 0,
        }
    };
    let ticks: Vec<Tick> = values.into_iter().map(tick).collect();
    let unit = if empty {
        run(0.0, baseline, Anchor::Start, "Aucune donnée".to_owned())
    } else {
        let y = baseline + if unit_fits(chart, &ticks) { 0.0 } else { UNIT_LINE };
        run(Picture::WIDTH, y, Anchor::End, chart.unit.clone())
    };
    Picture {
        height: tenth(unit.y + 5.0),
        plot: (tenth(plot.0), tenth(plot.1)),
        ticks,
        names: parts.names,
        bars: parts.bars,
        legend: parts.legend,
        unit,
    }
}

/// Whether the unit's word stands beside the last value of the axis without touching it.
fn unit_fits(chart: &BarChart, ticks: &[Tick]) -> bool {
    let end =
        ticks.last().map_or(0.0, |tick| tick.x + width_of(&tick.label.text, Picture::SMALL) / 2.0);
    end + GAP + width_of(&chart.unit, Picture::SMALL) <= Picture::WIDTH
}

fn shape(
    field: &Field,
    bar: &super::Bar,
    top: f64,
    thickness: f64,
    (look, texture): (u8, Texture),
) -> BarShape {
    let value = i128::from(bar.value.unwrap_or(0));
    let (zero, end) = (field.at(0), field.at(value));
    let (label_x, anchor) =
        if value < 0 { (end - GAP / 2.0, Anchor::End) } else { (end + GAP / 2.0, Anchor::Start) };
    BarShape {
        x: tenth(zero.min(end)),
        y: tenth(top),
        width: tenth((end - zero).abs()),
        height: thickness,
        palette: look % PALETTE_LENGTH,
        hatched: look / PALETTE_LENGTH % 2 == 1,
        texture,
        label: TextRun {
            x: tenth(label_x),
            y: tenth(top + thickness / 2.0 + Picture::TEXT * 0.36),
            anchor,
            text: bar.label.clone(),
        },
    }
}

/// The legend of several series, and where the bars may begin below it.
fn legend(chart: &BarChart) -> (Vec<Legend>, f64) {
    if chart.series.len() < 2 {
        return (Vec::new(), 0.0);
    }
    let own_colours = chart.groups.iter().any(|group| group.palette.is_some());
    let (mut x, mut y) = (0.0, 4.0);
    let mut entries = Vec::new();
    for series in &chart.series {
        let width = Picture::SWATCH + GAP + width_of(&series.name, Picture::TEXT) + 2.0 * GAP;
        if x > 0.0 && x + width > Picture::WIDTH {
            x = 0.0;
            y += LEGEND_LINE;
        }
        entries.push(Legend {
            swatch: Swatch {
                x: tenth(x),
                y: tenth(y),
                palette: (!own_colours).then_some(series.palette % PALETTE_LENGTH),
                texture: series.texture,
            },
            name: TextRun {
                x: tenth(x + Picture::SWATCH + GAP * 0.75),
                y: tenth(y + Picture::SWATCH * 0.94),
                anchor: Anchor::Start,
                text: series.name.clone(),
            },
        });
        x += width;
    }
    (entries, y + LEGEND_LINE)
}

/// Tenths of a unit: finer than any screen shows, and the same digits everywhere.
fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::super::{Bar, Group, Series};
    use super::*;

    fn chart(values: &[i64]) -> BarChart {
        let groups = values
            .iter()
            .map(|value| {
                Group::new(format!("Groupe {value}"), vec![Bar::new(*value, value.to_string())])
            })
            .collect();
        BarChart::new("t", "heures", 1, vec![Series::new("s", 7)], groups).expect("a chart")
    }

    #[test]
    fn bars_start_at_zero_and_keep_their_proportion() {
        let picture = chart(&[100, 50, 0, -50]).picture();
        let zero = picture.ticks.iter().find(|tick| tick.zero).expect("zero").x;
        let [all, half, none, below] = &picture.bars[..] else { panic!("four bars") };
        assert!((all.x - zero).abs() < 0.11 && (half.x - zero).abs() < 0.11);
        assert!((all.width - 2.0 * half.width).abs() < 0.21);
        assert!(none.width == 0.0 && below.x < zero);
        assert!((below.width - half.width).abs() < 0.21);
        assert_eq!((below.label.anchor, half.label.anchor), (Anchor::End, Anchor::Start));
        assert_eq!((all.palette, all.hatched), (2, true), "a colour that comes back is hatched");
        assert!(picture.legend.is_empty());
    }

    #[test]
    fn everything_stays_within_the_drawing() {
        for values in [&[][..], &[0], &[i64::MAX, i64::MIN], &[12, 5_000_000], &[-3]] {
            let picture = chart(values).picture();
            for bar in &picture.bars {
                assert!(bar.x >= 0.0 && bar.x + bar.width <= Picture::WIDTH + 0.2, "{values:?}");
                assert!(bar.y + bar.height <= picture.plot.1);
            }
            assert!(picture.plot.1 < picture.height);
        }
    }

    #[test]
    fn tick_labels_never_touch() {
        let picture = chart(&[i64::MAX]).picture();
        for pair in picture.ticks.windows(2) {
            let reach = |tick: &Tick| width_of(&tick.label.text, Picture::SMALL) / 2.0;
            assert!(pair[0].x + reach(&pair[0]) < pair[1].x - reach(&pair[1]));
        }
    }

    #[test]
    fn several_series_have_a_legend_above_the_bars() {
        let series = vec![Series::new("2026", 0), Series::new("2027", 1)];
        let bars = vec![Bar::new(1, "1"), Bar::new(2, "2")];
        let grouped =
            |group| BarChart::new("t", "u", 1, series.clone(), vec![group]).expect("a chart");
        let plain = grouped(Group::new("g", bars.clone())).picture();
        assert_eq!(plain.legend.len(), 2);
        assert_eq!(plain.legend[1].swatch.palette, Some(1));
        assert!(plain.bars[0].y > plain.legend[0].swatch.y + Picture::SWATCH);
        let own = grouped(Group::of_entity("g", 3, bars)).picture();
        assert_eq!(own.legend[1].swatch.palette, None);
        assert_eq!(own.bars[0].palette, 3);
    }
}
