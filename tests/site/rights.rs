//! Every route of the site, as the site itself lists them, asked by each role and by nobody, on what
//! is theirs, what is another's and what nobody has. What each right opens is written here a second
//! time, by hand. A route with a parameter, a right or a form that is not told here fails until
//! somebody has said what it is.

use super::browser::{Answer, Browser};
use super::cast::{self, add_user};
use super::filling::{NO_PLACE, PLACES, ask, fields, filled};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! { each_role_opens_what_is_its_own_and_nothing_else }

/// A right, and the roles that have it: everywhere, in the association of the seat (everywhere for a
/// seat over the pôle), in the Collectif.
type Line =
    (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const NOBODY: &[&str] = &[];
const ROLES: &[&str] = &[
    "administrator",
    "accountant",
    "treasurer",
    "president",
    "board-member",
    "secretary",
    "director",
    "counsellor",
    "payroll",
    "funder",
    "auditor",
];
const COUNTS: &[&str] =
    &["accountant", "treasurer", "president", "director", "counsellor", "payroll", "auditor"];

/// `governance.md` §6, and what was decided since.
const RIGHTS: [Line; 14] = [
    ("Report", ROLES, NOBODY, NOBODY),
    (
        "Board",
        &[
            "administrator",
            "accountant",
            "treasurer",
            "president",
            "board-member",
            "secretary",
            "director",
            "auditor",
        ],
        NOBODY,
        NOBODY,
    ),
    (
        "Conventions",
        NOBODY,
        &[
            "administrator",
            "accountant",
            "treasurer",
            "president",
            "board-member",
            "secretary",
            "director",
            "auditor",
        ],
        NOBODY,
    ),
    (
        "Books",
        NOBODY,
        &["accountant", "treasurer", "president", "director", "auditor"],
        &["board-member"],
    ),
    ("Jobs", NOBODY, &["accountant", "president", "director", "counsellor", "payroll"], NOBODY),
    ("JobCounts", NOBODY, COUNTS, &["board-member"]),
    ("Questions", NOBODY, COUNTS, NOBODY),
    ("KeepBooks", NOBODY, &["accountant"], NOBODY),
    ("KeepJobs", NOBODY, &["accountant", "payroll", "counsellor"], NOBODY),
    ("KeepPole", NOBODY, &["accountant", "administrator"], NOBODY),
    ("KeepBoard", NOBODY, &["secretary"], NOBODY),
    ("KeepPeople", NOBODY, &["administrator"], NOBODY),
    ("KeepStaff", NOBODY, &["president"], NOBODY),
    ("Trail", NOBODY, &["administrator", "president", "director", "auditor"], NOBODY),
];

/// A figure of the report, and the right that the rows below it ask for.
const FIGURES: [(&str, &str); 9] = [
    ("personnes", "JobCounts"),
    ("etp-insertion", "Jobs"),
    ("etp-permanents", "Jobs"),
    ("salaires-nets", "Jobs"),
    ("salaires-bruts", "Books"),
    ("cout-employeur", "Books"),
    ("chiffre-d-affaires", "Books"),
    ("produits", "Books"),
    ("resultat", "Books"),
];

/// Roles held over the whole pôle, over one association, or over either.
const SEATS: [(&str, Option<&str>); 17] = [
    ("administrator", None),
    ("accountant", None),
    ("accountant", Some("vert")),
    ("treasurer", Some("vert")),
    ("president", Some("vert")),
    ("board-member", None),
    ("board-member", Some("vert")),
    ("secretary", None),
    ("director", None),
    ("director", Some("vert")),
    ("counsellor", None),
    ("counsellor", Some("vert")),
    ("payroll", None),
    ("payroll", Some("vert")),
    ("funder", None),
    ("auditor", None),
    ("auditor", Some("vert")),
];

/// Whether a seat opens a right, in an association or over the pôle.
fn opens(right: &str, (role, held): (&str, Option<&str>), place: Option<&str>) -> bool {
    let line = RIGHTS.iter().find(|line| line.0 == right);
    let (_, everywhere, own, collectif) =
        line.unwrap_or_else(|| panic!("classify this right: {right}"));
    let here = held.is_none() || held == place;
    everywhere.contains(&role)
        || own.contains(&role) && here
        || collectif.contains(&role) && place == Some("commun")
}

/// A route of the site.
struct Route {
    method: String,
    path: String,
    audience: String,
    right: String,
}

fn routes(pole: &Pole) -> Vec<Route> {
    let told = pole.run("routes --json").done().json();
    let routes = told["routes"].as_array().expect("routes").iter();
    let routes: Vec<Route> = routes
        .map(|route| {
            let text = |name: &str| route[name].as_str().unwrap_or_default().to_owned();
            Route {
                method: text("method"),
                path: text("path"),
                audience: text("audience"),
                right: text("right"),
            }
        })
        .collect();
    assert!(routes.len() > 30, "the site has its routes");
    routes
}

#[track_caller]
fn is_answered(answer: &Answer, what: &str) {
    let good = answer.status < 500 && answer.status != 404;
    assert!(good, "{what}: {} {}", answer.status, answer.main());
}

#[track_caller]
fn is_absent(answer: &Answer, absent: &Answer, what: &str) {
    assert_eq!(absent.status, 404, "{what}, where there is nothing: {}", absent.main());
    assert_eq!(answer.status, 404, "{what}: {}", answer.main());
    // The menu's mark tells of the address asked, which the reader knows.
    let page = |answer: &Answer| {
        let text = answer.text().replace(" aria-current=\"true\"", "");
        text.replace(" aria-current=\"page\"", "")
    };
    assert!(page(answer) == page(absent), "{what} betrays nothing: {}", answer.text());
    let plain = |answer: &Answer| {
        let mut headers = answer.headers.clone();
        headers.retain(|(name, _)| name != "date" && name != "content-length");
        headers
    };
    assert_eq!(plain(answer), plain(absent), "{what} betrays nothing in its headers");
}

fn each_role_opens_what_is_its_own_and_nothing_else(place: Place) {
    let pole = cast::pole(place);
    ask(&pole, place);
    for (rank, (role, held)) in SEATS.iter().enumerate() {
        let held = held.map(|slug| format!("--association {slug}")).unwrap_or_default();
        add_user(&pole, &format!("p{rank}@pole.example"), role, &held).done();
    }
    let roles = SEATS.iter().map(|(role, _)| *role).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(roles.len(), 11, "every role has somebody");
    let site = Server::of(&pole);
    let routes = routes(&pole);
    for route in &routes {
        nobody(&site, &pole, route);
    }
    for (rank, seat) in SEATS.into_iter().enumerate() {
        let email = format!("p{rank}@pole.example");
        let mut browser = site.browser();
        browser.enter(&email);
        for route in routes.iter().filter(|route| route.method == "GET") {
            reads(&mut browser, route, seat);
        }
        for route in routes.iter().filter(|route| route.method == "POST") {
            acts(&mut browser, &pole, route, seat);
        }
        // What is left of the forms ends a session.
        let mut elsewhere = site.browser();
        elsewhere.sign_in(&email, cast::PASSWORD).is(303);
        elsewhere.post("/deconnexion", &[]).leads_to("/connexion");
        browser.post("/compte/sessions", &[]).leads_to("/connexion");
        browser.get("/compte").is(303);
    }
}

/// Nobody is led to the sign-in, whatever is there.
fn nobody(site: &Server, pole: &Pole, route: &Route) {
    let Route { method, path, audience, .. } = route;
    let what = format!("{method} {path} by nobody");
    let mut browser = site.browser();
    if method == "POST" {
        let (path, _) = filled(path, "vert");
        let fields = fields(pole, &route.path);
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        for fields in [&[][..], &fields] {
            let answer = browser.post(&path, fields);
            if audience == "anyone" {
                is_answered(&answer, &what);
            } else {
                assert_eq!((answer.status, answer.to()), (303, "/connexion"), "{what}");
                assert!(answer.body.is_empty() && browser.token().is_none(), "{what}");
            }
        }
        return;
    }
    for place in PLACES.into_iter().chain([NO_PLACE]) {
        let (path, absent) = filled(path, place);
        for path in std::iter::once(path).chain(absent) {
            let path = path.replace("{figure}", "resultat");
            let answer = browser.get(&path);
            if audience == "anyone" {
                is_answered(&answer, &what);
            } else {
                assert_eq!(answer.status, 303, "{what}");
                assert!(answer.to().starts_with("/connexion"), "{what}: {}", answer.to());
                assert!(answer.body.is_empty(), "{what}");
            }
        }
    }
}

/// The addresses of a route in an association, each with the right that it asks for besides.
fn addresses(route: &Route, place: &str) -> (Vec<(String, Option<&'static str>)>, Vec<String>) {
    let (there, absent) = filled(&route.path, place);
    if there.contains("{figure}") {
        let below = route.path.ends_with("{figure}/{slug}");
        let of = |(slug, right): (&str, &'static str)| {
            (there.replace("{figure}", slug), below.then_some(right))
        };
        let absent = absent.iter().map(|path| path.replace("{figure}", "resultat"));
        return (FIGURES.into_iter().map(of).collect(), absent.collect());
    }
    (vec![(there, None)], absent)
}

fn reads(browser: &mut Browser<'_>, route: &Route, seat: (&str, Option<&str>)) {
    let what = |path: &str| format!("GET {path} by {seat:?}");
    match route.audience.as_str() {
        "anyone" | "entering" | "signed-in" => {
            let (path, _) = filled(&route.path, "vert");
            is_answered(&browser.get(&path), &what(&path));
        }
        "pole" => {
            let (there, absent) = addresses(route, "vert");
            for (path, _) in there {
                let answer = browser.get(&path);
                if opens(&route.right, seat, None) {
                    is_answered(&answer, &what(&path));
                } else {
                    is_absent(&answer, &browser.get("/rien/de/tel"), &what(&path));
                }
            }
            for path in absent {
                assert_eq!(browser.get(&path).status, 404, "{}", what(&path));
            }
        }
        "association" => {
            let mut nowhere: Vec<Answer> = Vec::new();
            for (path, _) in addresses(route, NO_PLACE).0 {
                let answer = browser.get(&path);
                assert_eq!(answer.status, 404, "{}", what(&path));
                nowhere.push(answer);
            }
            for place in PLACES {
                let (there, absent) = addresses(route, place);
                for ((path, besides), nowhere) in there.iter().zip(&nowhere) {
                    let answer = browser.get(path);
                    let besides = besides.is_none_or(|right| opens(right, seat, Some(place)));
                    if besides && opens(&route.right, seat, Some(place)) {
                        is_answered(&answer, &what(path));
                    } else {
                        is_absent(&answer, nowhere, &what(path));
                    }
                }
                let mine = seat.1.is_none_or(|held| held == place);
                for path in absent {
                    let answer = browser.get(&path);
                    assert_eq!(answer.status, 404, "{}", what(&path));
                    if !mine {
                        is_absent(&answer, &nowhere[0], &what(&path));
                    }
                }
            }
        }
        other => panic!("classify this audience: {other}"),
    }
}

fn acts(browser: &mut Browser<'_>, pole: &Pole, route: &Route, seat: (&str, Option<&str>)) {
    let path = route.path.as_str();
    let sent = fields(pole, path);
    let sent: Vec<_> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let may = match route.audience.as_str() {
        // Tried by nobody already, and counted by address.
        "anyone" => return,
        "entering" | "signed-in" if sent.is_empty() => return,
        "entering" | "signed-in" => true,
        "pole" => opens(&route.right, seat, None),
        "association" => return acts_on_associations(browser, route, &sent, seat),
        other => panic!("classify forms of {other}: {path}"),
    };
    let (path, absent) = filled(path, "vert");
    for path in absent.into_iter().filter(|path| path.starts_with("/conseil")) {
        assert_eq!(browser.post(&path, &sent).status, 404, "POST {path} by {seat:?}");
    }
    for sent in [&[][..], &sent] {
        let answer = browser.post(&path, sent);
        let what = format!("POST {path} {sent:?} by {seat:?}");
        if may {
            is_answered(&answer, &what);
        } else {
            is_absent(&answer, &browser.post("/rien/de/tel", sent), &what);
        }
    }
}

/// Forms in an association: without the right, as if it were not there. A forged token leads nowhere
/// for anybody.
fn acts_on_associations(
    browser: &mut Browser<'_>,
    route: &Route,
    sent: &[(&str, &str)],
    seat: (&str, Option<&str>),
) {
    let (nowhere, _) = filled(&route.path, NO_PLACE);
    for place in PLACES {
        let (path, _) = filled(&route.path, place);
        for sent in [&[][..], sent] {
            let answer = browser.post(&path, sent);
            let what = format!("POST {path} {sent:?} by {seat:?}");
            if opens(&route.right, seat, Some(place)) && !path.ends_with("/prendre") {
                is_answered(&answer, &what);
            } else if opens(&route.right, seat, Some(place)) {
                assert_eq!(answer.status, 404, "{what}: {}", answer.main());
            } else {
                is_absent(&answer, &browser.post(&nowhere, sent), &what);
            }
        }
    }
}
