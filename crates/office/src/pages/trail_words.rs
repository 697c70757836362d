//! The trail in words: what an act, its object and its detail are called.

use std::collections::BTreeMap;

use directory::{associations, person};
use domain::calendar::parse_date;
use domain::rights::Role;
use sea_orm::EntityTrait;
use serde_json::{Map, Value};
use web::french::short_date;
use web::{Problem, Reading};

/// An act as people say it; one that has no words yet keeps its code.
pub(super) fn act(code: &str) -> &str {
    match code {
        "pole.rename" => "pôle renommé",
        "association.add" => "entité ajoutée",
        "association.rename" => "entité renommée",
        "activity.rename" => "activité renommée",
        "activity.add" => "activité ajoutée",
        "activity.hours" => "heures d'un équivalent temps plein changées",
        "perimeter.add" => "entrée dans le périmètre",
        "perimeter.end" => "sortie du périmètre",
        "board.seat" => "siège du conseil créé",
        "mandate.begin" => "mandat commencé",
        "mandate.end" => "mandat terminé",
        "convention.enter" => "convention inscrite",
        "convention.correct" => "convention corrigée",
        "convention.amend" => "avenant inscrit",
        "convention.end" => "fin de convention inscrite",
        "counterparty.map" => "tiers reconnu comme entité du pôle",
        "counterparty.unmap" => "tiers qui n'est plus une entité du pôle",
        "fec.import" => "FEC importé",
        "fec.export" => "FEC exporté",
        "contracts.import" => "contrats importés",
        "hours.import" => "heures et paie importées",
        "beneficiaries.import" => "dossiers importés",
        "contract.add" => "contrat saisi",
        "contract.correct" => "contrat corrigé",
        "contract.withdraw" => "contrat retiré",
        "hours.keep" => "heures et paie d'un mois saisies",
        "case-file.add" => "dossier ouvert",
        "case-file.correct" => "dossier corrigé",
        "case-file.withdraw" => "dossier retiré",
        "contracts.export" => "contrats exportés",
        "hours.export" => "heures et paie exportées",
        "beneficiaries.export" => "dossiers exportés",
        "question.ask" => "question posée",
        "question.answer" => "question répondue",
        "question.write" => "message sur une question",
        "question.reopen" => "question rouverte",
        "question.close" => "question close",
        "seat.grant" => "accès donné",
        "seat.confirm" => "accès confirmé",
        "seat.end-ask" => "fin d'accès demandée",
        "seat.keep" => "accès maintenu",
        "seat.end" => "accès terminé",
        "session.begin" => "connexion",
        "session.end" => "déconnexion",
        "password.set" => "mot de passe choisi",
        "code.set" => "second facteur choisi",
        "code.given" => "second facteur donné",
        "link.send" => "lien envoyé",
        "code.reset" => "second facteur remis à zéro",
        "passkey.add" => "clé d'accès ajoutée",
        "passkey.remove" => "clé d'accès retirée",
        "passkey.refuse" => "clé d'accès refusée, peut-être copiée",
        other => other,
    }
}

/// What numbers in the trail stand for, as far as the reading sees.
pub(super) struct Names {
    people: BTreeMap<i64, String>,
    associations: BTreeMap<i64, String>,
}

impl Names {
    /// Reads them.
    pub(super) async fn read(reading: &Reading) -> Result<Self, Problem> {
        let people = person::Entity::find().all(&**reading).await?;
        let associations = associations(&**reading).await?;
        Ok(Self {
            people: people.into_iter().map(|one| (one.id, one.name)).collect(),
            associations: associations.into_iter().map(|one| (one.id, one.name)).collect(),
        })
    }

    /// A person's name, nothing for one who is not known.
    pub(super) fn person(&self, id: i64) -> String {
        self.people.get(&id).cloned().unwrap_or_default()
    }

    /// What an act was done to: « person:9 » by its name, « convention:2 » by its number.
    pub(super) fn subject(&self, code: &str) -> Option<String> {
        let (kind, number) = code.split_once(':')?;
        let id = number.parse().unwrap_or(0);
        let named = match kind {
            "person" => self.people.get(&id),
            "association" => self.associations.get(&id),
            _ => None,
        };
        Some(named.cloned().unwrap_or_else(|| format!("{} {number}", key(kind))))
    }

