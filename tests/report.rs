//! The combined report says what the entries, payslips, contracts and files add up to, no more.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::place::Place;
use crate::pole::Pole;

stories! {
    the_published_year_comes_out
    a_pole_is_built_from_nothing
    eighteen_months_are_not_taken_for_twelve
    a_forgotten_side_is_told
    the_report_has_one_result
    vat_explains_only_what_it_makes
    books_that_are_not_there_are_not_zero
    a_year_without_anything_has_no_report
    what_is_wrong_is_said_first
    a_figure_has_one_definition
    a_line_mapped_twice_counts_once
    every_format_is_written
}

fn report(pole: &Pole, year: i32) -> Value {
    pole.run(&format!("report --year {year}")).done().json()
}

/// Adds everything up anew from the files that leave the base, with none of the product's code.
#[track_caller]
fn recounts_the_same(pole: &Pole, year: i32) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ops/recount");
    let counted = Command::new("python3")
        .arg(script)
        .args([env!("CARGO_BIN_EXE_collectif"), pole.address(), &year.to_string()])
        .output()
        .expect("python3 is there");
    let told = String::from_utf8_lossy(&counted.stdout).into_owned();
    assert!(counted.status.success(), "{told}{}", String::from_utf8_lossy(&counted.stderr));
}

fn the_published_year_comes_out(place: Place) {
    let pole = Pole::missing(place);
    pole.run("demo --dir demo --no-serve").done();
    let totals = report(&pole, 2009)["totals"].take();
    assert_eq!(totals["beneficiaries"]["persons"], 1000);
    assert_eq!(totals["fte"]["permanent"], "32.00");
    assert_eq!(totals["fte"]["insertion"], "68.00");
    assert_eq!(totals["fte"]["total"], "100.00");
    assert_eq!(totals["salaries"]["net_paid_cents"], 135_000_000);
    assert_eq!(totals["turnover_cents"], 340_000_000);
    assert_eq!(totals["eliminations_balanced"], true);
    recounts_the_same(&pole, 2009);
    recounts_the_same(&pole, 2008);
    pole.is_sound();
    assert!(pole.read("demo/rapport-2009.pdf").starts_with(b"%PDF-"));

    // Run again, it is the same one.
    let before = pole.rows();
    pole.run("demo --dir demo --no-serve").done();
    assert_eq!(pole.rows(), before);

    // One contract less, and the year no longer comes out.
    let contract =
        "SELECT MIN(contract_id) FROM month_work WHERE association_id = 2 AND month = 200903";
    let contract = pole.number(contract);
    let gone =
        format!("DELETE FROM month_work WHERE association_id = 2 AND contract_id = {contract}");
    pole.sql(&gone).expect("deleted");
    let without = report(&pole, 2009)["totals"].take();
    assert_ne!(without["fte"]["insertion"], "68.00");
    assert_ne!(without["salaries"]["net_paid_cents"], 135_000_000);
}

/// A FEC of one sale: account and side of the two lines, with the third party.
fn invoice(sale: bool, aux: &str, cents: &str) -> String {
    let mut lines = vec![
        (if sale { "411000" } else { "401000" }, aux, cents, sale),
        (if sale { "706000" } else { "622600" }, "", cents, !sale),
    ];
    // Debits first, as books are written.
    lines.sort_by_key(|line| !line.3);
    entry(&lines)
}

/// A FEC of one entry: account, third party, amount, whether it is a debit.
fn entry(lines: &[(&str, &str, &str, bool)]) -> String {
    const HEAD: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\t\
         CompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\t\
         DateLet\tValidDate\tMontantdevise\tIdevise\n";
    let line = |(account, aux, amount, debit): &(&str, &str, &str, bool)| {
        let name = if aux.is_empty() { "" } else { "Un voisin" };
        let (debit, credit) = if *debit { (*amount, "0,00") } else { ("0,00", *amount) };
        format!(
            "OD\tDivers\t1\t20250310\t{account}\tCompte {account}\t{aux}\t{name}\tF1\t20250310\t\
             Tenue des livres\t{debit}\t{credit}\t\t\t20250331\t\t\n"
        )
    };
    HEAD.to_owned() + &lines.iter().map(line).collect::<String>()
}

