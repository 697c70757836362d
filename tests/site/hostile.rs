//! Forms and addresses that wish the site ill: other sites' forms, large ones, poison in every field
//! and after every question mark, requests that do not end.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::browser::{Answer, form};
use super::cast::{self, PASSWORD, add_user};
use super::filling::{ask, fields, filled};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    forms_of_other_sites_are_refused
    forms_that_are_too_large_are_refused
    bodies_that_are_no_form_are_refused_everywhere
    poison_stays_text
    no_query_breaks_a_page
    a_nul_in_a_field_breaks_no_form
    who_says_nothing_is_not_waited_for
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
            assert!(answer.text().contains("<html lang=\"fr\""), "{path}: {}", answer.text());
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

/// The site's routes of a verb, each with its address filled in.
fn addresses(pole: &Pole, verb: &str) -> Vec<(String, String)> {
    let told = pole.run("routes --json").done().json();
    let routes = told["routes"].as_array().expect("routes").iter();
    let routes = routes.filter(|route| route["method"] == verb).map(|route| {
        let route = route["path"].as_str().expect("a path").to_owned();
        let address = filled(&route, "vert").0.replace("{figure}", "resultat");
        (route, address)
    });
    routes.collect()
}

/// A pôle with something on every page, and Ada, to whom every page opens.
fn open_to_ada(place: Place) -> Pole {
    let pole = cast::pole(place);
    ask(&pole, place);
    for role in ["accountant", "administrator", "secretary"] {
        add_user(&pole, ADA, role, "").done();
    }
    pole
}

const ADA: &str = "ada@pole.example";

fn bodies_that_are_no_form_are_refused_everywhere(place: Place) {
    let pole = open_to_ada(place);
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter(ADA);
    let form = "application/x-www-form-urlencoded";
    let large = [b"x=".as_slice(), &vec![b'x'; 10_000_000]].concat();
    let many = "x=1&".repeat(100_000).into_bytes();
    let endless =
        b"--x\r\nContent-Disposition: form-data; name=\"fichiers\"; filename=\"\0\xff\"\r\n\r\nabc";
    let before = pole.rows();
    for (_, path) in addresses(&pole, "POST") {
        // These read no form.
        if ["/deconnexion", "/compte/sessions"].contains(&path.as_str()) || path.ends_with("/clore")
        {
            continue;
        }
        for (kind, body) in [
            (form, large.as_slice()),
            (form, &many),
            ("multipart/form-data; boundary=x", endless),
            ("multipart/form-data", b""),
            ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"),
        ] {
            let answer = ada.post_as(&path, kind, body);
            let what = format!("{path} {kind}, {} bytes", body.len());
            assert!([400, 404, 413].contains(&answer.status), "{what}: {}", answer.status);
            assert!(answer.text().contains("<html lang=\"fr\""), "{what}: {}", answer.text());
        }
    }
    assert_eq!(pole.rows(), before, "nothing is written");
    // What comes before a body is bounded too.
    let own =
        format!("GET /connexion HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", site.address());
    let names = "X: 1\r\n".repeat(300);
    for head in [format!("X: {}\r\n", "x".repeat(1_000_000)), names] {
        assert_eq!(site.raw(format!("{own}{head}\r\n").as_bytes()).status, 431);
    }
    let long = format!("GET /{} HTTP/1.0\r\nHost: {}\r\n\r\n", "x".repeat(70_000), site.address());
    assert_eq!(site.raw(long.as_bytes()).status, 414);
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
        "\"onmouseover=",
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
        ("/compte/mot-de-passe", &[("actuel", "x"), ("nouveau", "x")]),
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
        assert!(began.elapsed() < Duration::from_mins(1), "{}", site.said());
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
        // An apostrophe is text between marks; no attribute of a letter stands between apostrophes.
        assert!(!html.contains("href='"), "{html}");
        is_clean(&html.replace("' onmouseover='", ""), "a letter");
    }
}

/// What pages write after question marks: addresses, each with a name.
fn asked(pages: &[Answer]) -> BTreeSet<(String, String)> {
    let mut asked = BTreeSet::new();
    for page in pages {
        for link in page.links() {
            let Some((path, query)) = link.split_once('?') else { continue };
            let names = query.split('&').filter_map(|pair| pair.split('=').next());
            asked.extend(names.map(|name| (path.to_owned(), name.to_owned())));
        }
        let text = page.text();
        for form in text.split("method=\"get\" action=\"").skip(1) {
            let (path, rest) = form.split_once('"').expect("its end");
            let fields = rest.split("</form>").next().unwrap_or_default();
            let names = fields.split("name=\"").skip(1).filter_map(|rest| rest.split('"').next());
            asked.extend(names.map(|name| (path.to_owned(), name.to_owned())));
        }
    }
    asked
}

