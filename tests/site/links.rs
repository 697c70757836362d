//! One-time links, by letter: asked for, shown, followed once.

use std::time::{Duration, Instant};

use super::browser::form;
use super::cast::{PASSWORD, add_user};
use super::server::{Server, link_in};
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_link_signs_in_once
    a_link_chooses_a_password
    an_old_or_forged_link_opens_nothing
    letters_are_counted
    asking_in_her_name_does_not_keep_her_out
    two_who_follow_one_link_are_one
}

const ROSE: &str = "rose@pole.example";

fn pole(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    add_user(&pole, ROSE, "president", "--association vert").done();
    pole
}

fn links(pole: &Pole) -> i64 {
    pole.number("SELECT CAST(COUNT(*) AS bigint) FROM sign_in_link")
}

fn a_link_signs_in_once(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    let mut ask = |email: &str| {
        let answer = rose.post("/connexion/lien", &[("courriel_lien", email), ("pour", "sign-in")]);
        answer.is(200).says("Regardez vos courriels").text()
    };
    assert_eq!(ask(" Rose@Pole.example "), ask("personne@pole.example"), "known or not");
    let letter = site.letter_to(ROSE, 0);
    assert_eq!(site.letters_to("personne@pole.example").len(), 0);
    assert!(letter.contains("Content-Type: text/plain; charset=utf-8"), "{letter}");
    assert!(letter.contains("Bonjour Nom rose@pole.example,"), "{letter}");
    assert!(letter.contains("une seule fois, pendant un quart d'heure"), "{letter}");
    let link = link_in(&letter);
    let said = format!("http://{}{link}", site.address());
    assert!(letter.contains(&said), "the site's own address, whatever a request said: {letter}");

    // A mail reader that opens links in advance uses nothing up.
    for _ in 0..3 {
        site.browser().get(&link).is(200).says("Vous connecter par ce lien");
        site.browser().ask("HEAD", &link, &[], b"").is(200);
    }
    assert_eq!(links(&pole), 1);
    let page = rose.get(&link).is(200);
    assert_eq!(page.header("referrer-policy"), "same-origin");
    rose.post(&link, &[]).leads_to("/");
    rose.get("/a/vert").is(200);
    assert_eq!(links(&pole), 0);
    // Whoever comes second finds nothing.
    site.browser().post(&link, &[]).is(200).says("Ce lien ne sert plus");
    site.browser().get(&link).is(200).says("Ce lien ne sert plus");
    // The base keeps neither the token nor, once it went, the letter's text.
    let token = link.rsplit('/').next().expect("a token").to_owned();
    let kept = pole.texts("SELECT body FROM outbox");
    assert!(kept.iter().all(|body| !body.contains(&token)), "{kept:?}");
}

fn a_link_chooses_a_password(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut elsewhere = site.browser();
    elsewhere.enter(ROSE);
    let mut rose = site.browser();
    for pour in ["password", "sign-in"] {
        rose.post("/connexion/lien", &[("courriel_lien", ROSE), ("pour", pour)]).is(200);
        site.letter_to(ROSE, usize::from(pour == "sign-in"));
    }
    let letters = site.letters_to(ROSE);
    let subject = "Subject: =?utf-8?b?";
    assert!(letters[0].contains("Subject: Choisissez") || letters[0].contains(subject));
    assert!(letters[0].contains("pendant trois jours"), "{}", letters[0]);
    let (choose, sign_in) = (link_in(&letters[0]), link_in(&letters[1]));
    for weak in ["", "court", "rose@pole.example"] {
        rose.post(&choose, &[("nouveau", weak)]).is(422);
    }
    rose.get(&choose).is(200).says("Choisir votre mot de passe");
    rose.post(&choose, &[("nouveau", "tilleul sabot fenaison")]).leads_to("/");
    rose.get("/compte").is(200);
    // A changed factor ends the other sessions and the other links.
    elsewhere.get("/compte").leads_to("/connexion?vers=%2Fcompte");
    site.browser().get(&sign_in).is(200).says("Ce lien ne sert plus");
    site.browser().post(&choose, &[("nouveau", "fenaison sabot lavoir")]).says("ne sert plus");
    site.browser().sign_in(ROSE, PASSWORD).is(422);
    site.browser().sign_in(ROSE, "tilleul sabot fenaison").leads_to("/");
}

