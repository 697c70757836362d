//! Each file of `tests/samples/fec` does what the first word of its name says: `ok` is read without
//! a word, `odd` is read and the oddity told, `bad` is refused with its line and leaves no trace.

use super::{SAMPLE, latin9};
use crate::place::Place;
use crate::pole::{Pole, samples};

stories! {
    good_files_are_read_without_a_word
    odd_files_are_read_and_the_oddity_told
    bad_files_are_refused_and_leave_no_trace
    old_encodings_read_every_letter
}

const OK: [&str; 5] =
    [SAMPLE, "ok_montant_plus_minus__", "ok_montant_sens__", "ok_utf8_pipe__", "ok_utf8bom_tab__"];

/// Start of the name, code of the warning, its line.
const ODD: [(&str, &str, Option<u64>); 9] = [
    ("odd_both_sides__", "both-sides", Some(4)),
    ("odd_chronology__", "not-chronological", Some(4)),
    ("odd_dot_decimal__", "decimal-point", Some(4)),
    ("odd_double_cr__", "line-end", Some(1)),
    ("odd_extra_column__", "extra-columns", Some(1)),
    ("odd_negative__", "negative-amount", Some(4)),
    ("odd_no_validdate__", "no-validation-date", Some(6)),
    ("odd_number_gap__", "number-gap", None),
    ("odd_slash_date__", "date-format", Some(2)),
];

/// Start of the name, code of the error, where it is, words of the sentence.
const BAD: [(&str, &str, &str, &str); 10] = [
    ("bad_account_letters__", "bad-account", "ligne 6, colonne CompteNum, ", "« BQ1 »"),
    ("bad_empty_label__", "empty-field", "ligne 6, colonne EcritureLib, ", "est vide"),
    ("bad_header_only__", "header-only", "ligne 1, ", "aucune écriture"),
    ("bad_impossible_date__", "bad-date", "ligne 6, colonne EcritureDate, ", "« 20250231 »"),
    ("bad_missing_column__", "missing-column", "ligne 1, colonne Idevise, ", "il manque 1 des 18"),
    ("bad_name__association_2025", "file-name", "", "--year-start"),
    ("bad_semicolon__", "separator", "ligne 1, ", "tabulation"),
    ("bad_separator_in_label__", "field-count", "ligne 6, ", "19 champs au lieu de 18"),
    ("bad_thousands__", "grouped-amount", "ligne 4, colonne Debit, ", "« 12 000,00 »"),
    ("bad_unbalanced_entry__", "unbalanced-entry", "ligne 4, colonne Debit, ", "écart 1,00"),
];

/// The whole name of the sample that starts so.
fn sample(start: &str) -> String {
    let inside = std::fs::read_dir(samples()).expect("the samples are there");
    let names =
        inside.map(|entry| entry.expect("an entry").file_name().into_string().expect("text"));
    names.into_iter().find(|name| name.starts_with(start)).unwrap_or_else(|| panic!("no {start}…"))
}

#[test]
fn no_sample_is_forgotten() {
    let count = std::fs::read_dir(samples()).expect("the samples are there").count();
    assert_eq!(count, OK.len() + ODD.len() + BAD.len());
}

/// The three entries of every readable sample are in the books.
#[track_caller]
fn holds_the_three_entries(pole: &Pole, file: &serde_json::Value) {
    assert_eq!(file["accepted"], true);
    assert_eq!((&file["lines"], &file["entries"], &file["new"]), (&6.into(), &3.into(), &3.into()));
    assert_eq!(
        (&file["debit_cents"], &file["credit_cents"]),
        (&2_500_000.into(), &2_500_000.into())
    );
    assert_eq!(pole.number("SELECT COUNT(*) FROM validation"), 3);
    assert_eq!(pole.number("SELECT CAST(SUM(debit) AS bigint) FROM line"), 2_500_000);
    pole.is_sound();
}

fn good_files_are_read_without_a_word(place: Place) {
    for start in OK {
        let (pole, name) = (Pole::with_vert(place), sample(start));
        pole.bring(&name);
        let told = pole.run(&format!("import fec --association vert {name} --json")).done();
        assert_eq!((told.file()["issues"].clone(), told.err.as_str()), (serde_json::json!([]), ""));
        holds_the_three_entries(&pole, &told.file());
    }
}

fn odd_files_are_read_and_the_oddity_told(place: Place) {
    for (start, code, line) in ODD {
        let (pole, name) = (Pole::with_vert(place), sample(start));
        pole.bring(&name);
        let told = pole.run(&format!("import fec --association vert {name} --json")).done();
        assert_eq!(told.codes("warning"), [code], "{name}");
        assert_eq!(told.file()["issues"][0]["line"].as_u64(), line, "{name}");
        assert_eq!(told.codes("error"), [""; 0], "{name}");
        holds_the_three_entries(&pole, &told.file());
    }
}

fn bad_files_are_refused_and_leave_no_trace(place: Place) {
    let pole = Pole::with_vert(place);
    let before = pole.rows();
    for (start, code, at, words) in BAD {
        let name = sample(start);
        pole.bring(&name);
        let told = pole.run(&format!("import fec --association vert {name} --json")).refused();
        assert!(told.err.contains(&format!("{name} : {at}")), "{}", told.err);
        assert!(told.err.contains(words) && told.err.contains(code), "{}", told.err);
        assert_eq!(told.codes("error"), [code], "{name}");
        let file = told.file();
        assert_eq!((&file["accepted"], &file["new"]), (&false.into(), &0.into()), "{name}");
        let issue = &file["issues"][0];
        let line = issue["line"].as_u64().map(|line| format!("ligne {line}, ")).unwrap_or_default();
        let column = issue["column"].as_str().map(|column| format!("colonne {column}, "));
        assert_eq!(
            line + &column.unwrap_or_default(),
            at,
            "{name}: the document says the same place"
        );
        assert_eq!(pole.rows(), before, "{name} wrote something");
        let balance = pole.run(&format!("fec balance {name} --json"));
        // Nothing is wrong inside the file whose name is wrong.
        assert_eq!(balance.code, Some(i32::from(code != "file-name")), "{name}");
    }
    pole.bring(SAMPLE);
    pole.run(&format!("import fec --association vert {SAMPLE}")).done();
}

fn old_encodings_read_every_letter(place: Place) {
    let pole = Pole::with_vert(place);
    let source =
        String::from_utf8(pole.read(pole.bring(&sample("ok_utf8_pipe__")))).expect("UTF-8");
    let source = source.replace("Report à nouveau", "Œuvre à 5 €, Noël");
    let bytes: Vec<u8> = source
        .chars()
        .map(|letter| match letter {
            '€' => 0xa4,
            'œ' => 0xbd,
            'Œ' => 0xbc,
            letter => u8::try_from(u32::from(letter)).expect("a letter of ISO 8859-15"),
        })
        .collect();
    assert_eq!(latin9(&bytes), source);
    pole.put(SAMPLE, bytes);
    pole.run(&format!("import fec --association vert {SAMPLE}")).done();
    let with = |text| pole.number(&format!("SELECT COUNT(*) FROM entry WHERE label LIKE '{text}'"));
    assert_eq!(with("Œuvre à 5 €, Noël%"), 1);
    assert_eq!(with("%œuvre%"), 1);
    pole.is_sound();
}
