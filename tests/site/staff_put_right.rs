//! Contracts, months and people received are put right: what stood there stays to be read, two people at
//! work lose nothing of each other's, and what was entered by mistake is taken back.

use super::browser::Browser;
use super::cast::{self, add_user};
use super::server::Server;
use super::staff_by_hand::{
    CONTRACT, FILE, MONTH, NEW_CONTRACT, NEW_FILE, empty_pole, hidden, keeper, line, month, with,
};
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_contract_is_put_right_and_its_past_stays
    a_contract_ends_early_and_is_prolonged
    a_contract_without_hours_is_taken_back
    two_tabs_lose_nothing
    people_received_are_put_right
    a_file_says_what_a_form_can_do
    the_trail_tells_neither_names_nor_pay
}

fn a_contract_is_put_right_and_its_past_stays(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let page = lise.get("/a/vert/contrats/V1/corriger").is(200);
    page.clone().says("value=\"Le Goff V\"").says("value=\"1980-02-03\"");
    let seen = hidden(&page, "vu");
    let right = with(
        &CONTRACT,
        &[
            ("contrat", "ZZ9"),
            ("nom", "Le Goff V"),
            ("naissance", "1981-02-03"),
            ("type", "CAE"),
            ("heures_hebdo", "24"),
            ("motif", "pièce d'identité lue de travers"),
            ("vu", &seen),
        ],
    );
    lise.post("/a/vert/contrats/V1/corriger", &right).leads_to("/a/vert/contrats/V1?fait=corrige");
    let page =
        lise.get("/a/vert/contrats/V1?fait=corrige").is(200).says("La correction est enregistrée");
    for words in [
        "3 février 1981",
        "03/02/1980",
        "03/02/1981",
        "CDDI",
        "CAE",
        "lue de travers",
        "Nom lise@pole.example",
    ] {
        page.clone().says(words);
    }
    // The number stayed, and whoever reads the file by it finds the contract.
    lise.get("/a/vert/contrats/ZZ9").is(404);
    assert_eq!(pole.number("SELECT COUNT(*) FROM job_change WHERE field = 'nom'"), 0);
    assert_eq!(pole.number("SELECT COUNT(*) FROM job_change"), 3, "what changed and nothing else");
    // Nothing changed, nothing written.
    let seen = hidden(&lise.get("/a/vert/contrats/V1/corriger"), "vu");
    let again = with(&right, &[("vu", &seen)]);
    lise.post("/a/vert/contrats/V1/corriger", &again).is(303);
    assert_eq!(pole.number("SELECT COUNT(*) FROM job_change"), 3);
    for act in ["UPDATE job_change SET was = 'x'", "DELETE FROM job_change"] {
        pole.sql(act).expect_err("the past is not edited");
    }
    // Months stay inside.
    let seen = hidden(&lise.get("/a/vert/contrats/V1/corriger"), "vu");
    let late = with(&right, &[("vu", &seen), ("debut", "2025-04-01")]);
    lise.post("/a/vert/contrats/V1/corriger", &late)
        .is(422)
        .says("a des heures enregistrées dès mars 2025")
        .says("id=\"debut-erreur\"");
    pole.is_sound();
}

fn a_contract_ends_early_and_is_prolonged(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let mut end = |day: &str, why: &str| {
        let seen = hidden(&lise.get("/a/vert/contrats/V1/fin").is(200), "vu");
        lise.post("/a/vert/contrats/V1/fin", &[("fin", day), ("motif", why), ("vu", &seen)])
    };
    end("2025-02-28", "démission").is(422).says("a des heures enregistrées jusqu&#39;en mars 2025");
    end("2024-02-28", "").is(422).says("avant debut le 01/01/2025");
    end("31/02/2025", "")
        .is(422)
        .says("n&#39;est pas une date du calendrier")
        .says("value=\"31/02/2025\"");
    end("2025-05-15", "rupture d'un commun accord").is(303);
    let fte = |pole: &Pole| {
        let report = pole.run("report --year 2025 --format json").done().json();
        report["totals"]["fte"]["permanent"].as_str().expect("a figure").to_owned()
    };
    let before = fte(&pole);
    end("", "renouvelé sans terme").is(303);
    assert_eq!(
        pole.number("SELECT COUNT(*) FROM contract WHERE association_id = 1 AND ends_on IS NULL"),
        2
    );
    let page = lise
        .get("/a/vert/contrats/V1")
        .is(200)
        .says("en cours")
        .says("rupture d&#39;un commun accord");
    page.says("15/05/2025").says("30/06/2025");
    // A permanent post counts by its days: half the year is half of it.
    let seen = hidden(&lise.get("/a/vert/contrats/V2/fin").is(200), "vu");
    lise.post("/a/vert/contrats/V2/fin", &[("fin", "2025-07-01"), ("vu", &seen)]).is(303);
    assert_ne!(fte(&pole), before, "the report follows");
    pole.is_sound();
}

