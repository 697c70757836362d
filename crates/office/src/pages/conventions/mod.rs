//! Agreements between entities: those of the pôle, those of an association; each one with what
//! followed it.

mod forms;
mod list;
mod show;
mod write;

use chrono::NaiveDate;
use directory::association;
use domain::conventions::State;
use sharing::Convention;
use web::address::part;
use web::french::short_date;
use web::pieces::{Badge, Crumb, EntityBadge, Tone};
use web::table::{Cell, Table};

pub(super) use list::{of_association, of_pole};
pub(super) use show::{one_of_association, one_of_pole};
pub(super) use write::{amend, correct, end, enter, new, rewrite};

/// Where agreements are read: all of the pôle's, or an association's own.
#[derive(Clone, Copy)]
pub(crate) enum Shelf<'a> {
    Pole,
    Of(&'a association::Model),
}

impl Shelf<'_> {
    /// Where its list is.
    fn list(self) -> String {
        match self {
            Shelf::Pole => "/pole/conventions".to_owned(),
            Shelf::Of(association) => format!("/a/{}/conventions", association.slug),
        }
    }

    /// Where one of them is.
    pub(crate) fn one(self, number: &str) -> String {
        format!("{}/{}", self.list(), part(number))
    }

    /// The way down to one of them, or to the list itself.
    fn crumbs(self, here: Option<&str>) -> Vec<Crumb> {
        let mut above = match self {
            Shelf::Pole => vec![("Le pôle".to_owned(), "/pole".to_owned())],
            Shelf::Of(one) => vec![(one.name.clone(), format!("/a/{}", one.slug))],
        };
        if here.is_some() {
            above.push(("Conventions".to_owned(), self.list()));
        }
        Crumb::trail(above, here.unwrap_or("Conventions"))
    }
}

/// The entities of the pôle with their letters and colours.
pub(super) struct Entities {
    all: Vec<association::Model>,
    badges: Vec<EntityBadge>,
}

impl Entities {
    pub(super) fn of(all: Vec<association::Model>) -> Self {
        let badges = EntityBadge::of_pole(all.iter().map(|one| one.name.as_str()));
        Self { all, badges }
    }

    fn find(&self, id: i64) -> Option<(&association::Model, &EntityBadge)> {
        let rank = self.all.iter().position(|one| one.id == id)?;
        Some((&self.all[rank], &self.badges[rank]))
    }

    fn name(&self, id: i64) -> &str {
        self.find(id).map_or("", |(one, _)| one.name.as_str())
    }
}

/// A state as a word.
fn badge(state: State) -> Badge {
    match state {
        State::ToCome => Badge::new("à venir", Tone::Neutral),
        State::InForce => Badge::new("en vigueur", Tone::Good),
        State::EndsSoon => Badge::new("finit bientôt", Tone::Warning),
        State::Ended => Badge::new("terminée", Tone::Neutral),
    }
}

/// Parties that a line names before it counts the others.
const NAMED: usize = 2;

/// A list of agreements, each leading to its page; `whole` names every party, for a file.
pub(super) fn table(
    caption: &str,
    all: &[Convention],
    entities: &Entities,
    (shelf, today): (Shelf<'_>, NaiveDate),
    whole: bool,
) -> Table {
    let mut table = Table::new(caption)
        .sortable()
        .words("Objet")
        .figures("Numéro")
        .words("Sorte")
        .words("Parties")
        .figures("Depuis le")
        .figures("Jusqu'au")
        .words("État");
    for one in all {
        let names: Vec<&str> = one.parties.iter().map(|(id, _)| entities.name(*id)).collect();
        let said = match names.len() {
            count if whole || count <= NAMED + 1 => names.join(", "),
            count => format!("{} et {} autres", names[..NAMED].join(", "), count - NAMED),
        };
        table.row([
            Cell::text(&one.row.title).to(shelf.one(&one.row.number)),
            Cell::text(&one.row.number),
            Cell::text(one.kind().french()),
            Cell::text(said),
            Cell::date(one.row.from_date),
            until(one, today),
            Cell::badge(badge(one.state(today))),
        ]);
    }
    table
}

/// The last day as far as it is known; when nothing but silence prolongs it, the end that falls due.
fn until(one: &Convention, today: NaiveDate) -> Cell {
    let term = one.term();
    match (term.last_day(), term.due(today)) {
        (Some(last), _) => Cell::date(last),
        (None, Some(due)) => {
            Cell { text: format!("{}, reconduite", short_date(due)), ..Cell::date(due) }
        }
        (None, None) => Cell::text("sans terme"),
    }
}
