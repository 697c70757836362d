//! Agreements between entities: entered, amended, ended, corrected before they are in force; a
//! president reads those of their own association and no other.

use super::browser::Browser;
use super::cast::{self, add_user};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_convention_is_entered_amended_and_ended
    days_that_cannot_be_true_are_told_at_their_field
    an_error_is_corrected_before_it_is_in_force
    two_tabs_do_not_write_twice
    a_president_reads_those_of_their_own
    hostile_texts_stay_texts
}

const ALL: &str = "/pole/conventions";

/// A new one between the Collectif and « vert », with other fields in the place of these.
fn sent<'a>(other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("numero", "2024-01"),
        ("objet", "Tenue des comptes"),
        ("sorte", "bookkeeping"),
        ("fournit", "commun"),
        ("recoit", "vert"),
        ("signature", "2023-12-12"),
        ("approbation", "01/12/2023"),
        ("du", "2024-01-01"),
        ("au", ""),
        ("preavis", "3"),
        ("prix", "Un forfait de 120 € par mois"),
        ("note", ""),
    ];
    let replaced = |name: &str| other.iter().any(|(known, _)| *known == name);
    let kept = usual.into_iter().filter(|(name, _)| !replaced(name));
    kept.chain(other.iter().copied()).collect()
}

/// The pôle, and somebody who keeps it.
fn keeper(pole: &Pole) {
    add_user(pole, "ada@pole.example", "administrator", "").done();
}

fn enters<'s>(site: &'s Server, email: &str) -> Browser<'s> {
    let mut browser = site.browser();
    browser.enter(email);
    browser
}

/// The field that an error stands at: the page says its sentence there and on top.
#[track_caller]
fn wrong_at(browser: &mut Browser<'_>, path: &str, fields: &[(&str, &str)], at: &str, words: &str) {
    let answer = browser.post(path, fields).is(422);
    let text = answer.text();
    let error = text.split_once(&format!("id=\"{at}-erreur\">"));
    let said = error.and_then(|(_, rest)| rest.split('<').next());
    let said = said.unwrap_or_else(|| panic!("{at} is wrong: {}", answer.main()));
    assert!(said.contains(words), "{at} says « {words} »: {said}");
    assert!(text.contains(&format!("<a href=\"#{at}\">")), "and it is told on top");
}

fn count(pole: &Pole, table: &str) -> i64 {
    pole.number(&format!("SELECT CAST(COUNT(*) AS bigint) FROM {table}"))
}

fn a_convention_is_entered_amended_and_ended(place: Place) {
    let pole = cast::pole(place);
    keeper(&pole);
    let site = Server::of(&pole);
    let mut ada = enters(&site, "ada@pole.example");
    ada.get("/pole/conventions/nouvelle").is(200).says("Qui fournit, ou réunit les comptes");
    ada.post(ALL, &sent(&[])).leads_to("/pole/conventions/2024-01");
    let page = ada.get("/pole/conventions/2024-01").is(200);
    let page = page.says("tient la comptabilité").says("en vigueur").says("120 € par mois");
    page.says("1er décembre 2023").says("convention inscrite");
    let list = ada.get("/pole/conventions?etat=en-vigueur&sorte=bookkeeping&entite=vert").is(200);
    list.says("2024-01").says("sans terme");
    ada.get("/pole/conventions?etat=terminees").is(200).says("Aucune convention ne répond");
    ada.get("/pole/vert").is(200).says("Ses conventions").says("2024-01");
    let found = ada.get("/recherche?q=tenue+comptes+vert").is(200);
    found.says("/pole/conventions/2024-01");
    for format in ["csv", "xlsx", "ods"] {
        let file = ada.get(&format!("{ALL}?format={format}")).is(200);
        assert!(file.header("content-disposition").contains(&format!("conventions.{format}")));
    }
    let csv = ada.get("/pole/conventions?format=csv&sorte=bookkeeping").text();
    assert!(csv.contains("Tenue des comptes;2024-01;tenue de comptabilité;"), "{csv}");

    let amendment = [
        ("rang", "1"),
        ("objet", "Deux heures de plus"),
        ("signature", "2024-05-02"),
        ("du", "2024-06-01"),
        ("au", "2099-12-31"),
        ("prix", "Un forfait de 150 € par mois"),
    ];
    ada.post("/pole/conventions/2024-01/avenant", &amendment).leads_to("/pole/conventions/2024-01");
    let page = ada.get("/pole/conventions/2024-01").is(200).says("Deux heures de plus");
    let page = page.says("150 € par mois").says("31 décembre 2099").text();
    assert!(
        !page.contains("Prix, ou son mode de calcul</dt><dd class=\"lines\">Un forfait de 120")
    );
    let told = pole.texts("SELECT price FROM convention WHERE number = '2024-01'");
    assert_eq!(told, ["Un forfait de 120 € par mois"], "what was signed is not written over");

    let end = [("dite", "2026-01-05"), ("fin", "2026-04-30"), ("motif", "Cessation d'activité")];
    ada.post("/pole/conventions/2024-01/fin", &end).leads_to("/pole/conventions/2024-01");
    let page = ada.get("/pole/conventions/2024-01").is(200).says("terminée");
    let page = page.says("dénoncée le 5 janvier 2026").says("Cessation d&#39;activité").text();
    assert!(!page.contains("Y mettre fin") && !page.contains("Inscrire un avenant"), "{page}");
    ada.post("/pole/conventions/2024-01/avenant", &amendment).is(422).says("a déjà sa fin");
    let acts = "SELECT act FROM audit WHERE act LIKE 'convention.%' ORDER BY id";
    let acts = pole.texts(acts);
    assert_eq!(acts, ["convention.enter", "convention.amend", "convention.end"]);
    // Behind the program's back neither.
    for act in [
        "UPDATE convention SET title = 'x', version = version + 1 WHERE number = '2024-01'",
        "DELETE FROM convention",
        "UPDATE convention_amendment SET price = 'x'",
        "DELETE FROM convention_amendment",
        "UPDATE convention_end SET last_day = '2030-01-01'",
        "DELETE FROM convention_end",
    ] {
        pole.sql(act).expect_err(act);
    }
    pole.is_sound();
}

