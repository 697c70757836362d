//! The lists of an association's staff and of the people it receives come in: what columns are
//! awaited is told before and after a mistake, and what is odd is said without refusing.

use crate::place::Place;
use crate::pole::Pole;
use crate::told::Told;

stories! {
    the_help_shows_columns_and_a_line_that_comes_in
    the_examples_of_the_readme_come_in
    missing_columns_are_told_once
    every_fault_of_a_line_is_told_together
    unknown_values_are_kept_and_said
    the_same_post_twice_is_said
    what_cannot_change_says_what_to_do
}

const CONTRACTS: &str = "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n";

fn with_garden(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    pole.run("activity add --association vert --kind aci --name Jardin").done();
    pole
}

fn contracts(pole: &Pole, lines: &str) -> Told {
    pole.put("contrats.csv", format!("{CONTRACTS}{lines}"));
    pole.run("import contracts --association vert contrats.csv --json")
}

fn the_help_shows_columns_and_a_line_that_comes_in(place: Place) {
    let pole = with_garden(place);
    for (table, columns) in [
        ("contracts", "contrat activite nom prenom naissance sexe categorie type debut fin"),
        ("hours", "contrat mois heures brut net"),
        ("beneficiaries", "dossier activite nom prenom naissance sexe ouverture cloture"),
    ] {
        let help = pole.run(&format!("import {table} --help")).done().out;
        for column in columns.split(' ') {
            assert!(help.contains(&format!("\n  {column} ")), "{column}: {help}");
        }
        let (_, example) = help.split_once("Exemple :\n").expect("an example");
        let lines: Vec<&str> = example.lines().take(2).collect();
        pole.put("exemple.csv", lines.join("\n"));
        let told =
            pole.run(&format!("import {table} --association vert exemple.csv --json")).done();
        assert_eq!(told.file()["new"], 1, "{table}");
        assert_eq!(told.codes("warning"), [""; 0], "{table}");
    }
    pole.is_sound();
}

fn the_examples_of_the_readme_come_in(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("activity add --association vert --kind aci --name «Chantier de la vallée»").done();
    let readme = include_str!("../README.md");
    let (_, from) = readme.split_once("```\ncontrat;").expect("the examples");
    let (examples, _) = from.split_once("```").expect("their end");
    let files = format!("contrat;{examples}");
    for (table, file) in ["contracts", "hours", "beneficiaries"].iter().zip(files.split("\n\n")) {
        pole.put("exemple.csv", file);
        let told =
            pole.run(&format!("import {table} --association vert exemple.csv --json")).done();
        assert_eq!((told.file()["new"].as_i64(), told.codes("warning")), (Some(1), Vec::new()));
    }
}

fn missing_columns_are_told_once(place: Place) {
    let pole = with_garden(place);
    pole.put("autre.csv", "salarié;heures\nLe Goff;26\n");
    for (table, count) in [("contracts", "12"), ("hours", "4"), ("beneficiaries", "8")] {
        pole.run(&format!("import {table} --association vert autre.csv"))
            .refused_saying(&[&format!("il manque {count} colonnes : "), "« salarié »"]);
    }
}

fn every_fault_of_a_line_is_told_together(place: Place) {
    let pole = with_garden(place);
    let told =
        contracts(&pole, "C1;Verger;Le Goff;Zoé;31/02/1984;F;stage;CDDI;2025-01-06;;26;35\n");
    let codes = told.refused().codes("error");
    assert_eq!(codes, ["unknown-activity", "bad-date", "unknown-category"]);
    pole.put(
        "accueil.csv",
        "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture\n1;Verger;42;Zoé;1984-01-01;F;2025-01-06;\n",
    );
    let told = pole.run("import beneficiaries --association vert accueil.csv --json").refused();
    assert_eq!(told.codes("error"), ["unknown-activity", "bad-name"]);
}

fn unknown_values_are_kept_and_said(place: Place) {
    let pole = with_garden(place);
    let told = contracts(
        &pole,
        "C1;Jardin;Le Goff;Zoé;1984-03-12;NC;insertion;Stage;2025-01-06;;26;35\n\
         C2;Jardin;Roux;Luc;1990-03-12;NC;insertion;cddi;2025-01-06;;26;35\n",
    )
    .done();
    assert_eq!(told.codes("warning"), ["unknown-sex", "unknown-type"]);
    for words in ["F, H ou X", "(2 fois, jusqu'à la ligne 3)", "CDDI", "« Stage »"] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    assert_eq!(pole.texts("SELECT sex || kind FROM contract ORDER BY id"), ["XStage", "Xcddi"]);
}

fn the_same_post_twice_is_said(place: Place) {
    let pole = with_garden(place);
    let post = |number: &str, name: &str, start: &str| {
        format!("{number};Jardin;{name};Zoé;1984-03-12;F;permanent;CDI;{start};;35;35\n")
    };
    let first = post("P1", "Le Goff", "2025-01-06");
    let lines =
        [first.clone(), post("P2", "LE GOFF", "2025-01-06"), post("P3", "Le Goff", "2025-02-01")];
    let told = contracts(&pole, &lines.concat()).done();
    assert_eq!(told.codes("warning"), ["same-post-twice"]);
    assert!(told.out.contains("« P1 » et « P2 »"), "{}", told.out);
    let told = contracts(&pole, &post("P4", "le goff", "2025-02-01")).done();
    assert_eq!(told.codes("warning"), ["same-post-twice"], "the base knows the other one");
    assert_eq!(contracts(&pole, &first).done().codes("warning"), [""; 0], "known again");
}

fn what_cannot_change_says_what_to_do(place: Place) {
    let pole = with_garden(place);
    let line = "C1;Jardin;Le Goff;Zoé;1984-03-12;F;insertion;CDDI;2025-01-06;;26;35\n";
    contracts(&pole, line).done();
    let told = contracts(&pole, &line.replace("26;35", "28;35")).refused();
    for words in ["seule la fin peut changer", "remettez la valeur enregistrée", "autre numéro"] {
        assert!(told.err.contains(words), "{words}: {}", told.err);
    }
    let hours = "contrat;mois;heures;brut;net\nC1;2025-03;112,67;1354,29;1072,10\n";
    pole.put("heures.csv", hours);
    pole.run("import hours --association vert heures.csv").done();
    pole.put("heures.csv", hours.replace("112,67", "110"));
    pole.run("import hours --association vert heures.csv").refused_saying(&[
        "[month-known]",
        "un mois enregistré ne change pas",
        "retirez cette ligne",
    ]);
}
