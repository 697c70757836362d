//! The second factor, and what takes two people.

use super::browser::Browser;
use super::cast::{self, PASSWORD, add_user};
use super::server::{Server, link_in};
use crate::place::Place;
use crate::pole::Pole;

stories! {
    some_roles_give_a_code
    a_code_serves_once
    a_code_that_one_chose_is_always_asked
    a_role_that_needs_a_code_asks_for_it_at_once
    a_demonstration_asks_for_none
    a_lost_telephone
    where_one_wanted_to_go_is_kept
    a_mailbox_does_not_choose_a_second_factor
    each_change_of_a_factor_is_told
    an_administrator_is_made_by_two
    an_administrator_is_unmade_by_two
    an_access_is_given_as_asked_or_not_at_all
}

fn some_roles_give_a_code(place: Place) {
    let pole = cast::pole(place);
    // Wherever it is held.
    for (role, more) in
        [("administrator", ""), ("accountant", "--association vert"), ("payroll", "")]
    {
        add_user(&pole, &format!("{role}@pole.example"), role, more).done();
    }
    let site = Server::of(&pole);
    for role in ["administrator", "accountant", "payroll"] {
        let mut browser = site.browser();
        let email = format!("{role}@pole.example");
        browser.sign_in(&email, PASSWORD).leads_to("/connexion/code");
        let half = browser.token().expect("a token").to_owned();
        // Nothing else opens before, by page or by form, nor is anything told.
        for path in ["/", "/a", "/a/vert", "/a/rien", "/compte", "/acces", "/actes", "/rapport"] {
            let answer = browser.get(path).leads_to("/connexion/code");
            assert!(answer.body.is_empty());
        }
        for path in ["/compte/mot-de-passe", "/compte/sessions", "/acces", "/acces/code"] {
            browser.post(path, &[("personne", "2")]).leads_to("/connexion/code");
        }
        let page = browser.get("/connexion/code").is(200).says("<svg").text();
        assert!(!page.contains("/rapport") && !page.contains("/acces"), "no menu yet");
        browser.post("/connexion/code", &[("code", "000000"), ("secret", "")]).is(422);
        browser.choose_code().leads_to("/");
        assert_ne!(browser.token(), Some(half.as_str()), "a new token");
        browser.get("/compte").is(200).says("second facteur");
        let mut thief = site.browser();
        thief.plant(&half);
        thief.get("/compte").leads_to("/connexion?vers=%2Fcompte");
        // Nor does a link do without.
        thief.post("/connexion/lien", &[("courriel_lien", &email), ("pour", "sign-in")]).is(200);
        // One letter told of the code that was chosen, the other one brings the link.
        let link = link_in(&site.letter_to(&email, 1));
        thief.post(&link, &[]).leads_to("/connexion/code");
        thief.get("/a/vert").leads_to("/connexion/code");
        let page = thief.get("/connexion/code").is(200).text();
        assert!(!page.contains("ce secret") && !page.contains("name=\"secret\""), "{page}");
        thief.post("/connexion/code", &[("code", "000000"), ("secret", "00")]).is(422);
        thief.get("/a/vert").leads_to("/connexion/code");
    }
    // What the base keeps of the secret is sealed.
    let kept = pole.number("SELECT MIN(CAST(LENGTH(code_secret) AS bigint)) FROM credential");
    assert!(kept > 40, "{kept}");
}

