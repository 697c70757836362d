//! An insider and an outsider who wish the site ill: tricks with addresses and headers, other people's
//! numbers, what time and answers tell.

use std::time::{Duration, Instant};

use super::browser::{Browser, form};
use super::cast::{self, PASSWORD, add_user};
use super::server::{Server, link_in};
use crate::place::Place;
use crate::pole::Pole;

stories! {
    nobody_is_led_elsewhere
    headers_change_nothing
    addresses_written_otherwise_open_no_more
    time_does_not_tell_who_exists
    numbers_of_others_are_nobodys
    nothing_private_is_kept_on_the_way
}

fn nobody_is_led_elsewhere(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    for vers in [
        "https://evil.example",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/%0d%0aSet-Cookie:x=1\r\nX: y",
        "javascript:alert(1)",
        " //evil.example",
        "evil.example",
        "@evil.example",
        "/\u{2028}/evil.example",
        "",
    ] {
        let mut rose = site.browser();
        let sent = [("courriel", "rose@pole.example"), ("mot_de_passe", PASSWORD), ("vers", vers)];
        let answer = rose.post("/connexion", &sent);
        assert_eq!((answer.status, answer.to()), (303, "/"), "{vers:?}");
        let signed_in = rose.get(&format!("/connexion?{}", form(&[("vers", vers)])));
        assert_eq!((signed_in.status, signed_in.to()), (303, "/"), "{vers:?}");
        rose.post("/deconnexion", &[]).leads_to("/connexion");
    }
    // An address asked with two slashes leads back inside, or nowhere.
    let answer = site.browser().get("//evil.example/a/vert");
    assert!([303, 404, 400, 421].contains(&answer.status), "{}", answer.status);
    assert!(!answer.to().starts_with("//") && !answer.to().contains("://"), "{}", answer.to());
}