fn days_that_cannot_be_true_are_told_at_their_field(place: Place) {
    let pole = cast::pole(place);
    keeper(&pole);
    let site = Server::of(&pole);
    let mut ada = enters(&site, "ada@pole.example");
    let known = count(&pole, "convention");
    for (other, at, words) in [
        (&[("du", "")][..], "du", "Dites le premier jour"),
        (&[("du", "31/02/2024")], "du", "12/03/2027 attendu"),
        (&[("signature", "2099-01-01")], "signature", "pas encore venu"),
        (&[("approbation", "2099-01-01")], "approbation", "pas encore venu"),
        (&[("au", "2023-12-31")], "au", "précède le premier jour, le 01/01/2024"),
        (&[("reconduite", "oui")], "au", "suppose un terme"),
        (&[("preavis", "61")], "preavis", "60 mois"),
        (&[("preavis", "trois")], "preavis", "nombre de mois"),
        (&[("preavis", "-1")], "preavis", "nombre de mois"),
        (&[("numero", "n° 3")], "numero", "30 lettres"),
        (&[("numero", "nouvelle")], "numero", "dont un chiffre"),
        (&[("objet", " ")], "objet", "quelques mots"),
        (&[("sorte", "loan")], "sorte", "dans la liste"),
        (&[("fournit", "vert")], "recoit", "des deux côtés"),
        (&[("recoit", "rien")], "recoit", "n&#39;existe pas"),
        (&[("sorte", "other"), ("fournit", "vert"), ("recoit", "")], "recoit", "n&#39;existe pas"),
    ] {
        wrong_at(&mut ada, ALL, &sent(other), at, words);
    }
    let alone: Vec<_> = sent(&[]).into_iter().filter(|(name, _)| *name != "fournit").collect();
    wrong_at(&mut ada, ALL, &alone, "recoit", "deux entités au moins");
    // What was typed is still there.
    let page = ada.post(ALL, &sent(&[("objet", "Un objet"), ("du", "x")])).is(422).text();
    assert!(
        page.contains("value=\"Un objet\"") && page.contains("value=\"vert\" checked"),
        "{page}"
    );
    assert_eq!(count(&pole, "convention"), known, "nothing half-written");

    ada.post(ALL, &sent(&[])).leads_to("/pole/conventions/2024-01");
    wrong_at(&mut ada, ALL, &sent(&[]), "numero", "porte déjà le numéro 2024-01");
    // Its books are kept by one at a time; others' are not concerned.
    let again = sent(&[("numero", "2025-01"), ("fournit", "bleu"), ("du", "2025-01-01")]);
    wrong_at(&mut ada, ALL, &again, "du", "La convention 2024-01");
    let of_bleu = sent(&[("numero", "2025-02"), ("recoit", "bleu")]);
    ada.post(ALL, &of_bleu).leads_to("/pole/conventions/2025-02");

    let to = "/pole/conventions/2024-01/avenant";
    let amended = |from: &'static str, until: &'static str| {
        let told = [("rang", "1"), ("objet", "Autre chose"), ("signature", "2024-05-02")];
        [&told[..], &[("du", from), ("au", until), ("prix", "")]].concat()
    };
    wrong_at(&mut ada, to, &amended("2023-12-31", ""), "du", "précéderait la convention");
    wrong_at(&mut ada, to, &amended("2024-06-01", "2024-05-31"), "au", "précède le premier jour");
    let to = "/pole/conventions/2024-01/fin";
    let ended = |told: &'static str, last: &'static str| [("dite", told), ("fin", last)];
    wrong_at(&mut ada, to, &ended("2026-01-05", "2023-12-31"), "fin", "avant son premier jour");
    wrong_at(&mut ada, to, &ended("2026-01-05", "2026-03-31"), "fin", "Le préavis est de 3 mois");
    wrong_at(&mut ada, to, &ended("2026-01-05", "2026-01-04"), "fin", "avant que ce soit dit");
    wrong_at(&mut ada, to, &ended("2099-01-05", "2099-12-31"), "dite", "pas encore venu");
    wrong_at(&mut ada, to, &ended("", ""), "fin", "Dites le dernier jour");
    let agreed = [("dite", "2026-01-05"), ("fin", "2026-01-31"), ("accord", "oui")];
    ada.post(to, &agreed).leads_to("/pole/conventions/2024-01");
    // Ended, it leaves room for another.
    let next = sent(&[("numero", "2026-01"), ("fournit", "bleu"), ("du", "2026-02-01")]);
    ada.post(ALL, &next).leads_to("/pole/conventions/2026-01");
    pole.is_sound();
}