fn a_code_serves_once(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "odile@pole.example", "accountant", "").done();
    let site = Server::of(&pole);
    let mut odile = site.browser();
    odile.enter("odile@pole.example");
    let digits = odile.digits();
    let mut at_home = site.browser();
    at_home.sign_in("odile@pole.example", PASSWORD).leads_to("/connexion/code");
    let give = |digits: &str| {
        let mut browser = at_home.clone();
        browser.post("/connexion/code", &[("code", digits)]).status
    };
    // Two at once by one code: one comes in.
    let came = std::thread::scope(|scope| {
        let all: Vec<_> = (0..6).map(|_| scope.spawn(|| give(&digits))).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).filter(|s| *s == 303).count()
    });
    assert!(came >= 1);
    let complete = "SELECT CAST(COUNT(*) AS bigint) FROM session WHERE complete = 1";
    assert_eq!(pole.number(complete), 2, "the first one's and one more");
    // Seen over a shoulder, it does not serve again.
    let mut thief = site.browser();
    thief.sign_in("odile@pole.example", PASSWORD).leads_to("/connexion/code");
    thief.post("/connexion/code", &[("code", &digits)]).is(422).says("ne sert qu&#39;une fois");
    pole.sql("DELETE FROM sign_in_attempt").expect("time passes");
    // Ten wrong ones wait, however they are sent, whatever comes after; nobody else is held up.
    let wrong = std::thread::scope(|scope| {
        let give = || {
            let mut browser = thief.clone();
            browser.post("/connexion/code", &[("code", "123456")]).status
        };
        let all: Vec<_> = (0..20).map(|_| scope.spawn(give)).collect();
        all.into_iter().map(|one| one.join().expect("an answer")).filter(|s| *s == 422).count()
    });
    assert_eq!(wrong, 10, "ten at once like ten in a row");
    let digits = odile.digits();
    thief.post("/connexion/code", &[("code", &digits)]).is(429);
    odile.get("/compte").is(200);
    // Wrong passwords of an address that looks like a person's count are another's.
    pole.sql("DELETE FROM sign_in_attempt").expect("time passes");
    for _ in 0..10 {
        site.browser().sign_in("code:2", "x").is(422);
        site.browser().sign_in("2", "x").is(422);
    }
    thief.post("/connexion/code", &[("code", &digits)]).leads_to("/");
}

fn a_code_that_one_chose_is_always_asked(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.sign_in("rose@pole.example", PASSWORD).leads_to("/");
    rose.choose_code().leads_to("/");
    rose.get("/a/vert").is(200);
    let mut thief = site.browser();
    thief.sign_in("rose@pole.example", PASSWORD).leads_to("/connexion/code");
    for path in ["/", "/a/vert", "/compte", "/rapport"] {
        thief.get(path).leads_to("/connexion/code");
    }
    let mut at_home = site.browser().with_telephone_of(&rose);
    at_home.sign_in("rose@pole.example", PASSWORD).leads_to("/connexion/code");
    at_home.give_code().leads_to("/");
    at_home.get("/a/vert").is(200);
}

fn a_role_that_needs_a_code_asks_for_it_at_once(place: Place) {
    let pole = Pole::with_vert(place);
    let tomorrow = chrono::Utc::now().date_naive() + chrono::TimeDelta::days(2);
    for (name, more) in [("rose", String::new()), ("paul", format!("--from {tomorrow}"))] {
        let email = format!("{name}@pole.example");
        add_user(&pole, &email, "president", "--association vert").done();
        let site = Server::of(&pole);
        let mut browser = site.browser();
        browser.sign_in(&email, PASSWORD).leads_to("/");
        browser.get("/a/vert").is(200);
        // The day she also becomes the accountant, her open session does not carry over.
        let grant = format!("user add --email {email} --name Nom --role accountant {more}");
        pole.run(&grant).done();
        browser.get("/a/vert").leads_to("/connexion?vers=%2Fa%2Fvert");
        browser.sign_in(&email, PASSWORD).leads_to("/connexion/code");
        browser.get("/a/vert").leads_to("/connexion/code");
    }
}

fn a_demonstration_asks_for_none(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "odile@pole.example", "accountant", "").done();
    pole.sql("UPDATE pole SET notice = 'Données de démonstration'").expect("a demonstration");
    let site = Server::of(&pole);
    let mut odile = site.browser();
    odile.sign_in("odile@pole.example", PASSWORD).leads_to("/");
    odile.get("/a/vert").is(200).says("démonstration");
}

fn a_lost_telephone(place: Place) {
    let pole = Pole::with_vert(place);
    for (name, role) in [("ada", "administrator"), ("odile", "accountant"), ("rose", "funder")] {
        add_user(&pole, &format!("{name}@pole.example"), role, "").done();
    }
    let site = Server::of(&pole);
    let (mut ada, mut odile, mut rose) = (site.browser(), site.browser(), site.browser());
    ada.enter("ada@pole.example");
    odile.enter("odile@pole.example");
    rose.enter("rose@pole.example");
    let id = |name: &str| {
        pole.number(&format!("SELECT id FROM person WHERE email = '{name}@pole.example'"))
            .to_string()
    };
    for path in ["/acces/code", "/acces/lien"] {
        rose.post(path, &[("personne", &id("odile"))]).is(404);
        odile.post(path, &[("personne", &id("ada"))]).is(404);
    }
    ada.post("/acces/code", &[("personne", &id("ada"))]).is(400).says("par une autre personne");
    ada.post("/acces/code", &[("personne", "999999")]).is(404);
    ada.post("/acces/code", &[("personne", &id("odile"))]).leads_to("/acces");
    odile.get("/compte").leads_to("/connexion?vers=%2Fcompte");
    odile.enter("odile@pole.example");
    odile.get("/a/vert").is(200);
    // At the machine itself.
    pole.run("user reset-code --email ada@pole.example").done();
    ada.get("/acces").leads_to("/connexion?vers=%2Facces");
}