fn a_contract_without_hours_is_taken_back(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let take_back = |lise: &mut Browser<'_>, number: &str, why: &str| {
        let path = format!("/a/vert/contrats/{number}/retirer");
        let seen = hidden(&lise.get(&path).is(200), "vu");
        lise.post(&path, &[("motif", why), ("vu", &seen)])
    };
    take_back(&mut lise, "V1", "erreur")
        .is(422)
        .says("a des heures enregistrées, de mars 2025 à mars 2025 (1 mois)")
        .says("value=\"erreur\"");
    lise.post(NEW_CONTRACT, &CONTRACT).is(303);
    take_back(&mut lise, "V7", " ").is(422).says("Pourquoi\u{a0}: à remplir.");
    let to = take_back(&mut lise, "V7", "saisi deux fois").is(303).to().to_owned();
    lise.get(&to).is(200).says("Le contrat est retiré.");
    lise.get("/a/vert/contrats/V7").is(404);
    lise.get("/a/vert/contrats").is(200).says("Contrats retirés").says("saisi deux fois");
    // The number is free again, and another history begins.
    lise.post(NEW_CONTRACT, &CONTRACT).is(303);
    let page = lise.get("/a/vert/contrats/V7").is(200).text();
    assert!(!page.contains("saisi deux fois"), "{page}");
    // Emptied of its month, the first one goes too.
    let emptied = [line("V1", "112,67|1354,29|1072,10", ["", "", ""])];
    lise.post(MONTH, &month("2025-03", &emptied)).is(303);
    take_back(&mut lise, "V1", "erreur").is(303);
    assert_eq!(pole.number("SELECT COUNT(*) FROM month_work WHERE association_id = 1"), 1);
    pole.is_sound();
}

fn two_tabs_lose_nothing(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let path = "/a/vert/contrats/V1/corriger";
    let seen = hidden(&lise.get(path).is(200), "vu");
    let kept = with(&CONTRACT, &[("nom", "Le Goff V"), ("vu", &seen)]);
    let first = with(&kept, &[("fin", "2025-07-31")]);
    let second = with(&kept, &[("heures_hebdo", "30"), ("prenom", "Zoée")]);
    lise.post(path, &first).is(303);
    let page = lise.post(path, &second).is(422).says("changé depuis que cette page est ouverte");
    page.clone().says("Vaut maintenant «\u{a0}31/07/2025\u{a0}»").says("id=\"fin-erreur\"");
    page.clone().says("value=\"Zoée\"").says("value=\"30\"");
    let state = "SELECT ends_on || ' ' || weekly_hours FROM contract WHERE association_id = 1 AND number = 'V1'";
    let state = || pole.texts(&state.replace("ends_on", "CAST(ends_on AS text)"));
    assert_eq!(state(), ["2025-07-31 26000"]);
    // Told, one says what one means.
    let seen = hidden(&page, "vu");
    lise.post(path, &with(&second, &[("vu", &seen), ("fin", "2025-07-31")])).is(303);
    assert_eq!(state(), ["2025-07-31 30000"]);

    // A month: the one who comes second is told of what both touched, and keeps what the first did.
    let shown = "112,67|1354,29|1072,10";
    let untouched = "121,34|2400,00|1880,55";
    let one = month(
        "2025-03",
        &[
            line("V1", shown, ["110", "1354,29", "1072,10"]),
            line("V2", untouched, ["121,34", "2400,00", "1880,55"]),
        ],
    );
    lise.post(MONTH, &one).is(303);
    let other = month(
        "2025-03",
        &[
            line("V1", shown, ["112,67", "1354,29", "1072,10"]),
            line("V2", untouched, ["100", "2400,00", "1880,55"]),
        ],
    );
    lise.post(MONTH, &other).is(303);
    let hours = || {
        pole.texts("SELECT CAST(hours AS text) FROM month_work WHERE association_id = 1 ORDER BY contract_id")
    };
    assert_eq!(hours(), ["110000", "100000"], "each kept their own");
    let both = month("2025-03", &[line("V1", shown, ["90", "1354,29", "1072,10"])]);
    let page = lise.post(MONTH, &both).is(422).says("a changé depuis que cette page est ouverte");
    page.clone().says("110 h, brut 1\u{202f}354,29\u{a0}€").says("value=\"90\"");
    assert_eq!(hours(), ["110000", "100000"]);
    page.says("value=\"110|1354,29|1072,10\"");
    let again =
        month("2025-03", &[line("V1", "110|1354,29|1072,10", ["90", "1354,29", "1072,10"])]);
    lise.post(MONTH, &again).is(303);
    assert_eq!(hours(), ["90000", "100000"]);
    // And the contract's page tells all three.
    let page = lise.get("/a/vert/contrats/V1").is(200);
    page.says("112,67 h, brut").says("110 h, brut").says("90 h, brut");
    pole.is_sound();
}

