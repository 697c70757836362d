//! Signing in by password, sessions and their ends.

use std::time::Instant;

use super::browser::{Answer, Browser, form};
use super::cast::{PASSWORD, add_user};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_password_opens_a_session
    ten_wrong_passwords_make_one_wait
    many_wrong_passwords_cost_little
    a_token_is_new_at_each_sign_in
    a_session_ends
    a_page_does_not_wait_for_a_long_import
    a_new_password_ends_the_other_sessions
    a_seat_that_ended_opens_nothing
}

/// An instant that both databases read, long ago.
const LONG_AGO: &str = "'2020-01-01 00:00:00+00:00'";

/// « Rose », who presides « vert », and « Paul », who presides nothing here.
fn pole(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    for name in ["rose", "paul"] {
        add_user(&pole, &format!("{name}@pole.example"), "president", "--association vert").done();
    }
    pole
}

fn a_password_opens_a_session(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.get("/").leads_to("/connexion");
    rose.get("/a/vert?page=2")
        .leads_to("/connexion?vers=%2Fa%2Fvert%3Fpage%3D2".replace("%2F", "/").as_str());
    let page = rose.get("/connexion?vers=/a/vert").is(200).says("name=\"vers\" value=\"/a/vert\"");
    assert!(page.header("cache-control").contains("no-store"));
    let sent =
        [("courriel", " ROSE@pole.example "), ("mot_de_passe", PASSWORD), ("vers", "/a/vert")];
    let answer = rose.post("/connexion", &sent).leads_to("/a/vert");
    let cookie = answer.header("set-cookie");
    for part in ["__Host-collectif=", "; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.to_lowercase().contains("domain"), "{cookie}");
    assert!(answer.header("cache-control").contains("no-store"));
    rose.get("/a/vert").is(200).says("Chantier vert");
    let token = rose.token().expect("a token").to_owned();
    assert_eq!(token.len(), 64, "256 bits");
    let kept = pole.texts("SELECT device FROM session");
    assert_eq!(kept, ["appareil inconnu"]);

    // The same words for a wrong password and for an address that nobody has.
    let wrong = |email: &str| {
        let answer = site.browser().sign_in(email, "brouette tilleul lavoir").is(422);
        assert!(answer.header("set-cookie").is_empty());
        answer.text().replace(email, "…")
    };
    assert_eq!(wrong("rose@pole.example"), wrong("ruse@pole.example"));
    // Nor does a person without a password differ.
    pole.run("user add --email zoe@pole.example --name Zoé --role funder").done();
    assert_eq!(wrong("zoe@pole.example"), wrong("ruse@pole.example"));
}

fn wrong(browser: &mut Browser<'_>, email: &str, from: &str) -> Answer {
    let sent = form(&[("courriel", email), ("mot_de_passe", "brouette tilleul lavoir")]);
    browser.ask(
        "POST",
        "/connexion",
        &[("X-Forwarded-For", from), ("Sec-Fetch-Site", "same-origin")],
        sent.as_bytes(),
    )
}

fn right(browser: &mut Browser<'_>, email: &str, from: &str) -> Answer {
    let sent = form(&[("courriel", email), ("mot_de_passe", PASSWORD)]);
    browser.ask(
        "POST",
        "/connexion",
        &[("X-Forwarded-For", from), ("Sec-Fetch-Site", "same-origin")],
        sent.as_bytes(),
    )
}

fn ten_wrong_passwords_make_one_wait(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut eve = site.browser();
    for _ in 0..9 {
        wrong(&mut eve, "rose@pole.example", "198.51.100.7").is(422);
    }
    // A right one forgets the wrong ones of the same place.
    right(&mut site.browser(), "rose@pole.example", "198.51.100.7").leads_to("/");
    for _ in 0..10 {
        wrong(&mut eve, "rose@pole.example", "198.51.100.7").is(422);
    }
    let answer =
        right(&mut eve, "rose@pole.example", "198.51.100.7").is(429).says("Trop d&#39;essais");
    assert_eq!(answer.header("retry-after"), "900");
    wrong(&mut eve, "ROSE@pole.example ", "198.51.100.7").is(429);
    // Another account from the same address, and the same account from elsewhere, are not locked.
    right(&mut site.browser(), "paul@pole.example", "198.51.100.7").leads_to("/");
    right(&mut site.browser(), "rose@pole.example", "203.0.113.9").leads_to("/");
    // What the visitor claims before the proxy's word changes nothing, in one header or in two.
    wrong(&mut eve, "rose@pole.example", "192.0.2.1, 198.51.100.7").is(429);
    let sent = form(&[("courriel", "rose@pole.example"), ("mot_de_passe", PASSWORD)]);
    let headers = [
        ("X-Forwarded-For", "192.0.2.2"),
        ("X-Forwarded-For", "198.51.100.7"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    eve.ask("POST", "/connexion", &headers, sent.as_bytes()).is(429);
    // Nor do the addresses of one network of IPv6.
    for host in 0..10 {
        wrong(&mut eve, "paul@pole.example", &format!("2001:db8:1:2::{host}")).is(422);
    }
    right(&mut eve, "paul@pole.example", "2001:db8:1:2:ffff::1").is(429);
    // From many addresses, an account waits too.
    for host in 1..=4 {
        for _ in 0..8 {
            wrong(&mut eve, "rose@pole.example", &format!("203.0.113.10{host}"));
        }
    }
    let mut refused = 0;
    for host in 1..=30 {
        let answer = wrong(&mut eve, "rose@pole.example", &format!("203.0.113.{host}"));
        refused += u32::from(answer.status == 429);
    }
    assert!(refused > 10, "fifty of an account in a quarter of an hour: {refused}");
    // And the quarter of an hour passes.
    pole.sql(&format!("UPDATE sign_in_attempt SET at = {LONG_AGO}")).expect("time passes");
    right(&mut eve, "rose@pole.example", "198.51.100.7").leads_to("/");
}

/// The most memory that a process was seen to hold, in KiB.
fn peak_kib(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it lives");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}

fn many_wrong_passwords_cost_little(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    // At once: no more are tried than one after the other.
    let tried = std::thread::scope(|scope| {
        let ask = || site.browser().sign_in("rose@pole.example", "brouette tilleul lavoir").status;
        let asking: Vec<_> = (0..40).map(|_| scope.spawn(ask)).collect();
        let answers = asking.into_iter().map(|one| one.join().expect("an answer"));
        answers.filter(|status| *status == 422).count()
    });
    assert_eq!(tried, 10, "ten at once like ten in a row");
    let began = Instant::now();
    for _ in 0..300 {
        site.browser().sign_in("rose@pole.example", "brouette tilleul lavoir").is(429);
    }
    assert!(began.elapsed().as_secs() < 60, "those that wait are not hashed");
    for guess in 0..60 {
        let email = format!("p{guess}@pole.example");
        let status = site.browser().sign_in(&email, "brouette tilleul lavoir").status;
        assert_eq!(status, if guess < 40 { 422 } else { 429 }, "guess {guess} from one address");
    }
    let kept = pole.number("SELECT CAST(COUNT(*) AS bigint) FROM sign_in_attempt");
    assert!(kept < 200, "{kept} attempts are kept");
    assert!(peak_kib(site.process()) < 200 * 1024, "{} KiB", peak_kib(site.process()));
}

fn a_token_is_new_at_each_sign_in(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    // A token that nobody was given, and one of the attacker's own session, put into her browser.
    let mut eve = site.browser();
    eve.enter("paul@pole.example");
    let planted = eve.token().expect("a token").to_owned();
    for token in ["0123456789abcdef".repeat(4), planted.clone()] {
        let mut rose = site.browser();
        rose.plant(&token);
        rose.enter("rose@pole.example");
        assert_ne!(rose.token(), Some(token.as_str()));
        let page = rose.get("/compte").is(200).text();
        assert!(page.contains("rose@pole.example"), "it is her own account");
    }
    eve.get("/compte").leads_to("/connexion?vers=/compte");
    // Signing in again kills the session before.
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    let old = rose.token().expect("a token").to_owned();
    rose.enter("rose@pole.example");
    let mut thief = site.browser();
    thief.plant(&old);
    thief.get("/compte").leads_to("/connexion?vers=/compte");
    rose.get("/compte").is(200);
    // Tokens that are none.
    for token in ["", "x", "é", &"z".repeat(64), &"a".repeat(65), &old.to_uppercase()] {
        let mut nobody = site.browser();
        nobody.plant(token);
        nobody.get("/compte").leads_to("/connexion?vers=/compte");
    }
}

fn a_session_ends(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    let mut copy = rose.clone();
    rose.post("/deconnexion", &[]).leads_to("/connexion");
    assert_eq!(rose.token(), None);
    copy.get("/compte").leads_to("/connexion?vers=/compte");
    copy.post("/compte/sessions", &[]).leads_to("/connexion");

    for column in ["seen_at", "ends_at"] {
        rose.enter("rose@pole.example");
        rose.get("/compte").is(200);
        pole.sql(&format!("UPDATE session SET {column} = {LONG_AGO}")).expect("time passes");
        rose.get("/compte").leads_to("/connexion?vers=/compte");
    }

    // One's own sessions, one by one; another's number is nobody's.
    rose.enter("rose@pole.example");
    let mut phone = site.browser();
    phone.enter("rose@pole.example");
    let mut paul = site.browser();
    paul.enter("paul@pole.example");
    let numbers = |email: &str| {
        pole.texts(&format!(
            "SELECT CAST(number AS text) FROM session s JOIN person p ON p.id = s.person_id \
             WHERE email = '{email}' ORDER BY number DESC"
        ))
    };
    let page = rose.get("/compte").is(200).text();
    assert_eq!(page.matches("Terminer<").count(), 2, "{page}");
    paul.post("/compte/sessions", &[("session", &numbers("rose@pole.example")[0])]).is(404);
    phone.get("/compte").is(200);
    rose.post("/compte/sessions", &[("session", &numbers("rose@pole.example")[0])])
        .leads_to("/compte");
    phone.get("/compte").leads_to("/connexion?vers=/compte");
    rose.get("/compte").is(200);
    phone.enter("rose@pole.example");
    rose.post("/compte/sessions", &[]).leads_to("/connexion");
    phone.get("/compte").leads_to("/connexion?vers=/compte");
    paul.get("/compte").is(200);
}

/// A session seen more than a minute ago, a base that somebody writes to for long.
fn a_page_does_not_wait_for_a_long_import(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    crate::place::with_base(pole.address(), async |db| {
        let tx = db.write().await.expect("a transaction");
        let ago = (chrono::Utc::now() - chrono::TimeDelta::minutes(5)).format("%F %T+00:00");
        let seen = format!("UPDATE session SET seen_at = '{ago}'");
        sea_orm::ConnectionTrait::execute_unprepared(db.conn(), "SELECT 1")
            .await
            .expect("it reads");
        tx.rollback().await.expect("a rollback");
        sea_orm::ConnectionTrait::execute_unprepared(db.conn(), &seen).await.expect("time passes");
        let tx = db.write().await.expect("a transaction");
        sea_orm::ConnectionTrait::execute_unprepared(&tx, "UPDATE session SET device = device")
            .await
            .expect("it holds the session");
        let began = Instant::now();
        rose.get("/compte").is(200);
        assert!(began.elapsed().as_secs() < 10, "the page waited for {:?}", began.elapsed());
        tx.rollback().await.expect("a rollback");
    });
    for _ in 0..100 {
        let late =
            pole.texts("SELECT CAST(seen_at AS text) FROM session WHERE seen_at > started_at");
        if !late.is_empty() {
            return;
        }
        rose.get("/compte").is(200);
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("the visit is noted in the end");
}

fn a_new_password_ends_the_other_sessions(place: Place) {
    const NEW: &str = "tilleul sabot fenaison";
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, mut phone) = (site.browser(), site.browser());
    rose.enter("rose@pole.example");
    phone.enter("rose@pole.example");
    let change = |browser: &mut Browser<'_>, old: &str, new: &str| {
        browser.post("/compte/mot-de-passe", &[("actuel", old), ("nouveau", new)])
    };
    change(&mut rose, "lavoir brouette", NEW).is(422).says("pas votre mot de passe actuel");
    for weak in
        ["court", "motdepasse1234", "aaaaaaaaaaaaaaaa", "rose@pole.example1", "Soleil2024!!!"]
    {
        change(&mut rose, PASSWORD, weak).is(422);
    }
    change(&mut rose, PASSWORD, &"long ".repeat(100)).is(422);
    phone.get("/compte").is(200);
    let old = rose.token().expect("a token").to_owned();
    change(&mut rose, PASSWORD, NEW).leads_to("/compte");
    assert_ne!(rose.token(), Some(old.as_str()), "a new token");
    rose.get("/compte").is(200);
    phone.get("/compte").leads_to("/connexion?vers=/compte");
    site.browser().sign_in("rose@pole.example", PASSWORD).is(422);
    site.browser().sign_in("rose@pole.example", NEW).leads_to("/");
    // Wrong ones count here too: whoever found an open session does not try passwords in it.
    for _ in 0..10 {
        change(&mut rose, "lavoir brouette", NEW);
    }
    change(&mut rose, NEW, PASSWORD).is(429);
}

fn a_seat_that_ended_opens_nothing(place: Place) {
    let pole = Pole::with_vert(place);
    let today = chrono::Utc::now().date_naive();
    let (before, yesterday, later) = (
        today - chrono::TimeDelta::days(30),
        today - chrono::TimeDelta::days(2),
        today + chrono::TimeDelta::days(2),
    );
    for (email, dates) in [
        ("fini@pole.example", format!("--from {before} --until {yesterday}")),
        ("futur@pole.example", format!("--from {later}")),
        ("ici@pole.example", format!("--from {before} --until {later}")),
    ] {
        let more = format!("--association vert {dates}");
        add_user(&pole, email, "president", &more).done();
    }
    let site = Server::of(&pole);
    for email in ["fini@pole.example", "futur@pole.example"] {
        let mut browser = site.browser();
        browser.enter(email);
        for path in ["/a/vert", "/a/vert/actes", "/rapport", "/rapport/2025"] {
            browser.get(path).is(404);
        }
        let page = browser.get("/a").is(200).text();
        assert!(!page.contains("Chantier vert"), "{page}");
        browser.get("/compte").is(200);
    }
    let mut ici = site.browser();
    ici.enter("ici@pole.example");
    ici.get("/a/vert").is(200);
    // The mandate ends while the session lasts.
    let ended = format!("UPDATE seat SET until_date = '{yesterday}' WHERE until_date = '{later}'");
    pole.sql(&ended).expect("the mandate ends");
    ici.get("/a/vert").is(404);
    ici.get("/rapport").is(404);
}
