//! Who may do what: the roles of a pôle and how far each one reaches. A seat is a person, a role
//! and, for most roles, an association; what it opens is decided here and nowhere else.

/// What a seat is held as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Keeps people and their seats; reads no books.
    Administrator,
    /// Keeps the books, of all associations or of one.
    Accountant,
    /// Follows the money of an association.
    Treasurer,
    /// Presides an association.
    President,
    /// Sits on the Collectif's board.
    BoardMember,
    /// Keeps the board's seats and papers.
    Secretary,
    /// Directs the pôle or an association.
    Director,
    /// Follows people in insertion.
    Counsellor,
    /// Keeps contracts, hours and pay.
    Payroll,
    /// Funds the pôle: reads what is published.
    Funder,
    /// Audits books, read-only and for a time.
    Auditor,
}

/// What a page or an act asks of whoever opens it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Right {
    /// Read the combined report as it is published.
    Report,
    /// Read who sits on the board.
    Board,
    /// Read the agreements that bind an association to others; over the pôle, all of them.
    Conventions,
    /// Read an association's books.
    Books,
    /// Read contracts, hours and pay, person by person.
    Jobs,
    /// Read full-time equivalents and how many people were received.
    JobCounts,
    /// Ask and answer about an entry, a contract, a figure.
    Questions,
    /// Bring files into an association's books.
    KeepBooks,
    /// Bring contracts, hours and files of people received.
    KeepJobs,
    /// Keep entities, activities, the perimeter, third parties that are entities of the pôle.
    KeepPole,
    /// Keep the board's seats and mandates.
    KeepBoard,
    /// Keep people and their seats.
    KeepPeople,
    /// Let people into an association, within what its president may give.
    KeepStaff,
    /// Read what was done and by whom.
    Trail,
}

/// How far a role carries a right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Not at all.
    Nowhere,
    /// In the association that carries the transversal activity, the Collectif itself.
    Collectif,
    /// In the association of the seat; everywhere for a seat over the whole pôle.
    Seat,
    /// Wherever the seat is held.
    Pole,
}

/// On which side of a question somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Those who keep books and pay.
    Accountancy,
    /// Those who hold a seat in the association itself.
    Association,
}

/// What a role is held over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The pôle as a whole.
    Pole,
    /// One association.
    Association,
    /// Either.
    Either,
}

impl Role {
    /// Every role, in the order they are offered.
    pub const ALL: [Self; 11] = [
        Self::Administrator,
        Self::Accountant,
        Self::Treasurer,
        Self::President,
        Self::BoardMember,
        Self::Secretary,
        Self::Director,
        Self::Counsellor,
        Self::Payroll,
        Self::Funder,
        Self::Auditor,
    ];

