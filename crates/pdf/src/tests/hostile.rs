//! Whatever people paste must come out on paper, and never stop the press.

use domain::chart::{Bar, BarChart, Group, Series};

use super::{file, texts};
use crate::{Block, Column, Cover, KeyFigure, Level, Member, Row, Table, render};

fn nasty() -> Vec<String> {
    vec![
        String::new(),
        " \n\t ".to_owned(),
        "\u{0}\u{1}\u{7f}\u{85}\u{202e}\u{feff}".to_owned(),
        "x".repeat(400),
        "mot ".repeat(300),
        "日本語 🎉 \u{10ffff}".to_owned(),
        ")( \\ << >> /Type (EMC) Tj".to_owned(),
        "a\nb\n\n\nc".to_owned(),
        "e\u{301}".repeat(90),
    ]
}

fn tables(text: &str) -> Vec<Block> {
    let cell = text.chars().take(300).collect::<String>();
    let row = || Row::plain([cell.clone(), text.to_owned(), "1\u{202f}234,56".to_owned()]);
    let columns = || vec![Column::names(text, 1), Column::words("b", 0), Column::amounts("c", 9)];
    [
        Table::default(),
        Table::new(text, vec![]).with([row()]),
        Table::new("", columns()),
        Table::new(text, columns()).with([
            Row::section(text),
            row(),
            Row::plain(Vec::<String>::new()),
            Row::plain(vec!["de trop"; 9]),
            Row::total([text]),
        ]),
        Table::new("", columns()).with(vec![Row::total(["t"]); 200]),
        Table::new("", vec![Column::words(text, 1); 120]).with([Row::plain(vec!["1,00"; 120])]),
    ]
    .map(Block::Table)
    .into()
}

fn chart(text: &str, groups: usize) -> Block {
    let bars = || vec![Bar::new(i64::MIN, text), Bar::new(i64::MAX, "max"), Bar::missing(text)];
    let groups = (0..groups).map(|_| Group::new(text, bars())).collect();
    let series = vec![Series::new(text, 0), Series::new("b", 250), Series::new("c", 3)];
    Block::Chart(BarChart::new(text, text, 100, series, groups).expect("a chart"))
}

/// Every block with every nasty text.
pub(super) fn everything() -> Vec<Block> {
    let mut blocks = Vec::new();
    for text in nasty() {
        let figure = KeyFigure { name: text.clone(), value: text.clone(), change: text.clone() };
        let member = Member { badge: text.clone(), name: text.clone(), palette: 255 };
        blocks.extend([
            Block::Cover(Cover {
                facts: vec![(text.clone(), text.clone()); 30],
                members: vec![member; 40],
            }),
            Block::Contents,
            Block::Heading { level: Level::One, text: text.clone() },
            Block::Heading { level: Level::Two, text: text.clone() },
            Block::Heading { level: Level::Three, text: text.clone() },
            Block::Paragraph(text.clone()),
            Block::List(vec![text.clone(); 2]),
            Block::List(vec![]),
            Block::KeyFigures(vec![figure; 5]),
            Block::KeyFigures(vec![]),
            Block::Note(text.clone()),
            Block::Definitions(vec![(text.clone(), text.clone()); 2]),
            Block::Definitions(vec![]),
            Block::PageBreak,
            Block::PageBreak,
            chart(&text, 0),
            chart(&text, 3),
            chart(&text, 60),
        ]);
        blocks.extend(tables(&text));
    }
    blocks
}

#[test]
fn nothing_hostile_stops_the_press() {
    let mut paper = super::paper(everything());
    for text in nasty() {
        paper.title.clone_from(&text);
        paper.organisation.clone_from(&text);
        paper.fingerprint = text;
    }
    let bytes = render(&paper).expect("a paper");
    assert!(lopdf::Document::load_mem(&bytes).is_ok());
}

#[test]
fn each_kind_of_block_bears_each_text_alone() {
    for block in everything() {
        assert!(render(&super::paper(vec![block])).is_ok());
    }
    assert_eq!(texts(&file(vec![])).len(), 1, "a paper without content is a blank page");
}

#[test]
fn long_cells_lose_nothing() {
    let words: Vec<String> = (0..4_000).map(|number| format!("m{number}")).collect();
    let columns = vec![Column::names("Nom", 1), Column::words("Récit", 2)];
    let table = Table::new("", columns).with([Row::plain(["x".to_owned(), words.join(" ")])]);
    let text = texts(&file(vec![Block::Table(table)])).join(" ");
    for word in words {
        assert!(text.contains(&word), "{word} is lost");
    }
}

#[test]
fn an_empty_table_says_so() {
    let table = Table::new("Prêts", vec![Column::words("Nom", 1), Column::amounts("Montant", 1)]);
    let text = texts(&file(vec![Block::Table(table)])).concat();
    assert!(text.contains("Aucune ligne"));
}
