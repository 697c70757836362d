//! Which base: a path, `sqlite://PATH` or `postgres://…`.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};

/// Where the base is.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL address, password included: never printed.
    Postgres(String),
}

/// Why a text names no base.
#[derive(Debug, thiserror::Error)]
#[error("« {0} » n'est pas une base : donnez un chemin, sqlite://CHEMIN ou postgres://…")]
pub struct TargetError(String);

impl Target {
    /// Reads what `--database` or `COLLECTIF_DATABASE` says.
    ///
    /// # Errors
    /// When the text is empty or bears a scheme that is neither.
    pub fn parse(text: &str) -> Result<Self, TargetError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite://").or(text.strip_prefix("sqlite:")).unwrap_or(text);
        if path.is_empty() || path.contains("://") {
            return Err(TargetError(text.to_owned()));
        }
        Ok(Self::File(PathBuf::from(path)))
    }

    /// The SQLite file.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    pub(crate) fn url(&self, create: bool) -> String {
        match self {
            Self::File(path) => {
                let mode = if create { "rwc" } else { "rw" };
                // What follows `//` up to the next `/` is read as a machine's name, where blanks
                // and most signs are refused: a relative path begins here.
                let here = if path.is_absolute() { "" } else { "./" };
                format!("sqlite://{here}{}?mode={mode}", encoded(&path.to_string_lossy()))
            }
            Self::Postgres(url) => url.clone(),
        }
    }
}

/// A path as an address takes it: `?`, `%`, blanks and the like would be read as the address's own.
fn encoded(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' => address.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => address.push(byte.into()),
            byte => {
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}

/// The path, or the address without its password.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => {
                let rest = url.split_once("://").map_or("", |(_, rest)| rest);
                let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
                write!(f, "postgres://{}", place.split('?').next().unwrap_or_default())
            }
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_hides_the_password() {
        let shown = |text| Target::parse(text).map(|t| t.to_string()).map_err(|_| ());
        assert_eq!(shown("sqlite://a/b.db"), Ok("a/b.db".into()));
        assert_eq!(shown("b.db"), Ok("b.db".into()));
        assert_eq!(shown("postgres://u:secret@h:5/d?x=1"), Ok("postgres://h:5/d".into()));
        assert_eq!(shown("mysql://h"), Err(()));
        assert_eq!(shown(""), Err(()));
    }

    #[test]
    fn a_path_keeps_its_blanks_and_signs() {
        let url = |text| Target::parse(text).map(|target| target.url(false)).map_err(|_| ());
        assert_eq!(url("a b.db"), Ok("sqlite://./a%20b.db?mode=rw".into()));
        assert_eq!(url("/x/é?[1].db"), Ok("sqlite:///x/%C3%A9%3F%5B1%5D.db?mode=rw".into()));
    }
}
