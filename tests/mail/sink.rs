//! A server that takes letters by SMTP on this machine and keeps them, or answers as it is told.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The server; its threads end with the stories.
pub struct Sink {
    address: SocketAddr,
    said: Arc<Mutex<Said>>,
}

/// What it is to answer, and what it heard.
#[derive(Default)]
struct Said {
    /// Verbs and the answers that they get instead of « 250 », each once, in order.
    answers: VecDeque<(&'static str, &'static str)>,
    /// Letters taken, as they came: envelope and bytes.
    taken: Vec<(String, Vec<u8>)>,
    /// Every line but those of letters.
    heard: Vec<String>,
}

impl Sink {
    /// A server that answers certain verbs with these lines first.
    pub fn answering(answers: &[(&'static str, &'static str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let said = Said { answers: answers.iter().copied().collect(), ..Said::default() };
        let said = Arc::new(Mutex::new(said));
        let shared = Arc::clone(&said);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, said) = (stream.expect("a connection"), Arc::clone(&shared));
                std::thread::spawn(move || converse(&stream, &said));
            }
        });
        Self { address, said }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The letters taken: envelope and bytes.
    pub fn taken(&self) -> Vec<(String, Vec<u8>)> {
        self.said.lock().expect("no thread panicked").taken.clone()
    }

    /// The lines heard, but those of letters.
    pub fn heard(&self) -> Vec<String> {
        self.said.lock().expect("no thread panicked").heard.clone()
    }
}

/// One connection, from greeting to goodbye or to nothing more heard.
fn converse(stream: &TcpStream, said: &Mutex<Said>) -> Option<()> {
    let (mut lines, mut out) = (BufReader::new(stream), stream);
    let mut line = || {
        let mut line = Vec::new();
        lines.read_until(b'\n', &mut line).ok().filter(|read| *read > 0)?;
        Some(line)
    };
    out.write_all(b"220 sink\r\n").ok()?;
    let mut to = String::new();
    loop {
        let asked = String::from_utf8_lossy(&line()?).trim_end().to_owned();
        let verb = asked.split(' ').next().unwrap_or_default().to_owned();
        let answer = {
            let mut said = said.lock().expect("no thread panicked");
            said.heard.push(asked.clone());
            let told = said.answers.iter().position(|(first, _)| *first == verb);
            told.and_then(|at| said.answers.remove(at)).map(|(_, answer)| answer)
        };
        let refused = answer.is_some();
        let answer = answer.unwrap_or(match verb.as_str() {
            "EHLO" => "250-sink\r\n250 AUTH PLAIN",
            "AUTH" => "235 hello",
            "DATA" => "354 go on",
            _ => "250 ok",
        });
        out.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
        match verb.as_str() {
            "RCPT" => to = asked,
            "DATA" if !refused => {
                let mut letter = Vec::new();
                loop {
                    let line = line()?;
                    match line.strip_prefix(b".") {
                        Some(b"\r\n") => break,
                        Some(unstuffed) => letter.extend(unstuffed),
                        None => letter.extend(line),
                    }
                }
                said.lock().expect("no thread panicked").taken.push((to.clone(), letter));
                out.write_all(b"250 taken\r\n").ok()?;
            }
            "QUIT" => return None,
            _ => {}
        }
    }
}
