//! Where letters are brought: an SMTP server, or a folder where each is a file that a mail program
//! opens (for demonstrations, and for a pôle that has no server yet).

use std::fmt;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use lettre::message::Mailbox;

use crate::message::{Writing, message};
use crate::outbox;
use crate::relay::Relay;

/// Who carries letters away.
#[derive(Clone)]
pub enum Carrier {
    /// A file per letter.
    Folder(PathBuf),
    /// A server.
    Smtp(Relay),
}

/// Why the words of a setting are not understood. Never shows a password.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Misread {
    /// The carrier.
    #[error(
        "l'acheminement du courrier ne se lit pas ({0}) : donnez un dossier, \
         smtps://UTILISATEUR:MOT-DE-PASSE@SERVEUR:465 ou smtp://UTILISATEUR:MOT-DE-PASSE@SERVEUR:587"
    )]
    Carrier(&'static str),
    /// Certificates.
    #[error(
        "le fichier de l'autorité de certification ne se lit pas : un certificat PEM est attendu"
    )]
    Authority,
    /// The sender.
    #[error("« {0} » n'est pas un expéditeur : écrivez « NOM <ADRESSE@DOMAINE> »")]
    Sender(String),
}

/// Why a letter was not taken.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// What is to be done about it.
    pub(crate) kind: Kind,
    /// The server's code, for the logs.
    pub(crate) code: Option<u16>,
    /// In full, for the outbox: servers repeat the address.
    pub(crate) told: String,
}

/// What is to be done about a trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nobody takes letters there at the moment; other letters would fare no better.
    Unreachable,
    /// This letter may be taken later.
    Later,
    /// This letter will never be taken.
    Refused,
}

impl Carrier {
    /// Reads a setting: `smtps://user:pass@host:465` (TLS from the first byte), `smtp://user:pass@host:587`
    /// (STARTTLS, or nothing is sent), `smtp://127.0.0.1:1025` (in clear, on this machine only) or a
    /// folder's path. In the user's name and password, `%40` stands for `@`, and so on.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn from_url(text: &str) -> Result<Self, Misread> {
        match text.split_once("://") {
            Some(("smtp", rest)) => Relay::read(rest, false).map(Self::Smtp),
            Some(("smtps", rest)) => Relay::read(rest, true).map(Self::Smtp),
            Some(_) => Err(Misread::Carrier("protocole inconnu")),
            None if text.trim().is_empty() => Err(Misread::Carrier("texte vide")),
            None => Ok(Self::Folder(PathBuf::from(text))),
        }
    }

    /// Trusts a private certification authority too, whose certificates these are (PEM). A folder
    /// asks nobody.
    ///
    /// # Errors
    /// When the bytes hold no certificate.
    pub fn trusting(self, pem: &[u8]) -> Result<Self, Misread> {
        match self {
            Self::Smtp(relay) => relay.trusting(pem).map(Self::Smtp),
            folder @ Self::Folder(_) => Ok(folder),
        }
    }

    /// Brings a letter there.
    pub(crate) async fn carry(
        &self,
        letter: &outbox::Model,
        from: &Mailbox,
    ) -> Result<(), Trouble> {
        let writing = match self {
            Self::Folder(_) => Writing::Readable,
            Self::Smtp(_) => Writing::Portable,
        };
        let message = message(letter, from, writing).map_err(|error| Trouble {
            kind: Kind::Refused,
            code: None,
            told: error.to_string(),
        })?;
        match self {
            Self::Smtp(relay) => relay.send(message.envelope(), &message.formatted()).await,
            Self::Folder(folder) => {
                let (folder, name) = (folder.clone(), file_name(letter));
                let bytes = message.formatted();
                let put = tokio::task::spawn_blocking(move || put(&folder, &name, &bytes));
                let put = put.await.map_err(std::io::Error::other).flatten();
                put.map_err(|error| Trouble {
                    kind: Kind::Unreachable,
                    code: None,
                    told: error.to_string(),
                })
            }
        }
    }
}

/// Sorts by time, then by id; the same at each attempt, so that a letter is one file.
fn file_name(letter: &outbox::Model) -> String {
    format!("{}-{:08}.eml", letter.created_at.format("%Y%m%dT%H%M%S%.6fZ"), letter.id)
}

/// Writes a file that only its owner reads, whole or not at all.
fn put(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let unfinished = folder.join(format!(".{name}.part"));
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, folder.join(name))
}

/// The folder, or the server without user nor password.
impl fmt::Display for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => write!(f, "{}", path.display()),
            Self::Smtp(relay) => fmt::Display::fmt(relay, f),
        }
    }
}

impl fmt::Debug for Carrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
