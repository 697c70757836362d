//! A file joins a year that has entries: what is there already is recognised, so that a corrected
//! file does not count a year twice; the same bytes again change nothing, and say so.

use super::SAMPLE;
use super::made_year::made_year;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_corrected_file_is_not_counted_twice
    a_few_known_entries_are_said
    entries_are_known_by_their_lines_too
    what_was_done_is_said_without_contradiction
}

const IMPORT: &str = "import fec --association vert FEC20251231.txt";

fn a_corrected_file_is_not_counted_twice(place: Place) {
    let pole = Pole::with_vert(place);
    let text = made_year(21, 14).text;
    pole.put("FEC20251231.txt", &text);
    pole.run(IMPORT).done();
    let before = pole.rows();
    // One label is put right, and an account: the entry keeps its number, date and total.
    pole.put("FEC20251231.txt", text.replacen("606300", "606400", 1).replacen("P3", "P3b", 1));
    pole.run(IMPORT).refused_saying(&[
        "a déjà 14 écritures ; 14 des 14 écritures du fichier y sont déjà",
        "--append ajoute celles du fichier sans rien remplacer",
        "pas pour un fichier corrigé",
        "ne s'efface pas : passez l'écriture inverse",
        "[year-has-entries]",
    ]);
    pole.run(&format!("{IMPORT} --append")).refused_saying(&[
        "14 des 14 écritures du fichier sont déjà dans l'exercice",
        "les compterait deux fois",
        "ne s'efface pas : passez l'écriture inverse",
        "[already-there]",
    ]);
    assert_eq!(pole.rows(), before);
}

fn a_few_known_entries_are_said(place: Place) {
    let pole = Pole::with_vert(place);
    let first = made_year(22, 2).text;
    pole.put("FEC20251231.txt", &first);
    pole.run(IMPORT).done();
    let more = made_year(23, 9).text;
    let header = first.lines().next().expect("a header").len() + 1;
    let numbered =
        |text: &str| text.replace("\tVentes\t", "\tVentes\t9").replace("\tAchats\t", "\tAchats\t9");
    pole.put("FEC20251231.txt", numbered(&more) + &first[header..]);
    let told = pole.run(&format!("{IMPORT} --append --json")).done();
    assert!(told.codes("warning").contains(&"already-there".to_owned()), "{}", told.out);
    assert!(
        told.out.contains("2 des 11 écritures du fichier sont déjà dans l'exercice"),
        "{}",
        told.out
    );
    assert_eq!(told.file()["new"], 11);
    pole.is_sound();
}

fn entries_are_known_by_their_lines_too(place: Place) {
    let pole = Pole::with_vert(place);
    let text = made_year(24, 6).text;
    pole.put("FEC20251231.txt", &text);
    pole.run(IMPORT).done();
    // Another program has numbered the same entries its own way.
    let renumbered: String = text
        .lines()
        .map(|line| {
            let mut fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
            if fields[2] != "EcritureNum" {
                fields[2] = format!("X{}", fields[2]);
            }
            fields.join("\t") + "\n"
        })
        .collect();
    pole.put("FEC20251231.txt", renumbered);
    let told = pole.run(&format!("{IMPORT} --append --json")).refused();
    assert_eq!(told.codes("error"), ["already-there"]);
    // Twice the same entry in one file is two entries: each is known once.
    let twin = Pole::with_vert(place);
    twin.put("FEC20251231.txt", &text);
    twin.run(IMPORT).done();
    assert_eq!(twin.number("SELECT COUNT(*) FROM validation"), 6);
}

fn what_was_done_is_said_without_contradiction(place: Place) {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    let import = format!("import fec --association vert {SAMPLE}");
    let out = |line: &str| pole.run(line).done().out;
    let figures = "(6 lignes, 3 écritures, débit 25 000,00 €, crédit 25 000,00 €)";
    let told = out(&format!("{import} --dry-run")).replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(told, format!("{SAMPLE} : serait pris {figures}\n"));
    let told = out(&import).replace(['\u{a0}', '\u{202f}'], " ");
    assert_eq!(told, format!("{SAMPLE} : est pris {figures}\n"));
    for again in [import.clone(), format!("{import} --append"), format!("{import} --dry-run")] {
        let told = out(&again).replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(told, format!("{SAMPLE} : déjà pris, rien à faire {figures}\n"));
    }
    pole.put("FEC20261231.txt", made_year(9, 2).text);
    let told = pole.run(&format!("{import} FEC20261231.txt")).refused();
    assert!(told.out.contains(&format!("{SAMPLE} : rien n'est écrit, à cause d'un autre fichier")));
    assert!(!told.out.contains("nouvelles"), "{}", told.out);
}
