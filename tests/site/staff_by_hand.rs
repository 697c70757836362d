//! Contracts, hours and people received, typed in by those who keep them: what is typed counts as what
//! a file brings, what is wrong is told where it stands, and what was there before stays to be read.

use super::browser::{Answer, Browser};
use super::cast::{self, add_user};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    what_is_typed_counts_as_what_is_brought
    every_wrong_field_is_told_and_nothing_is_lost
    what_is_odd_is_asked_once
    a_month_is_written_whole_or_not_at_all
    what_others_have_is_not_there
    poison_stays_text
}

pub(super) const NEW_CONTRACT: &str = "/a/vert/emplois/nouveau-contrat";
pub(super) const NEW_FILE: &str = "/a/vert/emplois/nouveau-dossier";
pub(super) const MONTH: &str = "/a/vert/emplois/mois";

pub(super) const CONTRACT: [(&str, &str); 12] = [
    ("contrat", "V7"),
    ("activite", "Association vert"),
    ("nom", "Le Goff"),
    ("prenom", "Zoé"),
    ("naissance", "1980-02-03"),
    ("sexe", "F"),
    ("categorie", "insertion"),
    ("type", "CDDI"),
    ("debut", "2025-01-01"),
    ("fin", "2025-06-30"),
    ("heures_hebdo", "26"),
    ("reference_hebdo", "35"),
];

pub(super) const FILE: [(&str, &str); 8] = [
    ("dossier", "D7"),
    ("activite", "Association vert"),
    ("nom", "Le Goff"),
    ("prenom", "Zoé"),
    ("naissance", "1980-02-03"),
    ("sexe", "X"),
    ("ouverture", "2025-01-10"),
    ("cloture", ""),
];

/// Fields with some of them otherwise.
pub(super) fn with<'a>(
    fields: &[(&'a str, &'a str)],
    other: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut fields = fields.to_vec();
    for (name, value) in other {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields
}

/// What a page's hidden field holds.
#[track_caller]
pub(super) fn hidden(answer: &Answer, name: &str) -> String {
    let text = answer.text();
    let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\"")).expect(name);
    rest.split('"').next().expect("its end").to_owned()
}

/// « vert » and « bleu », each with one activity and nobody yet, and an accountant of « vert ».
pub(super) fn empty_pole(place: Place) -> Pole {
    let pole = Pole::new(place);
    for (slug, siren) in [("vert", "123456782"), ("bleu", "732829320")] {
        pole.run(&format!(
            "association add --slug {slug} --name «Association {slug}» --siren {siren} --kind aci"
        ))
        .done();
        pole.run(&format!("perimeter add --association {slug} --from 2025-01-01")).done();
    }
    pole
}

/// Somebody who keeps the jobs of « vert » and signs in with a password only.
pub(super) fn keeper<'s>(pole: &Pole, site: &'s Server) -> Browser<'s> {
    add_user(pole, "lise@pole.example", "counsellor", "--association vert").done();
    let mut lise = site.browser();
    lise.enter("lise@pole.example");
    lise
}

/// One line of a month.
pub(super) fn line<'a>(
    contract: &'a str,
    seen: &'a str,
    [hours, gross, net]: [&'a str; 3],
) -> [(&'a str, &'a str); 5] {
    [("contrat", contract), ("vu", seen), ("heures", hours), ("brut", gross), ("net", net)]
}

pub(super) fn month<'a>(
    month: &'a str,
    lines: &[[(&'a str, &'a str); 5]],
) -> Vec<(&'a str, &'a str)> {
    std::iter::once(("mois", month)).chain(lines.iter().flatten().copied()).collect()
}

fn exports(pole: &Pole) -> [Vec<u8>; 3] {
    ["contracts", "hours", "beneficiaries"].map(|table| {
        pole.run(&format!("export {table} --association vert --out sortie.csv")).done();
        pole.read("sortie.csv")
    })
}

