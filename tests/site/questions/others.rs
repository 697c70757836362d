//! A thread is there for those who may read of its subject in its association; to all others neither
//! it, nor its documents, nor its number.

use super::{ASK, ENTRY, FIRST, MARIE, PDF, ROSE, Sent, documents, enters, pole, send};
use crate::place::Place;
use crate::site::browser::Answer;
use crate::site::server::Server;

stories! {
    threads_are_there_for_those_who_may_read_of_their_subject
    a_thread_of_others_is_nobodys
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
        let files: [Sent<'_>; 1] = [("piece.pdf", PDF)];
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
    let files: [Sent<'_>; 1] = [("secret.pdf", PDF)];
    send(&mut rose, ASK, &[("message", "Entre nous.")], &files).leads_to(FIRST);
    let hers = documents(&rose.get(FIRST).is(200)).remove(0);
    let absent = paul.get("/rien/de/tel").is(404).text();
    for path in ["/a/vert/questions", FIRST, "/a/vert/questions/2", ASK, &hers] {
        is_absent(&paul.get(path), &absent);
    }
    for path in [ASK, FIRST, "/a/vert/questions/2"] {
        is_absent(&send(&mut paul, path, &[("message", "x")], &[]), &absent);
    }
    is_absent(&paul.post("/a/vert/questions/1/clore", &[]), &absent);
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
