//! Whether a base can be reached, and why not: one French sentence for those who asked for it.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::time::Duration;

use sea_orm::{DbErr, RuntimeErr};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions as _, Connection as _, Error};

/// Why a base does not open.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct OpenError(String);

/// How long a server may take to say its first word. A busy pool is given longer: there somebody is
/// known to be at work.
const FIRST_WORD: Duration = Duration::from_secs(5);

/// Knocks at a PostgreSQL server once. A pool would knock for as long as it may wait for one of its
/// connections, and forget why nobody answered.
pub(crate) async fn knock(url: &str) -> Result<(), OpenError> {
    let connect = async {
        let options: PgConnectOptions = url.parse()?;
        PgConnection::connect_with(&options.disable_statement_logging()).await?.close().await
    };
    let answer = tokio::time::timeout(FIRST_WORD, connect).await;
    let silent = || Error::Io(ErrorKind::TimedOut.into());
    answer.unwrap_or_else(|_| Err(silent())).map_err(|error| OpenError(of_server(&error)))
}

fn of_server(error: &Error) -> String {
    match error {
        Error::Io(error) => of_network(error),
        Error::Configuration(_) => "l'adresse est mal formée".to_owned(),
        Error::Tls(_) => {
            "le serveur et Collectif ne s'accordent pas sur le chiffrement (sslmode)".to_owned()
        }
        Error::Protocol(_) => NOT_POSTGRESQL.to_owned(),
        Error::Database(error) => match error.code().as_deref() {
            Some("28P01" | "28000") => {
                "le serveur refuse cet utilisateur ou son mot de passe".to_owned()
            }
            Some("3D000") => "le serveur n'a pas de base de ce nom".to_owned(),
            Some("42501") => "cet utilisateur n'a pas le droit de s'y connecter".to_owned(),
            Some("53300") => "le serveur a déjà toutes les connexions qu'il admet".to_owned(),
            Some("57P03") => "le serveur démarre ou s'arrête : réessayez bientôt".to_owned(),
            _ => format!("le serveur a répondu « {} »", error.message()),
        },
        other => other.to_string(),
    }
}

const NOT_POSTGRESQL: &str = "ce qui répond à cette adresse n'est pas un serveur PostgreSQL";

fn of_network(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::ConnectionRefused => {
            "aucun serveur PostgreSQL n'y répond (connexion refusée)".to_owned()
        }
        ErrorKind::NotFound => "aucun serveur PostgreSQL n'écoute dans ce dossier".to_owned(),
        ErrorKind::PermissionDenied => "la permission de joindre ce serveur manque".to_owned(),
        ErrorKind::TimedOut => {
            format!("le serveur n'a rien répondu en {} secondes", FIRST_WORD.as_secs())
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
            "cette machine est injoignable".to_owned()
        }
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::InvalidData => {
            NOT_POSTGRESQL.to_owned()
        }
        // The standard library has no kind for a name that resolves to nothing.
        _ if error.to_string().contains("lookup address") => {
            "aucune machine ne porte ce nom".to_owned()
        }
        _ => error.to_string(),
    }
}

/// Makes a missing file for its owner alone, before SQLite would make one for all to read: it holds
/// names, birth dates and pay. What goes wrong is told when SQLite opens it.
pub(crate) fn own(path: &Path) {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let _ = options.open(path);
}

/// Why SQLite does not open a file.
pub(crate) fn of_file(path: &Path, error: &DbErr) -> OpenError {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    OpenError(match (folder, sqlite_code(error)) {
        _ if path.is_dir() => "c'est un dossier, pas un fichier".to_owned(),
        (Some(folder), _) if !folder.is_dir() => {
            format!("le dossier {} n'existe pas", folder.display())
        }
        (_, Some(5 | 6)) => "un autre programme la tient verrouillée".to_owned(),
        (_, Some(11)) => "ce fichier est abîmé : reprenez une sauvegarde".to_owned(),
        (_, Some(13)) => "le disque est plein".to_owned(),
        (_, Some(26)) => "ce fichier n'est pas une base SQLite".to_owned(),
        (_, Some(8 | 14)) => of_access(path),
        _ => error.to_string(),
    })
}

/// Why a server that answered at first does so no more.
pub(crate) fn of_pool(error: &DbErr) -> OpenError {
    OpenError(sqlx_error(error).map_or_else(|| error.to_string(), of_server))
}

fn sqlx_error(error: &DbErr) -> Option<&Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// The code that SQLite answered, without what extends it.
fn sqlite_code(error: &DbErr) -> Option<i32> {
    let code: i32 = sqlx_error(error)?.as_database_error()?.code()?.parse().ok()?;
    Some(code & 0xff)
}

/// SQLite only says that it could not: the system says more.
fn of_access(path: &Path) -> String {
    let opened = OpenOptions::new().read(true).write(true).open(path);
    match opened.map_err(|error| error.kind()) {
        Err(ErrorKind::PermissionDenied) => {
            "la permission de lire et d'écrire ce fichier manque".to_owned()
        }
        Err(ErrorKind::ReadOnlyFilesystem) => "ce disque est en lecture seule".to_owned(),
        _ => "la permission d'écrire dans son dossier manque".to_owned(),
    }
}

/// Whether a query failed because its table is not there, on either backend.
pub fn is_missing_table(error: &DbErr) -> bool {
    let answered = sqlx_error(error).and_then(Error::as_database_error);
    answered.is_some_and(|error| {
        error.code().as_deref() == Some("42P01") || error.message().contains("no such table")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_that_fails_is_told_in_french() {
        let unknown =
            io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(of_network(&unknown), "aucune machine ne porte ce nom");
        let told = |kind: ErrorKind| of_network(&kind.into());
        assert!(told(ErrorKind::ConnectionRefused).contains("connexion refusée"));
        assert_eq!(told(ErrorKind::TimedOut), "le serveur n'a rien répondu en 5 secondes");
        assert_eq!(told(ErrorKind::UnexpectedEof), NOT_POSTGRESQL);
        assert_eq!(of_server(&Error::Protocol("?".to_owned())), NOT_POSTGRESQL);
    }
}