fn an_error_is_corrected_before_it_is_in_force(place: Place) {
    let pole = cast::pole(place);
    keeper(&pole);
    let site = Server::of(&pole);
    let mut ada = enters(&site, "ada@pole.example");
    ada.post(ALL, &sent(&[("du", "2099-01-01")])).leads_to("/pole/conventions/2024-01");
    let to = "/pole/conventions/2024-01/corriger";
    ada.get("/pole/conventions/2024-01").is(200).says("à venir").says("Corriger avant");
    ada.get(to).is(200).says("value=\"Tenue des comptes\"").says("value=\"commun\" checked");
    let corrected =
        sent(&[("version", "1"), ("du", "2099-02-01"), ("objet", "Comptes"), ("recoit", "bleu")]);
    ada.post(to, &corrected).leads_to("/pole/conventions/2024-01");
    let page = ada.get("/pole/conventions/2024-01").is(200).says("convention corrigée");
    let page = page.says("avant : ").says("intitulé : Tenue des comptes").text();
    assert!(page.contains("vert (comptabilité tenue)"), "the history says who was bound: {page}");
    assert!(page.contains("bleu (comptabilité tenue)"), "{page}");
    ada.get("/pole/vert").is(200);
    assert_eq!(pole.texts("SELECT title FROM convention WHERE number = '2024-01'"), ["Comptes"]);
    // The same again is no change; an amendment or an end wait until it runs.
    let rows = pole.rows();
    let again: Vec<_> = corrected.iter().copied().filter(|(name, _)| *name != "version").collect();
    ada.post(to, &[&again[..], &[("version", "2")]].concat()).leads_to("/pole/conventions/2024-01");
    assert_eq!(pole.rows(), rows);
    let end = [("dite", "2026-01-05"), ("fin", "2099-12-31")];
    ada.post("/pole/conventions/2024-01/fin", &end).is(422).says("pas encore en vigueur");
    // In force, it is no longer corrected.
    ada.post(ALL, &sent(&[("numero", "2024-02")])).leads_to("/pole/conventions/2024-02");
    let to = "/pole/conventions/2024-02/corriger";
    ada.get(to).leads_to("/pole/conventions/2024-02");
    ada.post(to, &sent(&[("version", "1"), ("objet", "Autre")]))
        .is(422)
        .says("inscrivez un avenant");
    pole.is_sound();
}

