//! Figures and dates as French readers expect them: narrow spaces, comma, true minus, words for a
//! change.
//!
//! Cells of tables show nothing as `–`. `web::filters` offers the same to templates:
//! `{{ total|amount }}`.

use domain::accounting::Side;
use domain::money::group;
use domain::{Cents, Fraction};

pub use domain::calendar::{long as long_date, short as short_date};

/// What a table shows for nothing.
pub const NOTHING: &str = "–";

/// `1 234,56 €`.
pub fn amount(amount: Cents) -> String {
    amount.to_string()
}

/// `1 234,56 €`, or a dash for nothing.
pub fn amount_cell(amount: Cents) -> String {
    cell(amount == Cents::ZERO, || amount.to_string())
}

/// `1 234,56`, or a dash for nothing: its head names the currency.
pub fn bare_cell(amount: Cents) -> String {
    cell(amount == Cents::ZERO, || amount.plain())
}

/// `1 234,56` of a balance that stands on the debit side, `créditeur 1 234,56` on the other, or a dash
/// for nothing: no sign, and the note of the table says so.
pub fn balance_cell(balance: Cents) -> String {
    match Side::of(balance) {
        None => NOTHING.to_owned(),
        Some(Side::Debit) => balance.plain(),
        Some(side) => format!("{}\u{a0}{}", side.french(), balance.abs().plain()),
    }
}

/// `+ 1 234,56`: a difference with its sign, or a dash for nothing.
pub fn difference_cell(difference: Cents) -> String {
    match difference.0 {
        0 => NOTHING.to_owned(),
        1.. => format!("+\u{a0}{}", difference.plain()),
        _ => difference.plain(),
    }
}

/// `1 234 €`, or a dash for nothing.
pub fn euros_cell(amount: Cents) -> String {
    cell(amount == Cents::ZERO, || amount.euros())
}

/// `1 234`.
pub fn count(count: i64) -> String {
    let sign = if count < 0 { "\u{2212}" } else { "" };
    format!("{sign}{}", group(count.unsigned_abs()))
}

/// `1 234`, or a dash for none.
pub fn count_cell(number: i64) -> String {
    cell(number == 0, || count(number))
}

/// `68,00`.
pub fn fraction(fraction: &Fraction) -> String {
    fraction.french()
}

/// `68,00`, or a dash for nothing at all.
pub fn fraction_cell(fraction: &Fraction) -> String {
    cell(*fraction == Fraction::zero(), || fraction.french())
}

fn cell(nothing: bool, shown: impl Fn() -> String) -> String {
    if nothing { NOTHING.to_owned() } else { shown() }
}

/// `1 association`, `1 234 associations`. French keeps the singular for zero.
pub fn plural(number: i64, one: &str, many: &str) -> String {
    let word = if number.abs() < 2 { one } else { many };
    format!("{}\u{a0}{word}", count(number))
}

/// « de » before a name: `d'Association verte`, `du Relais`, `des Jardins`, `de Tremplin`.
pub fn of(name: &str) -> String {
    // The h of most French words is mute; these beginnings are the ones that names of associations
    // have, those with a sounded h (Halte, Hameau, Handicap) staying out.
    const MUTE: [&str; 9] = ["hab", "harm", "heu", "hi", "hon", "hor", "hos", "hum", "hy"];
    for (article, together) in [("Le ", "du "), ("Les ", "des "), ("La ", "de la ")] {
        if let Some(rest) = name.strip_prefix(article) {
            return format!("{together}{rest}");
        }
    }
    if let Some(rest) = name.strip_prefix("L'").or_else(|| name.strip_prefix("L’")) {
        return format!("de l'{rest}");
    }
    let lower = name.to_lowercase();
    let vowel = lower.starts_with(|c| "aàâeéèêëiîïoôuùûœæ".contains(c));
    if vowel || MUTE.iter().any(|start| lower.starts_with(start)) {
        format!("d'{name}")
    } else {
        format!("de {name}")
    }
}

