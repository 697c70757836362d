//! Files as volunteers, payroll clerks and strangers bring them.

use super::*;
use crate::issue::Severity;
use crate::jobs::records::MAX_BYTES;
use crate::jobs::sheet::MAX_ROWS;
use crate::{Issue, Month};
use proptest::prelude::*;

const HEADER: &str = "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo";
const LINE: &str = "C1;Jardin;Le Goff;Zoé;12/03/1984;F;insertion;CDDI;2026-01-05;;26,5;35";

fn contracts(file: &[u8]) -> (Vec<Row<Contract>>, Vec<Issue>) {
    let mut issues = Issues::default();
    let rows = read_contracts(Lines::File(file), &mut |_, _, _| true, &mut issues);
    (rows, issues.into_list())
}

fn one(line: &str) -> (Vec<Row<Contract>>, Vec<Issue>) {
    contracts(format!("{HEADER}\n{line}\n").as_bytes())
}

/// `line column code`, for reading a list at a glance.
fn codes(issues: &[Issue]) -> Vec<String> {
    let told = |issue: &Issue| {
        let line = issue.line.map_or("-".to_owned(), |line| line.to_string());
        let column = issue.column.as_deref().unwrap_or("-");
        format!("{line} {column} {}", issue.code)
    };
    issues.iter().map(told).collect()
}

fn refused(file: &[u8], code: &str) -> String {
    let (rows, issues) = contracts(file);
    assert!(rows.is_empty(), "{rows:?}");
    let issue = issues.iter().find(|issue| issue.code == code && issue.severity == Severity::Error);
    issue.unwrap_or_else(|| panic!("{:?}", codes(&issues))).message.clone()
}

#[test]
fn a_contract_is_read() {
    let (rows, issues) = one(LINE);
    assert_eq!(issues, []);
    let expected = Contract {
        number: "C1".to_owned(),
        activity: "Jardin".to_owned(),
        person: Person {
            last_name: "Le Goff".to_owned(),
            first_name: "Zoé".to_owned(),
            birth: NaiveDate::from_ymd_opt(1984, 3, 12).unwrap(),
            sex: "F".to_owned(),
        },
        category: Category::Insertion,
        kind: "CDDI".to_owned(),
        start: NaiveDate::from_ymd_opt(2026, 1, 5).unwrap(),
        end: None,
        weekly: Hours(26_500),
        reference: Hours::whole(35),
    };
    assert_eq!(rows, [Row { line: 2, value: expected }]);
}

#[test]
fn one_table_however_it_was_saved() {
    let plain = contracts(format!("{HEADER}\n{LINE}\n").as_bytes());
    let commas = format!("{HEADER}\n{LINE}").replace("26,5", "\"26,5\"").replace(';', ",");
    let windows = format!("{HEADER}\r\n{LINE}\r\n").replace('é', "\u{fffd}");
    let mut latin: Vec<u8> = Vec::new();
    for c in windows.chars() {
        latin.push(if c == '\u{fffd}' { 0xe9 } else { c as u8 });
    }
    for file in [
        format!("\u{feff}{HEADER}\r\n{LINE}\r\n").into_bytes(),
        format!("{HEADER}\r{LINE}\r").into_bytes(),
        format!("{HEADER}\n{LINE};;\n").into_bytes(),
        format!("{HEADER}\n{LINE}").replace("26,5", " 26.500 ").into_bytes(),
        format!("{HEADER}\n{LINE}").replace(";Jardin;", ";\"Jardin\" ;").into_bytes(),
        format!("{HEADER}\n{LINE}")
            .replace("categorie", "Catégorie ")
            .replace("heures_hebdo", "Heures hebdo")
            .into_bytes(),
        commas.into_bytes(),
        latin,
    ] {
        assert_eq!(contracts(&file), plain, "{}", String::from_utf8_lossy(&file));
    }
}

