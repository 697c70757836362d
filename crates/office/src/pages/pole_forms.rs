//! What is changed on an entity's page: its name, its activities and their hours, its time in the
//! perimeter.

use axum::response::{IntoResponse, Redirect, Response};
use db::Tx;
use directory::{
    Act, Error, NewActivity, add_activity, add_to_perimeter, association, checked_name,
    end_in_perimeter, rename_association, set_activity_hours,
};
use domain::jobs::{ActivityKind, Hours};
use domain::sirene::Siret;
use serde::Deserialize;
use web::form::{Field, Form, Input};
use web::french::short_date;
use web::{Page, Path, Problem, Reading, Site, Visitor};

use super::pole_entity::{Entity, is_in, shown};

/// A form under its heading.
pub(super) struct Part {
    pub(super) id: &'static str,
    pub(super) heading: &'static str,
    pub(super) text: &'static str,
    pub(super) form: Form,
}

/// Which form of the page was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sent {
    Name,
    Activity,
    Hours,
    Entry,
    End,
}

#[derive(Default, Deserialize)]
pub(super) struct Named {
    nom: String,
}

#[derive(Default, Deserialize)]
pub(super) struct TakenUp {
    activite: String,
    sorte: String,
    siret: String,
    heures: String,
}

#[derive(Default, Deserialize)]
pub(super) struct CountedBy {
    laquelle: String,
    temps_plein: String,
}

#[derive(Default, Deserialize)]
pub(super) struct PutIn {
    du: String,
    au: String,
}

#[derive(Default, Deserialize)]
pub(super) struct TakenOut {
    fin: String,
}

/// The forms of an entity's page, the one that something is wrong with as it was sent.
pub(super) fn parts(entity: &Entity, mut wrong: Option<(Sent, Form)>) -> Vec<Part> {
    let mut sent = |which: Sent, fresh: Form| match wrong.take_if(|(sent, _)| *sent == which) {
        Some((_, form)) => form,
        None => fresh,
    };
    let mut parts = vec![Part {
        id: "ajouter-activite",
        heading: "Ajouter une activité",
        text: "Les contrats, les heures et les dossiers d'accueil s'y rattachent par son nom.",
        form: sent(Sent::Activity, activity_form(entity, &TakenUp::default())),
    }];
    if !entity.activities.is_empty() {
        parts.push(Part {
            id: "heures",
            heading: "Changer les heures d'un temps plein",
            text: "Celles de l'annexe financière. Les équivalents temps plein de toutes les années \
                   suivent.",
            form: sent(Sent::Hours, hours_form(entity, &CountedBy::default())),
        });
    }
    parts.push(Part {
        id: "entrer",
        heading: "Mettre dans le périmètre",
        text: "Ses chiffres entrent dans le rapport combiné des années closes pendant ce temps.",
        form: sent(Sent::Entry, entry_form(entity, &PutIn::default())),
    });
    if !entity.times.is_empty() {
        parts.push(Part {
            id: "sortir",
            heading: "Dire quand elle sort du périmètre",
            text: "Ce qui a été reste dans la liste.",
            form: sent(Sent::End, end_form(entity, &TakenOut::default())),
        });
    }
    parts.push(Part {
        id: "nommer",
        heading: "Corriger son nom",
        text: "Le nom change partout ; l'ancien reste dans les actes.",
        form: sent(Sent::Name, name_form(entity, &Named { nom: entity.row.name.clone() })),
    });
    parts
}

fn address(entity: &Entity, act: &str) -> String {
    format!("/pole/{}/{act}", entity.row.slug)
}

fn name_form(entity: &Entity, sent: &Named) -> Form {
    Form::new(address(entity, "nom"), "Corriger le nom")
        .field(Field::new("nom", "Nom", Input::Text).value(&sent.nom))
}

