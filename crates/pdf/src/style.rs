//! The look of the paper: sizes in points, colours of the light palette, styles of text.

use printpdf::{Color, Rgb};

use crate::font::Face;

/// A colour, red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ink(pub u8, pub u8, pub u8);

impl Ink {
    pub(crate) const TEXT: Self = Self(0x1C, 0x23, 0x21);
    pub(crate) const MUTED: Self = Self(0x55, 0x60, 0x5C);
    pub(crate) const LINE: Self = Self(0xD9, 0xD6, 0xCE);
    pub(crate) const TINT: Self = Self(0xF6, 0xF4, 0xEF);
    pub(crate) const ACCENT: Self = Self(0x14, 0x59, 0x5B);
    pub(crate) const WHITE: Self = Self(0xFF, 0xFF, 0xFF);
    /// The series of charts; an entity keeps its own everywhere.
    const SERIES: [Self; 5] = [
        Self(0x12, 0x43, 0x6D),
        Self(0x28, 0xA1, 0x97),
        Self(0x80, 0x16, 0x50),
        Self(0xF4, 0x6A, 0x25),
        Self(0x3D, 0x3D, 0x3D),
    ];

    /// A colour of the palette; an index beyond it starts over.
    pub(crate) fn series(index: u8) -> Self {
        Self::SERIES[usize::from(index) % Self::SERIES.len()]
    }

    /// The ink that reads on this colour.
    pub(crate) fn opposite(self) -> Self {
        let light = 2 * u32::from(self.0) + 5 * u32::from(self.1) + u32::from(self.2);
        if light > 8 * 125 { Self::TEXT } else { Self::WHITE }
    }

    pub(crate) fn colour(self) -> Color {
        // Three decimals are finer than the eye and keep the file small.
        let part = |byte: u8| (f32::from(byte) / 255.0 * 1000.0).round() / 1000.0;
        Color::Rgb(Rgb { r: part(self.0), g: part(self.1), b: part(self.2), icc_profile: None })
    }
}

/// How text looks: face, size, distance of baselines, ink.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub face: Face,
    pub size: f32,
    pub leading: f32,
    pub ink: Ink,
}

const fn regular(size: f32, leading: f32, ink: Ink) -> Style {
    Style { face: Face::Regular, size, leading, ink }
}

const fn bold(size: f32, leading: f32, ink: Ink) -> Style {
    Style { face: Face::Bold, size, leading, ink }
}

impl Style {
    pub(crate) const BODY: Self = regular(9.5, 14.5, Ink::TEXT);
    pub(crate) const TERM: Self = bold(9.5, 14.5, Ink::TEXT);
    pub(crate) const NOTE: Self = regular(8.5, 12.5, Ink::MUTED);
    pub(crate) const PART: Self = bold(19.0, 24.0, Ink::ACCENT);
    pub(crate) const CHAPTER: Self = bold(13.0, 17.0, Ink::TEXT);
    pub(crate) const SECTION: Self = bold(10.5, 14.5, Ink::ACCENT);
    pub(crate) const CAPTION: Self = bold(9.0, 12.5, Ink::TEXT);
    pub(crate) const CELL: Self = regular(8.25, 11.5, Ink::TEXT);
    pub(crate) const STRONG_CELL: Self = bold(8.25, 11.5, Ink::TEXT);
    pub(crate) const HEAD_CELL: Self = bold(7.75, 10.5, Ink::MUTED);
    pub(crate) const TILE_NAME: Self = regular(8.0, 11.0, Ink::MUTED);
    pub(crate) const TILE_VALUE: Self = bold(17.0, 21.0, Ink::TEXT);
    pub(crate) const TILE_CHANGE: Self = regular(8.0, 11.0, Ink::TEXT);
    pub(crate) const FURNITURE: Self = regular(7.5, 10.0, Ink::MUTED);
    pub(crate) const COVER_OWNER: Self = bold(12.0, 16.0, Ink::ACCENT);
    pub(crate) const COVER_TITLE: Self = bold(32.0, 40.0, Ink::TEXT);
    pub(crate) const COVER_SUBTITLE: Self = regular(14.0, 20.0, Ink::MUTED);
    pub(crate) const BADGE: Self = bold(7.0, 8.0, Ink::WHITE);

    /// The same text smaller or larger.
    pub(crate) fn scaled(self, factor: f32) -> Self {
        Self { size: self.size * factor, leading: self.leading * factor, ..self }
    }

    /// The same text in another ink.
    pub(crate) fn inked(self, ink: Ink) -> Self {
        Self { ink, ..self }
    }

    /// From the top of a line to its baseline, so that the letters stand in its middle.
    pub(crate) fn drop(self) -> f32 {
        self.leading / 2.0 + self.size * 0.36
    }
}

/// The sheet and the places on it, in points from its top left corner.
pub(crate) mod sheet {
    /// A4.
    pub(crate) const WIDTH: f32 = 595.276;
    /// A4.
    pub(crate) const HEIGHT: f32 = 841.89;
    /// 20 mm.
    pub(crate) const MARGIN: f32 = 56.693;
    /// Where text goes across.
    pub(crate) const LEFT: f32 = MARGIN;
    /// Where text ends across.
    pub(crate) const RIGHT: f32 = WIDTH - MARGIN;
    /// Width of the text.
    pub(crate) const BODY_WIDTH: f32 = RIGHT - LEFT;
    /// Where content begins, below the head, which stands in the margin.
    pub(crate) const TOP: f32 = MARGIN + 10.0;
    /// Where content ends, above the foot, which stands in the margin.
    pub(crate) const BOTTOM: f32 = HEIGHT - MARGIN - 6.0;
}
