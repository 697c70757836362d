//! The frame around every page: the pôle, the menu, the foot.

use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};

use crate::{MenuEntry, Problem, Site, assets};

/// What the frame of every page is made of, gathered once when the site starts.
#[derive(Debug)]
pub(crate) struct Frame {
    site: Site,
    menu: Vec<MenuEntry>,
    stylesheet: String,
    script: String,
    icon: String,
}

impl Frame {
    pub(crate) fn new(site: Site, menu: Vec<MenuEntry>) -> Self {
        Self {
            site,
            menu,
            stylesheet: assets::address("app.css"),
            script: assets::address("app.js"),
            icon: assets::address("favicon.svg"),
        }
    }
}

/// The frame of one page. A handler takes it as an argument and puts it in its template as `page`.
#[derive(Clone, Debug)]
pub struct Page {
    frame: Arc<Frame>,
    path: String,
}

/// An entry of the menu as one page shows it.
#[derive(Clone, Copy, Debug)]
pub struct MenuLink<'a> {
    /// What it says.
    pub label: &'a str,
    /// Where it leads.
    pub href: &'a str,
    /// The value of `aria-current`: `page` on the page itself, `true` below it.
    pub current: Option<&'static str>,
}

impl Page {
    pub(crate) fn new(frame: Arc<Frame>, path: &str) -> Self {
        Self { frame, path: path.to_owned() }
    }

    /// The pôle's name.
    pub fn pole(&self) -> &str {
        &self.frame.site.pole
    }

    /// The version of the software.
    pub fn version(&self) -> &str {
        self.frame.site.version
    }

    /// The sentence that every page carries, when there is one.
    pub fn notice(&self) -> Option<&str> {
        self.frame.site.notice
    }

    /// The path of the page, without its query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The menu, with the deepest entry that leads here marked.
    pub fn menu(&self) -> Vec<MenuLink<'_>> {
        let here = |entry: &MenuEntry| {
            self.path == entry.href
                || entry.href != "/"
                    && self.path.strip_prefix(&entry.href).is_some_and(|rest| rest.starts_with('/'))
        };
        let deepest = self
            .frame
            .menu
            .iter()
            .filter(|entry| here(entry))
            .map(|entry| entry.href.as_str())
            .max_by_key(|href| href.len());
        let mark = |href: &str| match deepest {
            Some(deepest) if deepest == href && href == self.path => Some("page"),
            Some(deepest) if deepest == href => Some("true"),
            _ => None,
        };
        let link = |entry: &'_ MenuEntry| mark(&entry.href);
        self.frame
            .menu
            .iter()
            .map(|entry| MenuLink { label: &entry.label, href: &entry.href, current: link(entry) })
            .collect()
    }

    /// The address of the stylesheet.
    pub fn stylesheet(&self) -> &str {
        &self.frame.stylesheet
    }

    /// The address of the script.
    pub fn script(&self) -> &str {
        &self.frame.script
    }

    /// The address of the icon.
    pub fn icon(&self) -> &str {
        &self.frame.icon
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let frame = parts
            .extensions
            .get::<Arc<Frame>>()
            .ok_or_else(|| Problem::internal("a page was asked outside of site_router"))?;
        Ok(Self::new(frame.clone(), parts.uri.path()))
    }
}

/// The page that a template draws.
///
/// # Errors
/// When the template fails to render, which is logged and shown as a reference.
pub fn render(template: &impl Template) -> Result<Response, Problem> {
    Ok(Html(template.render()?).into_response())
}
