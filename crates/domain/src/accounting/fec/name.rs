//! The file's name: `<SIREN>FEC<AAAAMMJJ>.txt`, with whatever a person put before it.

use chrono::NaiveDate;

/// What a file's name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FecName {
    /// The nine digits before `FEC`, if they are there.
    pub siren: Option<String>,
    /// The closing date.
    pub year_end: NaiveDate,
}

/// Reads a file name (without its folder); `None` when it does not say a closing date.
pub fn read(file_name: &str) -> Option<FecName> {
    let upper = file_name.to_ascii_uppercase();
    upper.match_indices("FEC").find_map(|(at, _)| {
        let digits = upper.get(at + 3..at + 11)?;
        if upper[at + 11..].starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let year_end = super::day::read(digits.as_bytes()).filter(|read| !read.odd)?.day;
        let before: String = upper[..at].chars().rev().take_while(char::is_ascii_digit).collect();
        let siren = (before.len() == 9).then(|| before.chars().rev().collect());
        Some(FecName { siren, year_end })
    })
}

/// The name of an exported file.
pub fn write(siren: Option<&str>, year_end: NaiveDate) -> String {
    format!("{}FEC{}.txt", siren.unwrap_or("000000000"), year_end.format("%Y%m%d"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let read = |name| read(name).map(|n| (n.siren, n.year_end.to_string()));
        assert_eq!(
            read("odd_x__123456782FEC20251231.txt"),
            Some((Some("123456782".into()), "2025-12-31".into()))
        );
        assert_eq!(read("FEC20251231.TXT"), Some((None, "2025-12-31".into())));
        assert_eq!(read("association_2025.txt"), None);
        assert_eq!(read("123456782FEC20250231.txt"), None);
    }
}
