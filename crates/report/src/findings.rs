//! What the figures say, as sentences: titles of charts, the turnover beside the operating income,
//! what two entities say of each other, books against payslips.

use domain::Cents;
use web::french;

use crate::compared::Compared;
use crate::figure::{Figure, Quantity, Shown};
use crate::model::{Control, EntityFigures, Figures, Import, Reciprocity, ReciprocityKind, Report};

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
    // A share of what is there would be taken for a share of the pôle.
    if figure.measure().is_some() && report.lacking(Import::Books).next().is_some() {
        return format!("{} par entité, là où les comptes sont importés", figure.name());
    }
    let (name, value) = (&largest.name, of(largest));
    let first = report.entities.iter().filter(|entity| of(entity).steps() == value.steps());
    if figure != Figure::Result && first.count() > 1 {
        return format!("{} par entité", figure.name());
    }
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

/// What part of the pôle an entity makes; none for what does not add up, and where something is
/// missing: a share of what is there would be taken for a share of the pôle.
pub fn part_of_pole(report: &Report, entity: &EntityFigures, figure: Figure) -> Option<String> {
    let whole = match figure {
        Figure::Persons | Figure::Result => return None,
        Figure::InsertionFte => "des ETP en insertion du pôle",
        Figure::PermanentFte => "des ETP permanents du pôle",
        Figure::NetSalaries => "des salaires nets du pôle",
        Figure::GrossSalaries => "des salaires bruts du pôle",
        Figure::EmployerCost => "du coût employeur du pôle",
        Figure::Turnover => "des ventes de toutes les entités",
        Figure::OperatingIncome => "des produits de toutes les entités",
    };
    if figure.needs().iter().any(|import| report.lacking(*import).next().is_some()) {
        return None;
    }
    let steps = |one: &EntityFigures| figure.of_entity(&one.figures).steps();
    let share = french::share(steps(entity), report.entities.iter().map(steps).sum())?;
    Some(format!("{share} {whole}"))
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

/// `32,00 permanents et 68,00 en insertion`; nothing where they are not known.
pub fn full_time_parts(fte: &crate::model::Ftes) -> String {
    format!("{} permanents et {} en insertion", fte.permanent.french(), fte.insertion.french())
}

/// How an entity's year went: its sales, else its whole income; then the salaries it paid.
pub fn of_entity(entity: &EntityFigures) -> String {
    let moved = |figure: Figure| {
        let percent = Compared::of_entity(entity, figure).percent()?;
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

/// What a reader of the figures must know first: what is not there, what two entities say
/// differently, what books and payslips say differently.
pub fn alerts(report: &Report) -> Vec<String> {
    let mut alerts: Vec<String> =
        Import::ALL.into_iter().filter_map(|import| missing(report, import)).collect();
    alerts.extend(report.entities.iter().filter_map(other_length));
    let apart: Vec<String> = report
        .reciprocity
        .iter()
        .filter(|pair| is_unexplained(report, pair))
        .map(|pair| reciprocity(report, pair))
        .collect();
    let gaps: Vec<String> = report.controls.iter().filter_map(|c| control(report, c)).collect();
    for (all, sum) in
        [(apart, agreement as fn(&Report) -> String), (gaps, controls as fn(&Report) -> String)]
    {
        // Many would hide the rest: they are told one by one where they are compared.
        if all.len() > 3 { alerts.push(sum(report)) } else { alerts.extend(all) }
    }
    alerts
}

/// A year that is not of twelve months: its amounts are not those of one.
fn other_length(entity: &EntityFigures) -> Option<String> {
    let (period, months) = (entity.period, entity.period.months_long());
    (months != 12).then(|| {
        format!(
            "L'exercice {} dure {months}\u{a0}mois (du {} au {})\u{a0}: ses montants sont ceux de \
             {months}\u{a0}mois, ses équivalents temps plein une moyenne sur ces mois.",
            french::of(&entity.name),
            french::short_date(period.start),
            french::short_date(period.end),
        )
    })
}

/// What is not there and should be, in a sentence: books always; contracts, payslips and files where
/// salaries are booked, or where the year before had some.
fn missing(report: &Report, import: Import) -> Option<String> {
    let expected = |entity: &&EntityFigures| {
        let had = |entity: &EntityFigures| {
            entity.previous.as_ref().is_some_and(|figures| !figures.lacks(import))
        };
        let pays = entity.figures.salaries.gross != Cents::ZERO;
        match import {
            Import::Books | Import::Hours => true,
            Import::Contracts => pays || had(entity),
            Import::Pay => pays || had(entity) || !entity.figures.lacks(Import::Contracts),
            Import::Files => had(entity),
        }
    };
    let names: Vec<&str> =
        report.lacking(import).filter(expected).map(|entity| entity.name.as_str()).collect();
    let year = report.year;
    let (one, count) = (names.len() == 1, names.len());
    let whose = match names.as_slice() {
        [] => return None,
        [name] => french::of(name),
        names => format!("de {count}\u{a0}entités ({})", listed(names)),
    };
    let their = |single: &'static str, several: &'static str| if one { single } else { several };
    Some(match import {
        Import::Books => format!(
            "Les comptes {whose} pour {year} ne sont pas là\u{a0}: le total ne les compte pas."
        ),
        Import::Contracts => format!(
            "Aucun contrat {whose} n'est importé pour {year}\u{a0}: le total ne compte pas {} \
             équivalents temps plein.",
            their("ses", "leurs")
        ),
        Import::Hours => format!(
            "Aucune heure des contrats d'insertion {whose} n'est importée pour {year}\u{a0}: le total \
             ne compte pas {} équivalents temps plein en insertion.",
            their("ses", "leurs")
        ),
        Import::Pay => format!(
            "Aucun bulletin de paie {whose} n'est importé pour {year}\u{a0}: le total ne compte pas \
             {} salaires nets.",
            their("ses", "leurs")
        ),
        Import::Files => format!(
            "Aucun dossier d'accueil {whose} n'est importé pour {year}\u{a0}: le total ne compte pas \
             les personnes qu'{} reçues.",
            their("elle a", "elles ont")
        ),
    })
}

/// `A, B et C`; beyond four, `A, B, C et 10 autres`.
fn listed(names: &[&str]) -> String {
    let (first, last) = match names {
        [] => return String::new(),
        [name] => return (*name).to_owned(),
        [first @ .., last] if names.len() <= 4 => (first, (*last).to_owned()),
        [a, b, c, rest @ ..] => {
            return format!("{a}, {b}, {c} et {}\u{a0}autres", rest.len());
        }
        [..] => return names.join(", "),
    };
    format!("{} et {last}", first.join(", "))
}

/// Why displayed parts may not make the displayed total; nothing when they do.
pub fn rounding(
    parts: impl IntoIterator<Item = Quantity>,
    total: &Quantity,
) -> Option<&'static str> {
    let sum: i64 = parts.into_iter().map(|part| part.steps()).sum();
    (matches!(total, Quantity::Fte(_)) && sum != total.steps()).then_some(ROUNDED)
}

/// What is said of parts that were each rounded.
const ROUNDED: &str = "Chaque nombre est arrondi à part\u{a0}: la somme des nombres affichés peut \
                       s'écarter du total d'un ou deux centièmes.";

/// The same for the two measures of full-time equivalents of the whole.
pub fn full_time_rounding(figures: &Figures) -> Option<&'static str> {
    let parts = [Figure::InsertionFte, Figure::PermanentFte].map(|f| f.of_whole(figures));
    rounding(parts, &Quantity::Fte(figures.fte.total()))
}

/// The same for the columns of a table of entities.
pub fn columns_rounding(report: &Report, figures: &[Figure]) -> Option<&'static str> {
    figures.iter().find_map(|figure| {
        let parts = report.entities.iter().map(|entity| figure.of_entity(&entity.figures));
        rounding(parts, &figure.of_whole(&report.totals))
    })
}

