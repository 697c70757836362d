//! What the figures say, as sentences: titles of charts, the turnover beside the operating income,
//! what two entities say of each other, books against payslips.

use domain::Cents;
use web::french;

use crate::figure::{Figure, Quantity};
use crate::model::{Control, EntityFigures, Reciprocity, ReciprocityKind, Report};

/// The name of an entity; its short name when it left the perimeter.
pub fn name_of<'a>(report: &'a Report, slug: &'a str) -> &'a str {
    let known = report.entities.iter().find(|entity| entity.slug == slug);
    known.map_or(slug, |entity| &entity.name)
}

/// The finding of a figure entity by entity.
pub fn by_entity(report: &Report, figure: Figure) -> String {
    let of = |entity: &EntityFigures| figure.of_entity(&entity.figures);
    let largest = report.entities.iter().rev().max_by_key(|entity| of(entity).steps());
    let Some(largest) = largest else { return figure.name().to_owned() };
    let (name, value) = (&largest.name, of(largest));
    let sum: i64 = report.entities.iter().map(|entity| of(entity).steps()).sum();
    let share = french::share(value.steps(), sum).unwrap_or_else(|| value.headline());
    match figure {
        Figure::Persons => {
            let whole = figure.of_whole(&report.totals).headline();
            let people = french::plural(value.steps(), "personne", "personnes");
            format!("{name} reçoit {people}, sur {whole} dans le pôle")
        }
        Figure::InsertionFte => format!("{name} porte {share} des ETP en insertion"),
        Figure::PermanentFte => format!("{name} emploie {share} des ETP permanents"),
        Figure::NetSalaries => format!("{name} verse {share} des salaires nets"),
        Figure::GrossSalaries => format!("{name} compte {share} des salaires bruts"),
        Figure::EmployerCost => format!("{name} porte {share} du coût employeur"),
        Figure::Turnover => format!("{name} réalise {share} des ventes, avant élimination"),
        Figure::OperatingIncome => format!("{name} reçoit {share} des produits d'exploitation"),
        Figure::Result => {
            let gaining = report.entities.iter().filter(|entity| of(entity).steps() >= 0).count();
            let all = report.entities.len();
            match all - gaining {
                0 => "Aucune entité ne finit l'année en déficit".to_owned(),
                1 => format!("Une entité sur {all} finit l'année en déficit"),
                losing => format!("{losing} entités sur {all} finissent l'année en déficit"),
            }
        }
    }
}

/// How the work splits between insertion and permanent staff.
pub fn full_time_split(report: &Report) -> String {
    let fte = &report.totals.fte;
    format!(
        "{} des {} équivalents temps plein (ETP) sont en insertion",
        fte.insertion.french(),
        fte.total().french()
    )
}

/// `32,00 permanents et 68,00 en insertion`.
pub fn full_time_parts(fte: &crate::model::Ftes) -> String {
    format!("{} permanents et {} en insertion", fte.permanent.french(), fte.insertion.french())
}

/// How an entity's year went: its sales, else its whole income; then the salaries it paid.
pub fn of_entity(entity: &EntityFigures) -> String {
    let moved = |figure: Figure| {
        let before = figure.of_entity(entity.previous.as_ref()?);
        let percent = figure.of_entity(&entity.figures).percent(&before)?;
        Some(match percent.split_once('\u{a0}') {
            Some(("+", by)) => ("augmentent", format!(" de {by}")),
            Some((_, by)) => ("baissent", format!(" de {by}")),
            None => ("restent stables", String::new()),
        })
    };
    let sales = moved(Figure::Turnover).map(|way| ("les ventes", way));
    let income = sales.or_else(|| moved(Figure::OperatingIncome).map(|way| ("les produits", way)));
    let salaries = moved(Figure::NetSalaries).map(|way| ("les salaires nets", way));
    let said = match (income, salaries) {
        (Some((first, (verb, by))), Some((second, (same, and_by)))) if verb == same => {
            if by.is_empty() {
                format!("{first} et {second} {verb}")
            } else {
                format!("{first} {verb}{by}, {second}{and_by}")
            }
        }
        (Some((first, (verb, by))), Some((second, (other, and_by)))) => {
            format!("{first} {verb}{by}, {second} {other}{and_by}")
        }
        (Some((one, (verb, by))), None) | (None, Some((one, (verb, by)))) => {
            format!("{one} {verb}{by}")
        }
        (None, None) => "ce que l'entité vend, reçoit et verse".to_owned(),
    };
    capitalised(&said)
}

