//! Asks each slice for its figures of a year and combines them. Nothing is stored: take an entry or
//! a contract away and the report no longer says the same.

use std::collections::{BTreeMap, BTreeSet};

use accounting::{books, fiscal_year};
use directory::{Error, association, perimeter};
use domain::accounting::ChartKind;
use domain::accounting::statements::{LINES, Measure, StatementLine, UNMATCHED, line_of};
use domain::sharing::{Pair, PairKind, Side, pairs};
use domain::{Cents, Fraction, Period};
use jobs::figures::{ActivityJobs, EntityJobs, figures, persons_received};
use sea_orm::ConnectionTrait;

use crate::methods::methods;
use crate::model::{
    ActivityFigures, Beneficiaries, Control, Elimination, EntityFigures, Figures, Ftes, Import,
    Reciprocity, ReciprocityKind, Report, Salaries, StatementRow,
};

/// An entity of the perimeter with what its slices say of one year.
pub(crate) struct Gathered {
    pub(crate) entity: association::Model,
    pub(crate) chart: ChartKind,
    pub(crate) years: Vec<fiscal_year::Model>,
    pub(crate) period: Period,
    pub(crate) accounts: Vec<books::AccountBalance>,
    pub(crate) flows: Vec<sharing::Flow>,
    pub(crate) balances: Vec<sharing::Flow>,
    pub(crate) jobs: EntityJobs,
    pub(crate) cleared: Cents,
}

/// The years that have a report: those in which a fiscal year of the perimeter ends, latest first.
///
/// # Errors
/// The database's own.
pub async fn report_years<C: ConnectionTrait>(conn: &C) -> Result<Vec<i32>, Error> {
    use chrono::Datelike;
    let mut found = BTreeSet::new();
    for entry in perimeter(conn).await? {
        for year in accounting::years(conn, entry.association.id).await? {
            if entry.from <= year.ends_on && entry.until.is_none_or(|until| year.ends_on <= until) {
                found.insert(year.ends_on.year());
            }
        }
    }
    Ok(found.into_iter().rev().collect())
}

/// The years whose report counts an association, latest first.
///
/// # Errors
/// The database's own.
pub(crate) async fn years_counting<C: ConnectionTrait>(
    conn: &C,
    association: i64,
) -> Result<Vec<i32>, Error> {
    let mut years = Vec::new();
    for year in report_years(conn).await? {
        if inside_in(conn, year).await?.iter().any(|(inside, _)| inside.id == association) {
            years.push(year);
        }
    }
    Ok(years)
}

/// The combined report of a year.
///
/// # Errors
/// A pôle without perimeter in that year, and the database's own.
pub async fn gather<C: ConnectionTrait>(conn: &C, year: i32) -> Result<Report, Error> {
    let pole = directory::pole(conn).await?;
    let now = gather_entities(conn, year).await?;
    if now.is_empty() {
        return Err(Error::refused(format!(
            "aucune entité n'est dans le périmètre du rapport en {year} : ajoutez-en par « collectif perimeter add »"
        )));
    }
    let before = gather_entities(conn, year - 1).await?;
    let before = if before.iter().any(Gathered::says_something) { before } else { Vec::new() };
    let mut previous = None;
    if !before.is_empty() {
        previous = Some(totals(conn, &before).await?);
    }
    let entities = now.iter().map(|gathered| {
        let earlier = before.iter().find(|earlier| earlier.entity.id == gathered.entity.id);
        gathered.figures(&now, earlier.map(|e| e.own_figures(&before)))
    });
    Ok(Report {
        pole: pole.name,
        year,
        totals: totals(conn, &now).await?,
        previous,
        previous_balanced: compared(&before).iter().all(|pair| pair.difference() == Cents::ZERO),
        entities: entities.collect(),
        board: crate::board::sitting(conn, year).await?,
        statement: statement(&now, &before),
        eliminations: eliminations(&now),
        reciprocity: reciprocity(&now),
        controls: controls(&now),
        methods: methods(year, &now),
        warning: pole.notice,
    })
}

