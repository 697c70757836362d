//! The key of the instance: with it the same person is recognised in the files of several
//! associations. It comes from `COLLECTIF_KEY`, or from a file that only its owner reads, beside the
//! SQLite base or named by `COLLECTIF_KEY_FILE`; never from the base, nor from a backup.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use db::Target;
use directory::Sealing;
use domain::identity::IdentityKey;
use domain::words::{hex, unhex};
use sea_orm::ConnectionTrait;

/// The key of an instance, and where to write it if it was drawn just now.
pub struct InstanceKey {
    /// Recognises the same person in several files.
    pub identity: IdentityKey,
    /// Seals what the base keeps but must not tell.
    pub sealing: Sealing,
    unsaved: Option<(PathBuf, [u8; 32])>,
}

/// The key of a base; drawn at random, and not yet written, when there is none and the base holds
/// no mark that another key made. Asked where every association's rows are seen: marks that were
/// hidden would let another key be drawn.
///
/// # Errors
/// A malformed key, a missing one for a base with marks, one that did not make them.
pub async fn instance_key<C: ConnectionTrait>(
    target: &Target,
    conn: &C,
) -> anyhow::Result<InstanceKey> {
    let file = key_file(target);
    let place = file.display();
    let known = jobs::any_mark(conn).await?;
    let found = match std::env::var("COLLECTIF_KEY") {
        Ok(text) => Some((parse(&text, "COLLECTIF_KEY")?, "COLLECTIF_KEY".to_owned())),
        Err(std::env::VarError::NotUnicode(_)) => bail!(malformed("COLLECTIF_KEY")),
        Err(std::env::VarError::NotPresent) => read(&file)?.map(|key| (key, place.to_string())),
    };
    match (found, known) {
        (Some((secret, from)), known) => {
            let identity = IdentityKey::new(secret);
            if known.is_some_and(|(person, mark)| identity.mark(&person) != mark) {
                bail!(
                    "la clé de {from} n'est pas celle de cette base : les personnes n'y seraient plus reconnues d'une association à l'autre ; remettez la clé d'origine"
                );
            }
            Ok(InstanceKey { identity, sealing: Sealing::new(&secret), unsaved: None })
        }
        (None, Some(_)) => bail!(
            "la clé de cette base manque ({place} n'existe pas, COLLECTIF_KEY n'est pas définie) : la base tient déjà des personnes, et une autre clé ne les reconnaîtrait plus d'une association à l'autre ; remettez la clé d'origine à sa place"
        ),
        (None, None) => {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret)
                .map_err(|error| anyhow!("aucune clé n'a pu être tirée au hasard : {error}"))?;
            let (identity, sealing) = (IdentityKey::new(secret), Sealing::new(&secret));
            Ok(InstanceKey { identity, sealing, unsaved: Some((file, secret)) })
        }
    }
}

impl InstanceKey {
    /// Writes a key drawn just now; to be done before the marks made with it are committed. A file
    /// that appeared meanwhile is never written over.
    ///
    /// # Errors
    /// A file that is there already, or a folder that cannot be written.
    pub fn keep(&self) -> anyhow::Result<()> {
        let Some((file, secret)) = &self.unsaved else { return Ok(()) };
        create(file, &hex(secret))
            .with_context(|| format!("la clé ne peut pas être écrite dans {}", file.display()))
    }
}

/// Beside the SQLite base; for PostgreSQL the file of `COLLECTIF_KEY_FILE`, or `collectif.key` here.
fn key_file(target: &Target) -> PathBuf {
    match target.file() {
        Some(base) => {
            let mut name = base.as_os_str().to_owned();
            name.push(".key");
            PathBuf::from(name)
        }
        None => std::env::var_os("COLLECTIF_KEY_FILE")
            .map_or_else(|| PathBuf::from("collectif.key"), PathBuf::from),
    }
}

fn read(file: &Path) -> anyhow::Result<Option<[u8; 32]>> {
    match fs::read_to_string(file) {
        Ok(text) => parse(&text, &file.display().to_string()).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            Err(error).with_context(|| format!("la clé {} ne peut pas être lue", file.display()))
        }
    }
}

/// Sixty-four hexadecimal digits, blanks around them put off. The text itself is never told.
fn parse(text: &str, from: &str) -> anyhow::Result<[u8; 32]> {
    let secret = unhex(text.trim()).and_then(|bytes| bytes.try_into().ok());
    secret.ok_or_else(|| anyhow!(malformed(from)))
}

fn malformed(from: &str) -> String {
    format!("la clé de {from} n'est pas lisible : il faut 64 chiffres hexadécimaux (0 à 9, a à f)")
}

/// Writes a new file that only its owner reads.
fn create(file: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut out = options.open(file)?;
    let written = writeln!(out, "{text}").and_then(|()| out.sync_all());
    if written.is_err() {
        // Half a key would be refused as malformed ever after.
        let _ = fs::remove_file(file);
    }
    written
}