    /// The detail in one line, `clé : valeur`, what was before and after told apart.
    pub(super) fn detail(&self, json: &str) -> String {
        match serde_json::from_str(json) {
            Ok(Value::Object(fields)) => self.told(&fields, " ; "),
            _ => json.to_owned(),
        }
    }

    fn told(&self, fields: &Map<String, Value>, between: &str) -> String {
        let tells = |(key, value): &(&String, &Value)| match value {
            // What was not given says nothing, but nothing before or after says something.
            Value::Null => matches!(key.as_str(), "before" | "after"),
            // The pôle's own counter: who has an access is the subject of the act.
            Value::Number(_) if *key == "seat" => false,
            Value::Number(number) => number.as_i64() != Some(0) || !is_count(key),
            _ => true,
        };
        let told = fields.iter().filter(tells);
        let told = told.map(|(name, value)| format!("{} : {}", key(name), self.value(name, value)));
        told.collect::<Vec<_>>().join(between)
    }

    fn value(&self, key: &str, value: &Value) -> String {
        match value {
            Value::Null => "rien".to_owned(),
            Value::Bool(yes) => if *yes { "oui" } else { "non" }.to_owned(),
            Value::Object(fields) => self.told(fields, ", "),
            Value::Number(number) if is_person(key) => {
                number.as_i64().map(|id| self.person(id)).unwrap_or_default()
            }
            Value::Number(number) if key == "association" => {
                let known = number.as_i64().and_then(|id| self.associations.get(&id));
                known.cloned().unwrap_or_else(|| number.to_string())
            }
            Value::String(text) => match (key, parse_date(text)) {
                ("role", _) => {
                    Role::parse(text).map_or_else(|| text.clone(), |role| role.french().to_owned())
                }
                (_, Some(day)) => short_date(day),
                _ => text.clone(),
            },
            other => other.to_string(),
        }
    }
}

/// Counts that say nothing when there were none.
fn is_count(key: &str) -> bool {
    matches!(key, "amended" | "documents" | "passkeys_removed" | "sessions_ended")
}

/// Numbers of people.
fn is_person(key: &str) -> bool {
    matches!(key, "confirmed_by" | "end_asked_by")
}

/// A key of a detail as people say it; one that has no words yet stays as it is.
fn key(code: &str) -> &str {
    match code {
        "account" => "compte",
        "activity" => "activité",
        "after" => "après",
        "agreed" => "d'un commun accord",
        "amended" => "modifiés",
        "approved_on" => "approuvée le",
        "aux" => "tiers",
        "before" => "avant",
        "by" => "par",
        "bytes" => "octets",
        "capacity" => "qualité",
        "case_file" => "dossier",
        "ceremony" => "clé d'accès",
        "changed" => "changé",
        "college" => "collège",
        "confirmed_by" => "confirmé par",
        "contract" => "contrat",
        "contracts" => "contrats",
        "deputy" => "suppléance",
        "device" => "appareil",
        "email" => "adresse",
        "emptied" => "vidés",
        "end_asked_by" => "fin demandée par",
        "entries" => "écritures",
        "file" => "fichier",
        "files" => "fichiers",
        "from" => "du",
        "holder" => "titulaire",
        "hours_per_fte" => "heures d'un équivalent temps plein",
        "kind" => "sorte",
        "last_day" => "dernier jour",
        "lines" => "lignes",
        "month" | "months" => "mois",
        "name" => "nom",
        "new" => "nouveaux",
        "notice_months" => "préavis en mois",
        "number" => "numéro",
        "passkeys_removed" => "clés retirées",
        "person" => "personne",
        "price" => "prix",
        "rank" => "avenant",
        "reason" => "motif",
        "renews" => "reconduite",
        "role" => "rôle",
        "sessions_ended" => "sessions fermées",
        "signed_on" => "signée le",
        "siret" => "SIRET",
        "slug" => "nom court",
        "subject" => "objet",
        "title" => "intitulé",
        "to" => "vers",
        "told_on" => "dite le",
        "until" => "jusqu'au",
        "year_end" => "exercice clos le",
        other => other,
    }
}
