//! Charts of accounts by version, for associations and for companies.

/// Which chart an entity keeps: the same number can mean two things (756 of an association, of a Scop).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartKind {
    /// ANC 2018-06 on top of the PCG.
    Association,
    /// The PCG.
    Company,
}

/// A chart in force.
#[derive(Debug)]
pub struct Chart;
