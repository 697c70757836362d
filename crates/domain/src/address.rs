//! Texts that others typed, as parts of an address, and back.

use std::fmt::Write as _;

/// A text as one part of a path, or one value of a query.
pub fn part(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// What [`part`] wrote; none for what it would not have written.
pub fn unpart(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, after) = after.split_at_checked(2)?;
        let digits = std::str::from_utf8(digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = after;
    }
    let text = String::from_utf8(bytes).ok()?;
    (self::part(&text) == part).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{part, unpart};

    #[test]
    fn parts_read_back() {
        for text in ["", "V1", "A/1 bis", "é?#%", "-_.~", "=1+2"] {
            assert_eq!(unpart(&part(text)).as_deref(), Some(text));
        }
        assert_eq!(part("A/1"), "A%2F1");
        for other in ["a/b", "%", "%4", "%zz", "%ff", "%41", "a b", "%+4"] {
            assert_eq!(unpart(other), None, "{other}");
        }
    }
}
