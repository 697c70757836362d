//! When a page cannot be shown: what is wrong, and what the reader can do next.
//!
//! Handlers answer a [`Problem`] without knowing the frame; the site dresses it as a page.

use std::error::Error;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::Page;

/// Why a page is refused. Only [`Problem::internal`] hides its cause, and logs it.
#[derive(Clone, Debug)]
pub enum Problem {
    /// Nothing here, or nothing here for you: the two answer alike, so neither betrays the other.
    NotFound,
    /// The address exists but does not accept this verb.
    WrongMethod,
    /// Another site asked for it in the visitor's name.
    CrossSite,
    /// Too many attempts; how many minutes to wait.
    TooMany(i64),
    /// Files that are too many, too large, or for which there is no room now; the sentence says which.
    TooLarge(Arc<str>),
    /// What was asked makes no sense; the sentence says why and what to do.
    BadRequest(Arc<str>),
    /// The page took too long.
    TooSlow,
    /// Our fault; the log holds the cause under this reference.
    Internal(Reference),
}

/// Eight letters and digits that lead from a reader's screen to a line of the log.
#[derive(Clone, Debug)]
pub struct Reference(Arc<str>);

impl Problem {
    /// Refuses with a French sentence that says what to do.
    pub fn bad_request(sentence: impl Into<Arc<str>>) -> Self {
        Self::BadRequest(sentence.into())
    }

    /// Refuses files with a French sentence that says what to do.
    pub fn too_large(sentence: impl Into<Arc<str>>) -> Self {
        Self::TooLarge(sentence.into())
    }

    /// What an act answers to a request that is no form: what it refuses is said in full.
    pub fn of_act(error: directory::Error) -> Self {
        match error {
            directory::Error::Refused(sentence) => Self::bad_request(sentence),
            directory::Error::Database(error) => Self::from(error),
        }
    }

    /// Logs the cause, once and here, and keeps only a reference to it.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let cause = cause.into();
        let mut told = cause.to_string();
        let mut source = cause.source();
        while let Some(deeper) = source {
            told = format!("{told}: {deeper}");
            source = deeper.source();
        }
        let reference = format!("{:08X}", RandomState::new().hash_one(&told) as u32);
        tracing::error!(reference, cause = told, "a page failed");
        Self::Internal(Reference(reference.into()))
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooSlow => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(&self) -> &'static str {
        match self {
            Self::NotFound => "Cette page n'existe pas",
            Self::WrongMethod => "Cette adresse ne s'utilise pas ainsi",
            Self::CrossSite => "Cette demande vient d'un autre site",
            Self::TooMany(_) => "Trop d'essais en peu de temps",
            Self::TooLarge(_) => "Ces fichiers ne peuvent pas être reçus",
            Self::BadRequest(_) => "Cette demande n'a pas été comprise",
            Self::TooSlow => "Cette page a demandé trop de temps",
            Self::Internal(_) => "Cette page n'a pas pu être préparée",
        }
    }

    fn explanation(&self) -> &str {
        match self {
            Self::NotFound => {
                "L'adresse ne mène à rien, ou ce qu'elle désigne ne vous est pas ouvert. \
                 Vérifiez-la, ou repartez de l'accueil."
            }
            Self::WrongMethod => {
                "La page existe, mais elle n'accepte pas cette façon de la demander. \
                 Revenez à la page précédente et suivez ses liens."
            }
            Self::CrossSite => {
                "Rien n'a été fait. Si c'est bien vous qui le demandez, ouvrez le site par son \
                 adresse habituelle et recommencez."
            }
            Self::TooMany(_) => {
                "Par prudence, les essais sont suspendus un moment pour ce compte ou depuis cette \
                 adresse. Attendez un quart d'heure, ou demandez un lien de connexion par courriel\u{a0}; \
                 si c'est le lien que vous demandiez, attendez une heure."
            }
            Self::BadRequest(sentence) | Self::TooLarge(sentence) => sentence,
            Self::TooSlow => {
                "Le serveur est sans doute très occupé. Attendez une minute, puis demandez la \
                 page de nouveau\u{a0}; au besoin, choisissez une période plus courte."
            }
            Self::Internal(_) => {
                "Le logiciel a rencontré une difficulté qui ne vient pas de vous. Demandez la \
                 page de nouveau dans un instant. Si cela recommence, transmettez cette \
                 référence à la personne qui tient ce serveur."
            }
        }
    }

    /// What leads to the cause in the log, for our faults.
    pub fn reference(&self) -> Option<&str> {
        match self {
            Self::Internal(Reference(reference)) => Some(reference),
            _ => None,
        }
    }
}

/// A status that carries the problem; the site replaces its plain body by a page.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = format!("{}. {}", self.title(), self.explanation());
        let mut response = (self.status(), body).into_response();
        if let Self::TooMany(minutes) = self {
            response.headers_mut().insert(header::RETRY_AFTER, (minutes * 60).into());
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<sea_orm::DbErr> for Problem {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::internal(error)
    }
}

/// What is not there is not found; an act that refuses says why.
impl From<directory::Error> for Problem {
    fn from(error: directory::Error) -> Self {
        match error {
            directory::Error::Refused(_) => Self::NotFound,
            directory::Error::Database(error) => Self::from(error),
        }
    }
}

impl From<askama::Error> for Problem {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

#[derive(Template)]
#[template(path = "web/problem.html")]
struct Explained<'a> {
    page: Page,
    problem: &'a Problem,
}

/// The house's page for a response that is a problem; any other response is left as it is.
pub(crate) fn dress(page: Page, response: Response) -> Response {
    let timed_out = (response.status() == StatusCode::SERVICE_UNAVAILABLE
        && !response.headers().contains_key(header::CONTENT_TYPE))
    .then_some(Problem::TooSlow);
    let known = response.extensions().get::<Problem>().cloned();
    let Some(problem) = known.or(timed_out) else {
        return response;
    };
    let explained = Explained { page: page.of_problem(), problem: &problem };
    let Ok(html) = explained.render() else {
        return response;
    };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts
        .headers
        .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html; charset=utf-8"));
    Response::from_parts(parts, html.into())
}
