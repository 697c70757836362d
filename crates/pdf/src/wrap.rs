//! Text cut into lines: at spaces, after hyphens and slashes, and anywhere in a word too long for
//! a line. No-break spaces never break.

use crate::font::Fonts;
use crate::style::Style;

/// Lines of one style.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lines {
    pub style: Style,
    pub lines: Vec<String>,
}

impl Lines {
    pub(crate) fn height(&self) -> f32 {
        self.lines.len() as f32 * self.style.leading
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Cuts a text for a width. A text without a word gives no line.
pub(crate) fn wrap(fonts: &Fonts, text: &str, style: Style, width: f32) -> Lines {
    let clean = fonts.clean(text);
    let mut lines = Vec::new();
    for paragraph in clean.trim_end().split('\n') {
        wrap_paragraph(fonts, paragraph, style, width, &mut lines);
    }
    if lines.iter().all(String::is_empty) {
        lines.clear();
    }
    Lines { style, lines }
}

fn wrap_paragraph(fonts: &Fonts, text: &str, style: Style, width: f32, lines: &mut Vec<String>) {
    let measure = |piece: &str| fonts.width(style.face, style.size, piece);
    let space = measure(" ");
    let mut line = String::new();
    let mut used = 0.0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut pending = if line.is_empty() { 0.0 } else { space };
        for piece in pieces(word) {
            let wide = measure(piece);
            if used + pending + wide <= width || line.is_empty() && wide <= width {
                if pending > 0.0 {
                    line.push(' ');
                }
                line.push_str(piece);
                used += pending + wide;
            } else {
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                (line, used) = break_piece(fonts, piece, style, width, lines);
            }
            pending = 0.0;
        }
    }
    lines.push(line);
}

/// A word at its hyphens and slashes, where letters stand on both sides: `Saint-Étienne` may break,
/// `12/03/2027`, `N-1` and `-5` may not.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let cut = rest.char_indices().skip(1).find_map(|(at, c)| {
            let end = at + c.len_utf8();
            let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
            let between =
                letter(rest[..at].chars().next_back()) && letter(rest[end..].chars().next());
            (matches!(c, '-' | '/' | '–' | '@') && between).then_some(end)
        });
        let (piece, after) = rest.split_at(cut.unwrap_or(rest.len()));
        rest = after;
        Some(piece)
    })
}

/// Cuts a piece longer than a line; gives back the rest and its width.
fn break_piece(
    fonts: &Fonts,
    piece: &str,
    style: Style,
    width: f32,
    lines: &mut Vec<String>,
) -> (String, f32) {
    let mut line = String::new();
    let mut used = 0.0;
    for c in piece.chars() {
        let wide = fonts.advance(style.face, style.size, c);
        // At least a character per line, or a column narrower than a letter would never end.
        if used + wide > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        line.push(c);
        used += wide;
    }
    (line, used)
}

/// The widest piece that wrapping would rather not cut.
pub(crate) fn widest_word(fonts: &Fonts, text: &str, style: Style) -> f32 {
    fonts
        .clean(text)
        .split([' ', '\n'])
        .flat_map(pieces)
        .map(|piece| fonts.width(style.face, style.size, piece))
        .fold(0.0, f32::max)
}

/// One line that ends in `…` when the text is wider than its place.
pub(crate) fn fit(fonts: &Fonts, text: &str, style: Style, width: f32) -> String {
    let mut line = fonts.clean(text).replace('\n', " ");
    if fonts.width(style.face, style.size, &line) <= width {
        return line;
    }
    let mut used = fonts.advance(style.face, style.size, '…');
    let mut end = 0;
    for (at, c) in line.char_indices() {
        used += fonts.advance(style.face, style.size, c);
        if used > width {
            break;
        }
        end = at + c.len_utf8();
    }
    line.truncate(end);
    line.truncate(line.trim_end().len());
    line.push('…');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: f32) -> Vec<String> {
        wrap(Fonts::load().expect("fonts"), text, Style::BODY, width).lines
    }

    #[test]
    fn lines_fit_and_lose_nothing() {
        let fonts = Fonts::load().expect("fonts");
        let text = "Le Collectif réunit quatre associations autour de l'insertion et du réemploi.";
        for width in [1.0, 60.0, 120.0, 500.0] {
            let lines = wrapped(text, width);
            for line in &lines {
                let wide = fonts.width(Style::BODY.face, Style::BODY.size, line);
                assert!(wide <= width || line.chars().count() == 1, "{line:?} at {width}");
            }
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn amounts_hold_together_and_hyphens_break() {
        assert_eq!(
            wrapped("soit 1\u{202f}234,56\u{a0}€", 62.0),
            ["soit", "1\u{202f}234,56\u{a0}€"]
        );
        assert_eq!(wrapped("Saint-Étienne", 60.0), ["Saint-", "Étienne"]);
        let whole = |word| pieces(word).collect::<Vec<_>>();
        assert_eq!(whole("12/03/2027"), ["12/03/2027"]);
        assert_eq!(whole("-5"), ["-5"]);
        assert_eq!(whole("N-1"), ["N-1"]);
    }

    #[test]
    fn line_feeds_count_and_nothing_gives_nothing() {
        assert_eq!(wrapped("un\n\ndeux\n", 200.0), ["un", "", "deux"]);
        assert!(wrapped(" \n ", 200.0).is_empty());
    }

    #[test]
    fn a_name_too_long_for_its_place_ends_in_an_ellipsis() {
        let fonts = Fonts::load().expect("fonts");
        assert_eq!(fit(fonts, "Court", Style::BODY, 100.0), "Court");
        assert!(fit(fonts, &"Ressourcerie ".repeat(9), Style::BODY, 100.0).ends_with('…'));
        assert_eq!(fit(fonts, "Long", Style::BODY, 0.0), "…");
    }
}