fn what_is_typed_counts_as_what_is_brought(place: Place) {
    let typed = empty_pole(place);
    let site = Server::of(&typed);
    let mut lise = keeper(&typed, &site);
    let other = [
        ("contrat", "V8"),
        ("nom", "O'Brien-Le Bras"),
        ("prenom", "Œuvré"),
        ("categorie", "permanent"),
        ("type", "CDI"),
        ("debut", "01/02/2025"),
        ("fin", ""),
        ("heures_hebdo", "17,333"),
        ("sexe", "H"),
    ];
    for fields in [CONTRACT.to_vec(), with(&CONTRACT, &other)] {
        let to = lise.post(NEW_CONTRACT, &fields).is(303).to().to_owned();
        lise.get(&to).is(200).says("Le contrat est enregistré.");
    }
    lise.get(&format!("{MONTH}?mois=2025-03")).is(200).says("Le Goff Zoé").says("name=\"heures\"");
    let lines = [
        line("V7", "||", ["112,67", "1 354,29", "1072.10"]),
        line("V8", "||", ["75,11", "1400", "1090,5"]),
    ];
    lise.post(MONTH, &month("2025-03", &lines)).is(303);
    lise.post(MONTH, &month("2025-04", &lines[..1])).is(303);
    for fields in [
        FILE.to_vec(),
        with(
            &FILE,
            &[("dossier", "D8"), ("prenom", "Luc"), ("sexe", "H"), ("cloture", "2025-03-31")],
        ),
    ] {
        lise.post(NEW_FILE, &fields).is(303);
    }

    let brought = empty_pole(place);
    brought.put(
        "contrats.csv",
        "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n\
         V7;Association vert;Le Goff;Zoé;1980-02-03;F;insertion;CDDI;2025-01-01;2025-06-30;26;35\n\
         V8;Association vert;O'Brien-Le Bras;Œuvré;1980-02-03;H;permanent;CDI;2025-02-01;;17,333;35\n",
    );
    brought.put(
        "heures.csv",
        "contrat;mois;heures;brut;net\nV7;2025-03;112,67;1354,29;1072,10\n\
         V8;2025-03;75,11;1400;1090,50\nV7;2025-04;112,67;1354,29;1072,10\n",
    );
    brought.put(
        "accueil.csv",
        "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture\n\
         D7;Association vert;Le Goff;Zoé;1980-02-03;X;2025-01-10;\n\
         D8;Association vert;Le Goff;Luc;1980-02-03;H;2025-01-10;2025-03-31\n",
    );
    for (table, file) in
        [("contracts", "contrats"), ("hours", "heures"), ("beneficiaries", "accueil")]
    {
        brought.run(&format!("import {table} --association vert {file}.csv")).done();
    }
    let ours = exports(&typed);
    assert_eq!(ours, exports(&brought), "the same to the byte");
    for (table, bytes) in ["contrats", "heures", "accueil"].into_iter().zip(ours) {
        let taken = lise.get(&format!("/a/vert/emplois/fichier/{table}.csv")).is(200);
        assert_eq!(taken.body, bytes, "by the page too");
    }
    let report = |pole: &Pole| pole.run("report --year 2025 --format json").done().json();
    let (ours, theirs) = (report(&typed), report(&brought));
    assert_eq!(ours, theirs);
    assert_ne!(ours["totals"]["fte"]["insertion"], "0.00", "hours are counted");
    assert_ne!(ours["totals"]["fte"]["permanent"], "0.00", "posts are counted");
    assert_eq!(ours["totals"]["beneficiaries"]["persons"], 2);
    assert_eq!(ours["totals"]["salaries"]["net_paid_cents"], 107_210 * 2 + 109_050);
    typed.is_sound();
}

