//! Passkeys: added, given, counted, removed; and all that is not one.

use serde_json::{Value, json};

use super::authenticator::{ORIGIN, Telephone};
use super::browser::{Answer, Browser};
use super::cast::{PASSWORD, add_user};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_passkey_is_both_factors_at_once
    a_passkey_is_given_once_for_what_was_asked
    a_ceremony_is_one_persons_in_one_session
    a_copied_passkey_is_refused_and_told
    a_passkey_that_is_removed_opens_nothing
    what_a_browser_sends_is_not_believed
    passkeys_asked_for_are_counted
    an_address_without_a_name_carries_none
    a_password_does_not_go_round_a_passkey
}

const ROSE: &str = "rose@pole.example";
const PAUL: &str = "paul@pole.example";
const ODILE: &str = "odile@pole.example";

/// Two presidents and an accountant.
fn pole(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    for email in [ROSE, PAUL] {
        add_user(&pole, email, "president", "--association vert").done();
    }
    add_user(&pole, ODILE, "accountant", "").done();
    pole
}

fn site(pole: &Pole) -> Server {
    Server::with(pole, &format!("--address {ORIGIN}"), "warn")
}

/// Begins to add a key.
#[track_caller]
fn begin(browser: &mut Browser<'_>, name: &str) -> Value {
    let told = json!({"nom": name, "mot_de_passe": PASSWORD});
    browser.tell("/compte/cles/debut", &told).is(200).json()
}

fn finish(browser: &mut Browser<'_>, asked: &Value, key: &Value) -> Answer {
    browser.tell("/compte/cles", &json!({"jeton": asked["jeton"], "cle": key}))
}

/// A telephone whose key somebody signed in has just added.
#[track_caller]
fn added(browser: &mut Browser<'_>, name: &str) -> Telephone {
    let mut telephone = Telephone::new();
    let asked = begin(browser, name);
    let key = telephone.make(&asked);
    assert_eq!(finish(browser, &asked, &key).is(200).json()["vers"], "/compte/cles");
    telephone
}

#[track_caller]
fn ask(browser: &mut Browser<'_>, email: &str) -> Value {
    browser.tell("/connexion/cle/debut", &json!({"courriel": email})).is(200).json()
}

fn give(browser: &mut Browser<'_>, asked: &Value, key: &Value, to: &str) -> Answer {
    browser.tell("/connexion/cle", &json!({"jeton": asked["jeton"], "cle": key, "vers": to}))
}

/// Asks and gives at once.
fn enter(browser: &mut Browser<'_>, telephone: &mut Telephone, email: &str) -> Answer {
    let asked = ask(browser, email);
    let key = telephone.give(&asked);
    give(browser, &asked, &key, "/")
}

fn a_passkey_is_both_factors_at_once(place: Place) {
    let pole = pole(place);
    let site = site(&pole);
    let (mut odile, mut elsewhere) = (site.browser(), site.browser());
    odile.enter(ODILE);
    elsewhere = elsewhere.with_telephone_of(&odile);
    elsewhere.sign_in(ODILE, PASSWORD).leads_to("/connexion/code");
    elsewhere.give_code().leads_to("/");
    odile.get("/compte").is(200).says("Vous n'en avez pas");
    let known = site.letter_to(ODILE, 0);
    assert!(known.contains("des codes sur un téléphone"), "{known}");
    let mut telephone = added(&mut odile, "Mon téléphone");
    // The session goes on; the other one does not; she is told.
    odile.get("/compte/cles").is(200).says("Mon téléphone").says("jamais encore");
    odile.get("/compte").is(200).says("Vous en avez 1");
    elsewhere.get("/compte").leads_to("/connexion?vers=%2Fcompte");
    let letter = site.letter_to(ODILE, 1);
    assert!(letter.contains("Mon téléphone") && letter.contains("ajoutée"), "{letter}");

    // By the button alone, or with the address typed; no code is asked.
    for email in ["", ODILE, " Odile@Pole.example "] {
        let mut browser = site.browser();
        let asked = ask(&mut browser, email);
        assert_eq!(asked["cle"]["rpId"], "localhost");
        assert_eq!(asked["cle"]["userVerification"], "required");
        let allowed = asked["cle"]["allowCredentials"].as_array().expect("a list");
        let ids: Vec<_> = allowed.iter().map(|one| one["id"].clone()).collect();
        assert_eq!(ids, if email.is_empty() { vec![] } else { vec![json!(telephone.id())] });
        let key = telephone.give(&asked);
        assert_eq!(give(&mut browser, &asked, &key, "/a/vert").is(200).json()["vers"], "/a/vert");
        browser.get("/a/vert").is(200);
        // Nowhere else than here.
        let mut browser = site.browser();
        let asked = ask(&mut browser, email);
        let key = telephone.give(&asked);
        let to = give(&mut browser, &asked, &key, "//evil.example").is(200).json();
        assert_eq!(to["vers"], "/");
    }
    let page = odile.get("/compte/cles").is(200).text();
    assert!(!page.contains("jamais encore"), "{page}");
    let acts = pole.texts("SELECT act FROM audit ORDER BY id");
    assert_eq!(acts.iter().filter(|act| *act == "passkey.add").count(), 1);
    // A key that cannot say whose it is serves with the address, and not without.
    telephone.names_owner = false;
    enter(&mut site.browser(), &mut telephone, ODILE).is(200);
    enter(&mut site.browser(), &mut telephone, "").is(422);
    // The other ways stay.
    let mut browser = site.browser().with_telephone_of(&elsewhere);
    browser.sign_in(ODILE, PASSWORD).leads_to("/connexion/code");
    browser.get("/connexion/code").is(200).says("Ou par une clé");
    pole.is_sound();
}

