//! The outcome of a check: `collectif check` prints them all.

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What is checked.
    pub name: &'static str,
    /// Whether it holds.
    pub ok: bool,
    /// How much was checked, or the first broken row.
    pub detail: String,
}

impl Check {
    /// A check that holds unless a broken row was found.
    pub fn of(name: &'static str, broken: Option<String>, checked: impl Into<String>) -> Self {
        let ok = broken.is_none();
        Self { name, ok, detail: broken.unwrap_or_else(|| checked.into()) }
    }
}
