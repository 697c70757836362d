//! Questions and documents: a president asks what an expense is, the accountant asks for a piece
//! that is missing; each is told by letter; nobody else learns anything of it.

mod documents;
mod hostile;
mod others;

use super::browser::{Answer, Browser};
use super::cast::{self, add_user};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_president_asks_and_the_accountant_answers
    a_missing_piece_is_answered_by_a_document
    two_tabs_close_once
    lists_go_out_safely
}

const ROSE: &str = "rose@pole.example";
const MARIE: &str = "marie@pole.example";
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00photo";
const ENTRY: &str = "/a/vert/ecritures/2025-12-31/2";
const ASK: &str = "/a/vert/questions/poser";
const FIRST: &str = "/a/vert/questions/1";

/// A pôle where two presidents, an accountant, a treasurer, a counsellor and an auditor sit.
fn pole(place: Place) -> Pole {
    let pole = cast::pole(place);
    // A demonstration asks no second factor.
    pole.sql("UPDATE pole SET notice = 'essai'").expect("a notice");
    for (email, role, more) in [
        (ROSE, "president", "--association vert"),
        ("paul@pole.example", "president", "--association bleu"),
        (MARIE, "accountant", ""),
        ("remi@pole.example", "treasurer", "--association vert"),
        ("lise@pole.example", "counsellor", "--association vert"),
        ("cac@pole.example", "auditor", "--association vert"),
        ("anne@pole.example", "director", ""),
    ] {
        add_user(&pole, email, role, more).done();
    }
    pole
}

fn enters<'s>(site: &'s Server, email: &str) -> Browser<'s> {
    let mut browser = site.browser();
    browser.enter(email);
    browser
}

/// A file, by its name and its bytes.
type Sent<'f> = (&'f str, &'f [u8]);