#[test]
fn columns_in_any_order_with_strangers_among_them() {
    let file = "net;remarque;heures;MOIS;brut;contrat;\r\n1 420,10;\"vu\r\navec Léa\";151.67;2026-03;1820,45;C1;\r\n";
    let mut issues = Issues::default();
    let rows = read_hours(Lines::File(file.as_bytes()), &mut issues);
    let issues = issues.into_list();
    assert_eq!(codes(&issues), ["1 - unknown-column"]);
    assert_eq!(issues[0].message, "colonnes non lues : « remarque », colonne 7 sans nom");
    assert_eq!(
        rows,
        [Row {
            line: 2,
            value: MonthWork {
                contract: "C1".to_owned(),
                month: Month(202_603),
                hours: Hours(151_670),
                gross: Cents(182_045),
                net: Cents(142_010),
            }
        }]
    );
}

#[test]
fn missing_columns_are_named_with_those_found() {
    let mut issues = Issues::default();
    read_hours(Lines::File(b"contrat;heures;salaire\n"), &mut issues);
    let issues = issues.into_list();
    assert_eq!(codes(&issues), ["1 mois missing-column", "1 - unknown-column"]);
    assert_eq!(
        issues[0].message,
        "il manque 3 colonnes : mois, brut, net ; colonnes trouvées à la première ligne : « contrat », \
         « heures », « salaire » ; colonnes attendues : contrat, mois, heures, brut, net"
    );
    let doubled = refused(format!("{HEADER};nom\n").as_bytes(), "duplicate-column");
    assert_eq!(doubled, "la colonne « nom » est là deux fois : gardez-en une");
}

#[test]
fn every_problem_of_a_file_at_once() {
    let file = format!(
        "{HEADER}\n\
         C1;;Le Goff;Zoé;31/02/1984;Z;stage;CDDI;2026-13-01;;26h;0\n\
         \n\
         C2;Jardin;42;Zoé;1984-03-12;f;Permanent;CDI;2026-05-01;30/04/2026;35;35\n\
         C2;Jardin;Le Goff;Zoé;12/03/84;F;insertion;CDDI;2026-01-05;;-2;61\n\
         C3;Jardin;Le Goff\n"
    );
    let (rows, issues) = contracts(file.as_bytes());
    assert_eq!(rows, []);
    assert_eq!(
        codes(&issues),
        [
            "2 activite empty-field",
            "2 naissance bad-date",
            "2 categorie unknown-category",
            "2 debut bad-date",
            "2 heures_hebdo bad-hours",
            "2 reference_hebdo reference-zero",
            "4 nom bad-name",
            "4 fin end-before-start",
            "5 contrat duplicate-number",
            "5 naissance bad-date",
            "5 heures_hebdo bad-hours",
            "5 reference_hebdo bad-hours",
            "6 - field-count",
            "2 sexe unknown-sex",
        ]
    );
    let said: Vec<&str> = issues.iter().map(|issue| issue.message.as_str()).collect();
    assert_eq!(said[0], "la colonne « activite » est vide");
    assert_eq!(
        said[1],
        "« 31/02/1984 » n'est pas une date du calendrier : écrivez 2026-09-30 ou 30/09/2026"
    );
    assert_eq!(said[2], "« stage » n'est ni insertion ni permanent");
    assert_eq!(said[7], "fin le 30/04/2026, avant debut le 01/05/2026");
    assert_eq!(said[8], "le contrat « C2 » est déjà à la ligne 4");
    assert_eq!(said[11], "61 heures ne sont pas possibles ici, au plus 60");
    assert_eq!(said[12], "cette ligne a 3 cellules, l'en-tête en a 12");
}

