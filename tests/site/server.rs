//! The site as it is served: the real program on the base of a story, told to stop when the story
//! ends. Letters fall into a folder.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::browser::{Answer, Browser};
use crate::pole::Pole;

/// A site that answers.
pub struct Server {
    child: Child,
    address: String,
    letters: PathBuf,
    told: Arc<Mutex<String>>,
}

/// How long an answer may take, and a letter to arrive: the machine may be busy.
const PATIENCE: Duration = Duration::from_mins(1);

impl Server {
    /// Serves the base of a pôle on a port that the machine chooses.
    pub fn of(pole: &Pole) -> Self {
        Self::with(pole, "", "warn")
    }

    /// The same with other words on the command line, and a log as talkative as this.
    pub fn with(pole: &Pole, more: &str, log: &str) -> Self {
        let mut command = pole.command(&format!("serve --listen 127.0.0.1:0 {more}"));
        command.env("COLLECTIF_LOG", log);
        Self::started(pole, command)
    }

    /// The same, its letters handed over to a server of mail.
    pub fn posting(pole: &Pole, carrier: &str, authority: &Path) -> Self {
        let mut command = pole.command("serve --listen 127.0.0.1:0");
        command.env("COLLECTIF_MAIL", carrier).env("COLLECTIF_MAIL_CA", authority);
        Self::started(pole, command)
    }

    fn started(pole: &Pole, mut command: Command) -> Self {
        let letters = pole.folder().join("letters");
        if !command.get_envs().any(|(name, _)| name == "COLLECTIF_MAIL") {
            command.env("COLLECTIF_MAIL", &letters);
        }
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe"));
        let told = Arc::new(Mutex::new(String::new()));
        let mut line = String::new();
        let address = loop {
            line.clear();
            let read = lines.read_line(&mut line).expect("it speaks");
            assert!(read > 0, "it serves: {}", told.lock().expect("no panic"));
            told.lock().expect("no panic").push_str(&line);
            if let Some((_, rest)) = line.split_once("écoute sur http://") {
                break rest.split(". ").next().expect("an address").to_owned();
            }
        };
        let heard = told.clone();
        std::thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                heard.lock().expect("no panic").push_str(&(line + "\n"));
            }
        });
        Self { child, address, letters, told }
    }

    /// `127.0.0.1:40001`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The process, to look at its memory.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// What it said on standard error.
    pub fn said(&self) -> String {
        self.told.lock().expect("no panic").clone()
    }

    /// A browser that knows nobody yet.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// Sends bytes as they are and reads the answer to its end.
    pub fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        // Whoever refuses a large body may close before the end of it.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Answer::parse(&bytes)
    }

    /// The text of the only letter written to an address since `known` letters; waits for it.
    #[track_caller]
    pub fn letter_to(&self, email: &str, known: usize) -> String {
        let began = Instant::now();
        loop {
            let to = self.letters_to(email);
            if to.len() > known {
                assert_eq!(to.len(), known + 1, "one letter to {email}");
                return to.into_iter().next_back().expect("a letter");
            }
            assert!(began.elapsed() < PATIENCE, "a letter to {email}: {}", self.said());
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// The letters written to an address so far, oldest first.
    pub fn letters_to(&self, email: &str) -> Vec<String> {
        let files = std::fs::read_dir(&self.letters).into_iter().flatten();
        let files = files.map(|file| file.expect("a file").path());
        let mut files: Vec<_> =
            files.filter(|file| file.extension().is_some_and(|kind| kind == "eml")).collect();
        files.sort();
        let texts = files.iter().map(|file| std::fs::read_to_string(file).expect("a letter"));
        let is_to = |text: &String| {
            text.lines().any(|line| line.starts_with("To: ") && line.contains(email))
        };
        texts.filter(is_to).collect()
    }
}

/// The address of the link in a letter, from its path on.
#[track_caller]
pub fn link_in(letter: &str) -> String {
    let (_, rest) = letter.split_once("/connexion/lien/").expect("a link");
    let token: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    assert_eq!(token.len(), 64, "{letter}");
    format!("/connexion/lien/{token}")
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !std::thread::panicking() {
            assert!(!self.said().contains("panic"), "the site panicked: {}", self.said());
        }
    }
}
