//! What was told wrong is put right: the name of the pôle, of an entity, of an activity; the end of
//! a stay in the perimeter; a third party that is not the entity one thought.

use crate::accounting::made_year::made_year;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    the_pole_is_renamed_knowingly
    names_are_changed
    a_stay_in_the_perimeter_ends
    a_third_party_that_nobody_has_is_said
    a_counterparty_is_taken_back
    two_entities_never_share_lines
}

fn the_pole_is_renamed_knowingly(place: Place) {
    let pole = Pole::new(place);
    let before = pole.rows();
    for name in ["«»", "« »"] {
        let mut init = pole.command("init --name");
        init.arg(name.trim_matches(['«', '»']));
        let told = crate::told::Told::of(name, &init.output().expect("the program starts"));
        told.refused_saying(&["un nom doit avoir 1 à 200 caractères"]);
    }
    assert_eq!(pole.rows(), before);
    let missing = Pole::missing(place);
    missing.run(&format!("init --name «{}»", "é".repeat(201))).refused();
    assert_eq!(std::fs::read_dir(missing.folder()).expect("a folder").count(), 0, "no base made");
    let again = pole.run("init --name «Pôle d'essai»").done();
    assert!(!again.out.contains("s'appelait"), "{}", again.out);
    let told = pole.run("init --name «Autre nom»").done();
    let words = "Le pôle s'appelait « Pôle d'essai », il s'appelle maintenant « Autre nom ».";
    assert!(told.out.contains(words), "{}", told.out);
    let document = pole.run("init --name Pôle --json").done().json();
    assert_eq!(
        (&document["pole"], &document["renamed_from"]),
        (&"Pôle".into(), &"Autre nom".into())
    );
    pole.is_sound();
}

fn names_are_changed(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("activity add --association vert --kind aci --name Jardin").done();
    pole.run("activity add --association vert --kind aci --name Verger").done();
    let told = pole.run("association rename --slug vert --name «Chantier bleu» --json").done();
    assert_eq!(told.json()["renamed_from"], "Chantier vert");
    pole.run("association rename --slug rouge --name Rouge").refused();
    pole.run("association rename --slug vert --name « »").refused_saying(&["1 à 200 caractères"]);
    pole.run("activity rename --association vert --name Jardin --to Potager").done();
    pole.run("activity rename --association vert --name Jardin --to Serre")
        .refused_saying(&["Chantier bleu n'a pas d'activité « Jardin »", "association list"]);
    pole.run("activity rename --association vert --name Verger --to Potager")
        .refused_saying(&["a déjà une activité « Potager »"]);
    let list = pole.run("association list").done().out;
    for words in ["Chantier bleu", "Potager", "Verger"] {
        assert!(list.contains(words), "{words}: {list}");
    }
    pole.is_sound();
}

fn a_stay_in_the_perimeter_ends(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("perimeter end --association vert --until 2025-12-31")
        .refused_saying(&["n'est pas dans le périmètre le 31/12/2025", "jamais"]);
    pole.run("perimeter add --association vert --from 2024-01-01").done();
    pole.run("perimeter end --association vert --until 2023-12-31")
        .refused_saying(&["depuis le 01/01/2024"]);
    let told = pole.run("perimeter end --association vert --until 2025-12-31 --json").done();
    assert_eq!(told.json()["from"], "2024-01-01");
    let list = pole.run("perimeter list --json").done().json();
    assert_eq!(list["perimeter"][0]["until"], "2025-12-31");
    // It comes back later.
    pole.run("perimeter add --association vert --from 2027-01-01").done();
    pole.is_sound();
}

/// « vert », whose customer CLI stands on 411000, and two more entities.
fn with_books(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    pole.run("association add --slug bleu --name Bleu").done();
    pole.run("association add --slug rouge --name Rouge").done();
    pole.put("FEC20251231.txt", made_year(31, 60).text);
    pole.run("import fec --association vert FEC20251231.txt").done();
    pole
}

fn a_third_party_that_nobody_has_is_said(place: Place) {
    let pole = with_books(place);
    let map = "counterparty map --association vert --to bleu";
    let told = pole.run(&format!("{map} --aux REGI")).done();
    for words in ["0 lignes marquées", "attention, aucune ligne", "« REGI »", "unmap"] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    let told = pole.run(&format!("{map} --account 4551 --json")).done().json();
    assert_eq!(told["issues"][0]["code"], "unknown-third-party");
    let told = pole.run(&format!("{map} --aux CLI --json")).done().json();
    assert_eq!(told["issues"], serde_json::json!([]));
    assert!(told["tagged_lines"].as_i64().expect("a number") > 0);
}

fn a_counterparty_is_taken_back(place: Place) {
    let pole = with_books(place);
    let tags = || pole.number("SELECT COUNT(*) FROM counterparty_tag");
    pole.run("counterparty unmap --association vert --aux CLI")
        .refused_saying(&["« CLI »", "n'a pas de vis-à-vis"]);
    pole.run("counterparty map --association vert --aux CLI --to bleu").done();
    assert!(tags() > 0);
    pole.run("counterparty map --association vert --aux CLI --to rouge")
        .refused_saying(&["a déjà un vis-à-vis", "counterparty unmap"]);
    pole.run("counterparty unmap --association vert --aux CLI").done();
    assert_eq!(tags(), 0);
    pole.run("counterparty map --association vert --aux CLI --to rouge").done();
    assert!(tags() > 0);
    pole.is_sound();
}

fn two_entities_never_share_lines(place: Place) {
    let pole = with_books(place);
    let map = |what: &str, to: &str| {
        pole.run(&format!("counterparty map --association vert {what} --to {to}"))
    };
    map("--account 411", "bleu").done();
    for what in ["--account 4110", "--aux CLI"] {
        map(what, "rouge").refused_saying(&["ont des lignes en commun", "deux entités", "unmap"]);
        map(what, "bleu").done();
    }
    map("--aux AUTRE", "rouge").done();
    map("--account 401", "rouge").done();
    map("--account 401000", "bleu").refused_saying(&["le compte 401 "]);
    pole.is_sound();
}