fn no_query_breaks_a_page(place: Place) {
    let pole = open_to_ada(place);
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter(ADA);
    let texts = [
        &POISON.concat(),
        "\"onmouseover=\"alert(1) 👩‍👩‍👧‍👦",
        "\0",
        "-9223372036854775808",
        "99999999999999999999",
        "+262142-12-31",
    ];
    let mut poison: Vec<String> = texts.map(|text| form(&[("x", text)])[2..].to_owned()).into();
    // Half of a pair, too many bytes for a letter and no letter at all; too much.
    poison.extend(["%ED%A0%80%C0%AE%FF%".to_owned(), "x".repeat(20_000)]);
    let (routes, paths): (Vec<_>, Vec<_>) = addresses(&pole, "GET").into_iter().unzip();
    let pages: Vec<Answer> = paths.iter().map(|path| ada.get(path)).collect();
    let mut asked = asked(&pages);
    asked.retain(|(path, _)| paths.contains(path));
    assert!(asked.len() > 40, "{asked:?}");
    asked.extend(paths.iter().map(|path| (path.clone(), "page".to_owned())));
    for (path, name) in asked {
        for text in &poison {
            let answer = ada.get(&format!("{path}?{name}={text}"));
            let what = format!("{path}?{name}={}", &text[..text.len().min(80)]);
            assert!(answer.status < 500, "{what}: {}", answer.main());
            is_clean(&answer.text(), &what);
        }
    }
    // Nor does a part of an address.
    for (route, path) in routes.iter().zip(&paths) {
        for (at, _) in route.split('/').enumerate().filter(|(_, part)| part.starts_with('{')) {
            for text in ["%00", "-1", "99999999999999999999", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"]
            {
                let mut parts: Vec<&str> = path.split('/').collect();
                parts[at] = text;
                let path = parts.join("/");
                let answer = ada.get(&path);
                assert!(answer.status < 500, "{path}: {}", answer.main());
                is_clean(&answer.text(), &path);
            }
        }
    }
}

/// PostgreSQL keeps no NUL, and no keyboard writes one.
fn a_nul_in_a_field_breaks_no_form(place: Place) {
    let pole = open_to_ada(place);
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter(ADA);
    for (route, path) in addresses(&pole, "POST") {
        let fields = fields(&pole, &route);
        for at in 0..fields.len() {
            let mut sent: Vec<_> =
                fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            sent[at].1 = "a\0b";
            let answer = ada.post(&path, &sent);
            assert!((400..500).contains(&answer.status), "{path} {sent:?}: {}", answer.main());
            let told = serde_json::json!({ sent[at].0: "a\0b" });
            assert!(ada.tell(&path, &told).status < 500, "{path} {told}");
            let part = |(name, value): &(&str, &str)| {
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            };
            let parts = sent.iter().map(part).collect::<String>() + "--x--\r\n";
            let answer = ada.post_as(&path, "multipart/form-data; boundary=x", parts.as_bytes());
            assert!((400..500).contains(&answer.status), "{path} {parts:?}: {}", answer.main());
        }
    }
    ada.get("/compte").is(200);
}

fn who_says_nothing_is_not_waited_for(place: Place) {
    let pole = Pole::with_vert(place);
    let site = Server::of(&pole);
    let began = Instant::now();
    let heads = [
        "",
        "GET /conn",
        "GET /connexion HTTP/1.1\r\nHost: x\r\nX",
        "POST /connexion HTTP/1.1\r\n",
    ];
    let silent = heads.map(|head| {
        let mut stream = TcpStream::connect(site.address()).expect("it listens");
        stream.write_all(head.as_bytes()).expect("it reads");
        stream.set_read_timeout(Some(Duration::from_mins(1))).expect("a timeout");
        stream
    });
    site.browser().get("/connexion").is(200);
    for mut stream in silent {
        let mut told = Vec::new();
        stream.read_to_end(&mut told).expect("it is closed");
    }
    assert!(began.elapsed() > Duration::from_secs(20), "a slow line has its time");
}