fn an_old_or_forged_link_opens_nothing(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.post("/connexion/lien", &[("courriel_lien", ROSE), ("pour", "password")]).is(200);
    let link = link_in(&site.letter_to(ROSE, 0));
    pole.sql("UPDATE sign_in_link SET ends_at = '2020-01-01 00:00:00+00:00'").expect("time passes");
    let old = rose.get(&link).is(200).says("Ce lien ne sert plus").text();
    for forged in ["a".repeat(64), "A".repeat(64), "x".to_owned(), "%00".to_owned(), "é".repeat(32)]
    {
        let forged = format!("/connexion/lien/{forged}");
        let sent = [("nouveau", "tilleul sabot fenaison")];
        assert_eq!(rose.get(&forged).text(), old, "old and forged are told alike: {forged}");
        rose.post(&forged, &sent).is(200).says("Ce lien ne sert plus");
        rose.post(&link, &sent).is(200).says("Ce lien ne sert plus");
        assert_eq!(rose.token(), None);
    }
    site.browser().sign_in(ROSE, PASSWORD).leads_to("/");
}

fn letters_are_counted(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let ask = || {
        let sent = [("courriel_lien", ROSE), ("pour", "sign-in")];
        site.browser().post("/connexion/lien", &sent).status
    };
    // At once: the first one serves.
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..12).map(|_| scope.spawn(ask)).collect();
        for one in asking {
            assert_eq!(one.join().expect("an answer"), 200, "the same words whatever is sent");
        }
    });
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM outbox"), 1);
    for _ in 12..30 {
        ask();
    }
    assert_eq!(ask(), 429, "thirty an hour from one address");
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM outbox"), 1);
}

/// For an hour, somebody asks for her links from everywhere as fast as they can.
fn asking_in_her_name_does_not_keep_her_out(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let ask = |from: &str, purpose: &str| {
        let sent = form(&[("courriel_lien", ROSE), ("pour", purpose)]);
        let headers = [("X-Forwarded-For", from), ("Sec-Fetch-Site", "same-origin")];
        let answer = site.browser().ask("POST", "/connexion/lien", &headers, sent.as_bytes());
        answer.is(200).says("Regardez vos courriels").text()
    };
    let letters = || pole.number("SELECT CAST(COUNT(*) AS bigint) FROM outbox");
    for round in 0..6 {
        for host in 0..4 {
            ask(&format!("198.51.100.{host}"), "sign-in");
            ask(&format!("203.0.113.{host}"), "password");
        }
        // Whenever she asks herself, the same is said, and a link that is good for ten minutes waits.
        assert_eq!(ask("192.0.2.9", "sign-in"), ask("192.0.2.9", "password"));
        let soon =
            (chrono::Utc::now() + chrono::TimeDelta::seconds(9 * 60 + 30)).format("%FT%T+00:00");
        let good = format!(
            "SELECT CAST(COUNT(*) AS bigint) FROM sign_in_link WHERE purpose = 'sign-in' AND ends_at > '{soon}'"
        );
        assert_eq!(pole.number(&good), 1);
        assert_eq!(letters(), round + 2, "one each five minutes, and one to choose a password");
        let earlier = |column: &str| match place {
            Place::Sqlite => {
                format!("{column} = strftime('%Y-%m-%dT%H:%M:%S+00:00', {column}, '-6 minutes')")
            }
            Place::Postgres => format!("{column} = {column} - interval '6 minutes'"),
        };
        let passes =
            format!("UPDATE sign_in_link SET {}, {}", earlier("made_at"), earlier("ends_at"));
        pole.sql(&passes).expect("time passes");
    }
    // A link that served stands for no other: she asks again and gets one at once.
    ask("192.0.2.9", "sign-in");
    let before = letters();
    let began = Instant::now();
    while site.letters_to(ROSE).len() < usize::try_from(before).expect("a few") {
        assert!(began.elapsed() < Duration::from_mins(1), "{}", site.said());
        std::thread::sleep(Duration::from_millis(100));
    }
    let link = link_in(&site.letters_to(ROSE).pop().expect("a letter"));
    site.browser().post(&link, &[]).leads_to("/");
    ask("192.0.2.9", "sign-in");
    assert_eq!(letters(), before + 1);
}

fn two_who_follow_one_link_are_one(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    site.browser().post("/connexion/lien", &[("courriel_lien", ROSE), ("pour", "sign-in")]).is(200);
    let link = link_in(&site.letter_to(ROSE, 0));
    let follow = || site.browser().post(&link, &[]).status;
    let opened = std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(follow)).collect();
        let answers = all.into_iter().map(|one| one.join().expect("an answer"));
        answers.filter(|status| *status == 303).count()
    });
    assert_eq!(opened, 1);
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM session"), 1);
}
