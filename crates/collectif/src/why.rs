//! Why an act was not done: one sentence, from what was wanted down to its cause.

use std::error::Error;
use std::io;

use domain::system;

/// The sentence of an error.
pub fn sentence(error: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in error.chain() {
        let words = in_french(cause);
        if said.is_empty() {
            said = words;
        } else if !said.contains(&words) {
            // Many errors say their cause themselves.
            said = format!("{said} : {words}");
        }
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the system answered, as a reader of French says it; any other cause in its own words.
fn in_french(cause: &(dyn Error + 'static)) -> String {
    match cause.downcast_ref::<io::Error>() {
        Some(error) => system::cause(error),
        None => cause.to_string(),
    }
}
