//! The combined statement of income: entities that keep different charts meet on its lines, never
//! on raw account numbers (756 is dues for an association, exchange gains for a Scop).

use super::ChartKind;
use crate::Cents;

/// The part of the statement a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Produits d'exploitation.
    OperatingIncome,
    /// Charges d'exploitation.
    OperatingExpense,
    /// Opérations faites en commun, produits et charges financiers.
    Financial,
    /// Produits et charges exceptionnels.
    Exceptional,
    /// Participation des salariés et impôts sur les bénéfices.
    Taxes,
    /// What two entities booked differently of the same flows; no account falls there.
    BetweenEntities,
}

impl Section {
    /// As the statement heads it.
    pub fn label(self) -> &'static str {
        match self {
            Self::OperatingIncome => "Produits d'exploitation",
            Self::OperatingExpense => "Charges d'exploitation",
            Self::Financial => "Résultat financier",
            Self::Exceptional => "Résultat exceptionnel",
            Self::Taxes => "Participation et impôts sur les bénéfices",
            Self::BetweenEntities => "Écarts entre entités",
        }
    }
}

/// A line of the combined statement.
#[derive(Debug, PartialEq, Eq)]
pub struct StatementLine {
    /// Stable code.
    pub code: &'static str,
    /// What the page says.
    pub label: &'static str,
    /// Where it stands.
    pub section: Section,
    association: &'static [&'static str],
    company: &'static [&'static str],
}

const fn line(
    code: &'static str,
    label: &'static str,
    section: Section,
    association: &'static [&'static str],
    company: &'static [&'static str],
) -> StatementLine {
    StatementLine { code, label, section, association, company }
}

/// Built from `data/statements.csv` (ANC 2018-06 and PCG models), at the detail that the two charts
/// share. Accounts of earlier charts fall where those charts put them: 775 and 777 exceptional, 791
/// operating, 796 financial, 797 exceptional.
pub const LINES: [StatementLine; 23] = {
    use Section::{Exceptional, Financial, OperatingExpense, OperatingIncome, Taxes};
    [
        line(
            "sales",
            "Ventes de biens et de services (chiffre d'affaires)",
            OperatingIncome,
            &["70"],
            &["70"],
        ),
        line("dues", "Cotisations", OperatingIncome, &["756"], &[]),
        line(
            "grants",
            "Concours publics et subventions",
            OperatingIncome,
            &["73", "74"],
            &["73", "74"],
        ),
        line("gifts", "Dons, mécénat, legs", OperatingIncome, &["753", "754"], &[]),
        line("contributions", "Contributions financières", OperatingIncome, &["755"], &[]),
        line(
            "production",
            "Production stockée et immobilisée",
            OperatingIncome,
            &["71", "72"],
            &["71", "72"],
        ),
        line(
            "reversals",
            "Reprises et transferts de charges",
            OperatingIncome,
            &["78", "79"],
            &["78", "79"],
        ),
        line("dedicated-use", "Utilisations des fonds dédiés", OperatingIncome, &["789"], &[]),
        line("other-income", "Autres produits d'exploitation", OperatingIncome, &["75"], &["75"]),
        line("purchases", "Achats et variations de stocks", OperatingExpense, &["60"], &["60"]),
        line("services", "Services extérieurs", OperatingExpense, &["61", "62"], &["61", "62"]),
        line("taxes", "Impôts, taxes et versements assimilés", OperatingExpense, &["63"], &["63"]),
        line("wages", "Salaires", OperatingExpense, &["64"], &["64"]),
        line("social", "Cotisations sociales", OperatingExpense, &["645", "647"], &["645", "647"]),
        line(
            "depreciation",
            "Dotations aux amortissements et provisions",
            OperatingExpense,
            &["68"],
            &["68"],
        ),
        line("dedicated", "Reports en fonds dédiés", OperatingExpense, &["689"], &[]),
        line("aid", "Aides financières accordées", OperatingExpense, &["657"], &[]),
        line("other-expense", "Autres charges d'exploitation", OperatingExpense, &["65"], &["65"]),
        line(
            "joint",
            "Quotes-parts de résultat sur opérations en commun",
            Financial,
            &[],
            &["655", "755"],
        ),
        line(
            "financial-income",
            "Produits financiers",
            Financial,
            &["76", "786", "796"],
            &["76", "786", "796"],
        ),
        line("financial-expense", "Charges financières", Financial, &["66", "686"], &["66", "686"]),
        line(
            "exceptional",
            "Produits et charges exceptionnels",
            Exceptional,
            &["67", "77", "687", "787", "797"],
            &["67", "77", "687", "787", "797"],
        ),
        line("profit-tax", "Participation et impôts sur les bénéfices", Taxes, &["69"], &["69"]),
    ]
};

