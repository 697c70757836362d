//! A president asks why the result is what it is, from the first page down to the invoice that was
//! paid, without a sign to decipher.

use std::fmt::Write as _;

use super::browser::{Answer, Browser};
use super::cast::{self, add_user};
use super::server::Server;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    a_president_finds_the_expense_that_grew_most
    every_figure_of_money_opens_its_accounts
    a_balance_is_said_in_words
    an_invoice_and_its_payment_lead_to_each_other
    a_month_of_insertion_counts_on_a_twelfth_of_the_base
    the_books_are_named_for_whoever_keeps_none
    the_statement_opens_to_those_who_may_read_it
}

const GARAGE: &str = "401000 FGARAGE Garage_des_Quatre-Vents";
const AGENCE: &str = "401000 FAGENCE Agence_du_port";
const VILLE: &str = "411000 CVILLE Ville_de_Lannion";

/// An entry of two lines: day, document, account of debit, of credit, cents, letters of both.
type Booked = (&'static str, &'static str, &'static str, &'static str, u64, [&'static str; 2]);

const BEFORE: [Booked; 3] = [
    ("0131", "PAIE-1", "641100 Salaires_des_personnes_en_insertion", "421000", 100_000, ["", ""]),
    ("0201", "L-1", "613200 Locations", AGENCE, 50_000, ["", ""]),
    ("0301", "V-1", VILLE, "706000 Prestations", 200_000, ["", ""]),
];

const YEAR: [Booked; 6] = [
    ("0131", "PAIE-2", "641100 Salaires_des_personnes_en_insertion", "421000", 260_000, ["", ""]),
    ("0201", "L-2", "613200 Locations", AGENCE, 30_000, ["", ""]),
    ("0301", "F-77", "615500 URSSAF_et_entretien", GARAGE, 93_830, ["", "A"]),
    ("0309", "CHQ-4", GARAGE, "512000 Banque", 93_830, ["A", ""]),
    ("0401", "V-2", VILLE, "706000 Prestations", 250_000, ["A", ""]),
    ("0610", "VIR-6", "512000 Banque", VILLE, 100_000, ["", "A"]),
];

const FEC_HEAD: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\t\
     CompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\t\
     DateLet\tValidDate\tMontantdevise\tIdevise\n";

/// `401000 FGARAGE Garage_des_Quatre-Vents`, `512000 Banque` or `421000` as columns of a FEC.
fn columns(account: &str) -> String {
    let parts: Vec<String> = account.split(' ').map(|part| part.replace('_', " ")).collect();
    match &parts[..] {
        [code] => format!("{code}\tCompte {code}\t\t"),
        [code, label] => format!("{code}\t{label}\t\t"),
        [code, aux, name] => format!("{code}\tCompte {code}\t{aux}\t{name}"),
        _ => unreachable!("{account}"),
    }
}

fn brings(pole: &Pole, year: i32, entries: &[Booked]) {
    let mut text = FEC_HEAD.to_owned();
    for (number, (day, piece, debited, credited, cents, letters)) in (1..).zip(entries) {
        let amount = format!("{},{:02}", cents / 100, cents % 100);
        let sides = [(debited, amount.as_str(), "0,00"), (credited, "0,00", amount.as_str())];
        for ((account, debit, credit), letter) in sides.into_iter().zip(letters) {
            let lettered = if letter.is_empty() { String::new() } else { format!("{year}1231") };
            let _ = writeln!(
                text,
                "OD\tDivers\t{number}\t{year}{day}\t{}\t{piece}\t{year}{day}\tActe {number}\t{debit}\t\
                 {credit}\t{letter}\t{lettered}\t{year}1231\t\t",
                columns(account)
            );
        }
    }
    let name = format!("123456782FEC{year}1231.txt");
    pole.put(&name, text);
    pole.run(&format!("import fec --association vert {name}")).done();
}

/// Two years of an association, and the presidents of two.
fn pole(place: Place) -> Pole {
    let pole = Pole::new(place);
    for (slug, siren) in [("vert", "123456782"), ("bleu", "732829320")] {
        let name = format!("association add --slug {slug} --name «Association {slug}»");
        pole.run(&format!("{name} --siren {siren} --kind aci")).done();
        pole.run(&format!("perimeter add --association {slug} --from 2024-01-01")).done();
    }
    brings(&pole, 2024, &BEFORE);
    brings(&pole, 2025, &YEAR);
    for (email, slug) in [("rose@pole.example", "vert"), ("paul@pole.example", "bleu")] {
        add_user(&pole, email, "president", &format!("--association {slug}")).done();
    }
    pole
}

fn enters<'s>(site: &'s Server, email: &str) -> Browser<'s> {
    let mut browser = site.browser();
    browser.enter(email);
    browser
}

