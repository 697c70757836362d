//! Reading rooms: what the pages of the books say is what the commands say, in every format, and to
//! nobody else.

use std::cell::RefCell;
use std::io::Cursor;

use calamine::{Data, Ods, Reader as _, Xlsx};
use serde_json::Value;

use super::browser::Browser;
use super::cast::add_user;
use super::server::Server;
use crate::accounting::made_year::made_year;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    the_balance_page_says_what_the_command_says
    every_list_reads_back_in_every_format
    a_filter_changes_what_is_said
    the_fec_is_the_one_of_the_command_and_leaves_a_line
    the_search_finds_third_parties_and_amounts
    a_search_of_marks_alone_finds_nothing
    nobody_reads_the_books_of_others
    no_address_breaks_a_page
}

const NAME: &str = "123456782FEC20251231.txt";

/// The lists of a year, after `/a/vert/`.
const LISTS: [&str; 8] = [
    "livres",
    "balance/2025-12-31",
    "comptes/2025-12-31/441700",
    "grand-livre/2025-12-31",
    "journaux/2025-12-31",
    "journaux/2025-12-31/BQ",
    "tiers/2025-12-31",
    "ecritures/2025-12-31/2",
];

/// A pôle with the sample year, whose texts try to be formulas, and the presidents of two
/// associations.
fn pole(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    pole.run("association add --slug bleu --name «Chantier bleu»").done();
    let sample = pole.bring(NAME);
    let bytes = pole.read(sample);
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    pole.put(NAME, text.replace("Notification subvention", "=SOMME(A1:A9)"));
    pole.run(&format!("import fec --association vert {NAME}")).done();
    for (email, slug) in [("rose@pole.example", "vert"), ("paul@pole.example", "bleu")] {
        add_user(&pole, email, "president", &format!("--association {slug}")).done();
    }
    pole
}

/// Somebody who reads.
struct Reader<'s>(RefCell<Browser<'s>>);

impl<'s> Reader<'s> {
    fn enters(site: &'s Server, email: &str) -> Self {
        let mut browser = site.browser();
        browser.enter(email);
        Self(RefCell::new(browser))
    }

    fn get(&self, path: &str) -> (u16, Vec<u8>) {
        let answer = self.0.borrow_mut().get(path);
        (answer.status, answer.body)
    }

    #[track_caller]
    fn page(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        String::from_utf8(body).expect("UTF-8")
    }

    /// The rows of a list, from its CSV.
    #[track_caller]
    fn rows(&self, path: &str) -> Vec<Vec<String>> {
        let mark = if path.contains('?') { '&' } else { '?' };
        let text = self.page(&format!("{path}{mark}format=csv"));
        let text = text.strip_prefix('\u{feff}').expect("its mark");
        let rows = text.lines().skip(1);
        rows.map(|row| row.split(';').map(str::to_owned).collect()).collect()
    }
}

/// Cents of `-1234,56`.
fn cents(text: &str) -> i64 {
    text.replace(',', "").parse().unwrap_or_else(|_| panic!("{text:?} is no amount"))
}

