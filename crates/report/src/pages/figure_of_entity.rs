//! A figure of one entity, row by row: accounts for what the books say, activities and contracts for
//! what jobs say, counts without any name for the people received.

use std::collections::BTreeMap;

use accounting::{books, fiscal_year};
use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;
use directory::association;
use domain::accounting::ChartKind;
use domain::accounting::statements::Measure;
use domain::calendar::month_name;
use domain::dossier::Subject;
use domain::jobs::{CaseFile, Category};
use domain::{Cents, Month};
use web::french::{plural, short_date};
use web::pieces::{Crumb, Tile};
use web::table::{Cell, Table};
use web::threads::{Asked, asked};
use web::{Page, Path, Problem, Reading, Seat, Site, render};

use super::people::{self, Worked};
use super::{Ways, above, entity_of, report_of, tiles};
use crate::figure::{Figure, Quantity};
use crate::model::EntityFigures;

#[derive(Template)]
#[template(path = "report/figure_of_entity.html")]
struct Shown {
    page: Page,
    crumbs: Vec<Crumb>,
    title: String,
    figure: Figure,
    warning: Option<String>,
    tiles: [Tile; 1],
    remark: Option<String>,
    tables: Vec<Table>,
    asked: Option<Asked>,
}

/// `GET /rapport/{annee}/chiffre/{figure}/{entite}`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    site: Site,
    Path((year, figure, slug)): Path<(i32, String, String)>,
) -> Result<Response, Problem> {
    let figure = Figure::parse(&figure).ok_or(Problem::NotFound)?;
    // Refused before anything is reckoned: the time of an answer tells nothing either.
    if !seat.may(figure.right()) {
        return Err(Problem::NotFound);
    }
    let reading = Reading::to_publish(&site).await?;
    let report = report_of(&reading, year).await?;
    let (_, entity) = entity_of(&report, &slug)?;
    let association = &seat.association;
    let mut tile = tiles::figure_of_entity(&report, entity, figure, Ways::Nowhere);
    (tile.source, tile.href) = (None, None);
    let mut above = above(year);
    let way = format!("/rapport/{year}/chiffre/{}", figure.slug());
    above.push((figure.name().to_owned(), way));
    let sold_inside = match figure.measure() {
        Some(Measure::Turnover) => {
            Some(crate::internal_sales(&*reading, association.id, year).await?)
        }
        _ => None,
    };
    reading.hold(&site).await?;
    let mut remark = None;
    let tables = match figure.measure() {
        Some(measure) => {
            vec![by_account(&reading, association, year, measure, sold_inside).await?]
        }
        None if figure == Figure::Persons => {
            let files = people::files(&*reading, association, entity.period).await;
            let files = files?;
            remark = Some(persons_and_files(entity));
            files_counted(&files)
        }
        None => {
            let contracts = people::contracts(&*reading, association, entity.period).await;
            let contracts = contracts?;
            remark = Some("Les noms ne paraissent que pour qui peut lire les contrats.".into());
            by_contract(figure, &slug, &contracts)
        }
    };
    let subject = Subject::Figure { year, figure: figure.named() };
    render(&Shown {
        page,
        crumbs: Crumb::trail(above, &entity.name),
        title: format!("{} {year} – {}", figure.name(), entity.name),
        figure,
        warning: report.warning.clone(),
        tiles: [tile],
        remark,
        tables: tables.into_iter().filter(|table| !table.rows.is_empty()).collect(),
        asked: asked(&reading, &seat, &subject).await?,
    })
}

