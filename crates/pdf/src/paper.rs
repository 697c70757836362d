//! What stands on a paper, before any place is decided.

use chrono::{DateTime, FixedOffset};
use domain::chart::BarChart;

/// A paper to print.
#[derive(Clone, Debug, PartialEq)]
pub struct Paper {
    /// Its name, in the head of each page and in the file's title.
    pub title: String,
    /// Whose paper it is, in the head of each page.
    pub organisation: String,
    /// Under the title on the cover: the period, the meeting.
    pub subtitle: String,
    /// When it was made, in the organisation's own time; also the dates of the file.
    pub generated: DateTime<FixedOffset>,
    /// Who asked for it; empty when nobody did.
    pub generated_by: String,
    /// The software and its version: « Collectif 0.1.0 ».
    pub generator: String,
    /// What proves the figures: a hash, printed in the foot.
    pub fingerprint: String,
    /// The content.
    pub blocks: Vec<Block>,
}

/// A piece of content.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A page of its own with the title, the facts, the members.
    Cover(Cover),
    /// The table of contents: headings of levels 1 and 2 and their pages.
    Contents,
    /// A heading; levels 1 and 2 go to the outline.
    Heading {
        /// Its rank.
        level: Level,
        /// Its words.
        text: String,
    },
    /// Running text; a line feed begins a new line.
    Paragraph(String),
    /// Points of a list.
    List(Vec<String>),
    /// Tiles, two to four in a row.
    KeyFigures(Vec<KeyFigure>),
    /// A table.
    Table(Table),
    /// A chart under its title; its table is the caller's to add.
    Chart(BarChart),
    /// A remark, set apart: a definition, a source, a limit of the figures.
    Note(String),
    /// Terms and what they mean.
    Definitions(Vec<(String, String)>),
    /// What follows begins a new page.
    PageBreak,
}

/// Rank of a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A part.
    One,
    /// A chapter.
    Two,
    /// A section, not in the outline.
    Three,
}

/// The first page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cover {
    /// Name and value: « Exercice », « 2027 ».
    pub facts: Vec<(String, String)>,
    /// Who is in the paper, with their colours in every chart.
    pub members: Vec<Member>,
}

/// An association on the cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Two letters.
    pub badge: String,
    /// Its name.
    pub name: String,
    /// Its index in the palette; beyond, colours come back in outline.
    pub palette: u8,
}

/// A tile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyFigure {
    /// What is counted.
    pub name: String,
    /// The figure with its unit.
    pub value: String,
    /// Against the year before, in words and sign; empty when there is nothing to compare.
    pub change: String,
}

/// A table. Rows shorter than the columns are completed with empty cells, longer ones lose nothing:
/// what is beyond joins the last cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Above it: what it shows, in which unit.
    pub caption: String,
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its head.
    pub title: String,
    /// Its share of the width against the other columns' shares; amounts get more when they need it.
    pub share: u16,
    /// How its cells stand.
    pub align: Align,
    /// Its cells name their rows: voices announce them with every figure.
    pub names_rows: bool,
}

/// How a cell stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Align {
    /// Words.
    Left,
    /// Short codes and states.
    Centre,
    /// Amounts.
    Right,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// One text per column.
    pub cells: Vec<String>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Data.
    Plain,
    /// A title over the rows that follow; never alone at the foot of a page.
    Section,
    /// A sum on the way; never without the row before it.
    Subtotal,
    /// The sum; never without the row before it.
    Total,
}

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A shipped font is unreadable.
    #[error("la police {0} est illisible")]
    Font(&'static str),
    /// The drawing library refused something.
    #[error("le document PDF n'a pas pu être dessiné : {0}")]
    Drawing(String),
    /// The file could not be assembled.
    #[error("le document PDF n'a pas pu être assemblé")]
    Assembly(#[from] lopdf::Error),
    /// The file could not be written.
    #[error("le document PDF n'a pas pu être écrit")]
    Writing(#[from] std::io::Error),
}

impl Block {
    /// A heading of level 1.
    pub fn part(text: impl Into<String>) -> Self {
        Self::Heading { level: Level::One, text: text.into() }
    }

    /// A heading of level 2.
    pub fn chapter(text: impl Into<String>) -> Self {
        Self::Heading { level: Level::Two, text: text.into() }
    }

    /// A heading of level 3.
    pub fn section(text: impl Into<String>) -> Self {
        Self::Heading { level: Level::Three, text: text.into() }
    }

    /// Running text.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(text.into())
    }

    /// A remark.
    pub fn note(text: impl Into<String>) -> Self {
        Self::Note(text.into())
    }
}

impl Column {
    /// A column of words.
    pub fn words(title: impl Into<String>, share: u16) -> Self {
        Self { title: title.into(), share, align: Align::Left, names_rows: false }
    }

    /// A column whose cells name their rows.
    pub fn names(title: impl Into<String>, share: u16) -> Self {
        Self { names_rows: true, ..Self::words(title, share) }
    }

    /// A column of amounts, right-aligned.
    pub fn amounts(title: impl Into<String>, share: u16) -> Self {
        Self { align: Align::Right, ..Self::words(title, share) }
    }

    /// A column of short codes, centred.
    pub fn codes(title: impl Into<String>, share: u16) -> Self {
        Self { align: Align::Centre, ..Self::words(title, share) }
    }
}

impl Row {
    fn of<T: Into<String>>(kind: RowKind, cells: impl IntoIterator<Item = T>) -> Self {
        Self { kind, cells: cells.into_iter().map(Into::into).collect() }
    }

    /// Data.
    pub fn plain<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self::of(RowKind::Plain, cells)
    }

    /// A title over the rows that follow.
    pub fn section(title: impl Into<String>) -> Self {
        Self::of(RowKind::Section, [title])
    }

    /// A sum on the way.
    pub fn subtotal<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self::of(RowKind::Subtotal, cells)
    }

    /// The sum.
    pub fn total<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Self {
        Self::of(RowKind::Total, cells)
    }
}

impl Table {
    /// A table without rows.
    pub fn new(caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { caption: caption.into(), columns, rows: Vec::new() }
    }

    /// The same with rows added.
    #[must_use]
    pub fn with(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows.extend(rows);
        self
    }
}