/// Two entities that sell one another bookkeeping, with contracts and people.
fn two_entities(place: Place, sold: &str, bought: &str) -> Pole {
    two_books(place, &invoice(true, "B", sold), &invoice(false, "A", bought))
}

/// Two entities and the books of each.
fn two_books(place: Place, sale_book: &str, purchase_book: &str) -> Pole {
    let pole = Pole::new(place);
    for (slug, siren) in [("a", "123456782"), ("b", "732829320")] {
        pole.run(&format!(
            "association add --slug {slug} --name «Entité {slug}» --siren {siren} --kind aci"
        ))
        .done();
        pole.run(&format!("perimeter add --association {slug} --from 2025-01-01")).done();
    }
    let (sale, purchase) = ("123456782FEC20251231.txt", "732829320FEC20251231.txt");
    pole.put(sale, sale_book);
    pole.put(purchase, purchase_book);
    // One is mapped before its books come in, the other after.
    pole.run("counterparty map --association a --aux B --to b").done();
    pole.run(&format!("import fec --association a {sale}")).done();
    pole.run(&format!("import fec --association b {purchase}")).done();
    pole.run("counterparty map --association b --aux A --to a").done();
    pole
}

fn a_pole_is_built_from_nothing(place: Place) {
    let pole = two_entities(place, "1000,00", "1000,00");
    pole.put(
        "contrats.csv",
        "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n\
         C1;Entité a;Le Goff;Zoé;1980-02-03;F;insertion;CDDI;2025-01-01;2025-06-30;26;35\n\
         C2;Entité a;Martin;Luc;12/05/1971;H;permanent;CDI;2025-09-01;;28;35\n",
    );
    pole.put("heures.csv", "contrat;mois;heures;brut;net\nC1;2025-03;112,67;1354,29;1072,10\nC2;2025-09;121,34;2400,00;1880,55\n");
    pole.put(
        "accueil.csv",
        "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture\n\
         D1;Entité a;LE GOFF;Zoe;03/02/1980;F;2025-01-10;\nD2;Entité a;Roux;Ana;1990-01-01;F;2024-05-01;2025-01-01\n",
    );
    pole.put("accueil-b.csv", "dossier;activite;nom;prenom;naissance;sexe;ouverture;cloture\nE1;Entité b;Le Goff;Zoé;1980-02-03;F;2025-02-01;\n");
    pole.run("import contracts --association a contrats.csv").done();
    pole.run("import hours --association a heures.csv").done();
    pole.run("import beneficiaries --association a accueil.csv").done();
    pole.run("import beneficiaries --association b accueil-b.csv").done();
    let report = report(&pole, 2025);
    let totals = &report["totals"];
    assert_eq!(totals["turnover_gross_cents"], 100_000);
    assert_eq!(totals["turnover_cents"], 0, "all of it was sold inside");
    assert_eq!(totals["salaries"]["net_paid_cents"], 107_210 + 188_055);
    assert_eq!(totals["fte"]["insertion"], "0.06", "112.67 h of 1 820");
    assert_eq!(totals["fte"]["permanent"], "0.27", "0.8 over 122 of 365 days");
    assert_eq!(totals["beneficiaries"]["files"], 3);
    assert_eq!(totals["beneficiaries"]["persons"], 2, "one person has a file in both");
    assert_eq!(totals["result_cents"], 0);
    assert_eq!(report["previous"], Value::Null);
    for pair in report["reciprocity"].as_array().expect("pairs") {
        assert_eq!(pair["difference_cents"], 0, "{pair}");
    }
    pole.is_sound();
}