fn activity_form(entity: &Entity, sent: &TakenUp) -> Form {
    let kinds = ActivityKind::ALL.map(|kind| (kind.code().to_owned(), kind.label().to_owned()));
    let text = |name, label: &str, value: &str| Field::new(name, label, Input::Text).value(value);
    Form::new(address(entity, "activites"), "Ajouter l'activité")
        .field(text("activite", "Nom de l'activité", &sent.activite))
        .field(Field::new("sorte", "Sorte", Input::Choice(kinds.into())).value(&sent.sorte))
        .field(
            text("siret", "SIRET", &sent.siret)
                .hint("Quatorze chiffres ; deux activités peuvent avoir le même.")
                .optional(),
        )
        .field(
            text("heures", "Heures par an d'un temps plein", &sent.heures)
                .hint("Rien : la base de sa sorte.")
                .optional(),
        )
}

fn hours_form(entity: &Entity, sent: &CountedBy) -> Form {
    let activities = entity.activities.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let activities = Input::Choice(activities.collect());
    Form::new(address(entity, "heures"), "Changer les heures")
        .field(Field::new("laquelle", "Activité", activities).value(&sent.laquelle))
        .field(
            Field::new("temps_plein", "Heures par an d'un temps plein", Input::Text)
                .value(&sent.temps_plein)
                .hint("Rien : la base de sa sorte.")
                .optional(),
        )
}

fn entry_form(entity: &Entity, sent: &PutIn) -> Form {
    Form::new(address(entity, "perimetre"), "Mettre dans le périmètre")
        .field(Field::new("du", "À partir du", Input::Date).value(&sent.du))
        .field(Field::new("au", "Jusqu'au", Input::Date).value(&sent.au).optional())
}

fn end_form(entity: &Entity, sent: &TakenOut) -> Form {
    Form::new(address(entity, "perimetre/fin"), "Sortir du périmètre")
        .field(Field::new("fin", "Dernier jour où elle y est", Input::Date).value(&sent.fin))
}

/// Hours that somebody typed; marks the field when they are none.
fn hours(form: &mut Form, name: &'static str, text: &str) -> Option<Hours> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let hours = Hours::parse(&digits).filter(|hours| hours.0 > 0);
    if hours.is_none() {
        form.wrong(name, format!("« {text} » n'est pas un nombre d'heures (1 820 attendu)."));
    }
    hours
}

/// What was sent to an entity's page, and by whom.
struct Doing {
    page: Page,
    site: Site,
    visitor: Visitor,
    entity: Entity,
    which: Sent,
}

impl Doing {
    /// Acts unless the form is wrong already, then leads back to the page; a refusal shows it with
    /// what was typed.
    async fn ends(
        self,
        mut form: Form,
        act: impl AsyncFnOnce(&Tx, &Act, &association::Model) -> Result<(), Error>,
    ) -> Result<Response, Problem> {
        let Self { page, site, visitor, entity, which } = self;
        let who = visitor.act(&site);
        if form.act(&site, async |tx| act(tx, &who, &entity.row).await).await?.is_some() {
            let to = format!("/pole/{}", entity.row.slug);
            return Ok(Redirect::to(&to).into_response());
        }
        let reading = Reading::of(&site).await?;
        let entity = Entity::of(&reading, &entity.row.slug).await?;
        shown(page, &site, &visitor.0, &reading, entity, Some((which, form))).await
    }
}

async fn doing(
    page: Page,
    site: Site,
    visitor: Visitor,
    slug: &str,
    which: Sent,
) -> Result<Doing, Problem> {
    let entity = Entity::of(&Reading::of(&site).await?, slug).await?;
    Ok(Doing { page, site, visitor, entity, which })
}

/// `POST /pole/{entite}/nom`.
pub(super) async fn rename(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(slug): Path<String>,
    web::form::Sent(sent): web::form::Sent<Named>,
) -> Result<Response, Problem> {
    let doing = doing(page, site, visitor, &slug, Sent::Name).await?;
    let mut form = name_form(&doing.entity, &sent);
    if let Err(error) = checked_name(&sent.nom) {
        form.wrong("nom", error.to_string());
    }
    let act = async |tx: &Tx, act: &Act, one: &association::Model| {
        rename_association(tx, act, one.clone(), &sent.nom).await.map(|_| ())
    };
    doing.ends(form, act).await
}

