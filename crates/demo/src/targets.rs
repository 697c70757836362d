//! What the activity report of 2009 published, and the plan of each entity around it. The only
//! place where totals are written: everywhere else they are sums.

/// The year of the published report; the one before is there to compare.
pub const YEAR: i32 = 2009;
/// Distinct persons received in the year.
pub const PERSONS: usize = 1_000;
/// Files open at some day of the year.
pub const FILES: usize = 1_120;
/// Hours of a full-time post over the year, as these activities measured it.
pub const HOURS_PER_FTE: i64 = 1_820;
/// Posts of insertion, full-time equivalents.
pub const INSERTION_FTE: i64 = 68;
/// Permanent posts, full-time equivalents.
pub const PERMANENT_FTE: i64 = 32;
/// Net pay of the year over the perimeter, in cents.
pub const NET_SALARIES: i64 = 135_000_000;
/// Accounts 70 after elimination, in cents.
pub const TURNOVER: i64 = 340_000_000;
/// Hours of insertion of 2008 in the association intermédiaire, where nothing was published.
pub const AI_HOURS_2008: i64 = 33_914;
/// Sales of the Scop in 2008, in cents, where nothing was published.
pub const SCOP_SALES_2008: i64 = 151_836_427;

/// Slugs of the perimeter, in the order of [`PLANS`].
pub const COLLECTIF: usize = 0;
/// The market gardens.
pub const GARDENS: usize = 1;
/// The laundry.
pub const LAUNDRY: usize = 2;
/// The sorting and repair workshop.
pub const REUSE: usize = 3;
/// The association intermédiaire.
pub const AI: usize = 4;
/// The insertion company, a Scop of the building trades.
pub const SCOP: usize = 5;
/// The training centre.
pub const TRAINING: usize = 6;

/// What one entity plans for the two years, index 0 for 2008 and 1 for 2009.
pub struct Plan {
    /// Result as hundredths of a percent of the income.
    pub margin: [i64; 2],
    /// Files open in 2009, all in its first activity.
    pub files: usize,
    /// Files closed in 2008.
    pub closed_before: usize,
}

/// One plan per entity of the perimeter.
pub const PLANS: [Plan; 7] = [
    Plan { margin: [-94, 71], files: 168, closed_before: 74 },
    Plan { margin: [43, 112], files: 66, closed_before: 30 },
    Plan { margin: [81, -176], files: 58, closed_before: 24 },
    Plan { margin: [-118, 64], files: 62, closed_before: 27 },
    Plan { margin: [163, 228], files: 402, closed_before: 158 },
    Plan { margin: [312, 263], files: 74, closed_before: 28 },
    Plan { margin: [92, 171], files: 290, closed_before: 132 },
];

/// Persons with files in two activities: `(first entity, second entity, how many)`.
pub const TWO_FILES: [(usize, usize, usize); 8] = [
    (AI, TRAINING, 44),
    (AI, COLLECTIF, 27),
    (GARDENS, TRAINING, 11),
    (LAUNDRY, COLLECTIF, 8),
    (REUSE, TRAINING, 9),
    (REUSE, AI, 7),
    (SCOP, TRAINING, 9),
    (GARDENS, AI, 5),
];