fn the_balance_page_says_what_the_command_says(place: Place) {
    let pole = Pole::with_vert(place);
    // Lines for three readings of the general ledger.
    pole.put(NAME, made_year(7, 1_600).text);
    pole.run(&format!("import fec --association vert {NAME}")).done();
    add_user(&pole, "rose@pole.example", "president", "--association vert").done();
    let told = pole.run("balance --association vert --year-end 2025-12-31 --json").done().json();
    let accounts = told["accounts"].as_array().expect("accounts");
    let site = Server::of(&pole);
    let rose = Reader::enters(&site, "rose@pole.example");

    let rows = rose.rows("/a/vert/balance/2025-12-31");
    let (total, rows) = rows.split_last().expect("a total");
    let rows: Vec<_> = rows.iter().filter(|row| !row[0].starts_with("Classe")).collect();
    assert_eq!(rows.len(), accounts.len());
    for (row, account) in rows.iter().zip(accounts) {
        assert_eq!(row[0], account["code"].as_str().expect("a code"));
        for (cell, name) in row[2..5].iter().zip(["debit_cents", "credit_cents", "balance_cents"]) {
            assert_eq!(cents(cell), account[name], "{row:?}");
        }
    }
    let sums = |row: &[String]| row.iter().map(|cell| cents(cell)).collect::<Vec<_>>();
    let whole = [&told["debit_cents"], &told["credit_cents"]].map(Value::as_i64);
    let whole = whole.map(|cents| cents.expect("an amount"));
    assert_eq!(sums(&total[2..5]), [whole[0], whole[1], 0]);

    // The same totals stand in every other room.
    let ledgers = rose.rows("/a/vert/grand-livre/2025-12-31");
    let ends: Vec<_> = ledgers.iter().filter(|row| row[1].starts_with("Total ")).collect();
    assert_eq!(ends.len(), accounts.len());
    for (end, account) in ends.iter().zip(accounts) {
        assert_eq!(cents(&end[11]), account["balance_cents"], "{end:?}");
    }
    let lines: Vec<_> = ledgers.iter().filter(|row| !row[1].starts_with("Total ")).collect();
    assert_eq!(lines.iter().map(|row| cents(&row[9])).sum::<i64>(), whole[0]);
    assert!(lines.len() > 4_150, "{} lines", lines.len());
    let number = |row: &[String]| row[2].parse::<i64>().expect("a number");
    assert!(
        lines.windows(2).all(|two| (&two[0][0], number(two[0])) <= (&two[1][0], number(two[1]))),
        "account by account, entry after entry"
    );
    let journals = rose.rows("/a/vert/journaux/2025-12-31");
    assert_eq!(cents(&journals.last().expect("a total")[3]), whole[0]);
    let years = rose.rows("/a/vert/livres");
    assert_eq!(sums(&years[0][5..7]), whole);
    let page = rose.page("/a/vert/grand-livre/2025-12-31");
    assert!(page.contains("Total des comptes") && page.ends_with("</html>"), "the page is whole");
}

/// The cells of the only sheet of a workbook.
fn sheet(extension: &str, bytes: Vec<u8>) -> Vec<Vec<Data>> {
    let bytes = Cursor::new(bytes);
    let range = match extension {
        "xlsx" => {
            Xlsx::new(bytes).expect("a workbook").worksheet_range_at(0).expect("a sheet").ok()
        }
        _ => Ods::new(bytes).expect("a workbook").worksheet_range_at(0).expect("a sheet").ok(),
    };
    range.expect("cells").rows().map(<[Data]>::to_vec).collect()
}

fn every_list_reads_back_in_every_format(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let rose = Reader::enters(&site, "rose@pole.example");
    for list in LISTS {
        let path = format!("/a/vert/{list}");
        let page = rose.page(&path);
        let expected = rose.rows(&path);
        assert!(!expected.is_empty(), "{list}");
        for extension in ["csv", "xlsx", "ods"] {
            let link = format!("{path}?format={extension}");
            assert!(page.contains(&link), "{link} is offered");
        }
        for extension in ["xlsx", "ods"] {
            let (status, bytes) = rose.get(&format!("{path}?format={extension}"));
            assert_eq!(status, 200, "{list} {extension}");
            let cells = sheet(extension, bytes);
            let read = &cells[cells.len() - expected.len()..];
            for (row, wanted) in read.iter().zip(&expected) {
                for (cell, wanted) in row.iter().zip(wanted) {
                    is_same(cell, wanted, &format!("{list} {extension} {row:?} {wanted}"));
                }
            }
        }
    }
    let entry = rose.rows("/a/vert/ecritures/2025-12-31/2");
    assert_eq!(entry[0][3], "'=SOMME(A1:A9)", "a text is no formula");
}

