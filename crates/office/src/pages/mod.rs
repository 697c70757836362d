//! The screens of coming in and of letting people in.

mod account;
mod associations;
mod conventions;
mod enter;
mod help;
mod letters;
mod link;
mod passkey_entry;
mod passkeys;
mod people;
mod pole;
mod pole_entity;
mod pole_forms;
mod pole_words;
mod second_factor;
mod staff;
mod trail;
mod trail_words;

use std::net::{IpAddr, SocketAddr};

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use directory::{LONGEST, Token};
use domain::rights::Right::{Board, Conventions, KeepPeople, KeepPole, KeepStaff, Trail};
use web::form::Form;
use web::pieces::Crumb;
use web::{Audience, COOKIE, Offer, Page, Problem, answer};

/// What coming in and letting in bring to the site.
pub fn offer() -> Offer {
    use Audience::{Anyone, Association, Entering, Pole, SignedIn};
    Offer::new("office")
        .finder(crate::find::find)
        .entry(50, "Le pôle", "/pole", Pole(KeepPole))
        .entry(60, "Accès", "/acces", Pole(KeepPeople))
        .covering(&["/courriers"])
        .entry(70, "Actes", "/actes", Pole(KeepPeople))
        .get("/connexion", Anyone, enter::show)
        .post("/connexion", Anyone, enter::enter)
        .post("/connexion/cle/debut", Anyone, passkey_entry::ask)
        .post("/connexion/cle", Anyone, passkey_entry::give)
        .post("/connexion/lien", Anyone, link::ask)
        .get("/connexion/lien/{jeton}", Anyone, link::show)
        .post("/connexion/lien/{jeton}", Anyone, link::follow)
        .get("/connexion/code", Entering, second_factor::show)
        .post("/connexion/code", Entering, second_factor::give)
        .post("/deconnexion", Entering, enter::leave)
        .get("/a", SignedIn, associations::show)
        .get("/compte", SignedIn, account::show)
        .post("/compte/mot-de-passe", SignedIn, account::change_password)
        .post("/compte/sessions", SignedIn, account::end_sessions)
        .get("/compte/cles", SignedIn, passkeys::show)
        .post("/compte/cles", SignedIn, passkeys::add)
        .post("/compte/cles/debut", SignedIn, passkeys::ask)
        .post("/compte/cles/retrait", SignedIn, passkeys::remove)
        .get("/acces", Pole(KeepPeople), people::show)
        .post("/acces", Pole(KeepPeople), people::grant)
        .post("/acces/fin", Pole(KeepPeople), people::end)
        .post("/acces/confirmation", Pole(KeepPeople), people::confirm)
        .post("/acces/maintien", Pole(KeepPeople), people::keep)
        .post("/acces/lien", Pole(KeepPeople), people::send)
        .post("/acces/code", Pole(KeepPeople), people::reset)
        .get("/courriers", Pole(KeepPeople), letters::show)
        .get("/pole", Pole(Board), pole::show)
        .post("/pole", Pole(KeepPole), pole::add)
        .get("/pole/{entite}", Pole(Board), pole_entity::show)
        .post("/pole/{entite}/nom", Pole(KeepPole), pole_forms::rename)
        .post("/pole/{entite}/activites", Pole(KeepPole), pole_forms::take_up)
        .post("/pole/{entite}/heures", Pole(KeepPole), pole_forms::count_by)
        .post("/pole/{entite}/perimetre", Pole(KeepPole), pole_forms::put_in)
        .post("/pole/{entite}/perimetre/fin", Pole(KeepPole), pole_forms::take_out)
        .get("/pole/conventions", Pole(Conventions), conventions::of_pole)
        .post("/pole/conventions", Pole(KeepPole), conventions::enter)
        .get("/pole/conventions/nouvelle", Pole(KeepPole), conventions::new)
        .get("/pole/conventions/{numero}", Pole(Conventions), conventions::one_of_pole)
        .get("/pole/conventions/{numero}/corriger", Pole(KeepPole), conventions::rewrite)
        .post("/pole/conventions/{numero}/corriger", Pole(KeepPole), conventions::correct)
        .post("/pole/conventions/{numero}/avenant", Pole(KeepPole), conventions::amend)
        .post("/pole/conventions/{numero}/fin", Pole(KeepPole), conventions::end)
        .get("/a/{slug}/conventions", Association(Conventions), conventions::of_association)
        .get(
            "/a/{slug}/conventions/{numero}",
            Association(Conventions),
            conventions::one_of_association,
        )
        .get("/actes", Pole(Trail), trail::of_pole)
        .get("/a/{slug}/actes", Association(Trail), trail::of_association)
        .get("/a/{slug}/equipe", Association(KeepStaff), staff::show)
        .post("/a/{slug}/equipe", Association(KeepStaff), staff::invite)
        .post("/a/{slug}/equipe/fin", Association(KeepStaff), staff::end)
}