fn headers_change_nothing(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let ask = |headers: &[(&str, &str)]| {
        let sent = form(&[("courriel_lien", "rose@pole.example"), ("pour", "sign-in")]);
        let mut headers = headers.to_vec();
        headers.push(("Sec-Fetch-Site", "same-origin"));
        site.browser().ask("POST", "/connexion/lien", &headers, sent.as_bytes()).status
    };
    for host in [
        "evil.example",
        "127.0.0.1.evil.example",
        "",
        "evil.example:80",
        "[::2]",
        "localhost.evil.example",
    ] {
        assert_eq!(ask(&[("Host", host)]), 421, "{host}");
    }
    // A proxy's words are not asked for where people reach the site.
    for header in ["X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL", "X-Host"] {
        let value = if header == "Forwarded" { "host=evil.example" } else { "evil.example" };
        assert_eq!(ask(&[(header, value)]), 200);
    }
    let began = Instant::now();
    while site.letters_to("rose@pole.example").is_empty() {
        assert!(began.elapsed() < Duration::from_mins(1), "{}", site.said());
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(site.letters_to("rose@pole.example").iter().all(|letter| !letter.contains("evil")));
    // Nor do they open or change a verb.
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    for (header, value) in [
        ("X-Original-URL", "/acces"),
        ("X-Rewrite-URL", "/acces"),
        ("X-HTTP-Method-Override", "POST"),
        ("X-Forwarded-User", "ada@pole.example"),
        ("Authorization", "Basic YWRhOmFkYQ=="),
    ] {
        let page = rose.ask("GET", "/compte", &[(header, value)], b"").is(200).text();
        assert!(page.contains("rose@pole.example"), "{header}");
    }
    // A cookie set twice: the first is read, and neither opens more than its own.
    let token = rose.token().expect("a token").to_owned();
    let two = format!("{0}={1}; {0}={token}", super::browser::COOKIE, "0".repeat(64));
    site.browser().ask("GET", "/compte", &[("Cookie", &two)], b"").is(303);
}

fn addresses_written_otherwise_open_no_more(place: Place) {
    let pole = cast::pole(place);
    for (email, role) in [("rose@pole.example", "president"), ("lise@pole.example", "counsellor")] {
        add_user(&pole, email, role, "--association vert").done();
    }
    add_user(&pole, "etat@pole.example", "funder", "").done();
    let site = Server::of(&pole);
    let others = |browser: &mut Browser<'_>, who: &str| {
        for path in [
            "/a/bleu",
            "/a/%62leu",
            "/a/bleu/",
            "/a//bleu",
            "//a/bleu",
            "/a/vert/../bleu",
            "/a/vert/%2e%2e/bleu",
            "/a/vert%2f..%2fbleu",
            "/a/BLEU",
            "/a/bleu%20",
            "/a/bleu%00",
            "/a/bleu;vert",
            "/a/bleu?slug=vert",
            "/a/bleu%2fcontrats%2fB1",
            "/a/bleu/contrats/B1",
            "/a/bleu/contrats/%42%31",
            "/a/bleu/comptes/2025-12-31/706000",
            "/a/bleu/ecritures/2025-12-31/1",
            "/a/vert/contrats/B1",
            "/a/bleu/actes",
            "/a/bleu/actes?objet=association:1",
            "/rapport/2025/chiffre/resultat/bleu",
            "/rapport/2025/chiffre/resultat/%62leu",
            "/rapport/2025/chiffre/personnes/bleu",
            "/acces",
            "/acces/",
            "/%61cces",
            "/actes",
            "/acces/fin",
        ] {
            let answer = browser.get(path);
            let shut = [404, 400, 405].contains(&answer.status);
            assert!(shut, "{who} {path}: {} {}", answer.status, answer.main());
            assert!(!answer.text().contains("Association bleu"), "{who} {path}");
            let head = browser.ask("HEAD", path, &[], b"");
            assert_eq!((head.status, head.body.len()), (answer.status, 0), "{who} HEAD {path}");
            for method in ["OPTIONS", "TRACE", "PROPFIND"] {
                let same = [("Sec-Fetch-Site", "same-origin")];
                let answer = browser.ask(method, path, &same, b"");
                assert!([404, 405, 400].contains(&answer.status), "{method} {path}");
            }
        }
    };
    for email in ["rose@pole.example", "lise@pole.example", "etat@pole.example"] {
        let mut browser = site.browser();
        browser.enter(email);
        others(&mut browser, email);
    }
    // One's own, written otherwise, is one's own or nothing.
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    rose.get("/a/%76ert").is(200).says("Association vert");
    rose.get("/a/vert/").is(404);
    // What is no text is nothing, in the same words.
    for path in
        ["/a/%ff", "/a/%c0%ae%c0%ae", "/a/vert/contrats/%ED%A0%80", "/pole/%ff", "/aide/%ff"]
    {
        rose.get(path).is(404).says("Cette page n&#39;existe pas");
        site.browser().get(path).is(303);
    }
    // Nobody learns from a verb what is there.
    for path in ["/a/vert", "/a/rien", "/acces", "/compte"] {
        let head = site.browser().ask("HEAD", path, &[], b"");
        assert_eq!((head.status, head.to()), (303, "/connexion"), "{path}");
        assert_eq!(site.browser().ask("OPTIONS", path, &[], b"").status, 405);
    }
    for path in
        ["/assets/../collectif.db", "/assets/%2e%2e%2fpole.db", "/assets/..%5cpole.db", "/assets/"]
    {
        let answer = site.browser().get(path);
        assert!([404, 400].contains(&answer.status), "{path}: {}", answer.status);
    }
}

/// The middle of some durations.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn time_does_not_tell_who_exists(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut taken = [Vec::new(), Vec::new()];
    // The first guess of all draws the hash that no password opens.
    site.browser().sign_in("x@pole.example", "x").is(422);
    for round in 0..15 {
        for (which, email) in ["rose@pole.example", "ruse@pole.example"].into_iter().enumerate() {
            pole.sql("DELETE FROM sign_in_attempt").expect("time passes");
            let began = Instant::now();
            site.browser().sign_in(email, "brouette tilleul lavoir").is(422);
            if round > 2 {
                taken[which].push(began.elapsed());
            }
        }
    }
    let [known, unknown] = taken.map(median);
    let (more, less) = (known.max(unknown), known.min(unknown));
    assert!(more < less * 2, "known {known:?}, unknown {unknown:?}");
}