/// What the form of accesses sends.
fn access<'a>(email: &'a str, role: &'a str, association: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("courriel", email),
        ("nom", "Une personne"),
        ("role", role),
        ("association", association),
        ("du", ""),
        ("au", ""),
    ]
}

fn an_administrator_is_made_by_two(place: Place) {
    let pole = Pole::with_vert(place);
    for name in ["ada", "eve", "ivo"] {
        add_user(&pole, &format!("{name}@pole.example"), "administrator", "").done();
    }
    add_user(&pole, "neo@pole.example", "funder", "").done();
    let site = Server::of(&pole);
    let (mut ada, mut eve, mut neo) = (site.browser(), site.browser(), site.browser());
    ada.enter("ada@pole.example");
    eve.enter("eve@pole.example");
    ada.post("/acces", &access("neo@pole.example", "administrator", "")).leads_to("/acces");
    let seat = pole.number("SELECT MAX(id) FROM seat").to_string();
    neo.enter("neo@pole.example");
    neo.get("/acces").is(404);
    neo.post("/acces/confirmation", &[("seat", &seat)]).is(404);
    // Neither who gave it, nor an accomplice without the role.
    ada.post("/acces/confirmation", &[("seat", &seat)]).is(400).says("une autre personne");
    neo.get("/acces").is(404);
    eve.get("/acces").is(200).says("à confirmer");
    eve.post("/acces/confirmation", &[("seat", &seat)]).leads_to("/acces");
    neo.get("/acces").is(200);
    eve.post("/acces/confirmation", &[("seat", &seat)]).is(400);
    // Nobody gives themselves more: an administrator does not open the books to themselves.
    ada.post("/acces", &access("ada@pole.example", "accountant", ""))
        .is(422)
        .says("autre personne");
    ada.post("/acces", &access(" ADA@pole.example", "auditor", "")).is(422);
    ada.get("/a/vert").is(404);
}

fn an_administrator_is_unmade_by_two(place: Place) {
    let pole = Pole::with_vert(place);
    for name in ["ada", "eve", "ivo"] {
        add_user(&pole, &format!("{name}@pole.example"), "administrator", "").done();
    }
    let site = Server::of(&pole);
    let (mut ada, mut eve, mut ivo) = (site.browser(), site.browser(), site.browser());
    for (browser, name) in [(&mut ada, "ada"), (&mut eve, "eve"), (&mut ivo, "ivo")] {
        browser.enter(&format!("{name}@pole.example"));
    }
    let seats = pole.texts("SELECT CAST(id AS text) FROM seat ORDER BY id");
    let [hers, eves, ivos] = [0, 1, 2].map(|rank| [("seat", seats[rank].as_str())]);
    let open = || pole.number("SELECT CAST(COUNT(*) AS bigint) FROM seat WHERE until_date IS NULL");
    // One alone puts nobody out, however often.
    for others in [&eves, &ivos] {
        ada.post("/acces/fin", others).leads_to("/acces");
        ada.post("/acces/fin", others).is(400).says("déjà demandée");
        ada.post("/acces/confirmation", others).is(400).says("une autre personne");
    }
    assert_eq!(open(), 3);
    eve.get("/acces").is(200).says("fin à confirmer");
    // Kept, it waits for nothing more.
    eve.post("/acces/maintien", &eves).leads_to("/acces");
    eve.post("/acces/maintien", &eves).is(400).says("personne ne demande");
    ivo.post("/acces/confirmation", &eves).is(400);
    // A second one confirms; the first one's session would be next.
    eve.post("/acces/confirmation", &ivos).leads_to("/acces");
    assert_eq!(open(), 2);
    ivo.get("/acces").leads_to("/connexion?vers=%2Facces");
    // One leaves by oneself, the last one not at all.
    eve.post("/acces/fin", &eves).leads_to("/acces");
    eve.get("/acces").is(303);
    ada.post("/acces/fin", &hers).is(400).says("dernier accès");
    let acts = pole.texts("SELECT act FROM audit WHERE act LIKE 'seat.%' ORDER BY id");
    let ends = ["seat.end-ask", "seat.end-ask", "seat.keep", "seat.end", "seat.end"];
    assert_eq!(acts[acts.len() - 5..], ends);
    // Any other seat ends by one.
    add_user(&pole, "neo@pole.example", "funder", "").done();
    let seat = pole.number("SELECT MAX(id) FROM seat").to_string();
    ada.post("/acces/fin", &[("seat", &seat)]).leads_to("/acces");
    pole.is_sound();
}