/// The combined report of a year that has something to say.
///
/// # Errors
/// Neither books nor contracts nor files in that year: the sentence names the years that have some.
/// Then as [`gather`].
pub async fn gather_told<C: ConnectionTrait>(conn: &C, year: i32) -> Result<Report, Error> {
    let report = gather(conn, year).await?;
    let told = |entity: &EntityFigures| {
        [Import::Books, Import::Contracts, Import::Files]
            .into_iter()
            .any(|import| !entity.figures.lacks(import))
    };
    if report.entities.iter().any(told) {
        return Ok(report);
    }
    let years: Vec<String> =
        report_years(conn).await?.into_iter().rev().map(|year| year.to_string()).collect();
    let others = match years.as_slice() {
        [] => "aucune année n'a encore de comptes".to_owned(),
        [year] => format!("seule l'année {year} a un rapport"),
        years => format!("les années qui ont un rapport : {}", years.join(", ")),
    };
    Err(Error::refused(format!(
        "rien n'est importé pour {year}, ni comptes, ni contrats, ni dossiers d'accueil ; {others}"
    )))
}

/// How many entities of the perimeter have no books of a year, and how many it counts.
///
/// # Errors
/// The database's own.
pub async fn without_books<C: ConnectionTrait>(
    conn: &C,
    year: i32,
) -> Result<(usize, usize), Error> {
    let (mut without, mut inside) = (0, 0);
    for (_, years) in inside_in(conn, year).await? {
        inside += 1;
        let mut booked = false;
        for year in &years {
            booked |= books::last_number(conn, year).await? > 0;
        }
        without += usize::from(!booked);
    }
    Ok((without, inside))
}

/// The entities in the perimeter on the last day of their year (31 December without books).
async fn gather_entities<C: ConnectionTrait>(conn: &C, year: i32) -> Result<Vec<Gathered>, Error> {
    let mut gathered = Vec::new();
    for (entity, years) in inside_in(conn, year).await? {
        gathered.extend(gather_entity(conn, entity, years, year).await?);
    }
    gathered.sort_by_key(|gathered| gathered.entity.id);
    Ok(gathered)
}

/// The same with their fiscal years that end in the year.
async fn inside_in<C: ConnectionTrait>(
    conn: &C,
    year: i32,
) -> Result<Vec<(association::Model, Vec<fiscal_year::Model>)>, Error> {
    let mut inside = Vec::new();
    let calendar = Period::calendar_year(year);
    for entry in perimeter(conn).await? {
        let years = books::years_ending_in(conn, entry.association.id, year).await?;
        let day = years.last().map_or(calendar.end, |last| last.ends_on);
        if entry.from <= day && entry.until.is_none_or(|until| day <= until) {
            inside.push((entry.association, years));
        }
    }
    Ok(inside)
}

/// An entity's figures of a year; none when its days are all of another fiscal year.
pub(crate) async fn gather_entity<C: ConnectionTrait>(
    conn: &C,
    entity: association::Model,
    years: Vec<fiscal_year::Model>,
    year: i32,
) -> Result<Option<Gathered>, Error> {
    let Some(period) = jobs::period_of_year(conn, &entity, year).await? else { return Ok(None) };
    let (mut accounts, mut flows, mut balances) = (Vec::new(), Vec::new(), Vec::new());
    let mut cleared = Cents::ZERO;
    for year in &years {
        accounts.extend(books::balance(conn, year).await?);
        flows.extend(sharing::flows(conn, entity.id, year.id).await?);
        balances = sharing::third_party_balances(conn, entity.id, year.id).await?;
        cleared += books::cleared_by_bank(conn, year, "421").await?;
    }
    let jobs = figures(conn, &entity, period).await?;
    let chart = ChartKind::parse(&entity.chart).unwrap_or(ChartKind::Association);
    Ok(Some(Gathered { entity, chart, years, period, accounts, flows, balances, jobs, cleared }))
}

impl Gathered {
    pub(crate) fn says_something(&self) -> bool {
        !self.accounts.is_empty() || !self.jobs.is_empty()
    }

