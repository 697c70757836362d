//! The pieces that pages are made of, filled here and drawn by the macros of `web/pieces.html`:
//! `{% call pieces::tile(tile) %}{% endcall %}` draws a [`Tile`].

use std::collections::HashSet;

use crate::french;
use crate::table::Table;

/// A text that leads somewhere.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

impl Link {
    /// A text that leads somewhere.
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// A step of the way down to this page; the last one, the page itself, leads nowhere.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: Option<String>,
}

impl Crumb {
    /// The way down: the links above, then the page itself.
    pub fn trail<L, H>(above: impl IntoIterator<Item = (L, H)>, here: &str) -> Vec<Self>
    where
        L: Into<String>,
        H: Into<String>,
    {
        let here = Self { label: here.to_owned(), href: None };
        above
            .into_iter()
            .map(|(label, href)| Self { label: label.into(), href: Some(href.into()) })
            .chain([here])
            .collect()
    }
}

/// « D'où vient ce chiffre ? »: what the figure means, where it was read, and the rows behind it.
#[derive(Clone, Debug)]
pub struct Source {
    /// The figure's name, which tells this disclosure from its neighbours when heard.
    pub about: String,
    /// What the figure means, in words.
    pub definition: String,
    /// Where it was read: accounts, declarations, contracts.
    pub origin: String,
    /// The way to the rows.
    pub links: Vec<Link>,
}

impl Source {
    /// A disclosure without links.
    pub fn new(
        about: impl Into<String>,
        definition: impl Into<String>,
        origin: impl Into<String>,
    ) -> Self {
        Self {
            about: about.into(),
            definition: definition.into(),
            origin: origin.into(),
            links: Vec::new(),
        }
    }

    /// Adds a way to the rows.
    #[must_use]
    pub fn link(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.links.push(Link::new(label, href));
        self
    }
}

/// A figure that a board reads from the back of the room.
#[derive(Clone, Debug)]
pub struct Tile {
    /// What is counted.
    pub name: String,
    /// The figure, formatted.
    pub value: String,
    /// Whether words stand in the place of the figure, which nobody knows.
    pub worded: bool,
    /// How it moved in a year, in words.
    pub change: Option<String>,
    /// A small line more.
    pub note: Option<String>,
    /// What opens.
    pub href: Option<String>,
    /// Where the figure comes from.
    pub source: Option<Source>,
    /// What leads to it within its page.
    pub mark: Option<String>,
}

impl Tile {
    /// A figure and its name; the rest is added.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
            worded: false,
            change: None,
            note: None,
            href: None,
            source: None,
            mark: None,
        }
    }

    /// With words in the place of the figure: what is not there to make it.
    #[must_use]
    pub fn worded(mut self, worded: bool) -> Self {
        self.worded = worded;
        self
    }

    /// With the change against last year, as the functions of [`french`] word it.
    #[must_use]
    pub fn change(mut self, change: Option<String>) -> Self {
        self.change = change;
        self
    }

    /// With a small line.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// With what opens.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// With what leads to it within its page.
    #[must_use]
    pub fn mark(mut self, mark: impl Into<String>) -> Self {
        self.mark = Some(mark.into());
        self
    }

    /// With where it comes from.
    #[must_use]
    pub fn source(mut self, source: Source) -> Self {
        self.source = Some(source);
        self
    }
}

/// What a badge says by its colour; its word says it first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A plain state.
    #[default]
    Neutral,
    /// Done, right.
    Good,
    /// To be looked at.
    Warning,
    /// Wrong.
    Bad,
}

/// A state as a word.
#[derive(Clone, Debug)]
pub struct Badge {
    /// The word.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
}

impl Badge {
    /// A word and its tone.
    pub fn new(word: impl Into<String>, tone: Tone) -> Self {
        Self { word: word.into(), tone }
    }

    /// The class that colours it.
    pub fn class(&self) -> &'static str {
        match self.tone {
            Tone::Neutral => "neutral",
            Tone::Good => "good",
            Tone::Warning => "warning",
            Tone::Bad => "bad",
        }
    }
}

/// An entity's name with its two letters and its colour, the same on every page and chart.
#[derive(Clone, Debug)]
pub struct EntityBadge {
    /// Two letters, unique in the pôle.
    pub letters: String,
    /// The whole name.
    pub name: String,
    /// Its colour, 0 to 7; 5 to 7 are 0 to 2 hatched.
    pub colour: usize,
}

impl EntityBadge {
    /// How many entities look different; beyond, colours come back and letters alone tell.
    pub const COLOURS: usize = 8;

    /// The badges of a whole pôle. Give the names in an order that never changes, that of arrival.
    pub fn of_pole<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Vec<Self> {
        let mut taken = HashSet::new();
        names
            .into_iter()
            .enumerate()
            .map(|(rank, name)| {
                let name = name.into();
                let letters = letters_for(&name, rank, &taken);
                taken.insert(letters.clone());
                Self { letters, name, colour: rank % Self::COLOURS }
            })
            .collect()
    }

    /// The class that sets its colour, on a badge as on a mark of a chart.
    pub fn class(&self) -> String {
        format!("entity-{}", self.colour)
    }
}