/// What a page reads as, without its marks.
fn read(answer: &Answer) -> String {
    let main = answer.main();
    let parts = main.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text));
    let text =
        parts.collect::<Vec<_>>().join(" ").replace("&#39;", "'").replace("&nbsp;", "\u{a0}");
    text.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(text: &str, words: &str) {
    let words = words.replace('~', "\u{a0}").replace('_', "\u{202f}");
    assert!(text.contains(&words), "« {words} » is said: {text}");
}

/// The first and the last cell of each account's row.
fn rows(browser: &mut Browser<'_>, path: &str) -> Vec<(String, String)> {
    let text = browser.get(&format!("{path}&format=csv")).is(200).text();
    let rows = text.lines().skip(1).map(|row| row.split(';').collect::<Vec<_>>());
    let rows = rows.filter(|row| row[0].parse::<u32>().is_ok());
    rows.map(|row| (row[0].to_owned(), row[row.len() - 1].to_owned())).collect()
}

fn pairs(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(code, amount)| ((*code).to_owned(), (*amount).to_owned())).collect()
}

const GREW: &str = "/a/vert/balance/2025-12-31?compte=6&tri=hausse";

fn a_president_finds_the_expense_that_grew_most(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = enters(&site, "rose@pole.example");
    let home = rose.get("/a/vert").is(200);
    says(
        &read(&home),
        "La dépense qui a le plus augmenté~: salaires des personnes en insertion, +~1_600~€ par \
         rapport à 2024~; celle qui a le plus baissé~: locations, \u{2212}~200~€.",
    );
    assert!(home.links().contains(&GREW.to_owned()), "{:?}", home.links());

    let risen = [("641100", "1600,00"), ("615500", "938,30"), ("613200", "-200,00")];
    assert_eq!(rows(&mut rose, GREW), pairs(&risen));
    let fallen: Vec<_> = risen.into_iter().rev().collect();
    let fell = GREW.replace("hausse", "baisse");
    assert_eq!(rows(&mut rose, &fell), pairs(&fallen));
    let page = read(&rose.get(GREW).is(200));
    says(
        &page,
        "641100 Salaires des personnes en insertion 2_600,00 – 2_600,00 1_000,00 +~1_600,00",
    );
    says(&page, "Classe~6 Charges 3_838,30 – 3_838,30 1_500,00 +~2_338,30");

    // More was sold: income is read from the other side.
    let sold = rows(&mut rose, "/a/vert/balance/2025-12-31?compte=7&tri=hausse");
    assert_eq!(sold, pairs(&[("706000", "500,00")]));
    let of_line = rows(&mut rose, "/a/vert/balance/2025-12-31?ligne=services");
    assert_eq!(of_line, pairs(&[("613200", "-200,00"), ("615500", "938,30")]));
    let two = rows(&mut rose, "/a/vert/balance/2025-12-31?compte=512%20706");
    assert_eq!(two.len(), 2);
    rose.get("/a/vert/balance/2025-12-31?ligne=rien").is(400).says("La ligne demandée");
    // The first year has nothing to be compared with, and an unknown order is none.
    rose.get("/a/vert/balance/2024-12-31?compte=6&tri=hausse").is(200);
    let unknown = rows(&mut rose, "/a/vert/balance/2025-12-31?compte=6&tri=rien");
    assert_eq!(unknown[0].0, "613200", "by number");
}

