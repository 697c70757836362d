//! An insider and an outsider who wish the site ill: other sites' forms, large ones, poison in every
//! field, tricks with addresses and headers, other people's numbers.

use std::time::{Duration, Instant};

use super::browser::{Browser, form};
use super::cast::{self, PASSWORD, add_user};
use super::server::{Server, link_in};
use crate::place::Place;
use crate::pole::Pole;

stories! {
    forms_of_other_sites_are_refused
    forms_that_are_too_large_are_refused
    poison_stays_text
    nobody_is_led_elsewhere
    headers_change_nothing
    addresses_written_otherwise_open_no_more
    time_does_not_tell_who_exists
    numbers_of_others_are_nobodys
    nothing_private_is_kept_on_the_way
}

fn forms_of_other_sites_are_refused(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    let own = format!("http://{}", site.address());
    let refused: [&[(&str, &str)]; 9] = [
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[("Origin", "http://127.0.0.1:1")],
        &[("Origin", "http://localhost")],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Sec-Fetch-Site", "cross-site"), ("Origin", &own)],
        &[("Origin", "https://evil.example"), ("Referer", &own)],
        // With a cookie and not a word of where it comes from.
        &[],
    ];
    for headers in refused {
        for path in ["/compte/sessions", "/deconnexion", "/connexion", "/connexion/lien", "/rien"] {
            let sent = form(&[("courriel", "rose@pole.example"), ("mot_de_passe", PASSWORD)]);
            let answer = rose.ask("POST", path, headers, sent.as_bytes());
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            assert!(answer.text().contains("vient d&#39;un autre site"), "{}", answer.main());
        }
    }
    rose.get("/compte").is(200);
    // Nor is anybody signed in by another site, with or without a session.
    let sent = form(&[("courriel", "rose@pole.example"), ("mot_de_passe", PASSWORD)]);
    let mut nobody = site.browser();
    nobody
        .ask("POST", "/connexion", &[("Origin", "https://evil.example")], sent.as_bytes())
        .is(403);
    assert_eq!(nobody.token(), None);
    for method in ["PUT", "PATCH", "DELETE"] {
        rose.ask(method, "/compte", &[("Origin", "https://evil.example")], b"x=1").is(403);
    }
    // A page read in another site's name gives nothing away, nor does it change anything.
    let page = rose.ask("GET", "/compte", &[("Sec-Fetch-Site", "cross-site")], b"");
    assert_eq!(page.header("access-control-allow-origin"), "");
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    rose.get("/deconnexion").is(405);
    rose.get("/compte").is(200);
}

fn forms_that_are_too_large_are_refused(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    for path in ["/connexion", "/connexion/lien", "/connexion/code", "/compte/mot-de-passe"] {
        let large = "x".repeat(200_000);
        let names = ["courriel", "courriel_lien", "mot_de_passe", "code", "actuel", "nouveau"];
        for fields in [
            names.map(|name| (name, large.as_str())).to_vec(),
            // Many small ones.
            names.into_iter().cycle().take(20_000).map(|name| (name, "x")).collect(),
        ] {
            let answer = rose.post(path, &fields);
            assert!([400, 413].contains(&answer.status), "{path}: {}", answer.status);
            assert!(answer.text().contains("<html lang=\"fr\">"), "{path}: {}", answer.text());
            assert!(answer.text().contains("formulaire"), "{path}: {}", answer.main());
        }
    }
    for (kind, body) in [
        ("application/json", "{\"courriel\":\"x\"}"),
        ("multipart/form-data; boundary=x", "--x--"),
        ("text/plain", "courriel=x"),
        ("", "courriel=x"),
        ("application/x-www-form-urlencoded", "courriel=%ff%fe&mot_de_passe=%"),
        ("application/x-www-form-urlencoded", "courriel=a&courriel=b&mot_de_passe=c"),
        ("application/x-www-form-urlencoded", "=&&&;;"),
    ] {
        let request = format!(
            "POST /connexion HTTP/1.0\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n{body}",
            site.address(),
            body.len()
        );
        let answer = site.raw(request.as_bytes());
        assert!([400, 422].contains(&answer.status), "{kind} {body}: {}", answer.status);
    }
    // What follows an address is bounded too, and never an error of ours.
    for path in [
        "/actes?page=99999999999999999999".to_owned(),
        "/a/vert/actes?page=0".to_owned(),
        "/a/vert/actes?page=18446744073709551615".to_owned(),
        "/a/vert/actes?personne=x".to_owned(),
        "/a/vert/actes?page=1&page=2".to_owned(),
        format!("/a/vert/actes?objet={}", "x".repeat(20_000)),
        format!("/connexion?vers=/{}", "x".repeat(20_000)),
    ] {
        let answer = rose.get(&path);
        assert!(answer.status < 500, "{path}: {}", answer.status);
    }
}

/// What must never come back as it was typed.
const POISON: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "=cmd|'/C calc'!A1",
    "{{7*7}}${7*7}",
    "Zoé\r\nBcc: eve@evil.example\r\n\r\nBonjour",
    "Zoé \u{202e}gpj.exe",
    "javascript:alert(1)//",
];

