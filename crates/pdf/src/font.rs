//! The shipped fonts: which characters they have, how wide each is, and text made safe for them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ttf_parser::Face as Outlines;
use unicode_normalization::UnicodeNormalization as _;

use crate::paper::PaperError;

/// DejaVu Sans, cut down to Latin; see `fonts/LICENSE.txt`.
const REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
/// DejaVu Sans Bold, cut down to Latin.
const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.ttf");

/// One of the two faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    Regular,
    Bold,
}

impl Face {
    pub(crate) const BOTH: [Self; 2] = [Self::Regular, Self::Bold];

    /// The bytes of the font file.
    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
        }
    }

    /// Its name in the file: six letters and a plus say that characters were left out.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Regular => "CLTFRA+DejaVuSans",
            Self::Bold => "CLTFRB+DejaVuSans-Bold",
        }
    }
}

/// Advances in thousandths of the size, rounded down as the file's own table of widths is, so that
/// what is measured here is what a reader shows.
#[derive(Debug)]
struct Advances {
    /// Up to the end of Latin Extended-A, where nearly all text is.
    near: Vec<Option<u16>>,
    far: BTreeMap<char, u16>,
}

impl Advances {
    fn read(face: Face) -> Result<Self, PaperError> {
        let unreadable = || PaperError::Font(face.name());
        let outlines = Outlines::parse(face.bytes(), 0).map_err(|_| unreadable())?;
        let unit = f32::from(outlines.units_per_em());
        let mut near = vec![None; 0x180];
        let mut far = BTreeMap::new();
        let table = outlines.tables().cmap.ok_or_else(unreadable)?;
        for subtable in table.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            subtable.codepoints(|code| {
                let Some(c) = char::from_u32(code) else {
                    return;
                };
                let Some(glyph) = outlines.glyph_index(c) else {
                    return;
                };
                let advance = outlines.glyph_hor_advance(glyph).unwrap_or(0);
                let thousandths = (f32::from(advance) * (1000.0 / unit)) as u16;
                match near.get_mut(code as usize) {
                    Some(slot) => *slot = Some(thousandths),
                    None => {
                        far.insert(c, thousandths);
                    }
                }
            });
        }
        Ok(Self { near, far })
    }

    fn of(&self, c: char) -> Option<u16> {
        match self.near.get(c as usize) {
            Some(advance) => *advance,
            None => self.far.get(&c).copied(),
        }
    }
}

/// Both faces, measured.
#[derive(Debug)]
pub(crate) struct Fonts {
    regular: Advances,
    bold: Advances,
}

impl Fonts {
    /// Reads the shipped fonts, once for the life of the program.
    pub(crate) fn load() -> Result<&'static Self, PaperError> {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        if let Some(fonts) = FONTS.get() {
            return Ok(fonts);
        }
        let regular = Advances::read(Face::Regular)?;
        let bold = Advances::read(Face::Bold)?;
        Ok(FONTS.get_or_init(|| Self { regular, bold }))
    }

    fn advances(&self, face: Face) -> &Advances {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }

    /// Whether both faces can show a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.regular.of(c).is_some() && self.bold.of(c).is_some()
    }

    /// Width of one character at a size.
    pub(crate) fn advance(&self, face: Face, size: f32, c: char) -> f32 {
        f32::from(self.advances(face).of(c).unwrap_or(0)) * size / 1000.0
    }

    /// Width of a text at a size.
    pub(crate) fn width(&self, face: Face, size: f32, text: &str) -> f32 {
        let advances = self.advances(face);
        let thousandths: u32 = text.chars().map(|c| u32::from(advances.of(c).unwrap_or(0))).sum();
        thousandths as f32 * size / 1000.0
    }

    /// Text that the fonts can show and that French readers expect: composed accents, no control
    /// but the line feed, plain spaces, no-break spaces before `: ; ! ? »` and after `«`; what is
    /// still lacking becomes `?`, never a silent box.
    pub(crate) fn clean(&self, text: &str) -> String {
        // Nearly all text: nothing to compose, nothing to replace.
        let ready = |c: char| (c < '\u{300}' && c != '\u{ad}' || c == '\u{202f}') && self.has(c);
        if text.chars().all(ready) {
            return bind_punctuation(text.to_owned());
        }
        let mut out = String::with_capacity(text.len());
        for c in text.nfc() {
            match c {
                '\n' => out.push('\n'),
                '\t' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' => {
                    out.push(' ');
                }
                '\u{2007}' => out.push('\u{a0}'),
                // Marks without a shape: soft hyphen, zero widths, directions, byte order.
                '\r'
                | '\u{ad}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{206f}'
                | '\u{feff}' => {}
                c if self.has(c) => out.push(c),
                c => self.push_equivalent(&mut out, c),
            }
        }
        bind_punctuation(out)
    }

    /// `ﬁ` as `fi`, `①` as `1`; else `?`.
    fn push_equivalent(&self, out: &mut String, c: char) {
        let known = |c: char| self.has(c);
        if !c.is_control() && std::iter::once(c).nfkc().all(known) {
            out.extend(std::iter::once(c).nfkc());
        } else {
            out.push('?');
        }
    }
}

/// Makes the spaces of French punctuation unbreakable.
fn bind_punctuation(text: String) -> String {
    if !text.contains([':', ';', '!', '?', '»', '«', '%', '€']) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 4);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let binds_next = |c: &char| matches!(c, ':' | ';' | '!' | '?' | '»' | '%' | '€');
        let bound = c == ' ' && (out.ends_with('«') || letters.peek().is_some_and(binds_next));
        out.push(if bound { '\u{a0}' } else { c });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_what_french_amounts_need() {
        let fonts = Fonts::load().expect("fonts");
        for c in "\u{202f}\u{a0}\u{20ac}\u{2212}\u{153}\u{2019}\u{2013}?ÉÇ«»…°²→■●".chars()
        {
            assert!(fonts.has(c), "U+{:04X} is lacking", c as u32);
        }
        for face in Face::BOTH {
            assert!(fonts.advance(face, 10.0, '\u{202f}') > 0.0);
            // Tabular figures: amounts align without any work.
            let digits: Vec<f32> = ('0'..='9').map(|c| fonts.advance(face, 10.0, c)).collect();
            assert!(digits.iter().all(|width| (width - digits[0]).abs() < f32::EPSILON));
        }
    }

    #[test]
    fn what_the_fonts_lack_is_replaced() {
        let fonts = Fonts::load().expect("fonts");
        assert_eq!(fonts.clean("a\u{1}b\u{7f}"), "a?b?");
        assert_eq!(fonts.clean("日本 🎉"), "?? ?".replace(' ', "\u{a0}").as_str());
        assert_eq!(fonts.clean("e\u{301}te\u{301}"), "été");
        assert_eq!(fonts.clean("of\u{ad}fi\u{200b}ce\tﬁn ①"), "office fin 1");
        assert_eq!(fonts.clean("\u{202e}droite"), "droite");
    }

    #[test]
    fn french_punctuation_holds_to_its_word() {
        let fonts = Fonts::load().expect("fonts");
        assert_eq!(fonts.clean("Quoi ? « Rien »"), "Quoi\u{a0}? «\u{a0}Rien\u{a0}»");
        assert_eq!(fonts.clean("12 % de 5 €"), "12\u{a0}% de 5\u{a0}€");
    }
}
