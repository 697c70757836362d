//! Who governs: the board's three colleges as they sat on the last day of the report's year, who
//! held each seat for whom, which seats nobody held.

use chrono::NaiveDate;
use directory::{Error, association};
use domain::calendar::{long, short};
use governance::{College, Seat, last_sitting};
use pdf::{Column, Row};
use sea_orm::ConnectionTrait;
use web::french::plural;
use web::table::{Cell, Table};

/// The board on the last day of a year.
#[derive(Clone, Debug)]
pub struct Sitting {
    /// That day.
    pub day: NaiveDate,
    /// The colleges that have seats, in the order of the statutes.
    pub colleges: Vec<SittingCollege>,
}

/// A college and its seats.
#[derive(Clone, Debug)]
pub struct SittingCollege {
    /// `structures`, `institutions` or `missions`.
    pub code: String,
    /// Its name in the statutes.
    pub name: String,
    /// Its seats, by number.
    pub seats: Vec<SittingSeat>,
}

/// A seat, held or vacant.
#[derive(Clone, Debug)]
pub struct SittingSeat {
    /// Number within the college.
    pub number: i64,
    /// Short name and name of who names its holder; none when somebody sits in their own name.
    pub named_by: Option<(String, String)>,
    /// Who holds it; none when it is vacant.
    pub held: Option<Held>,
}

/// Who holds a seat.
#[derive(Clone, Debug)]
pub struct Held {
    /// First and family name.
    pub holder: String,
    /// In what capacity.
    pub capacity: String,
    /// Who sits when they cannot.
    pub deputy: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day; none while nobody set it.
    pub until: Option<NaiveDate>,
}

/// What stands where nobody holds a seat.
pub(crate) const VACANT: &str = "vacant";
/// The name of the section.
pub(crate) const TITLE: &str = "Qui gouverne";

/// The board on the last day of a calendar year; none when nobody had ever sat by then.
///
/// # Errors
/// The database's own.
pub(crate) async fn sitting<C: ConnectionTrait>(
    conn: &C,
    year: i32,
) -> Result<Option<Sitting>, Error> {
    let day = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or_default();
    let colleges = governance::board(conn, day).await?;
    let somebody_sits =
        colleges.iter().flat_map(|college| &college.seats).any(|seat| seat.mandate.is_some());
    if !somebody_sits && last_sitting(conn, day).await?.is_none() {
        return Ok(None);
    }
    let all = directory::associations(conn).await?;
    let colleges = colleges.into_iter().filter(|college| !college.seats.is_empty());
    let colleges = colleges.map(|college| of_college(college, &all)).collect();
    Ok(Some(Sitting { day, colleges }))
}

fn of_college(college: College, all: &[association::Model]) -> SittingCollege {
    let seat = |seat: Seat| SittingSeat {
        number: seat.number,
        named_by: seat
            .association
            .and_then(|id| all.iter().find(|one| one.id == id))
            .map(|one| (one.slug.clone(), one.name.clone())),
        held: seat.mandate.map(|held| Held {
            holder: held.holder,
            capacity: held.capacity,
            deputy: held.deputy,
            from: held.from_date,
            until: held.until_date,
        }),
    };
    let seats = college.seats.into_iter().map(seat).collect();
    SittingCollege { code: college.code, name: college.name, seats }
}

impl Sitting {
    /// How many seats that day, how many held, how many vacant.
    pub(crate) fn lead(&self) -> String {
        let seats = || self.colleges.iter().flat_map(|college| &college.seats);
        let count = seats().count() as i64;
        let held = seats().filter(|seat| seat.held.is_some()).count() as i64;
        let vacant = match count - held {
            0 => String::new(),
            vacant => format!(" et {}", plural(vacant, "vacant", "vacants")),
        };
        format!(
            "Le conseil du Collectif au {}\u{a0}: {} dans {}, {}{vacant}.",
            long(self.day),
            plural(count, "siège", "sièges"),
            plural(self.colleges.len() as i64, "collège", "collèges"),
            plural(held, "tenu", "tenus"),
        )
    }

    /// A table a college, for pages.
    pub(crate) fn tables(&self) -> Vec<Table> {
        self.colleges.iter().map(SittingCollege::table).collect()
    }

    /// The same, for the paper.
    pub(crate) fn printed(&self) -> Vec<pdf::Table> {
        self.colleges.iter().map(SittingCollege::printed).collect()
    }
}

impl SittingCollege {
    fn has_deputies(&self) -> bool {
        self.seats.iter().any(|seat| seat.deputy().is_some())
    }

    fn table(&self) -> Table {
        let deputies = self.has_deputies();
        let mut table = Table::new(&self.name)
            .words("Siège")
            .words("Désigné par")
            .words("Titulaire")
            .words("En qualité de");
        if deputies {
            table = table.words("Suppléance");
        }
        let mut table = table.figures("Depuis le").figures("Jusqu'au");
        for seat in &self.seats {
            let held = seat.held.as_ref();
            let mut cells = vec![
                Cell::number(seat.number),
                Cell::text(seat.named_by()),
                Cell::text(seat.holder()),
                Cell::text(held.map_or("", |held| &held.capacity)),
            ];
            if deputies {
                cells.push(Cell::text(seat.deputy().unwrap_or_default()));
            }
            cells.push(held.map_or_else(Cell::empty, |held| Cell::date(held.from)));
            let until = held.and_then(|held| held.until);
            cells.push(until.map_or_else(Cell::empty, Cell::date));
            table.row(cells);
        }
        table
    }

    fn printed(&self) -> pdf::Table {
        let deputies = self.has_deputies();
        let mut columns = vec![
            Column::names("Désigné par", 26),
            Column::words("Titulaire", 22),
            Column::words("En qualité de", 24),
        ];
        if deputies {
            columns.push(Column::words("Suppléance", 18));
        }
        columns.push(Column::words("Mandat", 22));
        let rows = self.seats.iter().map(|seat| {
            let held = seat.held.as_ref();
            let mut cells = vec![
                seat.named_by().to_owned(),
                seat.holder().to_owned(),
                held.map_or_else(String::new, |held| held.capacity.clone()),
            ];
            if deputies {
                cells.push(seat.deputy().unwrap_or_default().to_owned());
            }
            cells.push(held.map_or_else(String::new, Held::days));
            Row::plain(cells)
        });
        pdf::Table::new(&self.name, columns).with(rows)
    }
}

impl SittingSeat {
    /// Who names its holder.
    pub(crate) fn named_by(&self) -> &str {
        self.named_by.as_ref().map_or("en son nom propre", |(_, name)| name)
    }

    /// Its holder, or that it is vacant.
    pub(crate) fn holder(&self) -> &str {
        self.held.as_ref().map_or(VACANT, |held| &held.holder)
    }

    fn deputy(&self) -> Option<&str> {
        self.held.as_ref()?.deputy.as_deref()
    }
}

impl Held {
    /// `16/05/2008 – 15/05/2011`.
    pub(crate) fn days(&self) -> String {
        match self.until {
            Some(until) => format!("{} – {}", short(self.from), short(until)),
            None => format!("depuis le {}", short(self.from)),
        }
    }
}
