//! Files brought by pages: what would happen is told before anything is written, then all of the
//! files are taken or none; what waits opens to nobody else.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use crate::place::Place;
use crate::pole::{Pole, samples};

stories! {
    a_year_is_brought_by_pages
    what_is_wrong_is_shown_and_nothing_is_written
    a_year_is_joined_or_given_when_it_is_said
    only_who_keeps_the_books_brings_files
    what_waits_opens_to_nobody_else
    too_large_is_said
    contracts_and_hours_are_brought_by_pages
}

const PASSWORD: &str = "lavoir brouette tilleul";
const GOOD: &str = "123456782FEC20251231.txt";
const BOOKS: &str = "/a/vert/livres/importer";
const JOBS: &str = "/a/vert/emplois/importer";

/// The site of a pôle with two associations.
struct Site {
    pole: Pole,
    child: Child,
    address: String,
}

/// Somebody signed in.
struct Browser<'s> {
    site: &'s Site,
    cookie: String,
}

/// What the site answered.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Site {
    fn new(place: Place) -> Self {
        let pole = Pole::with_vert(place);
        pole.run("association add --slug bleu --name «Chantier bleu» --siren 732829320").done();
        pole.run("activity add --association vert --name «Chantier vert» --kind aci").done();
        // A demonstration asks no second factor.
        pole.sql("UPDATE pole SET notice = 'essai'").expect("a notice");
        let mut command = pole.command("serve --listen 127.0.0.1:0");
        let mut child = command.spawn().expect("the program starts");
        let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut line = String::new();
        said.read_line(&mut line).expect("it speaks");
        let (_, address) = line.split_once("http://").unwrap_or_else(|| panic!("{line}"));
        let address = address.split(". ").next().expect("an address").to_owned();
        std::thread::spawn(move || {
            let _ = std::io::copy(&mut said, &mut std::io::sink());
        });
        Self { pole, child, address }
    }

    /// Somebody with a role, signed in.
    fn person(&self, email: &str, role: &str, more: &str) -> Browser<'_> {
        let line = format!("user add --email {email} --name {email} --role {role} {more}");
        let mut command = self.pole.command(&format!("{line} --password-stdin"));
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the program starts");
        writeln!(child.stdin.take().expect("a pipe"), "{PASSWORD}").expect("it reads");
        let told = child.wait_with_output().expect("it ends");
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        let mut browser = Browser { site: self, cookie: String::new() };
        let entered =
            browser.post("/connexion", &[("courriel", email), ("mot_de_passe", PASSWORD)]);
        let cookie = entered.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        assert!(
            cookie.starts_with("__Host-"),
            "{email} enters: {} {}",
            entered.status,
            entered.body
        );
        browser.cookie = cookie;
        browser
    }

    fn accountant(&self) -> Browser<'_> {
        self.person("marie@pole.example", "accountant", "")
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser<'_> {
    /// Sends a request; `length` is what it says of its body.
    fn ask(&self, head: &str, kind: &str, body: &[u8], length: usize) -> Answer {
        let address = &self.site.address;
        let mut stream = TcpStream::connect(address).expect("it listens");
        let head = format!(
            "{head} HTTP/1.0\r\nHost: {address}\r\nOrigin: http://{address}\r\nCookie: {}\r\n\
             Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n",
            self.cookie
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        // A site that refuses may stop reading before the end.
        let _ = stream.write_all(body);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) =
            text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text}"));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        Answer { status: status.expect("a status"), head: head.to_owned(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path}"), "text/plain", b"", 0)
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let coded = |text: &str| text.replace('@', "%40").replace(' ', "+").replace('/', "%2F");
        let fields: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", coded(value))).collect();
        let body = fields.join("&");
        let kind = "application/x-www-form-urlencoded";
        self.ask(&format!("POST {path}"), kind, body.as_bytes(), body.len())
    }

    fn send(&self, path: &str, table: &str, files: &[(&str, &[u8])]) -> Answer {
        let mut body = format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"table\"\r\n\r\n{table}\r\n"
        )
        .into_bytes();
        // What a browser sends for a field without any file.
        let nothing: &[(&str, &[u8])] = &[("", b"")];
        for (name, bytes) in if files.is_empty() { nothing } else { files } {
            let head = format!(
                "--frontier\r\nContent-Disposition: form-data; name=\"fichiers\"; \
                 filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--frontier--\r\n");
        let kind = "multipart/form-data; boundary=frontier";
        self.ask(&format!("POST {path}"), kind, &body, body.len())
    }

    /// Takes what waits, with some choices.
    fn take(&self, path: &str, token: &str, choices: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> =
            [("jeton", token)].into_iter().chain(choices.iter().copied()).collect();
        self.post(&format!("{path}/prendre"), &fields)
    }
}

