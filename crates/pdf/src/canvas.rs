//! Sheets and the pen. Whatever is drawn belongs to a node of the structure or is an artifact: the
//! pen exists only inside one of the two.

use std::collections::BTreeMap;

use printpdf::{
    DictItem, FontId, Line, LinePoint, Mm, Op, PaintMode, PdfFontHandle, PdfPage, Point, Pt, Rect,
    TextItem, TextMatrix,
};

use crate::font::{Face, Fonts};
use crate::paper::Align;
use crate::structure::{NodeId, Role, Tree};
use crate::style::{Ink, Style, sheet};
use crate::wrap::Lines;

/// What is drawn but said by nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Artifact {
    /// Rules, backgrounds.
    Decoration,
    /// The head of a page, or of a table that goes on.
    Head,
    /// The foot of a page.
    Foot,
}

/// One page while it is drawn.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    ops: Vec<Op>,
    /// The node of each marked content, by its number.
    pub(crate) marks: Vec<NodeId>,
    /// Covers bear no head.
    pub(crate) cover: bool,
}

impl Sheet {
    pub(crate) fn into_page(self) -> PdfPage {
        let mut page = PdfPage::new(Mm(210.0), Mm(297.0), self.ops);
        // Millimetres come back as points with noise in their last digits.
        let whole = || Rect {
            width: Pt(sheet::WIDTH),
            height: Pt(sheet::HEIGHT),
            ..Rect::from_wh(Pt(0.0), Pt(0.0))
        };
        (page.media_box, page.trim_box, page.crop_box) = (whole(), whole(), whole());
        page
    }
}

/// All sheets, and the tree that says what is on them.
pub(crate) struct Canvas<'f> {
    pub(crate) fonts: &'f Fonts,
    pub(crate) sheets: Vec<Sheet>,
    pub(crate) tree: Tree,
    current: usize,
}

impl<'f> Canvas<'f> {
    /// One blank sheet.
    pub(crate) fn new(fonts: &'f Fonts) -> Self {
        Self { fonts, sheets: vec![Sheet::default()], tree: Tree::new(), current: 0 }
    }

    pub(crate) fn add_sheet(&mut self) {
        self.sheets.push(Sheet::default());
        self.current = self.sheets.len() - 1;
    }

    pub(crate) fn turn_to(&mut self, sheet: usize) {
        self.current = sheet.min(self.sheets.len() - 1);
    }

    /// Where the pen is.
    pub(crate) fn current(&self) -> usize {
        self.current
    }

    /// Draws content of a node.
    pub(crate) fn mark(&mut self, node: NodeId, draw: impl FnOnce(&mut Pen)) {
        let sheet = &mut self.sheets[self.current];
        let number = sheet.marks.len();
        sheet.marks.push(node);
        self.tree.attach(node, self.current, number);
        let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number as i64))]);
        self.enclose(self.tree.tag(node), map, draw);
    }

    /// Adds a node and draws its content.
    pub(crate) fn tell(
        &mut self,
        parent: NodeId,
        role: Role,
        draw: impl FnOnce(&mut Pen),
    ) -> NodeId {
        let node = self.tree.add(parent, role);
        self.mark(node, draw);
        node
    }

    /// Draws what belongs to no content.
    pub(crate) fn artifact(&mut self, kind: Artifact, draw: impl FnOnce(&mut Pen)) {
        let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
        let kind = match kind {
            Artifact::Decoration => vec![("Type", "Layout")],
            Artifact::Head => vec![("Type", "Pagination"), ("Subtype", "Header")],
            Artifact::Foot => vec![("Type", "Pagination"), ("Subtype", "Footer")],
        };
        let map = kind.into_iter().map(|(key, value)| (key.to_owned(), name(value))).collect();
        self.enclose("Artifact", map, draw);
    }

    fn enclose(&mut self, tag: &str, map: BTreeMap<String, DictItem>, draw: impl FnOnce(&mut Pen)) {
        let ops = &mut self.sheets[self.current].ops;
        let (tag, properties) = (tag.to_owned(), DictItem::Dict { map });
        ops.push(Op::BeginMarkedContentWithProperties { tag, properties });
        draw(&mut Pen { fonts: self.fonts, ops });
        ops.push(Op::EndMarkedContent);
    }
}

/// Draws on the current sheet, in points from its top left corner.
pub(crate) struct Pen<'a> {
    fonts: &'a Fonts,
    ops: &'a mut Vec<Op>,
}

/// How the font of a face is named in the pages.
pub(crate) fn font_id(face: Face) -> FontId {
    FontId(match face {
        Face::Regular => "Regular".to_owned(),
        Face::Bold => "Bold".to_owned(),
    })
}

/// Hundredths of a point: finer than any printer, and short in the file.
fn point(value: f32) -> Pt {
    Pt((value * 100.0).round() / 100.0)
}

