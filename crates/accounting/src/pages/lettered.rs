//! What the letters of an entry say, in words: which entry settled an invoice, which invoice an entry
//! settles.

use domain::accounting::{Dealing, Side};
use web::french::short_date;
use web::pieces::Link;

use super::account::Parties;
use super::year::Year;
use crate::books::{Answering, ValidatedEntry, ValidatedLine};
use crate::ways;

/// Entries that one line names; beyond, the lines of the third party show them all.
const NAMED: usize = 5;

/// A line of an entry and the entries that its letter brings together with it.
pub(super) struct Lettered {
    /// `Garage des Quatre-Vents, lettre A`.
    pub(super) about: String,
    /// A few words each, then the way to the other entry.
    pub(super) with: Vec<(String, Link)>,
    /// Where the others are, when they are many.
    pub(super) all: Option<Link>,
}

/// The lettered lines of an entry that some other entry answers.
pub(super) fn lettered(
    year: &Year,
    entry: &ValidatedEntry,
    answering: &[Answering],
    parties: &Parties,
) -> Vec<Lettered> {
    let of_line = |others: &[Answering]| {
        let first = others.first()?;
        let line = entry.lines.iter().find(|line| line.position == first.position)?;
        let (letter, _) = line.lettering.as_ref()?;
        let aux = line.aux.as_deref();
        let name = aux.map(|aux| {
            let known = parties.get(&(line.account.clone(), aux.to_owned()));
            known.map_or(aux, String::as_str).to_owned()
        });
        let whose = name.unwrap_or_else(|| format!("Compte {}", line.account));
        let all = (others.len() > NAMED).then(|| {
            let way = match aux {
                Some(aux) => ways::party(&year.slug, year.ends_on(), &line.account, aux),
                None => ways::account(&year.slug, year.ends_on(), &line.account),
            };
            Link::new(format!("Voir les {} écritures", others.len()), way)
        });
        let with = others.iter().take(NAMED).map(|other| said(year, line, other)).collect();
        Some(Lettered { about: format!("{whose}, lettre {letter}"), with, all })
    };
    answering.chunk_by(|a, b| a.position == b.position).filter_map(of_line).collect()
}

/// `réglée le 09/03/2009 par` and `l'écriture 180`.
fn said(year: &Year, line: &ValidatedLine, other: &Answering) -> (String, Link) {
    let billed = Dealing::of(&line.account).billed_on();
    let own = Side::of(line.debit - line.credit);
    let theirs = if other.is_debit { Side::Debit } else { Side::Credit };
    let words = if own == Some(theirs) || billed.is_none() {
        "lettrée avec".to_owned()
    } else if own == billed {
        format!("réglée le {} par", short_date(other.date))
    } else {
        format!("règle la facture {} de", other.piece_ref)
    };
    let way = ways::entry(&year.slug, year.ends_on(), other.number);
    (words, Link::new(format!("l'écriture {}", other.number), way))
}