/// A cell of a sheet holds what the CSV says, numbers as numbers.
#[track_caller]
fn is_same(cell: &Data, wanted: &str, about: &str) {
    let number = wanted.replace(',', ".").parse::<f64>();
    match cell {
        Data::Empty => assert!(wanted.is_empty(), "{about}"),
        Data::Float(read) => {
            let wanted = number.unwrap_or_else(|_| panic!("{about}"));
            assert!((read - wanted).abs() < 0.001, "{about}");
        }
        Data::Int(read) => assert_eq!(read.to_string(), wanted, "{about}"),
        Data::DateTime(_) | Data::DateTimeIso(_) => assert_eq!(wanted.len(), 10, "{about}"),
        Data::String(read) => assert_eq!(read, wanted.trim_start_matches('\''), "{about}"),
        other => panic!("{other:?}: {about}"),
    }
}

fn a_filter_changes_what_is_said(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let rose = Reader::enters(&site, "rose@pole.example");
    let codes = |query: &str| {
        let rows = rose.rows(&format!("/a/vert/balance/2025-12-31{query}"));
        let codes = rows.into_iter().map(|row| row[0].clone());
        codes.filter(|code| code.parse::<u32>().is_ok()).collect::<Vec<_>>()
    };
    assert_eq!(codes(""), ["102400", "441700", "512000", "741000"]);
    assert_eq!(codes("?compte=4"), ["441700"]);
    assert_eq!(codes("?soldes=non-nuls"), ["102400", "512000", "741000"]);
    assert_eq!(codes("?de=2025-03&a=2025-03&compte=7"), ["741000"]);
    let march = rose.rows("/a/vert/balance/2025-12-31?a=2025-03&compte=441700");
    assert_eq!(march[0][2..5], ["12000,00", "0,00", "12000,00"]);

    let moved = |query: &str| rose.rows(&format!("/a/vert/comptes/2025-12-31/441700{query}")).len();
    assert_eq!(moved(""), 3, "two movements and their total");
    assert_eq!(moved("?a=2025-05"), 2);
    assert_eq!(moved("?tiers=REGION"), 3);
    assert_eq!(moved("?tiers=AUTRE"), 0);
    assert_eq!(moved("?lettrage=sans"), 0, "all of it is lettered");
    let june = rose.rows("/a/vert/comptes/2025-12-31/441700?de=2025-06");
    assert_eq!(june[0].last().map(String::as_str), Some("12000,00"), "what stood before June");
    let empty = rose.page("/a/vert/comptes/2025-12-31/441700?tiers=AUTRE");
    assert!(empty.contains("Aucune ligne ne répond à ces filtres"));

    assert_eq!(rose.rows("/a/vert/journaux/2025-12-31/SU?mois=2025-03").len(), 2);
    let none = rose.page("/a/vert/journaux/2025-12-31/SU?mois=2025-07");
    assert!(none.contains("Aucune ligne ne répond à ces filtres"));
    assert_eq!(rose.rows("/a/vert/tiers/2025-12-31?soldes=non-lettres").len(), 0);
}

fn the_fec_is_the_one_of_the_command_and_leaves_a_line(place: Place) {
    let pole = pole(place);
    pole.run("export fec --association vert --year-end 2025-12-31 --out sortie").done();
    let exports = "SELECT COUNT(*) FROM audit WHERE act = 'fec.export'";
    let before = pole.number(exports);
    let site = Server::of(&pole);
    let (status, bytes) = Reader::enters(&site, "rose@pole.example").get("/a/vert/fec/2025-12-31");
    assert_eq!(status, 200);
    assert!(bytes == pole.read(&format!("sortie/{NAME}")), "the same to the byte");
    assert_eq!(pole.number(exports), before + 1);
    pole.is_sound();
}

