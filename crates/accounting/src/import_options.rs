//! What whoever brings a FEC chooses, and the words that ask them to.

use domain::Period;

/// How a file is to be taken in.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// Tell what would happen and write nothing.
    pub dry_run: bool,
    /// Add to a year that has entries.
    pub append: bool,
    /// The year, when the file's name does not say it.
    pub year: Option<Period>,
    /// Take a file that bears another SIREN.
    pub any_siren: bool,
    /// Where whoever is told of a problem may answer it.
    pub asked_on: AskedOn,
}

/// Where the options are given, for the sentences that ask for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AskedOn {
    /// `import fec`.
    #[default]
    CommandLine,
    /// The page that tells what would happen.
    Page,
}

impl AskedOn {
    /// To take a file that bears another SIREN.
    pub(crate) fn any_siren(self) -> &'static str {
        match self {
            Self::CommandLine => "ajoutez --any-siren si c'est voulu",
            Self::Page => "une case le permet, au moment de prendre les fichiers, si c'est voulu",
        }
    }

    /// To say the year.
    pub(crate) fn year(self) -> &'static str {
        match self {
            Self::CommandLine => "donnez --year-start et --year-end",
            Self::Page => "ses jours se donnent au moment de prendre les fichiers",
        }
    }

    /// What adds a file's entries to those of a year, as the subject of a sentence.
    pub(crate) fn joining(self) -> &'static str {
        match self {
            Self::CommandLine => "--append",
            Self::Page => "La case « Joindre »",
        }
    }
}
