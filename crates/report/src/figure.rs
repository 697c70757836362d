//! The named figures of the report: their words, where they come from, and how they compare. Pages,
//! paper and sheets all take them from here, so that they never disagree.

use domain::accounting::statements::Measure;
use domain::rights::Right;
use domain::{Cents, Fraction};
use web::french;
use web::table::Cell;

use crate::model::Figures;

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

    /// What it takes to read the rows behind it.
    pub fn right(self) -> Right {
        match self {
            Self::Persons => Right::JobCounts,
            _ if self.measure().is_some() => Right::Books,
            _ => Right::Jobs,
        }
    }

    /// Its part of an address.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Persons => "personnes",
            Self::InsertionFte => "etp-insertion",
            Self::PermanentFte => "etp-permanents",
            Self::NetSalaries => "salaires-nets",
            Self::GrossSalaries => "salaires-bruts",
            Self::EmployerCost => "cout-employeur",
            Self::Turnover => "chiffre-d-affaires",
            Self::OperatingIncome => "produits",
            Self::Result => "resultat",
        }
    }

    /// Reads an address; `None` when no figure has it.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.slug() == slug)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Persons => "Personnes reçues",
            Self::InsertionFte => "ETP en insertion",
            Self::PermanentFte => "ETP permanents",
            Self::NetSalaries => "Salaires nets",
            Self::GrossSalaries => "Salaires bruts",
            Self::EmployerCost => "Coût employeur",
            Self::Turnover => "Chiffre d'affaires",
            Self::OperatingIncome => "Produits d'exploitation",
            Self::Result => "Résultat",
        }
    }

    /// What it counts in.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Persons => "personnes",
            Self::InsertionFte | Self::PermanentFte => "ETP",
            _ => "euros",
        }
    }

    /// What it means, in words.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Persons => {
                "Personnes différentes dont un dossier d'accueil est ouvert au moins un jour de \
                 l'année. Une personne reçue par plusieurs entités compte une fois pour le pôle."
            }
            Self::InsertionFte => {
                "Équivalents temps plein (ETP) des salariés en parcours d'insertion\u{a0}: heures de \
                 l'année divisées par les heures d'un poste à temps plein de l'activité."
            }
            Self::PermanentFte => {
                "Équivalents temps plein (ETP) des salariés permanents\u{a0}: part du temps plein de \
                 chaque contrat, comptée sur les jours où il est en vigueur."
            }
            Self::NetSalaries => {
                "Net des bulletins de paie, avant le prélèvement de l'impôt sur le revenu à la \
                 source\u{a0}: ce que les salariés touchent, impôt compris."
            }
            Self::GrossSalaries => {
                "Salaires avant que la part des cotisations payée par le salarié n'en soit retirée."
            }
            Self::EmployerCost => {
                "Ce que les salaires coûtent à l'employeur\u{a0}: salaires bruts, cotisations de \
                 l'employeur, charges sociales et taxes sur les salaires."
            }
            Self::Turnover => {
                "Ventes de biens et de services, sans les subventions, les dons ni les cotisations. \
                 Pour le pôle, les ventes d'une entité à une autre en sont retirées."
            }
            Self::OperatingIncome => {
                "Tout ce que l'activité ordinaire rapporte\u{a0}: les ventes, et aussi les \
                 subventions, les dons et les cotisations. Pour le pôle, les flux entre entités en \
                 sont retirés."
            }
            Self::Result => {
                "Ce qui reste de l'année\u{a0}: tous les produits moins toutes les charges. Excédent \
                 au-dessus de zéro, déficit au-dessous."
            }
        }
    }

    /// Where it is read.
    pub fn origin(self) -> &'static str {
        match self {
            Self::Persons => "dossiers d'accueil des activités",
            Self::InsertionFte => "contrats et heures mensuelles des salariés en insertion",
            Self::PermanentFte => "contrats des salariés permanents",
            Self::NetSalaries => "bulletins de paie, mois par mois",
            Self::GrossSalaries => "comptabilité validée, compte 641",
            Self::EmployerCost => "comptabilité validée, comptes 641, 645, 647, 631 et 633",
            Self::Turnover => "comptabilité validée, comptes 70",
            Self::OperatingIncome => {
                "comptabilité validée, lignes des produits d'exploitation du compte de résultat"
            }
            Self::Result => "comptabilité validée, comptes des classes 6 et 7",
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

    /// `+ 4,2 % sur un an (3 262 000 € en 2008)`.
    pub fn change(&self, before: Option<&Self>, year: i32) -> String {
        let Some(before) = before else {
            return format!("pas de chiffre pour {}", year - 1);
        };
        let then = format!("{}\u{a0}en\u{a0}{}", before.headline(), year - 1);
        if self == before {
            return format!("comme en {}", year - 1);
        }
        match self.percent(before) {
            Some(percent) => format!("{percent} sur un an ({then})"),
            None => format!("contre {then}"),
        }
    }
}
