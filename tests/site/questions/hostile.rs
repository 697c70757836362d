//! Words and names that wish the site ill stay text, on every page that shows them.

use super::{ASK, ENTRY, MARIE, PDF, ROSE, Sent, documents, enters, pole, send};
use crate::place::Place;
use crate::site::browser::Answer;
use crate::site::server::Server;

stories! { hostile_words_and_names_stay_text }

/// What must never come back as it was typed.
const POISON: [&str; 7] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "=cmd|'/C calc'!A1",
    "{{7*7}}${7*7}",
    "Zoé\r\nBcc: eve@evil.example",
    "Zoé \u{202e}gpj.exe",
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
        let refused: [Sent<'_>; 1] = [(&name, b"rien")];
        is_clean(&send(&mut rose, ASK, &fields, &refused).is(422), poison);
        let thread = format!("/a/vert/questions/{rank}");
        let page = marie.get(&thread).is(200);
        is_clean_and_straight(&page, poison);
        let document = marie.get(&documents(&page)[0]).is(200);
        assert!(document.body == PDF);
        let disposition = document.header("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\""), "{disposition}");
        assert_eq!(disposition.matches('"').count(), 2, "{disposition}");
    }
    for path in [ENTRY, "/a/vert/questions", "/a/vert", "/recherche?q=alert", "/"] {
        is_clean_and_straight(&marie.get(path).is(200), path);
    }
    let kept = pole.texts("SELECT body FROM question_message");
    assert!(kept.iter().any(|body| body == POISON[0]), "{kept:?}");
    assert!(kept.iter().all(|body| !body.contains(['\r', '\u{202e}'])), "{kept:?}");
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
    for mark in ["<script>alert", "<img src=x", "' onmouseover='"] {
        assert!(!text.contains(mark), "{what} holds {mark}: {text}");
    }
}

/// Nor does it turn the reading round, as only what was typed a moment ago may.
#[track_caller]
fn is_clean_and_straight(answer: &Answer, what: &str) {
    is_clean(answer, what);
    assert!(!answer.text().contains('\u{202e}'), "{what}: {}", answer.main());
}
