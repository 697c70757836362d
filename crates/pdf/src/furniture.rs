//! What each page bears besides content: whose paper and which, the page's number, when and by what
//! it was made, and the fingerprint of its figures.

use chrono::{NaiveDateTime, Timelike as _};
use domain::calendar::long;

use crate::canvas::{Artifact, Canvas};
use crate::font::Fonts;
use crate::paper::Paper;
use crate::style::{Ink, Style, sheet};
use crate::wrap::fit;

const HEAD_BASELINE: f32 = 40.0;
const HEAD_RULE: f32 = 47.0;
const FOOT_RULE: f32 = sheet::HEIGHT - 48.0;
const FOOT_BASELINE: f32 = sheet::HEIGHT - 36.0;
const FOOT_SECOND: f32 = sheet::HEIGHT - 26.0;
const PAGE_NUMBER_ROOM: f32 = 60.0;
/// Air between the two texts of the head.
const BETWEEN: f32 = 16.0;
/// Letters of the head shrink no further.
const SMALLEST_HEAD: f32 = 0.85;

/// `1er mars 2027 à 9 h 05`.
pub(crate) fn date_in_words(instant: NaiveDateTime) -> String {
    let (hour, minute) = (instant.hour(), instant.minute());
    format!("{} à {hour}\u{a0}h\u{a0}{minute:02}", long(instant.date()))
}

/// « Édité le … par … · Collectif 0.1.0 ».
fn made(paper: &Paper) -> String {
    let mut words = format!("Édité le {}", date_in_words(paper.generated.naive_local()));
    if !paper.generated_by.trim().is_empty() {
        words.push_str(" par ");
        words.push_str(paper.generated_by.trim());
    }
    if !paper.generator.trim().is_empty() {
        words.push_str(" · ");
        words.push_str(paper.generator.trim());
    }
    words
}

/// Whose paper, and which, in letters small enough for both; should that not do, the title keeps two
/// thirds, since it says which year and whether the figures are a demonstration's.
fn head(paper: &Paper, fonts: &Fonts, strong: Style, style: Style) -> [(Style, String); 2] {
    let whole = sheet::BODY_WIDTH - BETWEEN;
    let wide = |style: Style, text: &str| fonts.width(style.face, style.size, text);
    let both =
        wide(strong, &fonts.clean(&paper.organisation)) + wide(style, &fonts.clean(&paper.title));
    let scale = (whole / both.max(1.0) * 0.99).clamp(SMALLEST_HEAD, 1.0);
    let (strong, style) = (strong.scaled(scale), style.scaled(scale));
    let title = fit(fonts, &paper.title, style, whole * 2.0 / 3.0);
    let organisation = fit(fonts, &paper.organisation, strong, whole - wide(style, &title));
    let title = fit(fonts, &paper.title, style, whole - wide(strong, &organisation));
    [(strong, organisation), (style, title)]
}

/// Draws head and foot of every page, once their number is known.
pub(crate) fn draw(canvas: &mut Canvas, paper: &Paper) {
    let count = canvas.sheets.len();
    let style = Style::FURNITURE;
    let fonts = canvas.fonts;
    let strong = Style { face: crate::font::Face::Bold, ..style };
    let [(owner_style, organisation), (title_style, title)] = head(paper, fonts, strong, style);
    let made = fit(fonts, &made(paper), style, sheet::BODY_WIDTH - PAGE_NUMBER_ROOM);
    let fingerprint = if paper.fingerprint.trim().is_empty() {
        String::new()
    } else {
        let words = format!("Empreinte {}", paper.fingerprint.trim());
        fit(fonts, &words, style, sheet::BODY_WIDTH)
    };
    for index in 0..count {
        canvas.turn_to(index);
        if !canvas.sheets[index].cover {
            canvas.artifact(Artifact::Head, |pen| {
                pen.text(owner_style, sheet::LEFT, HEAD_BASELINE, &organisation);
                pen.text_to(title_style, sheet::RIGHT, HEAD_BASELINE, &title);
                pen.rule(Ink::LINE, 0.5, HEAD_RULE);
            });
        }
        canvas.artifact(Artifact::Foot, |pen| {
            pen.rule(Ink::LINE, 0.5, FOOT_RULE);
            pen.text(style, sheet::LEFT, FOOT_BASELINE, &made);
            let number = format!("page {}/{count}", index + 1);
            pen.text_to(strong, sheet::RIGHT, FOOT_BASELINE, &number);
            pen.text(style, sheet::LEFT, FOOT_SECOND, &fingerprint);
        });
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn dates_read_as_french_text() {
        let at = |day, month, hour, minute| {
            NaiveDate::from_ymd_opt(2027, month, day)
                .and_then(|date| date.and_hms_opt(hour, minute, 0))
                .expect("a date")
        };
        assert_eq!(date_in_words(at(1, 8, 9, 5)), "1er août 2027 à 9\u{a0}h\u{a0}05");
        assert_eq!(date_in_words(at(31, 12, 23, 59)), "31 décembre 2027 à 23\u{a0}h\u{a0}59");
    }
}
