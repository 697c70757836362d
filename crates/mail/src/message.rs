//! The letter as it travels: headers, the text, and the same text for those who read HTML.

use std::time::SystemTime;

use lettre::Message;
use lettre::message::header::{
    ContentTransferEncoding, ContentType, HeaderName, HeaderValue, MessageId,
};
use lettre::message::{Body, MultiPart, SinglePart};

use crate::{Misread, outbox};

/// A name and an address.
pub use lettre::message::Mailbox;

/// The sender of all letters, such as `Collectif du pôle <ne-pas-repondre@example.org>`.
///
/// # Errors
/// When the text is not an address with or without a name.
pub fn sender(text: &str) -> Result<Mailbox, Misread> {
    let told = || Misread::Sender(text.escape_debug().to_string());
    if text.chars().any(char::is_control) {
        return Err(told());
    }
    text.parse().map_err(|_| told())
}

/// How the parts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In ASCII: any server takes it.
    Portable,
    /// As it is, for whoever opens the file: a link stays in one piece.
    Readable,
}

/// Longest line of a part written as it is (RFC 5322 stops at 998 bytes).
const LINE_BYTES: usize = 990;

/// The letter. It is the same at each attempt but for the boundary between its parts.
///
/// # Errors
/// When the row's address is not one.
pub fn message(
    letter: &outbox::Model,
    from: &Mailbox,
    writing: Writing,
) -> Result<Message, lettre::error::Error> {
    let to = letter.recipient.parse().map_err(|_| lettre::error::Error::EmailMissingLocalPart)?;
    let name = (!letter.recipient_name.is_empty()).then(|| letter.recipient_name.clone());
    let id =
        format!("<{}.{}@{}>", letter.created_at.timestamp_micros(), letter.id, from.email.domain());
    // Answering machines do not answer machines (RFC 3834).
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(name, to))
        .subject(&letter.subject)
        .date(SystemTime::from(letter.created_at))
        .header(MessageId::from(id))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .multipart(
            MultiPart::alternative()
                .singlepart(part(ContentType::TEXT_PLAIN, letter.body.clone(), writing))
                .singlepart(part(
                    ContentType::TEXT_HTML,
                    html(&letter.subject, &letter.body),
                    writing,
                )),
        )
}

fn part(kind: ContentType, text: String, writing: Writing) -> SinglePart {
    let short = text.lines().all(|line| line.len() <= LINE_BYTES);
    let body = match writing {
        // By hand: lettre would encode whatever has a line of more than 76 bytes.
        Writing::Readable if short => Body::dangerous_pre_encoded(
            text.replace('\n', "\r\n").into_bytes(),
            ContentTransferEncoding::EightBit,
        ),
        _ => Body::new(text),
    };
    SinglePart::builder().header(kind).body(body)
}

/// The text as a page: its paragraphs, its lines, its links.
fn html(title: &str, text: &str) -> String {
    let paragraphs = text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    let paragraphs = paragraphs.map(|paragraph| {
        let lines: Vec<String> = paragraph.lines().map(linked).collect();
        format!("<p>{}</p>\n", lines.join("<br>\n"))
    });
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head><meta charset=\"utf-8\"><title>{}</title></head>\n\
         <body>\n{}</body>\n</html>\n",
        escaped(title),
        paragraphs.collect::<String>()
    )
}

/// A line with its links. The stop that ends a sentence is no part of the link.
fn linked(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        let link = word.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '»', '>']);
        if !link.starts_with("https://") && !link.starts_with("http://") {
            return escaped(word);
        }
        let after = escaped(&word[link.len()..]);
        let link = escaped(link);
        format!("<a href=\"{link}\">{link}</a>{after}")
    });
    words.collect::<Vec<String>>().join(" ")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
