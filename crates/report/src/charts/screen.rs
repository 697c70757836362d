//! A chart as a page shows it: the drawing of the paper in the page's colours, and another one, made
//! of the same bars, for the width of a phone.

use std::fmt::Write as _;

use domain::chart::{Anchor, BarChart, Picture, TextRun, Texture};
use web::pieces::Chart;
use web::table::Table;

/// Width of the drawing for phones.
const NARROW: f64 = 320.0;
const LINE: f64 = 19.0;
const THICK: f64 = 15.0;
const BETWEEN: f64 = 4.0;
const GROUP_AIR: f64 = 14.0;
/// About the width of a bold digit at fourteen units.
const LETTER: f64 = 9.4;
const LETTERS_ON_LINE: usize = 38;

/// The chart with its figures beside it.
pub(crate) fn on_screen(chart: &BarChart, table: Table) -> Chart {
    Chart::new(chart.title(), broad(chart), table).narrow(narrow(chart))
}

fn open(chart: &BarChart, width: f64, height: f64) -> String {
    format!(
        "<svg class=\"drawing bars\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {width} {height}\">",
        escape(&chart.description())
    )
}

/// The colour of a bar: the entity's own, else its series'.
fn class(chart: &BarChart, group: usize, series: usize) -> String {
    match chart.groups()[group].palette {
        Some(palette) => format!("entity-{palette}"),
        None => format!("series-{}", chart.series()[series].palette),
    }
}

/// The picture of the paper.
fn broad(chart: &BarChart) -> String {
    let picture = chart.picture();
    let mut svg = open(chart, Picture::WIDTH, picture.height);
    for tick in &picture.ticks {
        let (x, (top, bottom)) = (tick.x, tick.span);
        let _ = write!(svg, "<path class=\"grid\" d=\"M{x} {top}V{bottom}\"/>");
        text(&mut svg, &tick.label, "axis");
    }
    text(&mut svg, &picture.unit, "axis");
    let across = chart.series().len().max(1);
    for (index, bar) in picture.bars.iter().enumerate() {
        let class = class(chart, index / across, index % across);
        block(&mut svg, &class, [bar.x, bar.y, bar.width, bar.height], bar.texture);
        text(&mut svg, &bar.label, "value");
    }
    for name in &picture.names {
        text(&mut svg, name, "label");
    }
    for entry in &picture.legend {
        let (swatch, side) = (&entry.swatch, Picture::SWATCH);
        block(&mut svg, "sample", [swatch.x, swatch.y, side, side], swatch.texture);
        text(&mut svg, &entry.name, "label");
    }
    svg.push_str("</svg>");
    svg
}

/// Names above their bars, values beyond them.
fn narrow(chart: &BarChart) -> String {
    let mut body = String::new();
    let mut y = legend(chart, &mut body);
    let bars = || chart.groups().iter().flat_map(|group| &group.bars);
    let letters = bars().map(|bar| bar.label.chars().count()).max().unwrap_or(0);
    let values = || bars().filter_map(|bar| bar.value);
    let (low, high) = (values().min().unwrap_or(0).min(0), values().max().unwrap_or(0).max(0));
    let room = NARROW - letters as f64 * LETTER - 6.0;
    let unit = room / (high as f64 - low as f64).max(1.0);
    let zero = -(low as f64) * unit;
    for (index, group) in chart.groups().iter().enumerate() {
        for line in cut(&group.label) {
            y += LINE;
            let run = TextRun { x: 0.0, y: y - 6.0, anchor: Anchor::Start, text: line };
            text(&mut body, &run, "label");
        }
        for (series, bar) in group.bars.iter().enumerate() {
            let value = bar.value.unwrap_or(0) as f64 * unit;
            let (left, width) = (tenth(zero + value.min(0.0)), tenth(value.abs()));
            let class = class(chart, index, series);
            let texture = chart.series()[series].texture;
            block(&mut body, &class, [left, y, width, THICK], texture);
            let x = tenth(zero + value.max(0.0) + 6.0);
            let run = TextRun { x, y: y + 12.5, anchor: Anchor::Start, text: bar.label.clone() };
            text(&mut body, &run, "value");
            y += THICK + BETWEEN;
        }
        y += GROUP_AIR - BETWEEN;
    }
    format!("{}{body}</svg>", open(chart, NARROW, tenth(y)))
}

/// The series of a phone's drawing, one under the other; nothing for a lone one.
fn legend(chart: &BarChart, svg: &mut String) -> f64 {
    if chart.series().len() < 2 {
        return 0.0;
    }
    let mut y = 2.0;
    for series in chart.series() {
        block(svg, "sample", [0.0, y, 10.0, 10.0], series.texture);
        let run =
            TextRun { x: 18.0, y: y + 10.0, anchor: Anchor::Start, text: series.name.clone() };
        text(svg, &run, "label");
        y += LINE;
    }
    y + 4.0
}

/// A name in lines that a phone can hold.
fn cut(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in name.split_whitespace() {
        let last = lines.len() - 1;
        let used = lines[last].chars().count();
        if used > 0 && used + 1 + word.chars().count() > LETTERS_ON_LINE {
            lines.push(word.to_owned());
        } else {
            if used > 0 {
                lines[last].push(' ');
            }
            lines[last].push_str(word);
        }
    }
    lines
}

fn block(svg: &mut String, class: &str, [x, y, width, height]: [f64; 4], texture: Texture) {
    if width <= 0.0 {
        return;
    }
    let extra = match texture {
        Texture::Solid => "",
        Texture::Hollow => " hollow",
        Texture::Striped => {
            // Thick dashes of a centre line are stripes, with no pattern to name.
            let middle = y + height / 2.0;
            let _ = write!(
                svg,
                "<path class=\"{class} stripes\" d=\"M{x} {middle}h{width}\" \
                 stroke-width=\"{height}\"/>"
            );
            " striped"
        }
    };
    let _ = write!(
        svg,
        "<rect class=\"{class}{extra}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
    );
}

fn text(svg: &mut String, run: &TextRun, class: &str) {
    let anchor = match run.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let _ = write!(
        svg,
        "<text class=\"{class}\" x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\">{}</text>",
        run.x,
        run.y,
        escape(&run.text)
    );
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Text that cannot become markup; a control character becomes a space.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