    pub(crate) fn measure(&self, measure: Measure) -> Cents {
        let covered = self.accounts.iter().filter(|a| measure.covers(self.chart, &a.code));
        covered.map(|account| measure.amount(account.debit, account.credit)).sum()
    }

    /// Flows towards entities that are in the perimeter too.
    fn internal<'g>(&'g self, all: &'g [Gathered]) -> impl Iterator<Item = &'g sharing::Flow> {
        self.flows.iter().filter(|flow| all.iter().any(|other| other.entity.id == flow.to))
    }

    fn sold_inside(&self, all: &[Gathered]) -> Cents {
        let sales =
            self.internal(all).filter(|flow| Measure::Turnover.covers(self.chart, &flow.account));
        sales.map(|flow| flow.credit - flow.debit).sum()
    }

    pub(crate) fn own_figures(&self, all: &[Gathered]) -> Figures {
        Figures {
            turnover_gross: self.measure(Measure::Turnover),
            turnover_eliminated: self.sold_inside(all),
            operating_income: self.measure(Measure::OperatingIncome),
            salaries: Salaries {
                gross: self.measure(Measure::GrossSalaries),
                net: self.jobs.net(),
                employer_cost: self.measure(Measure::EmployerCost),
            },
            fte: Ftes {
                permanent: self.jobs.permanent_fte(),
                insertion: self.jobs.insertion_fte(),
            },
            beneficiaries: Beneficiaries { persons: self.jobs.persons, files: self.jobs.files() },
            result: self.measure(Measure::Result),
            missing: self.missing(),
        }
    }

    fn missing(&self) -> Vec<Import> {
        let jobs = &self.jobs.activities;
        let contracts: u64 = jobs.iter().map(ActivityJobs::contracts).sum();
        let insertion: u64 = jobs.iter().map(|job| job.insertion.contracts).sum();
        let idle: u64 = jobs.iter().map(|job| job.insertion.without_months).sum();
        let idle_posts: u64 = jobs.iter().map(|job| job.permanent.without_months).sum();
        let missing = |import: &Import| match import {
            Import::Books => self.accounts.is_empty(),
            Import::Contracts => contracts == 0,
            Import::Hours => insertion > 0 && idle == insertion,
            Import::Pay => idle + idle_posts == contracts,
            Import::Files => self.jobs.files() == 0,
        };
        Import::ALL.into_iter().filter(missing).collect()
    }

    fn figures(&self, all: &[Gathered], previous: Option<Figures>) -> EntityFigures {
        EntityFigures {
            id: self.entity.id,
            slug: self.entity.slug.clone(),
            name: self.entity.name.clone(),
            period: self.period,
            figures: self.own_figures(all),
            previous,
            activities: self.jobs.activities.iter().map(activity).collect(),
        }
    }
}

fn activity(job: &ActivityJobs) -> ActivityFigures {
    ActivityFigures {
        id: job.id,
        name: job.name.clone(),
        kind: job.kind,
        fte: Ftes { permanent: job.permanent.fte.clone(), insertion: job.insertion.fte.clone() },
        beneficiaries: Beneficiaries { persons: job.persons, files: job.files },
    }
}

/// The whole: sums of the entities, internal flows taken out, persons counted once.
async fn totals<C: ConnectionTrait>(conn: &C, all: &[Gathered]) -> Result<Figures, Error> {
    let each: Vec<Figures> = all.iter().map(|gathered| gathered.own_figures(all)).collect();
    let sum = |of: fn(&Figures) -> Cents| -> Cents { each.iter().map(of).sum() };
    let places: Vec<(i64, Period)> = all.iter().map(|g| (g.entity.id, g.period)).collect();
    let inside: Cents = all
        .iter()
        .flat_map(|g| {
            g.internal(all).filter(|f| Measure::OperatingIncome.covers(g.chart, &f.account))
        })
        .map(|flow| flow.credit - flow.debit)
        .sum();
    Ok(Figures {
        turnover_gross: sum(|f| f.turnover_gross),
        turnover_eliminated: sum(|f| f.turnover_eliminated),
        operating_income: sum(|f| f.operating_income) - inside,
        salaries: Salaries {
            gross: sum(|f| f.salaries.gross),
            net: sum(|f| f.salaries.net),
            employer_cost: sum(|f| f.salaries.employer_cost),
        },
        fte: Ftes {
            permanent: each.iter().map(|f| f.fte.permanent.clone()).sum::<Fraction>(),
            insertion: each.iter().map(|f| f.fte.insertion.clone()).sum::<Fraction>(),
        },
        beneficiaries: Beneficiaries {
            persons: persons_received(conn, &places).await?.len() as u64,
            files: each.iter().map(|f| f.beneficiaries.files).sum(),
        },
        result: sum(|f| f.result),
        // The whole lacks what nobody has; what some lack is told beside.
        missing: Import::ALL
            .into_iter()
            .filter(|import| each.iter().all(|figures| figures.lacks(*import)))
            .collect(),
    })
}