    /// As commands and tables write it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Accountant => "accountant",
            Self::Treasurer => "treasurer",
            Self::President => "president",
            Self::BoardMember => "board-member",
            Self::Secretary => "secretary",
            Self::Director => "director",
            Self::Counsellor => "counsellor",
            Self::Payroll => "payroll",
            Self::Funder => "funder",
            Self::Auditor => "auditor",
        }
    }

    /// The role of a code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// As people say it, in words that fit everyone.
    pub fn french(self) -> &'static str {
        match self {
            Self::Administrator => "administration des accès",
            Self::Accountant => "comptabilité",
            Self::Treasurer => "trésorerie",
            Self::President => "présidence",
            Self::BoardMember => "conseil d'administration",
            Self::Secretary => "secrétariat du conseil",
            Self::Director => "direction",
            Self::Counsellor => "accompagnement",
            Self::Payroll => "paie",
            Self::Funder => "financement",
            Self::Auditor => "commissariat aux comptes",
        }
    }

    /// What it is held over.
    pub fn reach(self) -> Reach {
        match self {
            Self::Administrator | Self::Secretary | Self::Funder => Reach::Pole,
            Self::President | Self::Treasurer => Reach::Association,
            _ => Reach::Either,
        }
    }

    /// Whether a password alone does not open it: it reads or changes what belongs to others.
    pub fn needs_second_factor(self) -> bool {
        matches!(self, Self::Administrator | Self::Accountant | Self::Payroll)
    }

    /// On which side of a question it stands; one over the whole pôle never stands on an
    /// association's.
    pub fn side(self) -> Option<Side> {
        match self {
            Self::Accountant | Self::Payroll => Some(Side::Accountancy),
            Self::Treasurer | Self::President | Self::Director | Self::Counsellor => {
                Some(Side::Association)
            }
            _ => None,
        }
    }

    /// What it opens where it is held (`domain/governance.md` gives the matrix this one starts
    /// from).
    fn opens(self) -> &'static [Right] {
        use Right::{
            Books, Conventions, JobCounts, Jobs, KeepBoard, KeepBooks, KeepJobs, KeepPeople,
            KeepPole, KeepStaff, Questions, Trail,
        };
        match self {
            Self::Administrator => &[Conventions, KeepPole, KeepPeople, Trail],
            Self::Accountant => {
                &[Conventions, Books, Jobs, JobCounts, Questions, KeepBooks, KeepJobs, KeepPole]
            }
            Self::Treasurer => &[Conventions, Books, JobCounts, Questions],
            Self::President => &[Conventions, Books, Jobs, JobCounts, Questions, KeepStaff, Trail],
            Self::Director => &[Conventions, Books, Jobs, JobCounts, Questions, Trail],
            Self::Secretary => &[Conventions, KeepBoard],
            Self::Counsellor | Self::Payroll => &[Jobs, JobCounts, Questions, KeepJobs],
            Self::Auditor => &[Conventions, Books, JobCounts, Questions, Trail],
            Self::BoardMember => &[Conventions],
            Self::Funder => &[],
        }
    }

    /// How far it carries a right. What is published crosses associations, nothing else does; the
    /// board reads the Collectif's own books.
    pub fn extent(self, right: Right) -> Extent {
        match (self, right) {
            (Self::Counsellor | Self::Payroll | Self::Funder, Right::Board) => Extent::Nowhere,
            (_, Right::Report | Right::Board) => Extent::Pole,
            (Self::BoardMember, Right::Books | Right::JobCounts) => Extent::Collectif,
            _ if self.opens().contains(&right) => Extent::Seat,
            _ => Extent::Nowhere,
        }
    }
}

impl Right {
    /// Every right.
    pub const ALL: [Self; 14] = [
        Self::Report,
        Self::Board,
        Self::Conventions,
        Self::Books,
        Self::Jobs,
        Self::JobCounts,
        Self::Questions,
        Self::KeepBooks,
        Self::KeepJobs,
        Self::KeepPole,
        Self::KeepBoard,
        Self::KeepPeople,
        Self::KeepStaff,
        Self::Trail,
    ];

    /// Whether it opens what the pôle publishes, and not what belongs to an association.
    pub fn is_published(self) -> bool {
        matches!(self, Self::Report | Self::Board)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.code()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
    }

    #[test]
    fn nobody_both_keeps_people_and_reads_books_by_one_role() {
        for role in Role::ALL {
            let keeps = role.extent(Right::KeepPeople) > Extent::Nowhere;
            let reads = [Right::Books, Right::Jobs, Right::JobCounts]
                .iter()
                .any(|right| role.extent(*right) > Extent::Nowhere);
            assert!(!(keeps && reads), "{role:?}");
        }
    }

    #[test]
    fn who_reads_by_name_reads_counts_and_who_keeps_reads() {
        for role in Role::ALL {
            assert!(role.extent(Right::JobCounts) >= role.extent(Right::Jobs), "{role:?}");
            assert!(role.extent(Right::Jobs) >= role.extent(Right::KeepJobs), "{role:?}");
            assert!(role.extent(Right::Books) >= role.extent(Right::KeepBooks), "{role:?}");
        }
    }

    #[test]
    fn only_what_is_published_crosses_associations() {
        for role in Role::ALL {
            for right in Right::ALL {
                let crosses = role.extent(right) == Extent::Pole;
                assert!(!crosses || right.is_published(), "{role:?} {right:?}");
            }
        }
    }
}
