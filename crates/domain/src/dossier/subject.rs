//! What a question is about: read from the address of its page, and written back as that address.

use chrono::{Datelike, NaiveDate};

use crate::address::{part, unpart};
use crate::calendar::short;
use crate::figure::Figure;
use crate::rights::Right;

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A validated entry, by the last day of its year and its number there.
    Entry {
        /// Last day of the year.
        ends_on: NaiveDate,
        /// Its number.
        number: i64,
    },
    /// An account over a year.
    Account {
        /// Last day of the year.
        ends_on: NaiveDate,
        /// Its number.
        code: String,
    },
    /// A contract, by its number.
    Contract(String),
    /// A figure of a year.
    Figure {
        /// The year.
        year: i32,
        /// Which one.
        figure: Figure,
    },
    /// The association in general.
    Association,
}

/// The sort of a subject, as tables write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An entry.
    Entry,
    /// An account.
    Account,
    /// A contract.
    Contract,
    /// A figure.
    Figure,
    /// The association.
    Association,
}

impl Kind {
    /// Every sort.
    pub const ALL: [Self; 5] =
        [Self::Entry, Self::Account, Self::Contract, Self::Figure, Self::Association];

    /// As tables write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Entry => "entry",
            Self::Account => "account",
            Self::Contract => "contract",
            Self::Figure => "figure",
            Self::Association => "association",
        }
    }
}

/// Years that can be told in four digits.
fn in_four_digits(year: i32) -> bool {
    (1000..=9999).contains(&year)
}

impl Subject {
    /// The subject whose page has this address, in the association of this short name.
    pub fn parse(slug: &str, address: &str) -> Option<Self> {
        let found = Self::read(slug, address)?;
        // What is not written so leads elsewhere, or nowhere.
        (found.address(slug) == address).then_some(found)
    }

    fn read(slug: &str, address: &str) -> Option<Self> {
        if let Some(below) = address.strip_prefix("/rapport/") {
            let (year, figure) = below.split_once("/chiffre/")?;
            let figure = Figure::parse(figure.split_once('/')?.0)?;
            return Some(Self::Figure { year: year.parse().ok()?, figure });
        }
        let below = address.strip_prefix("/a/")?.strip_prefix(slug)?;
        if let Some(marked) = below.strip_prefix('#') {
            let (figure, year) = marked.rsplit_once('-')?;
            return Some(Self::Figure { year: year.parse().ok()?, figure: Figure::parse(figure)? });
        }
        let parts: Vec<&str> = below.split('/').collect();
        match parts[..] {
            [""] => Some(Self::Association),
            ["", "ecritures", ends_on, number] => {
                Some(Self::Entry { ends_on: ends_on.parse().ok()?, number: number.parse().ok()? })
            }
            ["", "comptes", ends_on, code] => {
                Some(Self::Account { ends_on: ends_on.parse().ok()?, code: unpart(code)? })
            }
            ["", "contrats", number] => Some(Self::Contract(unpart(number)?)),
            _ => None,
        }
    }

    /// The address of its page.
    pub fn address(&self, slug: &str) -> String {
        match self {
            Self::Entry { ends_on, number } => format!("/a/{slug}/ecritures/{ends_on}/{number}"),
            Self::Account { ends_on, code } => {
                format!("/a/{slug}/comptes/{ends_on}/{}", part(code))
            }
            Self::Contract(number) => format!("/a/{slug}/contrats/{}", part(number)),
            Self::Figure { year, figure } if figure.is_own() => {
                format!("/a/{slug}#{}-{year}", figure.slug())
            }
            Self::Figure { year, figure } => {
                format!("/rapport/{year}/chiffre/{}/{slug}", figure.slug())
            }
            Self::Association => format!("/a/{slug}"),
        }
    }

    /// As a question says it: numbers alone, so that a letter may bear it.
    pub fn title(&self) -> String {
        match self {
            Self::Entry { ends_on, number } => {
                format!("Écriture {number} de l'exercice clos le {}", short(*ends_on))
            }
            Self::Account { ends_on, code } => {
                format!("Compte {code} de l'exercice clos le {}", short(*ends_on))
            }
            Self::Contract(number) => format!("Contrat {number}"),
            Self::Figure { year, figure } => format!("{} en {year}", figure.name()),
            Self::Association => "L'association en général".to_owned(),
        }
    }

