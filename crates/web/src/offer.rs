//! What a slice brings to the site, and how the offers become one site.
//!
//! A slice writes `Offer::new("report").get("/rapport", Audience::Pole, show)`: the route and the
//! line that the authorisation tests read are declared together and cannot disagree.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::handler::Handler;
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::page::Frame;
use crate::{Page, Problem, Site, assets, problem};

/// Whom a route answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Anyone who reaches the server.
    Anyone,
    /// Whoever holds a seat in the association that the address names.
    Association,
    /// Whoever holds a role over the whole pôle.
    Pole,
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

/// An entry of the menu; the pages show at most seven.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Its rank, small numbers first.
    pub order: u16,
}

/// What a slice brings to the site.
#[derive(Debug)]
pub struct Offer {
    /// The slice's name.
    pub slice: &'static str,
    /// Its routes.
    pub routes: Router<Site>,
    /// The same routes, as tests and documents read them.
    pub route_list: Vec<RouteInfo>,
    /// Its entries in the menu.
    pub menu: Vec<MenuEntry>,
}

impl Offer {
    /// The empty offer of a slice.
    pub fn new(slice: &'static str) -> Self {
        Self { slice, routes: Router::new(), route_list: Vec::new(), menu: Vec::new() }
    }

    /// Answers GET (and HEAD) at the path.
    #[must_use]
    pub fn get<H, T>(mut self, path: &'static str, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.routes = self.routes.route(path, routing::get(handler));
        self.listed(Method::GET, path, audience)
    }

    /// Answers POST at the path.
    #[must_use]
    pub fn post<H, T>(mut self, path: &'static str, audience: Audience, handler: H) -> Self
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.routes = self.routes.route(path, routing::post(handler));
        self.listed(Method::POST, path, audience)
    }

    /// Adds an entry to the menu.
    #[must_use]
    pub fn entry(mut self, order: u16, label: &str, href: &str) -> Self {
        self.menu.push(MenuEntry { label: label.to_owned(), href: href.to_owned(), order });
        self
    }

    fn listed(mut self, method: Method, path: &'static str, audience: Audience) -> Self {
        self.route_list.push(RouteInfo { method, path, audience });
        self
    }
}

/// No script, style, image or frame but the site's own.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
     img-src 'self' data:; script-src 'self'; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page that takes longer than this is refused; it bounds the answer, not a download's body.
const PATIENCE: Duration = Duration::from_mins(1);

/// Folds the offers into the site that is served. The caller adds health and whatever else stands
/// outside of the house.
///
/// # Panics
/// When two offers claim the same route, or when the menu has more than seven entries: both are
/// mistakes in the code, seen at the first start.
pub fn site_router(site: Site, offers: Vec<Offer>) -> Router {
    let mut menu = Vec::new();
    let mut routes = Router::new().route("/assets/{name}", routing::get(assets::show));
    for offer in offers {
        menu.extend(offer.menu);
        routes = routes.merge(offer.routes);
    }
    menu.sort_by_key(|entry| entry.order);
    assert!(menu.len() <= 7, "the menu has more than seven entries");
    let frame = Arc::new(Frame::new(site.clone(), menu));
    let routes = routes
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::WrongMethod)
        .with_state(site)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(from_fn_with_state(frame, dressed));
    with_headers(routes)
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http().on_failure(()))
}

/// Lends the frame to the handlers, and dresses their problems with it.
async fn dressed(State(frame): State<Arc<Frame>>, mut request: Request, next: Next) -> Response {
    let page = Page::new(frame.clone(), request.uri().path());
    request.extensions_mut().insert(frame);
    problem::dress(page, next.run(request).await)
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

fn with_headers(routes: Router) -> Router {
    let always = [
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
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
    routes.layer(SetResponseHeaderLayer::if_not_present(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store"),
    ))
}
