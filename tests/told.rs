//! What the program told: its exit code, what it printed, its complaints.

use std::process::Output;

use serde_json::Value;

/// The end of a command.
#[derive(Debug)]
pub struct Told {
    /// What was asked.
    pub asked: String,
    /// Its exit code; none when it was killed.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Told {
    /// From the end of a process.
    pub fn of(asked: &str, output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it speaks UTF-8");
        let told = Self {
            asked: asked.to_owned(),
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        assert!(!told.err.contains("panicked"), "« {asked} » panicked: {}", told.err);
        told
    }

    /// It was done.
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "« {} » should be done: {}", self.asked, self.err);
        self
    }

    /// It was refused, and said why.
    #[track_caller]
    pub fn refused(self) -> Self {
        assert_eq!(self.code, Some(1), "« {} » should be refused: {}", self.asked, self.out);
        assert!(self.err.starts_with("collectif : "), "« {} » says why: {}", self.asked, self.err);
        self
    }

    /// It was refused in one short line that says these words.
    #[track_caller]
    pub fn refused_saying(self, words: &[&str]) -> Self {
        let told = self.refused();
        assert_eq!(told.err.lines().count(), 1, "« {} » in one line: {}", told.asked, told.err);
        assert!(told.err.chars().count() < 500, "« {} » is brief: {}", told.asked, told.err);
        for word in words {
            assert!(told.err.contains(word), "« {} » says « {word} »: {}", told.asked, told.err);
        }
        told
    }

    /// The document of `--json`.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("« {} » gives JSON ({error}): {}", self.asked, self.out))
    }

    /// What became of the first file of an import.
    #[track_caller]
    pub fn file(&self) -> Value {
        self.json()["files"][0].clone()
    }

    /// The codes of a file's issues of one severity, in order.
    #[track_caller]
    pub fn codes(&self, severity: &str) -> Vec<String> {
        let file = self.file();
        let issues = file["issues"].as_array().expect("issues").iter();
        let codes =
            issues.filter(|issue| issue["severity"] == severity).map(|issue| &issue["code"]);
        codes.map(|code| code.as_str().expect("a code").to_owned()).collect()
    }
}