/// What a browser sends for a field of files that was left empty.
const NO_FILE: &[Sent<'static>] = &[("", b"")];

/// Sends a form with files.
fn send(
    browser: &mut Browser<'_>,
    path: &str,
    fields: &[(&str, &str)],
    files: &[Sent<'_>],
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    for (name, bytes) in if files.is_empty() { NO_FILE } else { files } {
        let name = name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        body.extend_from_slice(
            format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"documents\"; filename=\"{name}\"\r\n\
                 Content-Type: text/html\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--frontier--\r\n");
    browser.post_as(path, "multipart/form-data; boundary=frontier", &body)
}

/// The addresses of the documents on a page.
fn documents(answer: &Answer) -> Vec<String> {
    answer.links().into_iter().filter(|link| link.contains("/documents/")).collect()
}

fn state(pole: &Pole, number: i64) -> String {
    let sql = format!("SELECT state FROM question WHERE association_id = 1 AND number = {number}");
    pole.texts(&sql).remove(0)
}

fn a_president_asks_and_the_accountant_answers(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, mut marie) = (enters(&site, ROSE), enters(&site, MARIE));
    let page = rose.get(ENTRY).is(200).says("Poser une question");
    let ask = page.links().into_iter().find(|link| link.starts_with(ASK)).expect("a way to ask");
    let page = rose.get(&ask).is(200).says("Écriture 2 de l&#39;exercice clos le 31/12/2025");
    let page = page.says("attendue de la comptabilité").text();
    assert!(page.contains(&format!("name=\"sujet\" value=\"{ENTRY}\"")), "{page}");
    let known = acts(&pole).len();
    let words = "Qu'est-ce que cette dépense ?\r\nMerci.";
    send(&mut rose, ASK, &[("sujet", ENTRY), ("message", words)], &[]).leads_to(FIRST);
    let letter = site.letter_to(MARIE, 0);
    for told in ["Association vert", "riture 2", "/a/vert/questions/1"] {
        assert!(letter.contains(told), "{told}: {letter}");
    }
    assert!(!letter.contains("dépense") && !letter.contains("100,00"), "{letter}");
    for other in [ROSE, "paul@pole.example", "remi@pole.example", "anne@pole.example"] {
        assert!(site.letters_to(other).is_empty(), "{other} is not awaited");
    }
    let thread = rose.get(FIRST).is(200).says("Qu&#39;est-ce que cette dépense ?<br>Merci.");
    thread.says("ouverte").says("de la comptabilité").says("Nom rose@pole.example");
    rose.get(ENTRY).is(200).says("Question 1, de Nom rose@pole.example").says("ouverte");
    assert!(!rose.get("/a/vert").text().contains("attend de vous"), "it is not for her to answer");
    // The accountant's first page counts what waits, association by association.
    let portfolio = marie.get("/").is(200).says("Questions en attente");
    let file = marie.get("/?format=csv").is(200).text();
    assert!(file.contains("Association vert;2025-12-31;"), "{file}");
    assert!(portfolio.links().iter().any(|link| link == "/a/vert/questions?etat=ouvertes"));
    assert!(!portfolio.links().iter().any(|link| link.contains("/a/bleu/questions")));
    marie.get("/a/vert").is(200).says("Une question attend votre réponse.").says("Question 1");
    send(&mut marie, FIRST, &[("message", "Le loyer de mars.")], &[]).leads_to(FIRST);
    assert_eq!(state(&pole, 1), "answered");
    let letter = site.letter_to(ROSE, 0);
    assert!(letter.contains("Bonjour Nom rose@pole.example"), "{letter}");
    assert!(!letter.contains("loyer"), "{letter}");
    assert!(!marie.get("/a/vert").text().contains("attend votre"), "she answered");
    let home = rose.get("/a/vert").is(200).says("Votre question a une réponse.");
    assert!(home.links().iter().any(|link| link == FIRST), "the answer is one step away");
    assert!(!marie.get("/a/vert").text().contains("On vous a répondu"), "she did not ask");
    rose.get(FIRST).is(200).says("répondue").says("Le loyer de mars.").says("Clore la question");
    rose.post("/a/vert/questions/1/clore", &[]).leads_to(FIRST);
    assert!(!rose.get("/a/vert").text().contains("On vous a répondu"), "she has read it");
    marie.get(FIRST).is(200).says("close").says("Écrire et rouvrir la question");
    // Either side opens it again by a message.
    send(&mut rose, FIRST, &[("message", "Et celui d'avril ?")], &[]).leads_to(FIRST);
    assert_eq!(state(&pole, 1), "open");
    marie.post("/a/vert/questions/1/clore", &[]).leads_to(FIRST);
    send(&mut marie, FIRST, &[("message", "Avec celui de mai.")], &[]).leads_to(FIRST);
    assert_eq!(state(&pole, 1), "answered");
    let steps = ["ask", "answer", "close", "reopen", "close", "reopen"];
    let steps = steps.map(|step| format!("question.{step}"));
    let acts = acts(&pole);
    let done = acts[known..].iter().filter(|act| act.starts_with("question."));
    assert!(done.eq(&steps), "{acts:?}");
    // Found by its number and by its words, by those to whom it is open.
    for words in ["question+1", "loyer", "depense", "ailleurs"] {
        let found = rose.get(&format!("/recherche?q={words}")).is(200).links();
        let is_found = found.iter().any(|link| link == FIRST);
        assert_eq!(is_found, words != "ailleurs", "{words}: {found:?}");
    }
    rose.get("/a/vert/actes").is(200).says("question posée").says("question close");
    pole.is_sound();
}

/// The acts of the trail so far, in order.
fn acts(pole: &Pole) -> Vec<String> {
    pole.texts("SELECT act FROM audit ORDER BY id")
}

fn a_missing_piece_is_answered_by_a_document(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, mut marie) = (enters(&site, ROSE), enters(&site, MARIE));
    let sent = [("sujet", ENTRY), ("message", "La facture manque."), ("piece", "oui")];
    send(&mut marie, ASK, &sent, &[]).leads_to(FIRST);
    for awaited in [ROSE, "remi@pole.example"] {
        let letter = site.letter_to(awaited, 0);
        assert!(letter.contains("Une pièce est attendue de l'association"), "{letter}");
    }
    // An entry is not for a counsellor, nor awaited from who audits or directs the whole pôle.
    for other in ["lise@pole.example", "cac@pole.example", "anne@pole.example", MARIE] {
        assert!(site.letters_to(other).is_empty(), "{other}");
    }
    rose.get("/").leads_to("/a/vert");
    rose.get("/a/vert").is(200).says("attend de vous").says("Pièce manquante 1");
    rose.get(FIRST).is(200).says("Un document est attendu").says("accept=\"application/pdf,image");
    send(&mut rose, FIRST, &[("message", "Je la cherche.")], &[]).leads_to(FIRST);
    assert_eq!(state(&pole, 1), "open", "words alone do not answer");
    send(&mut rose, FIRST, &[("message", "")], &[("photo.jpg", JPEG)]).leads_to(FIRST);
    assert_eq!(state(&pole, 1), "answered");
    assert!(!rose.get("/a/vert").text().contains("attend de vous"));
    // The entry shows its document to those who may read it.
    let entry = marie.get(ENTRY).is(200).says("Documents joints").says("photo.jpg");
    assert_eq!(documents(&entry).len(), 1);
    pole.is_sound();
}

fn two_tabs_close_once(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, marie) = (enters(&site, ROSE), enters(&site, MARIE));
    send(&mut rose, ASK, &[("message", "Une seule fois.")], &[]).leads_to(FIRST);
    let close = |mut tab: Browser<'_>| tab.post("/a/vert/questions/1/clore", &[]);
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let tabs = [rose.clone(), marie.clone(), rose.clone(), marie.clone()];
        let all = tabs.map(|tab| scope.spawn(move || close(tab)));
        all.into_iter().map(|one| one.join().expect("an answer")).collect()
    });
    let done = answers.iter().filter(|answer| answer.status == 303).count();
    assert_eq!(
        done,
        1,
        "one closes: {:?}",
        answers.iter().map(|one| one.status).collect::<Vec<_>>()
    );
    for late in answers.into_iter().filter(|answer| answer.status != 303) {
        late.is(422).says("Cette question est déjà close.");
    }
    assert_eq!(acts(&pole).iter().filter(|act| *act == "question.close").count(), 1);
    // Messages that arrive together each have their place, and the same bytes are kept once.
    let write =
        |mut tab: Browser<'_>| send(&mut tab, FIRST, &[("message", "x")], &[("x.pdf", PDF)]);
    std::thread::scope(|scope| {
        let tabs = [rose.clone(), marie.clone(), rose.clone(), marie.clone()];
        for one in tabs.map(|tab| scope.spawn(move || write(tab))) {
            one.join().expect("an answer").leads_to(FIRST);
        }
    });
    assert_eq!(pole.number("SELECT MAX(position) FROM question_message"), 5);
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM document"), 1);
    pole.is_sound();
}

