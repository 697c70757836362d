//! Questions and documents: a president asks what an expense is, the accountant asks for a piece
//! that is missing; each is told by letter; nobody else learns anything of it.

use std::time::Duration;

use super::browser::{Answer, Browser};
use super::cast::{self, add_user};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_president_asks_and_the_accountant_answers
    a_missing_piece_is_answered_by_a_document
    a_document_comes_back_as_it_was_sent
    files_that_are_no_document_are_refused
    threads_are_there_for_those_who_may_read_of_their_subject
    a_thread_of_others_is_nobodys
    hostile_words_and_names_stay_text
    two_tabs_close_once
    lists_go_out_safely
    documents_that_were_touched_are_found
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

/// Sends a form with files.
fn send(
    browser: &mut Browser<'_>,
    path: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &[u8])],
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
    for (name, bytes) in files {
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

/// Rows of questions and documents: refused, none is more.
fn rows(pole: &Pole) -> Vec<i64> {
    let tables = ["question", "question_message", "question_document", "document", "outbox"];
    let count = |table| format!("SELECT CAST(COUNT(*) AS bigint) FROM {table}");
    tables.map(|table| pole.number(&count(table))).into()
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
    assert!(portfolio.links().iter().any(|link| link == "/a/vert/questions?etat=ouvertes"));
    assert!(!portfolio.links().iter().any(|link| link.contains("/a/bleu/questions")));
    marie.get("/a/vert").is(200).says("Une question attend votre réponse.").says("Question 1");
    send(&mut marie, FIRST, &[("message", "Le loyer de mars.")], &[]).leads_to(FIRST);
    assert_eq!(state(&pole, 1), "answered");
    let letter = site.letter_to(ROSE, 0);
    assert!(letter.contains("Bonjour Nom rose@pole.example"), "{letter}");
    assert!(!letter.contains("loyer"), "{letter}");
    assert!(!marie.get("/a/vert").text().contains("attend votre"), "she answered");
    rose.get(FIRST).is(200).says("répondue").says("Le loyer de mars.").says("Clore la question");
    rose.post("/a/vert/questions/1/clore", &[]).leads_to(FIRST);
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
    for words in ["question+1", "loyer", "depense"] {
        let found = rose.get(&format!("/recherche?q={words}")).is(200).links();
        let is_found = found.iter().any(|link| link == FIRST);
        assert_eq!(is_found, words != "loyer", "{words}: {found:?}");
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

fn a_document_comes_back_as_it_was_sent(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, mut marie) = (enters(&site, ROSE), enters(&site, MARIE));
    let mut large = PDF.to_vec();
    large.extend((0..(10 << 20) - PDF.len()).map(|at| (at * at % 251) as u8));
    let files: [(&str, &[u8]); 3] =
        [("Facture n° 3.pdf", &large), ("photo.jpg", JPEG), ("encore.pdf", &large)];
    send(&mut rose, ASK, &[("sujet", ENTRY), ("message", "Voici.")], &files).leads_to(FIRST);
    let page = marie.get(FIRST).is(200).says("Facture n° 3.pdf").says("10,5\u{a0}Mo");
    let links = documents(&page);
    assert_eq!(links.len(), 3);
    assert_eq!(links[0], links[2], "the same bytes are kept once");
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM document"), 2);
    let document = marie.get(&links[0]).is(200);
    assert!(document.body == large, "byte for byte");
    assert_eq!(document.header("content-type"), "application/pdf");
    let kept =
        "attachment; filename=\"Facture n_ 3.pdf\"; filename*=UTF-8''Facture%20n%C2%B0%203.pdf";
    assert_eq!(document.header("content-disposition"), kept);
    assert_eq!(document.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(document.header("x-content-type-options"), "nosniff");
    assert_eq!(document.header("cache-control"), "no-store");
    let photo = marie.get(&links[1]).is(200);
    assert_eq!((photo.header("content-type"), &photo.body[..]), ("image/jpeg", JPEG));
    // Sent again in another thread, it is kept once still, and opens below each.
    send(&mut rose, ASK, &[("message", "Encore.")], &[("x.pdf", &large)])
        .leads_to("/a/vert/questions/2");
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM document"), 2);
    let again = documents(&marie.get("/a/vert/questions/2").is(200));
    assert!(marie.get(&again[0]).is(200).body == large);
    marie.get(&links[1].replace("questions/1", "questions/2")).is(404);
    pole.is_sound();
}

fn files_that_are_no_document_are_refused(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = enters(&site, ROSE);
    send(&mut rose, ASK, &[("sujet", ENTRY), ("message", "Première.")], &[]).leads_to(FIRST);
    let before = rows(&pole);
    let heavy = [PDF, &vec![b' '; 10 << 20]].concat();
    let zip: &[u8] = b"PK\x03\x04\x14\x00\x00\x00\x08\x00";
    let cases: [(&[(&str, &[u8])], &str); 7] = [
        (&[("facture.pdf", zip)], "« facture.pdf » n&#39;est ni un PDF, ni une photo"),
        (&[("page.html", b"<script>alert(1)</script>")], "n&#39;est ni un PDF"),
        (&[("photo.heic", b"\0\0\0\x18ftypheic")], "n&#39;est ni un PDF"),
        (&[("vide.pdf", b"")], "« vide.pdf » est vide"),
        (&[("lourd.pdf", &heavy)], "« lourd.pdf » pèse plus de 10 Mo"),
        (&[("bon.pdf", PDF), ("mauvais.pdf", zip)], "« mauvais.pdf »"),
        (&[("a.pdf", PDF); 6], "Plus de 5 fichiers"),
    ];
    for path in [ASK, FIRST] {
        for (files, sentence) in cases {
            let fields = [("sujet", ENTRY), ("message", "Ce que j'écris."), ("piece", "oui")];
            let told = send(&mut rose, path, &fields, files).is(422).says(sentence);
            // Said at the top and at the field; what was typed stays.
            assert_eq!(told.text().matches(sentence).count(), 2, "{path}: {}", told.main());
            told.says("Ce que j&#39;écris.").says("href=\"#documents\"");
        }
        let told = send(&mut rose, path, &[("sujet", ENTRY), ("message", " \r\n ")], &[]).is(422);
        told.says("Écrivez un message, ou joignez un document.");
        let long = "é".repeat(4_001);
        let fields = [("sujet", ENTRY), ("message", long.as_str())];
        send(&mut rose, path, &fields, &[]).is(422).says("dépasse 4000 caractères").says(&long);
        // Cut on the way, or in an envelope that is none.
        let kind = "multipart/form-data; boundary=frontier";
        rose.post_as(path, kind, b"--frontier\r\nContent-Disposition: form-data").is(400);
        rose.post(path, &[("message", "x")]).is(400);
    }
    assert_eq!(rows(&pole), before, "nothing was written");
    for sujet in ["/a/vert/ecritures/2025-12-31/99", "/a/bleu", "/a/vert/livres", "x", "%00"] {
        send(&mut rose, ASK, &[("sujet", sujet), ("message", "x")], &[]).is(404);
        rose.get(&format!("{ASK}?sujet={}", sujet.replace('/', "%2F"))).is(404);
    }
    assert_eq!(rows(&pole), before);
    pole.is_sound();
}

/// Subjects, and who may read of each beside the president and the accountant.
const SUBJECTS: [(&str, &[&str]); 7] = [
    (ENTRY, &["remi", "cac", "anne"]),
    ("/a/vert/comptes/2025-12-31/706000", &["remi", "cac", "anne"]),
    ("/a/vert/contrats/V1", &["lise", "anne"]),
    ("/a/vert#banque-2025", &["remi", "cac", "anne"]),
    ("/rapport/2025/chiffre/salaires-nets/vert", &["lise", "anne"]),
    ("/rapport/2025/chiffre/personnes/vert", &["remi", "lise", "cac", "anne"]),
    ("/a/vert", &["remi", "lise", "cac", "anne"]),
];

fn threads_are_there_for_those_who_may_read_of_their_subject(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut marie = enters(&site, MARIE);
    for (rank, (subject, _)) in SUBJECTS.iter().enumerate() {
        let words = format!("Secret numéro {rank}.");
        let fields = [("sujet", *subject), ("message", words.as_str())];
        let files: [(&str, &[u8]); 1] = [("piece.pdf", PDF)];
        send(&mut marie, ASK, &fields, &files).leads_to(&format!("/a/vert/questions/{}", rank + 1));
    }
    let digest = documents(&marie.get(FIRST).is(200)).remove(0);
    let digest = digest.rsplit('/').next().expect("a digest").to_owned();
    for name in ["rose", "remi", "lise", "cac", "anne"] {
        let mut browser = enters(&site, &format!("{name}@pole.example"));
        let list = browser.get("/a/vert/questions").is(200).text();
        let csv = browser.get("/a/vert/questions?format=csv").is(200).text();
        let found = browser.get("/recherche?q=secret").is(200).text();
        let open: Vec<bool> =
            SUBJECTS.iter().map(|(_, who)| name == "rose" || who.contains(&name)).collect();
        let count = open.iter().filter(|is| **is).count();
        assert!(list.contains(&format!("{count}\u{a0}questions")), "{name}: {list}");
        assert_eq!(csv.lines().count(), count + 1, "{name}: {csv}");
        for (rank, ((subject, _), is_open)) in SUBJECTS.iter().zip(&open).enumerate() {
            let thread = format!("/a/vert/questions/{}", rank + 1);
            let secret = format!("Secret numéro {rank}.");
            let document = format!("{thread}/documents/{digest}");
            for told in [&list, &csv] {
                assert_eq!(told.contains(&secret), *is_open, "{name} {subject}");
            }
            assert_eq!(found.contains(&format!("\"{thread}\"")), *is_open, "{name} {subject}");
            let asked = subject.replace('/', "%2F").replace('#', "%23");
            let ask = browser.get(&format!("{ASK}?sujet={asked}"));
            let answers = [browser.get(&thread), browser.get(&document), ask];
            if *is_open {
                for answer in answers {
                    answer.is(200);
                }
                browser.get(subject.split('#').next().expect("a page")).is(200).says("Question");
                continue;
            }
            let absent = browser.get("/rien/de/tel").is(404).text();
            for answer in answers {
                is_absent(&answer, &absent);
            }
            let refused = send(&mut browser, &thread, &[("message", "x")], &[]);
            is_absent(&refused, &absent);
            is_absent(&browser.post(&format!("{thread}/clore"), &[]), &absent);
            let refused = send(&mut browser, ASK, &[("sujet", subject), ("message", "x")], &[]);
            is_absent(&refused, &absent);
        }
    }
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM question"), 7);
    assert_eq!(pole.number("SELECT CAST(COUNT(*) AS bigint) FROM question_message"), 7);
}

/// The page that does not exist, but for the menu's mark.
#[track_caller]
fn is_absent(answer: &Answer, absent: &str) {
    assert_eq!(answer.status, 404, "{}", answer.main());
    let absent = absent.split_once("<main").expect("a page").1;
    assert!(answer.text().split_once("<main").expect("a page").1 == absent, "{}", answer.text());
}

fn a_thread_of_others_is_nobodys(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, mut paul) = (enters(&site, ROSE), enters(&site, "paul@pole.example"));
    let files: [(&str, &[u8]); 1] = [("secret.pdf", PDF)];
    send(&mut rose, ASK, &[("message", "Entre nous.")], &files).leads_to(FIRST);
    let hers = documents(&rose.get(FIRST).is(200)).remove(0);
    let absent = paul.get("/rien/de/tel").is(404).text();
    for path in ["/a/vert/questions", FIRST, "/a/vert/questions/2", ASK, &hers] {
        is_absent(&paul.get(path), &absent);
        is_absent(&send(&mut paul, path, &[("message", "x")], &[]), &absent);
    }
    // Numbers and digests below one's own association open nothing of another's.
    is_absent(&paul.get("/a/bleu/questions/1"), &absent);
    is_absent(&paul.get(&hers.replace("vert", "bleu")), &absent);
    send(&mut paul, "/a/bleu/questions/poser", &[("message", "À nous.")], &files)
        .leads_to("/a/bleu/questions/1");
    let his = documents(&paul.get("/a/bleu/questions/1").is(200)).remove(0);
    assert_eq!(his, hers.replace("vert", "bleu"), "the same bytes are each one's own");
    paul.get(&his).is(200);
    for guess in ["0", "-1", "2", "99999999999999999999", "x", "901%20OR%201=1"] {
        is_absent(&paul.get(&format!("/a/bleu/questions/{guess}")), &absent);
        is_absent(&paul.get(&format!("/a/bleu/questions/1/documents/{guess}")), &absent);
        let guess = format!("/a/bleu/questions/{guess}");
        is_absent(&send(&mut paul, &guess, &[("message", "x")], &[]), &absent);
        is_absent(&paul.post(&format!("{guess}/clore"), &[]), &absent);
    }
    is_absent(&paul.get(&format!("/a/bleu/questions/1/documents/{}", "a".repeat(64))), &absent);
    assert!(!paul.get("/recherche?q=nous").is(200).text().contains("/a/vert/"));
    assert!(site.letters_to("paul@pole.example").is_empty());
    pole.is_sound();
}

/// What must never come back as it was typed.
const POISON: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "=cmd|'/C calc'!A1",
    "{{7*7}}${7*7}",
    "Zoé\r\nBcc: eve@evil.example",
    "Zoé \u{202e}gpj.exe\0",
];

fn hostile_words_and_names_stay_text(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, mut marie) = (enters(&site, ROSE), enters(&site, MARIE));
    for (rank, poison) in (1..).zip(POISON) {
        let fields = [("sujet", ENTRY), ("message", poison), ("piece", poison)];
        let name = format!("{poison}.pdf");
        send(&mut rose, ASK, &fields, &[(&name, PDF)])
            .leads_to(&format!("/a/vert/questions/{rank}"));
        send(&mut rose, ASK, &[("sujet", poison), ("message", "x")], &[]).is(404);
        let refused: [(&str, &[u8]); 1] = [(poison, b"rien")];
        is_clean(&send(&mut rose, ASK, &fields, &refused).is(422), poison);
        let thread = format!("/a/vert/questions/{rank}");
        let page = marie.get(&thread).is(200);
        is_clean(&page, poison);
        let document = marie.get(&documents(&page)[0]).is(200);
        assert!(document.body == PDF);
        let disposition = document.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
        assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
    }
    for path in [ENTRY, "/a/vert/questions", "/a/vert", "/recherche?q=alert", "/"] {
        is_clean(&marie.get(path).is(200), path);
    }
    let kept = pole.texts("SELECT body FROM question_message");
    assert!(kept.iter().any(|body| body == POISON[0]), "{kept:?}");
    assert!(kept.iter().all(|body| !body.contains(['\0', '\r', '\u{202e}'])), "{kept:?}");
    let names = pole.texts("SELECT name FROM question_document");
    assert!(
        names.iter().all(|name| !name.contains(['\r', '\n', '<', '"', '\u{202e}'])),
        "{names:?}"
    );
    pole.is_sound();
}