/// The page holds no mark that somebody typed.
#[track_caller]
fn is_clean(text: &str, what: &str) {
    for mark in [
        "<script>alert",
        "<img src=x",
        "onerror=alert(1)>",
        "' onmouseover='",
        "href=\"javascript:",
    ] {
        assert!(!text.contains(mark), "{what} holds {mark}: {text}");
    }
}

fn poison_stays_text(place: Place) {
    let pole = cast::pole(place);
    add_user(&pole, "ada@pole.example", "administrator", "").done();
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter("ada@pole.example");
    let long = "é".repeat(10_000);
    let poison = || POISON.into_iter().chain([long.as_str()]);
    // Every field of every form of the office, one after the other.
    let forms: [(&str, &[(&str, &str)]); 7] = [
        (
            "/acces",
            &[
                ("courriel", "neo@pole.example"),
                ("nom", "Neo"),
                ("role", "funder"),
                ("association", ""),
                ("du", ""),
                ("au", ""),
            ],
        ),
        ("/acces/fin", &[("seat", "1")]),
        ("/acces/confirmation", &[("seat", "1")]),
        ("/acces/lien", &[("personne", "1")]),
        ("/compte/mot-de-passe", &[("actuel", PASSWORD), ("nouveau", "x")]),
        ("/connexion/lien", &[("courriel_lien", "x"), ("pour", "sign-in")]),
        ("/connexion/code", &[("code", "x"), ("secret", "x")]),
    ];
    for (path, fields) in forms {
        for at in 0..fields.len() {
            for (rank, text) in poison().enumerate() {
                pole.sql("DELETE FROM sign_in_attempt").expect("time passes");
                let mut sent = fields.to_vec();
                sent[at].1 = text;
                let email = format!("neo{at}.{rank}@pole.example");
                if path == "/acces" && sent[0].1 == "neo@pole.example" {
                    sent[0].1 = &email;
                }
                let answer = ada.post(path, &sent);
                assert!(answer.status < 500, "{path} {sent:?}: {}", answer.status);
                is_clean(&answer.text(), path);
            }
        }
    }
    for text in poison() {
        let sent = [("courriel", text), ("mot_de_passe", text), ("vers", text)];
        let answer = site.browser().post("/connexion", &sent);
        assert!([400, 422].contains(&answer.status), "{}", answer.status);
        is_clean(&answer.text(), "the sign-in");
        pole.sql("DELETE FROM sign_in_attempt").expect("time passes");
    }
    // A name is kept as it was typed, unless it breaks a line or turns it round.
    let names = pole.texts("SELECT name FROM person");
    assert!(names.iter().any(|name| name == POISON[0]), "{names:?}");
    assert!(names.iter().all(|name| !name.contains(['\r', '\n', '\u{202e}'])), "{names:?}");
    assert!(names.iter().all(|name| name.chars().count() <= 200));
    // By the command line, and in books and contracts.
    for (rank, text) in POISON.iter().enumerate().filter(|(_, text)| !text.contains('\r')) {
        let email = format!("cli{rank}@pole.example");
        let mut command = pole.command("association add --siren 404833048 --slug");
        command.args([&format!("s{rank}"), "--name", text, "--kind", "aci"]);
        command.output().expect("the program starts");
        let mut command = pole.command("user add --role president --association vert");
        command.args(["--email", &email, "--name", text]).output().expect("the program starts");
    }
    // Then every page, as whoever sees the most.
    let pages = ["/acces", "/actes", "/a/vert/actes", "/a", "/compte", "/rapport", "/rapport/2025"];
    for path in pages {
        let answer = ada.get(path);
        assert!(answer.status < 500, "{path}");
        is_clean(&answer.text(), path);
    }
    let page = ada.get("/acces").is(200).text();
    assert!(page.contains("&#60;script&#62;alert(1)") || page.contains("&lt;script&gt;alert(1)"));
    for objet in poison() {
        let sent = form(&[("objet", objet)]);
        is_clean(&ada.get(&format!("/actes?{sent}")).text(), "/actes");
    }
    // And every letter: nobody is given headers of the writer's choice.
    let began = Instant::now();
    while pole.number(
        "SELECT CAST(COUNT(*) AS bigint) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL",
    ) > 0
    {
        assert!(began.elapsed() < Duration::from_secs(60), "{}", site.said());
        std::thread::sleep(Duration::from_millis(200));
    }
    let letters = site.letters_to("@pole.example");
    assert!(letters.len() > 3, "{}", letters.len());
    for letter in letters {
        let (head, body) = letter
            .replace("\r\n", "\n")
            .split_once("\n\n")
            .map(|(head, body)| (head.to_owned(), body.to_owned()))
            .expect("a head");
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{head}");
        assert_eq!(head.lines().filter(|line| line.starts_with("To:")).count(), 1, "{head}");
        let html = body.split_once("<!doctype html>").expect("a page").1;
        is_clean(html, "a letter");
    }
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
    while site.letters_to("rose@pole.example").len() < 5 {
        assert!(began.elapsed() < Duration::from_secs(60), "{}", site.said());
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
    for table in ["seat", "person", "outbox", "sign_in_link", "association"] {
        assert_eq!(pole.rows()[table], before[table], "{table}");
    }
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