fn two_tabs_do_not_write_twice(place: Place) {
    let pole = cast::pole(place);
    keeper(&pole);
    let site = Server::of(&pole);
    let mut ada = enters(&site, "ada@pole.example");
    ada.post(ALL, &sent(&[])).leads_to("/pole/conventions/2024-01");
    let one = "/pole/conventions/2024-01";
    let page = ada.get(one).is(200).text();
    assert!(page.contains("name=\"rang\" value=\"1\""), "{page}");
    let amendment = [
        ("rang", "1"),
        ("objet", "Une fois"),
        ("signature", "2024-05-02"),
        ("du", "2024-06-01"),
        ("au", ""),
        ("prix", ""),
    ];
    ada.post(&format!("{one}/avenant"), &amendment).leads_to(one);
    ada.post(&format!("{one}/avenant"), &amendment).is(422).says("a été inscrit entre-temps");
    assert_eq!(count(&pole, "convention_amendment"), 1);
    let end = [("dite", "2026-01-05"), ("fin", "2099-12-31")];
    ada.post(&format!("{one}/fin"), &end).leads_to(one);
    ada.post(&format!("{one}/fin"), &end).is(422).says("a déjà sa fin");

    ada.post(ALL, &sent(&[("numero", "2099-01"), ("recoit", "bleu"), ("du", "2099-01-01")]))
        .leads_to("/pole/conventions/2099-01");
    let to = "/pole/conventions/2099-01/corriger";
    let as_read = |title| {
        sent(&[("version", "1"), ("recoit", "bleu"), ("du", "2099-01-01"), ("objet", title)])
    };
    ada.post(to, &as_read("Le premier")).leads_to("/pole/conventions/2099-01");
    ada.post(to, &as_read("Le second")).is(422).says("corrigée entre-temps").says("Le second");
    assert_eq!(pole.texts("SELECT title FROM convention WHERE number = '2099-01'"), ["Le premier"]);

    // At once, the same number is taken once.
    let at_once = std::thread::scope(|scope| {
        let cookies = ada.clone();
        let tabs: Vec<_> = (0..6)
            .map(|_| {
                let mut tab = cookies.clone();
                let sent = sent(&[("numero", "7"), ("sorte", "premises")]);
                scope.spawn(move || tab.post(ALL, &sent).status)
            })
            .collect();
        let answers = tabs.into_iter().map(|tab| tab.join().expect("an answer"));
        answers.collect::<Vec<_>>()
    });
    assert_eq!(at_once.iter().filter(|status| **status == 303).count(), 1, "{at_once:?}");
    assert!(at_once.iter().all(|status| [303, 422].contains(status)), "{at_once:?}");
    pole.is_sound();
}

fn a_president_reads_those_of_their_own(place: Place) {
    let pole = cast::pole(place);
    keeper(&pole);
    for (email, role, more) in [
        ("rose@pole.example", "president", "--association vert"),
        ("paul@pole.example", "president", "--association bleu"),
        ("conseil@pole.example", "board-member", ""),
        ("etat@pole.example", "funder", ""),
    ] {
        add_user(&pole, email, role, more).done();
    }
    let site = Server::of(&pole);
    let mut ada = enters(&site, "ada@pole.example");
    ada.post(ALL, &sent(&[])).leads_to("/pole/conventions/2024-01");
    let of_bleu = sent(&[("numero", "2024-02"), ("recoit", "bleu"), ("objet", "Secret de bleu")]);
    ada.post(ALL, &of_bleu).leads_to("/pole/conventions/2024-02");

    let mut rose = enters(&site, "rose@pole.example");
    rose.get("/a/vert").is(200).says("/a/vert/conventions");
    let list = rose.get("/a/vert/conventions").is(200).says("2024-01").says("Tenue des comptes");
    assert!(!list.text().contains("2024-02") && !list.text().contains("Secret"), "{}", list.main());
    let csv = rose.get("/a/vert/conventions?format=csv").is(200).text();
    assert!(csv.contains("2024-01") && !csv.contains("2024-02"), "{csv}");
    let page = rose.get("/a/vert/conventions/2024-01").is(200).says("120 € par mois");
    assert!(!page.text().contains("Y mettre fin"), "she changes nothing: {}", page.main());
    rose.get("/pole/vert").is(200).says("/a/vert/conventions/2024-01");
    for path in ["/pole/bleu", "/pole/commun", "/pole", "/recherche?q=secret", "/recherche?q=2024"]
    {
        let page = rose.get(path).is(200).text();
        assert!(!page.contains("2024-02") && !page.contains("Secret de bleu"), "{path}: {page}");
    }
    rose.get("/recherche?q=2024").says("/a/vert/conventions/2024-01");
    let absent = rose.get("/a/vert/conventions/1890-01").is(404);
    for foreign in ["/a/vert/conventions/2024-02", "/a/bleu/conventions/2024-02", ALL] {
        let answer = rose.get(foreign).is(404);
        assert_eq!(answer.main(), absent.main(), "{foreign} answers as what is not there");
    }
    for path in ["/pole/conventions/2024-01", "/pole/conventions/nouvelle"] {
        rose.get(path).is(404);
    }
    rose.post(ALL, &sent(&[("numero", "9")])).is(404);
    rose.post("/pole/conventions/2024-01/fin", &[("dite", "2026-01-05")]).is(404);
    rose.post("/a/vert/conventions", &sent(&[("numero", "9")])).is(405);

    let mut paul = enters(&site, "paul@pole.example");
    paul.get("/a/bleu/conventions").is(200).says("Secret de bleu");
    paul.get("/a/bleu/conventions/2024-01").is(404);
    // The board reads them all and changes nothing; a funder reads none.
    let mut board = enters(&site, "conseil@pole.example");
    board.get(ALL).is(200).says("2024-01").says("2024-02");
    board.get("/pole").is(200).says("/pole/conventions");
    board.get("/pole/conventions/nouvelle").is(404);
    board.post("/pole/conventions/2024-01/fin", &[("dite", "2026-01-05")]).is(404);
    let mut funder = enters(&site, "etat@pole.example");
    funder.get(ALL).is(404);
    funder.get("/pole/conventions/2024-01").is(404);
}

