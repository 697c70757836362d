//! A progress bar on standard error, only on a terminal.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over a known length, or nothing where nobody looks.
pub fn bar(length: u64, what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} %");
    let bar = ProgressBar::new(length).with_message(what.to_owned());
    style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
}