/// The first two letters of its words that nobody has, else its first letter with another of its
/// name, else its rank.
fn letters_for(name: &str, rank: usize, taken: &HashSet<String>) -> String {
    const SMALL_WORDS: [&str; 13] =
        ["l", "d", "la", "le", "les", "de", "du", "des", "et", "en", "au", "aux", "à"];
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !SMALL_WORDS.contains(&word.to_lowercase().as_str()))
        .collect();
    let initials: Vec<char> = words.iter().filter_map(|word| word.chars().next()).collect();
    let all: Vec<char> = words.iter().flat_map(|word| word.chars()).collect();
    let first = all.first().copied().unwrap_or('?');
    let pair = |second: char| format!("{first}{second}").to_uppercase();
    initials
        .iter()
        .chain(&all)
        .skip(1)
        .map(|second| pair(*second))
        .find(|letters| !taken.contains(letters))
        .unwrap_or_else(|| (rank + 1).to_string())
}

/// A drawing that states a finding, with its figures one click away.
#[derive(Clone, Debug)]
pub struct Chart {
    /// The finding.
    pub title: String,
    /// How to read it, in a small line.
    pub note: Option<String>,
    /// The drawing: `<svg class="drawing" role="img" aria-label="…" viewBox="…">`, its marks
    /// coloured by the classes `series-N` and `entity-N`, its texts by `label`, `value` and `axis`,
    /// its lines by `grid`. It is not escaped: escape what people typed before it comes here.
    pub svg: String,
    /// The same finding drawn for a phone, about 320 units wide; without it the drawing scrolls
    /// sideways there.
    pub narrow: Option<String>,
    /// The same figures as a table.
    pub table: Table,
}

impl Chart {
    /// A finding, its drawing and its figures.
    pub fn new(title: impl Into<String>, svg: impl Into<String>, table: Table) -> Self {
        Self { title: title.into(), note: None, svg: svg.into(), narrow: None, table }
    }

    /// With the drawing that phones show.
    #[must_use]
    pub fn narrow(mut self, svg: impl Into<String>) -> Self {
        self.narrow = Some(svg.into());
        self
    }

    /// With how to read it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

/// A list that has nothing yet: what it is, why one would want it, one thing to do.
#[derive(Clone, Debug)]
pub struct Empty {
    /// What is empty.
    pub title: String,
    /// What this is and why one would want it.
    pub explanation: String,
    /// What to do, when a page can do it.
    pub action: Option<Link>,
}

/// A file that the page can be taken away as.
#[derive(Clone, Debug)]
pub struct Export {
    /// `PDF`, `XLSX`, `CSV`.
    pub format: String,
    /// What it holds: « le rapport à imprimer ».
    pub content: String,
    /// Where it is.
    pub href: String,
}

impl Export {
    /// A format, what it holds and where it is.
    pub fn new(
        format: impl Into<String>,
        content: impl Into<String>,
        href: impl Into<String>,
    ) -> Self {
        Self { format: format.into(), content: content.into(), href: href.into() }
    }
}

/// What narrows a list, kept in its address.
#[derive(Clone, Debug)]
pub struct Filters {
    /// The list's own address, without any filter.
    pub action: String,
    /// One control each.
    pub controls: Vec<Control>,
}

/// A filter: one choice of a list, or a text when there is none to choose from.
#[derive(Clone, Debug)]
pub struct Control {
    /// Its name in the address.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    /// What it holds; nothing when it narrows nothing.
    pub value: String,
    /// What is sent and what is read, when it is a choice.
    pub choices: Vec<(String, String)>,
}

impl Filters {
    /// Whether one narrows the list.
    pub fn narrows(&self) -> bool {
        self.controls.iter().any(|control| !control.value.is_empty())
    }
}

impl Control {
    /// One choice of a list.
    pub fn choice(
        name: &'static str,
        label: &'static str,
        value: impl Into<String>,
        choices: Vec<(String, String)>,
    ) -> Self {
        Self { name, label, value: value.into(), choices }
    }

    /// A text.
    pub fn text(name: &'static str, label: &'static str, value: impl Into<String>) -> Self {
        Self::choice(name, label, value, Vec::new())
    }
}

/// Which slice of a long list is shown, and the ways to its neighbours.
#[derive(Clone, Debug)]
pub struct Pager {
    /// `Lignes 51 à 100 sur 1 234`.
    pub position: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

impl Pager {
    /// Page `page` (from 1) of a list of `total` rows. `href` is the list's address with its
    /// filters; the page's number is added as `page=`.
    pub fn new(total: u64, page: u64, rows_per_page: u64, href: &str) -> Self {
        let (page, rows_per_page) = (page.max(1), rows_per_page.max(1));
        let last_page = total.div_ceil(rows_per_page).max(1);
        let before = (page - 1).saturating_mul(rows_per_page).min(total);
        let last = before.saturating_add(rows_per_page).min(total);
        let shown = |number: u64| french::count(i64::try_from(number).unwrap_or(i64::MAX));
        let mark = if href.contains('?') { '&' } else { '?' };
        let to = |page: u64| format!("{href}{mark}page={page}");
        let position = if before == last {
            format!("Aucune ligne ici, sur {}", shown(total))
        } else {
            let (first, last, total) = (shown(before + 1), shown(last), shown(total));
            format!("Lignes {first} à {last} sur {total}")
        };
        Self {
            position,
            previous: (page > 1).then(|| to((page - 1).min(last_page))),
            next: (last < total).then(|| to(page + 1)),
        }
    }

    /// Whether the list has more than this page.
    pub fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}
