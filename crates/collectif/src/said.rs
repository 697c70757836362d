//! What a command answers: a text for people, a document for machines, and whether it was done.

use std::io::Write as _;
use std::process::ExitCode;

use serde_json::Value;

/// An answer.
pub struct Said {
    /// For people, in French.
    pub text: String,
    /// For `--json`.
    pub json: Value,
    /// Reasons of a refusal, on standard error; empty when the act was done.
    pub refused: Vec<String>,
}

impl Said {
    /// It was done.
    pub fn done(text: impl Into<String>, json: Value) -> Self {
        Self { text: text.into(), json, refused: Vec::new() }
    }

    /// It was done and printed already.
    pub fn silent() -> Self {
        Self::done(String::new(), Value::Null)
    }

    /// Prints it: exit 0 when done, 1 when refused.
    pub fn print(self, json: bool) -> ExitCode {
        let mut out = std::io::stdout().lock();
        // A reader that closed the pipe (`head`) has all it wanted.
        let _ = match &self.json {
            Value::Null => Ok(()),
            document if json => writeln!(out, "{document:#}"),
            _ => write!(out, "{}", self.text),
        };
        for reason in &self.refused {
            eprintln!("collectif : {reason}");
        }
        ExitCode::from(u8::from(!self.refused.is_empty()))
    }
}
