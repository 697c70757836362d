//! The help: its topics as each role needs them, and one topic.

use std::collections::BTreeSet;

use askama::Template;
use axum::response::Response;
use domain::rights::Role;
use web::help::{HELP, Topic};
use web::pieces::{Crumb, Link};
use web::{Audience, Offer, Page, Path, Problem, Visitor, render};

use crate::find::find_help;
use crate::help::{Body, TOPICS, told, topic};

const TITLE: &str = "Aide";

/// What the help brings to the site, after all that it explains: its hits come last.
pub fn help() -> Offer {
    Offer::new("help")
        .topics(&TOPICS)
        .finder(find_help)
        .get("/aide", Audience::SignedIn, index)
        .get("/aide/{sujet}", Audience::SignedIn, show)
}

/// Topics under a heading.
struct Part {
    id: &'static str,
    heading: String,
    text: &'static str,
    topics: Vec<Topic>,
}

#[derive(Template)]
#[template(path = "help/index.html")]
struct Index {
    page: Page,
    parts: Vec<Part>,
    others: Vec<Topic>,
}

/// `GET /aide`: what each role of the reader's does, what is for everybody, then the rest.
async fn index(page: Page, Visitor(visit): Visitor) -> Result<Response, Problem> {
    let held: BTreeSet<Role> = visit.access.held.iter().map(|seat| seat.role).collect();
    let of = |role: Role| TOPICS.into_iter().filter(move |topic| topic.roles.contains(&role));
    let part = |role: &Role| Part {
        id: role.code(),
        heading: format!("Votre rôle\u{a0}: {}", role.french()),
        text: told(*role),
        topics: of(*role).collect(),
    };
    let mut parts: Vec<Part> = held.iter().map(part).collect();
    parts.push(Part {
        id: "tous",
        heading: "Pour tout le monde".to_owned(),
        text: "Entrer, se repérer, aller vite, comprendre les mots.",
        topics: TOPICS.into_iter().filter(|topic| topic.roles.is_empty()).collect(),
    });
    let others = TOPICS.into_iter().filter(|topic| !topic.is_for(held.iter().copied())).collect();
    render(&Index { page, parts, others })
}

#[derive(Template)]
#[template(path = "help/topic.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    topic: Topic,
    text: String,
    screens: Vec<Link>,
}

/// `GET /aide/{sujet}`.
async fn show(page: Page, Path(slug): Path<String>) -> Result<Response, Problem> {
    let topic = topic(&slug).ok_or(Problem::NotFound)?;
    let screen = |(label, route): &(&str, &str)| Some(Link::new(*label, page.way(route)?));
    let screens = topic.screens.iter().filter_map(screen).collect();
    let crumbs = Crumb::trail([(TITLE, HELP)], topic.title);
    let text = Body::of(topic)?;
    render(&Shown { page, crumbs, topic: *topic, text, screens })
}
