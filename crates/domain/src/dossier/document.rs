//! A document that somebody joins: what it is is read from its bytes, whatever its name says.

use sha2::{Digest as _, Sha256};

use crate::issue::{is_invisible, quoted};

/// The most that a document may weigh.
pub const LARGEST_DOCUMENT_BYTES: u64 = 10 << 20;

/// The characters of a name, its extension aside.
const LONGEST_STEM: usize = 80;

/// SHA-256 of a document's bytes.
pub type Digest = [u8; 32];

/// What a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A PDF.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
}

impl Media {
    /// Every sort.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// What some bytes are; none for anything else.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let begins = |mark: &[u8]| bytes.starts_with(mark);
        match () {
            () if begins(b"%PDF-") => Some(Self::Pdf),
            () if begins(b"\xff\xd8\xff") => Some(Self::Jpeg),
            () if begins(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") => Some(Self::Png),
            () => None,
        }
    }

    /// As tables and headers write it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// Reads what tables write.
    pub fn parse(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|media| media.media_type() == media_type)
    }

    /// As people say it.
    pub fn french(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Jpeg => "photo JPEG",
            Self::Png => "image PNG",
        }
    }

    /// The ends of its files' names, the usual one first.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

/// A document that may be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    name: String,
    media: Media,
    bytes: Vec<u8>,
}

/// Why a file is no document; the sentence names it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADocument {
    /// There is nothing in it.
    #[error("Le fichier {0} est vide\u{a0}: choisissez-en un autre, rien n'a été pris.")]
    Empty(String),
    /// It is too heavy.
    #[error(
        "Le fichier {0} pèse plus de {max} Mo, ce qu'un document peut peser ici\u{a0}: envoyez-le plus \
         léger, rien n'a été pris.",
        max = LARGEST_DOCUMENT_BYTES >> 20
    )]
    TooLarge(String),
    /// It is something else.
    #[error(
        "Le fichier {0} n'est ni un PDF, ni une photo JPEG ou PNG\u{a0}: enregistrez-le dans l'un de \
         ces formats ou photographiez-le, rien n'a été pris."
    )]
    Other(String),
}

impl Document {
    /// A file that was sent, under the name that the sender's machine gives it.
    ///
    /// # Errors
    /// An empty file, one too heavy, one that is something else.
    pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Self, NotADocument> {
        if bytes.is_empty() {
            return Err(NotADocument::Empty(quoted(name)));
        }
        if bytes.len() as u64 > LARGEST_DOCUMENT_BYTES {
            return Err(NotADocument::TooLarge(quoted(name)));
        }
        let media = Media::of(&bytes).ok_or_else(|| NotADocument::Other(quoted(name)))?;
        Ok(Self { name: cleaned(name, media), media, bytes })
    }

    /// Its name, in one line, ending as what it is ends.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is.
    pub fn media(&self) -> Media {
        self.media
    }

    /// What is in it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What it is kept under.
    pub fn digest(&self) -> Digest {
        Sha256::digest(&self.bytes).into()
    }
}

/// A name without folders, marks that do not show, or signs that machines take for something else;
/// its end tells what it is.
fn cleaned(name: &str, media: Media) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let good = |c: &char| !c.is_control() && !is_invisible(*c) && !"\u{2028}\u{2029}".contains(*c);
    let plain = |c: char| if "<>:\"|?*;%".contains(c) { '_' } else { c };
    let name: String = name.chars().filter(good).map(plain).collect();
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    let known = media.extensions().iter().find(|known| end.eq_ignore_ascii_case(known));
    let stem = if known.is_some() { stem } else { &name };
    let stem: String = stem.chars().take(LONGEST_STEM).collect();
    let stem = stem.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let stem = if stem.is_empty() { "document" } else { stem };
    format!("{stem}.{}", known.unwrap_or(&media.extensions()[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_what_a_document_is() {
        let named = |name, bytes: &[u8]| Document::parse(name, bytes.to_vec());
        let pdf = named("zip.zip", b"%PDF-1.7\n").expect("a PDF");
        assert_eq!((pdf.name(), pdf.media()), ("zip.zip.pdf", Media::Pdf));
        assert_eq!(named("a.JPEG", b"\xff\xd8\xff\xe0").expect("a photo").name(), "a.jpeg");
        for bytes in
            [&b"PK\x03\x04"[..], b" %PDF-1.7", b"\xff\xd8", b"<svg/>", b"\x89PNG\r\n\x1a\n"]
        {
            let told = named("facture.pdf", bytes).expect_err("something else");
            assert!(told.to_string().contains("« facture.pdf » n'est ni un PDF"), "{told}");
        }
        assert!(matches!(named("x", b""), Err(NotADocument::Empty(_))));
        let heavy = vec![b'%'; LARGEST_DOCUMENT_BYTES as usize + 1];
        let told = named("x", &heavy).expect_err("heavy").to_string();
        assert!(told.contains("10 Mo"), "{told}");
    }

    #[test]
    fn names_are_cleaned() {
        for (typed, kept) in [
            ("facture.pdf", "facture.pdf"),
            ("C:\\fakepath\\Facture n° 3.PDF", "Facture n° 3.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("..", "document.pdf"),
            ("", "document.pdf"),
            (".pdf", "document.pdf"),
            ("a\r\nb\u{202e}gpj.exe", "abgpj.exe.pdf"),
            ("\"<script>\";x=1.pdf", "__script___x=1.pdf"),
        ] {
            let document = Document::parse(typed, b"%PDF-1.7".to_vec()).expect("a PDF");
            assert_eq!(document.name(), kept, "{typed:?}");
        }
        let long = Document::parse(&"é".repeat(500), b"%PDF-1.7".to_vec()).expect("a PDF");
        assert_eq!(long.name().chars().count(), LONGEST_STEM + 4);
    }
}
