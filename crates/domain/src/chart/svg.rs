//! A chart as SVG for a page: themeable by classes, readable by a voice, free of inline style.
//!
//! The page's CSS gives `series-0` … `series-4` a `color`; bars take it through `currentColor`.
//! `chart-muted` (axis) and `chart-line` (marks of the axis) may be set as well. Without any CSS the
//! drawing is still whole, in the colour of the text.

use std::fmt::Write as _;

use super::{Anchor, BarChart, BarShape, Picture, Swatch, TextRun, Texture};

/// Draws a chart. Its title stands in `<title>`, every figure in `<desc>`; the page shows the title
/// above and a table beside.
pub fn bar_chart(chart: &BarChart) -> String {
    let picture = chart.picture();
    let mut svg = format!(
        "<svg class=\"chart\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\" \
         viewBox=\"0 0 {} {}\" fill=\"currentColor\" font-size=\"{}\">\
         <title>{}</title><desc>{}</desc>",
        Picture::WIDTH,
        picture.height,
        Picture::TEXT,
        escape(chart.title()),
        escape(&chart.description()),
    );
    axis(&mut svg, &picture);
    for bar in &picture.bars {
        draw_bar(&mut svg, bar);
    }
    for name in &picture.names {
        text(&mut svg, name, "chart-name");
    }
    for entry in &picture.legend {
        draw_swatch(&mut svg, &entry.swatch);
        text(&mut svg, &entry.name, "chart-name");
    }
    svg.push_str("</svg>");
    svg
}

/// Lines of ticks, their values, the unit.
fn axis(svg: &mut String, picture: &Picture) {
    for tick in &picture.ticks {
        let (class, opacity) =
            if tick.zero { ("chart-zero", "0.7") } else { ("chart-line", "0.4") };
        let _ = write!(
            svg,
            "<path class=\"{class}\" d=\"M{x} {top}V{bottom}\" fill=\"none\" \
             stroke=\"currentColor\" stroke-opacity=\"{opacity}\"/>",
            x = tick.x,
            top = tick.span.0,
            bottom = tick.span.1,
        );
    }
    let _ = write!(svg, "<g class=\"chart-muted\" font-size=\"{}\">", Picture::SMALL);
    for tick in &picture.ticks {
        text(svg, &tick.label, "chart-tick");
    }
    text(svg, &picture.unit, "chart-unit");
    svg.push_str("</g>");
}

fn draw_bar(svg: &mut String, bar: &BarShape) {
    if bar.width > 0.0 {
        let class = format!("series-{}", bar.palette);
        block(svg, &class, [bar.x, bar.y, bar.width, bar.height], bar.texture);
    }
    text(svg, &bar.label, "chart-value");
}

fn draw_swatch(svg: &mut String, swatch: &Swatch) {
    let class = swatch.palette.map_or("chart-name".to_owned(), |index| format!("series-{index}"));
    let side = Picture::SWATCH;
    block(svg, &class, [swatch.x, swatch.y, side, side], swatch.texture);
}

/// A rectangle in its texture.
fn block(svg: &mut String, class: &str, [x, y, width, height]: [f64; 4], texture: Texture) {
    let paint = match texture {
        Texture::Solid => "fill=\"currentColor\"".to_owned(),
        Texture::Hollow => "fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"".to_owned(),
        // Thick dashes of a centre line are stripes, with no pattern to name.
        Texture::Striped => {
            let middle = y + height / 2.0;
            let _ = write!(
                svg,
                "<path class=\"{class}\" d=\"M{x} {middle}h{width}\" stroke=\"currentColor\" \
                 stroke-width=\"{height}\" stroke-dasharray=\"3 2\"/>",
            );
            "fill=\"none\" stroke=\"currentColor\"".to_owned()
        }
    };
    let _ = write!(
        svg,
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {paint}/>",
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
        escape(&run.text),
    );
}

/// Text that cannot become markup; characters that XML forbids become a space.
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

#[cfg(test)]
mod tests {
    use super::super::{Bar, Group, Series};
    use super::*;

    fn chart(label: &str) -> BarChart {
        let series = vec![
            Series::new("2026", 1).textured(Texture::Hollow),
            Series::new("2027", 1),
            Series::new("prévu", 4).textured(Texture::Striped),
        ];
        let bars = vec![Bar::new(-5, "−5"), Bar::new(8, "8"), Bar::new(9, "9")];
        BarChart::new("Ça monte", "heures", 1, series, vec![Group::new(label, bars)])
            .expect("a chart")
    }

    #[test]
    fn it_names_and_describes_itself() {
        let svg = bar_chart(&chart("Jardins"));
        assert!(svg.starts_with("<svg class=\"chart\" role=\"img\""));
        assert!(svg.contains("<title>Ça monte</title><desc>Diagramme en barres, en heures."));
        assert!(svg.contains("class=\"series-1\"") && svg.contains("class=\"series-4\""));
        assert!(svg.contains("currentColor") && svg.ends_with("</svg>"));
    }

    #[test]
    fn no_style_no_script_no_markup_from_names() {
        let svg = bar_chart(&chart("<script>\"&'\u{1}</text>"));
        assert!(!svg.contains("style=") && !svg.contains("<style") && !svg.contains("<script"));
        assert!(svg.contains("&lt;script&gt;"));
        assert!(!svg.chars().any(char::is_control));
        let opened = svg.matches("<text").count();
        assert_eq!(opened, svg.matches("</text>").count());
    }
}
