//! The report for programs: amounts as whole cents, full-time equivalents as text with two decimals.

use serde_json::{Value, json};

use crate::board::{SittingCollege, SittingSeat};
use crate::model::{
    Beneficiaries, EntityFigures, Figures, Ftes, ReciprocityKind, Report, Salaries,
};

/// The whole report; keys are stable.
pub fn json(report: &Report) -> Value {
    json!({
        "pole": report.pole,
        "year": report.year,
        "warning": report.warning,
        "totals": whole(&report.totals, report.eliminations_balanced()),
        "previous": report.previous.as_ref().map(|figures| whole(figures, report.previous_balanced)),
        "associations": report.entities.iter().map(association).collect::<Vec<_>>(),
        "board": report.board.iter().flat_map(|board| &board.colleges).map(college).collect::<Vec<_>>(),
        "methods": report.methods.iter().map(|method| json!({
            "figure": method.figure,
            "definition": method.definition,
            "source": method.source,
        })).collect::<Vec<_>>(),
        "reciprocity": report.reciprocity.iter().map(|pair| json!({
            "from": pair.from,
            "to": pair.to,
            "kind": kind(pair.kind),
            "from_cents": pair.from_amount,
            "to_cents": pair.to_amount,
            "explained_cents": pair.explained,
            "difference_cents": pair.difference,
        })).collect::<Vec<_>>(),
        "eliminations": report.eliminations.iter().map(|row| json!({
            "from": row.from,
            "to": row.to,
            "account": row.account,
            "label": row.label,
            "amount_cents": row.amount,
            "lines": row.lines,
        })).collect::<Vec<_>>(),
        "controls": report.controls.iter().map(|control| json!({
            "association": control.entity,
            "name": control.name,
            "books_cents": control.books,
            "payslips_cents": control.payslips,
            "difference_cents": control.difference(),
        })).collect::<Vec<_>>(),
    })
}

/// A college with its seats on the last day of the year; a seat that nobody holds has no holder.
fn college(college: &SittingCollege) -> Value {
    let seat = |seat: &SittingSeat| {
        let (slug, name) = seat.named_by.clone().unzip();
        let held = seat.held.as_ref();
        json!({
            "number": seat.number,
            "association": slug,
            "association_name": name,
            "holder": held.map(|held| &held.holder),
            "capacity": held.map(|held| &held.capacity),
            "deputy": held.and_then(|held| held.deputy.as_ref()),
            "from": held.map(|held| held.from),
            "until": held.and_then(|held| held.until),
        })
    };
    let seats: Vec<Value> = college.seats.iter().map(seat).collect();
    json!({ "code": college.code, "name": college.name, "seats": seats })
}

/// The figures of the whole perimeter.
fn whole(figures: &Figures, balanced: bool) -> Value {
    json!({
        "turnover_cents": figures.turnover(),
        "turnover_gross_cents": figures.turnover_gross,
        "turnover_eliminated_cents": figures.turnover_eliminated,
        "operating_income_cents": figures.operating_income,
        "salaries": salaries(figures.salaries),
        "fte": fte(&figures.fte),
        "beneficiaries": beneficiaries(figures.beneficiaries),
        "result_cents": figures.result,
        "eliminations_balanced": balanced,
    })
}

fn association(entity: &EntityFigures) -> Value {
    let figures = &entity.figures;
    json!({
        "slug": entity.slug,
        "name": entity.name,
        "year_start": entity.period.start,
        "year_end": entity.period.end,
        "turnover_cents": figures.turnover_gross,
        "turnover_eliminated_cents": figures.turnover_eliminated,
        "operating_income_cents": figures.operating_income,
        "salaries": salaries(figures.salaries),
        "fte": fte(&figures.fte),
        "beneficiaries": beneficiaries(figures.beneficiaries),
        "result_cents": figures.result,
        "missing": figures.missing.iter().map(|import| import.code()).collect::<Vec<_>>(),
        "activities": entity.activities.iter().map(|activity| json!({
            "name": activity.name,
            "kind": activity.kind.code(),
            "fte": fte(&activity.fte),
            "beneficiaries": beneficiaries(activity.beneficiaries),
        })).collect::<Vec<_>>(),
    })
}

fn salaries(salaries: Salaries) -> Value {
    json!({
        "gross_cents": salaries.gross,
        "net_paid_cents": salaries.net,
        "employer_cost_cents": salaries.employer_cost,
    })
}

fn fte(fte: &Ftes) -> Value {
    json!({ "permanent": fte.permanent, "insertion": fte.insertion, "total": fte.total() })
}

fn beneficiaries(beneficiaries: Beneficiaries) -> Value {
    json!({ "persons": beneficiaries.persons, "files": beneficiaries.files })
}

fn kind(kind: ReciprocityKind) -> &'static str {
    match kind {
        ReciprocityKind::Income => "income",
        ReciprocityKind::Receivable => "receivable",
        ReciprocityKind::Grant => "grant",
    }
}
