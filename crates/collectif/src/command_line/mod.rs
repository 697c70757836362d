//! The command line in French: what is typed becomes a command, `--help` explains each of them, and
//! what cannot be read is answered by a sentence. The parser's own words, which are English, are
//! replaced here and nowhere else.

mod help;
mod refusal;

use std::ffi::{OsStr, OsString};

use clap::error::ErrorKind;
use clap::{Command, CommandFactory as _, FromArgMatches as _};

pub use self::refusal::Stopped;
use crate::Cli;

/// Reads the command line of this process.
///
/// # Errors
/// What stops before any command: a help that was asked for, or a line that cannot be read.
pub fn read() -> Result<Cli, Stopped> {
    read_from(std::env::args_os())
}

fn read_from(words: impl IntoIterator<Item = OsString>) -> Result<Cli, Stopped> {
    let mut command = help::in_french(Cli::command());
    let words = help_last(words);
    let matches = command.try_get_matches_from_mut(&words);
    matches.and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| {
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Stopped::Answered(error.to_string())
            }
            _ => Stopped::Refused(refusal::sentence(&error, &path(&command, &words))),
        }
    })
}

/// The command that the words lead to: `collectif import fec`.
fn path(command: &Command, words: &[OsString]) -> String {
    let mut path = command.get_name().to_owned();
    let mut reached = command;
    for word in words.iter().skip(1) {
        if let Some(next) = reached.find_subcommand(word) {
            path = format!("{path} {}", next.get_name());
            reached = next;
        }
    }
    path
}

/// `collectif help import` is `collectif import --help`.
fn help_last(words: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut words: Vec<OsString> = words.into_iter().collect();
    if words.get(1).is_some_and(|word| ["help", "aide"].map(OsStr::new).contains(&word.as_os_str()))
    {
        words.remove(1);
        words.push("--help".into());
    }
    words
}

/// An accounting or calendar year.
///
/// # Errors
/// A text that is no year.
pub fn year(text: &str) -> Result<i32, String> {
    let year = text.trim().parse().ok().filter(|year| (1900..=2200).contains(year));
    year.ok_or_else(|| "ce n'est pas une année : écrivez par exemple 2025".to_owned())
}

/// A day, `YYYY-MM-DD` or `dd/mm/yyyy`.
///
/// # Errors
/// A text that is no day of the calendar.
pub fn day(text: &str) -> Result<chrono::NaiveDate, String> {
    domain::calendar::parse_date(text)
        .ok_or_else(|| "ce n'est pas une date : écrivez AAAA-MM-JJ".to_owned())
}

/// Where to listen.
///
/// # Errors
/// A text that is no numeric address with its port.
pub fn place(text: &str) -> Result<std::net::SocketAddr, String> {
    text.parse().map_err(|_| {
        "ce n'est pas une adresse d'écoute : écrivez par exemple 127.0.0.1:8080".to_owned()
    })
}
