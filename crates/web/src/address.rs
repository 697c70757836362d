//! Texts that others typed, as parts of an address.

use std::fmt::Write as _;

pub use domain::address::part;

/// An address with what is asked of it; what is blank is left out.
pub fn asking(path: &str, asked: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    for (name, value) in asked.iter().filter(|(_, value)| !value.is_empty()) {
        let mark = if out.contains('?') { '&' } else { '?' };
        let _ = write!(out, "{mark}{name}={}", part(value));
    }
    out
}