/// What an entity adds to a line of the statement: income positive, expense negative.
fn on_line(gathered: &Gathered, code: &str) -> Cents {
    let ours = gathered
        .accounts
        .iter()
        .filter(|a| line_of(gathered.chart, &a.code).is_some_and(|line| line.code == code));
    ours.map(|account| account.credit - account.debit).sum()
}

/// What internal flows add to each line, VAT that a buyer bears left where it is: it is paid outside.
/// What then does not cancel out has a line of its own, so that nothing is made or lost.
fn eliminated_by_line(all: &[Gathered]) -> BTreeMap<&'static str, Cents> {
    let mut lines: BTreeMap<&'static str, Cents> = BTreeMap::new();
    for gathered in all {
        for flow in gathered.internal(all) {
            if let Some(line) = line_of(gathered.chart, &flow.account) {
                *lines.entry(line.code).or_default() -= flow.credit - flow.debit;
            }
        }
    }
    for pair in compared(all).iter().filter(|pair| pair.explained != Cents::ZERO) {
        let Some(buyer) = all.iter().find(|gathered| gathered.entity.id == pair.to) else {
            continue;
        };
        if let Some(line) = bought_most(buyer, pair.from) {
            *lines.entry(line.code).or_default() -= pair.explained;
        }
    }
    let taken_out: Cents = lines.values().copied().sum();
    lines.insert(UNMATCHED.code, -taken_out);
    lines
}

/// The line where a buyer books most of what it buys from a seller.
fn bought_most(buyer: &Gathered, seller: i64) -> Option<&'static StatementLine> {
    let bought = buyer.flows.iter().filter(|flow| {
        flow.to == seller && ["60", "61", "62"].iter().any(|code| flow.account.starts_with(code))
    });
    let most = bought.max_by_key(|flow| (flow.debit - flow.credit).abs())?;
    line_of(buyer.chart, &most.account)
}

fn statement(all: &[Gathered], before: &[Gathered]) -> Vec<StatementRow> {
    let (eliminated, eliminated_before) = (eliminated_by_line(all), eliminated_by_line(before));
    let row = |line: &'static StatementLine| {
        let entities: Vec<Cents> =
            all.iter().map(|gathered| on_line(gathered, line.code)).collect();
        let had = |now: &Gathered| before.iter().find(|had| had.entity.id == now.entity.id);
        let earlier_of = |now| had(now).map_or(Cents::ZERO, |had| on_line(had, line.code));
        let entities_before = all.iter().map(earlier_of).collect();
        let out = eliminated.get(line.code).copied().unwrap_or_default();
        let earlier: Cents = before.iter().map(|gathered| on_line(gathered, line.code)).sum();
        let out_before = eliminated_before.get(line.code).copied().unwrap_or_default();
        let total = entities.iter().copied().sum::<Cents>() + out;
        let previous = (!before.is_empty()).then_some(earlier + out_before);
        StatementRow { line, entities, entities_before, eliminated: out, total, previous }
    };
    LINES.iter().chain([&UNMATCHED]).map(row).filter(StatementRow::says_something).collect()
}

impl StatementRow {
    pub(crate) fn says_something(&self) -> bool {
        let amounts =
            self.entities.iter().chain([&self.eliminated, &self.total]).chain(&self.previous);
        amounts.into_iter().any(|amount| *amount != Cents::ZERO)
    }
}