fn the_search_finds_third_parties_and_amounts(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let (rose, paul) =
        (Reader::enters(&site, "rose@pole.example"), Reader::enters(&site, "paul@pole.example"));
    let party = "SELECT number || '|' || label FROM third_party ORDER BY number LIMIT 1";
    let party = pole.texts(party).remove(0);
    let (number, label) = party.split_once('|').expect("a number and a label");
    let amount = pole.number("SELECT MAX(debit) FROM line");
    let entry = pole.number(&format!(
        "SELECT MIN(v.number) FROM line l JOIN validation v ON v.association_id = l.association_id \
         AND v.entry_id = l.entry_id WHERE l.debit = {amount}"
    ));
    let amount = format!("{},{:02}", amount / 100, amount % 100);
    for (words, found) in [
        (number.to_lowercase(), format!("tiers={number}")),
        (label.to_owned(), format!("tiers={number}")),
        (amount.clone(), format!("/a/vert/ecritures/2025-12-31/{entry}\"")),
        (format!("{amount} €"), format!("/a/vert/ecritures/2025-12-31/{entry}\"")),
        ("Écriture 2".to_owned(), "/a/vert/ecritures/2025-12-31/2\"".to_owned()),
    ] {
        let asked = format!("/recherche?q={}", web::address::part(&words));
        assert!(rose.page(&asked).contains(&found), "{words} leads to {found}");
        assert!(
            !paul.page(&asked).contains("/a/vert/"),
            "{words} tells the other president nothing"
        );
    }
}

fn a_search_of_marks_alone_finds_nothing(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let rose = Reader::enters(&site, "rose@pole.example");
    assert!(rose.page("/recherche?q=%25").contains("Rien de ce qui vous est ouvert"));
    assert!(!rose.page("/recherche?q=+").contains("Rien de ce qui vous est ouvert"));
}

fn nobody_reads_the_books_of_others(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let paul = Reader::enters(&site, "paul@pole.example");
    let (_, absent) = paul.get("/a/rouge/livres");
    for list in LISTS.into_iter().chain(["fec/2025-12-31"]) {
        for format in ["", "?format=csv", "?format=xlsx"] {
            let (status, body) = paul.get(&format!("/a/vert/{list}{format}"));
            assert_eq!(status, 404, "{list}");
            assert!(body == absent, "foreign and absent answer the same: {list}");
        }
    }
    assert!(paul.page("/a/bleu/livres").contains("Aucun exercice n&#39;est encore ouvert"));
    assert_eq!(paul.get("/a/bleu/contrats").0, 303, "nothing yet is said by the page of jobs");
    assert!(paul.page("/a/bleu/emplois").contains("Aucun mois n&#39;est encore là"));
    assert_eq!(pole.number("SELECT COUNT(*) FROM audit WHERE act = 'fec.export'"), 0);
}

fn no_address_breaks_a_page(place: Place) {
    let pole = pole(place);
    let site = Server::of(&pole);
    let rose = Reader::enters(&site, "rose@pole.example");
    for (path, expected) in [
        ("balance/2025-02-30", 404),
        ("balance/2024-12-31", 404),
        ("balance/+262142-12-31", 404),
        ("balance/hier", 404),
        ("balance/2025-12-31?de=2024-01", 400),
        ("balance/2025-12-31?de=%00", 400),
        ("balance/2025-12-31?de=2025-06&a=2025-03", 200),
        ("balance/2025-12-31?compte=%00%27", 400),
        ("balance/2025-12-31?format=exe", 400),
        ("comptes/2025-12-31/999", 404),
        ("comptes/2025-12-31/%00", 404),
        ("comptes/2025-12-31/512000?page=99999999999", 200),
        ("comptes/2025-12-31/512000?page=-1", 400),
        ("comptes/2025-12-31/512000?page=99999999999999999999999", 400),
        ("comptes/2025-12-31/512000?tiers=%ff%27", 200),
        ("grand-livre/2024-12-31", 404),
        ("journaux/2025-12-31/ZZ", 404),
        ("journaux/2025-12-31/%00", 404),
        ("journaux/2025-12-31/BQ?mois=juin", 400),
        ("journaux/2025-12-31/BQ?page=9223372036854775807", 200),
        ("journaux/2025-12-31/BQ?page=-9223372036854775808", 200),
        ("tiers/2025-12-31?compte=%ff&soldes=%F0%9F%98%80", 200),
        ("ecritures/2025-12-31/0", 404),
        ("ecritures/2025-12-31/-9223372036854775808", 404),
        ("ecritures/2025-12-31/9223372036854775807", 404),
        ("fec/2024-12-31", 404),
    ] {
        let (status, body) = rose.get(&format!("/a/vert/{path}"));
        assert_eq!(status, expected, "{path}: {}", String::from_utf8_lossy(&body));
    }
}