    /// What it takes to read of it, beside the right to ask.
    pub fn right(&self) -> Right {
        match self {
            Self::Entry { .. } | Self::Account { .. } => Right::Books,
            Self::Contract(_) => Right::Jobs,
            Self::Figure { figure, .. } => figure.right(),
            Self::Association => Right::Questions,
        }
    }

    /// Its sort.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Entry { .. } => Kind::Entry,
            Self::Account { .. } => Kind::Account,
            Self::Contract(_) => Kind::Contract,
            Self::Figure { .. } => Kind::Figure,
            Self::Association => Kind::Association,
        }
    }

    /// The last day of its year, when it is of a year.
    pub fn year_end(&self) -> Option<NaiveDate> {
        match self {
            Self::Entry { ends_on, .. } | Self::Account { ends_on, .. } => Some(*ends_on),
            Self::Figure { year, .. } => NaiveDate::from_ymd_opt(*year, 12, 31),
            Self::Contract(_) | Self::Association => None,
        }
    }

    /// What tells it from others of its sort and year.
    pub fn code(&self) -> Option<String> {
        match self {
            Self::Entry { number, .. } => Some(number.to_string()),
            Self::Account { code, .. } | Self::Contract(code) => Some(code.clone()),
            Self::Figure { figure, .. } => Some(figure.slug().to_owned()),
            Self::Association => None,
        }
    }

    /// The subject that its sort, year and code made; none when they make none.
    pub fn of_parts(kind: &str, year_end: Option<NaiveDate>, code: Option<&str>) -> Option<Self> {
        let kind = Kind::ALL.into_iter().find(|one| one.code() == kind)?;
        match (kind, year_end, code) {
            (Kind::Entry, Some(ends_on), Some(number)) => {
                Some(Self::Entry { ends_on, number: number.parse().ok()? })
            }
            (Kind::Account, Some(ends_on), Some(code)) => {
                Some(Self::Account { ends_on, code: code.to_owned() })
            }
            (Kind::Contract, None, Some(number)) => Some(Self::Contract(number.to_owned())),
            (Kind::Figure, Some(ends_on), Some(figure)) if in_four_digits(ends_on.year()) => {
                Some(Self::Figure { year: ends_on.year(), figure: Figure::parse(figure)? })
            }
            (Kind::Association, None, None) => Some(Self::Association),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn subjects() -> Vec<Subject> {
        let ends_on = day("2025-12-31");
        let figures = Figure::ALL.map(|figure| Subject::Figure { year: 2025, figure });
        let others = [
            Subject::Entry { ends_on, number: 12 },
            Subject::Account { ends_on, code: "706000".to_owned() },
            Subject::Contract("A/1 bis#é".to_owned()),
            Subject::Association,
        ];
        others.into_iter().chain(figures).collect()
    }

    #[test]
    fn addresses_and_rows_read_back() {
        for subject in subjects() {
            let address = subject.address("vert");
            assert_eq!(Subject::parse("vert", &address).as_ref(), Some(&subject), "{address}");
            assert_eq!(Subject::parse("ver", &address), None, "{address}");
            assert_eq!(Subject::parse("vert2", &address), None, "{address}");
            let code = subject.code();
            let kept =
                Subject::of_parts(subject.kind().code(), subject.year_end(), code.as_deref());
            assert_eq!(kept, Some(subject));
        }
    }

    #[test]
    fn other_addresses_are_no_subject() {
        for address in [
            "",
            "/",
            "/a/vert/",
            "/a/vert/livres",
            "/a/vert/ecritures/2025-12-31/012",
            "/a/vert/ecritures/2025-12-31/+12",
            "/a/vert/ecritures/2025-02-30/1",
            "/a/vert/contrats/a b",
            "/a/vert/contrats/x/y",
            "/a/vert#resultat-2025",
            "/a/vert#banque-02025",
            "/rapport/2025/chiffre/banque/vert",
            "/rapport/2025/chiffre/resultat/bleu",
            "/rapport/2025/chiffre/rien/vert",
            "https://evil.example/a/vert",
            "//evil.example",
            "javascript:alert(1)",
        ] {
            assert_eq!(Subject::parse("vert", address), None, "{address}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_harm(text in ".{0,60}") {
            let _ = Subject::parse("vert", &text);
            let _ = Subject::parse("vert", &format!("/a/vert/{text}"));
            let contract = Subject::Contract(text);
            prop_assert_eq!(Subject::parse("vert", &contract.address("vert")), Some(contract.clone()));
        }
    }
}