/// `POST /pole/{entite}/activites`.
pub(super) async fn take_up(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(slug): Path<String>,
    web::form::Sent(sent): web::form::Sent<TakenUp>,
) -> Result<Response, Problem> {
    let doing = doing(page, site, visitor, &slug, Sent::Activity).await?;
    let mut form = activity_form(&doing.entity, &sent);
    match checked_name(&sent.activite) {
        Err(error) => form.wrong("activite", error.to_string()),
        Ok(name) if doing.entity.activities.iter().any(|one| one.name == name) => {
            form.wrong("activite", format!("L'entité a déjà une activité « {name} »."));
        }
        Ok(_) => {}
    }
    let kind = ActivityKind::parse(&sent.sorte);
    if kind.is_none() {
        form.wrong("sorte", "Choisissez dans la liste.");
    }
    let siret = Some(sent.siret.trim()).filter(|number| !number.is_empty());
    if let Some(Err(error)) = siret.map(Siret::parse) {
        form.wrong("siret", error.to_string());
    }
    let hours_per_fte = hours(&mut form, "heures", &sent.heures);
    let new = NewActivity {
        kind: kind.unwrap_or(ActivityKind::Other),
        name: sent.activite.clone(),
        siret: siret.map(str::to_owned),
        hours_per_fte,
    };
    let act = async |tx: &Tx, act: &Act, one: &association::Model| {
        add_activity(tx, act, one.id, &new).await.map(|_| ())
    };
    doing.ends(form, act).await
}

/// `POST /pole/{entite}/heures`.
pub(super) async fn count_by(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(slug): Path<String>,
    web::form::Sent(sent): web::form::Sent<CountedBy>,
) -> Result<Response, Problem> {
    let doing = doing(page, site, visitor, &slug, Sent::Hours).await?;
    let mut form = hours_form(&doing.entity, &sent);
    let known = |one: &&directory::activity::Model| one.id.to_string() == sent.laquelle;
    let activity = doing.entity.activities.iter().find(known).map(|one| one.id);
    if activity.is_none() {
        form.wrong("laquelle", "Choisissez une activité.");
    }
    let hours = hours(&mut form, "temps_plein", &sent.temps_plein);
    let activity = activity.unwrap_or_default();
    let act = async |tx: &Tx, act: &Act, one: &association::Model| {
        set_activity_hours(tx, act, one.id, activity, hours).await
    };
    doing.ends(form, act).await
}

/// `POST /pole/{entite}/perimetre`.
pub(super) async fn put_in(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(slug): Path<String>,
    web::form::Sent(sent): web::form::Sent<PutIn>,
) -> Result<Response, Problem> {
    let doing = doing(page, site, visitor, &slug, Sent::Entry).await?;
    let mut form = entry_form(&doing.entity, &sent);
    let from = form.day("du", &sent.du);
    if sent.du.trim().is_empty() {
        form.wrong("du", "Dites le premier jour.");
    }
    let until = form.day("au", &sent.au);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        form.wrong("au", "La fin précède le premier jour.");
    }
    let from = from.unwrap_or_default();
    let act = async |tx: &Tx, act: &Act, one: &association::Model| {
        add_to_perimeter(tx, act, one.id, from, until).await
    };
    doing.ends(form, act).await
}

/// `POST /pole/{entite}/perimetre/fin`.
pub(super) async fn take_out(
    page: Page,
    site: Site,
    visitor: Visitor,
    Path(slug): Path<String>,
    web::form::Sent(sent): web::form::Sent<TakenOut>,
) -> Result<Response, Problem> {
    let doing = doing(page, site, visitor, &slug, Sent::End).await?;
    let mut form = end_form(&doing.entity, &sent);
    let until = form.day("fin", &sent.fin);
    if sent.fin.trim().is_empty() {
        form.wrong("fin", "Dites le dernier jour.");
    }
    if let Some(day) = until.filter(|day| !doing.entity.times.iter().any(|time| is_in(time, *day)))
    {
        let words =
            format!("Elle n'est pas dans le périmètre le {} : voyez la liste.", short_date(day));
        form.wrong("fin", words);
    }
    let until = until.unwrap_or_default();
    let act = async |tx: &Tx, act: &Act, one: &association::Model| {
        end_in_perimeter(tx, act, one, until).await.map(|_| ())
    };
    doing.ends(form, act).await
}
