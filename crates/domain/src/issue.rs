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
    /// How many problems it stands for; documents list them one by one.
    #[serde(skip)]
    pub count: u64,
    /// The last line of those.
    #[serde(skip)]
    pub last_line: Option<u64>,
}

/// How many issues of one code people are shown one by one.
const SHOWN: usize = 3;

/// What people are shown of a list: of each code the first three, then the number of the others and
/// the last line where they stand.
pub fn shown(issues: &[Issue]) -> Vec<Issue> {
    let mut shown: Vec<Issue> = Vec::new();
    for (at, issue) in issues.iter().enumerate() {
        let like = |other: &&Issue| other.code == issue.code && other.severity == issue.severity;
        let before = issues[..at].iter().filter(like).count();
        let after: Vec<&Issue> = issues[at..].iter().filter(like).collect();
        match before {
            _ if before < SHOWN => shown.push(issue.clone()),
            // One more takes no more room than its number.
            SHOWN if after.len() == 1 && issue.count == 1 => shown.push(issue.clone()),
            SHOWN => {
                let count = after.iter().map(|issue| issue.count).sum();
                let last = after.iter().filter_map(|issue| issue.last_line).max();
                shown.push(others(issue, count, last));
            }
            _ => {}
        }
    }
    shown
}

/// `et 47 autres problèmes de même nature, jusqu'à la ligne 812`.
fn others(like: &Issue, count: u64, last: Option<u64>) -> Issue {
    let until = last.map(|line| format!(", jusqu'à la ligne {line}")).unwrap_or_default();
    let message = format!("et {count} autres problèmes de même nature{until}");
    Issue {
        line: None,
        column: None,
        severity: like.severity,
        code: like.code,
        message,
        count,
        last_line: last,
    }
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
    /// How many of each code, and the last line.
    errors: BTreeMap<&'static str, (u64, Option<u64>)>,
    /// How many of each code, the last line, and the first one.
    warnings: BTreeMap<&'static str, (u64, Option<u64>, Issue)>,
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
        let (count, last) = self.errors.entry(code).or_default();
        *count += 1;
        *last = line.max(*last);
        if *count <= TOLD {
            self.told.push(Issue {
                line,
                column: column.map(str::to_owned),
                severity: Severity::Error,
                code,
                message: message.into(),
                count: 1,
                last_line: line,
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
        let met = |(count, last, _): &mut (u64, Option<u64>, Issue)| {
            *count += 1;
            *last = line.max(*last);
        };
        self.warnings.entry(code).and_modify(met).or_insert_with(|| {
            let column = column.map(str::to_owned);
            let severity = Severity::Warning;
            let message = message();
            let first = Issue { line, column, severity, code, message, count: 1, last_line: line };
            (1, line, first)
        });
    }

    /// Whether the file is refused.
    pub fn refused(&self) -> bool {
        !self.errors.is_empty()
    }

    /// How many times a code was met, as error or as oddity.
    pub fn count(&self, code: &str) -> u64 {
        self.errors.get(code).map_or(0, |(count, _)| *count)
            + self.warnings.get(code).map_or(0, |(count, ..)| *count)
    }

    /// Everything, errors first, each in the order of the file.
    pub fn into_list(mut self) -> Vec<Issue> {
        for (code, (count, last)) in &self.errors {
            if *count > TOLD
                && let Some(like) = self.told.iter().find(|issue| issue.code == *code)
            {
                let rest = others(like, count - TOLD, *last);
                self.told.push(rest);
            }
        }
        self.told.sort_by_key(|issue| issue.line.unwrap_or(u64::MAX));
        let mut warnings: Vec<Issue> = self
            .warnings
            .into_values()
            .map(|(count, last, mut issue)| {
                if count > 1 {
                    let until = last.filter(|_| last > issue.line);
                    let until = until.map(|line| format!(", jusqu'à la ligne {line}"));
                    let until = until.unwrap_or_default();
                    issue.message = format!("{} ({count} fois{until})", issue.message);
                    issue.count = count;
                }
                issue
            })
            .collect();
        warnings.sort_by_key(|issue| issue.line.unwrap_or(0));
        self.told.extend(warnings);
        self.told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_shown_few_of_a_kind() {
        let mut issues = Issues::default();
        for line in 2..=90 {
            issues.error("bad-date", Some(line), Some("debut"), format!("la date {line}"));
            issues.warn("odd-age", Some(line), None, || "un âge rare".to_owned());
        }
        for line in 3..=6 {
            issues.error("bad-name", Some(line), None, format!("le nom {line}"));
        }
        let list = issues.into_list();
        assert_eq!(list.len(), 50 + 1 + 4 + 1, "documents list fifty of a kind");
        let told: Vec<String> = shown(&list).into_iter().map(|issue| issue.message).collect();
        assert_eq!(
            told,
            [
                "la date 2",
                "la date 3",
                "le nom 3",
                "la date 4",
                "le nom 4",
                "et 86 autres problèmes de même nature, jusqu'à la ligne 90",
                "le nom 5",
                "le nom 6",
                "un âge rare (89 fois, jusqu'à la ligne 90)"
            ]
        );
    }
}
