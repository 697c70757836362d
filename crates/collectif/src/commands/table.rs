//! The three tables that an association's jobs and the people it receives come in and go out as.

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Contracts of work.
    Contracts,
    /// Hours and pay by month.
    Hours,
    /// Files of the people received.
    Beneficiaries,
}

impl Table {
    /// What its lines are, in French.
    pub fn lines(self) -> &'static str {
        match self {
            Self::Contracts => "contrats",
            Self::Hours => "mois de travail",
            Self::Beneficiaries => "dossiers",
        }
    }

    /// The act of taking it out, in the audit trail.
    pub fn export_act(self) -> &'static str {
        match self {
            Self::Contracts => "contracts.export",
            Self::Hours => "hours.export",
            Self::Beneficiaries => "beneficiaries.export",
        }
    }
}
