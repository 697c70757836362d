//! Who is asking, and whether the page is theirs. Each route is guarded by what its offer declares;
//! a handler behind an association's address takes a [`Seat`], any other one a [`Visitor`].

use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use db::Scope;
use directory::{Act, Token, Visit, association, associations};
use domain::rights::Right;
use tokio::sync::Semaphore;

use crate::address::asking;
use crate::page::Frame;
use crate::pieces::EntityBadge;
use crate::{Audience, Problem, Reading, Site};

/// The session's cookie; browsers take the prefix only with Secure, `Path=/` and no domain.
pub const COOKIE: &str = "__Host-collectif";

/// Where one signs in.
pub const SIGN_IN: &str = "/connexion";
/// Under which one-time links are followed.
pub(crate) const LINKS: &str = "/connexion/lien/";
/// Where the second factor is given, or chosen the first time.
pub const SECOND_FACTOR: &str = "/connexion/code";

/// Whoever has signed in.
#[derive(Clone, Debug)]
pub struct Visitor(pub Arc<Visit>);

/// Somebody signed in, with the association that the address names and that is theirs to open.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The association.
    pub association: Arc<association::Model>,
    /// Who.
    pub visit: Arc<Visit>,
}

/// The association that an address names.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) association: Arc<association::Model>,
    pub(crate) badge: EntityBadge,
}

impl Visitor {
    /// The person's act, now.
    pub fn act(&self, site: &Site) -> Act {
        act(&self.0, site)
    }
}

impl Seat {
    /// Whether they also have this right here.
    pub fn may(&self, right: Right) -> bool {
        self.visit.access.may(right, self.association.id)
    }

    /// The person's act, now.
    pub fn act(&self, site: &Site) -> Act {
        act(&self.visit, site)
    }
}

fn act(visit: &Visit, site: &Site) -> Act {
    let person = visit.access.person.id;
    Act { person, now: site.clock.now(), today: site.clock.today() }
}

/// The token that a browser sends.
pub fn token(headers: &HeaderMap) -> Option<Token> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs =
        cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == COOKIE).and_then(|(_, value)| Token::parse(value.trim()))
}

/// Who is asking, by the cookie they send.
pub(crate) async fn visit(site: &Site, headers: &HeaderMap) -> Result<Option<Arc<Visit>>, Problem> {
    let Some(token) = token(headers) else { return Ok(None) };
    let (now, today) = (site.clock.now(), site.clock.today());
    // What they may open is what is being asked: the seats of a person are not of one association.
    let moment = Reading::of(&site.seeing(Scope::Everything)).await?;
    let visit = directory::visit(&*moment, token, now, today).await?.map(Arc::new);
    if let Some(visit) = visit.as_ref().filter(|visit| visit.is_to_note) {
        note_seen(site, visit);
    }
    Ok(visit)
}

/// Notes that somebody was seen without making them wait: an import may hold the base. One note at
/// a time; the next request sees to the others.
fn note_seen(site: &Site, visit: &Visit) {
    static NOTING: Semaphore = Semaphore::const_new(1);
    let Ok(turn) = NOTING.try_acquire() else { return };
    let (db, now) = (site.db.clone(), site.clock.now());
    let (person, session) = (visit.access.person.id, visit.session);
    tokio::spawn(async move {
        let _turn = turn;
        if let Err(error) = directory::note_seen(db.conn(), person, session, now).await {
            tracing::warn!(%error, "a visit was not noted");
        }
    });
}

/// A request that changes something and carries a session, without a word of where it comes from:
/// browsers say it (`Origin` or `Sec-Fetch-Site`), so this is none or a very old one.
pub(crate) fn comes_from_nowhere(method: &Method, headers: &HeaderMap) -> bool {
    let says = headers.contains_key(header::ORIGIN) || headers.contains_key("sec-fetch-site");
    !method.is_safe() && headers.contains_key(header::COOKIE) && !says
}

/// Lets through whoever the audience is for, and opens the base as far as it reaches: an association's
/// page to that association, a page of the pôle to all of it. The others get the page that does not exist, whatever
/// is there; whoever has not signed in is asked to. Nothing is at an address that is no text, nor at one with
/// a NUL in it, which PostgreSQL would not look for.
pub(crate) async fn guard(
    audience: Audience,
    params: Option<RawPathParams>,
    mut request: Request,
    next: Next,
) -> Response {
    match opened(audience, params.as_ref(), &mut request).await {
        Ok(()) => next.run(request).await,
        Err(refused) => refused,
    }
}

async fn opened(
    audience: Audience,
    params: Option<&RawPathParams>,
    request: &mut Request,
) -> Result<(), Response> {
    if audience == Audience::Anyone {
        return Ok(());
    }
    let Some(visit) = request.extensions().get::<Arc<Visit>>().cloned() else {
        return Err(Redirect::to(&sign_in_then(request)).into_response());
    };
    let frame = request.extensions().get::<Arc<Frame>>().cloned();
    let frame = frame.ok_or_else(|| {
        Problem::internal("a route was asked outside of site_router").into_response()
    })?;
    let site = frame.site();
    if audience != Audience::Entering && !visit.complete {
        return Err(Redirect::to(SECOND_FACTOR).into_response());
    }
    let missing = || Problem::NotFound.into_response();
    if params.is_none_or(|params| params.iter().any(|(_, part)| part.contains('\0'))) {
        return Err(missing());
    }
    let scope = match audience {
        Audience::Anyone | Audience::Entering => Scope::NOTHING,
        Audience::SignedIn => visit.access.reach(),
        Audience::Pole(right) if visit.access.may_in_pole(right) => Scope::Everything,
        Audience::Pole(_) => return Err(missing()),
        Audience::Association(right) => {
            let mut params = params.into_iter().flatten();
            let slug = params.find(|(name, _)| *name == "slug").map(|(_, slug)| slug);
            let place = place(site, slug.unwrap_or_default()).await;
            let place = place.map_err(IntoResponse::into_response)?.ok_or_else(missing)?;
            if !visit.access.may(right, place.association.id) {
                return Err(missing());
            }
            let scope = Scope::of(place.association.id);
            request.extensions_mut().insert(Arc::new(place));
            scope
        }
    };
    request.extensions_mut().insert(scope);
    Ok(())
}

/// The association of a slug, with the letters and the colour it has everywhere in the pôle.
async fn place(site: &Site, slug: &str) -> Result<Option<Place>, Problem> {
    let mut all = associations(site.db.conn()).await?;
    let Some(rank) = all.iter().position(|association| association.slug == slug) else {
        return Ok(None);
    };
    let names = all.iter().map(|association| association.name.as_str());
    let badge = EntityBadge::of_pole(names).swap_remove(rank);
    Ok(Some(Place { association: Arc::new(all.swap_remove(rank)), badge }))
}

/// The sign-in page, that leads back to the page asked for.
fn sign_in_then(request: &Request) -> String {
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    if *request.method() != Method::GET || asked == "/" {
        return SIGN_IN.to_owned();
    }
    asking(SIGN_IN, &[("vers", asked)])
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let visit = parts.extensions.get::<Arc<Visit>>().cloned();
        visit.map(Self).ok_or_else(|| Problem::internal("a visitor was asked on an open route"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Seat {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Visitor(visit) = Visitor::from_request_parts(parts, state).await?;
        let place = parts.extensions.get::<Arc<Place>>().cloned();
        let place = place.ok_or_else(|| {
            Problem::internal("a seat was asked on a route that is no association's")
        })?;
        Ok(Self { association: place.association.clone(), visit })
    }
}
