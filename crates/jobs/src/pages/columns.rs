//! The columns of the three tables as pages name them: in a form, in a history, in what a file holds.

use domain::jobs::KINDS;
use domain::jobs::rows::REASON;
use web::form::{Field, Input};

/// What a column is called.
pub(super) fn label(column: &str) -> &str {
    match column {
        "contrat" => "Numéro du contrat",
        "dossier" => "Numéro du dossier",
        "activite" => "Activité",
        "nom" => "Nom de famille",
        "prenom" => "Prénom",
        "naissance" => "Date de naissance",
        "sexe" => "Sexe",
        "categorie" => "Nature du poste",
        "type" => "Type de contrat",
        "debut" => "Premier jour",
        "fin" => "Dernier jour",
        "heures_hebdo" => "Heures par semaine",
        "reference_hebdo" => "Heures d'un plein temps",
        "mois" => "Mois",
        "heures" => "Heures",
        "brut" => "Brut",
        "net" => "Net",
        "ouverture" => "Accueil le",
        "cloture" => "Fin de l'accompagnement le",
        REASON => "Pourquoi",
        other => other,
    }
}

/// What a column holds.
pub(super) fn meaning(column: &str) -> &'static str {
    match column {
        "contrat" => "Le numéro du contrat, unique dans l'association.",
        "dossier" => "Le numéro du dossier, unique dans l'association.",
        "activite" => "Le nom de l'activité, tel que le pôle l'écrit.",
        "nom" => "Le nom de famille.",
        "prenom" => "Le prénom.",
        "naissance" => "La date de naissance\u{a0}: 12/03/1984 ou 1984-03-12.",
        "sexe" => "F, H ou X.",
        "categorie" => "insertion ou permanent.",
        "type" => "CDDI, CDI, CDD…",
        "debut" => "Le premier jour du contrat.",
        "fin" => "Le dernier jour du contrat\u{a0}; vide s'il est sans terme.",
        "heures_hebdo" => "Les heures de la semaine\u{a0}: 26 ou 17,333.",
        "reference_hebdo" => "Les heures d'un plein temps, 35 le plus souvent.",
        "mois" => "Le mois\u{a0}: 2027-03.",
        "heures" => "Les heures du mois qui comptent pour la mesure de l'activité.",
        "brut" => "Le salaire brut du bulletin.",
        "net" => "Le net du bulletin, avant l'impôt retenu à la source.",
        "ouverture" => "Le jour où la personne est accueillie.",
        "cloture" => "Le jour où l'accompagnement finit\u{a0}; vide s'il dure.",
        _ => "",
    }
}

/// The field of a column, holding a value; an association's activities are given by name.
pub(super) fn field(column: &'static str, value: &str, activities: &[String]) -> Field {
    let (input, hint) = match column {
        "activite" => {
            (choice(activities.iter().map(|name| (name.as_str(), name.as_str())), value), "")
        }
        "sexe" => {
            let sexes = [("F", "femme"), ("H", "homme"), ("X", "autre, ou non précisé")];
            (choice(sexes, value), "")
        }
        "categorie" => {
            let natures = [("insertion", "parcours d'insertion"), ("permanent", "poste permanent")];
            (choice(natures, value), "")
        }
        "type" => (choice(KINDS.map(|kind| (kind, kind)), value), ""),
        "naissance" | "debut" | "ouverture" => (Input::Date, ""),
        "fin" | "cloture" => (Input::Date, meaning(column)),
        "heures_hebdo" | "reference_hebdo" | "contrat" | "dossier" => {
            (Input::Text, meaning(column))
        }
        _ => (Input::Text, ""),
    };
    let mut field = Field::new(column, label(column), input).value(value);
    if !hint.is_empty() {
        field = field.hint(hint);
    }
    if matches!(column, "fin" | "cloture") { field.optional() } else { field }
}

/// One of these, or what is there already; nothing is chosen for whoever has not chosen yet, unless
/// there is nothing to choose from.
fn choice<'c>(known: impl IntoIterator<Item = (&'c str, &'c str)>, value: &str) -> Input {
    let own = |(code, said): (&str, &str)| (code.to_owned(), said.to_owned());
    let mut choices: Vec<(String, String)> = known.into_iter().map(own).collect();
    if value.is_empty() && choices.len() != 1 {
        choices.insert(0, (String::new(), "à choisir".to_owned()));
    } else if !value.is_empty() && !choices.iter().any(|(code, _)| code == value) {
        choices.insert(0, own((value, value)));
    }
    Input::Choice(choices)
}
