//! Full-time equivalents, exact until they are shown: insertion posts by their hours over the yearly
//! base of their activity, permanent posts by their share of a full-time week and their days in
//! force; and how many persons are under contract on a day.
//!
//! The yearly base is what the financial annex of an activity says (code DUR_AN_ETP of the ASP); the
//! table here only gives what to propose when no annex was typed in.

use std::collections::HashSet;

use chrono::NaiveDate;

use super::{ActivityKind, Contract, Hours};
use crate::{Fraction, Period, identity};

/// How far a value of the table can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// Read in the source that it names, for these years.
    Sourced,
    /// Carried over to years that the source does not cover, or no longer checked.
    Unverified,
}

/// The yearly hours of one full-time insertion post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// Hours a year, above zero.
    pub hours: Hours,
    /// Where the value comes from: a French sentence for the report's methods.
    pub source: &'static str,
    /// How far it can be trusted.
    pub confidence: Confidence,
}

/// One line of the dated table: a base from a first day on, until the next line of the same kind.
struct Dated {
    kind: ActivityKind,
    from: NaiveDate,
    hours: i64,
    source: &'static str,
    confidence: Confidence,
}

const fn first_of_january(year: i32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The first year of the annexes seen in the ASP file of 22 February 2022.
const ANNEXES: NaiveDate = first_of_january(2018);

const IN_ANNEXES: &str =
    "Base de l'annexe financière (code DUR_AN_ETP, flux ASP du 22 février 2022).";
const BEFORE_ANNEXES: &str = "Base des annexes financières depuis 2018 (code DUR_AN_ETP, flux ASP du 22 février 2022), appliquée par défaut aux années antérieures : à vérifier dans la convention.";
const ETTI_2005: &str = "Base alignée par la DGEFP en 2005 (ASH), valeur d'aujourd'hui non vérifiée : à vérifier dans l'annexe financière.";

const fn annexes(kind: ActivityKind, hours: i64) -> [Dated; 2] {
    [
        Dated {
            kind,
            from: NaiveDate::MIN,
            hours,
            source: BEFORE_ANNEXES,
            confidence: Confidence::Unverified,
        },
        Dated { kind, from: ANNEXES, hours, source: IN_ANNEXES, confidence: Confidence::Sourced },
    ]
}

/// Hours a year of a full-time insertion post, by kind, oldest line first within a kind.
static BASES: [&[Dated]; 4] = [
    &annexes(ActivityKind::Aci, 1820),
    &annexes(ActivityKind::Ai, 1607),
    &annexes(ActivityKind::Ei, 1505),
    &[Dated {
        kind: ActivityKind::Etti,
        from: NaiveDate::MIN,
        hours: 1607,
        source: ETTI_2005,
        confidence: Confidence::Unverified,
    }],
];

/// Hours a year for an insertion post where no insertion is expected: 35 h × 52 weeks.
const FALLBACK: Base = Base {
    hours: Hours(1_820_000),
    source: "Base par défaut de 35 h × 52 semaines : cette activité n'a pas d'annexe financière.",
    confidence: Confidence::Unverified,
};

/// The yearly base of an activity on a day; none for an activity that is no structure of insertion.
pub fn yearly_base(kind: ActivityKind, on: NaiveDate) -> Option<Base> {
    let mut dated = BASES.iter().copied().flatten();
    let line = dated.rfind(|base| base.kind == kind && base.from <= on)?;
    Some(Base { hours: Hours::whole(line.hours), source: line.source, confidence: line.confidence })
}

/// The base by which an insertion contract is counted, and what to say when its activity has none
/// and 1 820 hours are taken instead.
pub fn insertion_base(kind: ActivityKind, on: NaiveDate) -> (Base, Option<String>) {
    match yearly_base(kind, on) {
        Some(base) => (base, None),
        None => (
            FALLBACK,
            Some(format!(
                "Contrat d'insertion dans une activité qui n'est pas une structure d'insertion ({}) : \
                 ses heures sont comptées sur 1 820 h par équivalent temps plein ; rattachez-le à une \
                 autre activité ou donnez les heures par équivalent temps plein de celle-ci.",
                kind.label()
            )),
        ),
    }
}

/// Full-time equivalents over some months: the hours divided by as many twelfths of the yearly base.
/// Over twelve, hours divided by the base; over one, what the monthly statement of the ASP shows.
///
/// # Panics
/// When the base or the number of months is zero.
pub fn insertion(hours: Hours, base: Hours, months: i64) -> Fraction {
    Fraction::new(12 * hours.0, months * base.0)
}

/// Full-time equivalents of a permanent post over a period: its share of a full-time week × its days
/// in force within the period ÷ the days of the period.
///
/// # Panics
/// When the reference is zero or the period has no day.
pub fn permanent(weekly: Hours, reference: Hours, in_force: Period, period: Period) -> Fraction {
    let days = in_force.intersection(period).map_or(0, Period::days);
    Fraction::new(weekly.0, reference.0) * Fraction::new(days, period.days())
}

/// Full-time equivalents of a permanent contract over a period; its last day is worked.
///
/// # Panics
/// When the contract's reference is zero or the period has no day.
pub fn permanent_contract(contract: &Contract, period: Period) -> Fraction {
    contract.in_force_within(period).map_or_else(Fraction::zero, |in_force| {
        permanent(contract.weekly, contract.reference, in_force, period)
    })
}

/// How many distinct persons are under contract that day, first and last days included. Two
/// contracts of one person count once, however her name is typed.
pub fn headcount<'a>(contracts: impl IntoIterator<Item = &'a Contract>, day: NaiveDate) -> usize {
    contracts
        .into_iter()
        .filter(|contract| contract.in_force_on(day))
        .map(|contract| identity::normalise(&contract.person))
        .collect::<HashSet<_>>()
        .len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Month;
    use crate::jobs::{Category, Person};
    use chrono::Days;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        crate::calendar::parse_date(text).unwrap()
    }

    fn hours(text: &str) -> Hours {
        Hours::parse(text).unwrap()
    }

    fn base(kind: ActivityKind) -> Hours {
        yearly_base(kind, date("31/12/2026")).unwrap().hours
    }

    fn contract(number: &str, last_name: &str, start: &str, end: Option<&str>) -> Contract {
        Contract {
            number: number.to_owned(),
            activity: "Collectif".to_owned(),
            person: Person {
                last_name: last_name.to_owned(),
                first_name: "Zoé".to_owned(),
                birth: date("1984-03-12"),
                sex: "F".to_owned(),
            },
            category: Category::Permanent,
            kind: "CDI".to_owned(),
            start: date(start),
            end: end.map(date),
            weekly: Hours::whole(28),
            reference: Hours::whole(35),
        }
    }

    #[test]
    fn insertion_hours_of_a_month() {
        for (kind, paid, year, month) in [
            (ActivityKind::Aci, "112.67", "0.06", "0.74"),
            (ActivityKind::Aci, "151,67", "0.08", "1.00"),
            (ActivityKind::Ei, "138", "0.09", "1.10"),
            (ActivityKind::Ai, "45", "0.03", "0.34"),
        ] {
            let (hours, base) = (hours(paid), base(kind));
            assert_eq!(insertion(hours, base, 12).to_string(), year, "{kind:?} {paid}");
            assert_eq!(insertion(hours, base, 1).to_string(), month, "{kind:?} {paid}");
        }
    }

    #[test]
    fn a_year_is_rounded_once() {
        let year: Fraction = [2940, 3121, 2844]
            .map(|h| insertion(Hours::whole(h), base(ActivityKind::Aci), 12))
            .into_iter()
            .sum();
        assert_eq!(year, insertion(Hours::whole(8905), base(ActivityKind::Aci), 12));
        assert_eq!(
            insertion(Hours::whole(17_500), base(ActivityKind::Aci), 12).to_string(),
            "9.62"
        );
    }

    #[test]
    fn eighteen_months_of_one_full_time_post_are_one() {
        let paid = Hours(1_820_000 * 18 / 12);
        let base = base(ActivityKind::Aci);
        assert_eq!(insertion(paid, base, 18), Fraction::new(1, 1));
        assert_eq!(insertion(Hours(1_820_000 / 3), base, 4).to_string(), "1.00");
    }

    #[test]
    fn a_permanent_post_that_starts_in_september() {
        let year = Period::calendar_year(2026);
        let open = contract("1", "Le Goff", "01/09/2026", None);
        assert_eq!(permanent_contract(&open, year).to_string(), "0.27");
        assert_eq!(permanent_contract(&open, year), Fraction::new(4, 5) * Fraction::new(122, 365));
        let gone = contract("2", "Le Goff", "01/09/2024", Some("31/12/2025"));
        assert_eq!(permanent_contract(&gone, year), Fraction::zero());
        let day_rate = permanent(hours("18,17"), hours("18.17"), year, year);
        assert_eq!(day_rate, Fraction::new(1, 1));
    }

    #[test]
    fn bases_are_dated_and_named() {
        let aci = yearly_base(ActivityKind::Aci, date("2021-06-30")).unwrap();
        assert_eq!((aci.hours, aci.confidence), (Hours::whole(1820), Confidence::Sourced));
        assert!(aci.source.contains("DUR_AN_ETP"));
        let old = yearly_base(ActivityKind::Ei, date("2009-12-31")).unwrap();
        assert_eq!((old.hours, old.confidence), (Hours::whole(1505), Confidence::Unverified));
        let etti = yearly_base(ActivityKind::Etti, date("2026-12-31")).unwrap();
        assert_eq!((etti.hours, etti.confidence), (Hours::whole(1607), Confidence::Unverified));
        assert_eq!(base(ActivityKind::Ai), Hours::whole(1607));
        for kind in [ActivityKind::Training, ActivityKind::Transversal, ActivityKind::Other] {
            assert_eq!(yearly_base(kind, date("2026-12-31")), None);
            let (base, warning) = insertion_base(kind, date("2026-12-31"));
            assert_eq!(base.hours, Hours::whole(1820));
            assert!(warning.unwrap().contains("1 820 h"));
        }
        assert_eq!(insertion_base(ActivityKind::Ei, date("2026-12-31")).1, None);
    }

    #[test]
    fn the_last_day_is_worked_and_a_person_counts_once() {
        let contracts = [
            contract("1", "Le Goff", "2026-01-01", Some("2026-12-31")),
            contract("2", "LE-GOFF", "2026-06-01", None),
            contract("3", "O'Brien", "2026-01-01", Some("2026-12-31")),
        ];
        assert_eq!(headcount(&contracts, date("2025-12-31")), 0);
        assert_eq!(headcount(&contracts, date("2026-12-31")), 2);
        assert_eq!(headcount(&contracts, date("2027-01-01")), 1);
    }

    fn day(offset: u64) -> NaiveDate {
        date("2020-01-01") + Days::new(offset)
    }

    proptest! {
        #[test]
        fn insertion_adds_up_over_months(months in proptest::collection::vec(0i64..400_000, 0..24), base in 1i64..2_000_000) {
            let whole: Hours = months.iter().map(|h| Hours(*h)).sum();
            let parts: Fraction = months.iter().map(|h| insertion(Hours(*h), Hours(base), 12)).sum();
            prop_assert_eq!(&parts, &insertion(whole, Hours(base), 12));
            prop_assert!(parts >= Fraction::zero());
            let monthly: Fraction = months.iter().map(|h| insertion(Hours(*h), Hours(base), 1)).sum();
            prop_assert_eq!(monthly * Fraction::new(1, 12), parts);
        }

        #[test]
        fn permanent_adds_up_over_disjoint_lives(weekly in 0i64..60_000, reference in 1i64..60_000, start in 0u64..2000, first in 0u64..500, second in 1u64..500) {
            let year = Period::calendar_year(2022);
            let life = |a, b| Period { start: day(a), end: day(b) };
            let of = |life| permanent(Hours(weekly), Hours(reference), life, year);
            let (cut, end) = (start + first, start + first + second);
            let whole = of(life(start, end));
            prop_assert_eq!(&whole, &(of(life(start, cut)) + of(life(cut + 1, end))));
            prop_assert!(whole >= Fraction::zero());
            prop_assert!(whole <= Fraction::new(weekly, reference));
        }

        #[test]
        fn months_weighed_by_their_days_make_the_year(weekly in 0i64..60_000, reference in 1i64..60_000, year in 2000i32..2040, start in 0u64..9000, days in 0u64..900) {
            let year = Period::calendar_year(year);
            let life = Period { start: day(start), end: day(start + days) };
            let months: Vec<Month> = year.months().collect();
            prop_assert_eq!(months.iter().map(|m| m.period().days()).sum::<i64>(), year.days());
            let weighed: Fraction = months
                .iter()
                .map(|m| {
                    let month = permanent(Hours(weekly), Hours(reference), life, m.period());
                    month * Fraction::new(m.period().days(), year.days())
                })
                .sum();
            prop_assert_eq!(weighed, permanent(Hours(weekly), Hours(reference), life, year));
        }
    }
}