fn eighteen_months_are_not_taken_for_twelve(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("activity add --association vert --kind aci --name Maraîchage").done();
    pole.run("perimeter add --association vert --from 2024-07-01").done();
    let days = "--year-start 2024-07-01 --year-end 2025-12-31";
    let file = pole.bring("123456782FEC20251231.txt");
    pole.run(&format!("import fec --association vert {days} {file}")).done();
    let row = |number: &str, kind: &str| {
        format!("{number};Maraîchage;Nom{number};Jo;1970-01-01;X;{kind};CDD;2024-07-01;;35;35\n")
    };
    let head = "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n";
    pole.put("contrats.csv", format!("{head}{}{}", row("1", "insertion"), row("2", "permanent")));
    let months = (7..=12).map(|month| (2024, month)).chain((1..=12).map(|month| (2025, month)));
    let worked = months.flat_map(|(year, month)| {
        ["1", "2"].map(|one| format!("{one};{year}-{month:02};151,67;1900,00;1500,00"))
    });
    let head = ["contrat;mois;heures;brut;net".to_owned()];
    let hours: Vec<String> = head.into_iter().chain(worked).collect();
    pole.put("heures.csv", hours.join("\n"));
    pole.run("import contracts --association vert contrats.csv").done();
    pole.run("import hours --association vert heures.csv").done();
    let told = report(&pole, 2025);
    let totals = &told["totals"];
    assert_eq!(totals["fte"]["insertion"], "1.00", "a post held all along is one post");
    assert_eq!(totals["fte"]["permanent"], "1.00");
    assert_eq!(totals["salaries"]["net_paid_cents"], 18 * 2 * 150_000);
    assert!(told["previous"].is_null(), "no day counts twice: {}", told["previous"]);
    pole.run("report --year 2025 --format html --out rapport.html").done();
    let page = String::from_utf8(pole.read("rapport.html")).expect("text");
    assert!(page.contains("dure 18\u{a0}mois (du 01/07/2024 au 31/12/2025)"), "the length is said");
    recounts_the_same(&pole, 2025);
    pole.is_sound();
}

fn a_forgotten_side_is_told(place: Place) {
    let pole = two_entities(place, "1000,00", "900,00");
    let report = report(&pole, 2025);
    assert_eq!(report["totals"]["eliminations_balanced"], false);
    let income = &report["reciprocity"][0];
    assert_eq!((&income["from"], &income["to"]), (&"a".into(), &"b".into()));
    assert_eq!(income["difference_cents"], 10_000);
}

/// The cells of a line of the CSV: heading, entity, activity, measure, year, year before, unit.
#[track_caller]
fn csv_line(pole: &Pole, year: i32, start: &str) -> Vec<String> {
    let told = pole.run(&format!("report --year {year} --format csv")).done();
    let line = told.out.lines().find(|line| line.starts_with(start));
    let line = line.unwrap_or_else(|| panic!("« {start} » in {}", told.out));
    line.split(';').map(str::to_owned).collect()
}

/// The page that stands alone, apostrophes as people read them.
fn page(pole: &Pole, year: i32) -> String {
    let told = pole.run(&format!("report --year {year} --format html")).done();
    told.out.replace("&#39;", "'").replace("&#x27;", "'").replace(['\u{a0}', '\u{202f}'], " ")
}