fn every_figure_of_money_opens_its_accounts(place: Place) {
    let pole = pole(place);
    cast::jobs(&pole, "vert", "V", 2025);
    let site = Server::of(&pole);
    let mut rose = enters(&site, "rose@pole.example");
    let home = rose.get("/a/vert").is(200);
    says(&read(&home), "Montants arrondis à l'euro");
    let text = home.text();
    for name in ["En banque et en caisse", "Ce qui est entré", "Ce qui est sorti", "Ce qui reste"]
    {
        let (before, _) = text.split_once(&format!("\">{name}</a>")).expect(name);
        let way = before.rsplit("href=\"").next().expect("an address");
        let way = way.replace("&amp;", "&").replace("&#38;", "&");
        assert!(way.starts_with("/a/vert/balance/2025-12-31?compte="), "{name}: {way}");
        assert!(!rows(&mut rose, &way).is_empty(), "{name}: {way}");
        assert!(
            home.links().iter().filter(|link| **link == way).count() >= 2,
            "and its source too"
        );
    }
    let jobs = rose.get("/a/vert/emplois?annee=2025").is(200);
    says(&read(&jobs), "0 en insertion, 1~permanent");
}

fn a_month_of_insertion_counts_on_a_twelfth_of_the_base(place: Place) {
    let pole = cast::pole(place);
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let site = Server::of(&pole);
    let mut rose = enters(&site, "rose@pole.example");
    let months = rose.get("/a/vert/emplois?annee=2025&format=csv").is(200).text();
    // 112,67 h paid in March, on a base of 1 820 h a year.
    for (said, row) in [("March", "mars 2025;112,67;0,74;"), ("the year", "Année;112,67;0,06;")] {
        assert!(months.lines().any(|line| line.starts_with(row)), "{said}: {months}");
    }
}

fn a_balance_is_said_in_words(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = enters(&site, "rose@pole.example");
    let ledger = |code: &str| format!("/a/vert/comptes/2025-12-31/{code}");
    let sold = read(&rose.get(&ledger("706000")).is(200));
    says(
        &sold,
        "Solde créditeur au 31/12/2025 2_500,00~€ Solde créditeur au 31/12/2024 2_000,00~€",
    );
    says(&sold, "créditeur~2_500,00");
    for path in ["tiers/2025-12-31", "balance/2025-12-31?compte=7", "comptes/2025-12-31/706000"] {
        let page = rose.get(&format!("/a/vert/{path}")).is(200).main();
        assert!(!page.contains('\u{2212}'), "no sign on {path}: {page}");
        assert!(page.contains("créditeur"), "{path}: {page}");
    }

    // The heading is that of the third party, whatever else the account holds.
    for (aux, account, name, standing) in [
        ("FGARAGE", "401000", "Garage des Quatre-Vents", "Payé 938,30~€ Reste dû 0,00~€"),
        ("FAGENCE", "401000", "Agence du port", "Payé 0,00~€ Reste dû 300,00~€"),
        ("CVILLE", "411000", "Ville de Lannion", "Reçu 1_000,00~€ Reste à recevoir 1_500,00~€"),
    ] {
        let page = rose.get(&format!("{}?tiers={aux}", ledger(account))).is(200);
        let text = read(&page);
        says(&text, &format!("{name}, compte {account}"));
        says(&text, standing);
        assert!(!text.contains("Solde créditeur au"), "not the account's: {text}");
        assert!(page.links().contains(&ledger(account)), "the account is one step above");
    }
    let whole = read(&rose.get(&ledger("401000")).is(200));
    says(&whole, "Solde créditeur au 31/12/2025 300,00~€");
    let nobody = read(&rose.get(&format!("{}?tiers=AUTRE", ledger("401000"))).is(200));
    assert!(!nobody.contains("300,00"), "nothing of the others: {nobody}");
}