fn lists_go_out_safely(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = enters(&site, ROSE);
    rose.get("/a/vert/questions").is(200).says("Aucune question n&#39;a encore été posée");
    for words in ["=SOMME(A1:A9)", "Deuxième"] {
        send(&mut rose, ASK, &[("message", words)], &[]).is(303);
    }
    rose.post("/a/vert/questions/2/clore", &[]).is(303);
    let csv = rose.get("/a/vert/questions?format=csv").is(200).text();
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[1].starts_with("Question 1;") && lines[1].contains("'=SOMME"), "{csv}");
    assert!(lines[2].starts_with("Question 2;"), "open ones come first: {csv}");
    for (state, kept) in [("ouvertes", "Question 1"), ("closes", "Question 2")] {
        let page = rose.get(&format!("/a/vert/questions?etat={state}")).is(200).says(kept);
        page.says(&format!("/a/vert/questions?etat={state}&#38;format=ods"));
        let csv = rose.get(&format!("/a/vert/questions?etat={state}&format=csv")).is(200).text();
        assert_eq!(csv.lines().count(), 2, "{csv}");
    }
    rose.get("/a/vert/questions?etat=repondues").is(200).says("Aucune question n&#39;est dans");
    for asked in ["etat=rien", "etat=%3Cscript%3E"] {
        rose.get(&format!("/a/vert/questions?{asked}")).is(200).says("Question 2");
    }
    for format in ["xlsx", "ods"] {
        let file = rose.get(&format!("/a/vert/questions?format={format}")).is(200);
        assert!(file.body.starts_with(b"PK"));
    }
    rose.get("/a/vert/questions?format=exe").is(400);
}