/// The words of the paper.
fn paper(pole: &Pole, year: i32) -> String {
    pole.run(&format!("report --year {year} --format pdf --out rapport.pdf")).done();
    let mut command = Command::new("pdftotext");
    let out = command.args(["-layout", "rapport.pdf", "-"]).current_dir(pole.folder()).output();
    let text = String::from_utf8(out.expect("pdftotext is there").stdout).expect("text");
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn the_report_has_one_result(place: Place) {
    let pole = two_entities(place, "600,00", "660,00");
    let result = report(&pole, 2025)["totals"]["result_cents"].as_i64();
    assert_eq!(result, Some(-6_000));
    let amount = |start: &str| csv_line(&pole, 2025, start)[4].clone();
    assert_eq!(amount("Chiffres clés;Ensemble du pôle;;Résultat"), "-60,00");
    let whole = "Compte de résultat combiné;Ensemble du pôle;;";
    assert_eq!(amount(&format!("{whole}Résultat de l'année")), "-60,00");
    assert_eq!(amount(&format!("{whole}Écarts entre entités, non éliminés")), "-60,00");
    assert_eq!(amount(&format!("{whole}Ventes de biens et de services")), "0,00");
    let out = "Compte de résultat combiné;Éliminations;;Résultat de l'année";
    assert_eq!(amount(out), "0,00", "as much is taken out on both sides");
}

fn vat_explains_only_what_it_makes(place: Place) {
    let sold = |bought: &str| {
        let sale = entry(&[
            ("411000", "B", "720,00", true),
            ("706000", "", "600,00", false),
            ("445710", "", "120,00", false),
        ]);
        let pole = two_books(place, &sale, &invoice(false, "A", bought));
        let pair = report(&pole, 2025)["reciprocity"][0].take();
        let result = report(&pole, 2025)["totals"]["result_cents"].as_i64().expect("a result");
        let ends = csv_line(
            &pole,
            2025,
            "Compte de résultat combiné;Ensemble du pôle;;Résultat de l'année",
        );
        assert_eq!(ends[4].replace(',', "").parse(), Ok(result), "one result with VAT too");
        let of = |key: &str| pair[key].as_i64().expect("an amount");
        (of("explained_cents"), of("difference_cents"), page(&pole, 2025))
    };
    let (explained, difference, _) = sold("720,00");
    assert_eq!((explained, difference), (12_000, 0), "the buyer bears the VAT");
    let (explained, difference, said) = sold("660,00");
    assert_eq!((explained, difference.abs()), (0, 6_000), "660 is not 600 and its VAT");
    for words in ["600,00 € hors TVA", "660,00 €", "120,00 €, ne l'explique pas", "reste 60,00 €"]
    {
        assert!(said.contains(words), "« {words} » is said");
    }
    let (explained, difference, _) = sold("715,00");
    assert_eq!((explained, difference), (12_000, 500), "VAT explains, and 5 € are left");
}

fn books_that_are_not_there_are_not_zero(place: Place) {
    let pole = two_entities(place, "1000,00", "1000,00");
    // The year after, only one of them has its books.
    let later = invoice(true, "C", "500,00").replace("2025", "2026");
    pole.put("123456782FEC20261231.txt", later);
    pole.run("import fec --association a 123456782FEC20261231.txt").done();
    let said = report(&pole, 2026);
    assert_eq!(
        said["associations"][0]["missing"],
        serde_json::json!(["contracts", "pay", "files"])
    );
    let missing = &said["associations"][1]["missing"];
    assert_eq!(*missing, serde_json::json!(["books", "contracts", "pay", "files"]));
    assert_eq!(said["associations"][1]["turnover_cents"], 0, "numbers stay");

    let result = csv_line(&pole, 2026, "Entités;Entité b;;Résultat");
    assert_eq!((result[4].as_str(), result[5].as_str()), ("", "-1000,00"), "empty, not zero");
    let page = page(&pole, 2026);
    let alert = "Les comptes d'Entité b pour 2026 ne sont pas là : le total ne les compte pas.";
    assert!(page.contains(alert), "the page says it");
    assert!(page.contains("comptes non importés") && page.contains("aucun contrat importé"));
    assert!(page.contains("sans les comptes 2026 d'Entité b"), "the whole is not compared");
    assert!(!page.contains("100,0 %"), "nothing falls by all of it");
    let paper = paper(&pole, 2026);
    assert!(paper.contains("comptes non importés") && paper.contains("ne sont pas là"), "{paper}");
    pole.run("report --year 2026 --format xlsx --out rapport.xlsx").done();
}

fn a_year_without_anything_has_no_report(place: Place) {
    let pole = two_entities(place, "1000,00", "1000,00");
    pole.run("report --year 2031").refused_saying(&["2031", "2025"]);
    pole.run("report --year 2031 --format pdf --out vide.pdf").refused_saying(&["2025"]);
    let empty = Pole::new(place);
    empty.run("association add --slug a --name «Entité a» --kind aci").done();
    empty.run("perimeter add --association a --from 2025-01-01").done();
    empty.run("report --year 2025").refused_saying(&["aucune année"]);
}

fn what_is_wrong_is_said_first(place: Place) {
    let pole = two_entities(place, "1000,00", "900,00");
    let gap = "Il reste 100,00 € sans explication";
    let page = page(&pole, 2025);
    let told = page.find(gap).expect("the page says it");
    assert!(told < page.find("id=\"entites\"").expect("the second part"), "among the essential");
    let paper = paper(&pole, 2025);
    let second = paper.split('\u{c}').nth(1).expect("a second page");
    let words = second.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(gap), "the paper says it on its first sheet: {words}");
}

