//! What is written of an agreement, and what cannot be true of it: each fault with the field that
//! says it.

use chrono::NaiveDate;

use super::{Kind, LONGEST_NOTICE, Part, Term};
use crate::calendar::short;
use crate::words::is_unfit;

/// The longest line and the longest text.
const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 2_000;

/// An agreement as it is entered or corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The number on paper.
    pub number: String,
    /// What it is about.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// Whom it binds, as what.
    pub parties: Vec<(i64, Part)>,
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// The day the board approved it.
    pub approved_on: Option<NaiveDate>,
    /// The days it runs.
    pub term: Term,
    /// Its price, or how it is reckoned; empty when there is none.
    pub price: String,
    /// Anything else; empty when there is nothing.
    pub note: String,
}

/// What follows an agreement that runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// What it changes.
    pub subject: String,
    /// The day it was signed.
    pub signed_on: NaiveDate,
    /// Since when it changes it.
    pub from: NaiveDate,
    /// The new last day, when it changes.
    pub until: Option<NaiveDate>,
    /// The new price, when it changes; else empty.
    pub price: String,
}

/// How an agreement ends before anything else ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The day of the letter, or of the agreement to part.
    pub told_on: NaiveDate,
    /// Its last day.
    pub last_day: NaiveDate,
    /// Whether all agreed, so that no notice is due.
    pub agreed: bool,
    /// Why; empty when nobody said.
    pub reason: String,
}

/// What says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The number on paper.
    Number,
    /// What it is called, or what an amendment changes.
    Title,
    /// Whom it binds.
    Parties,
    /// The day it was signed, or its end told.
    Signed,
    /// The day of the board's approval.
    Approved,
    /// The first day.
    From,
    /// The last day.
    Until,
    /// The notice.
    Notice,
    /// The price.
    Price,
    /// The note, the reason.
    Note,
}

impl Field {
    /// Whether it is a day.
    pub fn is_day(self) -> bool {
        matches!(self, Self::Signed | Self::Approved | Self::From | Self::Until)
    }
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The field that says it.
    pub field: Field,
    /// A sentence that says what to do.
    pub sentence: String,
}

/// Faults, as they are found.
#[derive(Default)]
struct Wrongs(Vec<Wrong>);

impl Wrongs {
    fn say(&mut self, field: Field, sentence: impl Into<String>) {
        self.0.push(Wrong { field, sentence: sentence.into() });
    }

    fn line(&mut self, field: Field, text: &str, empty: &str) {
        match text.trim() {
            "" => self.say(field, empty),
            line if line.chars().count() > LONGEST_LINE || line.chars().any(is_unfit) => self.say(
                field,
                format!(
                    "{LONGEST_LINE} caractères au plus, sans saut de ligne ni marque invisible."
                ),
            ),
            _ => {}
        }
    }

    fn text(&mut self, field: Field, text: &str) {
        let unfit = |c: char| is_unfit(c) && !matches!(c, '\n' | '\r' | '\t');
        if text.chars().count() > LONGEST_TEXT || text.chars().any(unfit) {
            self.say(field, format!("{LONGEST_TEXT} caractères au plus, sans marque invisible."));
        }
    }

    fn signed(&mut self, day: NaiveDate, today: NaiveDate) {
        if today < day {
            let day = short(day);
            self.say(
                Field::Signed,
                format!("Le {day} n'est pas encore venu\u{a0}: inscrivez ce qui est signé."),
            );
        }
    }
}

impl Draft {
    /// What cannot be true of it, whatever the others say.
    pub fn wrongs(&self, today: NaiveDate) -> Vec<Wrong> {
        let mut wrongs = Wrongs::default();
        if let Err(sentence) = checked_number(&self.number) {
            wrongs.say(Field::Number, sentence);
        }
        wrongs.line(Field::Title, &self.title, "Dites en quelques mots sur quoi elle porte.");
        wrongs.text(Field::Price, &self.price);
        wrongs.text(Field::Note, &self.note);
        if let Some(sentence) = self.wrong_parties() {
            wrongs.say(Field::Parties, sentence);
        }
        self.wrong_days(today, &mut wrongs);
        wrongs.0
    }

    fn wrong_parties(&self) -> Option<String> {
        let count = |part| self.parties.iter().filter(|(_, one)| *one == part).count();
        let mut bound: Vec<i64> = self.parties.iter().map(|(id, _)| *id).collect();
        bound.sort_unstable();
        if bound.windows(2).any(|pair| pair[0] == pair[1]) {
            return Some("Une entité ne peut pas être des deux côtés.".to_owned());
        }
        let (provide, receive) = (count(Part::Provider), count(Part::Beneficiary));
        let of = |part: Part| part.french(self.kind);
        match self.kind {
            _ if bound.len() < 2 => {
                Some("Une convention lie deux entités au moins\u{a0}: cochez-les.".to_owned())
            }
            kind if kind.has_sides() && (provide == 0 || receive == 0) => Some(format!(
                "Il faut une entité d'un côté («\u{a0}{}\u{a0}») et une de l'autre («\u{a0}{}\u{a0}»).",
                of(Part::Provider),
                of(Part::Beneficiary)
            )),
            Kind::Combination if provide > 1 => {
                Some(format!("Une seule entité réunit les comptes, et {provide} sont cochées."))
            }
            _ => None,
        }
    }