/// The accounts that make a measure; for the turnover, with what is sold inside the pôle.
async fn by_account(
    reading: &Reading,
    association: &association::Model,
    year: i32,
    measure: Measure,
    internal: Option<BTreeMap<String, Cents>>,
) -> Result<Table, Problem> {
    let chart =
        if association.chart == "company" { ChartKind::Company } else { ChartKind::Association };
    let years = books::years_ending_in(&**reading, association.id, year).await?;
    if let ([year], None) = (years.as_slice(), &internal)
        && let Some(before) = books::previous_year(&**reading, year).await?
    {
        return against_year_before(reading, association, [&before, year], (measure, chart)).await;
    }
    let mut table = Table::new("Compte par compte").words("Compte").words("Intitulé");
    if years.len() > 1 {
        table = table.words("Exercice clos le");
    }
    table = if internal.is_some() {
        table.figures("Avant élimination").figures("Vendu dans le pôle").figures("Reste")
    } else {
        table.figures("Montant")
    };
    let (mut sum, mut inside_sum) = (Cents::ZERO, Cents::ZERO);
    for fiscal_year in &years {
        let balance = books::balance(&**reading, fiscal_year).await?;
        for account in balance.iter().filter(|account| measure.covers(chart, &account.code)) {
            let amount = measure.amount(account.debit, account.credit);
            sum += amount;
            let href =
                accounting::ways::account(&association.slug, fiscal_year.ends_on, &account.code);
            let mut cells = vec![
                Cell::text(account.code.as_str()).to(href),
                Cell::text(account.label.as_str()),
            ];
            if years.len() > 1 {
                cells.push(Cell::date(fiscal_year.ends_on));
            }
            cells.push(Cell::amount(amount));
            if let Some(internal) = &internal {
                // Two short years share one map: internal sales stand beside the last one.
                let last = years.last() == Some(fiscal_year);
                let inside = internal.get(&account.code).filter(|_| last).copied();
                let inside = inside.unwrap_or_default();
                inside_sum += inside;
                cells.extend([Cell::amount(inside), Cell::amount(amount - inside)]);
            }
            table.row(cells);
        }
    }
    let mut total = vec![Cell::text("Total"), Cell::empty()];
    if years.len() > 1 {
        total.push(Cell::empty());
    }
    total.push(Cell::amount(sum));
    if internal.is_some() {
        total.extend([Cell::amount(inside_sum), Cell::amount(sum - inside_sum)]);
    }
    table.total(total);
    Ok(table)
}

/// The accounts that make a measure, each against the year before.
async fn against_year_before(
    reading: &Reading,
    association: &association::Model,
    [before, now]: [&fiscal_year::Model; 2],
    (measure, chart): (Measure, ChartKind),
) -> Result<Table, Problem> {
    let mut accounts: BTreeMap<String, (String, NaiveDate, [Cents; 2])> = BTreeMap::new();
    for (side, year) in [before, now].into_iter().enumerate() {
        let balance = books::balance(&**reading, year).await?.into_iter();
        for account in balance.filter(|account| measure.covers(chart, &account.code)) {
            let line = accounts.entry(account.code).or_default();
            (line.0, line.1) = (account.label, year.ends_on);
            line.2[side] = measure.amount(account.debit, account.credit);
        }
    }
    let mut table = Table::new("Compte par compte")
        .sortable()
        .words("Compte")
        .words("Intitulé")
        .figures(format!("Au {}", short_date(before.ends_on)))
        .figures(format!("Au {}", short_date(now.ends_on)))
        .figures("Écart");
    let cells = |[then, now]: [Cents; 2]| {
        let difference = Quantity::Money(now - then).signed_cell();
        [Cell::amount(then), Cell::amount(now), difference]
    };
    let mut sums = [Cents::ZERO; 2];
    for (code, (label, ends_on, amounts)) in accounts {
        for (sum, amount) in sums.iter_mut().zip(amounts) {
            *sum += amount;
        }
        let way = accounting::ways::account(&association.slug, ends_on, &code);
        let heads = [Cell::text(code).to(way), Cell::text(label)];
        table.row(heads.into_iter().chain(cells(amounts)));
    }
    table.total([Cell::text("Total"), Cell::empty()].into_iter().chain(cells(sums)));
    Ok(table)
}

fn counts_in(figure: Figure, worked: &Worked) -> bool {
    match figure {
        Figure::InsertionFte => worked.contract.category == Category::Insertion,
        Figure::PermanentFte => worked.contract.category == Category::Permanent,
        _ => true,
    }
}