fn every_wrong_field_is_told_and_nothing_is_lost(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let before = pole.rows();
    let long = "x".repeat(201);
    let wrong = [
        ("contrat", "V1", "est déjà enregistré"),
        ("activite", "Verger", "pas de Association vert"),
        ("nom", "42", "ne contient aucune lettre"),
        ("prenom", "", "Prénom\u{a0}: à remplir."),
        ("naissance", "31/02/1980", "pas une date du calendrier"),
        ("categorie", "stage", "ni insertion ni permanent"),
        ("type", long.as_str(), "dépasse 200 caractères"),
        ("debut", "1025-01-01", "n&#39;est pas entre 1950 et 2100"),
        ("fin", "jeudi", "pas une date du calendrier"),
        ("heures_hebdo", "99", "heures ne sont pas possibles ici"),
        ("reference_hebdo", "0", "référence hebdomadaire est zéro"),
    ];
    let all: Vec<(&str, &str)> = wrong.iter().map(|(name, value, _)| (*name, *value)).collect();
    let sent = with(&CONTRACT, &all);
    let page = lise.post(NEW_CONTRACT, &sent).is(422);
    for (name, value, words) in &wrong {
        page.clone()
            .says(words)
            .says(&format!("href=\"#{name}\""))
            .says(&format!("id=\"{name}-erreur\""));
        if !value.is_empty() {
            page.clone().says(&format!("value=\"{value}\""));
        }
        // And each alone.
        let alone = with(&CONTRACT, &[(*name, *value)]);
        let page = lise.post(NEW_CONTRACT, &alone).is(422);
        page.clone().says(words).says(&format!("id=\"{name}-erreur\""));
        assert_eq!(page.text().matches("-erreur\">").count(), 1, "{name}: {}", page.main());
    }
    lise.post(NEW_CONTRACT, &[]).is(422);
    for (name, value, words) in [
        ("dossier", "V1", "est déjà enregistré"),
        ("ouverture", "", "Accueil le\u{a0}: à remplir."),
        ("cloture", "2024-12-31", "avant ouverture le 10/01/2025"),
        ("naissance", "2025-02-01", "l&#39;une des deux dates est fausse"),
        ("prenom", "a\u{202e}b", "caractère invisible"),
    ] {
        let page = lise.post(NEW_FILE, &with(&FILE, &[(name, value)])).is(422);
        page.says(words).says(&format!("id=\"{name}-erreur\""));
    }
    let after = pole.rows();
    assert_eq!(after, before, "nothing is written");
}

fn what_is_odd_is_asked_once(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let odd = with(&CONTRACT, &[("type", "Stage"), ("naissance", "2015-02-03")]);
    let page = lise.post(NEW_CONTRACT, &odd).is(422);
    page.clone().says("est gardé tel quel").says("10 ans").says("Enregistrer tel quel");
    let codes = hidden(&page, "remarques");
    assert_eq!(pole.number("SELECT COUNT(*) FROM contract"), 6);
    // Another oddity is another question.
    let more = with(&odd, &[("remarques", &codes), ("heures_hebdo", "49")]);
    let page = lise.post(NEW_CONTRACT, &more).is(422).says("dépassent les 48 h");
    let codes = hidden(&page, "remarques");
    lise.post(NEW_CONTRACT, &with(&more, &[("remarques", &codes)])).is(303);
    // What was odd already is not asked of whoever changes something else.
    let seen = hidden(&lise.get("/a/vert/contrats/V7/fin").is(200), "vu");
    lise.post("/a/vert/contrats/V7/fin", &[("fin", "2025-07-31"), ("vu", &seen)]).is(303);
    let lines = [line("V7", "||", ["300", "100", "200"])];
    let sent = month("2025-03", &lines);
    let page =
        lise.post(MONTH, &sent).is(422).says("plus de 60 h par semaine").says("au-dessus du brut");
    let codes = hidden(&page, "remarques");
    let sent: Vec<_> = sent.into_iter().chain([("remarques", codes.as_str())]).collect();
    lise.post(MONTH, &sent).is(303);
    pole.is_sound();
}

