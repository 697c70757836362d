//! Definition and source of each figure, in one sentence each, and what a reader must know.

use domain::calendar::short;
use web::french;

use crate::figure::{FILES, FLOWS, Figure, Term};
use crate::findings::capitalised;
use crate::gather::Gathered;
use crate::model::Method;

/// A method of the figure's own words.
fn of_figure(figure: Figure) -> Method {
    method(figure.name(), figure.definition(), figure.origin())
}

fn of_term(term: &Term) -> Method {
    method(term.name, term.definition, term.origin)
}

fn method(figure: &str, definition: &str, source: &str) -> Method {
    let (figure, definition) = (figure.to_owned(), definition.to_owned());
    Method { figure, definition, source: capitalised(source) }
}

/// The methods of a report.
pub(crate) fn methods(year: i32, all: &[Gathered]) -> Vec<Method> {
    let mut methods: Vec<Method> = Figure::ALL.map(of_figure).into();
    methods.extend([&FILES, &FLOWS].map(of_term));
    methods.push(Method {
        figure: "Chiffres combinés".to_owned(),
        definition: "Somme des entités du périmètre par rubriques d'états, flux internes retirés ; ce ne sont pas des comptes combinés au sens du règlement ANC 2020-01, qui suppose une convention signée.".to_owned(),
        source: format!("Périmètre daté au titre de {year}"),
    });
    methods.extend(all.iter().filter_map(|gathered| odd_year(year, gathered)));
    for gathered in all {
        for note in gathered.jobs.notes() {
            methods.push(Method {
                figure: format!("ETP {}", french::of(&note.activity)),
                definition: note.sentence,
                source: if note.warns {
                    "À vérifier".to_owned()
                } else {
                    gathered.entity.name.clone()
                },
            });
        }
    }
    methods
}

/// Named when an entity's year is not the calendar year.
fn odd_year(year: i32, gathered: &Gathered) -> Option<Method> {
    let calendar = domain::Period::calendar_year(year);
    if gathered.years.is_empty() {
        return Some(Method {
            figure: "Exercice".to_owned(),
            definition: format!(
                "{} n'a pas de comptes pour {year}\u{a0}: ses emplois et son accueil sont ceux du {} au {}.",
                gathered.entity.name,
                short(gathered.period.start),
                short(gathered.period.end)
            ),
            source: "Exercices de l'entité".to_owned(),
        });
    }
    (gathered.period != calendar).then(|| Method {
        figure: "Exercice".to_owned(),
        definition: format!(
            "L'année {year} {} est son exercice du {} au {}.",
            french::of(&gathered.entity.name),
            short(gathered.period.start),
            short(gathered.period.end)
        ),
        source: "Exercices de l'entité".to_owned(),
    })
}
