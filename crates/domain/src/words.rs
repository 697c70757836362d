//! Texts as people look for them: without accents, capitals or marks; characters that no text should
//! have.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in lower case, without accents; what is neither letter nor digit becomes a space.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            letter if letter.is_alphanumeric() => out.extend(letter.to_lowercase()),
            _ => out.push(' '),
        }
    }
    out
}

/// Whether a character breaks a line or turns the rest of it around: controls, and marks that nobody
/// sees.
pub fn is_unfit(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Bytes in lower-case hexadecimal digits, two each.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(DIGITS[usize::from(digit)]));
        }
    }
    out
}

/// What [`hex`] wrote, in either case; none for any other text.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?));
    rest.is_empty().then(|| bytes.collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{folded, hex, unhex};

    #[test]
    fn accents_capitals_and_marks_do_not_matter() {
        assert_eq!(folded("Bâtir en Sauvine"), "batir en sauvine");
        assert_eq!(folded("L'Œuvre – À l’été"), "l oeuvre   a l ete");
    }

    #[test]
    fn bytes_read_back() {
        let bytes = [0, 1, 0x7f, 0xa5, 0xff];
        assert_eq!(hex(&bytes), "00017fa5ff");
        assert_eq!(unhex("00017FA5ff").as_deref(), Some(&bytes[..]));
        for wrong in ["0", "0g", "é"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
