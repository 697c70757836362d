//! Files that people send: received piece by piece into a folder that only the server reads, never
//! whole in memory, then kept for an hour under a token while one looks at what they would do. What
//! a file is called is kept as words; on the disk it is a number.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Request};
use axum::http::{StatusCode, header};
use directory::Token;
use tempfile::TempDir;
use tokio::fs::File;
use tokio::io::{AsyncWriteExt as _, BufWriter};
use tokio::time::{sleep, timeout};

use crate::{Problem, Seat, Site};

/// The bytes of one sending, all its files together.
pub const LARGEST_SENDING: usize = 1 << 30;
/// The files of one sending.
const MOST_FILES: usize = 50;
/// The bytes that wait at one time, all people together.
const MOST_WAITING: u64 = 4 << 30;
/// The bytes of a field that is no file.
const LONGEST_WORDS: usize = 64 << 10;
/// The characters of a file's name.
const LONGEST_NAME: usize = 200;
/// Whoever sends nothing for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);
/// How long files wait for a decision.
const KEPT: Duration = Duration::from_hours(1);

/// What waits for a decision on this server.
#[derive(Clone, Debug, Default)]
pub struct Uploads(Arc<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    kept: Mutex<HashMap<String, Kept>>,
    bytes: Arc<AtomicU64>,
}

#[derive(Debug)]
struct Kept {
    owner: Owner,
    since: Instant,
    sending: Arc<Sending>,
    done: Option<String>,
}

/// Whose files they are, for which association and what they are for: a token opens them to nobody
/// else and nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    person: i64,
    association: i64,
    purpose: &'static str,
}

impl Owner {
    /// The person who sits there.
    pub fn of(seat: &Seat, purpose: &'static str) -> Self {
        let person = seat.visit.access.person.id;
        Self { person, association: seat.association.id, purpose }
    }
}

/// Files that were sent together, in a folder that goes when nobody holds them any more.
#[derive(Debug)]
pub struct Sending {
    /// The files, in the order they came.
    pub files: Vec<SentFile>,
    words: HashMap<String, String>,
    folder: TempDir,
    room: Taken,
}

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// Its name, as the sender's machine calls it: words to show, never a path.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
}

/// Bytes taken from what may wait, given back when they go.
#[derive(Debug)]
struct Taken {
    all: Arc<AtomicU64>,
    bytes: u64,
}

impl Taken {
    /// Takes more; no when there is no room.
    fn more(&mut self, bytes: u64) -> bool {
        self.bytes += bytes;
        self.all.fetch_add(bytes, Ordering::Relaxed) + bytes <= MOST_WAITING
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Sending {
    /// What a field that is no file holds.
    pub fn words(&self, field: &str) -> &str {
        self.words.get(field).map_or("", String::as_str)
    }
}

impl Uploads {
    fn shelf(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.0.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go what has waited too long.
    fn sweep(&self) {
        self.shelf().retain(|_, kept| kept.since.elapsed() < KEPT);
    }

    /// Keeps files for their owner, in place of those that waited for the same; answers their token.
    ///
    /// # Errors
    /// When the machine gives no randomness.
    pub fn keep(&self, owner: Owner, sending: Sending) -> Result<String, Problem> {
        let token = Token::random().map_err(Problem::internal)?.text();
        let kept = Kept { owner, since: Instant::now(), sending: Arc::new(sending), done: None };
        let mut shelf = self.shelf();
        shelf.retain(|_, kept| kept.owner != owner);
        shelf.insert(token.clone(), kept);
        drop(shelf);
        let weak = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            sleep(KEPT).await;
            if let Some(shelf) = weak.upgrade() {
                Self(shelf).sweep();
            }
        });
        Ok(token)
    }

    /// The files of a token, for their owner only; they stay, so that an act can be asked again.
    ///
    /// # Errors
    /// The page that does not exist.
    pub fn find(&self, owner: Owner, token: &str) -> Result<Arc<Sending>, Problem> {
        self.sweep();
        let shelf = self.shelf();
        let kept = shelf.get(token).filter(|kept| kept.owner == owner);
        kept.map(|kept| kept.sending.clone()).ok_or(Problem::NotFound)
    }

    /// Remembers what was done with them, for the next page to say.
    pub fn did(&self, owner: Owner, token: &str, done: String) {
        let mut shelf = self.shelf();
        if let Some(kept) = shelf.get_mut(token).filter(|kept| kept.owner == owner) {
            kept.done = Some(done);
        }
    }

    /// What was done with them.
    pub fn done(&self, owner: Owner, token: &str) -> Option<String> {
        self.sweep();
        self.shelf().get(token).filter(|kept| kept.owner == owner)?.done.clone()
    }
}

/// How many files a form takes, and how heavy each may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The bytes of a file.
    pub largest: u64,
    /// The files of a sending.
    pub most: usize,
}

/// Receives what a form sends, each file into its own on the disk.
///
/// # Errors
/// A form that does not arrive whole, files that are too large or too many, no room, a disk that
/// refuses.
pub async fn receive(site: &Site, request: Request, largest: u64) -> Result<Sending, Problem> {
    let limits = Limits { largest, most: MOST_FILES };
    let (sending, refused) = receive_told(site, request, limits).await?;
    refused.map_or(Ok(sending), |sentence| Err(Problem::too_large(sentence)))
}

