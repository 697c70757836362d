//! Passwords: at least twelve characters, none of those that everybody chooses, kept as argon2id
//! hashes (CNIL, délibération 2022-100; ASVS 5, 6.2).

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use tokio::sync::Semaphore;
use web::Problem;

/// Fewest characters of a password.
const FEWEST: usize = 12;
/// Most: a longer one is an attack on the hash.
const MOST: usize = 200;

/// Hashes at work at once: each takes 19 MiB and a processor.
static WORKING: Semaphore = Semaphore::const_new(2);

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
    let guessed: Vec<String> = COMMON.lines().map(str::to_owned).chain(personal).collect();
    let readings = [letters(password), letters(&as_read(password))];
    let known = readings.iter().any(|text| guessed.iter().any(|word| is_made_of(text, word)));
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

/// Whether a text is a word, perhaps several times, with at most three letters more.
fn is_made_of(text: &str, word: &str) -> bool {
    let rest = text.replace(word, "");
    rest.len() < text.len() && rest.chars().count() <= 3
}

/// The hash of a password.
///
/// # Errors
/// When the machine cannot: out of memory or of randomness.
pub async fn hash(password: String) -> Result<String, Problem> {
    let _turn = WORKING.acquire().await.map_err(Problem::internal)?;
    let work = move || Argon2::default().hash_password(password.as_bytes()).map(|h| h.to_string());
    let hash = tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?;
    hash.map_err(|error| Problem::internal(error.to_string()))
}

/// Whether a password opens a hash; as long when there is none.
///
/// # Errors
/// When the machine cannot.
pub async fn opens(password: String, hash: Option<String>) -> Result<bool, Problem> {
    let _turn = WORKING.acquire().await.map_err(Problem::internal)?;
    let work = move || {
        let known = hash.is_some();
        let Some(hash) = hash.or_else(|| NOBODY.clone()) else { return false };
        let Ok(hash) = PasswordHash::new(&hash) else { return false };
        let opens = Argon2::default().verify_password(password.as_bytes(), &hash).is_ok();
        known && opens
    };
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}
