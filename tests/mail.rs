//! Letters: posted with what they speak of, carried once, tried again when the server is busy, and
//! forgotten but for their envelope once they went.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, Target};
use mail::{Carrier, Letter, Postman, Round, outbox, post, sender};
use sea_orm::EntityTrait as _;
use serde_json::{Value, json};
use tokio::sync::{Notify, oneshot};

use crate::place::{Place, with_base};
use crate::pole::Pole;

mod sink;
use sink::Sink;

stories! {
    a_letter_of_what_did_not_happen_is_not_sent
    a_letter_becomes_a_file
    a_server_takes_a_letter_with_its_accents
    a_busy_server_is_tried_again
    a_letter_that_went_is_forgotten_after_three_months
    a_refused_letter_fails_at_once
    a_server_that_stays_away_is_given_up
    a_wrong_password_does_not_lose_letters
    nothing_is_said_in_clear_to_a_server_of_tls
    two_postmen_carry_each_letter_once
    a_letter_of_a_postman_who_died_is_taken_over
    a_letter_of_two_lines_in_one_is_refused
    the_postman_comes_when_rung_for
}

const SENDER: &str = "Collectif du pôle <ne-pas-repondre@localhost>";
const LINK: &str = "https://pole.example.org/invitation/AbC-123_x?de=vert&a=b";
const TAKEN: Round = Round { sent: 1, postponed: 0, failed: 0 };
const POSTPONED: Round = Round { sent: 0, postponed: 1, failed: 0 };

fn noon() -> DateTime<Utc> {
    "2025-11-24T12:00:00Z".parse().expect("an instant")
}

fn invitation(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        to_name: "Zoë Lœuillet, présidente".to_owned(),
        subject: "Votre accès au Collectif du pôle « Été » — à confirmer avant l'échéance"
            .to_owned(),
        text: format!(
            "Bonjour Zoë,\n\nvous êtes invitée par Jérôme <Chantier vert> :\n{LINK}.\n\n.\nÀ bientôt"
        ),
    }
}

async fn posted(db: &Db, letter: &Letter) -> i64 {
    let tx = db.write().await.expect("a transaction");
    let id = post(&tx, noon(), letter).await.expect("the letter is posted");
    tx.commit().await.expect("a commit");
    id
}

async fn rows(db: &Db) -> Vec<outbox::Model> {
    outbox::Entity::find().all(db.conn()).await.expect("the outbox")
}

async fn only_row(db: &Db) -> outbox::Model {
    <[_; 1]>::try_from(rows(db).await).expect("one letter")[0].clone()
}

fn postman(db: &Db, carrier: &str) -> Postman {
    let carrier = Carrier::from_url(carrier).expect("a carrier");
    Postman::new(db.clone(), carrier, sender(SENDER).expect("a sender"))
}

fn to_sink(db: &Db, sink: &Sink) -> Postman {
    postman(db, &format!("smtp://{}", sink.address()))
}

/// The letters of a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten();
    let files: BTreeSet<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.into_iter().collect()
}