fn a_passkey_is_given_once_for_what_was_asked(place: Place) {
    let pole = pole(place);
    let site = site(&pole);
    let mut rose = site.browser();
    rose.enter(ROSE);
    let asked = begin(&mut rose, "Téléphone");
    let mut telephone = Telephone::new();
    let key = telephone.make(&asked);
    finish(&mut rose, &asked, &key).is(200);
    finish(&mut rose, &asked, &key).is(422).says("déjà servi");
    let sessions = || pole.number("SELECT CAST(COUNT(*) AS bigint) FROM session");
    let mut thief = site.browser();
    let asked = ask(&mut thief, "");
    let key = telephone.give(&asked);
    // Eight at once by one answer: one comes in.
    let came = std::thread::scope(|scope| {
        let give = || give(&mut site.browser(), &asked, &key, "/").status;
        let all: Vec<_> = (0..8).map(|_| scope.spawn(give)).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).filter(|s| *s == 200).count()
    });
    assert_eq!((came, sessions()), (1, 2));
    give(&mut thief, &asked, &key, "/").is(422).says("reconnue");
    // An answer to another question.
    let other = ask(&mut thief, "");
    give(&mut thief, &other, &key, "/").is(422);
    // Too late.
    let asked = ask(&mut thief, "");
    let key = telephone.give(&asked);
    pole.sql("UPDATE passkey_ceremony SET ends_at = '2020-01-01 00:00:00+00:00'").expect("time");
    give(&mut thief, &asked, &key, "/").is(422);
    let asked = begin(&mut rose, "Autre");
    let key = Telephone::new().make(&asked);
    pole.sql("UPDATE passkey_ceremony SET ends_at = '2020-01-01 00:00:00+00:00'").expect("time");
    finish(&mut rose, &asked, &key).is(422).says("cinq minutes");
    // A wrong answer ends its ceremony too.
    let asked = ask(&mut thief, "");
    let wrong = Telephone::new().give(&asked);
    give(&mut thief, &asked, &wrong, "/").is(422);
    let key = telephone.give(&asked);
    give(&mut thief, &asked, &key, "/").is(422);
    assert_eq!((thief.token(), sessions()), (None, 2));
    // What is kept meanwhile tells nothing without the instance's key, and goes by itself.
    ask(&mut thief, "");
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM passkey_ceremony"), 1);
    enter(&mut thief, &mut telephone, "").is(200);
}

