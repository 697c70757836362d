//! Associations and people, for the search.

use std::sync::Arc;

use directory::{Visit, associations, seats};
use domain::rights::Right;
use web::search::{Found, Hit, MOST_HITS, Words};
use web::{Reading, Site};

use crate::pages::OPENS;

/// Associations that somebody may open, by name, short name or SIREN; people with a seat, for those
/// who keep them.
pub(crate) fn find(site: Site, visit: Arc<Visit>, words: Words) -> Found {
    Box::pin(async move {
        let reading = Reading::with(&site, &visit.access, &[Right::KeepPeople]).await?;
        let conn = &*reading;
        let all = associations(conn).await?;
        let open = visit.access.within(&all, &OPENS).into_iter();
        let named = open.filter(|one| {
            let siren = one.siren.as_deref().unwrap_or_default();
            words.are_in(&format!("{} {} {siren}", one.name, one.slug))
        });
        let mut hits: Vec<Hit> = named
            .take(MOST_HITS)
            .map(|one| Hit {
                kind: "association",
                label: one.name.clone(),
                note: String::new(),
                href: format!("/a/{}", one.slug),
            })
            .collect();
        if visit.access.may_in_pole(Right::KeepPeople) {
            let mut people: Vec<_> = seats(conn).await?.into_iter().map(|row| row.person).collect();
            people.dedup_by_key(|person| person.id);
            let known = people.into_iter().filter(|person| {
                let email = person.email.as_deref().unwrap_or_default();
                words.are_in(&format!("{} {email}", person.name))
            });
            hits.extend(known.take(MOST_HITS).map(|person| Hit {
                kind: "personne",
                label: person.name,
                note: person.email.unwrap_or_default(),
                href: format!("/acces#personne-{}", person.id),
            }));
        }
        Ok(hits)
    })
}
