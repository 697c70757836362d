//! Bar charts on paper: the picture of the domain, drawn in the light palette.

use domain::chart::{Anchor, BarChart, Picture, TextRun, Texture};

use super::Piece;
use crate::canvas::Pen;
use crate::flow::Flow;
use crate::font::Fonts;
use crate::paper::Align;
use crate::structure::{Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::{Lines, wrap};

const AFTER_TITLE: f32 = 7.0;
const AFTER: f32 = 6.0;
const STRIPE: f32 = 3.0;
const OUTLINE: f32 = 1.2;

/// A chart and its title, which never part.
pub(super) struct Drawing {
    title: Lines,
    words: String,
    picture: Picture,
    /// Points per unit of the picture: the width of the text, less when a tall chart must hold on
    /// one sheet.
    scale: f32,
}

impl Drawing {
    pub(super) fn measure(chart: &BarChart, fonts: &Fonts) -> Self {
        let title = wrap(fonts, chart.title(), Style::SECTION.inked(Ink::TEXT), sheet::BODY_WIDTH);
        let mut picture = chart.picture();
        clean_texts(&mut picture, fonts);
        let whole = sheet::BODY_WIDTH / Picture::WIDTH as f32;
        let room = (Flow::CAPACITY - title.height() - AFTER_TITLE - AFTER).max(100.0);
        let scale = whole.min(room / picture.height.max(1.0) as f32);
        let words = fonts.clean(&format!("{}. {}", chart.title(), chart.description()));
        Self { title, words: words.replace('\n', " "), picture, scale }
    }

    fn height(&self) -> f32 {
        self.picture.height as f32 * self.scale
    }

    fn paint(&self, pen: &mut Pen, top: f32) {
        let brush = Brush { top, scale: self.scale };
        for tick in &self.picture.ticks {
            let ink = if tick.zero { Ink::MUTED } else { Ink::LINE };
            let (top, bottom) = tick.span;
            let (from, to) = (brush.at(tick.x, top), brush.at(tick.x, bottom));
            pen.line(ink, 0.5, from, to);
            brush.text(pen, &tick.label, Style::FURNITURE, Picture::SMALL);
        }
        brush.text(pen, &self.picture.unit, Style::FURNITURE, Picture::SMALL);
        for bar in &self.picture.bars {
            let place = [bar.x, bar.y, bar.width, bar.height];
            let ink = Ink::series(bar.palette);
            if bar.hatched && bar.texture == Texture::Solid {
                brush.hatch(pen, ink, place);
            } else {
                brush.block(pen, ink, place, bar.texture);
            }
            brush.text(pen, &bar.label, Style::STRONG_CELL, Picture::TEXT);
        }
        for name in &self.picture.names {
            brush.text(pen, name, Style::BODY, Picture::TEXT);
        }
        for entry in &self.picture.legend {
            let swatch = &entry.swatch;
            let ink = swatch.palette.map_or(Ink::MUTED, Ink::series);
            let side = Picture::SWATCH;
            brush.block(pen, ink, [swatch.x, swatch.y, side, side], swatch.texture);
            brush.text(pen, &entry.name, Style::BODY, Picture::TEXT);
        }
    }
}

/// The domain knows no font: texts become safe here.
fn clean_texts(picture: &mut Picture, fonts: &Fonts) {
    let runs = picture
        .names
        .iter_mut()
        .chain(picture.bars.iter_mut().map(|bar| &mut bar.label))
        .chain(picture.ticks.iter_mut().map(|tick| &mut tick.label))
        .chain(picture.legend.iter_mut().map(|entry| &mut entry.name))
        .chain(std::iter::once(&mut picture.unit));
    for run in runs {
        run.text = fonts.clean(&run.text).replace('\n', " ");
    }
}

/// From the picture's units to the sheet's points.
struct Brush {
    top: f32,
    scale: f32,
}

impl Brush {
    fn at(&self, x: f64, y: f64) -> (f32, f32) {
        (sheet::LEFT + x as f32 * self.scale, self.top + y as f32 * self.scale)
    }

    /// Text of a size in units; the style gives face and ink.
    fn text(&self, pen: &mut Pen, run: &TextRun, style: Style, units: f64) {
        let style = Style { size: units as f32 * self.scale, ..style };
        let (x, y) = self.at(run.x, run.y);
        match run.anchor {
            Anchor::Start => pen.text(style, x, y, &run.text),
            Anchor::Middle => pen.text_around(style, x, y, &run.text),
            Anchor::End => pen.text_to(style, x, y, &run.text),
        }
    }

    fn hatch(&self, pen: &mut Pen, ink: Ink, [x, y, width, height]: [f64; 4]) {
        let (left, top) = self.at(x, y);
        if width > 0.0 {
            let (width, height) = (width as f32 * self.scale, height as f32 * self.scale);
            pen.hatch(ink, [left, top, width, height]);
        }
    }

    fn block(&self, pen: &mut Pen, ink: Ink, [x, y, width, height]: [f64; 4], texture: Texture) {
        let (left, top) = self.at(x, y);
        let (width, height) = (width as f32 * self.scale, height as f32 * self.scale);
        if width <= 0.0 {
            return;
        }
        match texture {
            Texture::Solid => pen.fill(ink, left, top, width, height),
            Texture::Hollow => pen.outline(ink, OUTLINE, [left, top, width, height]),
            Texture::Striped => {
                let count = (width / STRIPE).ceil() as usize;
                for stripe in (0..count).step_by(2) {
                    let from = stripe as f32 * STRIPE;
                    pen.fill(ink, left + from, top, STRIPE.min(width - from), height);
                }
                pen.outline(ink, OUTLINE / 2.0, [left, top, width, height]);
            }
        }
    }
}

impl Piece for Drawing {
    fn before(&self) -> f32 {
        16.0
    }

    fn lead(&self) -> f32 {
        self.title.height() + AFTER_TITLE + self.height() + AFTER
    }

    fn draw(&self, flow: &mut Flow) {
        flow.ensure(self.lead().min(Flow::CAPACITY));
        let top = flow.y;
        if !self.title.is_empty() {
            flow.canvas.tell(Tree::ROOT, Role::Paragraph, |pen| {
                pen.lines(&self.title, sheet::LEFT, top, sheet::BODY_WIDTH, Align::Left);
            });
        }
        let top = top + self.title.height() + AFTER_TITLE;
        let width = Picture::WIDTH as f32 * self.scale;
        let place = [
            sheet::LEFT,
            sheet::HEIGHT - top - self.height(),
            sheet::LEFT + width,
            sheet::HEIGHT - top,
        ];
        let figure = Role::Figure { words: self.words.clone(), place };
        flow.canvas.tell(Tree::ROOT, figure, |pen| self.paint(pen, top));
        flow.advance(self.lead());
    }
}
