//! Each act leaves a line: who, when, what was before and after; a line changed, taken out or cut at
//! the end behind the program's back is found.

use super::cast::{self, add_user};
use super::server::{Server, link_in};
use crate::place::Place;
use crate::pole::Pole;

stories! { each_act_leaves_a_line a_trail_that_was_touched_is_found }

/// The acts of the trail so far, in order.
fn acts(pole: &Pole) -> Vec<String> {
    pole.texts("SELECT act FROM audit ORDER BY id")
}

fn each_act_leaves_a_line(place: Place) {
    let pole = cast::pole(place);
    for (email, role) in
        [("ada@pole.example", "administrator"), ("eve@pole.example", "administrator")]
    {
        add_user(&pole, email, role, "").done();
    }
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter("ada@pole.example");
    let ada_is = pole.number("SELECT id FROM person WHERE email = 'ada@pole.example'");
    let known = acts(&pole).len();
    let grant = [
        ("courriel", "rose@pole.example"),
        ("nom", "Rose Le Bihan"),
        ("role", "president"),
        ("association", "vert"),
        ("du", ""),
        ("au", ""),
    ];
    ada.post("/acces", &grant).leads_to("/acces");
    let rose = pole.number("SELECT id FROM person WHERE email = 'rose@pole.example'").to_string();
    let seat = pole.number("SELECT MAX(id) FROM seat").to_string();
    ada.post("/acces/lien", &[("personne", &rose)]).leads_to("/acces");
    ada.post("/acces/code", &[("personne", &rose)]).leads_to("/acces");
    ada.post("/acces/fin", &[("seat", &seat)]).leads_to("/acces");
    assert_eq!(
        acts(&pole)[known..],
        ["seat.grant", "link.send", "code.reset", "seat.end"],
        "each of her acts has its line"
    );
    let hers = format!(
        "SELECT CAST(COUNT(*) AS bigint) FROM audit WHERE id > {known} AND person_id = {ada_is}"
    );
    assert_eq!(pole.number(&hers), 4, "and says that it was her");
    let old = "SELECT CAST(COUNT(*) AS bigint) FROM audit WHERE at < '2026-01-01'";
    assert_eq!(pole.number(old), 0, "and when");
    let detail =
        pole.texts(&format!("SELECT detail FROM audit WHERE id = {}", known + 4)).remove(0);
    let detail: serde_json::Value = serde_json::from_str(&detail).expect("JSON");
    assert_eq!(detail["before"]["until"], serde_json::Value::Null);
    assert!(detail["after"]["until"].is_string(), "{detail}");

    // Refused, nothing is left.
    let known = acts(&pole).len();
    ada.post("/acces/fin", &[("seat", &seat)]).is(400);
    ada.post("/acces/fin", &[("seat", "999999")]).is(400);
    ada.post("/acces", &[("courriel", "x")]).is(400);
    assert_eq!(acts(&pole).len(), known);

    // Read on the site: by person, by object, and no further than one's own.
    let page = ada.get(&format!("/actes?personne={ada_is}")).is(200).text();
    assert!(page.contains("accès donné") && page.contains("accès terminé"), "{page}");
    let page = ada.get(&format!("/actes?objet=person:{rose}")).is(200).text();
    assert!(page.contains("second facteur remis à zéro"), "{page}");
    add_user(&pole, "paul@pole.example", "president", "--association bleu").done();
    let mut paul = site.browser();
    paul.enter("paul@pole.example");
    let page = paul.get("/a/bleu/actes").is(200).text();
    assert!(page.contains("FEC importé") && !page.contains("rose@pole.example"), "{page}");
    let page = paul.get("/a/bleu/actes?objet=association:1").is(200).text();
    assert!(!page.contains("FEC importé"), "the query opens nothing more: {page}");
    paul.get("/actes").is(404);

    // Taken away as a file, as it was narrowed.
    let page = ada.get(&format!("/actes?objet=person:{rose}")).is(200);
    let file = page.links().into_iter().find(|link| link.ends_with("format=csv")).expect("a file");
    let file = ada.get(&file).is(200).text();
    assert!(
        file.contains("second facteur remis à zéro") && !file.contains("FEC importé"),
        "{file}"
    );
    assert_eq!(file.lines().count(), page.text().matches("<tr>").count(), "{file}");
    assert!(!paul.get("/a/bleu/actes?format=csv").is(200).text().contains("rose@pole.example"));

    // Sign-in, a password, sign-out.
    let known = acts(&pole).len();
    let mut rose = site.browser();
    rose.post("/connexion/lien", &[("courriel_lien", "rose@pole.example"), ("pour", "password")])
        .is(200);
    while pole.number("SELECT CAST(COUNT(*) AS bigint) FROM outbox WHERE sent_at IS NULL") > 0 {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let mut letters = site.letters_to("rose@pole.example").into_iter();
    let letter = letters.rfind(|letter| letter.contains("/connexion/lien/")).expect("a letter");
    rose.post(&link_in(&letter), &[("nouveau", "tilleul brouette lavoir")]).leads_to("/");
    rose.post("/deconnexion", &[]).leads_to("/connexion");
    assert_eq!(acts(&pole)[known..], ["password.set", "session.begin", "session.end"]);
    pole.is_sound();
}

fn a_trail_that_was_touched_is_found(place: Place) {
    for (act, found) in [
        ("UPDATE audit SET detail = '{}' WHERE id = 3", "la ligne 3 "),
        ("UPDATE audit SET person_id = 2 WHERE id = 3", "la ligne 3 "),
        ("UPDATE audit SET at = '2020-01-01 00:00:00+00:00' WHERE id = 3", "la ligne 3 "),
        ("UPDATE audit SET act = 'seat.end' WHERE id = 4", "la ligne 4 "),
        ("UPDATE audit SET subject = 'person:9' WHERE id = 4", "la ligne 4 "),
        ("UPDATE audit SET association_id = NULL WHERE id = 1", "la ligne 1 "),
        ("DELETE FROM audit WHERE id = 2", "la ligne 3 "),
        ("DELETE FROM audit WHERE id = 1", "la ligne 2 "),
        ("DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit)", "lignes ont été écrites"),
        ("DELETE FROM audit", "lignes ont été écrites"),
        ("UPDATE trail_end SET line = 2", "sa fin gardée est la ligne 2"),
        ("DELETE FROM trail_end", "sa fin gardée est la ligne 0"),
    ] {
        let pole = Pole::with_vert(place);
        for email in ["ada@pole.example", "eve@pole.example", "ivo@pole.example"] {
            pole.run(&format!("user add --email {email} --name Ada --role administrator")).done();
        }
        pole.is_sound();
        assert!(pole.sql(act).is_err(), "{act}: the base itself refuses");
        crate::accounting::tampering::take_guards_away(place, &pole);
        pole.is_sound();
        pole.sql(act).expect(act);
        let told = pole.run("check").refused();
        assert!(
            told.err.contains("trail-chained") && told.err.contains(found),
            "{act}: {}",
            told.err
        );
    }
}