fn a_figure_has_one_definition(place: Place) {
    let pole = two_entities(place, "1000,00", "1000,00");
    let page = page(&pole, 2025);
    let said = report(&pole, 2025);
    let methods = said["methods"].as_array().expect("methods");
    for name in ["Personnes reçues", "Salaires nets", "Chiffre d'affaires", "Dossiers d'accueil"] {
        assert!(methods.iter().any(|method| method["figure"] == name), "« {name} » is defined");
    }
    for name in ["Personnes reçues", "Salaires nets", "Chiffre d'affaires"] {
        let method = methods.iter().find(|method| method["figure"] == name).expect("a method");
        let definition = method["definition"].as_str().expect("words").replace('\u{a0}', " ");
        assert_eq!(page.matches(&definition).count(), 2, "{name}: on its tile and in the method");
    }
}

/// What b owes a is one debt, however many mappings of a's books name b.
fn a_line_mapped_twice_counts_once(place: Place) {
    let pole = two_entities(place, "1000,00", "1000,00");
    pole.run("counterparty map --association a --account 411 --to b").done();
    let report = report(&pole, 2025);
    let pairs = report["reciprocity"].as_array().expect("pairs");
    let owed = pairs.iter().find(|pair| pair["kind"] == "receivable").expect("a receivable");
    assert_eq!((&owed["from_cents"], &owed["to_cents"]), (&100_000.into(), &100_000.into()));
}

fn every_format_is_written(place: Place) {
    let pole = two_entities(place, "1000,00", "1000,00");
    pole.run("association add --slug c --name «=1+1 @SUM(A1)» --siren 552100554 --kind ai").done();
    pole.run("perimeter add --association c --from 2025-01-01").done();
    for (format, head) in [
        ("pdf", &b"%PDF-"[..]),
        ("xlsx", b"PK"),
        ("html", b"<!"),
        ("csv", b"\xef\xbb\xbf"),
        ("json", b"{"),
    ] {
        let out = format!("rapport.{format}");
        pole.run(&format!("report --year 2025 --format {format} --out {out}")).done();
        assert!(pole.read(&out).starts_with(head), "{format}");
    }
    let csv = String::from_utf8(pole.read("rapport.csv")).expect("text");
    let dangerous = |cell: &str| cell.trim_matches('"').starts_with(['=', '@', '\t', '\r']);
    assert!(csv.contains("1+1"), "the entity is there");
    assert!(!csv.lines().flat_map(|line| line.split(';')).any(dangerous), "{csv}");
    let html = String::from_utf8(pole.read("rapport.html")).expect("text");
    assert!(!html.contains("<script"), "a page to keep has no script");
}

/// The two large files of other packages, when they are at hand.
#[test]
fn other_packages_files_recount_the_same() {
    let Some(samples) = std::env::var_os("COLLECTIF_SAMPLES").map(PathBuf::from) else {
        println!("skipped: COLLECTIF_SAMPLES is not set");
        return;
    };
    let pole = Pole::new(Place::Sqlite);
    for (slug, file, start, end) in [
        ("un", "neolegal__123456789FEC20500930.txt", "2022-04-01", "2023-04-30"),
        ("deux", "neolegal__000000000FEC20231231.txt", "2021-01-01", "2023-06-30"),
    ] {
        pole.put(file, std::fs::read(samples.join("fec").join(file)).expect("the sample is there"));
        pole.run(&format!("association add --slug {slug} --name {slug} --chart company")).done();
        pole.run(&format!(
            "activity add --association {slug} --kind ei --name Atelier --hours-per-fte 1505"
        ))
        .done();
        pole.run(&format!("perimeter add --association {slug} --from 2020-01-01")).done();
        pole.run(&format!(
            "import fec --association {slug} --year-start {start} --year-end {end} {file}"
        ))
        .done();
    }
    pole.put("contrats.csv", "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n1;Atelier;Petit;Jo;1970-01-01;X;insertion;CDDI;2023-01-01;;35;35\n");
    pole.put("heures.csv", "contrat;mois;heures;brut;net\n1;2023-02;138;1600,00;1250,00\n");
    pole.run("import contracts --association un contrats.csv").done();
    pole.run("import hours --association un heures.csv").done();
    pole.run("counterparty map --association deux --aux CCB --to un").done();
    assert!(report(&pole, 2023)["totals"]["turnover_eliminated_cents"].as_i64() > Some(0));
    recounts_the_same(&pole, 2023);
    pole.is_sound();
}
