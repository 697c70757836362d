//! The named figures of the report: their words, where they come from, and how they compare. Pages,
//! paper and sheets all take them from here, so that they never disagree.

use domain::accounting::statements::Measure;
use domain::rights::Right;
use domain::{Cents, Fraction};
use web::french;
use web::table::Cell;

use crate::model::{Figures, Import};

/// A figure that the report names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// People received.
    Persons,
    /// Full-time equivalents in insertion.
    InsertionFte,
    /// Full-time equivalents of permanent staff.
    PermanentFte,
    /// Net salaries.
    NetSalaries,
    /// Gross salaries.
    GrossSalaries,
    /// What salaries cost the employer.
    EmployerCost,
    /// Turnover.
    Turnover,
    /// Operating income.
    OperatingIncome,
    /// Result.
    Result,
}

impl Figure {
    /// All of them, in the order that a board reads them.
    pub const ALL: [Self; 9] = [
        Self::Persons,
        Self::InsertionFte,
        Self::PermanentFte,
        Self::NetSalaries,
        Self::GrossSalaries,
        Self::EmployerCost,
        Self::Turnover,
        Self::OperatingIncome,
        Self::Result,
    ];

    /// Its name in the house.
    pub fn named(self) -> domain::figure::Figure {
        use domain::figure::Figure;
        match self {
            Self::Persons => Figure::Persons,
            Self::InsertionFte => Figure::InsertionFte,
            Self::PermanentFte => Figure::PermanentFte,
            Self::NetSalaries => Figure::NetSalaries,
            Self::GrossSalaries => Figure::GrossSalaries,
            Self::EmployerCost => Figure::EmployerCost,
            Self::Turnover => Figure::Turnover,
            Self::OperatingIncome => Figure::OperatingIncome,
            Self::Result => Figure::Result,
        }
    }

    /// What it takes to read the rows behind it.
    pub fn right(self) -> Right {
        self.named().right()
    }

