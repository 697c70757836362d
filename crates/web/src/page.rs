//! The frame around every page: the pôle, the menu, the foot.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};

use directory::{Visit, association};
use domain::rights::{Extent, Role};

use crate::guard::Place;
use crate::help::{HELP, Topic, topic_of};
use crate::pieces::EntityBadge;
use crate::search::Finder;
use crate::{Audience, MenuEntry, Problem, RouteInfo, Site, assets};

/// Entries of a menu: more are not read.
const MOST_ENTRIES: usize = 7;
/// Where an association is chosen.
const ASSOCIATIONS: &str = "/a";

/// What the frame of every page is made of, gathered once when the site starts.
#[derive(Debug)]
pub(crate) struct Frame {
    site: Site,
    furniture: Furniture,
    stylesheet: String,
    script: String,
    icon: String,
}

/// What the offers brought to every page.
#[derive(Debug, Default)]
pub(crate) struct Furniture {
    pub(crate) menu: Vec<MenuEntry>,
    pub(crate) finders: Vec<Finder>,
    pub(crate) topics: Vec<Topic>,
    pub(crate) routes: Vec<RouteInfo>,
}

impl Frame {
    pub(crate) fn new(site: Site, furniture: Furniture) -> Self {
        Self {
            site,
            furniture,
            stylesheet: assets::address("app.css"),
            script: assets::address("app.js"),
            icon: assets::address("favicon.svg"),
        }
    }

    pub(crate) fn site(&self) -> &Site {
        &self.site
    }
}

/// The frame of one page. A handler takes it as an argument and puts it in its template as `page`.
#[derive(Clone, Debug)]
pub struct Page {
    frame: Arc<Frame>,
    path: String,
    visit: Option<Arc<Visit>>,
    place: Option<Arc<Place>>,
    is_problem: bool,
}

/// An entry of the menu as one page shows it.
#[derive(Clone, Debug)]
pub struct MenuLink<'a> {
    /// What it says.
    pub label: &'a str,
    /// Where it leads.
    pub href: String,
    /// The value of `aria-current`: `page` on the page itself, `true` below it.
    pub current: Option<&'static str>,
}

impl Page {
    pub(crate) fn new(
        frame: Arc<Frame>,
        path: &str,
        visit: Option<Arc<Visit>>,
        place: Option<Arc<Place>>,
    ) -> Self {
        Self { frame, path: path.to_owned(), visit, place, is_problem: false }
    }

    /// The frame of a problem: it tells nothing of what is at the address.
    pub(crate) fn of_problem(self) -> Self {
        Self { is_problem: true, ..self }
    }

    /// The pôle's name.
    pub fn pole(&self) -> &str {
        &self.frame.site.pole
    }

    /// The version of the software.
    pub fn version(&self) -> &str {
        self.frame.site.version
    }

    /// The path of the page, without its query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name of whoever has signed in.
    pub fn person(&self) -> Option<&str> {
        self.visit.as_ref().map(|visit| visit.access.person.name.as_str())
    }

    /// The association that the page is about, with its letters and colour.
    pub fn association(&self) -> Option<EntityBadge> {
        self.place.as_ref().map(|place| place.badge.clone())
    }

    /// Whether there are other associations to go to.
    pub fn switches(&self) -> bool {
        self.visit.as_ref().is_some_and(|visit| {
            let held = &visit.access.held;
            held.len() > 1 || held.iter().any(|seat| seat.association.is_none())
        })
    }

    /// The association at hand: the page's, else the only one they hold a seat in.
    fn at_hand(&self) -> Option<&association::Model> {
        if let Some(place) = &self.place {
            return Some(&place.association);
        }
        let mut places = self.visit.as_ref()?.access.held.iter().map(|seat| &seat.association);
        let first = places.next()?.as_ref()?;
        places
            .all(|other| other.as_ref().is_some_and(|other| other.id == first.id))
            .then_some(first)
    }

