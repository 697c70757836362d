//! Every invariant of the books, recomputed from the lines: nothing kept is believed.

use std::collections::BTreeMap;

use chrono::Datelike;
use directory::{Check, Error, associations};
use domain::accounting::entry::{OwnTexts, Seal, Sealed};
use domain::calendar::short;
use domain::words::hex;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::books::{self, ValidatedEntry};
use crate::entity::{account_total, chain_head, fiscal_year, validation};
use crate::open_year::{period, years};

/// The first broken row of each kind.
#[derive(Default)]
struct Broken {
    balance: Option<String>,
    number: Option<String>,
    seal: Option<String>,
    end: Option<String>,
    date: Option<String>,
    totals: Option<String>,
    years: Option<String>,
    names: Option<String>,
    orphans: Option<String>,
}

type Totals = BTreeMap<(String, i64), (i64, i64, i64)>;

/// Entries read at once.
const PAGE: i64 = 2_000;

/// Checks the books of every entity.
///
/// # Errors
/// The database's own; a broken invariant is no error but a check that does not hold.
pub async fn checks<C: ConnectionTrait>(conn: &C) -> Result<Vec<Check>, Error> {
    let mut broken = Broken::default();
    let (mut entries, mut count) = (0, 0);
    for association in associations(conn).await? {
        let years = years(conn, association.id).await?;
        for pair in years.windows(2) {
            if pair[0].ends_on + chrono::Days::new(1) != pair[1].starts_on {
                let said = format!(
                    "{} : l'exercice clos le {} n'est pas suivi le lendemain",
                    association.slug,
                    short(pair[0].ends_on)
                );
                broken.years.get_or_insert(said);
            }
        }
        let labels = books::account_labels(conn, association.id).await?;
        for year in &years {
            let place = format!("{}, exercice clos le {}", association.slug, short(year.ends_on));
            let totals = check_entries(conn, year, &place, &mut broken, &mut entries).await?;
            if let Some((account, _)) =
                totals.keys().find(|(account, _)| !labels.contains_key(account))
            {
                broken
                    .names
                    .get_or_insert(format!("{place} : le compte {account} n'a pas d'intitulé"));
            }
            check_end(conn, year, &place, &mut broken).await?;
            check_totals(conn, year, &place, &totals, &mut broken).await?;
            count += 1;
        }
    }
    broken.orphans = orphan(conn).await?;
    let said = format!("{entries} écritures");
    Ok(vec![
        Check::of("entries-balance", broken.balance, said.clone()),
        Check::of("numbers-gapless", broken.number, said.clone()),
        Check::of("seals-chained", broken.seal, said.clone()),
        Check::of("chains-whole", broken.end, format!("{count} exercices")),
        Check::of("dates-inside-years", broken.date, said),
        Check::of("years-without-gap", broken.years, format!("{count} exercices")),
        Check::of("totals-kept", broken.totals, format!("{count} exercices")),
        Check::of("accounts-named", broken.names, format!("{count} exercices")),
        Check::of("lines-belong", broken.orphans, "aucune ligne sans écriture validée"),
    ])
}

/// Walks a year's entries in order and answers the totals its lines make.
async fn check_entries<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    place: &str,
    broken: &mut Broken,
    count: &mut u64,
) -> Result<Totals, Error> {
    let mut totals = Totals::new();
    let mut previous = [0u8; 32];
    let mut expected = 1;
    let last = books::last_number(conn, year).await?;
    for from in (1..=last).step_by(PAGE as usize) {
        for entry in books::entries(conn, year, from, from + PAGE - 1).await? {
            *count += 1;
            let named = || format!("{place}, écriture n° {}", entry.number);
            if entry.number != expected {
                broken.number.get_or_insert(format!("{} : le n° {expected} manque", named()));
            }
            expected = entry.number + 1;
            let sum: i64 = entry.lines.iter().map(|line| line.debit.0 - line.credit.0).sum();
            if sum != 0 {
                broken.balance.get_or_insert(format!("{} : écart {}", named(), domain::Cents(sum)));
            }
            if !period(year).contains(entry.date) {
                broken.date.get_or_insert(format!("{} : datée du {}", named(), entry.date));
            }
            previous = recomputed_seal(year, &previous, &entry);
            if entry.seal != previous {
                broken.seal.get_or_insert(format!(
                    "{} : son sceau n'est pas celui de son contenu",
                    named()
                ));
                previous = entry.seal.as_slice().try_into().unwrap_or([0; 32]);
            }
            let month = i64::from(entry.date.year() * 100 + entry.date.month() as i32);
            for line in entry.lines {
                let total = totals.entry((line.account, month)).or_default();
                total.0 += line.debit.0;
                total.1 += line.credit.0;
                total.2 += 1;
            }
        }
    }
    if last > 0 && expected != last + 1 {
        broken.number.get_or_insert(format!("{place} : le n° {expected} manque"));
    }
    Ok(totals)
}