    /// Its part of an address.
    pub fn slug(self) -> &'static str {
        self.named().slug()
    }

    /// Reads an address; `None` when no figure has it.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.slug() == slug)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.named().name()
    }

    /// What it counts in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Persons => "personnes",
            Self::InsertionFte | Self::PermanentFte => "ETP",
            _ => "euros",
        }
    }

    /// What it means, in words: on its tile, on its page, in the method, on every file.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Persons => {
                "Personnes différentes dont un dossier d'accueil est ouvert au moins un jour de \
                 l'exercice. Une personne reçue par plusieurs activités ou plusieurs entités compte \
                 une fois pour le pôle."
            }
            Self::InsertionFte => {
                "Équivalents temps plein (ETP) des salariés en parcours d'insertion\u{a0}: heures de \
                 l'exercice divisées par celles d'un poste à temps plein de l'activité en \
                 autant de mois."
            }
            Self::PermanentFte => {
                "Équivalents temps plein (ETP) des salariés permanents\u{a0}: part du temps plein de \
                 chaque contrat, comptée sur les jours de l'exercice où il est en vigueur."
            }
            Self::NetSalaries => {
                "Net des bulletins de paie de tous les contrats, avant le prélèvement de l'impôt sur \
                 le revenu à la source\u{a0}: ce que les salariés touchent, impôt compris."
            }
            Self::GrossSalaries => {
                "Salaires avant que la part des cotisations payée par le salarié n'en soit retirée, \
                 congés payés et primes compris."
            }
            Self::EmployerCost => {
                "Ce que les salaires coûtent à l'employeur\u{a0}: salaires bruts, cotisations de \
                 l'employeur, autres charges sociales et taxes assises sur les salaires."
            }
            Self::Turnover => {
                "Ventes de biens et de services, hors TVA, sans les subventions, les dons ni les \
                 cotisations\u{a0}: crédits moins débits des comptes 70. Pour le pôle, les ventes \
                 d'une entité à une autre en sont retirées ligne à ligne."
            }
            Self::OperatingIncome => {
                "Tout ce que l'activité ordinaire rapporte\u{a0}: les ventes, et aussi les \
                 subventions, les dons, les cotisations, les reprises et les transferts de charges. \
                 Ce n'est pas le chiffre d'affaires. Pour le pôle, les flux entre entités en sont \
                 retirés."
            }
            Self::Result => {
                "Ce qui reste de l'année\u{a0}: tous les produits moins toutes les charges. Excédent \
                 au-dessus de zéro, déficit au-dessous. Celui du pôle est la somme de ceux des \
                 entités."
            }
        }
    }

    /// Where it is read.
    pub fn origin(self) -> &'static str {
        match self {
            Self::Persons => {
                "dossiers d'accueil importés, rapprochés par une empreinte du nom et de la date de \
                 naissance"
            }
            Self::InsertionFte => {
                "contrats et heures importés\u{a0}; base de l'activité, sinon base datée de sa sorte"
            }
            Self::PermanentFte => {
                "contrats importés\u{a0}: heures de la semaine sur celles d'un temps plein"
            }
            Self::NetSalaries => "bulletins de paie importés, mois par mois",
            Self::GrossSalaries => "comptabilité validée, compte 641",
            Self::EmployerCost => "comptabilité validée, comptes 641, 645, 647, 631 et 633",
            Self::Turnover => {
                "comptabilité validée, comptes 70 (PCG art. 512-2)\u{a0}; tiers qui sont des entités \
                 du pôle"
            }
            Self::OperatingIncome => {
                "comptabilité validée, lignes des produits d'exploitation du plan de chaque entité \
                 (ANC 2018-06, PCG)"
            }
            Self::Result => "comptabilité validée, comptes des classes 6 et 7",
        }
    }

    /// What must be imported to make it.
    pub fn needs(self) -> &'static [Import] {
        match self {
            Self::Persons => &[Import::Files],
            Self::InsertionFte => &[Import::Contracts, Import::Hours],
            Self::PermanentFte => &[Import::Contracts],
            Self::NetSalaries => &[Import::Pay],
            _ => &[Import::Books],
        }
    }

    /// How accounts make it; nothing for what contracts and files say.
    pub fn measure(self) -> Option<Measure> {
        match self {
            Self::GrossSalaries => Some(Measure::GrossSalaries),
            Self::EmployerCost => Some(Measure::EmployerCost),
            Self::Turnover => Some(Measure::Turnover),
            Self::OperatingIncome => Some(Measure::OperatingIncome),
            Self::Result => Some(Measure::Result),
            Self::Persons | Self::InsertionFte | Self::PermanentFte | Self::NetSalaries => None,
        }
    }

    /// What is taken out between the sum of the entities and the whole.
    pub fn taken_out(self) -> &'static str {
        match self {
            Self::Persons => "Personnes reçues par plusieurs entités",
            Self::Turnover => "Ventes entre entités, retirées",
            _ => "Flux entre entités, retirés",
        }
    }

    /// The whole's, internal flows taken out.
    pub fn of_whole(self, figures: &Figures) -> Quantity {
        match self {
            Self::Turnover => Quantity::Money(figures.turnover()),
            _ => self.of_entity(figures),
        }
    }

    /// The whole's as it is shown.
    pub fn shown_of_whole(self, figures: &Figures) -> Shown {
        self.shown(figures, self.of_whole(figures))
    }

    /// An entity's as it is shown.
    pub fn shown_of_entity(self, figures: &Figures) -> Shown {
        self.shown(figures, self.of_entity(figures))
    }

    fn shown(self, figures: &Figures, quantity: Quantity) -> Shown {
        let absent = self.needs().iter().find(|import| figures.lacks(**import));
        absent.map_or(Shown::Known(quantity), |import| Shown::Absent(*import))
    }

    /// An entity's, before elimination.
    pub fn of_entity(self, figures: &Figures) -> Quantity {
        match self {
            Self::Persons => {
                Quantity::People(i64::try_from(figures.beneficiaries.persons).unwrap_or(i64::MAX))
            }
            Self::InsertionFte => Quantity::Fte(figures.fte.insertion.clone()),
            Self::PermanentFte => Quantity::Fte(figures.fte.permanent.clone()),
            Self::NetSalaries => Quantity::Money(figures.salaries.net),
            Self::GrossSalaries => Quantity::Money(figures.salaries.gross),
            Self::EmployerCost => Quantity::Money(figures.salaries.employer_cost),
            Self::Turnover => Quantity::Money(figures.turnover_gross),
            Self::OperatingIncome => Quantity::Money(figures.operating_income),
            Self::Result => Quantity::Money(figures.result),
        }
    }
}

/// What the report names beside its figures: a name, a definition, a source.
pub struct Term {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub definition: &'static str,
    /// Where it is read.
    pub origin: &'static str,
}

/// Files of people received.
pub const FILES: Term = Term {
    name: "Dossiers d'accueil",
    definition: "Dossiers ouverts au moins un jour de l'exercice\u{a0}; une personne peut en avoir \
                 plusieurs.",
    origin: "dossiers d'accueil importés",
};

/// Flows between entities.
pub const FLOWS: Term = Term {
    name: "Flux entre entités",
    definition: "Écritures dont un seul tiers est une entité du pôle. Les deux côtés sont comparés et \
                 tout écart est montré, TVA que l'acheteur ne récupère pas mise à part\u{a0}; le \
                 compte de résultat combiné le porte sur une ligne à lui, et finit sur la somme des \
                 résultats.",
    origin: "tiers qui sont des entités du pôle, hors du sceau des écritures",
};

/// Both measures of full-time equivalents together.
pub const FULL_TIME: &str = "Équivalents temps plein (ETP)";