fn a_month_is_written_whole_or_not_at_all(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let before = pole.rows();
    let lines =
        [line("V1", "||", ["150", "1800", "1400"]), line("V2", "||", ["beaucoup", "", "1,234"])];
    let page = lise.post(MONTH, &month("2025-04", &lines)).is(422);
    for words in [
        "n&#39;est pas un nombre d&#39;heures",
        "Brut\u{a0}: à remplir.",
        "a plus de deux décimales",
        "href=\"#heures-1\"",
        "href=\"#brut-1\"",
        "href=\"#net-1\"",
        "value=\"beaucoup\"",
        "value=\"150\"",
    ] {
        page.clone().says(words);
    }
    assert_eq!(pole.rows(), before, "not even the good line");
    // Outside of the contract, of another association, twice.
    for (number, words) in [
        ("V1", "est en dehors du contrat"),
        ("B2", "pas de contrat «\u{a0}B2\u{a0}»"),
        ("<b>", "pas de contrat"),
    ] {
        let sent = month("2025-09", &[line(number, "||", ["1", "1", "1"])]);
        lise.post(MONTH, &sent).is(422).says(words);
    }
    let twice = [line("V2", "||", ["1", "1", "1"]), line("V2", "||", ["2", "2", "2"])];
    lise.post(MONTH, &month("2025-04", &twice)).is(422).says("deux fois dans le formulaire");
    for text in ["", "2025-13", "0000-01", "99999-01", "<script>", "2025-03 OR 1"] {
        lise.post(MONTH, &month(text, &lines[..1])).is(400);
        let address = format!("{MONTH}?mois={}", web::address::part(text));
        lise.get(&address).is(if text.is_empty() { 200 } else { 400 });
    }
    assert_eq!(pole.rows(), before);
    for month in ["0", "202513", "-202503"] {
        let act = format!("UPDATE month_work SET month = {month}");
        pole.sql(&act).expect_err("a month of work is a month");
    }
    pole.is_sound();
}

fn what_others_have_is_not_there(place: Place) {
    let pole = cast::pole(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    add_user(&pole, "remi@pole.example", "treasurer", "--association vert").done();
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let before = pole.rows();
    for path in [
        "/a/bleu/emplois/nouveau-contrat",
        "/a/bleu/emplois/nouveau-dossier",
        "/a/bleu/emplois/mois",
        "/a/bleu/contrats/B1/corriger",
        "/a/bleu/contrats/B1/retirer",
        "/a/bleu/accueil",
        "/a/bleu/accueil/B1",
        "/a/bleu/accueil/B1/cloture",
        // Another's numbers at one's own address.
        "/a/vert/contrats/B1",
        "/a/vert/contrats/B1/corriger",
        "/a/vert/accueil/B1",
        "/a/vert/accueil/B1/retirer",
        "/a/vert/contrats/V1/autre",
    ] {
        lise.get(path).is(404);
        let answer = lise.post(path, &with(&CONTRACT, &[("motif", "x")]));
        assert!([404, 405].contains(&answer.status), "{path}: {}", answer.status);
    }
    let mut rose = site.browser();
    rose.enter("rose@pole.example");
    let page = rose.get("/a/vert/contrats/V1").is(200).text();
    assert!(!page.contains("/corriger"), "who reads does not change: {page}");
    rose.get("/a/vert/accueil/V1").is(200);
    for path in ["/a/vert/contrats/V1/corriger", MONTH, NEW_CONTRACT, "/a/vert/accueil/V1/cloture"]
    {
        rose.get(path).is(404);
        rose.post(path, &CONTRACT).is(404);
    }
    // Counts only, where the role says so.
    let mut remi = site.browser();
    remi.enter("remi@pole.example");
    let page = remi.get("/a/vert/emplois").is(200).text();
    for word in ["Le Goff", "Martin", "/contrats", "/accueil", "nouveau-contrat", "V1"] {
        assert!(!page.contains(word), "{word}: {page}");
    }
    for path in ["/a/vert/contrats", "/a/vert/contrats/V1", "/a/vert/accueil", "/a/vert/accueil/V1"]
    {
        remi.get(path).is(404);
    }
    let mut after = pole.rows();
    for table in ["session", "audit"] {
        after.insert(table.to_owned(), before[table]);
    }
    assert_eq!(after, before);
}

/// What must never come back as it was typed, nor break anything.
const POISON: [&str; 9] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "=cmd|'/C calc'!A1",
    "'=1+1",
    "{{7*7}}${7*7}",
    "Zoé\r\nBcc: eve@evil.example",
    "a\u{1}b",
    "V1/../V2?x=1#y%2F",
];

