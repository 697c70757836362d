//! Why the system did not do what was asked of it, as a reader of French says it.

use std::io::{self, ErrorKind};

/// `ce chemin n'existe pas`: the cause in a few words, never the system's own English.
pub fn cause(error: &io::Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "ce chemin n'existe pas",
        ErrorKind::PermissionDenied => "la permission manque",
        ErrorKind::IsADirectory => "c'est un dossier",
        ErrorKind::NotADirectory => "une partie de son chemin n'est pas un dossier",
        ErrorKind::DirectoryNotEmpty => "ce dossier n'est pas vide",
        ErrorKind::AlreadyExists => "ce fichier existe déjà",
        ErrorKind::StorageFull => "le disque est plein",
        ErrorKind::QuotaExceeded => "la place accordée sur ce disque est épuisée",
        ErrorKind::FileTooLarge => "le fichier est trop grand pour ce disque",
        ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            "un autre programme s'en sert, ou c'est un dossier"
        }
        ErrorKind::InvalidFilename => "ce nom de fichier n'est pas admis, trop long peut-être",
        ErrorKind::InvalidInput => "ce nom ou cette valeur n'est pas admis par le système",
        ErrorKind::InvalidData => "ce n'est pas du texte lisible",
        ErrorKind::UnexpectedEof => "il finit trop tôt",
        ErrorKind::AddrInUse => "un autre programme l'écoute déjà",
        ErrorKind::AddrNotAvailable => "ce n'est pas une adresse de cette machine",
        ErrorKind::ConnectionRefused => "personne n'y répond (connexion refusée)",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "l'échange a été coupé"
        }
        ErrorKind::TimedOut => "rien n'a répondu à temps",
        ErrorKind::OutOfMemory => "la mémoire manque",
        ErrorKind::Interrupted => "le travail a été interrompu",
        _ => {
            return match error.raw_os_error() {
                Some(40) => "un lien y renvoie à lui-même".to_owned(),
                Some(number) => format!("le système a répondu par l'erreur n° {number}"),
                // A sentence of ours that travels as an error of the system.
                None => error.to_string(),
            };
        }
    };
    // Of an error made by hand the own words say more.
    if error.get_ref().is_some() { error.to_string() } else { words.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_english_is_told() {
        for number in 1..134 {
            let told = cause(&io::Error::from_raw_os_error(number));
            assert!(!told.contains("os error"), "{number}: {told}");
        }
        assert_eq!(cause(&io::Error::other("le fichier a changé")), "le fichier a changé");
    }
}