/// A figure, or what is not there to make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It is known.
    Known(Quantity),
    /// Zero would be false.
    Absent(Import),
}

impl Shown {
    /// The figure, when it is known.
    pub fn known(&self) -> Option<&Quantity> {
        match self {
            Self::Known(quantity) => Some(quantity),
            Self::Absent(_) => None,
        }
    }

    fn or_absence(&self, say: impl FnOnce(&Quantity) -> String) -> String {
        match self {
            Self::Known(quantity) => say(quantity),
            Self::Absent(import) => import.absence().to_owned(),
        }
    }

    /// As [`Quantity::exact`], or what is not there.
    pub fn exact(&self) -> String {
        self.or_absence(Quantity::exact)
    }

    /// As [`Quantity::headline`], or what is not there.
    pub fn headline(&self) -> String {
        self.or_absence(Quantity::headline)
    }

    /// As [`Quantity::printed`], or briefly that it is not there.
    pub fn printed(&self) -> String {
        match self {
            Self::Known(quantity) => quantity.printed(),
            Self::Absent(import) => import.briefly().to_owned(),
        }
    }

    /// A cell of a page's table.
    pub fn cell(&self) -> Cell {
        match self {
            Self::Known(quantity) => quantity.cell(),
            Self::Absent(import) => {
                Cell { order: Some(i64::MIN), worded: true, ..Cell::text(import.absence()) }
            }
        }
    }
}

/// An amount, a measure of work or a number of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Euros.
    Money(Cents),
    /// Full-time equivalents.
    Fte(Fraction),
    /// People.
    People(i64),
}

impl Quantity {
    /// Exactly as tables and sentences say it: `1 234,56 €`, `68,00`, `1 000`.
    pub fn exact(&self) -> String {
        match self {
            Self::Money(amount) => french::amount(*amount),
            Self::Fte(fte) => french::fraction(fte),
            Self::People(count) => french::count(*count),
        }
    }

    /// As a tile says it: money to the nearest euro.
    pub fn headline(&self) -> String {
        match self {
            Self::Money(amount) => amount.euros(),
            _ => self.exact(),
        }
    }

    /// `+ 1 234,56 €`: a difference with its sign.
    pub fn signed(&self) -> String {
        if self.steps() > 0 { format!("+\u{a0}{}", self.exact()) } else { self.exact() }
    }

    /// A cell of a page's table.
    pub fn cell(&self) -> Cell {
        match self {
            Self::Money(amount) => Cell::amount(*amount),
            Self::Fte(fte) => Cell::fraction(fte),
            Self::People(count) => Cell::count(*count),
        }
    }

    /// A cell with its sign.
    pub fn signed_cell(&self) -> Cell {
        if self.is_nothing() {
            return self.cell();
        }
        Cell { text: self.signed(), ..self.cell() }
    }

    /// As a sheet of paper says it, without the currency that its head names; a dash for nothing.
    pub fn printed(&self) -> String {
        match self {
            _ if self.is_nothing() => french::NOTHING.to_owned(),
            Self::Money(amount) => amount.plain(),
            _ => self.exact(),
        }
    }

    /// Whole steps: cents, hundredths of full-time equivalents, people.
    pub fn steps(&self) -> i64 {
        match self {
            Self::Money(amount) => amount.0,
            Self::Fte(fte) => fte.hundredths(),
            Self::People(count) => *count,
        }
    }

    /// How many steps make one unit.
    pub fn scale(&self) -> i64 {
        match self {
            Self::People(_) => 1,
            Self::Money(_) | Self::Fte(_) => 100,
        }
    }

    /// Whether there is nothing to show.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Fte(fte) => *fte == Fraction::zero(),
            _ => self.steps() == 0,
        }
    }

    /// The sum of two quantities of the same figure.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Money(a), Self::Money(b)) => Self::Money(*a + *b),
            (Self::Fte(a), Self::Fte(b)) => Self::Fte(a.clone() + b.clone()),
            (Self::People(a), Self::People(b)) => Self::People(a + b),
            _ => unreachable!("two quantities of one figure are of one kind"),
        }
    }

    /// What this one has more than another of the same figure.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Money(a), Self::Money(b)) => Self::Money(*a - *b),
            (Self::Fte(a), Self::Fte(b)) => Self::Fte(a.clone() - b.clone()),
            (Self::People(a), Self::People(b)) => Self::People(a - b),
            _ => unreachable!("two quantities of one figure are of one kind"),
        }
    }

    /// `+ 4,2 %`; nothing where a percentage would mislead.
    pub fn percent(&self, before: &Self) -> Option<String> {
        let hundredths = |quantity: &Self| quantity.steps().checked_mul(100 / quantity.scale());
        french::relative_change(hundredths(self)?, hundredths(before)?)
    }
}