impl Pen<'_> {
    /// A line of clean text from `x` on a baseline.
    pub(crate) fn text(&mut self, style: Style, x: f32, baseline: f32, text: &str) {
        if text.is_empty() {
            return;
        }
        let font = PdfFontHandle::External(font_id(style.face));
        let matrix = TextMatrix::Translate(point(x), point(sheet::HEIGHT - baseline));
        self.ops.extend([
            Op::SetFillColor { col: style.ink.colour() },
            Op::StartTextSection,
            Op::SetFont { font, size: point(style.size) },
            Op::SetTextMatrix { matrix },
            Op::ShowText { items: vec![TextItem::Text(text.to_owned())] },
            Op::EndTextSection,
        ]);
    }

    /// Clean text that ends at `x`.
    pub(crate) fn text_to(&mut self, style: Style, x: f32, baseline: f32, text: &str) {
        let width = self.fonts.width(style.face, style.size, text);
        self.text(style, x - width, baseline, text);
    }

    /// Clean text around `x`.
    pub(crate) fn text_around(&mut self, style: Style, x: f32, baseline: f32, text: &str) {
        let width = self.fonts.width(style.face, style.size, text);
        self.text(style, x - width / 2.0, baseline, text);
    }

    /// All lines, from the top of the first, in a column.
    pub(crate) fn lines(&mut self, lines: &Lines, x: f32, top: f32, width: f32, align: Align) {
        self.some_lines(lines, 0..lines.lines.len(), x, top, (width, align));
    }

    /// Some of the lines, the first of them at the top.
    pub(crate) fn some_lines(
        &mut self,
        lines: &Lines,
        range: std::ops::Range<usize>,
        x: f32,
        top: f32,
        (width, align): (f32, Align),
    ) {
        let style = lines.style;
        let last = lines.lines.len().saturating_sub(1);
        for (row, index) in range.enumerate() {
            let Some(line) = lines.lines.get(index) else {
                return;
            };
            let baseline = top + row as f32 * style.leading + style.drop();
            let spare = width - self.fonts.width(style.face, style.size, line);
            let shift = match align {
                Align::Left => 0.0,
                Align::Centre => spare / 2.0,
                Align::Right => spare,
            };
            // The space that wrapping took away: without it, voices and copies join two words.
            if index < last && !line.is_empty() && !line.ends_with(['-', '/']) {
                self.text(style, x + shift, baseline, &format!("{line} "));
            } else {
                self.text(style, x + shift, baseline, line);
            }
        }
    }

    /// A filled rectangle.
    pub(crate) fn fill(&mut self, ink: Ink, x: f32, top: f32, width: f32, height: f32) {
        self.ops.push(Op::SetFillColor { col: ink.colour() });
        let rectangle = rectangle(x, top, width, height, PaintMode::Fill);
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// The outline of a rectangle, within its edges.
    pub(crate) fn outline(&mut self, ink: Ink, thick: f32, [x, top, width, height]: [f32; 4]) {
        self.ops.push(Op::SetOutlineColor { col: ink.colour() });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(thick) });
        let inner = |length: f32| (length - thick).max(0.0);
        let half = thick / 2.0;
        let (width, height) = (inner(width), inner(height));
        let rectangle = rectangle(x + half, top + half, width, height, PaintMode::Stroke);
        self.ops.push(Op::DrawRectangle { rectangle });
    }

    /// A rectangle in slanting strokes and its outline: told from a filled one without colour.
    pub(crate) fn hatch(&mut self, ink: Ink, [x, top, width, height]: [f32; 4]) {
        const PITCH: f32 = 4.0;
        const THICK: f32 = 1.4;
        // Strokes at 45° from the foot to the head, cut at the sides.
        let count = ((width + height) / PITCH).ceil() as usize;
        for stroke in 0..count {
            let foot = stroke as f32 * PITCH - height + PITCH / 2.0;
            let (from, to) = (foot.max(0.0), (foot + height).min(width));
            if from < to {
                let at = |along: f32| (x + along, top + height - (along - foot));
                self.line(ink, THICK, at(from), at(to));
            }
        }
        self.outline(ink, 1.0, [x, top, width, height]);
    }

    /// A straight line.
    pub(crate) fn line(&mut self, ink: Ink, thick: f32, from: (f32, f32), to: (f32, f32)) {
        self.ops.push(Op::SetOutlineColor { col: ink.colour() });
        self.ops.push(Op::SetOutlineThickness { pt: Pt(thick) });
        let end = |(x, y): (f32, f32)| LinePoint {
            p: Point { x: point(x), y: point(sheet::HEIGHT - y) },
            bezier: false,
        };
        let line = Line { points: vec![end(from), end(to)], is_closed: false };
        self.ops.push(Op::DrawLine { line });
    }

    /// A line across the page's text.
    pub(crate) fn rule(&mut self, ink: Ink, thick: f32, y: f32) {
        self.line(ink, thick, (sheet::LEFT, y), (sheet::RIGHT, y));
    }
}

fn rectangle(x: f32, top: f32, width: f32, height: f32, mode: PaintMode) -> Rect {
    Rect {
        x: point(x),
        y: point(sheet::HEIGHT - top - height),
        width: point(width),
        height: point(height),
        mode: Some(mode),
        winding_order: None,
    }
}