/// What elimination would take out on one side and not on the other: given back on a line of its
/// own, so that the combined statement ends on the sum of the entities' results.
pub static UNMATCHED: StatementLine =
    line("unmatched", "Écarts entre entités, non éliminés", Section::BetweenEntities, &[], &[]);

/// The line an account of classes 6 and 7 falls in, by longest prefix; `None` for other classes.
pub fn line_of(chart: ChartKind, account: &str) -> Option<&'static StatementLine> {
    LINES
        .iter()
        .flat_map(|line| {
            let prefixes = match chart {
                ChartKind::Association => line.association,
                ChartKind::Company => line.company,
            };
            prefixes.iter().map(move |prefix| (prefix.len(), prefix, line))
        })
        .filter(|(_, prefix, _)| account.starts_with(**prefix))
        .max_by_key(|(length, ..)| *length)
        .map(|(.., line)| line)
}

/// Named measures of an entity's year, read on its account totals (credit − debit for income,
/// debit − credit for expense).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Accounts 70 (PCG art. 512-2).
    Turnover,
    /// Every line of the operating income.
    OperatingIncome,
    /// 641.
    GrossSalaries,
    /// 641 + 645 + 647 + 631 + 633.
    EmployerCost,
    /// Classes 6 and 7.
    Result,
}

impl Measure {
    /// Whether an account counts in the measure.
    pub fn covers(self, chart: ChartKind, account: &str) -> bool {
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| account.starts_with(prefix));
        match self {
            Self::Turnover => account.starts_with("70"),
            Self::OperatingIncome => {
                line_of(chart, account).is_some_and(|line| line.section == Section::OperatingIncome)
            }
            Self::GrossSalaries => account.starts_with("641"),
            Self::EmployerCost => starts(&["641", "645", "647", "631", "633"]),
            Self::Result => starts(&["6", "7"]),
        }
    }

    /// What an account adds to the measure.
    pub fn amount(self, debit: Cents, credit: Cents) -> Cents {
        match self {
            Self::GrossSalaries | Self::EmployerCost => debit - credit,
            Self::Turnover | Self::OperatingIncome | Self::Result => credit - debit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounting::Chart;
    use chrono::NaiveDate;

    #[test]
    fn the_same_number_falls_where_its_chart_says() {
        let code = |chart, account| line_of(chart, account).map(|line| line.code);
        assert_eq!(code(ChartKind::Association, "756000"), Some("dues"));
        assert_eq!(code(ChartKind::Company, "756000"), Some("other-income"));
        assert_eq!(code(ChartKind::Association, "755000"), Some("contributions"));
        assert_eq!(code(ChartKind::Company, "755000"), Some("joint"));
        assert_eq!(code(ChartKind::Association, "645100"), Some("social"));
        assert_eq!(code(ChartKind::Association, "512000"), None);
    }

    #[test]
    fn every_account_of_classes_6_and_7_has_a_line() {
        for kind in [ChartKind::Association, ChartKind::Company] {
            for year in [2009, 2022, 2026] {
                let opened = NaiveDate::from_ymd_opt(year, 1, 1).expect("a day");
                for (code, _) in Chart::in_force(kind, opened).accounts() {
                    let income = code.len() > 1 && (code.starts_with('6') || code.starts_with('7'));
                    assert_eq!(line_of(kind, code).is_some(), income, "{code}");
                }
            }
        }
    }
}