/// A letter as another program reads it.
fn read(bytes: &[u8]) -> Value {
    const SCRIPT: &str = "
import email, email.policy, json, sys
letter = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
part = lambda kind: letter.get_body((kind,)).get_content().replace('\\r\\n', '\\n').strip()
who = lambda name: [[a.display_name, a.addr_spec] for a in letter[name].addresses]
print(json.dumps({'from': who('From'), 'to': who('To'), 'subject': letter['Subject'],
  'date': letter['Date'].datetime.isoformat(), 'id': letter['Message-ID'], 'names': letter.keys(),
  'automatic': letter['Auto-Submitted'], 'plain': part('plain'), 'html': part('html'),
  'defects': [str(d) for p in letter.walk() for d in p.defects]}))";
    let mut python = Command::new("python3");
    python.args(["-c", SCRIPT]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = python.spawn().expect("python3 is there");
    python.stdin.take().expect("a pipe").write_all(bytes).expect("it listens");
    let told = python.wait_with_output().expect("it ends");
    serde_json::from_slice(&told.stdout).expect("a letter")
}

fn a_letter_of_what_did_not_happen_is_not_sent(place: Place) {
    let pole = Pole::new(place);
    let folder = pole.folder().join("letters");
    with_base(pole.address(), async |db| {
        let tx = db.write().await.expect("a transaction");
        post(&tx, noon(), &invitation("zoe@example.org")).await.expect("the letter is posted");
        tx.rollback().await.expect("a rollback");
        let round = postman(db, &folder.display().to_string()).round(noon()).await;
        assert_eq!(round.expect("a round"), Round::default());
        assert_eq!(rows(db).await, []);
    });
    assert!(!folder.exists());
}

fn a_letter_becomes_a_file(place: Place) {
    let pole = Pole::new(place);
    let folder = pole.folder().join("courrier/à porter");
    let expected = invitation("zoe@example.org");
    with_base(pole.address(), async |db| {
        let postman = postman(db, &folder.display().to_string());
        posted(db, &expected).await;
        posted(db, &Letter { subject: "Le suivant".to_owned(), ..expected.clone() }).await;
        let round = postman.round(noon()).await.expect("a round");
        assert_eq!(round, Round { sent: 2, ..Round::default() });
        assert_eq!(postman.round(noon()).await.expect("a round"), Round::default());
    });
    let files = files(&folder);
    let names: Vec<_> = files.iter().map(|file| file.file_name().expect("a name")).collect();
    let named = ["20251124T120000.000000Z-00000001.eml", "20251124T120000.000000Z-00000002.eml"];
    assert_eq!(names, named);
    let mode = std::fs::metadata(&files[0]).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner reads it");
    let bytes = std::fs::read(&files[0]).expect("a file");
    assert!(String::from_utf8_lossy(&bytes).contains(LINK), "the link stays in one piece");
    assert_eq!(read(&bytes)["plain"], expected.text);
    assert_eq!(read(&std::fs::read(&files[1]).expect("a file"))["subject"], "Le suivant");
}

fn a_server_takes_a_letter_with_its_accents(place: Place) {
    let pole = Pole::new(place);
    let sink = Sink::answering(&[]);
    let expected = invitation("zoe@example.org");
    with_base(pole.address(), async |db| {
        posted(db, &expected).await;
        assert_eq!(to_sink(db, &sink).round(noon()).await.expect("a round"), TAKEN);
        let row = only_row(db).await;
        assert_eq!((row.body.as_str(), row.attempts, row.last_error), ("", 1, None));
        assert!(row.sent_at.is_some_and(|at| at >= noon()) && row.failed_at.is_none());
    });
    let taken = sink.taken();
    assert_eq!(taken.len(), 1);
    let (to, bytes) = &taken[0];
    assert_eq!(to, "RCPT TO:<zoe@example.org>");
    assert!(bytes.is_ascii(), "any server takes it");
    let letter = read(bytes);
    assert_eq!(letter["defects"], json!([]));
    assert_eq!(letter["from"], json!([["Collectif du pôle", "ne-pas-repondre@localhost"]]));
    assert_eq!(letter["to"], json!([[expected.to_name, expected.to]]));
    assert_eq!(letter["subject"], expected.subject);
    assert_eq!(letter["date"], "2025-11-24T12:00:00+00:00");
    assert_eq!(letter["automatic"], "auto-generated");
    assert!(letter["id"].as_str().is_some_and(|id| id.ends_with("@localhost>")), "{letter}");
    assert_eq!(letter["plain"], expected.text);
    let html = letter["html"].as_str().expect("a page");
    let link = LINK.replace('&', "&amp;");
    assert!(html.contains(&format!("<a href=\"{link}\">{link}</a>.</p>")), "{html}");
    assert!(html.contains("<p>Bonjour Zoë,</p>") && html.contains("Jérôme &lt;Chantier vert&gt;"));
}

fn a_letter_that_went_is_forgotten_after_three_months(place: Place) {
    let pole = Pole::new(place);
    let folder = pole.folder().join("letters");
    with_base(pole.address(), async |db| {
        let postman = postman(db, &folder.display().to_string());
        let first = posted(db, &invitation("zoe@example.org")).await;
        postman.round(noon()).await.expect("a round");
        let second = posted(db, &invitation("rose@example.org")).await;
        postman.round(noon() + TimeDelta::days(91)).await.expect("a round");
        assert_eq!(rows(db).await.len(), 2);
        let third = posted(db, &invitation("zoe@example.org")).await;
        postman.round(noon() + TimeDelta::days(93)).await.expect("a round");
        let kept: BTreeSet<i64> = rows(db).await.iter().map(|row| row.id).collect();
        assert_eq!(kept, [second, third].into());
        assert!(!kept.contains(&first));
    });
}

fn a_busy_server_is_tried_again(place: Place) {
    let pole = Pole::new(place);
    let sink = Sink::answering(&[("RCPT", "451 4.7.1 zoe@example.org : revenez plus tard")]);
    with_base(pole.address(), async |db| {
        let postman = to_sink(db, &sink);
        posted(db, &invitation("zoe@example.org")).await;
        assert_eq!(postman.round(noon()).await.expect("a round"), POSTPONED);
        let row = only_row(db).await;
        assert!(row.body.contains(LINK) && row.sent_at.is_none() && row.failed_at.is_none());
        assert!(row.last_error.is_some_and(|told| told.contains("451")));
        let early = noon() + TimeDelta::seconds(55);
        assert_eq!(postman.round(early).await.expect("a round"), Round::default());
        let late = noon() + TimeDelta::seconds(90);
        assert_eq!(postman.round(late).await.expect("a round"), TAKEN);
        let row = only_row(db).await;
        assert_eq!((row.body.as_str(), row.attempts, row.last_error), ("", 2, None));
    });
    assert_eq!(sink.taken().len(), 1);
}

fn a_refused_letter_fails_at_once(place: Place) {
    let pole = Pole::new(place);
    let refusal = "550 5.1.1 no such user, and https://pole.example.org/invitation/AbC is spam";
    let sink = Sink::answering(&[("RCPT", refusal)]);
    with_base(pole.address(), async |db| {
        let postman = to_sink(db, &sink);
        posted(db, &invitation("partie@example.org")).await;
        posted(db, &invitation("zoe@example.org")).await;
        let round = postman.round(noon()).await.expect("a round");
        assert_eq!(round, Round { sent: 1, failed: 1, ..Round::default() }, "the next still goes");
        let row = rows(db).await.remove(0);
        assert_eq!((row.body.as_str(), row.attempts), ("", 1));
        assert!(row.failed_at.is_some() && row.sent_at.is_none());
        let told = row.last_error.expect("a reason");
        assert!(told.contains("550") && told.contains("no such user") && !told.contains("AbC"));
        let later = noon() + TimeDelta::days(3);
        assert_eq!(postman.round(later).await.expect("a round"), Round::default());
    });
    assert_eq!(sink.taken().len(), 1);
}

fn a_server_that_stays_away_is_given_up(place: Place) {
    let pole = Pole::new(place);
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = nobody.local_addr().expect("an address");
    drop(nobody);
    with_base(pole.address(), async |db| {
        let postman = postman(db, &format!("smtp://{address}"));
        posted(db, &invitation("zoe@example.org")).await;
        posted(db, &invitation("karim@example.org")).await;
        let round = postman.round(noon()).await.expect("a round");
        assert_eq!(round, POSTPONED, "the other one waits without being tried");
        let mut now = noon();
        let mut tried = vec![];
        for minutes in [0, 1, 5, 30, 120, 360, 1_440] {
            now += TimeDelta::minutes(minutes) + TimeDelta::seconds(30);
            tried.push(postman.round(now).await.expect("a round"));
            tried.push(postman.round(now).await.expect("a round"));
        }
        let failed = tried.iter().map(|round| round.failed).sum::<u32>();
        let postponed = tried.iter().map(|round| round.postponed).sum::<u32>();
        assert_eq!((postponed, failed), (11, 2), "seven attempts for each letter: {tried:?}");
        let rows = rows(db).await;
        assert!(rows.iter().all(|row| row.attempts == 7 && row.body.is_empty()));
        assert!(rows.iter().all(|row| row.failed_at.is_some() && row.last_error.is_some()));
    });
}

fn a_wrong_password_does_not_lose_letters(place: Place) {
    let pole = Pole::new(place);
    let sink = Sink::answering(&[("AUTH", "535 5.7.8 wrong password")]);
    with_base(pole.address(), async |db| {
        let postman =
            postman(db, &format!("smtp://zoe@example.org:motus%20et%40@{}", sink.address()));
        assert!(!format!("{postman:?}").contains("motus"), "{postman:?}");
        posted(db, &invitation("zoe@example.org")).await;
        assert_eq!(postman.round(noon()).await.expect("a round"), POSTPONED);
        let told = only_row(db).await.last_error.expect("a reason");
        assert!(told.contains("535") && !told.contains("motus"), "{told}");
        let late = noon() + TimeDelta::minutes(2);
        assert_eq!(postman.round(late).await.expect("a round"), TAKEN);
    });
    // base64 of « \0zoe@example.org\0motus et@ »
    let auth = "AUTH PLAIN AHpvZUBleGFtcGxlLm9yZwBtb3R1cyBldEA=";
    assert!(sink.heard().iter().any(|line| line == auth), "{:?}", sink.heard());
}

fn nothing_is_said_in_clear_to_a_server_of_tls(place: Place) {
    let pole = Pole::new(place);
    let sink = Sink::answering(&[]);
    with_base(pole.address(), async |db| {
        let postman = postman(db, &format!("smtps://zoe:motus@{}", sink.address()));
        posted(db, &invitation("zoe@example.org")).await;
        assert_eq!(postman.round(noon()).await.expect("a round"), POSTPONED);
    });
    let heard = sink.heard();
    assert!(!heard.iter().any(|line| line.starts_with("EHLO") || line.starts_with("AUTH")));
}

fn two_postmen_carry_each_letter_once(place: Place) {
    const LETTERS: u32 = 30;
    let pole = Pole::new(place);
    let sink = Sink::answering(&[]);
    let address = pole.address().to_owned();
    with_base(&address, async |db| {
        for number in 0..LETTERS {
            posted(db, &invitation(&format!("personne{number}@example.org"))).await;
        }
        let other = Db::open(&Target::parse(&address).expect("an address"), false).await;
        let other = other.expect("the base opens");
        let (here, there) = (to_sink(db, &sink), to_sink(&other, &sink));
        let (here, there) = tokio::join!(here.round(noon()), there.round(noon()));
        let (here, there) = (here.expect("a round"), there.expect("a round"));
        assert_eq!(here.sent + there.sent, LETTERS);
        assert!(here.sent > 0 && there.sent > 0, "both worked: {here:?} {there:?}");
        other.close().await.expect("the base closes");
    });
    let taken = sink.taken();
    let people: BTreeSet<&String> = taken.iter().map(|(to, _)| to).collect();
    assert_eq!((taken.len(), people.len()), (LETTERS as usize, LETTERS as usize));
}

fn a_letter_of_a_postman_who_died_is_taken_over(place: Place) {
    let pole = Pole::new(place);
    let sink = Sink::answering(&[]);
    with_base(pole.address(), async |db| {
        // He holds a connection to a server that never greets, and is gone before it does.
        let mute = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let first = postman(db, &format!("smtp://{}", mute.local_addr().expect("an address")));
        posted(db, &invitation("zoe@example.org")).await;
        let gone = Duration::from_millis(500);
        assert!(tokio::time::timeout(gone, first.round(noon())).await.is_err());
        let second = to_sink(db, &sink);
        let soon = noon() + TimeDelta::minutes(9);
        assert_eq!(second.round(soon).await.expect("a round"), Round::default());
        let late = noon() + TimeDelta::minutes(11);
        assert_eq!(second.round(late).await.expect("a round"), TAKEN);
        assert_eq!(only_row(db).await.attempts, 2);
    });
}

fn a_letter_of_two_lines_in_one_is_refused(place: Place) {
    let pole = Pole::new(place);
    let fine = invitation("zoe@example.org");
    let wrong = [
        Letter { subject: "Bonjour\r\nBcc: tous@example.org".to_owned(), ..fine.clone() },
        Letter { subject: "Bonjour\n".to_owned(), ..fine.clone() },
        Letter { subject: " ".to_owned(), ..fine.clone() },
        Letter { to_name: "Zoë\nBcc: tous@example.org".to_owned(), ..fine.clone() },
        Letter { to_name: "Zoë\u{2028}Bcc".to_owned(), ..fine.clone() },
        Letter { to: "zoe@example.org\r\nRCPT TO:<tous@example.org>".to_owned(), ..fine.clone() },
        Letter { to: "zoe@example.org, tous@example.org".to_owned(), ..fine.clone() },
        Letter { to: "Zoë <zoe@example.org>".to_owned(), ..fine.clone() },
        Letter { to: "zoe".to_owned(), ..fine.clone() },
        Letter { to: String::new(), ..fine.clone() },
        Letter { text: "un\0deux".to_owned(), ..fine.clone() },
        Letter { text: "\n".to_owned(), ..fine.clone() },
    ];
    with_base(pole.address(), async |db| {
        for letter in wrong {
            let tx = db.write().await.expect("a transaction");
            let refused = post(&tx, noon(), &letter).await;
            let shown = (&letter.to, &letter.to_name, &letter.subject);
            let Err(directory::Error::Refused(sentence)) = refused else {
                panic!("it is refused: {shown:?}")
            };
            assert!(!sentence.chars().any(char::is_control), "{sentence}");
        }
        assert_eq!(rows(db).await, []);
    });
}

fn the_postman_comes_when_rung_for(place: Place) {
    let pole = Pole::new(place);
    let folder = pole.folder().join("letters");
    with_base(pole.address(), async |db| {
        let (bell, (stop, stopped)) = (Arc::new(Notify::new()), oneshot::channel::<()>());
        let postman = postman(db, &folder.display().to_string());
        let work = tokio::spawn(postman.run(Arc::clone(&bell), async { _ = stopped.await }));
        posted(db, &invitation("zoe@example.org")).await;
        bell.notify_one();
        let sent = async {
            while only_row(db).await.sent_at.is_none() {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), sent).await.expect("he comes");
        stop.send(()).expect("he listens");
        work.await.expect("he goes home");
    });
    assert_eq!(files(&folder).len(), 1);
}

#[test]
fn settings_are_read_and_passwords_not_shown() {
    let shown =
        |text: &str| Carrier::from_url(text).map(|carrier| format!("{carrier} {carrier:?}"));
    let twice = |text: &str| Ok(format!("{text} {text}"));
    assert_eq!(
        shown("smtps://u:motus@mail.example.org:465"),
        twice("smtps://mail.example.org:465")
    );
    assert_eq!(shown("smtps://mail.example.org"), twice("smtps://mail.example.org:465"));
    assert_eq!(
        shown("smtp://u@h.fr:mo:tus@mail.example.org/"),
        twice("smtp://mail.example.org:587")
    );
    assert_eq!(shown("smtp://[::1]:1025"), twice("smtp://[::1]:1025"));
    assert_eq!(shown("var/courrier"), twice("var/courrier"));
    for wrong in [
        "",
        "http://u:motus@h",
        "smtp://u:motus@",
        "smtp://motus@h",
        "smtp://u:motus%@h",
        "smtp://u:motus@h:port",
        "smtp://u:motus@h/x",
    ] {
        let told = shown(wrong).expect_err(wrong).to_string();
        assert!(!told.contains("motus"), "{told}");
    }
    let relay = || Carrier::from_url("smtps://mail.example.org").expect("a carrier");
    assert!(relay().trusting(b"not a certificate").is_err());
    let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(relay().trusting(broken).is_err());
    for wrong in ["", "Collectif", "Collectif <a@b>\r\nBcc: c@d", "a@b, c@d"] {
        assert!(sender(wrong).is_err(), "{wrong}");
    }
}
