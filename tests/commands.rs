//! Somebody new at the command line: every help and every refusal speaks French, names with blanks
//! work, and the system's own English is never repeated.

use std::process::Output;

use crate::place::{Place, program};
use crate::pole::Pole;
use crate::told::Told;

stories! {
    bases_may_have_blanks_in_their_names
    what_the_system_answers_is_told_in_french
}

/// Words that only an English sentence of the parser or of the system has.
const ENGLISH: [&str; 32] = [
    "Usage:",
    "Commands:",
    "Arguments:",
    "Options:",
    "COMMAND>",
    "<NAME>",
    "<FILE",
    "<DATE>",
    "<VAT>",
    "<YEAR",
    "Print ",
    "[default",
    "[possible",
    "[env",
    "error:",
    "tip:",
    " similar ",
    " argument '",
    "required",
    " provided",
    "invalid",
    "unexpected",
    "unrecognized",
    "subcommand",
    " value ",
    "cannot be",
    "more information",
    "Possible values",
    "os error",
    "No such file",
    "denied",
    " directory",
];

#[track_caller]
fn is_french(asked: &str, text: &str) {
    for word in ENGLISH {
        assert!(!text.contains(word), "« {asked} » says « {word} »: {text}");
    }
}

fn run(words: &[&str]) -> Told {
    let output: Output = program().args(words).output().expect("the program starts");
    Told::of(&words.join(" "), &output)
}

/// The commands that a help lists, each after the words that lead there.
fn below(path: &[String]) -> Vec<Vec<String>> {
    let mut words: Vec<&str> = path.iter().map(String::as_str).collect();
    words.push("--help");
    let help = run(&words).done();
    is_french(&help.asked, &help.out);
    for heading in ["Utilisation : collectif", "Options :", "Montrer cette aide"] {
        assert!(help.out.contains(heading), "{}: {}", help.asked, help.out);
    }
    let listed = help.out.split("Commandes :\n").nth(1).unwrap_or_default();
    let names = listed.lines().take_while(|line| line.starts_with("  "));
    names
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| path.iter().cloned().chain([name.to_owned()]).collect())
        .collect()
}

#[test]
fn every_help_is_french() {
    let mut waiting = vec![Vec::new()];
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        seen += 1;
        waiting.extend(below(&path));
    }
    assert!(seen > 30, "every command was asked: {seen}");
    assert_eq!(run(&["help", "import", "fec"]).out, run(&["import", "fec", "--help"]).out);
    is_french("--version", &run(&["--version"]).done().out);
}

#[test]
fn a_line_that_cannot_be_read_is_told_in_french() {
    for (line, words) in [
        ("", "il manque la suite de « collectif »"),
        ("import", "il manque la suite de « collectif import »"),
        ("importe", "la commande « importe » n'existe pas ; vouliez-vous dire"),
        ("import fek", "vouliez-vous dire fec ?"),
        ("import fec", "il manque --association <ENTITÉ> et <FICHIER>..."),
        ("import fec --asociation a f", "vouliez-vous dire --association ?"),
        ("import fec --association", "il faut une valeur après --association"),
        ("import fec --association a f --year-start 2025-01-01", "il manque --year-end <JOUR>"),
        ("check --vite", "l'option « --vite » n'existe pas"),
        ("check tout", "« tout » est de trop"),
        ("check --json --json", "--json est donné deux fois"),
        ("check --json=1", "« 1 » est de trop après --json"),
        ("report --year hier", "« hier » ne convient pas à --year : ce n'est pas une année"),
        ("report --year 2025 --format pfd", "écrivez json, html, pdf, csv ou xlsx"),
        ("report --year 2025 --format", "il faut une valeur après --format"),
        ("counterparty map --association a --to b", "--aux <TIERS> ou --account <COMPTE>"),
        ("counterparty map --association a --to b --aux 1 --account 411", "--aux ne va pas avec"),
        ("serve --listen ici", "ce n'est pas une adresse d'écoute"),
        ("user add --email a --name b --role c --from hier", "ce n'est pas une date"),
        ("association add --slug a --name b --vat oui", "exempt, franchise ou taxed"),
    ] {
        let words_of: Vec<&str> = line.split_whitespace().collect();
        let told = run(&words_of);
        assert_eq!(told.code, Some(2), "« {line} »: {}", told.err);
        assert_eq!(told.out, "", "« {line} » answers on standard error");
        assert!(told.err.contains(words), "« {line} » says « {words} »: {}", told.err);
        is_french(line, &told.err);
        if told.err.starts_with("collectif") {
            assert!(told.err.contains("Pour en savoir plus : collectif"), "{}", told.err);
        }
    }
    let told = run(&["report", "--year", "2025", "--format", "pfd"]);
    assert!(told.err.contains("collectif report --help"), "{}", told.err);
}

/// The names of variables in a text.
fn variables(text: &str) -> std::collections::BTreeSet<String> {
    let named = text.split("COLLECTIF_").skip(1);
    let rest = named.map(|rest| {
        rest.chars().take_while(|c| c.is_ascii_uppercase() || *c == '_').collect::<String>()
    });
    rest.filter(|name| !name.is_empty()).map(|name| format!("COLLECTIF_{name}")).collect()
}

#[test]
fn the_readme_has_every_variable() {
    let readme = variables(include_str!("../README.md"));
    let commands = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![commands];
    let mut used = std::collections::BTreeSet::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).expect("a folder");
            waiting.extend(inside.map(|entry| entry.expect("an entry").path()));
        } else {
            used.extend(variables(&std::fs::read_to_string(&path).expect("text")));
        }
    }
    assert_eq!(used, readme);
}

fn bases_may_have_blanks_in_their_names(place: Place) {
    let pole = Pole::new(place);
    std::fs::create_dir(pole.folder().join("un dossier")).expect("a folder");
    for name in ["base avec espace.db", "un dossier/pôle.db", "a [1] 100%?#.db"] {
        let base = format!("--database «{name}»");
        pole.run(&format!("init --name Pôle {base}")).done();
        pole.run(&format!("check {base}")).done();
        assert!(pole.folder().join(name).exists(), "{name}");
        pole.run(&format!("check --database «sqlite://{name}»")).done();
    }
}

fn what_the_system_answers_is_told_in_french(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("perimeter add --association vert --from 2025-01-01").done();
    let fec = pole.bring("123456782FEC20251231.txt");
    pole.run(&format!("import fec --association vert {fec}")).done();
    let before = pole.rows();
    std::fs::create_dir(pole.folder().join("dossier")).expect("a folder");
    pole.put("fichier", "");
    for (line, why) in [
        ("import fec --association vert absent.txt", "absent.txt ne peut pas être lu : ce chemin"),
        ("import contracts --association vert absent.csv", "ce chemin n'existe pas"),
        ("import hours --association vert dossier", "c'est un dossier"),
        ("import beneficiaries --association vert fichier/x.csv", "n'est pas un dossier"),
        ("fec balance absent.txt", "ce chemin n'existe pas"),
        ("export contracts --association vert --out .", "c'est un dossier"),
        ("export hours --association vert --out dossier", "c'est un dossier"),
        ("export beneficiaries --association vert --out absent/x.csv", "ce chemin n'existe pas"),
        ("report --year 2025 --out .", "c'est un dossier"),
        ("report --year 2025 --out fichier/x", "n'est pas un dossier"),
        ("demo --no-serve --dir fichier", "fichier ne peut pas être créé"),
    ] {
        let told = pole.run(line).refused_saying(&[why]);
        is_french(line, &told.err);
    }
    assert_eq!(pole.rows(), before);
}