    fn wrong_days(&self, today: NaiveDate, wrongs: &mut Wrongs) {
        let term = &self.term;
        wrongs.signed(self.signed_on, today);
        if self.approved_on.is_some_and(|day| today < day) {
            wrongs.say(Field::Approved, "Ce jour n'est pas encore venu.");
        }
        match term.until {
            Some(until) if until < term.from => {
                let from = short(term.from);
                wrongs.say(Field::Until, format!("La fin précède le premier jour, le {from}."));
            }
            Some(until) if until < self.signed_on => {
                let signed = short(self.signed_on);
                wrongs.say(Field::Until, format!("Elle finirait avant d'être signée, le {signed}."));
            }
            None if term.renews => wrongs.say(
                Field::Until,
                "Une reconduction suppose un terme\u{a0}: dites le dernier jour de la première période.",
            ),
            _ => {}
        }
        if term.notice_months > LONGEST_NOTICE {
            wrongs.say(Field::Notice, format!("Un préavis ne dépasse pas {LONGEST_NOTICE} mois."));
        }
    }
}

impl Amendment {
    /// What cannot be true of it after an agreement that runs so, and whose last amendment took
    /// effect then.
    pub fn wrongs(&self, term: &Term, last: Option<NaiveDate>, today: NaiveDate) -> Vec<Wrong> {
        let mut wrongs = Wrongs::default();
        wrongs.line(Field::Title, &self.subject, "Dites en quelques mots ce qu'il change.");
        wrongs.text(Field::Price, &self.price);
        wrongs.signed(self.signed_on, today);
        let after = last.unwrap_or(term.from);
        if self.from < after {
            let what = if last.is_some() { "l'avenant précédent" } else { "la convention" };
            wrongs.say(Field::From, format!("Il précéderait {what}, du {}.", short(after)));
        }
        if let Some(end) = term.last_day().filter(|end| *end < self.from) {
            wrongs.say(Field::From, format!("La convention est finie le {}.", short(end)));
        }
        if self.until.is_some_and(|until| until < self.from) {
            let from = short(self.from);
            wrongs.say(Field::Until, format!("La fin précède le premier jour, le {from}."));
        }
        wrongs.0
    }
}

impl Ending {
    /// What cannot be true of it for an agreement that runs so.
    pub fn wrongs(&self, term: &Term, today: NaiveDate) -> Vec<Wrong> {
        let mut wrongs = Wrongs::default();
        wrongs.text(Field::Note, &self.reason);
        wrongs.signed(self.told_on, today);
        let earliest = term.earliest_end(self.told_on);
        let sentence = if self.last_day < term.from {
            Some(format!("Elle ne finit pas avant son premier jour, le {}.", short(term.from)))
        } else if self.last_day < self.told_on {
            Some(format!("Elle finirait avant que ce soit dit, le {}.", short(self.told_on)))
        } else if let Some(end) = term.last_day().filter(|end| *end < self.last_day) {
            Some(format!("Elle finit déjà le {}\u{a0}: un avenant la prolonge.", short(end)))
        } else if !self.agreed && self.last_day < earliest {
            Some(format!(
                "Le préavis est de {} mois\u{a0}: dénoncée le {}, elle ne finit pas avant le {}, sauf \
                 d'un commun accord.",
                term.notice_months,
                short(self.told_on),
                short(earliest)
            ))
        } else {
            None
        };
        if let Some(sentence) = sentence {
            wrongs.say(Field::Until, sentence);
        }
        wrongs.0
    }
}