fn a_ceremony_is_one_persons_in_one_session(place: Place) {
    let pole = pole(place);
    let site = site(&pole);
    let (mut rose, mut paul, mut phone) = (site.browser(), site.browser(), site.browser());
    rose.enter(ROSE);
    paul.enter(PAUL);
    phone.enter(ROSE);
    let asked = begin(&mut rose, "La mienne");
    let mut telephone = Telephone::new();
    let key = telephone.make(&asked);
    // Another person's, another session's, and one that was begun to sign in.
    finish(&mut paul, &asked, &key).is(422);
    finish(&mut phone, &asked, &key).is(422);
    give(&mut site.browser(), &asked, &key, "/").is(422);
    let to_enter = ask(&mut rose, "");
    finish(&mut rose, &to_enter, &key).is(422);
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM passkey"), 0);
    finish(&mut rose, &asked, &key).is(200);
    // Registered by one, a key is nobody else's.
    let asked = begin(&mut paul, "La même");
    let same = telephone.make(&asked);
    finish(&mut paul, &asked, &same).is(422).says("déjà inscrite");
    let mut his = added(&mut paul, "La sienne");
    enter(&mut site.browser(), &mut his, ROSE).is(422);
    enter(&mut site.browser(), &mut his, "personne@pole.example").is(422);
    let mut browser = site.browser();
    enter(&mut browser, &mut his, "").is(200);
    browser.get("/compte").is(200).says(PAUL);
    // An address that nobody has, and one without a key, are asked alike, and the same twice.
    pole.run("user add --email zoe@pole.example --name Zoé --role funder").done();
    for number in 0..8 {
        let nobody = format!("personne{number}@pole.example");
        for email in [nobody.as_str(), "zoe@pole.example"] {
            let allowed = |asked: Value| asked["cle"]["allowCredentials"].clone();
            let first = allowed(ask(&mut browser, email));
            assert_eq!(first, allowed(ask(&mut browser, email)));
            assert!(first.as_array().expect("a list").len() < 4);
        }
    }
}

fn a_copied_passkey_is_refused_and_told(place: Place) {
    let pole = pole(place);
    let site = site(&pole);
    let mut rose = site.browser();
    rose.enter(ROSE);
    let mut telephone = added(&mut rose, "Mon téléphone");
    site.letter_to(ROSE, 0);
    enter(&mut site.browser(), &mut telephone, "").is(200);
    // The copy counts from where it was copied.
    telephone.counter -= 1;
    let mut thief = site.browser();
    let copied = enter(&mut thief, &mut telephone, "").is(422).text();
    assert_eq!(thief.token(), None);
    let stranger = enter(&mut thief, &mut Telephone::new(), "").is(422).text();
    assert_eq!(copied, stranger, "a thief is told no more");
    let acts = pole.texts("SELECT act FROM audit ORDER BY id");
    assert_eq!(acts.last().map(String::as_str), Some("passkey.refuse"));
    let letter = site.letter_to(ROSE, 1);
    assert!(letter.contains("peut-être une copie"), "{letter}");
    enter(&mut site.browser(), &mut telephone, "").is(200);
    pole.is_sound();
}

fn a_passkey_that_is_removed_opens_nothing(place: Place) {
    let pole = pole(place);
    let site = site(&pole);
    let (mut rose, mut paul) = (site.browser(), site.browser());
    rose.enter(ROSE);
    paul.enter(PAUL);
    let mut telephone = added(&mut rose, "Mon téléphone");
    let mut desk = added(&mut rose, "Le bureau");
    let mut elsewhere = site.browser();
    enter(&mut elsewhere, &mut telephone, "").is(200);
    let ids = pole.texts("SELECT CAST(id AS text) FROM passkey ORDER BY id");
    let remove = |browser: &mut Browser<'_>, id: &str, password: &str| {
        let sent = [("cle", id), ("mot_de_passe_retrait", password)];
        browser.post("/compte/cles/retrait", &sent)
    };
    remove(&mut paul, &ids[0], PASSWORD).is(422).says("une de vos clés");
    remove(&mut rose, "x", PASSWORD).is(422).says("une de vos clés");
    remove(&mut rose, &ids[0], "lavoir").is(422).says("pas votre mot de passe actuel");
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM passkey"), 2);
    remove(&mut rose, &ids[0], PASSWORD).leads_to("/compte/cles");
    let page = rose.get("/compte/cles").is(200).text();
    assert!(!page.contains("Mon téléphone") && page.contains("Le bureau"), "{page}");
    elsewhere.get("/compte").leads_to("/connexion?vers=%2Fcompte");
    enter(&mut elsewhere, &mut telephone, "").is(422);
    enter(&mut elsewhere, &mut telephone, ROSE).is(422);
    enter(&mut elsewhere, &mut desk, "").is(200);
    let acts = pole.texts("SELECT act FROM audit ORDER BY id");
    assert!(acts.iter().any(|act| act == "passkey.remove"), "{acts:?}");

    // Without its last key, a role that asks for two factors chooses another one at once.
    let mut odile = site.browser();
    odile.enter(ODILE);
    added(&mut odile, "Téléphone");
    pole.sql("UPDATE credential SET code_secret = NULL, code_step = NULL").expect("no code");
    let id = pole.texts("SELECT CAST(MAX(id) AS text) FROM passkey").remove(0);
    remove(&mut odile, &id, PASSWORD).leads_to("/connexion/code");
    odile.get("/a/vert").leads_to("/connexion/code");
    odile.choose_code().leads_to("/");
    odile.get("/a/vert").is(200);
}

