//! Somebody's browser: it keeps the session's cookie, says which site a form comes from, and follows
//! nothing by itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use totp_rs::{Builder, Secret, Totp};

use super::server::Server;

/// The name of the session's cookie.
pub const COOKIE: &str = "__Host-collectif";

/// A browser.
#[derive(Clone)]
pub struct Browser<'s> {
    server: &'s Server,
    cookies: BTreeMap<String, String>,
    code: Option<Totp>,
    step: u64,
}

/// What the site answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 200, 303, 404…
    pub status: u16,
    /// In the order they came, names in lower case.
    pub headers: Vec<(String, String)>,
    /// As it came.
    pub body: Vec<u8>,
}

impl Answer {
    /// Parts a response into what it is made of.
    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no answer: {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
        let headers = lines.map(|line| line.split_once(": ").expect("a header"));
        Self {
            status: status.parse().expect("a number"),
            headers: headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect(),
            body: bytes[end + 4..].to_vec(),
        }
    }

    /// The page.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// Where it leads.
    pub fn to(&self) -> &str {
        self.header("location")
    }

    /// It has this status.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.main());
        self
    }

    /// It leads there.
    #[track_caller]
    pub fn leads_to(self, to: &str) -> Self {
        assert_eq!((self.status, self.to()), (303, to), "{}", self.main());
        self
    }

    /// What a script reads.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The page says these words.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.text().contains(words), "« {words} » is said: {}", self.main());
        self
    }

    /// What is between the marks of the page's own part.
    pub fn main(&self) -> String {
        let text = self.text();
        let main = text.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>"));
        main.map_or(text.clone(), |(main, _)| main.to_owned())
    }

    /// The addresses that the page's links lead to, on this site.
    pub fn links(&self) -> Vec<String> {
        let text = self.text();
        let links = text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let inside = links.filter(|link| link.starts_with('/') && !link.starts_with("/assets/"));
        // A mark is written `&#38;`: it is read before a place within the page is left out.
        let plain = inside.map(|link| link.replace("&amp;", "&").replace("&#38;", "&"));
        plain.map(|link| link.split('#').next().unwrap_or_default().to_owned()).collect()
    }
}

/// What a form sends.
pub fn form(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        let _ = write!(text, "{name}=");
        for byte in value.bytes() {
            let _ = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => write!(text, "{}", char::from(byte)),
                byte => write!(text, "%{byte:02X}"),
            };
        }
    }
    text
}

impl<'s> Browser<'s> {
    /// One that knows nobody yet.
    pub fn new(server: &'s Server) -> Self {
        Self { server, cookies: BTreeMap::new(), code: None, step: 0 }
    }

    /// Sends a request with the cookies at hand and these headers, and keeps the cookies it is given.
    pub fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        self.ask_as(method, path, kind, headers, body)
    }

    /// The same with a body of some other kind.
    fn ask_as(
        &mut self,
        method: &str,
        path: &str,
        kind: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.0\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            let _ = write!(head, "Host: {}\r\n", self.server.address());
        }
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        for (name, value) in &self.cookies {
            let _ = write!(head, "Cookie: {name}={value}\r\n");
        }
        if !body.is_empty() || method == "POST" {
            let _ = write!(head, "Content-Type: {kind}\r\nContent-Length: {}\r\n", body.len());
        }
        let answer = self.server.raw(&[head.as_bytes(), b"\r\n", body].concat());
        for (name, value) in &answer.headers {
            if name == "set-cookie" {
                let (pair, rest) = value.split_once(';').expect("attributes");
                let (name, value) = pair.split_once('=').expect("a cookie");
                if rest.contains("Max-Age=0") {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        answer
    }

    /// Opens a page.
    pub fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, &[], b"")
    }

    /// Sends a form of this site.
    pub fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let origin = format!("http://{}", self.server.address());
        self.ask("POST", path, &[("Origin", &origin)], form(fields).as_bytes())
    }

    /// Sends a body of some kind from a form of this site.
    pub fn post_as(&mut self, path: &str, kind: &str, body: &[u8]) -> Answer {
        let origin = format!("http://{}", self.server.address());
        self.ask_as("POST", path, kind, &[("Origin", &origin)], body)
    }

    /// Sends what a script of this site sends.
    pub fn tell(&mut self, path: &str, told: &serde_json::Value) -> Answer {
        self.post_as(path, "application/json", told.to_string().as_bytes())
    }

    /// The token of the session.
    pub fn token(&self) -> Option<&str> {
        self.cookies.get(COOKIE).map(String::as_str)
    }

    /// Somebody put a cookie there.
    pub fn plant(&mut self, token: &str) {
        self.cookies.insert(COOKIE.to_owned(), token.to_owned());
    }

    /// Gives an address and a password.
    pub fn sign_in(&mut self, email: &str, password: &str) -> Answer {
        self.post("/connexion", &[("courriel", email), ("mot_de_passe", password)])
    }

    /// Signs in, with the second factor when it is asked for: chosen the first time.
    #[track_caller]
    pub fn enter(&mut self, email: &str) {
        let answer = self.sign_in(email, super::cast::PASSWORD);
        assert_eq!(answer.status, 303, "{email}: {}", answer.main());
        if answer.to() == "/connexion/code" {
            self.choose_code().leads_to("/");
        }
    }

    /// Chooses a second factor from the secret that the page shows.
    #[track_caller]
    pub fn choose_code(&mut self) -> Answer {
        let page = self.get("/connexion/code").is(200).text();
        let (_, secret) = page.split_once("ce secret : ").expect("a secret");
        let secret = secret.split('.').next().expect("its end").replace(' ', "");
        let (_, sealed) = page.split_once("name=\"secret\" value=\"").expect("a hidden field");
        let sealed = sealed.split('"').next().expect("its end");
        let secret = Secret::try_from_base32(secret).expect("base32");
        self.code = Some(Builder::new().with_secret(secret).build().expect("a code"));
        let digits = self.digits();
        self.post("/connexion/code", &[("code", &digits), ("secret", sealed)])
    }

    /// Gives the code of the telephone.
    pub fn give_code(&mut self) -> Answer {
        let digits = self.digits();
        self.post("/connexion/code", &[("code", &digits)])
    }

    /// The digits that the telephone shows, or will show next when those have served: the site takes
    /// one step before and after its own time.
    pub fn digits(&mut self) -> String {
        let code = self.code.as_ref().expect("a telephone");
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let step = now.expect("a time").as_secs() / code.step();
        self.step = if self.step == 0 { step - 1 } else { self.step + 1 };
        assert!(self.step <= step + 1, "no more than three codes at once");
        code.generate(self.step * code.step()).to_string()
    }

    /// Takes the telephone of another browser of the same person.
    pub fn with_telephone_of(mut self, other: &Self) -> Self {
        (self.code, self.step) = (other.code.clone(), other.step);
        self
    }
}
