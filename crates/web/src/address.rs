//! Texts that others typed, as parts of an address.

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

/// An address with what is asked of it; what is blank is left out.
pub fn asking(path: &str, asked: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        let mark = if out.contains('?') { '&' } else { '?' };
        let _ = write!(out, "{mark}{name}={}", part(value));
    }
    out
}
