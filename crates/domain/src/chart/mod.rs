//! Bar charts: a finding, the figures that show it, and one drawing that every painter repeats.
//!
//! A [`BarChart`] holds figures and words; [`BarChart::picture`] turns it into shapes in abstract
//! units, so that the page ([`svg`]) and the paper (crate `pdf`) show the same drawing. Bars start
//! at zero and lie flat, because French names of associations are long; each bar carries its value.

use std::fmt::Write as _;

mod axis;
mod picture;
pub mod svg;
mod words;

pub use axis::Axis;
pub use picture::{Anchor, BarShape, Legend, Picture, Swatch, TextRun, Tick};

/// How many colours the house palette has; an index beyond starts over.
pub const PALETTE_LENGTH: u8 = 5;

/// At most so many series: beyond, eyes no longer tell them apart.
pub const SERIES_LIMIT: usize = 5;

/// How a bar is filled. Colour alone never tells two series apart: paper may be grey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Texture {
    /// Filled: the figures the title speaks of.
    Solid,
    /// Only an outline: what one compares with, such as the year before.
    Hollow,
    /// Filled with light stripes: a third kind, such as a forecast.
    Striped,
}

/// One series: a name for the legend, a colour, a texture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// As the legend says it: « 2027 ».
    pub name: String,
    /// Index in the palette; a group's own colour wins over it.
    pub palette: u8,
    /// How its bars are filled.
    pub texture: Texture,
}

/// One value and how to say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// In the chart's scale; `None` when nobody gave the figure, which is not zero.
    pub value: Option<i64>,
    /// As it stands beside the bar: « 1 234 € ».
    pub label: String,
}

/// One line of the chart: an entity, a year, a kind; one bar per series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its name.
    pub label: String,
    /// An entity's own colour, the same on every chart.
    pub palette: Option<u8>,
    /// One bar per series, in the order of the series.
    pub bars: Vec<Bar>,
}

/// Why figures do not make a chart.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChartError {
    /// No series, or more than eyes can tell apart.
    #[error("un graphique montre de 1 à {SERIES_LIMIT} séries, pas {0}")]
    SeriesCount(usize),
    /// A group whose bars do not answer the series.
    #[error("« {group} » donne {found} valeurs pour {expected} séries")]
    BarCount {
        /// The group's label.
        group: String,
        /// Bars given.
        found: usize,
        /// Series of the chart.
        expected: usize,
    },
    /// A scale is how many steps of a value make one unit: at least 1.
    #[error("l'échelle d'un graphique est un entier d'au moins 1, pas {0}")]
    Scale(i64),
}

/// A bar chart whose bars answer its series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarChart {
    title: String,
    unit: String,
    scale: i64,
    series: Vec<Series>,
    groups: Vec<Group>,
}

impl Series {
    /// A filled series.
    pub fn new(name: impl Into<String>, palette: u8) -> Self {
        let name = name.into();
        Self { name, palette, texture: Texture::Solid }
    }

    /// The same with another texture.
    #[must_use]
    pub fn textured(mut self, texture: Texture) -> Self {
        self.texture = texture;
        self
    }
}

impl Bar {
    /// A known value.
    pub fn new(value: i64, label: impl Into<String>) -> Self {
        Self { value: Some(value), label: label.into() }
    }

    /// A figure nobody gave: no bar is drawn, and the label says why.
    pub fn missing(label: impl Into<String>) -> Self {
        Self { value: None, label: label.into() }
    }
}

impl Group {
    /// A group coloured by its series.
    pub fn new(label: impl Into<String>, bars: Vec<Bar>) -> Self {
        Self { label: label.into(), palette: None, bars }
    }

    /// An entity with its own colour.
    pub fn of_entity(label: impl Into<String>, palette: u8, bars: Vec<Bar>) -> Self {
        Self { label: label.into(), palette: Some(palette), bars }
    }
}