fn eliminations(all: &[Gathered]) -> Vec<Elimination> {
    let mut rows = Vec::new();
    for gathered in all {
        for flow in gathered.internal(all) {
            if Measure::Turnover.covers(gathered.chart, &flow.account) {
                let label = gathered.accounts.iter().find(|account| account.code == flow.account);
                rows.push(Elimination {
                    from: gathered.entity.slug.clone(),
                    to: slug_of(all, flow.to),
                    account: flow.account.clone(),
                    label: label.map(|account| account.label.clone()).unwrap_or_default(),
                    amount: flow.credit - flow.debit,
                    lines: flow.lines as u64,
                });
            }
        }
    }
    rows
}

fn slug_of(all: &[Gathered], id: i64) -> String {
    all.iter().find(|g| g.entity.id == id).map(|g| g.entity.slug.clone()).unwrap_or_default()
}

/// Both sides of every pair inside the perimeter.
fn compared(all: &[Gathered]) -> Vec<Pair<i64>> {
    let mut sides: BTreeMap<(i64, i64), Side> = BTreeMap::new();
    let plain = |flow: &sharing::Flow| (flow.account.clone(), flow.debit, flow.credit);
    for gathered in all {
        let own = gathered.entity.id;
        for flow in gathered.internal(all) {
            sides.entry((own, flow.to)).or_default().flows.push(plain(flow));
        }
        let inside = |flow: &&sharing::Flow| all.iter().any(|other| other.entity.id == flow.to);
        for flow in gathered.balances.iter().filter(inside) {
            sides.entry((own, flow.to)).or_default().balances.push(plain(flow));
        }
    }
    pairs(&sides)
}

fn reciprocity(all: &[Gathered]) -> Vec<Reciprocity> {
    let said = |pair: Pair<i64>| Reciprocity {
        from: slug_of(all, pair.from),
        to: slug_of(all, pair.to),
        kind: match pair.kind {
            PairKind::Income => ReciprocityKind::Income,
            PairKind::Receivable => ReciprocityKind::Receivable,
            PairKind::Grant => ReciprocityKind::Grant,
        },
        from_amount: pair.from_amount,
        to_amount: pair.to_amount,
        vat: pair.vat,
        explained: pair.explained,
        difference: pair.difference(),
    };
    compared(all).into_iter().map(said).collect()
}

/// 641 against the payslips' gross, and what the bank cleared of 421 against their net.
fn controls(all: &[Gathered]) -> Vec<Control> {
    let mut rows = Vec::new();
    for gathered in all {
        let gross = gathered.jobs.gross();
        let net = gathered.jobs.net();
        let booked = gathered.measure(Measure::GrossSalaries);
        if (gross, net, booked, gathered.cleared)
            == (Cents::ZERO, Cents::ZERO, Cents::ZERO, Cents::ZERO)
        {
            continue;
        }
        let entity = gathered.entity.slug.clone();
        rows.push(Control {
            entity: entity.clone(),
            name: "Salaires bruts (compte 641)",
            books: booked,
            payslips: gross,
        });
        rows.push(Control {
            entity,
            name: "Nets versés (compte 421 soldé par la banque)",
            books: gathered.cleared,
            payslips: net,
        });
    }
    rows
}

/// Internal sales of an entity's year by account, for the opening of its turnover.
///
/// # Errors
/// The database's own.
pub async fn internal_sales<C: ConnectionTrait>(
    conn: &C,
    association: i64,
    year: i32,
) -> Result<BTreeMap<String, Cents>, Error> {
    let all = gather_entities(conn, year).await?;
    let mut accounts = BTreeMap::new();
    for gathered in all.iter().filter(|gathered| gathered.entity.id == association) {
        for flow in gathered.internal(&all) {
            if Measure::Turnover.covers(gathered.chart, &flow.account) {
                *accounts.entry(flow.account.clone()).or_insert(Cents::ZERO) +=
                    flow.credit - flow.debit;
            }
        }
    }
    Ok(accounts)
}
