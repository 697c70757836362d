//! What a reader of the file may count on.

mod hostile;
mod sample;

use lopdf::{Dictionary, Document, Object};

use crate::{Block, Column, Level, Paper, Row, Table, render};

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "Rapport d'activité 2027".to_owned(),
        organisation: "Pôle d'économie solidaire".to_owned(),
        subtitle: "Exercice 2027".to_owned(),
        generated: chrono::DateTime::parse_from_rfc3339("2028-03-12T14:05:00+01:00")
            .expect("a date"),
        generated_by: "Anne Martin".to_owned(),
        generator: "Collectif 0.1.0".to_owned(),
        fingerprint: "3f9a 77c2 10de b4e8".to_owned(),
        blocks,
    }
}

fn file(blocks: Vec<Block>) -> Document {
    Document::load_mem(&render(&paper(blocks)).expect("a paper")).expect("a readable file")
}

/// Text of each page, line feeds and no-break spaces as plain spaces.
fn texts(file: &Document) -> Vec<String> {
    let pages = file.get_pages().into_keys();
    pages
        .map(|page| {
            let text = file.extract_text(&[page]).expect("text");
            text.replace(['\n', '\u{a0}', '\u{202f}'], " ")
        })
        .collect()
}

/// Every element of the structure, with its tag.
fn elements(file: &Document) -> Vec<(String, &Dictionary)> {
    let element = |object: &'static [u8], dictionary: &Dictionary| {
        dictionary
            .get(object)
            .and_then(Object::as_name)
            .map(|name| String::from_utf8_lossy(name).into_owned())
    };
    file.objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dictionary| element(b"Type", dictionary).is_ok_and(|kind| kind == "StructElem"))
        .filter_map(|dictionary| Some((element(b"S", dictionary).ok()?, dictionary)))
        .collect()
}

fn ledger(rows: usize) -> Table {
    let columns = vec![
        Column::names("Compte", 12),
        Column::words("Libellé de l'écriture", 40),
        Column::amounts("Débit", 14),
        Column::amounts("Crédit", 14),
    ];
    Table::new("Grand livre, en euros", columns).with((0..rows).map(|row| {
        let label = format!("Facture n° {row}, fournitures pour l'atelier de réemploi");
        Row::plain(["606300".to_owned(), label, format!("{row},00"), "–".to_owned()])
    }))
}

#[test]
fn the_head_of_a_table_comes_back_and_pages_are_numbered() {
    let file = file(vec![Block::Table(ledger(120))]);
    let texts = texts(&file);
    assert!(texts.len() > 1);
    for (index, text) in texts.iter().enumerate() {
        assert!(text.contains("Libellé de l'écriture"), "no head on page {}", index + 1);
        assert!(text.contains(&format!("page {}/{}", index + 1, texts.len())), "{text}");
        assert!(text.contains("Pôle d'économie solidaire") && text.contains("Rapport d'activité"));
        assert!(text.contains("Empreinte 3f9a 77c2 10de b4e8"));
        assert!(text.contains("Édité le 12 mars 2028 à 14 h 05 par Anne Martin · Collectif 0.1.0"));
    }
    // The head is told once, whatever the number of pages.
    let heads = elements(&file).into_iter().filter(|(tag, _)| tag == "THead").count();
    assert_eq!(heads, 1);
}

#[test]
fn dates_of_the_file_bear_their_offset() {
    for (instant, date) in [
        ("2028-03-12T14:05:00+01:00", "D:20280312140500+01'00'"),
        ("2028-07-01T00:00:59+02:00", "D:20280701000059+02'00'"),
        ("2028-07-01T00:00:00-09:30", "D:20280701000000-09'30'"),
        ("2028-07-01T00:00:00Z", "D:20280701000000+00'00'"),
    ] {
        let generated = chrono::DateTime::parse_from_rfc3339(instant).expect("a date");
        let bytes = render(&Paper { generated, ..paper(Vec::new()) }).expect("a paper");
        let file = Document::load_mem(&bytes).expect("a readable file");
        let info = file.trailer.get(b"Info").and_then(Object::as_reference).expect("information");
        let info = file.get_dictionary(info).expect("information");
        for name in [&b"CreationDate"[..], b"ModDate"] {
            let told = info.get(name).and_then(Object::as_str).expect("a date");
            assert_eq!(String::from_utf8_lossy(told), date);
        }
    }
}

#[test]
fn a_total_is_never_alone_and_a_heading_never_last() {
    for rows in 20..110 {
        let table = ledger(rows).with([
            Row::subtotal(["", "Sous-total", "1,00", "1,00"]),
            Row::total(["", "Total général", "1,00", "1,00"]),
        ]);
        let blocks = vec![
            Block::Table(table),
            Block::section("Chapitre suivant"),
            Block::paragraph("Une première phrase."),
        ];
        let texts = texts(&file(blocks));
        let last = format!("Facture n° {}, ", rows - 1);
        for text in texts {
            if text.contains("Total général") {
                assert!(text.contains(&last), "a lonely total after {rows} rows");
            }
            assert_eq!(
                text.contains("Chapitre suivant"),
                text.contains("Une première phrase"),
                "a heading ends a page after {rows} rows"
            );
        }
    }
}