fn numbers_of_others_are_nobodys(place: Place) {
    let pole = cast::pole(place);
    let roles = ["president", "counsellor", "treasurer"];
    for role in roles {
        add_user(&pole, &format!("{role}@pole.example"), role, "--association vert").done();
    }
    add_user(&pole, "funder@pole.example", "funder", "").done();
    add_user(&pole, "ada@pole.example", "administrator", "").done();
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter("ada@pole.example");
    let before = pole.rows();
    let seats = "SELECT CAST(COUNT(*) AS bigint) FROM seat WHERE until_date IS NULL";
    let open = pole.number(seats);
    for role in roles.into_iter().chain(["funder"]) {
        let mut browser = site.browser();
        browser.enter(&format!("{role}@pole.example"));
        for id in 0..12 {
            let id = id.to_string();
            for (path, name) in [
                ("/acces/fin", "seat"),
                ("/acces/confirmation", "seat"),
                ("/acces/lien", "personne"),
                ("/acces/code", "personne"),
            ] {
                browser.post(path, &[(name, &id)]).is(404);
            }
        }
        let grant = [
            ("courriel", "moi@pole.example"),
            ("nom", "Moi"),
            ("role", "administrator"),
            ("association", ""),
            ("du", ""),
            ("au", ""),
        ];
        browser.post("/acces", &grant).is(404);
        // A form of one's own account with fields of another's.
        for number in (1..20).chain([i64::MAX, -1]) {
            let number = number.to_string();
            let own = format!(
                "SELECT CAST(COUNT(*) AS bigint) FROM session s JOIN person p ON p.id = s.person_id \
                 WHERE s.number = {number} AND p.email = '{role}@pole.example'"
            );
            if pole.number(&own) == 0 {
                let sent = [("session", number.as_str()), ("personne", "2"), ("person_id", "2")];
                browser.post("/compte/sessions", &sent).is(404);
            }
        }
        let sent = [
            ("actuel", PASSWORD),
            ("nouveau", PASSWORD),
            ("personne", "2"),
            ("courriel", "ada@pole.example"),
        ];
        browser.post("/compte/mot-de-passe", &sent).leads_to("/compte");
        browser.post("/compte/sessions", &[]).leads_to("/connexion");
    }
    ada.get("/acces").is(200);
    assert_eq!(pole.number(seats), open, "nobody's seat was ended");
    for table in ["seat", "person", "sign_in_link", "association"] {
        assert_eq!(pole.rows()[table], before[table], "{table}");
    }
    // Each was told of their own new password, and nobody of another's.
    let to_ada = "SELECT CAST(COUNT(*) AS bigint) FROM outbox WHERE recipient = 'ada@pole.example'";
    assert_eq!(pole.number(to_ada), before["outbox"]);
    let told = i64::try_from(roles.len() + 1).expect("a few");
    assert_eq!(pole.rows()["outbox"], before["outbox"] + told);
}

fn nothing_private_is_kept_on_the_way(place: Place) {
    let pole = cast::pole(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    for path in [
        "/",
        "/compte",
        "/a/vert",
        "/a/bleu",
        "/a/vert/contrats/V1",
        "/rapport/2025",
        "/rapport/2025/rapport.csv",
        "/rapport/2025/rapport.json",
        "/rapport/2025/rapport.xlsx",
        "/connexion",
    ] {
        let answer = rose.get(path);
        assert!(
            answer.header("cache-control").contains("no-store"),
            "{path}: {:?}",
            answer.headers
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            answer.header("content-security-policy").starts_with("default-src 'none'"),
            "{path}"
        );
        assert!(answer.header("server").is_empty() && answer.header("x-powered-by").is_empty());
        if path.contains("rapport.") {
            assert!(answer.header("content-disposition").starts_with("attachment"), "{path}");
        }
    }
    // The cells of a table that others typed do not reckon when they are opened.
    let csv = rose.get("/rapport/2025/rapport.csv").is(200).text();
    let cells = csv.lines().flat_map(|line| line.split(';'));
    assert!(
        cells.map(|cell| cell.trim_matches('"')).all(|cell| !cell.starts_with(['=', '@', '\t']))
    );
    drop(site);
    // Nor does the most talkative log tell what opens a session.
    let site = Server::with(&pole, "--address https://pole.example/", "debug");
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    let answer = rose.ask("GET", "/compte", &[("Host", "pole.example")], b"").is(200);
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
    rose.post("/connexion/lien", &[("courriel_lien", "rose@pole.example"), ("pour", "password")])
        .is(200);
    let letter = site.letter_to("rose@pole.example", 0);
    let link = link_in(&letter);
    assert!(letter.contains(&format!("https://pole.example{link}")), "{letter}");
    rose.get(&link).is(200);
    let said = site.said();
    assert!(said.contains("/compte"), "it does log: {said}");
    let token = link.rsplit('/').next().expect("a token");
    for secret in [token, rose.token().expect("a token"), PASSWORD] {
        assert!(!said.contains(secret), "the log tells {secret}");
    }
}