#[track_caller]
fn is_clean(answer: &Answer, what: &str) {
    let text = answer.text();
    for mark in ["<script>alert", "<img src=x", "' onmouseover='", "\u{202e}"] {
        assert!(!text.contains(mark), "{what} holds {mark}: {text}");
    }
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
    std::thread::sleep(Duration::from_millis(50));
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
        assert!(page.links().contains(&format!("/a/vert/questions?etat={state}&format=ods")));
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

fn documents_that_were_touched_are_found(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = enters(&site, ROSE);
    send(&mut rose, ASK, &[("message", "Voici.")], &[("f.pdf", PDF)]).leads_to(FIRST);
    let acts = [
        "UPDATE document SET media_type = 'image/png'",
        "DELETE FROM document",
        "UPDATE question_message SET body = 'autre'",
        "DELETE FROM question_message",
        "UPDATE question_document SET name = 'autre.pdf'",
        "DELETE FROM question_document",
        "UPDATE question SET asked_by = 2",
        "UPDATE question SET awaits = 'association'",
        "DELETE FROM question",
    ];
    for act in acts {
        assert!(pole.sql(act).is_err(), "{act}: the base itself refuses");
    }
    pole.is_sound();
    crate::accounting::tampering::take_guards_away(place, &pole);
    pole.is_sound();
    let other = if place == Place::Sqlite { "CAST('%PDF-x' AS blob)" } else { "'%PDF-x'::bytea" };
    pole.sql(&format!("UPDATE document SET bytes = {other}, size = 6")).expect("without guards");
    let told = pole.run("check").refused();
    assert!(told.err.contains("documents-whole"), "{}", told.err);
}