fn an_invoice_and_its_payment_lead_to_each_other(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = enters(&site, "rose@pole.example");
    let entry = |number: i64| format!("/a/vert/ecritures/2025-12-31/{number}");
    for (from, to, words) in [
        (3, 4, "Garage des Quatre-Vents, lettre A~: réglée le 09/03/2025 par l'écriture 4"),
        (4, 3, "Garage des Quatre-Vents, lettre A~: règle la facture F-77 de l'écriture 3"),
        (5, 6, "Ville de Lannion, lettre A~: réglée le 10/06/2025 par l'écriture 6"),
        (6, 5, "Ville de Lannion, lettre A~: règle la facture V-2 de l'écriture 5"),
    ] {
        let page = rose.get(&entry(from)).is(200);
        says(&read(&page), words);
        assert!(page.links().contains(&entry(to)), "{from} leads to {to}");
        let main = page.main();
        let (_, told) = main.split_once("Factures et règlements").expect("it is told");
        let told = told.split("</section>").next().expect("its part");
        assert_eq!(told.matches("/ecritures/").count(), 1, "no other letter A: {told}");
    }
    let invoice = rose.get(&entry(3)).is(200);
    let party = "/a/vert/comptes/2025-12-31/401000?tiers=FGARAGE".to_owned();
    assert!(invoice.links().contains(&party), "its third party's lines");
    let unpaid = read(&rose.get(&entry(2)).is(200));
    assert!(!unpaid.contains("Factures et règlements"), "nothing answers: {unpaid}");
}

fn the_books_are_named_for_whoever_keeps_none(place: Place) {
    let pole = pole(place);
    add_user(&pole, "anne@pole.example", "accountant", "").done();
    let site = Server::of(&pole);
    let words = "Voir tous les comptes de 2025 Fournisseurs, clients, financeurs Toutes les écritures \
                 par journal Fichier des écritures (FEC), pour l'administration";
    let books = read(&enters(&site, "rose@pole.example").get("/a/vert/livres").is(200));
    says(&books, words);
    let kept = read(&enters(&site, "anne@pole.example").get("/a/vert/livres").is(200));
    assert!(!kept.contains("Voir tous les comptes"), "{kept}");
    let words = enters(&site, "rose@pole.example").get("/aide/mots").is(200).text();
    for word in ["Grand livre", "Journal", "Débit, crédit", "Solde", "Compte collectif", "Scellé"]
    {
        assert!(words.contains(&format!("<dt>{word}</dt>")), "{word}");
    }
}

fn the_statement_opens_to_those_who_may_read_it(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let mut rose = enters(&site, "rose@pole.example");
    let page = rose.get("/rapport/2025/vert").is(200);
    let text = read(&page);
    says(&text, "Salaires \u{2212}1_000,00 \u{2212}2_600,00 \u{2212}1_600,00");
    says(&text, "Résultat de l'année 500,00 \u{2212}1_338,30 \u{2212}1_838,30");
    let way = "/a/vert/balance/2025-12-31?ligne=wages&tri=hausse".to_owned();
    assert!(page.links().contains(&way), "{:?}", page.links());
    assert_eq!(rows(&mut rose, &way), pairs(&[("641100", "1600,00")]));
    let result = read(&rose.get("/rapport/2025/chiffre/resultat/vert").is(200));
    says(&result, "706000 Prestations 2_000,00~€ 2_500,00~€ +~500,00~€");

    let mut paul = enters(&site, "paul@pole.example");
    let page = paul.get("/rapport/2025/vert").is(200);
    says(&read(&page), "Salaires \u{2212}1_000,00 \u{2212}2_600,00 \u{2212}1_600,00");
    assert!(!page.links().iter().any(|link| link.starts_with("/a/vert/")), "what he may not open");
    paul.get(&way).is(404);
}