#[test]
fn the_catalogue_says_language_title_and_outline() {
    let blocks = vec![
        Block::Cover(crate::Cover::default()),
        Block::part("Le projet"),
        Block::chapter("Les personnes"),
        Block::section("Pas dans les signets"),
        Block::part("Les comptes"),
    ];
    let file = file(blocks);
    let catalogue = file.catalog().expect("catalogue");
    assert_eq!(catalogue.get(b"Lang").and_then(Object::as_str).expect("language"), b"fr-FR");
    let preferences = catalogue.get(b"ViewerPreferences").and_then(Object::as_dict);
    let shown = preferences.and_then(|dict| dict.get(b"DisplayDocTitle")).and_then(Object::as_bool);
    assert!(shown.expect("the title is shown"));
    let marked = catalogue.get(b"MarkInfo").and_then(Object::as_dict);
    assert!(marked.and_then(|dict| dict.get(b"Marked")).and_then(Object::as_bool).expect("marked"));
    let info = file.trailer.get(b"Info").and_then(Object::as_reference).expect("information");
    let title = file.get_dictionary(info).and_then(|info| info.get(b"Title")).expect("a title");
    assert_eq!(lopdf::decode_text_string(title).expect("text"), "Rapport d'activité 2027");

    let titles: Vec<String> = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dictionary| dictionary.has(b"Dest"))
        .filter_map(|dictionary| lopdf::decode_text_string(dictionary.get(b"Title").ok()?).ok())
        .collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    for title in ["Le projet", "Les personnes", "Les comptes"] {
        assert!(titles.iter().any(|found| found == title), "{title} is not in the outline");
    }
    let metadata = catalogue.get(b"Metadata").and_then(Object::as_reference).expect("XMP");
    let metadata = file.get_object(metadata).and_then(Object::as_stream).expect("XMP");
    let xmp = String::from_utf8_lossy(&metadata.content).into_owned();
    assert!(xmp.contains("Rapport d'activité 2027") && xmp.contains("2028-03-12T14:05:00+01:00"));
    assert!(!xmp.contains("pdfuaid") && !xmp.contains("pdfaid"), "no standard is claimed");
}

#[test]
fn the_structure_tells_tables_figures_and_headings() {
    let file = file(sample::report());
    let elements = elements(&file);
    let with = |tag: &str| elements.iter().filter(|(found, _)| found == tag).collect::<Vec<_>>();
    for tag in ["H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "Caption", "TR", "TD"] {
        assert!(!with(tag).is_empty(), "no {tag}");
    }
    for (_, head) in with("TH") {
        let attributes = head.get(b"A").and_then(Object::as_dict).expect("a scope");
        assert!(matches!(
            attributes.get(b"Scope").and_then(Object::as_name).expect("a scope"),
            b"Column" | b"Row"
        ));
    }
    let figures = with("Figure");
    assert!(!figures.is_empty());
    for (_, figure) in figures {
        let words = lopdf::decode_text_string(figure.get(b"Alt").expect("words")).expect("text");
        assert!(words.contains("Diagramme en barres, en "), "{words}");
    }
    // Every mark of every page is known to the tree of parents.
    let root = file.catalog().and_then(|catalogue| catalogue.get(b"StructTreeRoot"));
    let root = root.and_then(Object::as_reference).expect("a tree");
    let parents = file.get_dictionary(root).and_then(|root| root.get(b"ParentTree"));
    let parents = parents.and_then(Object::as_reference).expect("parents");
    let parents = file.get_dictionary(parents).and_then(|tree| tree.get(b"Nums")).expect("numbers");
    let parents = parents.as_array().expect("numbers");
    for (index, page) in file.get_pages().into_values().enumerate() {
        let content = file.get_page_content(page);
        let marks = String::from_utf8_lossy(&content).matches("/MCID").count();
        let known = parents[2 * index + 1].as_reference().expect("an array");
        let known = file.get_object(known).and_then(Object::as_array).expect("an array");
        assert_eq!(known.len(), marks, "page {}", index + 1);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let once = render(&paper(sample::report())).expect("a paper");
    let twice = render(&paper(sample::report())).expect("a paper");
    assert!(once == twice);
    let other = Paper { fingerprint: "other".to_owned(), ..paper(sample::report()) };
    assert!(once != render(&other).expect("a paper"));
}

#[test]
fn contents_name_the_pages_where_headings_stand() {
    let mut blocks = vec![Block::Contents];
    for part in 1..=4 {
        blocks.push(Block::PageBreak);
        blocks.push(Block::Heading { level: Level::One, text: format!("Partie {part}") });
    }
    let texts = texts(&file(blocks));
    assert_eq!(texts.len(), 5);
    for part in 1..=4 {
        assert!(texts[part].contains(&format!("Partie {part}")));
        assert!(texts[0].contains(&format!("Partie {part}  {}", part + 1)), "{}", texts[0]);
    }
}

/// `PDF_SAMPLE=folder cargo test -p pdf sample_for_eyes` writes papers to look at.
#[test]
fn sample_for_eyes() {
    let Ok(folder) = std::env::var("PDF_SAMPLE") else {
        return;
    };
    let folder = std::path::Path::new(&folder);
    std::fs::create_dir_all(folder).expect("a folder");
    let write = |name: &str, blocks| {
        let start = std::time::Instant::now();
        let bytes = render(&paper(blocks)).expect("a paper");
        println!("{name}: {} KB in {:?}", bytes.len() / 1024, start.elapsed());
        std::fs::write(folder.join(name), bytes).expect("a file");
    };
    write("report.pdf", sample::report());
    write("ledger.pdf", vec![Block::part("Grand livre"), Block::Table(ledger(4_000))]);
    write("hostile.pdf", hostile::everything());
}