fn quantity_of(figure: Figure, worked: &Worked) -> Quantity {
    match figure {
        Figure::NetSalaries => Quantity::Money(worked.net),
        _ => Quantity::Fte(worked.fte.clone()),
    }
}

/// Sums by activity, then each contract.
fn by_contract(figure: Figure, slug: &str, contracts: &[Worked]) -> Vec<Table> {
    let counted: Vec<&Worked> =
        contracts.iter().filter(|worked| counts_in(figure, worked)).collect();
    let mut activities: BTreeMap<&str, (i64, Quantity)> = BTreeMap::new();
    for worked in &counted {
        let quantity = quantity_of(figure, worked);
        activities
            .entry(&worked.contract.activity)
            .and_modify(|(count, sum)| (*count, *sum) = (*count + 1, sum.plus(&quantity)))
            .or_insert((1, quantity));
    }
    let mut by_activity = Table::new("Activité par activité")
        .words("Activité")
        .figures("Contrats")
        .figures(figure.name());
    for (activity, (count, sum)) in &activities {
        by_activity.row([Cell::text(*activity), Cell::count(*count), sum.cell()]);
    }
    let mut by_contract = Table::new("Contrat par contrat")
        .sortable()
        .words("Contrat")
        .words("Personne")
        .words("Activité")
        .figures("Début")
        .figures("Fin")
        .figures("Heures de l'année")
        .figures(figure.name());
    for worked in &counted {
        let contract = &worked.contract;
        let person = &contract.person;
        let hours = Cell { order: Some(worked.hours.0), ..Cell::text(worked.hours.grouped()) };
        by_contract.row([
            Cell::text(&contract.number).to(jobs::contract_address(slug, &contract.number)),
            Cell::text(format!("{} {}", person.last_name, person.first_name)),
            Cell::text(&contract.activity),
            Cell::date(contract.start),
            Cell {
                order: Some(i64::MAX),
                ..Cell::text(contract.end.map_or_else(|| "en cours".into(), short_date))
            },
            hours,
            quantity_of(figure, worked).cell(),
        ]);
    }
    vec![by_activity, by_contract]
}

fn persons_and_files(entity: &EntityFigures) -> String {
    let received = entity.figures.beneficiaries;
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    format!(
        "{} pour {}\u{a0}: une personne peut avoir plusieurs dossiers. Les tableaux comptent les \
         dossiers ouverts au moins un jour de l'exercice, sans aucun nom.",
        plural(number(received.files), "dossier", "dossiers"),
        plural(number(received.persons), "personne", "personnes"),
    )
}

/// Files by activity, by sex, by month of opening: never a name.
fn files_counted(files: &[CaseFile]) -> Vec<Table> {
    let counted = |caption: &str, head: &str, key: &dyn Fn(&CaseFile) -> (i32, String)| {
        let mut counts: BTreeMap<(i32, String), i64> = BTreeMap::new();
        for file in files {
            *counts.entry(key(file)).or_default() += 1;
        }
        let mut table = Table::new(caption).words(head).figures("Dossiers");
        for ((_, label), count) in counts {
            table.row([Cell::text(label), Cell::count(count)]);
        }
        table.total([Cell::text("Total"), Cell::count(files.len() as i64)]);
        table
    };
    let sex = |file: &CaseFile| match file.person.sex.as_str() {
        "F" => (0, "Femmes".to_owned()),
        "H" => (1, "Hommes".to_owned()),
        _ => (2, "Autre ou non dit".to_owned()),
    };
    let month = |file: &CaseFile| {
        let month = Month::of(file.opened);
        (month.0, month_name(month))
    };
    vec![
        counted("Par activité", "Activité", &|file| (0, file.activity.clone())),
        counted("Par sexe", "Sexe", &sex),
        counted("Par mois d'ouverture", "Mois", &month),
    ]
}