impl BarChart {
    /// Figures that make a chart. `title` states the finding, `unit` is one word (« euros »),
    /// `scale` how many steps of a value make one unit (100 for cents).
    ///
    /// # Errors
    /// Says which count or scale does not fit.
    pub fn new(
        title: impl Into<String>,
        unit: impl Into<String>,
        scale: i64,
        series: Vec<Series>,
        groups: Vec<Group>,
    ) -> Result<Self, ChartError> {
        if series.is_empty() || series.len() > SERIES_LIMIT {
            return Err(ChartError::SeriesCount(series.len()));
        }
        if scale < 1 {
            return Err(ChartError::Scale(scale));
        }
        if let Some(group) = groups.iter().find(|group| group.bars.len() != series.len()) {
            return Err(ChartError::BarCount {
                group: group.label.clone(),
                found: group.bars.len(),
                expected: series.len(),
            });
        }
        Ok(Self { title: title.into(), unit: unit.into(), scale, series, groups })
    }

    /// The finding.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The unit's word.
    pub fn unit(&self) -> &str {
        &self.unit
    }

    /// How many steps of a value make one unit.
    pub fn scale(&self) -> i64 {
        self.scale
    }

    /// The series.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The groups, from top to bottom.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Every figure in words, for those who do not see the drawing.
    pub fn description(&self) -> String {
        if self.groups.is_empty() {
            return format!("Diagramme en barres, en {}. Aucune donnée.", self.unit);
        }
        let mut text = format!("Diagramme en barres, en {}.", self.unit);
        for group in &self.groups {
            let _ = write!(text, " {}\u{a0}: ", group.label);
            for (position, (series, bar)) in self.series.iter().zip(&group.bars).enumerate() {
                if position > 0 {
                    text.push_str(", ");
                }
                // A lone series is already named by the title.
                if self.series.len() > 1 {
                    let _ = write!(text, "{} ", series.name);
                }
                text.push_str(&bar.label);
            }
            text.push('.');
        }
        text
    }

    /// The axis that holds every bar, in at most `intervals` steps.
    pub fn axis(&self, intervals: u8) -> Axis {
        let values = self.groups.iter().flat_map(|group| &group.bars).filter_map(|bar| bar.value);
        Axis::over(values, intervals)
    }

    /// The drawing, in abstract units.
    pub fn picture(&self) -> Picture {
        picture::draw(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_years() -> BarChart {
        let series = vec![Series::new("2026", 0).textured(Texture::Hollow), Series::new("2027", 0)];
        let groups = vec![Group::of_entity(
            "Jardins",
            1,
            vec![Bar::missing("non communiqué"), Bar::new(1_250, "12,50 €")],
        )];
        BarChart::new("Les jardins vendent", "euros", 100, series, groups).expect("a chart")
    }

    #[test]
    fn counts_that_do_not_fit_are_refused() {
        let none = BarChart::new("t", "u", 1, vec![], vec![]);
        assert_eq!(none, Err(ChartError::SeriesCount(0)));
        let six = BarChart::new("t", "u", 1, vec![Series::new("s", 0); 6], vec![]);
        assert_eq!(six, Err(ChartError::SeriesCount(6)));
        let scale = BarChart::new("t", "u", 0, vec![Series::new("s", 0)], vec![]);
        assert_eq!(scale, Err(ChartError::Scale(0)));
        let short =
            BarChart::new("t", "u", 1, vec![Series::new("s", 0)], vec![Group::new("g", vec![])]);
        assert_eq!(short.expect_err("refused").to_string(), "« g » donne 0 valeurs pour 1 séries");
    }

    #[test]
    fn every_figure_is_said_in_words() {
        assert_eq!(
            two_years().description(),
            "Diagramme en barres, en euros. Jardins\u{a0}: 2026 non communiqué, 2027 12,50 €."
        );
        let empty = BarChart::new("t", "heures", 1, vec![Series::new("s", 0)], vec![]);
        assert!(empty.expect("a chart").description().ends_with("Aucune donnée."));
    }
}