fn people_received_are_put_right(place: Place) {
    let pole = empty_pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    pole.put(
        "accueil.csv",
        "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture\n\
         B1;Association bleu;Le Goff;Zoé;1980-02-03;F;2025-01-10;\n",
    );
    pole.run("import beneficiaries --association bleu accueil.csv").done();
    let persons = || {
        let report = pole.run("report --year 2025 --format json").done().json();
        report["totals"]["beneficiaries"]["persons"].as_i64().expect("a count")
    };
    let misread = with(&FILE, &[("nom", "Le Gof")]);
    lise.post(NEW_FILE, &misread).leads_to("/a/vert/accueil/D7?fait=saisi");
    assert_eq!(persons(), 2, "two persons by their names");
    let mut keep = |deed: &str, fields: &[(&str, &str)]| {
        let path = format!("/a/vert/accueil/D7/{deed}");
        let seen = hidden(&lise.get(&path).is(200), "vu");
        lise.post(&path, &with(fields, &[("vu", &seen)]))
    };
    keep("corriger", &with(&FILE, &[("sexe", "F")])).is(303);
    assert_eq!(persons(), 1, "the same person, once her name is right");
    assert_eq!(pole.texts("SELECT sex FROM case_file WHERE number = 'D7'"), ["F"]);
    keep("cloture", &[("cloture", "2024-01-01")]).is(422).says("avant ouverture");
    keep("cloture", &[("cloture", "2025-02-01"), ("motif", "en emploi")]).is(303);
    keep("cloture", &[("cloture", ""), ("motif", "revenue")]).is(303);
    keep("retirer", &[]).is(422).says("à remplir");
    let page =
        lise.get("/a/vert/accueil/D7").is(200).says("femme").says("en emploi").says("revenue");
    page.says("01/02/2025").says("Le Gof<");
    lise.get("/a/vert/accueil?annee=2025").is(200).says("D7").says("Le Goff Zoé");
    lise.get("/a/vert/accueil?annee=2025&format=csv").is(200).says("D7");
    let mut keep = |deed: &str, fields: &[(&str, &str)]| {
        let path = format!("/a/vert/accueil/D7/{deed}");
        let seen = hidden(&lise.get(&path).is(200), "vu");
        lise.post(&path, &with(fields, &[("vu", &seen)]))
    };
    let to = keep("retirer", &[("motif", "jamais venue")]).is(303).to().to_owned();
    lise.get(&to).is(200).says("Le dossier est retiré.").says("jamais venue");
    lise.get("/a/vert/accueil/D7").is(404);
    pole.is_sound();
}

fn a_file_says_what_a_form_can_do(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let head = "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n";
    let row = |end: &str| {
        format!(
            "{head}V1;Association vert;Le Goff V;Zoé;1980-02-03;F;insertion;CDDI;2025-01-01;{end};26;35\n"
        )
    };
    pole.put("court.csv", row("2025-04-30"));
    pole.run("import contracts --association vert court.csv")
        .refused_saying(&["seule une fin plus tardive", "corrigez le contrat sur sa page"]);
    // A file prolongs, and the contract's page says so.
    pole.put("long.csv", row("2025-09-30"));
    pole.run("import contracts --association vert long.csv").done();
    let page = lise.get("/a/vert/contrats/V1").is(200).says("30/06/2025").says("30/09/2025");
    page.says("fichier «").says("long.csv");
    pole.put("heures.csv", "contrat;mois;heures;brut;net\nV1;2025-03;1;2;3\n");
    pole.run("import hours --association vert heures.csv")
        .refused_saying(&["corrigez-le à la page des heures", "retirez cette ligne"]);
    pole.is_sound();
}

fn the_trail_tells_neither_names_nor_pay(place: Place) {
    let pole = cast::pole(place);
    add_user(&pole, "ada@pole.example", "administrator", "").done();
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    lise.post(NEW_CONTRACT, &with(&CONTRACT, &[("nom", "Kerouedan")])).is(303);
    let seen = hidden(&lise.get("/a/vert/contrats/V7/corriger"), "vu");
    let right = [("nom", "Kerouanton"), ("motif", "Mme Kerouanton l'a dit"), ("vu", &seen)];
    lise.post("/a/vert/contrats/V7/corriger", &with(&CONTRACT, &right)).is(303);
    lise.post(MONTH, &month("2025-03", &[line("V7", "||", ["99", "7777,77", "6666,66"])])).is(303);
    lise.post(NEW_FILE, &with(&FILE, &[("nom", "Kerouedan")])).is(303);
    let mut ada = site.browser();
    ada.enter("ada@pole.example");
    let page = ada.get("/actes").is(200);
    for words in [
        "contrat saisi",
        "contrat corrigé",
        "changé : nom",
        "heures et paie d&#39;un mois",
        "V7",
        "D7",
    ] {
        page.clone().says(words);
    }
    for secret in ["Kerou", "7777", "6666", "7\u{202f}777"] {
        assert!(!page.text().contains(secret), "{secret}: {}", page.main());
    }
    pole.is_sound();
}
