//! What a slice brings to the site, and how the offers become one site.
//!
//! A slice writes `Offer::new("report").get("/rapport", Audience::Pole(Right::Report), show)`: the
//! route and the line that the authorisation tests read are declared together and cannot disagree.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request, State};
use axum::handler::Handler;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use axum::{Router, routing};
use domain::rights::Right;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::guard::{LINKS, comes_from_nowhere, guard, visit};
use crate::help::Topic;
use crate::page::{Frame, Furniture};
use crate::search::Finder;
use crate::site::Unopened;
use crate::{Page, Problem, Site, assets, problem};

/// Whom a route answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anyone who reaches the server.
    Anyone,
    /// Whoever gave a password or a link, and perhaps not yet their second factor.
    Entering,
    /// Whoever has signed in.
    SignedIn,
    /// Whoever has a right over the whole pôle.
    Pole(Right),
    /// Whoever has a right in the association that the address names by `{slug}`.
    Association(Right),
}

/// One line of the routing table.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    /// The verb.
    pub method: Method,
    /// The path, with axum's `{captures}`.
    pub path: &'static str,
    /// Whom it answers.
    pub audience: Audience,
}

/// An entry of the menu, for those who have the right; a page shows at most seven.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    /// What it says.
    pub label: String,
    /// Where it leads; with `{slug}`, in the association at hand.
    pub href: String,
    /// Its rank, small numbers first.
    pub order: u16,
    /// Other beginnings of addresses that are its own, as `href` is.
    pub covers: Vec<String>,
    /// Whom it is for.
    pub audience: Audience,
}

/// What a slice brings to the site.
#[derive(Debug)]
pub struct Offer {
    /// The slice's name.
    pub slice: &'static str,
    /// Its routes.
    pub routes: Router<Unopened>,
    /// The same routes, as tests and documents read them.
    pub route_list: Vec<RouteInfo>,
    /// Its entries in the menu.
    pub menu: Vec<MenuEntry>,
    /// What it finds for the search.
    pub finders: Vec<Finder>,
    /// What it explains.
    pub topics: Vec<Topic>,
}

impl Offer {
    /// The empty offer of a slice.
    pub fn new(slice: &'static str) -> Self {
        Self {
            slice,
            routes: Router::new(),
            route_list: Vec::new(),
            menu: Vec::new(),
            finders: Vec::new(),
            topics: Vec::new(),
        }
    }

    /// Answers GET (and HEAD) at the path.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, Unopened>,
        T: 'static,
    {
        self.answering(Method::GET, path, audience, Room::PAGE, routing::get(handler))
    }

    /// Answers POST at the path.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, Unopened>,
        T: 'static,
    {
        self.post_within(path, audience, Room::PAGE, handler)
    }

    /// Answers POST at the path, with a body or a time that are not a page's.
    #[must_use]
    pub fn post_within<H, T>(
        self,
        path: &'static str,
        audience: Audience,
        room: Room,
        handler: H,
    ) -> Self
    where
        H: Handler<T, Unopened>,
        T: 'static,
    {
        self.answering(Method::POST, path, audience, room, routing::post(handler))
    }

    /// The guard stands before the body: whoever may not send files does not send any.
    fn answering(
        mut self,
        method: Method,
        path: &'static str,
        audience: Audience,
        room: Room,
        route: MethodRouter<Unopened>,
    ) -> Self {
        let route = route
            .route_layer(from_fn(
                move |params: Result<RawPathParams, RawPathParamsRejection>,
                      request: Request,
                      next: Next| guard(audience, params.ok(), request, next),
            ))
            .route_layer(DefaultBodyLimit::max(room.bytes))
            .route_layer(TimeoutLayer::with_status_code(
                StatusCode::SERVICE_UNAVAILABLE,
                room.patience,
            ));
        self.routes = self.routes.route(path, route);
        self.route_list.push(RouteInfo { method, path, audience });
        self
    }

    /// Adds an entry to the menu of those whom the audience is for.
    #[must_use]
    pub fn entry(mut self, order: u16, label: &str, href: &str, audience: Audience) -> Self {
        let (label, href) = (label.to_owned(), href.to_owned());
        self.menu.push(MenuEntry { label, href, order, covers: Vec::new(), audience });
        self
    }

    /// The last entry stays marked below these addresses too.
    #[must_use]
    pub fn covering(mut self, beginnings: &[&str]) -> Self {
        if let Some(entry) = self.menu.last_mut() {
            entry.covers.extend(beginnings.iter().map(|beginning| (*beginning).to_owned()));
        }
        self
    }