fn where_one_wanted_to_go_is_kept(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "odile@pole.example", "accountant", "").done();
    let site = Server::of(&pole);
    let mut odile = site.browser();
    let sent = |to: &'static str| {
        [("courriel", "odile@pole.example"), ("mot_de_passe", PASSWORD), ("vers", to)]
    };
    let code = "/connexion/code?vers=%2Fa%2Fvert%3Fpage%3D2";
    odile.post("/connexion", &sent("/a/vert?page=2")).leads_to(code);
    odile.get(code).is(200).says("name=\"vers\" value=\"/a/vert?page=2\"");
    odile.choose_code().leads_to("/");
    let mut odile = site.browser().with_telephone_of(&odile);
    odile.post("/connexion", &sent("/a/vert?page=2")).leads_to(code);
    let wrong = [("code", "000000"), ("vers", "/a/vert?page=2")];
    odile.post("/connexion/code", &wrong).is(422).says("value=\"/a/vert?page=2\"");
    let digits = odile.digits();
    odile
        .post("/connexion/code", &[("code", &digits), ("vers", "/a/vert?page=2")])
        .leads_to("/a/vert?page=2");
    // Nowhere else than here.
    let mut odile = site.browser().with_telephone_of(&odile);
    odile.post("/connexion", &sent("//evil.example")).leads_to("/connexion/code");
    let page = odile.get("/connexion/code?vers=https%3A%2F%2Fevil.example").is(200).text();
    assert!(!page.contains("evil"), "{page}");
    let digits = odile.digits();
    odile.post("/connexion/code", &[("code", &digits), ("vers", "//evil.example")]).leads_to("/");
}

/// Whoever reads the mailbox of an accountant who has no second factor yet.
fn a_mailbox_does_not_choose_a_second_factor(place: Place) {
    const EMAIL: &str = "odile@pole.example";
    const NEW: &str = "fenaison sabot lavoir";
    let pole = Pole::with_vert(place);
    add_user(&pole, EMAIL, "accountant", "").done();
    add_user(&pole, "ada@pole.example", "administrator", "").done();
    let site = Server::of(&pole);
    let mut thief = site.browser();
    let stays_out = |thief: &mut Browser<'_>| {
        let page = thief.get("/connexion/code").is(200).says("invitation est nécessaire").text();
        assert!(!page.contains("ce secret") && !page.contains("name=\"secret\""), "{page}");
        // Nor with a secret that a page of hers carried.
        let (code, secret) = (["000000", "123456"], "00".repeat(40));
        for code in code {
            thief.post("/connexion/code", &[("code", code), ("secret", &secret)]).is(422);
        }
        thief.get("/a/vert").leads_to("/connexion/code");
    };
    for (known, purpose) in ["sign-in", "password"].into_iter().enumerate() {
        thief.post("/connexion/lien", &[("courriel_lien", EMAIL), ("pour", purpose)]).is(200);
        let link = link_in(&site.letter_to(EMAIL, known));
        thief.post(&link, &[("nouveau", NEW)]).leads_to("/connexion/code");
        stays_out(&mut thief);
    }
    // Nor by coming back with the password that the link let them choose.
    thief.sign_in(EMAIL, NEW).leads_to("/connexion/code");
    stays_out(&mut thief);
    // Invited by somebody who gives access, she chooses one, at once or when she comes back.
    let mut ada = site.browser();
    ada.enter("ada@pole.example");
    let id = pole.number(&format!("SELECT id FROM person WHERE email = '{EMAIL}'")).to_string();
    ada.post("/acces/lien", &[("personne", &id)]).leads_to("/acces");
    let letters = 3;
    let link = link_in(&site.letter_to(EMAIL, letters));
    let mut odile = site.browser();
    odile.post(&link, &[("nouveau", PASSWORD)]).leads_to("/connexion/code");
    odile.get("/connexion/code").is(200).says("ce secret");
    let mut odile = site.browser();
    odile.sign_in(EMAIL, PASSWORD).leads_to("/connexion/code");
    odile.choose_code().leads_to("/");
    odile.get("/a/vert").is(200);
    // On the machine itself, a password may be given too.
    let mut command = pole.command("user set-password --email ada@pole.example");
    let mut child =
        command.stdin(std::process::Stdio::piped()).spawn().expect("the program starts");
    std::io::Write::write_all(&mut child.stdin.take().expect("a pipe"), NEW.as_bytes())
        .expect("it reads");
    assert!(child.wait().expect("it ends").success());
    ada.get("/acces").leads_to("/connexion?vers=%2Facces");
    site.browser().sign_in("ada@pole.example", NEW).leads_to("/connexion/code");
}