/// The number an agreement bears, as it can stand in an address: 1 to 30 letters, digits, `-`, `.`
/// or `_`, one digit at least.
///
/// # Errors
/// A sentence that says what is expected.
pub fn checked_number(text: &str) -> Result<String, String> {
    let number = text.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    let good = (1..=30).contains(&number.chars().count())
        && number.chars().all(fits)
        && number.starts_with(|c: char| c.is_ascii_alphanumeric())
        && number.contains(|c: char| c.is_ascii_digit());
    good.then(|| number.to_owned()).ok_or_else(|| {
        "Un numéro a 1 à 30 lettres sans accent, chiffres, tirets ou points, dont un chiffre\u{a0}: \
         2027-03 par exemple."
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn draft(from: &str, until: Option<&str>, renews: bool) -> Draft {
        let until = until.map(day);
        Draft {
            number: "2027-03".to_owned(),
            kind: Kind::Bookkeeping,
            title: "Tenue de comptabilité".to_owned(),
            parties: vec![(1, Part::Provider), (2, Part::Beneficiary)],
            signed_on: day("2026-12-01"),
            approved_on: None,
            term: Term { from: day(from), until, renews, notice_months: 3, ended_on: None },
            price: String::new(),
            note: "Deux\r\nlignes".to_owned(),
        }
    }

    fn told(draft: &Draft) -> Vec<Field> {
        draft.wrongs(day("2027-06-01")).iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn days_that_cannot_be_true_together_are_told() {
        assert_eq!(told(&draft("2027-01-01", Some("2027-12-31"), true)), []);
        assert_eq!(told(&draft("2027-01-01", None, true)), [Field::Until]);
        assert_eq!(told(&draft("2027-01-01", Some("2026-12-31"), false)), [Field::Until]);
        assert_eq!(told(&draft("2026-01-01", Some("2026-11-30"), false)), [Field::Until]);
        let late = Draft { signed_on: day("2027-06-02"), ..draft("2027-01-01", None, false) };
        assert_eq!(told(&late), [Field::Signed]);
    }

    #[test]
    fn parties_stand_on_both_sides() {
        let with = |kind, parties: &[(i64, Part)]| {
            told(&Draft { kind, parties: parties.into(), ..draft("2027-01-01", None, false) })
        };
        let (gives, takes) = (Part::Provider, Part::Beneficiary);
        assert_eq!(with(Kind::Other, &[(1, Part::Party), (2, Part::Party)]), []);
        assert_eq!(with(Kind::Other, &[(1, Part::Party)]), [Field::Parties]);
        assert_eq!(with(Kind::Premises, &[(1, gives), (2, gives)]), [Field::Parties]);
        assert_eq!(with(Kind::Premises, &[(1, gives), (1, takes)]), [Field::Parties]);
        assert_eq!(with(Kind::Recharge, &[(1, gives), (2, gives), (3, takes)]), []);
        let two = [(1, gives), (2, gives), (3, takes)];
        assert_eq!(with(Kind::Combination, &two), [Field::Parties]);
    }

    #[test]
    fn an_amendment_follows() {
        let term = draft("2027-01-01", Some("2027-12-31"), false).term;
        let from = |from: &str, until: Option<&str>, last: Option<&str>| {
            let amendment = Amendment {
                subject: "Un local de plus".to_owned(),
                signed_on: day("2027-05-01"),
                from: day(from),
                until: until.map(day),
                price: String::new(),
            };
            let wrongs = amendment.wrongs(&term, last.map(day), day("2027-06-01"));
            wrongs.iter().map(|wrong| wrong.field).collect::<Vec<_>>()
        };
        assert_eq!(from("2027-06-01", Some("2028-12-31"), None), []);
        assert_eq!(from("2026-12-31", None, None), [Field::From]);
        assert_eq!(from("2027-06-01", None, Some("2027-07-01")), [Field::From]);
        assert_eq!(from("2028-01-01", None, None), [Field::From]);
        assert_eq!(from("2027-06-01", Some("2027-05-31"), None), [Field::Until]);
    }

    #[test]
    fn an_end_gives_notice() {
        let end = |term: &Term, told_on: &str, last_day: &str, agreed| {
            let reason = String::new();
            let ending = Ending { told_on: day(told_on), last_day: day(last_day), agreed, reason };
            let wrongs = ending.wrongs(term, day("2027-06-01"));
            wrongs.iter().map(|wrong| wrong.field).collect::<Vec<_>>()
        };
        let open = draft("2027-01-01", None, false).term;
        assert_eq!(end(&open, "2027-06-01", "2027-09-01", false), []);
        assert_eq!(end(&open, "2027-06-01", "2027-08-31", false), [Field::Until]);
        assert_eq!(end(&open, "2027-06-01", "2027-06-30", true), []);
        assert_eq!(end(&open, "2027-06-01", "2027-05-31", true), [Field::Until]);
        assert_eq!(end(&open, "2027-06-02", "2027-12-31", true), [Field::Signed]);
        assert_eq!(end(&open, "2026-06-01", "2026-12-31", true), [Field::Until]);
        let fixed = draft("2027-01-01", Some("2027-12-31"), false).term;
        assert_eq!(end(&fixed, "2027-06-01", "2028-01-31", false), [Field::Until]);
    }

    #[test]
    fn numbers_stand_in_addresses() {
        for good in ["2027-03", "C1", "1", "2027.3_b"] {
            assert_eq!(checked_number(&format!(" {good} ")), Ok(good.to_owned()));
        }
        for bad in ["", "nouvelle", "-1", "1/2", "é1", "1 2", ".", &"1".repeat(31)] {
            assert!(checked_number(bad).is_err(), "{bad}");
        }
    }
}
