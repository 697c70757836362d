//! Tables of figures: columns once, then rows of cells. The labels that a phone shows beside each
//! figure, the values that sorting compares and the dash for nothing come by themselves.

use chrono::{Datelike, NaiveDate};
use domain::{Cents, Fraction};
use sheets::Value;

use crate::french;
use crate::pieces::{Badge, EntityBadge};

/// A table as a page shows it. The first column names the row.
#[derive(Clone, Debug)]
pub struct Table {
    /// What the table shows; heard and printed with it.
    pub caption: String,
    /// A small line under the caption: the unit, the perimeter.
    pub note: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Row>,
    /// Its last line, when it sums.
    pub total: Option<Row>,
    /// Whether it scrolls sideways in its own region instead of folding into cards.
    pub wide: bool,
    /// Whether its heads sort it.
    pub sortable: bool,
    /// Whether its rows are entries or their lines: on a phone each is a card that begins with the
    /// date, the label and the amount.
    pub of_entries: bool,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its head.
    pub label: String,
    /// Whether it holds figures, hence stands on the right.
    pub figures: bool,
}

/// A line of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// One cell for each column.
    pub cells: Vec<Cell>,
    /// Whether it stands apart, as a subtotal does.
    pub subtotal: bool,
}

/// What stands where a row meets a column.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What is read.
    pub text: String,
    /// What opens.
    pub href: Option<String>,
    /// What sorting compares, when it is not the text.
    pub order: Option<i64>,
    /// What a file holds, when it is not the text.
    pub value: Value,
    /// The entity it names.
    pub entity: Option<EntityBadge>,
    /// The state it shows.
    pub badge: Option<Badge>,
    /// Whether words stand in the place of a figure, which nobody knows.
    pub worded: bool,
}

impl Table {
    /// An empty table: columns first, then rows.
    pub fn new(caption: impl Into<String>) -> Self {
        Self {
            caption: caption.into(),
            note: None,
            columns: Vec::new(),
            rows: Vec::new(),
            total: None,
            wide: false,
            sortable: false,
            of_entries: false,
        }
    }

    /// With a small line under the caption.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// With a column of words.
    #[must_use]
    pub fn words(self, label: impl Into<String>) -> Self {
        self.column(label.into(), false)
    }

    /// With a column of figures.
    #[must_use]
    pub fn figures(self, label: impl Into<String>) -> Self {
        self.column(label.into(), true)
    }

    fn column(mut self, label: String, figures: bool) -> Self {
        self.columns.push(Column { label, figures });
        self
    }

    /// Scrolling sideways in its own region: for a ledger, whose lines are compared across.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Of entries or of their lines, by columns « Date », « Libellé », « Débit », « Crédit »…
    #[must_use]
    pub fn of_entries(mut self) -> Self {
        self.of_entries = true;
        self
    }

    /// Sorted by its heads, where scripts run.
    #[must_use]
    pub fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }

    /// Adds a row.
    ///
    /// # Panics
    /// When it has not one cell for each column.
    pub fn row(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let row = self.line(cells, false);
        self.rows.push(row);
    }

    /// Adds a row that stands apart.
    ///
    /// # Panics
    /// When it has not one cell for each column.
    pub fn subtotal(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let row = self.line(cells, true);
        self.rows.push(row);
    }

    /// Sets the last line.
    ///
    /// # Panics
    /// When it has not one cell for each column.
    pub fn total(&mut self, cells: impl IntoIterator<Item = Cell>) {
        self.total = Some(self.line(cells, true));
    }

    /// `42 lignes`: how many it has, its total aside.
    pub fn count(&self) -> String {
        french::plural(i64::try_from(self.rows.len()).unwrap_or(i64::MAX), "ligne", "lignes")
    }

    /// Whether its total would leave the screen, and is better kept in sight.
    pub fn is_long(&self) -> bool {
        self.rows.len() > 20
    }

    fn line(&self, cells: impl IntoIterator<Item = Cell>, subtotal: bool) -> Row {
        let cells: Vec<Cell> = cells.into_iter().collect();
        assert_eq!(
            cells.len(),
            self.columns.len(),
            "one cell for each column of « {} »",
            self.caption
        );
        Row { cells, subtotal }
    }
}

impl Cell {
    /// Nothing at all.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Whether it says nothing.
    pub fn is_nothing(&self) -> bool {
        self.text.is_empty()
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    fn figure(text: String, order: i64, value: Value) -> Self {
        Self { text, order: Some(order), value, ..Self::default() }
    }

    /// `1 234,56 €`, or a dash for nothing.
    pub fn amount(amount: Cents) -> Self {
        Self::figure(french::amount_cell(amount), amount.0, Value::Amount(amount))
    }

    /// `1 234,56`, or a dash for nothing: the caption names the currency.
    pub fn bare(amount: Cents) -> Self {
        Self { text: french::bare_cell(amount), ..Self::amount(amount) }
    }

    /// `1 234,56` or `créditeur 1 234,56`, or a dash for nothing; a file holds debit less credit.
    pub fn balance(balance: Cents) -> Self {
        Self { text: french::balance_cell(balance), ..Self::amount(balance) }
    }

    /// `+ 1 234,56`, or a dash for nothing.
    pub fn difference(difference: Cents) -> Self {
        Self { text: french::difference_cell(difference), ..Self::amount(difference) }
    }

    /// `1 234 €`, or a dash for nothing.
    pub fn euros(amount: Cents) -> Self {
        Self::figure(french::euros_cell(amount), amount.0, Value::Amount(amount))
    }

    /// `1 234`, or a dash for none.
    pub fn count(count: i64) -> Self {
        Self::figure(french::count_cell(count), count, Value::Count(count))
    }

    /// `1234`: a number that names, such as an entry's.
    pub fn number(number: i64) -> Self {
        Self::figure(number.to_string(), number, Value::Count(number))
    }

    /// `68,00`, or a dash for nothing at all.
    pub fn fraction(fraction: &Fraction) -> Self {
        let hundredths = fraction.hundredths();
        Self::figure(french::fraction_cell(fraction), hundredths, Value::Hundredths(hundredths))
    }

    /// `12/03/2027`.
    pub fn date(day: NaiveDate) -> Self {
        let order = i64::from(day.num_days_from_ce());
        Self::figure(french::short_date(day), order, Value::Day(day))
    }

    /// A figure that is already worded, such as a share.
    pub fn worded(text: Option<String>) -> Self {
        Self::text(text.unwrap_or_else(|| french::NOTHING.to_owned()))
    }

    /// An entity, with its letters and its colour.
    pub fn entity(entity: &EntityBadge) -> Self {
        Self { text: entity.name.clone(), entity: Some(entity.clone()), ..Self::default() }
    }

    /// A state.
    pub fn badge(badge: Badge) -> Self {
        Self { text: badge.word.clone(), badge: Some(badge), ..Self::default() }
    }

    /// The same cell, that opens.
    #[must_use]
    pub fn to(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// What a file holds of it.
    pub fn exported(&self) -> Value {
        match &self.value {
            Value::Nothing if self.text.is_empty() || self.text == french::NOTHING => {
                Value::Nothing
            }
            Value::Nothing => Value::Text(self.text.clone()),
            value => value.clone(),
        }
    }
}