/// The share of the whole, `42,3 %`; nothing when there is no whole to share.
pub fn share(part: i64, whole: i64) -> Option<String> {
    let tenths = tenths_of_percent(i128::from(part), i128::from(whole))?;
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    Some(format!("{sign}{}", percent(tenths)))
}

/// How an amount moved in a year, in words; nothing when last year's was under ten
/// euros or this year's is a loss.
pub fn amount_change(now: Cents, before: Cents) -> Option<String> {
    change_of_hundredths(now.0, before.0)
}

/// How a number moved in a year, in words; nothing when last year's was under ten.
pub fn count_change(now: i64, before: i64) -> Option<String> {
    change_of_hundredths(now.checked_mul(100)?, before.checked_mul(100)?)
}

/// How a measure moved in a year, in words; nothing when last year's was under ten.
pub fn fraction_change(now: &Fraction, before: &Fraction) -> Option<String> {
    change_of_hundredths(now.hundredths(), before.hundredths())
}

/// `+ 4,2 % sur un an`, of numbers in hundredths.
fn change_of_hundredths(now: i64, before: i64) -> Option<String> {
    relative_change(now, before).map(|change| format!("{change} sur un an"))
}

/// `+ 4,2 %` or `stable`, of numbers in hundredths. A base under ten units, or a side below zero,
/// makes percentages that mislead: nothing then.
pub fn relative_change(now: i64, before: i64) -> Option<String> {
    if before < 10 * 100 || now < 0 {
        return None;
    }
    let (now, before) = (i128::from(now), i128::from(before));
    let tenths = tenths_of_percent(now - before, before)?;
    Some(match tenths {
        0 => "stable".to_owned(),
        1.. => format!("+\u{a0}{}", percent(tenths)),
        _ => format!("\u{2212}\u{a0}{}", percent(tenths)),
    })
}

/// Tenths of a percent, half away from zero.
fn tenths_of_percent(part: i128, whole: i128) -> Option<i128> {
    if whole <= 0 {
        return None;
    }
    let rounded = (part.abs() * 2000 + whole) / (whole * 2);
    Some(rounded * part.signum())
}

/// `4,2 %`, without a sign.
fn percent(tenths: i128) -> String {
    let tenths = u64::try_from(tenths.unsigned_abs()).unwrap_or(u64::MAX);
    format!("{},{}\u{a0}%", group(tenths / 10), tenths % 10)
}

/// The same in templates: `{{ total|amount }}`, `{{ day|long_date }}`. A slice brings them into
/// scope with `use web::filters;`.
#[expect(
    missing_docs,
    clippy::inline_always,
    reason = "filter_fn drops the comments of what it generates, and inlines it"
)]
pub mod filters {
    use askama::{Result, Values, filter_fn};
    use chrono::NaiveDate;
    use domain::{Cents, Fraction};

    /// `1 234,56 €`.
    #[filter_fn]
    pub fn amount(amount: &Cents, _: &dyn Values) -> Result<String> {
        Ok(super::amount(*amount))
    }

    /// `1 234 €`, to the nearest euro.
    #[filter_fn]
    pub fn euros(amount: &Cents, _: &dyn Values) -> Result<String> {
        Ok(amount.euros())
    }

    /// `1 234,56 €`, or a dash for nothing.
    #[filter_fn]
    pub fn amount_cell(amount: &Cents, _: &dyn Values) -> Result<String> {
        Ok(super::amount_cell(*amount))
    }

    /// `1 234`.
    #[filter_fn]
    pub fn count(number: &i64, _: &dyn Values) -> Result<String> {
        Ok(super::count(*number))
    }

    /// `68,00`.
    #[filter_fn]
    pub fn fraction(fraction: &Fraction, _: &dyn Values) -> Result<String> {
        Ok(super::fraction(fraction))
    }

    /// `12/03/2027`.
    #[filter_fn]
    pub fn short_date(day: &NaiveDate, _: &dyn Values) -> Result<String> {
        Ok(super::short_date(*day))
    }

    /// `12 mars 2027`.
    #[filter_fn]
    pub fn long_date(day: &NaiveDate, _: &dyn Values) -> Result<String> {
        Ok(super::long_date(*day))
    }
}
