//! What was done, by whom and when: of the whole pôle, of an association; by person.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use directory::{audit_row, person};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use serde::Deserialize;
use web::french::short_date;
use web::pieces::Pager;
use web::table::{Cell, Table};
use web::{Page, Problem, Query, Reading, Seat, Site, render};

const ROWS: u64 = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    page: Option<u64>,
    objet: Option<String>,
    personne: Option<i64>,
}

#[derive(Template)]
#[template(path = "office/trail.html")]
struct Shown {
    page: Page,
    lead: String,
    filtered: bool,
    table: Table,
    pager: Pager,
}

/// `GET /actes?personne=&objet=&page=`.
pub(super) async fn of_pole(
    page: Page,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let lead = "Tout ce qui a été fait dans le pôle, du plus récent au plus ancien.".to_owned();
    shown(page, &site, &reading, audit_row::Entity::find(), asked, lead).await
}

/// `GET /a/{slug}/actes?personne=&objet=&page=`.
pub(super) async fn of_association(
    page: Page,
    seat: Seat,
    site: Site,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let here = audit_row::Column::AssociationId.eq(seat.association.id);
    let lead =
        format!("Ce qui a été fait sur {}, du plus récent au plus ancien.", seat.association.name);
    shown(page, &site, &reading, audit_row::Entity::find().filter(here), asked, lead).await
}

async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    mut lines: Select<audit_row::Entity>,
    asked: Asked,
    lead: String,
) -> Result<Response, Problem> {
    if let Some(person) = asked.personne {
        lines = lines.filter(audit_row::Column::PersonId.eq(person));
    }
    if let Some(subject) = &asked.objet {
        lines = lines.filter(audit_row::Column::Subject.eq(subject));
    }
    let total = lines.clone().count(&**reading).await?;
    let number = asked.page.unwrap_or(1).clamp(1, total.div_ceil(ROWS).max(1));
    let lines = lines.order_by_desc(audit_row::Column::Id).offset((number - 1) * ROWS).limit(ROWS);
    let lines = lines.all(&**reading).await?;
    let people = person::Entity::find().all(&**reading).await?;
    let names: BTreeMap<i64, String> = people.into_iter().map(|one| (one.id, one.name)).collect();
    let here = page.path().to_owned();
    let mut table = Table::new("Actes")
        .words("Quand")
        .words("Qui")
        .words("Acte")
        .words("Objet")
        .words("Détail");
    for line in lines {
        let when = when(site, &line);
        let who = names.get(&line.person_id).cloned().unwrap_or_default();
        let subject = line.subject.unwrap_or_default();
        let to_subject = format!("{here}?objet={subject}");
        table.row([
            Cell::text(when),
            Cell::text(who).to(format!("{here}?personne={}", line.person_id)),
            Cell::text(french(&line.act)),
            if subject.is_empty() { Cell::empty() } else { Cell::text(subject).to(to_subject) },
            Cell::text(detail(&line.detail)),
        ]);
    }
    let filtered = asked.personne.is_some() || asked.objet.is_some();
    let query = match (&asked.personne, &asked.objet) {
        (Some(person), _) => format!("{here}?personne={person}"),
        (None, Some(subject)) => format!("{here}?objet={subject}"),
        (None, None) => here,
    };
    render(&Shown { page, lead, filtered, table, pager: Pager::new(total, number, ROWS, &query) })
}

/// The instant of an act on the pôle's wall clock.
pub(super) fn when(site: &Site, line: &audit_row::Model) -> String {
    let local = site.clock.at(line.at);
    format!("{} {}", short_date(local.date_naive()), local.format("%H:%M:%S"))
}

/// An act as people say it; one that has no words yet keeps its code.
pub(super) fn french(act: &str) -> String {
    let known = match act {
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
    };
    known.to_owned()
}

/// The detail in one line: `clé : valeur`, what was before and after told apart.
pub(super) fn detail(json: &str) -> String {
    let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(json) else {
        return json.to_owned();
    };
    told(&fields, " ; ")
}

fn told(fields: &serde_json::Map<String, serde_json::Value>, between: &str) -> String {
    // What was not given says nothing, but nothing before or after says something.
    let tells = |(key, value): &(&String, &serde_json::Value)| {
        !value.is_null() || matches!(key.as_str(), "before" | "after")
    };
    let told = fields.iter().filter(tells).map(|(key, value)| match value {
        serde_json::Value::String(text) => format!("{} : {text}", said(key)),
        serde_json::Value::Null => format!("{} : rien", said(key)),
        serde_json::Value::Bool(yes) => {
            format!("{} : {}", said(key), if *yes { "oui" } else { "non" })
        }
        serde_json::Value::Object(fields) => format!("{} : {}", said(key), told(fields, ", ")),
        other => format!("{} : {other}", said(key)),
    });
    told.collect::<Vec<_>>().join(between)
}

/// A key of a detail as people say it; one that has no words yet stays as it is.
fn said(key: &str) -> &str {
    match key {
        "before" => "avant",
        "after" => "après",
        "from" => "du",
        "until" => "jusqu'au",
        "name" => "nom",
        "slug" => "nom court",
        "kind" => "sorte",
        "account" => "compte",
        "aux" => "tiers",
        "to" => "vers",
        "contract" => "contrat",
        "case_file" => "dossier",
        "changed" => "changé",
        "emptied" => "vidés",
        "month" => "mois",
        "new" => "nouveaux",
        "by" => "par",
        "device" => "appareil",
        "number" => "numéro",
        "title" => "intitulé",
        "signed_on" => "signée le",
        "approved_on" => "approuvée le",
        "renews" => "reconduite",
        "notice_months" => "préavis en mois",
        "price" => "prix",
        "rank" => "avenant",
        "subject" => "objet",
        "told_on" => "dite le",
        "last_day" => "dernier jour",
        "agreed" => "d'un commun accord",
        "reason" => "motif",
        other => other,
    }
}
