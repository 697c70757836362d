//! Accounts, third parties, entries, pieces and amounts, for the search.

use std::sync::Arc;

use chrono::NaiveDate;
use db::statement;
use directory::{Visit, association, associations};
use domain::Cents;
use domain::rights::Right;
use sea_orm::ConnectionTrait;
use web::search::{Found, Hit, MOST_HITS, Words};
use web::{Problem, Reading, Site};

use crate::books;
use crate::entity::fiscal_year;
use crate::open_year::years;
use crate::ways;

/// In the latest year of each association whose books somebody may read: accounts by number or
/// label, third parties by number or name, entries by number, pieces by reference, lines by amount.
pub(crate) fn find(site: Site, visit: Arc<Visit>, words: Words) -> Found {
    Box::pin(async move {
        let reading = Reading::with(&site, &visit.access, &[Right::Books]).await?;
        let conn = &*reading;
        let all = associations(conn).await?;
        let (mut accounts, mut parties, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for association in visit.access.within(&all, &[Right::Books]) {
            let Some(year) = years(conn, association.id).await?.pop() else { continue };
            let place = Place { association, ends_on: year.ends_on };
            for (code, label) in books::account_labels(conn, association.id).await? {
                if words.begin(&code) || words.are_in(&label) {
                    accounts.push(place.hit(
                        "compte",
                        format!("{code} {label}"),
                        ways::account(&association.slug, year.ends_on, &code),
                    ));
                }
            }
            for ((account, number), label) in books::third_parties(conn, association.id).await? {
                if words.begin(&number) || words.are_in(&label) {
                    parties.push(place.hit(
                        "tiers",
                        format!("{label} ({number})"),
                        ways::party(&association.slug, year.ends_on, &account, &number),
                    ));
                }
            }
            entries.extend(found_entries(conn, &year, &place, &words).await?);
        }
        for hits in [&mut accounts, &mut parties, &mut entries] {
            hits.truncate(MOST_HITS * 2);
        }
        accounts.extend(parties);
        accounts.extend(entries);
        Ok(accounts)
    })
}

/// Where something was found.
struct Place<'a> {
    association: &'a association::Model,
    ends_on: NaiveDate,
}

impl Place<'_> {
    fn hit(&self, kind: &'static str, label: String, href: String) -> Hit {
        Hit { kind, label, note: self.association.name.clone(), href }
    }
}

const ENTRIES: &str = "SELECT v.number AS number, e.piece_ref AS piece, e.label AS label \
     FROM validation v JOIN entry e ON e.association_id = v.association_id \
     AND e.id = v.entry_id WHERE v.association_id = ? AND v.year_id = ? \
     AND (v.number = ? OR lower(e.piece_ref) = ?) ORDER BY v.number LIMIT 8";

const OF_AMOUNT: &str = "SELECT DISTINCT v.number AS number, e.piece_ref AS piece, e.label AS label \
     FROM line l JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id \
     JOIN validation v ON v.association_id = l.association_id AND v.entry_id = l.entry_id \
     WHERE l.association_id = ? AND l.year_id = ? AND (l.debit = ? OR l.credit = ?) \
     ORDER BY v.number LIMIT 8";

/// Entries by number and piece; by the amount of a line when one is typed.
async fn found_entries<C: ConnectionTrait>(
    conn: &C,
    year: &fiscal_year::Model,
    place: &Place<'_>,
    words: &Words,
) -> Result<Vec<Hit>, Problem> {
    // « écriture 67 » says what is looked for.
    let typed = words.typed();
    let typed =
        ["écriture ", "pièce "].iter().find_map(|kind| typed.strip_prefix(kind)).unwrap_or(typed);
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let number = typed.parse::<i64>().unwrap_or(0);
    let of_year = [year.association_id.into(), year.id.into()];
    let asked = of_year.clone().into_iter().chain([number.into(), typed.into()]);
    let mut rows = conn.query_all_raw(statement(conn, ENTRIES, asked)).await?;
    // Whole numbers are those of entries; an amount shows its cents or its currency.
    let amount = typed.contains([',', '.', '€']).then(|| Cents::parse(typed));
    if let Some(Ok(amount)) = amount {
        let amount = amount.0.abs();
        let asked = of_year.into_iter().chain([amount.into(), amount.into()]);
        rows.extend(conn.query_all_raw(statement(conn, OF_AMOUNT, asked)).await?);
    }
    let mut hits = Vec::new();
    for row in rows {
        let number: i64 = row.try_get("", "number")?;
        let (piece, label) =
            (row.try_get::<String>("", "piece")?, row.try_get::<String>("", "label")?);
        hits.push(place.hit(
            "écriture",
            format!("{number}, pièce {piece}, {label}"),
            ways::entry(&place.association.slug, place.ends_on, number),
        ));
    }
    Ok(hits)
}
