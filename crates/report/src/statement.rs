//! The combined statement of income as it is read: sections, their lines, their subtotals, the
//! result. Lines where nobody has anything are left out.

use domain::Cents;
use domain::accounting::statements::Section;

use crate::model::{Report, StatementRow};

/// What a line of the statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// The name of a section, over its lines.
    Section,
    /// A line.
    Detail,
    /// A sum on the way.
    Subtotal,
    /// The result.
    Total,
}

/// A line as it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub rank: Rank,
    /// What it says.
    pub label: String,
    /// Which line of the statement, where it is one.
    pub code: Option<&'static str>,
    /// One amount per entity; none on the name of a section.
    pub entities: Vec<Cents>,
    /// The same a year before.
    pub entities_before: Vec<Cents>,
    /// What elimination adds, of the opposite sign of what it takes away.
    pub eliminated: Cents,
    /// The combined amount.
    pub total: Cents,
    /// The same a year before.
    pub previous: Option<Cents>,
}

impl Line {
    fn head(label: &str) -> Self {
        Self {
            rank: Rank::Section,
            label: label.to_owned(),
            code: None,
            entities: Vec::new(),
            entities_before: Vec::new(),
            eliminated: Cents::ZERO,
            total: Cents::ZERO,
            previous: None,
        }
    }

    fn detail(row: &StatementRow) -> Self {
        Self {
            rank: Rank::Detail,
            label: row.line.label.to_owned(),
            code: Some(row.line.code),
            entities: row.entities.clone(),
            entities_before: row.entities_before.clone(),
            eliminated: row.eliminated,
            total: row.total,
            previous: row.previous,
        }
    }

    fn sum<'a>(
        rank: Rank,
        label: &str,
        rows: impl IntoIterator<Item = &'a StatementRow>,
        entities: usize,
    ) -> Self {
        let zeros = vec![Cents::ZERO; entities];
        let (entities, entities_before) = (zeros.clone(), zeros);
        let nothing = Self { rank, entities, entities_before, ..Self::head(label) };
        let add = |sums: &mut [Cents], amounts: &[Cents]| {
            for (kept, added) in sums.iter_mut().zip(amounts) {
                *kept += *added;
            }
        };
        rows.into_iter().fold(nothing, |mut sum, row| {
            add(&mut sum.entities, &row.entities);
            add(&mut sum.entities_before, &row.entities_before);
            sum.eliminated += row.eliminated;
            sum.total += row.total;
            sum.previous = match (sum.previous, row.previous) {
                (None, None) => None,
                (kept, added) => Some(kept.unwrap_or_default() + added.unwrap_or_default()),
            };
            sum
        })
    }

    /// The entities together, before elimination.
    pub fn gross(&self) -> Cents {
        self.entities.iter().copied().sum()
    }

    /// Whether this is the name of a section.
    pub fn is_head(&self) -> bool {
        self.rank == Rank::Section
    }
}

fn has_something(row: &StatementRow) -> bool {
    let amounts = row.entities.iter().chain([&row.eliminated, &row.total]);
    amounts.chain(row.previous.as_ref()).any(|amount| *amount != Cents::ZERO)
}

/// The statement from its first section to the result; empty without any amount.
pub fn lines(report: &Report) -> Vec<Line> {
    use Section::{
        BetweenEntities, Exceptional, Financial, OperatingExpense, OperatingIncome, Taxes,
    };
    let count = report.entities.len();
    let rows: Vec<&StatementRow> =
        report.statement.iter().filter(|row| has_something(row)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let of = |section: Section| rows.iter().copied().filter(move |row| row.line.section == section);
    let mut lines = Vec::new();
    for (section, closing) in [
        (OperatingIncome, "Total des produits d'exploitation"),
        (OperatingExpense, "Total des charges d'exploitation"),
        (Financial, "Résultat financier"),
        (Exceptional, "Résultat exceptionnel"),
        (Taxes, "Participation et impôts sur les bénéfices"),
        (BetweenEntities, "Écarts entre entités"),
    ] {
        if of(section).next().is_some() {
            // A section of one line says its own sum.
            if matches!(section, OperatingIncome | OperatingExpense) || of(section).count() > 1 {
                lines.push(Line::head(section.label()));
                lines.extend(of(section).map(Line::detail));
                lines.push(Line::sum(Rank::Subtotal, closing, of(section), count));
            } else {
                lines.extend(of(section).map(Line::detail));
            }
        }
        if section == OperatingExpense {
            let operating = of(OperatingIncome).chain(of(OperatingExpense));
            lines.push(Line::sum(Rank::Subtotal, "Résultat d'exploitation", operating, count));
        }
    }
    lines.push(Line::sum(Rank::Total, "Résultat de l'année", rows.iter().copied(), count));
    lines
}