#[test]
fn oddities_are_read_and_said() {
    let (rows, issues) = one("C1;Jardin;Le Goff;ZoÃ©;2014-03-12;M;permanent;CDI;2026-01-05;;52;35");
    assert_eq!(rows[0].value.person.sex, "H");
    assert_eq!(
        codes(&issues),
        [
            "2 heures_hebdo above-full-time",
            "2 prenom garbled-text",
            "2 heures_hebdo long-week",
            "2 naissance odd-age"
        ]
    );
    assert!(issues.iter().all(|issue| issue.severity == Severity::Warning));

    let mut issues = Issues::default();
    let file = b"contrat,mois,heures,brut,net\nA,2026-01,300,-10,-10\nA,01/2026,0,0,0\nB,2026-02,401,1,1\nB,2026-03,10,100,\"100,01\"\n;;\n,,,,\n";
    let rows = read_hours(Lines::File(file), &mut issues);
    assert_eq!(rows.len(), 2);
    let issues = issues.into_list();
    assert_eq!(
        codes(&issues),
        [
            "3 mois duplicate-month",
            "4 heures bad-hours",
            "6 - field-count",
            "2 heures long-month",
            "2 brut negative-amount",
            "5 net net-above-gross",
            "7 - blank-line"
        ]
    );
    assert_eq!(issues[0].message, "le mois 2026-01 du contrat « A » est déjà à la ligne 2");
}

#[test]
fn case_files_are_read() {
    let file = "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture\n\
                12;Accueil;D'Almeida;Ève;2001-02-28;X;03/03/2026;\n\
                13;Accueil;Roux;Luc;2026-03-03;M;03/03/2026;02/03/2026\n";
    let mut issues = Issues::default();
    let rows = read_case_files(Lines::File(file.as_bytes()), &mut |_, _, _| true, &mut issues);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].value.person.sex, "X");
    assert_eq!(
        codes(&issues.into_list()),
        ["3 naissance birth-after-start", "3 cloture end-before-start"]
    );
}

#[test]
fn formulas_and_control_characters() {
    let name = |name: &str| one(&LINE.replace("Le Goff", name));
    let read = |typed: &str| name(typed).0[0].value.person.last_name.clone();
    assert_eq!(read("'=HYPERLINK(A1)"), "=HYPERLINK(A1)");
    assert_eq!(read("''+a"), "'+a");
    assert_eq!(read("'t Hooft"), "'t Hooft");
    for typed in ["Le\tGoff", "Le\u{7f}Goff", "\"Le\nGoff\"", "Le\u{202e}Goff", "Le\u{1b}[31mGoff"]
    {
        let (rows, issues) = name(typed);
        assert!(rows.is_empty());
        assert_eq!(codes(&issues), ["2 nom control-character"]);
        assert!(!issues[0].message.contains(|c: char| c.is_control()), "{:?}", issues[0].message);
    }
    let (_, issues) = name(&"é".repeat(201));
    assert_eq!(codes(&issues), ["2 nom text-too-long"]);
    assert!(issues[0].message.chars().count() < 80);
}

#[test]
fn what_is_no_text_is_named() {
    assert!(refused(b"PK\x03\x04\x14\0\0", "not-text").contains("classeur"));
    assert!(refused(b"\xff\xfec\0o\0", "not-text").contains("UTF-16"));
    assert!(refused(b"%PDF-1.7", "not-text").contains("PDF"));
    assert!(refused(b"contrat;nom\nC1;\0", "not-text").contains("position 16"));
    let marked = [b"\xef\xbb\xbf", HEADER.as_bytes(), b"\nZo\xe9"].concat();
    assert!(refused(&marked, "not-text").contains("UTF-8"));
    assert_eq!(
        refused(&vec![0; MAX_BYTES + 1], "file-too-large"),
        "le fichier pèse 65 Mo, le plus grand admis 64 Mo"
    );
    for empty in ["", "\u{feff}", "\r\n \r\n", ";;;\n"] {
        refused(empty.as_bytes(), "empty-file");
    }
    let (rows, issues) = contracts(HEADER.as_bytes());
    assert_eq!((rows.len(), codes(&issues)), (0, vec!["- - no-rows".to_owned()]));
}