/// What is no answer of a browser.
fn garbage() -> Vec<Value> {
    let long = "A".repeat(20_000);
    vec![
        json!(null),
        json!([]),
        json!(7),
        json!({}),
        json!({"jeton": "", "cle": null}),
        json!({"jeton": 7, "cle": {}}),
        json!({"jeton": "é", "cle": {"id": "x", "rawId": "%%%", "type": "public-key"}}),
        json!({"jeton": long, "cle": long}),
        json!({"jeton": "a".repeat(64), "cle": {"id": long, "rawId": long, "type": long,
            "response": {"authenticatorData": "", "clientDataJSON": "", "signature": "",
                "attestationObject": ""}}}),
        json!({"nom": "<script>alert(1)</script>\n", "mot_de_passe": long}),
        json!({"nom": long, "mot_de_passe": PASSWORD}),
        json!({"nom": "", "mot_de_passe": PASSWORD}),
        json!({"courriel": long}),
        json!({"courriel": ["x"]}),
    ]
}

fn what_a_browser_sends_is_not_believed(place: Place) {
    const PATHS: [&str; 4] =
        ["/compte/cles", "/compte/cles/debut", "/connexion/cle", "/connexion/cle/debut"];
    let pole = pole(place);
    let site = site(&pole);
    let mut rose = site.browser();
    rose.enter(ROSE);
    for path in PATHS {
        for told in garbage() {
            let answer = rose.tell(path, &told);
            let asks = path == "/connexion/cle/debut" && answer.status == 200;
            assert!(
                asks || [400, 422].contains(&answer.status),
                "{path} {told}: {}",
                answer.status
            );
            assert!(!answer.text().contains("<script>alert"), "{}", answer.text());
            pole.sql("DELETE FROM sign_in_attempt").expect("time passes");
        }
        let large = json!({"jeton": "x".repeat(200_000), "cle": {}});
        assert!([400, 413].contains(&rose.tell(path, &large).status), "{path}");
        let origin = format!("http://{}", site.address());
        let json = [("Origin", origin.as_str()), ("Content-Type", "application/json")];
        rose.ask("POST", path, &json, b"{\"jeton\": ").is(400);
        rose.ask("POST", path, &json, b"\xff\xfe{}").is(400);
        // What a form of another site could send is no JSON.
        rose.ask("POST", path, &[json[0], ("Content-Type", "text/plain")], b"{}").is(400);
        rose.ask("POST", path, &[("Origin", "https://evil.example"), json[1]], b"{}").is(403);
        if path.starts_with("/compte") {
            site.browser().tell(path, &json!({})).leads_to("/connexion");
        }
    }
    // A telephone that recognises nobody, a page of another site, a ceremony half done.
    let asked = begin(&mut rose, "Téléphone");
    let mut telephone = Telephone::new();
    telephone.recognises = false;
    let key = telephone.make(&asked);
    finish(&mut rose, &asked, &key).is(422).says("ne convient pas");
    let asked = begin(&mut rose, "Téléphone");
    let mut telephone = Telephone::new();
    telephone.origin = "http://localhost.evil.example";
    let key = telephone.make(&asked);
    finish(&mut rose, &asked, &key).is(422);
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM passkey"), 0);
    let mut telephone = added(&mut rose, "Téléphone");
    telephone.recognises = false;
    enter(&mut site.browser(), &mut telephone, "").is(422);
    telephone.recognises = true;
    telephone.origin = "https://evil.example";
    enter(&mut site.browser(), &mut telephone, ROSE).is(422);
    telephone.origin = ORIGIN;
    enter(&mut site.browser(), &mut telephone, "").is(200);
    // Ten are enough.
    for number in 1..10 {
        added(&mut rose, &format!("Clé {number}"));
    }
    let told = json!({"nom": "Une de trop", "mot_de_passe": PASSWORD});
    rose.tell("/compte/cles/debut", &told).is(422).says("retirez-en une");
}