/// What tells the turnover from the operating income.
pub fn turnover_beside_income(report: &Report) -> String {
    let totals = &report.totals;
    format!(
        "Le chiffre d'affaires, {}, dit ce que le pôle vend à l'extérieur. Les produits \
         d'exploitation, {}, comptent aussi les subventions, les dons et les cotisations\u{a0}: ce \
         sont deux mesures différentes, qui ne s'additionnent pas.",
        totals.turnover(),
        totals.operating_income
    )
}

/// What elimination takes out of the sales.
pub fn elimination(report: &Report) -> String {
    let totals = &report.totals;
    if totals.turnover_eliminated == Cents::ZERO {
        return "Aucune vente d'une entité à une autre n'est repérée cette année\u{a0}: rien n'est \
                retiré des ventes."
            .to_owned();
    }
    format!(
        "Additionnées, les ventes des entités font {}, dont {} d'une entité du pôle à une \
         autre\u{a0}: ces ventes sont retirées, car le pôle ne se vend rien à lui-même. Il reste {}.",
        totals.turnover_gross,
        totals.turnover_eliminated,
        totals.turnover()
    )
}

/// What is compared, in a few words.
pub fn kind_of(kind: ReciprocityKind) -> &'static str {
    match kind {
        ReciprocityKind::Income => "Ventes et achats",
        ReciprocityKind::Receivable => "Créances et dettes",
        ReciprocityKind::Grant => "Contributions",
    }
}

/// What two entities say of each other, and what is left unexplained.
pub fn reciprocity(report: &Report, pair: &Reciprocity) -> String {
    let (from, to) = (name_of(report, &pair.from), name_of(report, &pair.to));
    let (said, answered) = (pair.from_amount, pair.to_amount);
    // Names bear their own article: no « de » nor « à » before them.
    let both = match pair.kind {
        ReciprocityKind::Income => {
            format!("{from} dit avoir vendu pour {said}, {to} dit avoir acheté pour {answered}")
        }
        ReciprocityKind::Receivable => {
            format!("{from} dit attendre {said} à la fin de l'année, {to} dit devoir {answered}")
        }
        ReciprocityKind::Grant => {
            format!("{from} dit avoir reçu {said}, {to} dit avoir versé {answered}")
        }
    };
    let explained = if pair.explained == Cents::ZERO {
        String::new()
    } else {
        let explained = pair.explained.abs();
        format!("\u{a0}; {explained} s'expliquent par la TVA que l'acheteur ne récupère pas")
    };
    let left = if pair.difference == Cents::ZERO {
        ". Les deux côtés concordent.".to_owned()
    } else {
        format!("\u{a0}; {} restent sans explication.", pair.difference.abs())
    };
    format!("{both}{explained}{left}")
}

/// Whether every pair of entities agrees, in a sentence.
pub fn agreement(report: &Report) -> String {
    let apart =
        report.reciprocity.iter().filter(|pair| pair.difference != Cents::ZERO).count() as i64;
    match (report.reciprocity.len(), apart) {
        (0, _) => "Aucun flux entre entités n'est repéré cette année.".to_owned(),
        (all, 0) => format!("Sur {all} comparaisons, aucune ne laisse d'écart sans explication."),
        (all, 1) => format!("Sur {all} comparaisons, une laisse un écart sans explication."),
        (all, _) => format!("Sur {all} comparaisons, {apart} laissent un écart sans explication."),
    }
}

/// Books against payslips of one entity, in a sentence when they differ.
pub fn control(report: &Report, control: &Control) -> Option<String> {
    (control.difference() != Cents::ZERO).then(|| {
        format!(
            "{} – {}. La comptabilité dit {}, les bulletins disent {}\u{a0}: écart de {}.",
            name_of(report, &control.entity),
            control.name,
            control.books,
            control.payslips,
            Quantity::Money(control.difference()).signed()
        )
    })
}

/// Whether books and payslips agree, in a sentence.
pub fn controls(report: &Report) -> String {
    let apart = report.controls.iter().filter(|c| c.difference() != Cents::ZERO).count();
    match (report.controls.len(), apart) {
        (0, _) => "Aucun rapprochement n'a pu être fait\u{a0}: il manque la comptabilité ou les \
                   bulletins."
            .to_owned(),
        (_, 0) => "La comptabilité et les bulletins de paie disent la même chose.".to_owned(),
        (all, 1) => format!("Sur {all} rapprochements, un laisse un écart."),
        (all, _) => format!("Sur {all} rapprochements, {apart} laissent un écart."),
    }
}

/// The perimeter in words: `7 entités`.
pub fn perimeter(report: &Report) -> String {
    let count = report.entities.len() as i64;
    french::plural(count, "entité", "entités")
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
