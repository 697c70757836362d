//! Accounts, entries and pieces, for the search.

use std::sync::Arc;

use db::statement;
use directory::{Visit, associations};
use domain::rights::Right;
use sea_orm::ConnectionTrait;
use web::search::{Found, Hit, MOST_HITS, Words};
use web::{Reading, Site};

use crate::books;
use crate::open_year::years;
use crate::ways;

/// In the latest year of each association whose books somebody may read: accounts by number or
/// label, entries by number, pieces by reference.
pub(crate) fn find(site: Site, visit: Arc<Visit>, words: Words) -> Found {
    Box::pin(async move {
        let reading = Reading::with(&site, &visit.access, &[Right::Books]).await?;
        let conn = &*reading;
        let all = associations(conn).await?;
        let (mut accounts, mut entries) = (Vec::new(), Vec::new());
        for association in visit.access.within(&all, &[Right::Books]) {
            let Some(year) = years(conn, association.id).await?.pop() else { continue };
            for (code, label) in books::account_labels(conn, association.id).await? {
                let starts = words.only().is_some_and(|word| code.starts_with(word));
                if starts || words.are_in(&label) {
                    accounts.push(Hit {
                        kind: "compte",
                        label: format!("{code} {label}"),
                        note: association.name.clone(),
                        href: ways::account(&association.slug, year.ends_on, &code),
                    });
                }
            }
            let typed = words.typed();
            if typed.len() < 2 {
                continue;
            }
            let sql = "SELECT v.number AS number, e.piece_ref AS piece, e.label AS label \
                       FROM validation v JOIN entry e ON e.association_id = v.association_id \
                       AND e.id = v.entry_id WHERE v.association_id = ? AND v.year_id = ? \
                       AND (v.number = ? OR lower(e.piece_ref) = ?) ORDER BY v.number LIMIT 8";
            let number = typed.parse::<i64>().unwrap_or(0);
            let values = [association.id.into(), year.id.into(), number.into(), typed.into()];
            for row in conn.query_all_raw(statement(conn, sql, values)).await? {
                let number: i64 = row.try_get("", "number")?;
                let (piece, label) =
                    (row.try_get::<String>("", "piece")?, row.try_get::<String>("", "label")?);
                entries.push(Hit {
                    kind: "écriture",
                    label: format!("{number}, pièce {piece}, {label}"),
                    note: association.name.clone(),
                    href: ways::entry(&association.slug, year.ends_on, number),
                });
            }
        }
        accounts.truncate(MOST_HITS * 2);
        entries.truncate(MOST_HITS * 2);
        accounts.extend(entries);
        Ok(accounts)
    })
}
