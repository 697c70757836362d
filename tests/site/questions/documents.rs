//! What people join: it comes back as it was sent, what is no document is refused in a sentence, what
//! was touched is found.

use super::{ASK, ENTRY, FIRST, JPEG, MARIE, PDF, ROSE, Sent, documents, enters, pole, send};
use crate::place::Place;
use crate::pole::Pole;
use crate::site::server::Server;

stories! {
    a_document_comes_back_as_it_was_sent
    files_that_are_no_document_are_refused
    documents_that_were_touched_are_found
}

/// Rows of questions and documents: refused, none is more.
fn rows(pole: &Pole) -> Vec<i64> {
    let tables = ["question", "question_message", "question_document", "document", "outbox"];
    let count = |table| format!("SELECT CAST(COUNT(*) AS bigint) FROM {table}");
    tables.map(|table| pole.number(&count(table))).into()
}

fn a_document_comes_back_as_it_was_sent(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (mut rose, mut marie) = (enters(&site, ROSE), enters(&site, MARIE));
    let mut large = PDF.to_vec();
    large.extend((0..(10 << 20) - PDF.len()).map(|at| (at * at % 251) as u8));
    let files: [Sent<'_>; 3] =
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
    let cases: [(&[Sent<'_>], &str); 7] = [
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
    for sujet in ["/a/vert/ecritures/2025-12-31/99", "/a/bleu", "/a/vert/livres", "x"] {
        send(&mut rose, ASK, &[("sujet", sujet), ("message", "x")], &[]).is(404);
        rose.get(&format!("{ASK}?sujet={}", sujet.replace('/', "%2F"))).is(404);
    }
    assert_eq!(rows(&pole), before);
    pole.is_sound();
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
        "UPDATE question SET asked_by = 1",
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
