//! Passwords: at least twelve characters, none of those that everybody chooses, kept as argon2id
//! hashes (CNIL, délibération 2022-100; ASVS 5, 6.2).

use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;

use argon2::password_hash::PasswordHasher;
use argon2::password_hash::phc::{Output, PasswordHash};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::oneshot;
use web::Problem;

/// Fewest characters of a password.
const FEWEST: usize = 12;
/// Most: a longer one is an attack on the hash.
const MOST: usize = 200;

/// A hash to be made or tried, in the memory of the thread that does it.
type Work = Box<dyn FnOnce(&mut Vec<Block>) + Send>;

/// Hashes at work at once: each takes 19 MiB and a processor.
const WORKERS: usize = 2;

/// Threads of their own: each keeps its memory from one password to the next. Taken anew each time,
/// by any thread of a pool, it grew to half a gigabyte that was never given back.
static WORKING: LazyLock<Sender<Work>> = LazyLock::new(|| {
    let (give, take) = channel::<Work>();
    let take = Arc::new(Mutex::new(take));
    for _ in 0..WORKERS {
        let take = take.clone();
        thread::spawn(move || {
            let mut memory = Vec::new();
            while let Some(work) = take.lock().ok().and_then(|take| take.recv().ok()) {
                work(&mut memory);
            }
        });
    }
    give
});

/// A hash that no password opens, so that an unknown address takes as long as a known one.
static NOBODY: LazyLock<Option<String>> =
    LazyLock::new(|| Argon2::default().hash_password(b"nobody").ok().map(|hash| hash.to_string()));

/// Words that everybody chooses, without their digits and marks.
const COMMON: &str = include_str!("common_passwords.txt");

/// What is wrong with a password that somebody chooses, if anything.
pub fn weakness(password: &str, about: &[&str]) -> Option<String> {
    let length = password.chars().count();
    if length < FEWEST {
        return Some(format!(
            "Ce mot de passe a {length} caractères\u{a0}: il en faut au moins {FEWEST}. Plusieurs mots \
             sans lien entre eux font un bon mot de passe."
        ));
    }
    if length > MOST {
        return Some(format!("Ce mot de passe dépasse {MOST} caractères."));
    }
    let mut different: Vec<char> = password.chars().collect();
    different.sort_unstable();
    different.dedup();
    let personal = about.iter().flat_map(|about| about.split(|c: char| !c.is_alphanumeric()));
    let personal = personal.map(letters).filter(|word| word.len() > 3);
    let personal: Vec<String> = personal.collect();
    let readings = [letters(password), letters(&as_read(password))];
    let known = readings.iter().any(|text| {
        COMMON.lines().any(|word| is_made_of(text, &[word])) || is_made_of(text, &personal)
    });
    (different.len() < 5 || readings[1].len() < 4 || known).then(|| {
        "Ce mot de passe est de ceux que l'on devine en premier. Choisissez plusieurs mots sans lien \
         entre eux, ni avec vous."
            .to_owned()
    })
}

/// The letters alone, lower case, without accents: `soleil2024` is a word with digits put on.
fn letters(text: &str) -> String {
    let plain = |c: char| match c {
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'à' | 'â' => 'a',
        'ç' => 'c',
        'î' | 'ï' => 'i',
        'ô' => 'o',
        'ù' | 'û' => 'u',
        other => other,
    };
    text.to_lowercase().chars().map(plain).filter(|c| c.is_alphabetic()).collect()
}

/// With digits and marks read as the letters they stand for: `m0tdep@sse`.
fn as_read(text: &str) -> String {
    let read = |c: char| match c {
        '@' | '4' => 'a',
        '1' | '!' => 'i',
        '0' => 'o',
        '3' => 'e',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(read).collect()
}

/// Whether a text is some of these words, perhaps several times, with at most three letters more.
fn is_made_of(text: &str, words: &[impl AsRef<str>]) -> bool {
    let without = |rest: String, word: &_| rest.replace(AsRef::<str>::as_ref(word), "");
    let rest = words.iter().fold(text.to_owned(), without);
    rest.len() < text.len() && rest.chars().count() <= 3
}

/// Does something when one of the threads that hash is free, unless nobody waits for it any more.
async fn in_turn<T: Send + 'static>(
    work: impl FnOnce(&mut Vec<Block>) -> T + Send + 'static,
) -> Result<T, Problem> {
    let (answer, hears) = oneshot::channel();
    let work = move |memory: &mut Vec<Block>| {
        if !answer.is_closed() {
            let _ = answer.send(work(memory));
        }
    };
    WORKING.send(Box::new(work)).map_err(|error| Problem::internal(error.to_string()))?;
    hears.await.map_err(Problem::internal)
}

/// The hash of a password.
///
/// # Errors
/// When the machine cannot: out of memory or of randomness.
pub async fn hash(password: String) -> Result<String, Problem> {
    let work = move |_: &mut Vec<Block>| {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    };
    let hash = in_turn(work).await?;
    hash.map_err(|error| Problem::internal(error.to_string()))
}

/// Whether a password opens a hash; as long when there is none.
///
/// # Errors
/// When the machine cannot.
pub async fn opens(password: String, hash: Option<String>) -> Result<bool, Problem> {
    let work = move |memory: &mut Vec<Block>| {
        let known = hash.is_some();
        let Some(hash) = hash.or_else(|| NOBODY.clone()) else { return false };
        let opens =
            PasswordHash::new(&hash).ok().and_then(|hash| verified(&password, &hash, memory));
        known && opens == Some(true)
    };
    in_turn(work).await
}

/// Whether a password makes this hash, by the parameters that the hash carries; none when it carries
/// none that this program knows.
fn verified(password: &str, hash: &PasswordHash, memory: &mut Vec<Block>) -> Option<bool> {
    let (salt, expected) = (hash.salt.as_ref()?, hash.hash.as_ref()?);
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let version = Version::try_from(hash.version?).ok()?;
    let argon = Argon2::new(algorithm, version, Params::try_from(hash).ok()?);
    memory.resize(argon.params().block_count(), Block::default());
    let mut made = vec![0; expected.len()];
    argon.hash_password_into_with_memory(password.as_bytes(), salt, &mut made, memory).ok()?;
    // Compared in constant time by its type.
    Some(Output::new(&made).ok()? == *expected)
}
