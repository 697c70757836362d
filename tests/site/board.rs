//! The secretary of a pôle that was just made seats its board; mandates follow one another and are
//! all kept.

use super::cast::add_user;
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! { a_board_is_seated_from_nothing }

const SEAT: &str = "/conseil/structures/1";

fn a_board_is_seated_from_nothing(place: Place) {
    let pole = Pole::with_vert(place);
    add_user(&pole, "secretaire@pole.example", "secretary", "").done();
    let site = Server::of(&pole);
    let mut secretary = site.browser();
    secretary.enter("secretaire@pole.example");
    secretary.get("/conseil").is(200).says("Collège des associations accompagnées");
    let seat = [("college", "structures"), ("numero", "1"), ("pour", "vert")];
    secretary.post("/conseil", &seat).leads_to(SEAT);
    secretary.post("/conseil", &seat).is(422).says("ce collège a déjà un siège 1");
    secretary.get("/conseil").is(200).says("vacant");
    let file = secretary.get("/conseil?format=csv").is(200).text();
    assert!(file.contains("Collège des structures;1;Chantier vert;"), "{file}");
    let file = secretary.get("/pole?format=csv").is(200).text();
    assert!(file.contains("Chantier vert;") && file.contains(";non"), "{file}");

    let mut give = |holder: &str, from: &str, until: &str| {
        let told = [("titulaire", holder), ("qualite", "présidence"), ("suppleance", "")];
        let days = [("du", from), ("au", until)];
        secretary.post(SEAT, &[&told[..], &days].concat())
    };
    give("Rose Le Bihan", "01/01/2020", "").leads_to(SEAT);
    give("Paul Arnoux", "2030-01-01", "").is(422).says("Rose Le Bihan tient ce siège");
    give("Paul Arnoux", "31/02/2030", "").is(422).says("un jour (12/03/2027 attendu)");
    let first = pole.number("SELECT MAX(id) FROM mandate").to_string();
    let mut end = |mandate: &str, day: &str| {
        secretary.post(&format!("{SEAT}/fin"), &[("mandat", mandate), ("fin", day)])
    };
    end(&first, "31/12/2099").leads_to(SEAT);
    end("99", "31/12/2099").is(404);
    end(&first, "31/12/2019").is(422).says("la fin précède le début");
    let mut give = |holder: &str, from: &str| {
        let told = [("titulaire", holder), ("qualite", "présidence"), ("suppleance", "")];
        secretary.post(SEAT, &[&told[..], &[("du", from), ("au", "")]].concat())
    };
    give("Paul Arnoux", "2100-01-01").leads_to(SEAT);
    let mut end =
        |day: &str| secretary.post(&format!("{SEAT}/fin"), &[("mandat", &first), ("fin", day)]);
    end("31/12/2100").is(422).says("Paul Arnoux tient ce siège");
    let page = secretary.get(SEAT).is(200).says("Rose Le Bihan").says("Paul Arnoux").text();
    assert!(page.contains("en cours"), "{page}");
    pole.is_sound();
}
