//! Why an act was not done: one sentence, from what was wanted down to its cause.

use std::error::Error;
use std::io::{self, ErrorKind};

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
    let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
    let words = match kind {
        Some(ErrorKind::NotFound) => "ce chemin n'existe pas",
        Some(ErrorKind::PermissionDenied) => "la permission manque",
        Some(ErrorKind::IsADirectory) => "c'est un dossier",
        Some(ErrorKind::NotADirectory) => "une partie de son chemin n'est pas un dossier",
        Some(ErrorKind::AlreadyExists) => "ce fichier existe déjà",
        Some(ErrorKind::StorageFull) => "le disque est plein",
        Some(ErrorKind::ReadOnlyFilesystem) => "le disque est en lecture seule",
        Some(ErrorKind::AddrInUse) => "un autre programme l'écoute déjà",
        Some(ErrorKind::AddrNotAvailable) => "ce n'est pas une adresse de cette machine",
        _ => return cause.to_string(),
    };
    words.to_owned()
}
