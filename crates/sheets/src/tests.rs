//! What is written is what is read, and never a formula.

use std::io::{Cursor, Read as _};

use chrono::NaiveDate;
use domain::Cents;

use crate::{Column, Format, Head, Value, Writer};

const POISONS: [&str; 8] = [
    "=1+1",
    "+33 1 23",
    "-4",
    "@SUM(A1)",
    "\t=2",
    "\r=3",
    "un;deux \"trois\"",
    "<b>  deux espaces & \u{0}\u{1}nul\nligne",
];

fn written(format: Format) -> Vec<u8> {
    let column = |label: &str| Column { label: label.into(), width: 12 };
    let columns = vec![column("Texte"), column("Montant"), column("Jour"), column("Nombre")];
    let head = Head { title: "Essai : 2025/[1]".into(), notes: vec!["En euros".into()], columns };
    let mut writer = Writer::begin(format, &head).expect("begins");
    for poison in POISONS {
        let day = NaiveDate::from_ymd_opt(2025, 3, 12).expect("a day");
        let values = [
            Value::Text(poison.into()),
            Value::Amount(Cents(-123_456)),
            Value::Day(day),
            Value::Count(7),
        ];
        writer.row(&values, false).expect("a row");
    }
    let total =
        [Value::Text("Total".into()), Value::Amount(Cents(10)), Value::Nothing, Value::Nothing];
    writer.row(&total, true).expect("a row");
    let mut bytes = writer.ready();
    bytes.extend(writer.end().expect("ends"));
    bytes
}

fn part(bytes: Vec<u8>, name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

#[test]
fn the_same_list_makes_the_same_bytes() {
    for format in Format::ALL {
        let first = written(format);
        std::thread::sleep(std::time::Duration::from_millis(1_100));
        assert!(first == written(format), "{format:?}");
    }
}

#[test]
fn csv_neutralises_formulas_and_keeps_numbers() {
    let text = String::from_utf8(written(Format::Csv)).expect("UTF-8");
    let first = "\u{feff}Texte;Montant;Jour;Nombre\r\n'=1+1;-1234,56;2025-03-12;7\r\n";
    assert!(text.starts_with(first), "{text}");
    for neutral in
        ["'+33 1 23;", "'-4;", "'@SUM(A1);", "'\t=2;", "\"'\r=3\";", "\"un;deux \"\"trois\"\"\";"]
    {
        assert!(text.contains(neutral), "{neutral:?} in {text}");
    }
    assert!(text.ends_with("Total;0,10;;\r\n"), "{text}");
}

#[test]
fn sheets_hold_strings_and_numbers_and_no_formula() {
    let sheet = part(written(Format::Xlsx), "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>"), "{sheet}");
    assert!(sheet.contains("<v>-1234.56</v>") && sheet.contains("<t>=1+1</t>"), "{sheet}");
    let content = part(written(Format::Ods), "content.xml");
    assert!(!content.contains("table:formula"), "{content}");
    for said in [
        "office:value-type=\"string\"><text:p>=1+1</text:p>",
        "office:value=\"-1234.56\"",
        "office:date-value=\"2025-03-12\"",
        "&lt;b&gt;<text:s text:c=\"2\"/>deux espaces &amp; \u{fffd}\u{fffd}nul</text:p><text:p>ligne",
        "table:name=\"Essai   2025  1 \"",
    ] {
        assert!(content.contains(said), "{said} in {content}");
    }
}
