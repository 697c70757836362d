//! Agreements between entities of a pôle: what they are about, whom they bind as what, the days they
//! run, and what can be written of them.

mod draft;
mod term;

pub use draft::{Amendment, Draft, Ending, Field, Wrong, checked_number};
pub use term::{LONGEST_NOTICE, SOON_DAYS, State, Term};

/// What an agreement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The combination of accounts: it names the combining entity (ANC 2020-01).
    Combination,
    /// One keeps the books of others.
    Bookkeeping,
    /// Premises are lent or let.
    Premises,
    /// Shared charges are billed again.
    Recharge,
    /// Staff is lent without profit (code du travail, L8241-2).
    Staff,
    /// Money is advanced from one treasury to another.
    Treasury,
    /// Anything else.
    Other,
}

/// What a party does in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Gives: keeps the books, lends the premises, combines the accounts.
    Provider,
    /// Receives.
    Beneficiary,
    /// Is bound, without one side giving and the other receiving.
    Party,
}

impl Kind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Combination,
        Self::Bookkeeping,
        Self::Premises,
        Self::Recharge,
        Self::Staff,
        Self::Treasury,
        Self::Other,
    ];

    /// As tables write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Combination => "combination",
            Self::Bookkeeping => "bookkeeping",
            Self::Premises => "premises",
            Self::Recharge => "recharge",
            Self::Staff => "staff",
            Self::Treasury => "treasury",
            Self::Other => "other",
        }
    }

    /// The kind of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// As people say it.
    pub fn french(self) -> &'static str {
        match self {
            Self::Combination => "combinaison des comptes",
            Self::Bookkeeping => "tenue de comptabilité",
            Self::Premises => "mise à disposition de locaux",
            Self::Recharge => "refacturation de charges",
            Self::Staff => "prêt de personnel",
            Self::Treasury => "avance de trésorerie",
            Self::Other => "autre",
        }
    }

    /// Whether one side gives and the other receives, always.
    pub fn has_sides(self) -> bool {
        self != Self::Other
    }

    /// Whether a party can be bound only once at a time by agreements of this kind: accounts are
    /// combined in one place, books kept by one.
    pub fn binds_once(self, part: Part) -> bool {
        match self {
            Self::Combination => true,
            Self::Bookkeeping => part == Part::Beneficiary,
            _ => false,
        }
    }
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::Provider, Self::Beneficiary, Self::Party];

    /// As tables write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Provider => "provider",
            Self::Beneficiary => "beneficiary",
            Self::Party => "party",
        }
    }

    /// The part of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.code() == code)
    }

    /// What a party does in an agreement of a kind, as people say it.
    pub fn french(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Party, _) => "partie",
            (Self::Provider, Kind::Combination) => "entité combinante",
            (Self::Beneficiary, Kind::Combination) => "entité combinée",
            (Self::Provider, Kind::Bookkeeping) => "tient la comptabilité",
            (Self::Beneficiary, Kind::Bookkeeping) => "comptabilité tenue",
            (Self::Provider, Kind::Premises) => "prête les locaux",
            (Self::Beneficiary, Kind::Premises) => "occupe les locaux",
            (Self::Provider, Kind::Recharge) => "refacture",
            (Self::Beneficiary, Kind::Recharge) => "est refacturée",
            (Self::Provider, Kind::Staff) => "prête le personnel",
            (Self::Beneficiary, Kind::Staff) => "emploie le personnel prêté",
            (Self::Provider, Kind::Treasury) => "avance",
            (Self::Beneficiary, Kind::Treasury) => "reçoit l'avance",
            (Self::Provider, Kind::Other) => "fournit",
            (Self::Beneficiary, Kind::Other) => "bénéficie",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        assert!(Kind::ALL.into_iter().all(|kind| Kind::parse(kind.code()) == Some(kind)));
        assert!(Part::ALL.into_iter().all(|part| Part::parse(part.code()) == Some(part)));
        assert_eq!(Kind::parse("loan"), None);
    }
}
