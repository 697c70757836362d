//! Definition and source of each figure, in one sentence each, and what a reader must know.

use domain::calendar::short;

use crate::gather::Gathered;
use crate::model::Method;

const DEFINITIONS: [(&str, &str, &str); 11] = [
    (
        "Chiffre d'affaires",
        "Ventes de biens et de services aux tiers : crédits moins débits des comptes 70, hors TVA, ventes entre entités du périmètre retirées ligne à ligne.",
        "Écritures validées, comptes 70 ; marques de vis-à-vis (PCG art. 512-2)",
    ),
    (
        "Produits d'exploitation",
        "Tout ce que l'activité courante rapporte : ventes, subventions, cotisations, dons, reprises et transferts de charges ; flux internes retirés. Ce n'est pas le chiffre d'affaires.",
        "Écritures validées, rubriques d'exploitation du plan de chaque entité (ANC 2018-06, PCG)",
    ),
    (
        "Salaires bruts",
        "Rémunérations brutes de tous les salariés, congés payés et primes compris.",
        "Écritures validées, compte 641",
    ),
    (
        "Salaires nets versés",
        "Net à payer des bulletins avant impôt sur le revenu, mois par mois, tous contrats.",
        "Bulletins de paie importés",
    ),
    (
        "Coût employeur",
        "Salaires bruts, cotisations patronales, autres charges sociales et taxes assises sur les salaires.",
        "Écritures validées, comptes 641, 645, 647, 631 et 633",
    ),
    (
        "Équivalents temps plein d'insertion",
        "Heures des contrats d'insertion de l'exercice, divisées par les heures annuelles d'un poste à temps plein de l'activité.",
        "Contrats et heures importés ; base de l'activité, sinon base datée de sa sorte",
    ),
    (
        "Équivalents temps plein permanents",
        "Quotité de chaque contrat permanent (heures hebdomadaires sur la référence) par ses jours en vigueur dans l'exercice.",
        "Contrats importés",
    ),
    (
        "Personnes accueillies",
        "Personnes distinctes ayant un dossier ouvert au moins un jour de l'exercice ; une personne suivie par deux activités compte une fois.",
        "Dossiers d'accueil importés, rapprochés par une empreinte du nom et de la date de naissance",
    ),
    (
        "Dossiers",
        "Dossiers ouverts au moins un jour de l'exercice, par activité.",
        "Dossiers d'accueil importés",
    ),
    (
        "Résultat",
        "Produits moins charges ; l'ensemble est la somme des entités.",
        "Écritures validées, classes 6 et 7",
    ),
    (
        "Flux internes",
        "Écritures dont un seul tiers est une entité du pôle ; les deux côtés sont comparés et tout écart est imprimé, TVA non récupérée par l'acheteur mise à part.",
        "Marques de vis-à-vis, hors du sceau des écritures",
    ),
];

/// The methods of a report.
pub(crate) fn methods(year: i32, all: &[Gathered]) -> Vec<Method> {
    let fixed = DEFINITIONS.iter().map(|(figure, definition, source)| Method {
        figure: (*figure).to_owned(),
        definition: (*definition).to_owned(),
        source: (*source).to_owned(),
    });
    let mut methods: Vec<Method> = fixed.collect();
    methods.push(Method {
        figure: "Chiffres combinés".to_owned(),
        definition: "Somme des entités du périmètre par rubriques d'états, flux internes retirés ; ce ne sont pas des comptes combinés au sens du règlement ANC 2020-01, qui suppose une convention signée.".to_owned(),
        source: format!("Périmètre daté au titre de {year}"),
    });
    methods.extend(all.iter().filter_map(|gathered| odd_year(year, gathered)));
    for gathered in all {
        for note in gathered.jobs.notes() {
            methods.push(Method {
                figure: format!("Équivalents temps plein de {}", note.activity),
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
                "{} n'a pas de comptes pour {year} : ses emplois et son accueil sont ceux du {} au {}.",
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
            "L'année {year} de {} est son exercice du {} au {}.",
            gathered.entity.name,
            short(gathered.period.start),
            short(gathered.period.end)
        ),
        source: "Exercices de l'entité".to_owned(),
    })
}
