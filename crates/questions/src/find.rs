//! Questions by number, subject or what was written in them, for the search.

use std::sync::Arc;

use directory::{Visit, associations};
use domain::rights::Right;
use dossier::{Reader, threads, words_of};
use web::search::{Found, Hit, MOST_HITS, Words};
use web::threads::{thread_address, titled_line};
use web::{Reading, Site};

/// In the associations where somebody may ask, as far as they may read of each subject.
pub(crate) fn find(site: Site, visit: Arc<Visit>, words: Words) -> Found {
    Box::pin(async move {
        let reading = Reading::with(&site, &visit.access, &[Right::Questions]).await?;
        let conn = &*reading;
        let all = associations(conn).await?;
        let mut hits = Vec::new();
        for association in visit.access.within(&all, &[Right::Questions]) {
            let reader = Reader::new(&visit.access, association.id);
            let asked = threads(conn, &reader, None).await?;
            let said = words_of(conn, &reader, &asked).await?;
            let found = asked.iter().filter_map(|thread| {
                let name = titled_line(&association.slug, thread).link.label;
                let said = said.get(&thread.number).map_or("", String::as_str);
                words.are_in(&format!("{name} {} {said}", thread.asker)).then(|| Hit {
                    kind: "question",
                    label: name,
                    note: association.name.clone(),
                    href: thread_address(&association.slug, thread.number),
                })
            });
            hits.extend(found.take(MOST_HITS));
            if hits.len() >= MOST_HITS * 2 {
                break;
            }
        }
        hits.truncate(MOST_HITS * 2);
        Ok(hits)
    })
}
