//! A file of bytes as text, and the text as lines and cells.
//!
//! A file is a stranger: what is no text is named, a quote left open costs its own line and not the
//! rest of the file, and neither a wide, a long nor a huge file takes more memory than its own size.

use std::borrow::Cow;

use crate::issue::Issues;

/// The largest file read: 64 MiB, some half a million rows.
pub(super) const MAX_BYTES: usize = 64 << 20;
/// How many cells of one line are kept.
pub(super) const MAX_CELLS: usize = 256;
/// How far a quoted cell may run, line breaks included.
const MAX_QUOTED: usize = 64 << 10;

/// Starts of files that are no text, with what to say of them.
const OTHER_FORMATS: [(&[u8], &str); 5] = [
    (
        b"PK\x03\x04",
        "c'est un classeur (xlsx, ods) ou une archive : enregistrez la feuille au format CSV",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "c'est un ancien classeur Excel (xls) : enregistrez la feuille au format CSV",
    ),
    (b"%PDF", "c'est un document PDF : il faut un fichier CSV"),
    (b"\xff\xfe", "c'est du texte UTF-16 : enregistrez le fichier au format CSV UTF-8"),
    (b"\xfe\xff", "c'est du texte UTF-16 : enregistrez le fichier au format CSV UTF-8"),
];

/// The file as text: UTF-8 with or without its mark, else Windows-1252.
pub(super) fn decode<'a>(bytes: &'a [u8], issues: &mut Issues) -> Option<Cow<'a, str>> {
    if bytes.len() > MAX_BYTES {
        let message = format!(
            "le fichier pèse {} Mo, le plus grand admis {} Mo",
            bytes.len().div_ceil(1 << 20),
            MAX_BYTES >> 20
        );
        issues.error("file-too-large", None, None, message);
        return None;
    }
    if let Some((_, message)) = OTHER_FORMATS.iter().find(|(m, _)| bytes.starts_with(m)) {
        issues.error("not-text", None, None, *message);
        return None;
    }
    if let Some(at) = memchr::memchr(0, bytes) {
        let line = memchr::memchr_iter(b'\n', &bytes[..at]).count() as u64 + 1;
        let message =
            format!("ce n'est pas un fichier de texte : octet nul à la position {}", at + 1);
        issues.error("not-text", Some(line), None, message);
        return None;
    }
    let (marked, bytes) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        Err(fault) if marked => {
            let before = &bytes[..fault.valid_up_to()];
            let line = memchr::memchr_iter(b'\n', before).count() as u64 + 1;
            let message = "le fichier s'annonce en UTF-8 et ne l'est pas sur cette ligne : \
                           enregistrez-le de nouveau au format CSV UTF-8";
            issues.error("not-text", Some(line), None, message);
            None
        }
        Err(_) => Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
}

/// A line of the file, cut into cells.
pub(super) struct Record<'a> {
    /// Where it starts, from 1.
    pub line: u64,
    /// Its cells as written, quotes undone.
    pub cells: Vec<Cow<'a, str>>,
    /// Whether cells beyond the two hundred and fifty-sixth were left out.
    pub too_wide: bool,
}

/// What stops a line from being cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// A quote opens a cell and nothing closes it.
    Open,
    /// Text follows the quote that closes a cell.
    Stray,
}

/// Cuts a text into records, one call at a time; empty lines are stepped over.
pub(super) struct Cutter<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    separator: u8,
}

