//! What happens at others does not move a president's pages by a byte; the combined report and the
//! list of the pôle's entities alone tell of them; the report's lines stop at the entity.

use std::collections::{BTreeMap, BTreeSet};

use super::browser::Browser;
use super::cast::{self, add_user};
use super::server::Server;
use crate::chance::Chance;
use crate::place::Place;

stories! { a_presidents_pages_do_not_move_with_others the_report_of_others_stops_at_the_entity }

/// Every page that links lead to from the first one, by address.
fn crawl(browser: &mut Browser<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut pages = BTreeMap::new();
    let searches = ["zoé", "le+goff", "706", "acte", "B1", "2", "bleu", "association"];
    let searches = searches.map(|words| format!("/recherche?q={words}"));
    let first = ["/", "/a", "/a/vert/actes", "/acces"].map(str::to_owned);
    let mut waiting: Vec<String> = first.into_iter().chain(searches).collect();
    let mut known: BTreeSet<String> = waiting.iter().cloned().collect();
    while let Some(address) = waiting.pop() {
        // Taking books away leaves a line in the trail, a page of her own: see below.
        if address.contains("/fec/") {
            continue;
        }
        let answer = browser.get(&address);
        assert!(answer.status < 500, "{address}: {}", answer.main());
        let led = answer.to().to_owned();
        if answer.header("content-type").starts_with("text/html") || !led.is_empty() {
            for link in answer.links().into_iter().chain((!led.is_empty()).then_some(led)) {
                if known.insert(link.clone()) {
                    waiting.push(link);
                }
            }
        }
        assert!(pages.len() < 2_000, "the site of two associations is small");
        pages.insert(address, seen_masked(&answer.body));
    }
    pages
}

/// Without the hour at which the reader's own session was seen, that moves with each page.
fn seen_masked(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let Some((before, after)) = text.split_once(", vu le ") else { return body.to_vec() };
    let hour = after.split('<').next().unwrap_or_default().trim_end();
    format!("{before}{}", after.replace(hour, "")).into_bytes()
}

/// What everybody reads of everybody: the report's lines, with the way to ask about one's own, and
/// who is in the pôle.
fn is_published(address: &str) -> bool {
    address.starts_with("/rapport")
        || address.starts_with("/a/vert/questions/poser?sujet=%2Frapport%2F")
        || address == "/pole"
        || address.starts_with("/pole?format=")
        || address.starts_with("/pole/")
}

fn a_presidents_pages_do_not_move_with_others(place: Place) {
    let pole = cast::pole(place);
    let mut chance = Chance(20_261_122);
    for (email, slug) in [("rose@pole.example", "vert"), ("paul@pole.example", "bleu")] {
        add_user(&pole, email, "president", &format!("--association {slug}")).done();
    }
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    let taken = rose.get("/a/vert/fec/2025-12-31").is(200).body;
    let before = crawl(&mut rose);
    assert!(String::from_utf8_lossy(&before["/a/vert/actes"]).contains("FEC exporté"));
    let own = before.keys().filter(|address| !is_published(address));
    assert!(own.count() > 8, "she has pages of her own: {:?}", before.keys());
    assert!(before.keys().any(|address| address.starts_with("/a/vert/contrats/")));
    assert!(before.keys().any(|address| address.starts_with("/a/vert/ecritures/")));
    assert!(before.contains_key("/rapport/2025/rapport.csv"));

    for year in [2024, 2026] {
        cast::books(&pole, "bleu", year, 1 + chance.below(9_000_000));
    }
    cast::books(&pole, "commun", 2024, 1 + chance.below(9_000_000));
    cast::jobs(&pole, "bleu", &format!("B{}", chance.below(1_000)), 2024);
    for round in 0..3 {
        let role = ["treasurer", "counsellor", "accountant"][chance.below(3) as usize];
        let email = format!("autre{round}@pole.example");
        add_user(&pole, &email, role, "--association bleu").done();
    }
    add_user(&pole, "siege@pole.example", "secretary", "").done();
    pole.run("association add --slug jaune --name «Association jaune» --siren 404833048 --kind ei")
        .done();
    let mut paul = site.browser();
    paul.enter("paul@pole.example");
    paul.get("/a/bleu").is(200);

    let after = crawl(&mut rose);
    for (address, page) in before.iter().filter(|(address, _)| !is_published(address)) {
        let now = after.get(address).unwrap_or_else(|| panic!("{address} is still reached"));
        assert!(
            now == page,
            "{address} moved: {} became {}",
            String::from_utf8_lossy(page),
            String::from_utf8_lossy(now)
        );
    }
    assert!(rose.get("/a/vert/fec/2025-12-31").is(200).body == taken, "her books");
    for address in after.keys().filter(|address| !is_published(address)) {
        assert!(before.contains_key(address), "{address} is new to her");
        let others = address.contains("bleu") || address.contains("jaune");
        assert!(!others || address.starts_with("/recherche"), "{address}");
    }
}

fn the_report_of_others_stops_at_the_entity(place: Place) {
    let pole = cast::pole(place);
    let own = [
        ("rose@pole.example", "president", "vert"),
        ("remi@pole.example", "treasurer", "vert"),
        ("lise@pole.example", "counsellor", "vert"),
    ];
    for (email, role, slug) in own {
        add_user(&pole, email, role, &format!("--association {slug}")).done();
    }
    add_user(&pole, "etat@pole.example", "funder", "").done();
    let site = Server::of(&pole);
    for email in own.map(|(email, ..)| email).into_iter().chain(["etat@pole.example"]) {
        let mut browser = site.browser();
        browser.enter(email);
        let pages = crawl(&mut browser);
        assert!(pages.contains_key("/rapport/2025/bleu"), "{email} reads the published lines");
        for (address, page) in &pages {
            for other in ["bleu", "commun"] {
                let below = address.starts_with(&format!("/a/{other}"))
                    || address.starts_with("/rapport/2025/chiffre/")
                        && address.ends_with(&format!("/{other}"));
                assert!(!below, "{email} is led to {address}");
            }
            // Nobody's name or contract but those of one's own association.
            let page = String::from_utf8_lossy(page);
            for secret in ["Le Goff B", "Martin B", "Le Goff K", "Acte 1 de bleu"] {
                assert!(!page.contains(secret), "{email} reads « {secret} » on {address}");
            }
        }
        for figure in ["resultat", "personnes", "salaires-nets", "etp-insertion"] {
            browser.get(&format!("/rapport/2025/chiffre/{figure}/bleu")).is(404);
        }
    }
}
