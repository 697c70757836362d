//! Associations, agreements between them, people and topics of the help, for the search.

use std::sync::Arc;

use directory::{Visit, association, associations, seats};
use domain::rights::Right;
use sharing::{Convention, conventions, conventions_of};
use web::search::{Found, Hit, MOST_HITS, Words};
use web::{Problem, Reading, Site};

use crate::help::{Body, TOPICS, words as words_of};
use crate::pages::{OPENS, Shelf};

/// Topics of the help that a search shows: it is mostly for something else.
const MOST_HELP: usize = 4;

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
        hits.extend(agreements(&site, &visit, &all, &words).await?);
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

/// Agreements by number, subject, kind or party, within those that somebody may read.
async fn agreements(
    site: &Site,
    visit: &Visit,
    all: &[association::Model],
    words: &Words,
) -> Result<Vec<Hit>, Problem> {
    let reading = Reading::to_publish(site).await?;
    let conn = &*reading;
    let mut found = Vec::new();
    if visit.access.may_in_pole(Right::Conventions) {
        found.extend(conventions(conn).await?.into_iter().map(|one| (Shelf::Pole, one)));
    } else {
        for place in visit.access.within(all, &[Right::Conventions]) {
            let bound = conventions_of(conn, place.id).await?.into_iter();
            found.extend(bound.map(|one| (Shelf::Of(place), one)));
        }
    }
    let name = |id: i64| all.iter().find(|one| one.id == id).map_or("", |one| one.name.as_str());
    let named = found.iter().filter(|(_, one)| {
        let parties: Vec<&str> = one.parties.iter().map(|(id, _)| name(*id)).collect();
        let (row, kind) = (&one.row, one.kind().french());
        words.are_in(&format!(
            "convention {} {} {kind} {}",
            row.number,
            row.title,
            parties.join(" ")
        ))
    });
    let hit = |(shelf, one): &(Shelf<'_>, Convention)| Hit {
        kind: "convention",
        label: format!("{}, {}", one.row.number, one.row.title),
        note: one.kind().french().to_owned(),
        href: shelf.one(&one.row.number),
    };
    Ok(named.take(MOST_HITS).map(hit).collect())
}

/// Topics of the help: those whose title or summary has the words, then those whose text does.
pub(crate) fn find_help(_: Site, _: Arc<Visit>, words: Words) -> Found {
    Box::pin(async move {
        let mut found = Vec::new();
        for topic in &TOPICS {
            let named = words.are_in(&format!("aide {} {}", topic.title, topic.about));
            if named || words.are_in(&words_of(&Body::of(topic)?)) {
                found.push((named, topic));
            }
        }
        found.sort_by_key(|(named, _)| !named);
        let hit = |(_, topic): (bool, &web::help::Topic)| Hit {
            kind: "aide",
            label: topic.title.to_owned(),
            note: topic.about.to_owned(),
            href: topic.href(),
        };
        Ok(found.into_iter().take(MOST_HELP).map(hit).collect())
    })
}