impl Answer {
    #[track_caller]
    fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    #[track_caller]
    fn says(self, words: &str) -> Self {
        assert!(self.body.contains(words), "« {words} » is said: {}", self.body);
        self
    }

    #[track_caller]
    fn hides(self, words: &str) -> Self {
        assert!(!self.body.contains(words), "« {words} » is not said: {}", self.body);
        self
    }

    fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    #[track_caller]
    fn token(&self) -> String {
        let (_, rest) = self.body.split_once("name=\"jeton\" value=\"").expect("a token");
        rest.split('"').next().expect("its end").to_owned()
    }
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(samples().join(name)).expect("the sample is there")
}

fn entries(site: &Site) -> i64 {
    site.pole.number("SELECT COUNT(*) FROM entry")
}

fn a_year_is_brought_by_pages(place: Place) {
    let site = Site::new(place);
    let marie = site.accountant();
    marie.get("/a/vert/livres").is(200).says("href=\"/a/vert/livres/importer\"");
    marie.get(BOOKS).is(200).says("multipart/form-data");
    let told = marie.send(BOOKS, "", &[(GOOD, &sample(GOOD))]).is(200);
    let told = told.says("encore écrit").says("peut être pris").says("25\u{202f}000,00");
    assert_eq!(entries(&site), 0, "nothing is written before the act");
    let token = told.token();
    let taken = marie.take(BOOKS, &token, &[]).is(303);
    marie.get(taken.header("location")).is(200).says("3\u{a0}nouvelles écritures dans les livres");
    assert_eq!(entries(&site), 3);
    let act = "SELECT p.email FROM audit a JOIN person p ON p.id = a.person_id WHERE a.act = 'fec.import'";
    assert_eq!(site.pole.texts(act), ["marie@pole.example"]);
    let again = marie.take(BOOKS, &token, &[]).is(303);
    marie.get(again.header("location")).is(200).says("0\u{a0}nouvelle écriture");
    assert_eq!(entries(&site), 3);
    site.pole.is_sound();
}

fn what_is_wrong_is_shown_and_nothing_is_written(place: Place) {
    let site = Site::new(place);
    let marie = site.accountant();
    let bad = sample("bad_unbalanced_entry__123456782FEC20251231.txt");
    let good = sample(GOOD);
    let told = marie.send(BOOKS, "", &[(GOOD, &good), ("pire123456782FEC20241231.txt", &bad)]);
    let told = told.is(422).says("écart 1,00").says("attend les autres").says("refusé");
    told.says("<td data-label=\"Colonne\">").hides("Prendre ces fichiers");
    let poison = "<script>alert(1)<b>&'123456782FEC20251231.txt";
    let told = marie.send(BOOKS, "", &[(poison, &good)]);
    told.hides("<script>alert").says("&#60;script&#62;alert(1)&#60;b&#62;");
    let zeros = vec![0; 100_000];
    for (name, bytes) in [
        ("123456782FEC20251231.zip", b"PK\x03\x04\x14\x00\x00\x00\x08\x00rien".as_slice()),
        (GOOD, &zeros),
        (GOOD, b""),
        ("..\\..\\../../etc/passwd", b"root:x:0:0\n"),
    ] {
        marie.send(BOOKS, "", &[(name, bytes)]).is(422).says("refusé");
    }
    marie.send(BOOKS, "", &[]).is(422).says("Choisissez au moins un fichier.");
    marie.ask(&format!("POST {BOOKS}"), "multipart/form-data; boundary=x", b"--y", 3).is(400);
    assert_eq!(entries(&site), 0);
    assert_eq!(site.pole.number("SELECT COUNT(*) FROM fiscal_year"), 0);
}

fn a_year_is_joined_or_given_when_it_is_said(place: Place) {
    let site = Site::new(place);
    let marie = site.accountant();
    let good = sample(GOOD);
    let unnamed = marie.send(BOOKS, "", &[("livres.txt", &good)]).is(422);
    let token = unnamed.says("Premier jour de l").token();
    marie.take(BOOKS, &token, &[("du", "jeudi"), ("au", "2025-12-31")]).is(422).says("« jeudi »");
    let year = [("du", "2025-01-01"), ("au", "31/12/2025")];
    let look: Vec<_> = year.into_iter().chain([("etape", "voir")]).collect();
    marie.take(BOOKS, &token, &look).is(200).says("value=\"2025-01-01\"");
    assert_eq!(entries(&site), 0);
    marie.take(BOOKS, &token, &year).is(303);
    assert_eq!(entries(&site), 3);
    let other = String::from_utf8_lossy(&good).replace("12000,00", "13000,00").into_bytes();
    assert_ne!(other, good);
    let told = marie.send(BOOKS, "", &[("732829320FEC20251231.txt", &other)]).is(422);
    let token = told.says("autre SIREN").token();
    marie.take(BOOKS, &token, &[("autre_siren", "oui")]).is(422).says("a déjà 3 écritures");
    marie.take(BOOKS, &token, &[("autre_siren", "oui"), ("joindre", "oui")]).is(303);
    assert_eq!(entries(&site), 6);
    site.pole.is_sound();
}

