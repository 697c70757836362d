//! A president lets people into her own association, within what is hers to give, and out again.

use super::cast::{self, add_user};
use super::server::{Server, link_in};
use crate::place::Place;
use crate::pole::Pole;

stories! { a_president_lets_people_in_and_out what_is_not_hers_to_give_is_refused }

const ROSE: &str = "rose@pole.example";
const LEA: &str = "lea@pole.example";
const STAFF: &str = "/a/vert/equipe";
const END: &str = "/a/vert/equipe/fin";

fn pole(place: Place) -> Pole {
    let pole = cast::pole(place);
    add_user(&pole, ROSE, "president", "--association vert").done();
    add_user(&pole, "paul@pole.example", "president", "--association bleu").done();
    add_user(&pole, "lise@pole.example", "counsellor", "--association bleu").done();
    add_user(&pole, "marie@pole.example", "accountant", "").done();
    pole
}

/// The number of the last seat of a person.
fn seat_of(pole: &Pole, email: &str) -> String {
    let sql = format!(
        "SELECT MAX(s.id) FROM seat s JOIN person p ON p.id = s.person_id WHERE p.email = '{email}'"
    );
    pole.number(&sql).to_string()
}

fn a_president_lets_people_in_and_out(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter(ROSE);
    assert!(rose.get("/a/vert").links().contains(&STAFF.to_owned()), "home leads there");
    let page = rose.get(STAFF).is(200).says("présidence").says(ROSE);
    assert!(!page.text().contains("paul@") && !page.text().contains("lise@"), "{}", page.main());
    assert!(!page.text().contains("Terminer<"), "her own seat is not hers to end");
    let invited = [
        ("courriel", LEA),
        ("nom", "Léa Morvan"),
        ("role", "counsellor"),
        ("au", "2099-12-31"),
        // What a form of the pôle says is not heard here.
        ("association", "bleu"),
    ];
    rose.post(STAFF, &invited).leads_to(STAFF);
    rose.get(STAFF).is(200).says("Léa Morvan").says("accompagnement").says("Terminer<");
    let mut lea = site.browser();
    let link = link_in(&site.letter_to(LEA, 0));
    lea.get(&link).is(200);
    lea.post(&link, &[("nouveau", cast::PASSWORD)]).is(303);
    lea.get("/a/vert/emplois").is(200);
    for closed in ["/a/bleu/emplois", "/a/vert/livres", STAFF] {
        lea.get(closed).is(404);
    }
    rose.get("/a/vert/actes").is(200).says("accès donné").says("Léa Morvan").says("accompagnement");
    rose.post(END, &[("seat", &seat_of(&pole, LEA))]).leads_to(STAFF);
    lea.get("/a/vert/emplois").is(303);
    rose.get(STAFF).is(200).says("terminé");
    rose.get("/a/vert/actes").is(200).says("accès terminé");
    pole.is_sound();
}

fn what_is_not_hers_to_give_is_refused(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = site.browser();
    rose.enter(ROSE);
    let seats = || pole.number("SELECT COUNT(*) FROM seat");
    let before = seats();
    let asked = |role| [("courriel", LEA), ("nom", "Léa Morvan"), ("role", role), ("au", "")];
    for role in ["president", "accountant", "payroll", "administrator", "auditor", "", "x"] {
        rose.post(STAFF, &asked(role)).is(422).says("Choisissez un rôle.").says("Léa Morvan");
    }
    let wrong = [("courriel", "lea"), ("nom", " "), ("role", "director"), ("au", "hier")];
    let told = rose.post(STAFF, &wrong).is(422).says("adresse électronique (nom@domaine attendu)");
    told.says("Écrivez le nom de la personne");
    let past = [("courriel", LEA), ("nom", "Léa"), ("role", "director"), ("au", "2001-01-01")];
    rose.post(STAFF, &past).is(422).says("la fin précède le début");
    let herself = [("courriel", ROSE), ("nom", "Rose"), ("role", "director"), ("au", "")];
    rose.post(STAFF, &herself).is(422).says("d&#39;une autre personne que soi");
    // Seats of others, of the pôle, her own, and none.
    for email in ["lise@pole.example", "paul@pole.example", "marie@pole.example", ROSE] {
        rose.post(END, &[("seat", &seat_of(&pole, email))]).is(404);
    }
    rose.post(END, &[("seat", "999999")]).is(404);
    rose.post("/a/bleu/equipe", &asked("director")).is(404);
    assert_eq!(seats(), before, "nobody came in");
    // The accountant may be let in besides; no president vouches for the second factor of hers.
    let known =
        [("courriel", "marie@pole.example"), ("nom", "Marie"), ("role", "treasurer"), ("au", "")];
    let vouched = || pole.number("SELECT COUNT(*) FROM sign_in_link WHERE vouched <> 0");
    let before = vouched();
    rose.post(STAFF, &known).leads_to(STAFF);
    assert_eq!(vouched(), before);
    rose.post(STAFF, &known).is(422).says("a déjà ce rôle ici");
    pole.is_sound();
}
