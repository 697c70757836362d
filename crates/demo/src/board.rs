//! The board of the Collectif: three colleges, who names each seat, who held it and until when.

use crate::days::day;
use crate::pole::{DemoCollege, DemoMandate, DemoSeat};

/// A seat: who names its holder, then its holders with office, first and last year of mandate.
type Row = (&'static str, &'static [(&'static str, Option<&'static str>, i32, i32)]);

const STRUCTURES: [Row; 6] = [
    ("jardins", &[("Hélène Marquet-Sorel", Some("présidente"), 2008, 2011)]),
    ("lavoir", &[("Bernard Castaneda", None, 2007, 2010)]),
    ("reemploi", &[("Joëlle Tréguier", Some("secrétaire"), 2009, 2012)]),
    ("coup-de-main", &[("Yves Rambaudet", Some("trésorier"), 2007, 2010)]),
    ("batir", &[("Karim Benslama", None, 2006, 2009), ("Denis Aubrespy", None, 2009, 2012)]),
    ("tremplin", &[("Marie-Laure Quintard", None, 2008, 2011)]),
];
const INSTITUTIONS: [Row; 5] = [
    ("ville-montbrelan", &[("Gérard Lanquetot", Some("vice-président"), 2008, 2011)]),
    ("pays-sauvine", &[("Nicole Fauconnet", None, 2008, 2011)]),
    ("conseil-general", &[("Patrice Dorlhac", None, 2007, 2010)]),
    ("pole-emploi", &[("Sylvie Hamonic", None, 2009, 2012)]),
    ("mission-locale", &[]),
];
const MISSIONS: [Row; 4] = [
    ("us-montbrelan", &[("Fabrice Le Guillou", None, 2007, 2010)]),
    ("pont-levant", &[("Inès Delacroix-Wattel", None, 2009, 2012)]),
    ("lanternes", &[("Solenn Abautret", Some("trésorière adjointe"), 2008, 2011)]),
    (
        "valbrune",
        &[("Raymond Chastagnier", None, 2006, 2009), ("Lucette Parmentel", None, 2009, 2012)],
    ),
];

/// The three colleges. Mandates run from one spring meeting to that of three years later; whoever
/// held a seat last still does, so that the board sits on whatever day it is looked at.
pub fn board() -> Vec<DemoCollege> {
    vec![
        college("structures", &STRUCTURES),
        college("institutions", &INSTITUTIONS),
        college("missions", &MISSIONS),
    ]
}

fn college(code: &str, rows: &[Row]) -> DemoCollege {
    let seats = rows.iter().enumerate().map(|(rank, (named_by, holders))| DemoSeat {
        number: rank as i64 + 1,
        named_by: (*named_by).to_owned(),
        mandates: mandates(holders).collect(),
    });
    DemoCollege { code: code.to_owned(), seats: seats.collect() }
}

fn mandates(holders: &[(&str, Option<&str>, i32, i32)]) -> impl Iterator<Item = DemoMandate> {
    let mandate = |holder: &str, office: Option<&str>, from, until| DemoMandate {
        holder: holder.to_owned(),
        office: office.map(str::to_owned),
        from: day(from, 5, 16),
        until,
    };
    let voted = holders.iter().map(move |&(holder, office, from, until)| {
        mandate(holder, office, from, Some(day(until, 5, 15)))
    });
    let still =
        holders.last().map(move |&(holder, office, _, since)| mandate(holder, office, since, None));
    voted.chain(still)
}
