//! What a reader found in a file: problems that refuse it and oddities that are read all the same.

use std::collections::BTreeMap;

use serde::Serialize;

/// Whether an issue refuses the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The whole file is refused.
    Error,
    /// Read, and said.
    Warning,
}

/// One problem or oddity, in a sentence a volunteer can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    /// The line in the file, from 1; none for the file as a whole.
    pub line: Option<u64>,
    /// The column's name, when one is to blame.
    pub column: Option<String>,
    /// Whether it refuses the file.
    pub severity: Severity,
    /// A stable code, such as `unbalanced-entry`.
    pub code: &'static str,
    /// The sentence, in French.
    pub message: String,
}

/// How many characters of a text a sentence repeats.
const REPEATED: usize = 40;

/// `« 31/02/2026 »`: the text of a file as a sentence repeats it, cut after forty characters, with a
/// lozenge for what does not print, so that no file can fill a screen or drive a terminal.
pub fn quoted(text: &str) -> String {
    let printable = |c: char| {
        if c.is_control() || is_invisible(c) { '\u{fffd}' } else { c }
    };
    let mut rest = text.trim().chars().map(printable);
    let head: String = rest.by_ref().take(REPEATED).collect();
    let tail = if rest.next().is_some() { "…" } else { "" };
    format!("« {head}{tail} »")
}

/// Whether a character shows nothing and may turn the reading order of a line: marks of direction,
/// zero-width space, byte-order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

/// How many errors of one code are told one by one; the rest is counted.
const TOLD: u64 = 50;

/// Gathers every problem of a file: errors one by one (at most fifty of a kind, then their number),
/// oddities once per code with their number and the first line.
#[derive(Clone, Debug, Default)]
pub struct Issues {
    told: Vec<Issue>,
    errors: BTreeMap<&'static str, u64>,
    warnings: BTreeMap<&'static str, (u64, Issue)>,
}

impl Issues {
    /// Notes a problem that refuses the file.
    pub fn error(
        &mut self,
        code: &'static str,
        line: Option<u64>,
        column: Option<&str>,
        message: impl Into<String>,
    ) {
        let count = self.errors.entry(code).or_default();
        *count += 1;
        if *count <= TOLD {
            self.told.push(Issue {
                line,
                column: column.map(str::to_owned),
                severity: Severity::Error,
                code,
                message: message.into(),
            });
        }
    }

    /// Notes an oddity; the message of the first one is kept, with the count of them all.
    pub fn warn(
        &mut self,
        code: &'static str,
        line: Option<u64>,
        column: Option<&str>,
        message: impl FnOnce() -> String,
    ) {
        self.warnings.entry(code).and_modify(|(count, _)| *count += 1).or_insert_with(|| {
            let column = column.map(str::to_owned);
            let severity = Severity::Warning;
            (1, Issue { line, column, severity, code, message: message() })
        });
    }

    /// Whether the file is refused.
    pub fn refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// How many times a code was met, as error or as oddity.
    pub fn count(&self, code: &str) -> u64 {
        self.errors.get(code).copied().unwrap_or(0)
            + self.warnings.get(code).map_or(0, |(count, _)| *count)
    }

    /// Everything, errors first, each in the order of the file.
    pub fn into_list(mut self) -> Vec<Issue> {
        for (code, count) in &self.errors {
            if *count > TOLD {
                let column = None;
                let message =
                    format!("et {} autres problèmes de même nature ({code})", count - TOLD);
                self.told.push(Issue {
                    line: None,
                    column,
                    severity: Severity::Error,
                    code,
                    message,
                });
            }
        }
        self.told.sort_by_key(|issue| issue.line.unwrap_or(u64::MAX));
        let mut warnings: Vec<Issue> = self
            .warnings
            .into_values()
            .map(|(count, mut issue)| {
                if count > 1 {
                    issue.message = format!("{} ({count} fois)", issue.message);
                }
                issue
            })
            .collect();
        warnings.sort_by_key(|issue| issue.line.unwrap_or(0));
        self.told.extend(warnings);
        self.told
    }
}
