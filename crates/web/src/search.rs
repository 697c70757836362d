//! One search over everything that somebody may open: each slice brings a finder, the page and the
//! palette (Ctrl+K) show what they find.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use askama::Template;
use axum::response::Response;
use directory::Visit;
use domain::words::folded;
use serde::Deserialize;

use crate::{Audience, Offer, Page, Problem, Query, Site, Visitor, render};

/// Something found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What it is: « compte », « contrat ».
    pub kind: &'static str,
    /// Its name.
    pub label: String,
    /// Where it is.
    pub note: String,
    /// What opens.
    pub href: String,
}

/// What a finder promises.
pub type Found = Pin<Box<dyn Future<Output = Result<Vec<Hit>, Problem>> + Send>>;

/// Finds what a slice has for somebody, within what they may open. A few, the best first.
pub type Finder = fn(Site, Arc<Visit>, Words) -> Found;

/// What is looked for: its words, folded, and the text as it was typed.
#[derive(Clone, Debug)]
pub struct Words(Vec<String>, String);

/// What one finder shows at most.
pub const MOST_HITS: usize = 8;
/// Letters of a search: more say nothing more.
const MOST_LETTERS: usize = 100;

impl Words {
    /// The words of a text.
    pub fn of(text: &str) -> Self {
        let text: String = text.chars().take(MOST_LETTERS).collect();
        let words = folded(&text).split_whitespace().map(str::to_owned).collect();
        Self(words, text.trim().to_lowercase())
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a text has them all.
    pub fn are_in(&self, text: &str) -> bool {
        let text = folded(text);
        self.0.iter().all(|word| text.contains(word))
    }

    /// The text as it was typed, in lower case: a reference with its marks.
    pub fn typed(&self) -> &str {
        &self.1
    }

    /// Whether a number or a code begins by the only word.
    pub fn begin(&self, code: &str) -> bool {
        matches!(&self.0[..], [word] if folded(code).starts_with(word))
    }
}

#[derive(Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "web/search.html")]
struct Shown {
    page: Page,
    asked: String,
    hits: Vec<Hit>,
    nothing: bool,
}

/// What the search brings to the site.
pub fn offer() -> Offer {
    Offer::new("search").get("/recherche", Audience::SignedIn, show)
}

/// `GET /recherche?q=`.
async fn show(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let words = Words::of(&asked.q);
    let mut hits = Vec::new();
    if !words.is_empty() {
        let screens = page.menu().into_iter().filter(|link| words.are_in(link.label));
        hits.extend(screens.map(|link| Hit {
            kind: "écran",
            label: link.label.to_owned(),
            note: String::new(),
            href: link.href,
        }));
        for finder in page.finders() {
            hits.extend(finder(site.clone(), visit.clone(), words.clone()).await?);
        }
    }
    let nothing = hits.is_empty() && !asked.q.trim().is_empty();
    render(&Shown { page, asked: asked.q, hits, nothing })
}