fn passkeys_asked_for_are_counted(place: Place) {
    let pole = pole(place);
    let site = site(&pole);
    let mut rose = site.browser();
    rose.enter(ROSE);
    let mut telephone = added(&mut rose, "Téléphone");
    // Those that were given do not count.
    for _ in 0..3 {
        enter(&mut site.browser(), &mut telephone, "").is(200);
    }
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM sign_in_attempt"), 0);
    let refused = std::thread::scope(|scope| {
        let ask = || site.browser().tell("/connexion/cle/debut", &json!({"courriel": ROSE})).status;
        let all: Vec<_> = (0..60).map(|_| scope.spawn(ask)).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).filter(|s| *s == 429).count()
    });
    assert_eq!(refused, 10, "fifty at once like fifty in a row");
    // Her password is not held up by it.
    site.browser().sign_in(ROSE, PASSWORD).leads_to("/");
    pole.sql("DELETE FROM sign_in_attempt").expect("time passes");
    // Whoever found an open session does not try passwords by adding keys.
    for _ in 0..10 {
        let told = json!({"nom": "x", "mot_de_passe": "lavoir"});
        rose.tell("/compte/cles/debut", &told).is(422).says("mot de passe actuel");
    }
    let told = json!({"nom": "x", "mot_de_passe": PASSWORD});
    rose.tell("/compte/cles/debut", &told).is(429);
}

fn an_address_without_a_name_carries_none(place: Place) {
    let pole = pole(place);
    for more in ["", "--address http://pole.example", "--address https://192.0.2.7"] {
        let site = Server::with(&pole, more, "warn");
        let mut rose = site.browser();
        let page = rose.get("/connexion").is(200).says("ne servent pas à cette adresse").text();
        assert!(!page.contains("data-passkey") && !page.contains("passkeys."), "{page}");
        rose.enter(ROSE);
        let page = rose.get("/compte/cles").is(200).says("ne servent pas à cette adresse").text();
        assert!(!page.contains("data-passkey"), "{page}");
        for path in ["/compte/cles/debut", "/connexion/cle/debut"] {
            rose.tell(path, &json!({"nom": "x", "mot_de_passe": PASSWORD})).is(404);
        }
        for path in ["/compte/cles", "/connexion/cle"] {
            rose.tell(path, &json!({"jeton": "x", "cle": {}})).is(404);
        }
    }
    let site = Server::with(&pole, "--address https://pole.example", "warn");
    site.browser().get("/connexion").is(200).says("data-passkey").says("/assets/passkeys.");
}

fn a_password_does_not_go_round_a_passkey(place: Place) {
    let pole = pole(place);
    let site = site(&pole);
    let mut rose = site.browser();
    rose.enter(ROSE);
    let mut telephone = added(&mut rose, "Téléphone");
    // A password alone opens what it opened, until her role asks for two factors.
    site.browser().sign_in(ROSE, PASSWORD).leads_to("/");
    pole.run(&format!("user add --email {ROSE} --name Rose --role accountant")).done();
    let mut thief = site.browser();
    thief.sign_in(ROSE, PASSWORD).leads_to("/connexion/code");
    let page = thief.get("/connexion/code").is(200).says("data-passkey").text();
    assert!(!page.contains("ce secret") && !page.contains("name=\"secret\""), "{page}");
    // A secret that the site sealed for somebody else's telephone chooses nothing either.
    thief.post("/connexion/code", &[("code", "000000"), ("secret", "00")]).is(422);
    thief.get("/a/vert").leads_to("/connexion/code");
    enter(&mut thief, &mut telephone, ROSE).is(200);
    thief.get("/a/vert").is(200);
    // Lost, it is taken away by somebody else, with the codes.
    pole.run(&format!("user reset-code --email {ROSE}")).done();
    enter(&mut site.browser(), &mut telephone, ROSE).is(422);
    let mut rose = site.browser();
    rose.sign_in(ROSE, PASSWORD).leads_to("/connexion/code");
    rose.choose_code().leads_to("/");
}