fn poison_stays_text(place: Place) {
    let pole = cast::pole(place);
    let site = Server::of(&pole);
    let mut lise = keeper(&pole, &site);
    let long = "é".repeat(5_000);
    let fields: Vec<&str> = CONTRACT.iter().chain(&FILE).map(|(name, _)| *name).collect();
    for (rank, poison) in POISON.into_iter().chain([long.as_str()]).enumerate() {
        for name in fields.iter().chain(&["motif", "vu", "remarques"]) {
            let number = format!("P{rank}.{name}");
            let new = with(&CONTRACT, &[("contrat", &number), (name, poison)]);
            let answer = lise.post(NEW_CONTRACT, &new);
            assert!([303, 422].contains(&answer.status), "{name} {poison}: {}", answer.status);
            is_clean(&answer, name);
            let new = with(&FILE, &[("dossier", &number), (name, poison)]);
            let answer = lise.post(NEW_FILE, &new);
            assert!([303, 422].contains(&answer.status), "{name} {poison}: {}", answer.status);
            is_clean(&answer, name);
            for path in ["/a/vert/contrats/V1/corriger", "/a/vert/accueil/V1/corriger"] {
                let answer = lise.post(path, &with(&new, &[(name, poison)]));
                assert!([303, 422].contains(&answer.status), "{path} {name}: {}", answer.status);
                is_clean(&answer, name);
            }
        }
        for at in 0..5 {
            let mut poisoned = line("V2", "||", ["1", "1", "1"]);
            poisoned[at].1 = poison;
            let answer = lise.post(MONTH, &month("2025-05", &[poisoned]));
            assert!([303, 422].contains(&answer.status), "{poisoned:?}: {}", answer.status);
            is_clean(&answer, poisoned[at].0);
        }
    }
    // What was kept is read back as it was typed, and leads to its own page.
    let kept = pole.texts("SELECT number FROM contract WHERE association_id = 1");
    for number in ["<script>alert(1)</script>", "'=1+1", "V1/../V2?x=1#y%2F"] {
        assert!(kept.iter().any(|kept| kept == number), "{number}: {kept:?}");
        let page = format!("/a/vert/contrats/{}", web::address::part(number));
        is_clean(&lise.get(&page).is(200), number);
        let form = lise.get(&format!("{page}/corriger")).is(200);
        let seen = hidden(&form, "vu");
        let same = with(&CONTRACT, &[("vu", &seen), ("motif", "rien")]);
        lise.post(&format!("{page}/corriger"), &same).is(303);
    }
    for path in ["/a/vert/contrats?annee=2025", "/a/vert/accueil?annee=2025", MONTH] {
        is_clean(&lise.get(path).is(200), path);
    }
    // And files hold no formula.
    for table in exports(&pole) {
        let text = String::from_utf8(table).expect("UTF-8");
        assert!(!text.contains(";=") && !text.contains("\n="), "{text}");
    }
    pole.is_sound();
}

/// The page holds no mark that somebody typed.
#[track_caller]
fn is_clean(answer: &Answer, what: &str) {
    let text = answer.text();
    for mark in ["<script>alert", "<img src=x", "onerror=alert(1)>", "' onmouseover='"] {
        assert!(!text.contains(mark), "{what} holds {mark}: {text}");
    }
}