fn each_change_of_a_factor_is_told(place: Place) {
    const EMAIL: &str = "rose@pole.example";
    let pole = Pole::with_vert(place);
    add_user(&pole, EMAIL, "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter(EMAIL);
    let new = [("actuel", PASSWORD), ("nouveau", "fenaison sabot lavoir")];
    rose.post("/compte/mot-de-passe", &new).leads_to("/compte");
    let letter = site.letter_to(EMAIL, 0);
    for words in ["Votre mot de passe", "a été changé", "prévenez tout de suite"] {
        assert!(letter.to_lowercase().contains(&words.to_lowercase()), "{letter}");
    }
    assert!(!letter.contains("/connexion/lien/"), "nothing to follow: {letter}");
    rose.choose_code().leads_to("/");
    assert!(site.letter_to(EMAIL, 1).contains("second facteur"));
    pole.run(&format!("user reset-code --email {EMAIL}")).done();
    assert!(site.letter_to(EMAIL, 2).contains("remis à zéro"));
    let acts = pole.texts("SELECT act FROM audit ORDER BY id");
    for act in ["password.set", "code.set", "code.reset"] {
        assert!(acts.iter().any(|known| known == act), "{act}: {acts:?}");
    }
}

fn an_access_is_given_as_asked_or_not_at_all(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "ada@pole.example", "administrator", "").done();
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter("ada@pole.example");
    let seats = || pole.number("SELECT CAST(COUNT(*) AS bigint) FROM seat");
    let known = seats();
    let email = "neo@pole.example";
    for (email, role, association) in [
        // A place that is none must not become the whole pôle.
        (email, "accountant", "rien"),
        (email, "auditor", "VERT"),
        (email, "president", ""),
        (email, "president", "rien"),
        (email, "funder", "vert"),
        (email, "root", "vert"),
        (email, "", ""),
        ("neo", "president", "vert"),
        ("a@b@c", "president", "vert"),
        ("neo@pole.example\r\nBcc: eve@pole.example", "president", "vert"),
        ("<neo@pole.example>", "president", "vert"),
    ] {
        ada.post("/acces", &access(email, role, association)).is(422);
    }
    let mut late = access(email, "president", "vert");
    (late[4].1, late[5].1) = ("2026-06-01", "2026-05-01");
    ada.post("/acces", &late).is(422).says("précède");
    late[4].1 = "demain";
    ada.post("/acces", &late).is(422);
    assert_eq!(seats(), known);
    let letters =
        "SELECT CAST(COUNT(*) AS bigint) FROM outbox WHERE recipient <> 'ada@pole.example'";
    assert_eq!(pole.number(letters), 0);
    // Fields that the form does not have change nothing.
    let mut more = access(email, "president", "vert").to_vec();
    more.extend([("confirmed_by", "1"), ("granted_by", "1"), ("personne", "1"), ("id", "1")]);
    ada.post("/acces", &more).leads_to("/acces");
    ada.post("/acces", &more).is(422).says("déjà ce rôle");
    assert_eq!(seats(), known + 1);
    let letter = site.letter_to(email, 0);
    site.browser().post(&link_in(&letter), &[("nouveau", PASSWORD)]).leads_to("/");
}
