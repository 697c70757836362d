//! Words in a picture: how wide they are at most, and names cut into lines.
//!
//! The domain knows no font: widths are estimated wider than the usual sans on purpose.

use super::Picture;

const NAME_LINES: usize = 3;

/// How wide a text is at most, in units, at a size: wider than the usual sans on purpose.
pub(super) fn width_of(text: &str, size: f64) -> f64 {
    let ems: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 't' | 'f' | 'r' | '\'' | '’' | ',' | '.' | ':' | ';' | ' '
            | '\u{a0}' | '(' | ')' | '-' => 0.40,
            '\u{202f}' => 0.25,
            'm' | 'w' | 'M' | 'W' | 'œ' | 'Œ' | '%' | '@' => 1.0,
            '\u{2212}' => 0.84,
            c if c.is_uppercase() => 0.76,
            _ => 0.64,
        })
        .sum();
    ems * size
}

/// Cuts a name into lines no wider than `width`; what does not fit ends in `…`.
pub(super) fn name_lines(name: &str, width: f64) -> Vec<String> {
    let fits = |line: &str| width_of(line, Picture::TEXT) <= width;
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let cut = lines.len() > NAME_LINES;
    lines.truncate(NAME_LINES);
    let last = lines.len().saturating_sub(1);
    for (index, line) in lines.iter_mut().enumerate() {
        let more = cut && index == last;
        if !fits(line) || more {
            while !line.is_empty() && !fits(&format!("{line}…")) {
                line.pop();
            }
            line.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_take_lines_then_an_ellipsis() {
        assert_eq!(name_lines("Les Jardins", 190.0), ["Les Jardins"]);
        assert_eq!(name_lines("", 190.0), Vec::<String>::new());
        let long = name_lines(&"Ressourcerie ".repeat(20), 190.0);
        assert_eq!(long.len(), NAME_LINES);
        assert!(long[2].ends_with('…'));
        assert!(name_lines(&"x".repeat(300), 190.0)[0].ends_with('…'));
    }
}