    /// Finds what it has for the search.
    #[must_use]
    pub fn finder(mut self, finder: Finder) -> Self {
        self.finders.push(finder);
        self
    }

    /// Explains pages, of any slice.
    #[must_use]
    pub fn topics(mut self, topics: &[Topic]) -> Self {
        self.topics.extend(topics);
        self
    }
}

/// No script, style, image or frame but the site's own.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
     img-src 'self' data:; script-src 'self'; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// How much a route reads and how long it may take; the time bounds the answer, not a download's
/// body.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The longest body.
    pub bytes: usize,
    /// What takes longer is refused.
    pub patience: Duration,
}

impl Room {
    /// A page, or a form of a few fields.
    pub const PAGE: Self = Self { bytes: 64 * 1024, patience: Duration::from_mins(1) };

    /// Files that come in. A slow line takes its time: silence ends it (see [`crate::upload`]), and
    /// half an hour brings a gigabyte at five megabits a second.
    pub const FILES: Self =
        Self { bytes: crate::upload::LARGEST_SENDING, patience: Duration::from_mins(30) };

    /// An act on files that are here: they are read twice, and a million lines are written in half a
    /// minute.
    pub const ACT: Self = Self { bytes: 64 * 1024, patience: Duration::from_mins(10) };
}

/// Folds the offers into the site that is served. The caller adds health and whatever else stands
/// outside of the house.
///
/// # Panics
/// When two offers claim the same route: a mistake in the code, seen at the first start.
pub fn site_router(site: Site, offers: Vec<Offer>) -> Router {
    let mut furniture = Furniture::default();
    let mut routes = Router::new().route("/assets/{name}", routing::get(assets::show));
    for offer in offers {
        furniture.menu.extend(offer.menu);
        furniture.finders.extend(offer.finders);
        furniture.topics.extend(offer.topics);
        furniture.routes.extend(offer.route_list);
        routes = routes.merge(offer.routes);
    }
    furniture.menu.sort_by_key(|entry| entry.order);
    let in_https = site.address.starts_with("https://");
    let frame = Arc::new(Frame::new(site.clone(), furniture));
    let routes = routes
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::WrongMethod)
        .with_state(Unopened(site))
        .layer(CsrfLayer::new().with_rejection_response(|_| Problem::CrossSite.into_response()))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(frame, dressed));
    with_headers(routes, in_https)
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http().make_span_with(span).on_failure(()))
}

/// What the log says of a request: never a query, nor a link that opens a session.
fn span(request: &Request) -> tracing::Span {
    let path = match request.uri().path() {
        path if path.starts_with(LINKS) => LINKS,
        path => path,
    };
    tracing::debug_span!("request", method = %request.method(), path)
}

/// Finds who is asking, lends the frame to the handlers, and dresses their problems with it.
async fn dressed(State(frame): State<Arc<Frame>>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let (visitor, refused) = match visit(frame.site(), request.headers()).await {
        _ if comes_from_nowhere(request.method(), request.headers()) => {
            (None, Some(Problem::CrossSite))
        }
        Ok(visitor) => (visitor, None),
        Err(problem) => (None, Some(problem)),
    };
    let page = Page::new(frame.clone(), &path, visitor.clone(), None);
    request.extensions_mut().insert(frame);
    if let Some(visitor) = visitor {
        request.extensions_mut().insert(visitor);
    }
    let response = match refused {
        Some(problem) => problem.into_response(),
        None => next.run(request).await,
    };
    problem::dress(page, response)
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that tower-http asks for")]
fn panicked(payload: Box<dyn Any + Send>) -> Response {
    let told = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    Problem::internal(format!("panic: {told}")).into_response()
}

fn with_headers(routes: Router, in_https: bool) -> Router {
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            HeaderValue::from_static("same-origin"),
        ),
    ];
    let routes = always.into_iter().fold(routes, |routes, (name, value)| {
        routes.layer(SetResponseHeaderLayer::overriding(name, value))
    });
    // Reached in https once, never in clear again: a year is what browsers ask for.
    let for_a_year = SetResponseHeaderLayer::overriding(
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000"),
    );
    let routes = if in_https { routes.layer(for_a_year) } else { routes };
    // A file that people sent says a narrower policy of its own.
    let unless_said = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    unless_said.into_iter().fold(routes, |routes, (name, value)| {
        routes.layer(SetResponseHeaderLayer::if_not_present(name, value))
    })
}