pub(crate) use associations::OPENS;
pub(crate) use conventions::Shelf;
pub use help::help;

/// A page that is a form or two.
#[derive(Template)]
#[template(path = "office/forms.html")]
struct Forms {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    lead: String,
    parts: Vec<Part>,
}

/// A form under its heading.
struct Part {
    heading: Option<&'static str>,
    text: Option<String>,
    picture: Option<String>,
    form: Form,
}

impl Part {
    fn new(form: Form) -> Self {
        Self { heading: None, text: None, picture: None, form }
    }

    fn under(heading: &'static str, text: impl Into<String>, form: Form) -> Self {
        Self { heading: Some(heading), text: Some(text.into()), picture: None, form }
    }
}

impl Forms {
    /// The page; 422 when something is wrong with what was sent.
    fn answer(self) -> Result<Response, Problem> {
        let right = self.parts.iter().all(|part| !part.form.is_wrong());
        answer(&self, right)
    }
}

/// The address that a request comes from, as the machine sees it; behind a proxy of this machine,
/// as the proxy saw it.
struct Origin(String);

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        use axum::extract::ConnectInfo;
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(peer)| peer.ip());
        // A proxy adds what it saw at the end, in the same header or in one more; whatever stands
        // before comes from the visitor.
        let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let forwarded = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next());
        let forwarded = forwarded.and_then(|text| text.trim().parse::<IpAddr>().ok());
        Ok(Self(match (peer, forwarded) {
            (Some(peer), Some(seen)) if peer.is_loopback() => network(seen),
            (Some(peer), _) => network(peer),
            (None, _) => "unknown".to_owned(),
        }))
    }
}

/// The address; of IPv6 the half that says whose network it is, for anyone has as many of the rest
/// as they like.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// What a browser says it is, for the list of one's sessions.
struct Device(String);

impl<S: Send + Sync> FromRequestParts<S> for Device {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self(device(agent.unwrap_or_default())))
    }
}

/// « Firefox sur Linux »: enough to know one's own.
fn device(agent: &str) -> String {
    let named = |words: &[(&str, &'static str)]| {
        words.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    let browser = named(&[
        ("Firefox/", "Firefox"),
        ("Edg", "Edge"),
        ("Chrom", "Chrome ou Chromium"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} sur {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "appareil inconnu".to_owned(),
    }
}

/// Leads somewhere with a session in hand.
fn with_session(token: Token, to: &str) -> Result<Response, Problem> {
    Ok(([(header::SET_COOKIE, session_cookie(token)?)], Redirect::to(to)).into_response())
}

/// The cookie that carries a session.
fn session_cookie(token: Token) -> Result<HeaderValue, Problem> {
    let (age, token) = (LONGEST.num_seconds(), token.text());
    let cookie = format!("{COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={age}");
    HeaderValue::from_str(&cookie).map_err(Problem::internal)
}

/// Leads somewhere without any session.
fn without_session(to: &str) -> Result<Response, Problem> {
    let cookie = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to(to)).into_response())
}

/// An address of this site to go back to, and nowhere else.
fn back(to: &str) -> &str {
    let inside = to.starts_with('/')
        && !to.starts_with("//")
        && !to.contains('\\')
        && !to.starts_with(web::SIGN_IN)
        && to.chars().all(|c| c.is_ascii_graphic());
    if inside { to } else { "/" }
}
