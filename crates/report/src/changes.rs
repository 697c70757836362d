//! Which expense rose and which fell the most from one year to the next, in one plain sentence, from
//! the totals of the accounts.

use std::collections::BTreeMap;

use domain::Cents;

use crate::own::Own;

/// Less than a euro is no change that anybody looks for.
const LEAST: Cents = Cents(100);

/// An expense by its name, and what it has more than a year before.
struct Moved<'a> {
    label: &'a str,
    growth: Cents,
}

/// `La dépense qui a le plus augmenté : loyers, + 1 200 € par rapport à 2024 ; celle qui a le plus
/// baissé : …`
pub(crate) fn of_expenses(now: &Own, before: &Own) -> String {
    let mut moved: BTreeMap<&str, Moved<'_>> = BTreeMap::new();
    for (sign, own) in [(-1, before), (1, now)] {
        for account in own.accounts.iter().filter(|account| account.code.starts_with('6')) {
            let nothing = Moved { label: "", growth: Cents::ZERO };
            let one = moved.entry(&account.code).or_insert(nothing);
            one.label = if account.label.is_empty() { &account.code } else { &account.label };
            one.growth += Cents(sign * account.balance().0);
        }
    }
    // Of two that moved alike, the first by number.
    let rose = moved.values().rev().max_by_key(|one| one.growth);
    let fell = moved.values().min_by_key(|one| one.growth);
    let rose = rose.filter(|one| one.growth >= LEAST).map(said);
    let fell = fell.filter(|one| one.growth <= -LEAST).map(said);
    let year = before.year;
    match (rose, fell) {
        (Some(rose), Some(fell)) => format!(
            "La dépense qui a le plus augmenté\u{a0}: {rose} par rapport à {year}\u{a0}; celle qui a \
             le plus baissé\u{a0}: {fell}."
        ),
        (Some(rose), None) => format!(
            "La dépense qui a le plus augmenté\u{a0}: {rose} par rapport à {year}\u{a0}; aucune n'a \
             baissé."
        ),
        (None, Some(fell)) => format!(
            "Aucune dépense n'a augmenté par rapport à {year}\u{a0}; celle qui a le plus \
             baissé\u{a0}: {fell}."
        ),
        (None, None) => format!("Aucune dépense n'a changé d'un euro par rapport à {year}."),
    }
}

/// `loyers, + 1 200 €`.
fn said(moved: &Moved<'_>) -> String {
    let sign = if moved.growth > Cents::ZERO { '+' } else { '\u{2212}' };
    format!("{}, {sign}\u{a0}{}", inside(moved.label), moved.growth.abs().euros())
}

/// A label within a sentence; one that begins by an acronym stays as it is.
fn inside(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