fn hostile_texts_stay_texts(place: Place) {
    let pole = cast::pole(place);
    keeper(&pole);
    let site = Server::of(&pole);
    let mut ada = enters(&site, "ada@pole.example");
    let poison = "<script>alert(1)</script>\"'=cmd|'/C calc'!A1{{7*7}}";
    let told = sent(&[("objet", poison), ("prix", poison), ("note", poison)]);
    ada.post(ALL, &told).leads_to("/pole/conventions/2024-01");
    for path in [ALL, "/pole/conventions/2024-01", "/pole/vert", "/recherche?q=alert", "/actes"] {
        let page = ada.get(path).is(200).text();
        assert!(!page.contains("<script>alert"), "{path}: {page}");
    }
    let csv = ada.get("/pole/conventions?format=csv").is(200).text();
    assert!(csv.contains("script>alert"), "{csv}");
    let long = "é".repeat(2_500);
    for bad in ["Zoé\r\nBcc: eve@evil.example", "Zoé \u{202e}gpj.exe", "\u{1}", &long] {
        ada.post(ALL, &sent(&[("numero", "2"), ("objet", bad)])).is(422);
        let number = format!("/pole/conventions/{}", web_part(&bad[..bad.len().min(40) & !1]));
        ada.get(&number).is(404);
    }
    for bad in ["\u{1}", "a\u{202e}b", &long] {
        ada.post(ALL, &sent(&[("numero", "2"), ("prix", bad)])).is(422).says("marque invisible");
    }
    for query in ["?etat=%00", "?sorte=%27&entite=%ff", "?format=exe", "?entite=vert&entite=bleu"] {
        let answer = ada.get(&format!("{ALL}{query}"));
        assert!(answer.status < 500, "{query}: {}", answer.status);
    }
    ada.post(ALL, &[("numero", "1"), ("numero", "2"), ("recoit", "vert"), ("recoit", "vert")])
        .is(422);
    ada.post(ALL, &sent(&[("du", "0001-01-01"), ("au", "9999-12-31"), ("reconduite", "oui")]))
        .is(422);
    let old = sent(&[("numero", "3"), ("recoit", "bleu"), ("signature", "0001-01-01")]);
    let old = [&old[..], &[("reconduite", "oui")]].concat();
    let old: Vec<_> = old
        .into_iter()
        .map(|(name, value)| match name {
            "du" | "au" => (name, "0001-01-01"),
            _ => (name, value),
        })
        .collect();
    ada.post(ALL, &old).leads_to("/pole/conventions/3");
    ada.get("/pole/conventions/3").is(200).says("reconduite");
    pole.is_sound();
}

/// A text as a part of an address.
fn web_part(text: &str) -> String {
    web::address::part(text)
}