impl<'a> Cutter<'a> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'a str, separator: u8) -> Self {
        Self { text, at: 0, line: 1, separator }
    }

    /// The cell that starts here; stands on its separator, line end or end of text afterwards.
    fn cell(&mut self) -> Result<Cow<'a, str>, Flaw> {
        let rest = &self.text[self.at..];
        if !rest.starts_with('"') {
            let end = memchr::memchr3(self.separator, b'\n', b'\r', rest.as_bytes())
                .unwrap_or(rest.len());
            self.at += end;
            return Ok(Cow::Borrowed(&rest[..end]));
        }
        let bytes = rest.as_bytes();
        let window = &bytes[..bytes.len().min(MAX_QUOTED)];
        let mut from = 1;
        let mut doubled = false;
        let close = loop {
            let quote = from + memchr::memchr(b'"', &window[from..]).ok_or(Flaw::Open)?;
            if bytes.get(quote + 1) != Some(&b'"') {
                break quote;
            }
            doubled = true;
            from = quote + 2;
            if from > window.len() {
                return Err(Flaw::Open);
            }
        };
        let blanks = bytes[close + 1..].iter().take_while(|b| **b == b' ').count();
        let after = close + 1 + blanks;
        if let Some(next) = bytes.get(after)
            && ![self.separator, b'\n', b'\r'].contains(next)
        {
            return Err(Flaw::Stray);
        }
        let inside = &rest[1..close];
        self.line += breaks(inside);
        self.at += after;
        Ok(if doubled { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) })
    }

    /// Steps over the line end where it stands, if any.
    fn end_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let step = match rest {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return,
        };
        self.at += step;
        self.line += 1;
    }

    /// Gives the current line up and stands at the start of the next one.
    fn skip_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        self.end_line();
    }
}

/// How many line breaks a text holds, `\r\n` counted once.
fn breaks(text: &str) -> u64 {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
        .count() as u64
}

impl<'a> Iterator for Cutter<'a> {
    type Item = Result<Record<'a>, (u64, Flaw)>;

    fn next(&mut self) -> Option<Self::Item> {
        while matches!(self.text.as_bytes().get(self.at), Some(b'\n' | b'\r')) {
            self.end_line();
        }
        if self.at >= self.text.len() {
            return None;
        }
        let line = self.line;
        let mut record = Record { line, cells: Vec::new(), too_wide: false };
        loop {
            if record.cells.len() == MAX_CELLS {
                record.too_wide = true;
                self.skip_line();
                break;
            }
            match self.cell() {
                Ok(cell) => record.cells.push(cell),
                Err(flaw) => {
                    let line = self.line;
                    self.skip_line();
                    return Some(Err((line, flaw)));
                }
            }
            if self.text.as_bytes().get(self.at) == Some(&self.separator) {
                self.at += 1;
            } else {
                self.end_line();
                break;
            }
        }
        Some(Ok(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Cut = Result<(u64, Vec<String>), (u64, Flaw)>;

    fn cut(text: &str) -> Vec<Cut> {
        Cutter::new(text, b';')
            .map(|r| r.map(|r| (r.line, r.cells.iter().map(ToString::to_string).collect())))
            .collect()
    }

    #[expect(clippy::unnecessary_wraps, reason = "compared with what cutting gives")]
    fn cells(line: u64, cells: &[&str]) -> Cut {
        Ok((line, cells.iter().map(ToString::to_string).collect()))
    }

    #[test]
    fn lines_and_quotes_are_cut() {
        assert_eq!(
            cut("a;\"b;\"\"c\"\"\" ;\r\n\"x\r\ny\";z\rlast;5\" pipe"),
            [
                cells(1, &["a", "b;\"c\"", ""]),
                cells(2, &["x\r\ny", "z"]),
                cells(4, &["last", "5\" pipe"]),
            ]
        );
    }

    #[test]
    fn a_lone_quote_costs_its_line_only() {
        assert_eq!(
            cut("a;b\nc;\"d\ne;f\n\"g\"h;i\nj;k"),
            [
                cells(1, &["a", "b"]),
                Err((2, Flaw::Stray)),
                cells(3, &["e", "f"]),
                Err((4, Flaw::Stray)),
                cells(5, &["j", "k"]),
            ]
        );
        assert_eq!(cut("a;\"b\nc;d"), [Err((1, Flaw::Open)), cells(2, &["c", "d"])]);
        let doubled = "\"".repeat(MAX_QUOTED * 2 + 1) + "\nok";
        assert_eq!(cut(&doubled), [Err((1, Flaw::Open)), cells(2, &["ok"])]);
    }
}