fn only_who_keeps_the_books_brings_files(place: Place) {
    let site = Site::new(place);
    let rose = site.person("rose@pole.example", "president", "--association vert");
    rose.get("/a/vert/livres").is(200).hides("importer\"");
    rose.get(BOOKS).is(404);
    rose.send(BOOKS, "", &[(GOOD, &sample(GOOD))]).is(404);
    rose.take(BOOKS, "00", &[]).is(404);
    rose.get(JOBS).is(404);
    rose.get("/a/vert/emplois/modele/contrats").is(404);
    assert_eq!(entries(&site), 0);
}

fn what_waits_opens_to_nobody_else(place: Place) {
    let site = Site::new(place);
    let marie = site.accountant();
    let paul = site.person("paul@pole.example", "accountant", "--association vert");
    let token = marie.send(BOOKS, "", &[(GOOD, &sample(GOOD))]).is(200).token();
    paul.take(BOOKS, &token, &[]).is(404);
    marie.take("/a/bleu/livres/importer", &token, &[]).is(404);
    marie.take(JOBS, &token, &[]).is(404);
    marie.take(BOOKS, &"0".repeat(64), &[]).is(404);
    marie.take(BOOKS, "", &[]).is(404);
    assert_eq!(entries(&site), 0);
    marie.send(BOOKS, "", &[(GOOD, &sample(GOOD))]).is(200);
    marie.take(BOOKS, &token, &[]).is(404);
}

fn too_large_is_said(place: Place) {
    let site = Site::new(place);
    let marie = site.accountant();
    let kind = "multipart/form-data; boundary=frontier";
    let told = marie.ask(&format!("POST {BOOKS}"), kind, b"", 3 << 30).is(413);
    told.says("Ces fichiers pèsent ensemble plus de 1024 Mo").says("<main");
    let large = vec![b'a'; 33 << 20];
    let told = marie.send(JOBS, "contrats", &[("gros.csv", &large)]).is(413);
    told.says("« gros.csv » pèse plus de 32 Mo");
}

fn contracts_and_hours_are_brought_by_pages(place: Place) {
    let site = Site::new(place);
    let marie = site.accountant();
    marie.get("/a/vert/emplois").is(200).says("href=\"/a/vert/emplois/importer\"");
    let page = marie.get(JOBS).is(200).says("heures_hebdo");
    page.says("/a/vert/emplois/modele/contrats");
    let head =
        marie.get("/a/vert/emplois/modele/contrats").is(200).says("contrat;activite;nom").body;
    marie.get("/a/vert/emplois/modele/salaires").is(404);
    let head = head.trim_start_matches('\u{feff}').trim_end();
    let row = "V1;Chantier vert;Le Goff;Zoé;1980-02-03;F;insertion;CDDI;2025-01-01;;26;35";
    let file = format!("{head}\r\n{row}\r\n").into_bytes();
    let hours = b"contrat;mois;heures;brut;net\r\nV1;2025-03;112,67;1354,29;1072,10\r\n";
    marie
        .send(JOBS, "heures", &[("heures.csv", hours)])
        .is(422)
        .says("importez d&#39;abord les contrats");
    marie.send(JOBS, "salaires", &[("heures.csv", hours)]).is(422).says("Choisissez ce que");
    let token = marie.send(JOBS, "contrats", &[("contrats.csv", &file)]).is(200).token();
    assert_eq!(site.pole.number("SELECT COUNT(*) FROM contract"), 0);
    let taken = marie.take(JOBS, &token, &[]).is(303);
    marie.get(taken.header("location")).is(200).says("1\u{a0}contrat de plus");
    let again = marie.take(JOBS, &token, &[]).is(303);
    marie.get(again.header("location")).is(200).says("0\u{a0}contrat de plus");
    let token = marie.send(JOBS, "heures", &[("heures.csv", hours)]).is(200).token();
    marie.take(JOBS, &token, &[]).is(303);
    assert_eq!(site.pole.number("SELECT COUNT(*) FROM month_work"), 1);
    let act = "SELECT p.email FROM audit a JOIN person p ON p.id = a.person_id WHERE a.act = 'contracts.import'";
    assert_eq!(site.pole.texts(act), ["marie@pole.example"]);
    // The key of the site is the command's own: the same person is known again.
    site.pole.put("contrats.csv", &file);
    site.pole.run("import contracts --association vert contrats.csv").done();
    site.pole.is_sound();
}