#[test]
fn lone_quotes_spare_the_other_lines() {
    let file = format!("{HEADER}\nC0;\"Jar\"din;\n{LINE}\nC2;\"Jardin\nC3;x\n");
    let (rows, issues) = contracts(file.as_bytes());
    assert_eq!(rows.len(), 1);
    assert_eq!(codes(&issues), ["2 - stray-quote", "4 - open-quote", "5 - field-count"]);
    refused(b"\"contrat;nom", "open-quote");
    let many = format!("{HEADER}\n{}", "\"a\"b\n".repeat(1000));
    let (_, issues) = contracts(many.as_bytes());
    assert!(issues.iter().any(|issue| issue.code == "too-many-quotes"));
}

#[test]
fn wide_long_and_endless_files_are_refused() {
    let wide = "x;".repeat(10_000);
    assert!(refused(wide.as_bytes(), "too-many-columns").contains("256"));
    assert!(refused(wide.as_bytes(), "missing-column").len() < 2000);
    let wide_row = refused(format!("{HEADER}\n{wide}\n").as_bytes(), "field-count");
    assert_eq!(wide_row, "cette ligne a plus de 256 cellules, l'en-tête en a 12");
    let long = "a".repeat(10 << 20);
    assert!(refused(long.as_bytes(), "missing-column").len() < 1000);
    assert!(refused(format!("{HEADER}\n{long}").as_bytes(), "field-count").len() < 100);
    let long_cells =
        LINE.replace("Jardin", &long).replace("CDDI", &long).replace("2026-01-05", &long);
    let long_cells = format!("{HEADER}\n{long_cells}");
    for code in ["text-too-long", "bad-date"] {
        assert!(refused(long_cells.as_bytes(), code).len() < 200);
    }
    let rows = usize::try_from(MAX_ROWS).unwrap() + 1;
    let endless = format!("{HEADER}\n{}", "x\n".repeat(rows));
    assert!(refused(endless.as_bytes(), "too-many-rows").contains("500000"));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut issues = Issues::default();
        read_contracts(Lines::File(&bytes), &mut |_, _, _| true, &mut issues);
        read_hours(Lines::File(&bytes), &mut issues);
        read_case_files(Lines::File(&bytes), &mut |_, _, _| true, &mut issues);
        issues.into_list();
    }

    #[test]
    fn no_rows_panic(cells in proptest::collection::vec("[\"\\PC;,\r\n\t'=0-9/.-]{0,12}", 0..40), separator in "[;,\n]") {
        for header in [HEADER, "contrat;mois;heures;brut;net", "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture"] {
            let file = format!("{header}\n{}", cells.join(&separator));
            let mut issues = Issues::default();
            read_contracts(Lines::File(file.as_bytes()), &mut |_, _, _| true, &mut issues);
            read_hours(Lines::File(file.as_bytes()), &mut issues);
            read_case_files(Lines::File(file.as_bytes()), &mut |_, _, _| true, &mut issues);
            prop_assert!(issues.into_list().iter().all(|issue| !issue.message.contains(char::is_control)));
        }
    }

    #[test]
    fn a_spoilt_line_hides_no_other(place in 0usize..60, spoil in "[;\"é=\t0]") {
        let mut line = LINE.to_owned();
        let place = (place..=line.len()).find(|at| line.is_char_boundary(*at)).unwrap_or(0);
        line.insert_str(place, &spoil);
        let file = format!("{HEADER}\n{}\n{line}\n{}\n", LINE.replace("C1", "A"), LINE.replace("C1", "B"));
        let (rows, _) = contracts(file.as_bytes());
        let numbers: Vec<&str> = rows.iter().map(|row| row.value.number.as_str()).collect();
        prop_assert!(numbers.contains(&"A") && numbers.contains(&"B"), "{:?}", numbers);
    }
}
