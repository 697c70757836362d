//! Contracts by number or by the person's name, for the search.

use std::sync::Arc;

use db::statement;
use directory::{Visit, associations};
use domain::rights::Right;
use sea_orm::ConnectionTrait;
use web::search::{Found, Hit, MOST_HITS, Words};
use web::{Reading, Site};

use crate::pages::contract_address;

/// In the associations whose jobs somebody may read by name.
pub(crate) fn find(site: Site, visit: Arc<Visit>, words: Words) -> Found {
    Box::pin(async move {
        let reading = Reading::with(&site, &visit.access, &[Right::Jobs]).await?;
        let conn = &*reading;
        let all = associations(conn).await?;
        let mut hits = Vec::new();
        for association in visit.access.within(&all, &[Right::Jobs]) {
            let sql = "SELECT number, last_name, first_name FROM contract WHERE association_id = ? \
                       ORDER BY number";
            for row in conn.query_all_raw(statement(conn, sql, [association.id.into()])).await? {
                let text = |column| row.try_get::<String>("", column);
                let (number, last, first) =
                    (text("number")?, text("last_name")?, text("first_name")?);
                if words.are_in(&format!("{number} {last} {first}")) {
                    hits.push(Hit {
                        kind: "contrat",
                        label: format!("{last} {first}, {number}"),
                        note: association.name.clone(),
                        href: contract_address(&association.slug, &number),
                    });
                }
            }
            if hits.len() >= MOST_HITS * 2 {
                break;
            }
        }
        hits.truncate(MOST_HITS * 2);
        Ok(hits)
    })
}