/// The same for a form that has more than files: what refuses a file is told apart, so that the page
/// keeps the words that came.
///
/// # Errors
/// A form that does not arrive whole, a disk that refuses.
pub async fn receive_told(
    site: &Site,
    request: Request,
    limits: Limits,
) -> Result<(Sending, Option<String>), Problem> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > LARGEST_SENDING as u64) {
        return Err(too_large_together());
    }
    let mut parts =
        Multipart::from_request(request, site).await.map_err(|_| Problem::bad_request(CUT))?;
    let all = site.uploads.0.bytes.clone();
    let mut sending = Sending {
        files: Vec::new(),
        words: HashMap::new(),
        folder: tempfile::tempdir().map_err(Problem::internal)?,
        room: Taken { all, bytes: 0 },
    };
    site.uploads.sweep();
    // What comes after a refusal is still read: a browser that is cut off shows no page.
    let mut refused = None;
    while let Some(mut part) = awaited(parts.next_field()).await? {
        let field = part.name().unwrap_or_default().to_owned();
        let told = match part.file_name().map(last_part) {
            None => {
                let words = words(&mut part).await?;
                sending.words.insert(field, words);
                continue;
            }
            Some(name) if refused.is_none() => sending.take(name, &mut part, limits).await?,
            Some(_) => None,
        };
        refused = refused.or(told);
        while next_bytes(&mut part).await?.is_some() {}
    }
    Ok((sending, refused))
}

const CUT: &str = "L'envoi n'est pas arrivé entier. Revenez à la page précédente et envoyez de \
     nouveau les fichiers.";

impl Sending {
    /// Writes a file down; answers why it is refused, if it is.
    async fn take(
        &mut self,
        name: String,
        part: &mut Field<'_>,
        limits: Limits,
    ) -> Result<Option<String>, Problem> {
        let Some(mut chunk) = next_bytes(part).await? else {
            // What browsers send for a field without any file; a file of nothing is told by name.
            if !name.is_empty() {
                self.add(name).await?;
            }
            return Ok(None);
        };
        if self.files.len() == limits.most {
            return Ok(Some(format!(
                "Plus de {} fichiers sont envoyés ensemble\u{a0}: envoyez-les en plusieurs fois. \
                 Rien n'a été pris.",
                limits.most
            )));
        }
        let (mut file, mut bytes) = (BufWriter::with_capacity(1 << 20, self.add(name).await?), 0);
        loop {
            bytes += chunk.len() as u64;
            if bytes > limits.largest {
                let name = self.files.last().map_or("", |file| file.name.as_str());
                return Ok(Some(too_large(name, limits.largest)));
            }
            if !self.room.more(chunk.len() as u64) {
                return Ok(Some(
                    "D'autres fichiers attendent déjà une décision sur ce serveur, et la place \
                     manque pour ceux-ci. Rien n'a été pris. Recommencez dans une heure."
                        .to_owned(),
                ));
            }
            file.write_all(&chunk).await.map_err(Problem::internal)?;
            match next_bytes(part).await? {
                Some(next) => chunk = next,
                None => break,
            }
        }
        file.flush().await.map_err(Problem::internal)?;
        Ok(None)
    }

    async fn add(&mut self, name: String) -> Result<File, Problem> {
        let path = self.folder.path().join(self.files.len().to_string());
        let file = File::create_new(&path).await.map_err(Problem::internal)?;
        self.files.push(SentFile { name, path });
        Ok(file)
    }
}

fn too_large(name: &str, largest: u64) -> String {
    let quoted = domain::issue::quoted(name);
    format!(
        "Le fichier {quoted} pèse plus de {} Mo, ce qu'un fichier peut peser ici. Rien n'a été pris. \
         Allégez-le, ou coupez-le en plusieurs fichiers.",
        largest >> 20
    )
}

fn too_large_together() -> Problem {
    Problem::too_large(format!(
        "Ces fichiers pèsent ensemble plus de {} Mo. Rien n'a été pris. Envoyez-les en plusieurs \
         fois.",
        LARGEST_SENDING >> 20
    ))
}

/// The next piece, or why there is none.
async fn awaited<T>(piece: impl Future<Output = Result<T, MultipartError>>) -> Result<T, Problem> {
    match timeout(SILENCE, piece).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(error)) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Err(too_large_together())
        }
        Ok(Err(_)) | Err(_) => Err(Problem::bad_request(CUT)),
    }
}

/// The next bytes of a part. A part that comes in pieces may begin by a piece of nothing.
async fn next_bytes(part: &mut Field<'_>) -> Result<Option<Bytes>, Problem> {
    loop {
        match awaited(part.chunk()).await? {
            Some(bytes) if bytes.is_empty() => {}
            next => return Ok(next),
        }
    }
}

/// The text of a field that is no file.
async fn words(part: &mut Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next_bytes(part).await? {
        if bytes.len() + chunk.len() > LONGEST_WORDS {
            return Err(Problem::bad_request(CUT));
        }
        bytes.extend_from_slice(&chunk);
    }
    if bytes.contains(&0) {
        return Err(Problem::bad_request(CUT));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A name without the folders that some browsers put before it.
fn last_part(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().take(LONGEST_NAME).collect()
}
