//! The help: each entry of each menu has its topic, each topic is read by somebody, and what a topic
//! leads to is there.

use std::collections::BTreeSet;

use super::browser::Browser;
use super::cast::{self, add_user};
use super::server::Server;
use crate::place::Place;

stories! {
    every_entry_of_every_menu_has_its_help
    the_help_leads_nowhere_that_is_not_there
    the_help_is_found
}

/// Somebody for each role, where it is held.
const ROLES: [(&str, &str); 11] = [
    ("administrator", ""),
    ("accountant", ""),
    ("treasurer", "--association vert"),
    ("president", "--association vert"),
    ("board-member", ""),
    ("secretary", ""),
    ("director", ""),
    ("counsellor", "--association vert"),
    ("payroll", ""),
    ("funder", ""),
    ("auditor", ""),
];

fn email(role: &str) -> String {
    format!("{role}@pole.example")
}

/// A pôle with all of them.
fn pole(place: Place) -> crate::pole::Pole {
    let pole = cast::pole(place);
    for (role, more) in ROLES {
        add_user(&pole, &email(role), role, more).done();
    }
    pole
}

/// The part of a page between two marks.
#[track_caller]
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("{from}: {text}")).1;
    rest.split_once(to).unwrap_or_else(|| panic!("{to}: {rest}")).0
}

/// Where the links of a text lead, on this site.
fn links(html: &str) -> Vec<String> {
    let links = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|link| link.starts_with('/')).map(str::to_owned).collect()
}

/// Where the help of a page is.
#[track_caller]
fn help_of(browser: &mut Browser<'_>, path: &str) -> String {
    let text = browser.get(path).is(200).text();
    let before = text.split_once("\" data-help").unwrap_or_else(|| panic!("{path} has no help")).0;
    before.rsplit('"').next().expect("an address").to_owned()
}

fn every_entry_of_every_menu_has_its_help(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    for (role, _) in ROLES {
        let mut browser = site.browser();
        browser.enter(&email(role));
        let page = browser.get("/compte").is(200).text();
        let menu = between(&page, "<nav class=\"menu\"", "<ul class=\"me\"");
        let entries = links(menu);
        assert!(!entries.is_empty(), "{role} has a menu");
        for entry in entries {
            let help = help_of(&mut browser, &entry);
            assert!(help.starts_with("/aide/"), "{role} is helped on {entry}: {help}");
            browser.get(&help).is(200);
        }
    }
    // Some pages further down, as somebody meets them.
    let mut rose = site.browser();
    rose.enter(&email("president"));
    for (page, help) in [
        ("/compte", "/aide/premiers-pas"),
        ("/a/vert", "/aide/mon-association"),
        ("/a/vert/livres", "/aide/livres"),
        ("/a/vert/balance/2025-12-31", "/aide/livres"),
        ("/a/vert/ecritures/2025-12-31/1", "/aide/livres"),
        ("/a/vert/contrats/V1", "/aide/emplois"),
        ("/a/vert/conventions", "/aide/conventions"),
        ("/a/vert/actes", "/aide/actes"),
        ("/rapport/2025/bleu", "/aide/rapport"),
        ("/conseil/structures/1", "/aide/conseil"),
        ("/pole/vert", "/aide/pole"),
        ("/aide", "/aide"),
        ("/aide/livres", "/aide"),
    ] {
        assert_eq!(help_of(&mut rose, page), help, "{page}");
    }
    // What is not hers tells nothing by its help.
    for path in ["/a/bleu/balance/2025-12-31", "/acces", "/rien"] {
        rose.get(path).is(404).says("href=\"/aide\" data-help");
    }
    let page = site.browser().get("/connexion").is(200).text();
    assert!(!page.contains("data-help"), "whoever is outside is not led in: {page}");
}

fn the_help_leads_nowhere_that_is_not_there(place: Place) {
    let pole = pole(place);
    let told = pole.run("routes --json").done().json();
    let routes = told["routes"].as_array().expect("routes").iter();
    let routes: BTreeSet<&str> = routes
        .filter(|route| route["method"] == "GET")
        .map(|route| route["path"].as_str().expect("a path"))
        .collect();
    let known = |link: &str| {
        let parts: Vec<&str> = link.split('/').collect();
        routes.iter().any(|route| {
            let route: Vec<&str> = route.split('/').collect();
            let fits = |(one, other): (&&str, &&str)| one.starts_with('{') || one == other;
            route.len() == parts.len() && route.iter().zip(&parts).all(fits)
        })
    };
    let site = Server::of(&pole);
    let (mut met, mut own, mut listed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (role, _) in ROLES {
        let mut browser = site.browser();
        browser.enter(&email(role));
        let index = browser.get("/aide").is(200).main();
        let mine = index.split("<details").next().expect("what is theirs").to_owned();
        own.extend(links(&mine));
        let topics = links(&index);
        assert!(topics.len() > 10, "{role} may read all of it: {topics:?}");
        listed.extend(topics.iter().cloned());
        for topic in topics {
            let page = browser.get(&topic).is(200);
            let main = page.main();
            let words = main.split_whitespace().count();
            assert!(words > 120, "{topic} says something: {words} words");
            for link in links(&main) {
                assert!(known(&link), "{topic} leads to {link}, that no route has");
                // What it leads to opens to whoever reads it.
                let answer = browser.get(&link);
                assert!([200, 303].contains(&answer.status), "{role}, {topic}: {link}");
                met.insert(link);
            }
        }
    }
    assert_eq!(own, listed, "every topic is written for somebody");
    for screen in ["/acces", "/a/vert/livres", "/rapport", "/pole/conventions", "/a"] {
        assert!(met.contains(screen), "{screen} is led to: {met:?}");
    }
    let mut funder = site.browser();
    funder.enter(&email("funder"));
    let page = funder.get("/aide/acces").is(200).main();
    assert!(!page.contains("href=\"/acces\""), "nobody is led to a door that is shut: {page}");
    funder.get("/aide/rien").is(404);
    funder.get("/aide/%00").is(404);
}

fn the_help_is_found(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter(&email("president"));
    for (words, topic) in [
        ("lettrage", "/aide/mots"),
        ("clavier", "/aide/clavier"),
        ("chiffre d'affaires éliminations", "/aide/rapport"),
        ("aide fec", "/aide/importer-un-fec"),
    ] {
        let asked = format!("/recherche?q={}", web::address::part(words));
        rose.get(&asked).is(200).says(&format!("href=\"{topic}\""));
    }
}
