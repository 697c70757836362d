//! Texts as people look for them: without accents, capitals or marks.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in lower case, without accents; what is neither letter nor digit becomes a space.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfkd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'œ' | 'Œ' => out.push_str("oe"),
            'æ' | 'Æ' => out.push_str("ae"),
            letter if letter.is_alphanumeric() => out.extend(letter.to_lowercase()),
            _ => out.push(' '),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn accents_capitals_and_marks_do_not_matter() {
        assert_eq!(folded("Bâtir en Sauvine"), "batir en sauvine");
        assert_eq!(folded("L'Œuvre – À l’été"), "l oeuvre   a l ete");
    }
}
