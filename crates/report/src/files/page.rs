//! The report as one page that stands alone: its stylesheet within, no script, no link to follow.

use askama::Template;

use crate::model::Report;
use crate::pages::{Content, Ways};

#[derive(Template)]
#[template(path = "report/standalone.html")]
struct Standalone<'a> {
    title: String,
    stylesheet: String,
    report: &'a Report,
    content: Content,
}

/// The page, to be kept or sent as one file.
///
/// # Errors
/// When the template fails to render.
pub fn html(report: &Report) -> Result<String, askama::Error> {
    let title = format!("Rapport d'activité combiné {} – {}", report.year, report.pole);
    let content = Content::of(report, Ways::Nowhere);
    // A stylesheet holds no end tag of its own; should it, the page would break rather than open.
    let stylesheet = web::stylesheet().replace("</", "<\\/");
    Standalone { title, stylesheet, report, content }.render()
}