/// Why a difference shown may not be that of the two figures shown; nothing when all are.
pub fn differences_rounding(figures: &[Compared]) -> Option<&'static str> {
    let is_off = |figure: &Compared| {
        let difference = figure.difference()?;
        let shown = figure.now.known()?.steps() - figure.before.as_ref()?.steps();
        Some(shown != difference.steps())
    };
    figures.iter().any(|figure| is_off(figure) == Some(true)).then_some(
        "Chaque nombre est arrondi à part\u{a0}: un écart affiché peut différer d'un centième de \
         celui des nombres affichés.",
    )
}

/// What tells the turnover from the operating income; what is missing, when there are no books.
pub fn turnover_beside_income(report: &Report) -> String {
    let totals = &report.totals;
    if let Shown::Absent(_) = Figure::Turnover.shown_of_whole(totals) {
        return format!("Aucun compte n'est importé pour {}.", report.year);
    }
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

/// The entities of a pair whose books are not there: nothing can be compared.
fn awaited<'r>(report: &'r Report, pair: &'r Reciprocity) -> Vec<&'r str> {
    let slugs = [&pair.from, &pair.to].into_iter();
    let missing = slugs.filter(|slug| report.lacks(slug, Import::Books));
    missing.map(|slug| name_of(report, slug)).collect()
}

/// Whether two entities disagree; where one of them has no books yet, nobody knows.
pub fn is_unexplained(report: &Report, pair: &Reciprocity) -> bool {
    pair.difference != Cents::ZERO && awaited(report, pair).is_empty()
}

/// Whether a pair waits for books.
pub fn is_awaiting(report: &Report, pair: &Reciprocity) -> bool {
    !awaited(report, pair).is_empty()
}

/// What two entities say of each other, what VAT explains, and what is left.
pub fn reciprocity(report: &Report, pair: &Reciprocity) -> String {
    let (from, to) = (name_of(report, &pair.from), name_of(report, &pair.to));
    let (said, answered) = (pair.from_amount, pair.to_amount);
    if let [absent, ..] = awaited(report, pair)[..] {
        let (one, amount) = if absent == to { (from, said) } else { (to, answered) };
        return format!(
            "{one} a inscrit {amount} avec {absent}, dont les comptes {} ne sont pas là\u{a0}: rien à \
             comparer.",
            report.year
        );
    }
    // Names bear their own article: no « de » nor « à » before them.
    let both = match pair.kind {
        ReciprocityKind::Income => {
            let taxed = if pair.vat == Cents::ZERO { "" } else { " hors TVA" };
            format!(
                "{from} dit avoir vendu pour {said}{taxed}, {to} dit avoir acheté pour {answered}"
            )
        }
        ReciprocityKind::Receivable => {
            format!("{from} dit attendre {said} à la fin de l'année, {to} dit devoir {answered}")
        }
        ReciprocityKind::Grant => {
            format!("{from} dit avoir reçu {said}, {to} dit avoir versé {answered}")
        }
    };
    let (vat, due) = (pair.vat.abs(), said + pair.vat);
    let vat = if pair.vat == Cents::ZERO {
        String::new()
    } else if pair.explained == Cents::ZERO {
        format!(
            ". La TVA facturée, {vat}, ne l'explique pas\u{a0}: avec elle, on lirait {due} chez \
             l'acheteur"
        )
    } else {
        format!(
            ". La TVA facturée, {vat}, que l'acheteur ne récupère pas, s'ajoute à son achat\u{a0}: on \
             attend {due}"
        )
    };
    let left = if pair.difference == Cents::ZERO {
        ". Les deux côtés concordent.".to_owned()
    } else {
        format!(". Il reste {} sans explication.", pair.difference.abs())
    };
    // Both sides alike, VAT billed but not booked by the buyer: nothing to explain.
    let vat = if said == answered { String::new() } else { vat };
    format!("{both}{vat}{left}")
}

/// Whether every pair of entities agrees, in a sentence.
pub fn agreement(report: &Report) -> String {
    let pairs = || report.reciprocity.iter();
    let apart = pairs().filter(|pair| is_unexplained(report, pair)).count();
    let awaiting = pairs().filter(|pair| is_awaiting(report, pair)).count();
    let left = match apart {
        0 => "aucune ne laisse d'écart sans explication".to_owned(),
        1 => "une laisse un écart sans explication".to_owned(),
        apart => format!("{apart} laissent un écart sans explication"),
    };
    let awaited = match awaiting {
        0 => String::new(),
        1 => "\u{a0}; une attend des comptes qui ne sont pas là".to_owned(),
        awaiting => format!("\u{a0}; {awaiting} attendent des comptes qui ne sont pas là"),
    };
    match report.reciprocity.len() {
        0 => "Aucun flux entre entités n'est repéré cette année.".to_owned(),
        1 => format!("Sur une comparaison entre entités, {left}{awaited}."),
        all => format!("Sur {all} comparaisons entre entités, {left}{awaited}."),
    }
}

/// Whether one of the two sources of a control is not there.
pub fn cannot_compare(report: &Report, control: &Control) -> Option<Import> {
    [Import::Books, Import::Pay].into_iter().find(|import| report.lacks(&control.entity, *import))
}

/// Books against payslips of one entity, in a sentence when they differ.
pub fn control(report: &Report, control: &Control) -> Option<String> {
    let apart = control.difference() != Cents::ZERO && cannot_compare(report, control).is_none();
    apart.then(|| {
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
    let done = || report.controls.iter().filter(|c| cannot_compare(report, c).is_none());
    let apart = done().filter(|c| c.difference() != Cents::ZERO).count();
    let waiting = match report.controls.len() - done().count() {
        0 => String::new(),
        1 => " Un autre attend des comptes ou des bulletins qui ne sont pas là.".to_owned(),
        waiting => {
            format!(" {waiting} autres attendent des comptes ou des bulletins qui ne sont pas là.")
        }
    };
    match (done().count(), apart) {
        (0, _) => "Aucun rapprochement n'a pu être fait\u{a0}: il manque la comptabilité ou les \
                   bulletins."
            .to_owned(),
        (_, 0) => {
            format!("La comptabilité et les bulletins de paie disent la même chose.{waiting}")
        }
        (all, 1) => {
            format!(
                "Comptabilité et bulletins\u{a0}: sur {all} rapprochements, un laisse un écart.{waiting}"
            )
        }
        (all, _) => format!(
            "Comptabilité et bulletins\u{a0}: sur {all} rapprochements, {apart} laissent un écart.{waiting}"
        ),
    }
}

/// The perimeter in words: `7 entités`.
pub fn perimeter(report: &Report) -> String {
    let count = report.entities.len() as i64;
    french::plural(count, "entité", "entités")
}

/// With a capital letter.
pub(crate) fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
