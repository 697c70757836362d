//! The pôle's entities in the words of the field.

use chrono::NaiveDate;
use directory::{activity, association};
use domain::jobs::fte::yearly_base;
use domain::jobs::{ActivityKind, Hours};
use domain::sirene::{Siren, Siret};
use web::french::NOTHING;

/// A code and its words, as a choice offers them.
type Words = (&'static str, &'static str);

pub(super) const LEGAL_FORMS: [Words; 3] =
    [("association", "association"), ("scop", "Scop"), ("other", "autre forme")];
pub(super) const CHARTS: [Words; 2] = [("association", "associations"), ("company", "sociétés")];
pub(super) const VAT: [Words; 3] =
    [("exempt", "exonérée"), ("franchise", "franchise en base"), ("taxed", "assujettie")];
pub(super) const COLLEGES: [Words; 4] = [
    ("structures", "structures"),
    ("institutions", "institutions"),
    ("missions", "accompagnement"),
    ("none", "aucun"),
];

/// What people say for a code.
pub(super) fn said(words: &[Words], code: &str) -> String {
    let known = words.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, words)| (*words).to_owned())
}

/// The choices of a field.
pub(super) fn choices(words: &[Words]) -> Vec<(String, String)> {
    words.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned())).collect()
}

/// `732 829 320`; a number that is not one stays as it is.
pub(super) fn siren(entity: &association::Model) -> String {
    let Some(number) = &entity.siren else { return NOTHING.to_owned() };
    Siren::parse(number).map_or_else(|_| number.clone(), Siren::spaced)
}

/// `732 829 320 00074`.
pub(super) fn siret(activity: &activity::Model) -> String {
    let Some(number) = &activity.siret else { return NOTHING.to_owned() };
    Siret::parse(number).map_or_else(|_| number.clone(), Siret::spaced)
}

/// `31/12`.
pub(super) fn year_end(entity: &association::Model) -> String {
    format!("{:02}/{:02}", entity.year_end_day, entity.year_end_month)
}

/// What an activity is.
pub(super) fn kind(activity: &activity::Model) -> String {
    let kind = ActivityKind::parse(&activity.kind);
    kind.map_or_else(|| activity.kind.clone(), |kind| kind.label().to_owned())
}

/// The yearly hours of a full-time post, and where they come from.
pub(super) fn hours(activity: &activity::Model, today: NaiveDate) -> String {
    if let Some(hours) = activity.hours_per_fte {
        return format!("{}\u{a0}h", Hours(hours).grouped());
    }
    let kind = ActivityKind::parse(&activity.kind);
    let base = kind.and_then(|kind| yearly_base(kind, today));
    base.map_or_else(
        || NOTHING.to_owned(),
        |base| format!("{}\u{a0}h, base de sa sorte", base.hours.grouped()),
    )
}