    /// The menu of whoever has signed in, with the deepest entry that leads here marked.
    pub fn menu(&self) -> Vec<MenuLink<'_>> {
        let Some(visit) = self.inside() else { return Vec::new() };
        let at_hand = self.at_hand();
        let open = |entry: &&MenuEntry| opens(visit, entry.audience, at_hand);
        let slug = at_hand.map_or("", |place| place.slug.as_str());
        let entries: Vec<_> =
            self.frame.furniture.menu.iter().filter(open).take(MOST_ENTRIES).collect();
        let own = |address: &str| address.replace("{slug}", slug);
        let leads_here = |beginning: &str| {
            self.path == beginning
                || beginning != "/"
                    && self.path.strip_prefix(beginning).is_some_and(|rest| rest.starts_with('/'))
        };
        let depth = |entry: &MenuEntry| {
            let beginnings = [&entry.href].into_iter().chain(&entry.covers).map(|href| own(href));
            beginnings.filter(|href| leads_here(href)).map(|href| href.len()).max()
        };
        let deepest = entries.iter().filter_map(|entry| depth(entry)).max();
        let mut links = Vec::with_capacity(entries.len());
        for entry in entries {
            let href = own(&entry.href);
            let current = match depth(entry) {
                Some(_) if href == self.path => Some("page"),
                Some(depth) if Some(depth) == deepest => Some("true"),
                _ => None,
            };
            links.push(MenuLink { label: &entry.label, href, current });
        }
        links
    }

    /// Whoever has come in altogether.
    fn inside(&self) -> Option<&Visit> {
        self.visit.as_deref().filter(|visit| visit.complete)
    }

    /// Where the help of this page is; none for whoever has not come in.
    pub fn help(&self) -> Option<String> {
        let held: Vec<Role> = self.inside()?.access.held.iter().map(|seat| seat.role).collect();
        let topics = &self.frame.furniture.topics;
        let topic = if self.is_problem { None } else { topic_of(topics, &self.path, &held) };
        Some(topic.map_or_else(|| HELP.to_owned(), Topic::href))
    }

    /// Where a screen is, by its route, for a reader who may open it: in the association at hand, else
    /// where one is chosen.
    pub fn way(&self, screen: &str) -> Option<String> {
        let visit = self.inside()?;
        let routes = &self.frame.furniture.routes;
        let route = routes.iter().find(|route| route.path == screen && route.method == "GET")?;
        let at_hand = self.at_hand();
        match (route.audience, at_hand) {
            (Audience::Association(right), None) => {
                let mut roles = visit.access.held.iter().map(|seat| seat.role);
                let somewhere = roles.any(|role| role.extent(right) > Extent::Nowhere);
                somewhere.then(|| ASSOCIATIONS.to_owned())
            }
            (audience, _) => {
                let slug = at_hand.map_or("", |place| place.slug.as_str());
                opens(visit, audience, at_hand).then(|| screen.replace("{slug}", slug))
            }
        }
    }

    /// What each slice finds for the search.
    pub(crate) fn finders(&self) -> &[Finder] {
        &self.frame.furniture.finders
    }

    /// The address of the stylesheet.
    pub fn stylesheet(&self) -> &str {
        &self.frame.stylesheet
    }

    /// The address of the script.
    pub fn script(&self) -> &str {
        &self.frame.script
    }

    /// The address of another asset, for the pages that need it.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// The address of the icon.
    pub fn icon(&self) -> &str {
        &self.frame.icon
    }
}

/// Whether an audience is somebody's, with the association at hand.
fn opens(visit: &Visit, audience: Audience, at_hand: Option<&association::Model>) -> bool {
    match audience {
        Audience::Anyone | Audience::Entering | Audience::SignedIn => true,
        Audience::Pole(right) => visit.access.may_in_pole(right),
        Audience::Association(right) => {
            at_hand.is_some_and(|place| visit.access.may(right, place.id))
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let frame = parts
            .extensions
            .get::<Arc<Frame>>()
            .ok_or_else(|| Problem::internal("a page was asked outside of site_router"))?;
        let visit = parts.extensions.get::<Arc<Visit>>().cloned();
        let place = parts.extensions.get::<Arc<Place>>().cloned();
        Ok(Self::new(frame.clone(), parts.uri.path(), visit, place))
    }
}

/// The page that a template draws, as the answer to what was sent: 422 when it was not right.
///
/// # Errors
/// As for [`render`].
pub fn answer(template: &impl Template, right: bool) -> Result<Response, Problem> {
    let status = if right { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, render(template)?).into_response())
}

/// The page that a template draws.
///
/// # Errors
/// When the template fails to render, which is logged and shown as a reference.
pub fn render(template: &impl Template) -> Result<Response, Problem> {
    Ok(Html(template.render()?).into_response())
}