fn recomputed_seal(
    year: &fiscal_year::Model,
    previous: &[u8; 32],
    entry: &ValidatedEntry,
) -> [u8; 32] {
    let mut seal = Seal::begin(&Sealed {
        previous,
        association: year.association_id,
        year_end: year.ends_on,
        number: entry.number,
        journal: &entry.journal,
        date: entry.date,
        piece_ref: &entry.piece_ref,
        piece_date: entry.piece_date,
        label: &entry.label,
        valid: entry.valid_on,
    });
    for line in &entry.lines {
        let own = OwnTexts {
            label: line.label.as_deref(),
            piece_ref: line.piece_ref.as_deref(),
            piece_date: line.piece_date,
            date: line.own_date,
            currency_amount: line.currency_amount.as_deref(),
            currency: line.currency.as_deref(),
        };
        seal.line(
            &line.account,
            line.aux.as_deref().unwrap_or_default(),
            &own,
            line.debit,
            line.credit,
        );
    }
    seal.end()
}

/// The chain of a year ends where it ended when its last entry was validated: what was cut off its
/// end leaves no gap in its numbers.
async fn check_end<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    place: &str,
    broken: &mut Broken,
) -> Result<(), Error> {
    let kept = chain_head::Entity::find_by_id((year.association_id, year.id)).one(conn).await?;
    let last = validation::Entity::find()
        .filter(validation::Column::AssociationId.eq(year.association_id))
        .filter(validation::Column::YearId.eq(year.id))
        .order_by_desc(validation::Column::Number)
        .one(conn)
        .await?;
    let (kept, last) = (kept.map(|end| (end.number, end.seal)), last.map(|v| (v.number, v.seal)));
    if kept != last {
        let said = |end: Option<(i64, Vec<u8>)>| match end {
            None => "aucune".to_owned(),
            Some((number, seal)) => {
                format!("le n° {number} (sceau {}…)", hex(&seal[..seal.len().min(4)]))
            }
        };
        broken.end.get_or_insert(format!(
            "{place} : dernière écriture trouvée, {} ; dernière gardée, {}",
            said(last),
            said(kept)
        ));
    }
    Ok(())
}

async fn check_totals<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    place: &str,
    totals: &Totals,
    broken: &mut Broken,
) -> Result<(), Error> {
    let kept = account_total::Entity::find()
        .filter(account_total::Column::AssociationId.eq(year.association_id))
        .filter(account_total::Column::YearId.eq(year.id))
        .all(conn)
        .await?;
    let kept: Totals =
        kept.into_iter().map(|t| ((t.account, t.month), (t.debit, t.credit, t.lines))).collect();
    let differs = |key: &&(String, i64)| kept.get(*key) != totals.get(*key);
    if let Some((account, month)) = kept.keys().chain(totals.keys()).find(differs) {
        broken.totals.get_or_insert(format!(
            "{place} : le total gardé du compte {account} en {month} n'est pas celui des lignes"
        ));
    }
    Ok(())
}

/// A line without an entry, an entry without lines, a chain without its year.
async fn orphan<C: ConnectionTrait>(conn: &C) -> Result<Option<String>, Error> {
    let questions = [
        (
            "SELECT l.association_id, l.entry_id FROM line l LEFT JOIN entry e ON e.association_id = l.association_id \
          AND e.id = l.entry_id WHERE e.id IS NULL LIMIT 1",
            "lignes sans écriture",
        ),
        (
            "SELECT v.association_id, v.entry_id FROM validation v LEFT JOIN entry e ON e.association_id = v.association_id \
          AND e.id = v.entry_id WHERE e.id IS NULL LIMIT 1",
            "validation sans écriture",
        ),
        (
            "SELECT e.association_id, e.id AS entry_id FROM entry e WHERE NOT EXISTS (SELECT 1 FROM line l WHERE \
          l.association_id = e.association_id AND l.entry_id = e.id) LIMIT 1",
            "écriture sans ligne",
        ),
        (
            "SELECT t.association_id, t.entry_id FROM lettering t LEFT JOIN line l ON l.association_id = t.association_id \
          AND l.entry_id = t.entry_id AND l.position = t.position WHERE l.entry_id IS NULL LIMIT 1",
            "lettre sans ligne",
        ),
        (
            "SELECT h.association_id, h.number AS entry_id FROM chain_head h LEFT JOIN fiscal_year y ON \
          y.association_id = h.association_id AND y.id = h.year_id WHERE y.id IS NULL LIMIT 1",
            "suite d'écritures sans exercice",
        ),
    ];
    for (sql, what) in questions {
        if let Some(row) = conn.query_one_raw(db::statement(conn, sql, [])).await? {
            let (association, entry): (i64, i64) =
                (row.try_get("", "association_id")?, row.try_get("", "entry_id")?);
            return Ok(Some(format!("{what} : association {association}, écriture {entry}")));
        }
    }
    Ok(None)
}
