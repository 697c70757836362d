//! Letters by a real server of mail, that speaks TLS alone.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::cast::add_user;
use super::server::{Server, link_in};
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_link_comes_by_a_server_of_mail_and_works_once
    a_server_of_mail_that_nobody_vouches_for_hears_nothing
    whoever_keeps_access_reads_what_became_of_letters
}

const ROSE: &str = "rose@pole.example";
/// How long a letter may be on its way: the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(1);

/// Debian's aiosmtpd, with a certificate of its own.
struct Post {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl Post {
    fn opens(folder: &Path) -> Self {
        let folder = folder.join("post");
        std::fs::create_dir(&folder).expect("a folder");
        let mut openssl = Command::new("openssl");
        openssl.args(["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"]);
        openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-subj", "/CN=localhost"]);
        openssl.args(["-addext", "subjectAltName=DNS:localhost"]);
        openssl.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
        openssl.args(["-keyout", "key.pem", "-out", "certificate.pem"]).current_dir(&folder);
        assert!(openssl.output().expect("openssl is there").status.success());
        let port =
            TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("it").port();
        let mut python = Command::new("/usr/bin/python3");
        python.args(["-m", "aiosmtpd", "-n", "-l", &format!("127.0.0.1:{port}")]);
        python.args(["--smtpscert", "certificate.pem", "--smtpskey", "key.pem"]);
        python.args(["-c", "aiosmtpd.handlers.Mailbox", "box"]).current_dir(&folder);
        let child = python.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut post = Self { child: child.expect("python3 is there"), port, folder };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = post.child.try_wait().expect("a child");
            assert!(ended.is_none(), "does python3-aiosmtpd miss? {ended:?}");
            assert!(began.elapsed() < PATIENCE, "a server of mail");
            std::thread::sleep(Duration::from_millis(50));
        }
        post
    }

    fn carrier(&self) -> String {
        format!("smtps://localhost:{}", self.port)
    }

    fn certificate(&self) -> PathBuf {
        self.folder.join("certificate.pem")
    }

    /// The letters taken, their long lines put together again as a reader of mail does.
    fn letters(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.join("box/new")).into_iter().flatten();
        let files = files.map(|file| file.expect("a file").path());
        let texts = files.map(|file| std::fs::read_to_string(file).expect("a letter"));
        texts.map(|text| text.replace("\r\n", "\n").replace("=\n", "")).collect()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn pole(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    add_user(&pole, ROSE, "president", "--association vert").done();
    pole
}

fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn a_link_comes_by_a_server_of_mail_and_works_once(place: Place) {
    let pole = pole(place);
    let post = Post::opens(pole.folder());
    let site = Server::posting(&pole, &post.carrier(), &post.certificate());
    let mut rose = site.browser();
    rose.post("/connexion/lien", &[("courriel_lien", ROSE), ("pour", "sign-in")]).is(200);
    wait_until("a letter", || !post.letters().is_empty());
    let letters = post.letters();
    assert_eq!(letters.len(), 1);
    assert!(letters[0].contains(&format!("X-RcptTo: {ROSE}")), "{}", letters[0]);
    let link = link_in(&letters[0]);
    rose.get(&link).is(200).says("Vous connecter par ce lien");
    rose.post(&link, &[]).leads_to("/");
    rose.get("/a/vert").is(200);
    site.browser().post(&link, &[]).is(200).says("Ce lien ne sert plus");
    pole.is_sound();
}

fn a_server_of_mail_that_nobody_vouches_for_hears_nothing(place: Place) {
    let pole = pole(place);
    let post = Post::opens(pole.folder());
    let elsewhere = pole.folder().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let other = Post::opens(&elsewhere);
    let site = Server::posting(&pole, &post.carrier(), &other.certificate());
    let asked = [("courriel_lien", ROSE), ("pour", "sign-in")];
    site.browser().post("/connexion/lien", &asked).is(200);
    let tried = "SELECT CAST(COUNT(*) AS bigint) FROM outbox WHERE attempts > 0";
    wait_until("a try", || pole.number(tried) == 1);
    assert_eq!(post.letters().len(), 0);
    pole.is_sound();
}

fn whoever_keeps_access_reads_what_became_of_letters(place: Place) {
    let pole = pole(place);
    add_user(&pole, "ada@pole.example", "administrator", "").done();
    let site = Server::of(&pole);
    let mut ada = site.browser();
    ada.enter("ada@pole.example");
    let asked = [("courriel_lien", ROSE), ("pour", "sign-in")];
    site.browser().post("/connexion/lien", &asked).is(200);
    let link = link_in(&site.letter_to(ROSE, 0));
    let waits = "SELECT CAST(COUNT(*) AS bigint) FROM outbox WHERE sent_at IS NULL";
    wait_until("letters gone", || pole.number(waits) == 0);
    pole.sql(
        "INSERT INTO outbox (id, recipient, recipient_name, subject, body, created_at, due_at, attempts, \
         last_error, failed_at) SELECT id + 99, '=lointain@pole.example', '', '<b>Perdu</b>', '', created_at, \
         due_at, 7, 'boîte pleine', sent_at FROM outbox WHERE recipient = 'rose@pole.example'",
    )
    .expect("a letter that nobody took");
    let page = ada.get("/courriers").is(200).says(ROSE).says("parti le").text();
    assert!(page.contains("abandonné le") && page.contains("boîte pleine"), "{page}");
    assert!(page.contains("&#60;b&#62;Perdu") && !page.contains("<b>Perdu"), "{page}");
    assert!(!page.contains(&link), "no letter's text is shown");
    let list = ada.get("/courriers?format=csv").is(200).text();
    assert!(list.contains("'=lointain@pole.example") && list.lines().count() > 2, "{list}");
    // A president has no such room.
    let mut rose = site.browser();
    rose.enter(ROSE);
    rose.get("/courriers").is(404);
}
