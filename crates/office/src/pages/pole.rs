//! The entities of the pôle: structures of the perimeter, associations outside it, institutions; and
//! what each one does. One more is added here.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use chrono::NaiveDate;
use directory::{
    NewAssociation, activities, add_association, association, associations, checked_name,
    checked_slug, in_perimeter,
};
use domain::accounting::ChartKind;
use domain::rights::Right;
use domain::sirene::Siren;
use serde::Deserialize;
use web::export::{Format, download, exports};
use web::form::{Field, Form, Input, Sent};
use web::french::{NOTHING, plural};
use web::pieces::{Empty, EntityBadge, Export, Link};
use web::table::{Cell, Table};
use web::{Page, Problem, Query, Reading, Site, Visitor, answer};

use super::pole_words::{
    CHARTS, COLLEGES, LEGAL_FORMS, VAT, choices, hours, kind, said, siren, siret, year_end,
};

#[derive(Template)]
#[template(path = "office/pole.html")]
struct Shown {
    page: Page,
    lead: String,
    exports: Vec<Export>,
    conventions: Option<Link>,
    groups: Vec<Group>,
    empty: Empty,
    form: Option<Form>,
}

/// Entities that are looked at together.
struct Group {
    id: &'static str,
    heading: &'static str,
    about: &'static str,
    entities: Table,
    activities: Option<Table>,
}

/// An entity with the letters and colour it has everywhere.
type Named = (association::Model, EntityBadge);

#[derive(Deserialize)]
pub(super) struct Asked {
    format: Option<Format>,
}

/// `GET /pole?format=`.
pub(super) async fn show(
    page: Page,
    site: Site,
    Visitor(visit): Visitor,
    reading: Reading,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    if let Some(format) = asked.format {
        let all = associations(&*reading).await?;
        let badges = EntityBadge::of_pole(all.iter().map(|one| one.name.as_str()));
        let named: Vec<Named> = all.into_iter().zip(badges).collect();
        let inside = in_perimeter(&*reading, site.clock.today()).await?;
        let mut table = entities(&named).words("Dans le périmètre");
        for (row, (entity, _)) in table.rows.iter_mut().zip(&named) {
            let is_inside = inside.iter().any(|one| one.id == entity.id);
            row.cells.push(Cell::text(if is_inside { "oui" } else { "non" }));
        }
        return download(format, "entites", vec![site.pole.to_string()], table).await;
    }
    let keeps = visit.access.may_in_pole(Right::KeepPole);
    let reads = visit.access.may_in_pole(Right::Conventions);
    shown(page, &site, &reading, keeps.then(|| form(&New::default())), reads).await
}

#[derive(Deserialize)]
pub(super) struct New {
    nom: String,
    nom_court: String,
    forme: String,
    siren: String,
    plan: String,
    college: String,
    tva: String,
    cloture: String,
}

impl Default for New {
    fn default() -> Self {
        let text = String::new;
        Self {
            nom: text(),
            nom_court: text(),
            forme: "association".to_owned(),
            siren: text(),
            plan: text(),
            college: "none".to_owned(),
            tva: "exempt".to_owned(),
            cloture: "31/12".to_owned(),
        }
    }
}

/// `POST /pole`.
pub(super) async fn add(
    page: Page,
    site: Site,
    visitor: Visitor,
    Sent(new): Sent<New>,
) -> Result<Response, Problem> {
    let mut form = form(&new);
    let known = associations(site.db.conn()).await?;
    let asked = read(&new, &known, &mut form);
    if let Some(asked) = asked {
        let act = visitor.act(&site);
        if form.act(&site, async |tx| add_association(tx, &act, &asked).await).await?.is_some() {
            return Ok(Redirect::to(&format!("/pole/{}", asked.slug)).into_response());
        }
    }
    let reading = Reading::of(&site).await?;
    shown(page, &site, &reading, Some(form), true).await
}

/// Reads what was sent, marking each field that something is wrong with.
fn read(new: &New, known: &[association::Model], form: &mut Form) -> Option<NewAssociation> {
    if let Err(error) = checked_name(&new.nom) {
        form.wrong("nom", error.to_string());
    }
    let slug = new.nom_court.trim();
    match checked_slug(slug) {
        Err(error) => form.wrong("nom_court", error.to_string()),
        Ok(slug) => {
            if let Some(other) = known.iter().find(|one| one.slug == slug) {
                form.wrong("nom_court", format!("« {slug} » est déjà celui de {}.", other.name));
            }
        }
    }
    let number = Some(new.siren.trim()).filter(|number| !number.is_empty());
    match number.map(Siren::parse) {
        Some(Err(error)) => form.wrong("siren", error.to_string()),
        Some(Ok(number)) => {
            let same = |one: &&association::Model| one.siren == Some(number.to_string());
            if let Some(other) = known.iter().find(same) {
                form.wrong("siren", format!("Ce SIREN est déjà celui de {}.", other.name));
            }
        }
        None => {}
    }
    for (name, words, sent) in [
        ("forme", &LEGAL_FORMS[..], &new.forme),
        ("college", &COLLEGES[..], &new.college),
        ("tva", &VAT[..], &new.tva),
    ] {
        if !words.iter().any(|(code, _)| code == sent) {
            form.wrong(name, "Choisissez dans la liste.");
        }
    }
    let chart = match new.plan.as_str() {
        "" => None,
        code => {
            let chart = ChartKind::parse(code);
            if chart.is_none() {
                form.wrong("plan", "Choisissez dans la liste.");
            }
            chart
        }
    };
    let year_end = day_and_month(&new.cloture);
    if year_end.is_none() {
        let wrong = format!("« {} » n'est pas un jour de clôture (31/12 attendu).", new.cloture);
        form.wrong("cloture", wrong);
    }
    Some(NewAssociation {
        slug: slug.to_owned(),
        name: new.nom.clone(),
        legal_form: new.forme.clone(),
        siren: number.map(str::to_owned),
        chart,
        college: new.college.clone(),
        vat: new.tva.clone(),
        year_end: year_end?,
    })
}

/// `31/12` as month and day, when some year has that day.
fn day_and_month(text: &str) -> Option<(u32, u32)> {
    let (day, month) = text.trim().split_once('/')?;
    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
    NaiveDate::from_ymd_opt(2024, month, day).map(|_| (month, day))
}

fn form(new: &New) -> Form {
    let text = |name, label: &str, value: &str| Field::new(name, label, Input::Text).value(value);
    let choice = |name, label: &str, words, value: &str| {
        Field::new(name, label, Input::Choice(choices(words))).value(value)
    };
    let by_form = (String::new(), "celui de sa forme juridique".to_owned());
    let charts = std::iter::once(by_form).chain(choices(&CHARTS)).collect();
    Form::new("/pole", "Ajouter l'entité")
        .field(text("nom", "Nom", &new.nom))
        .field(text("nom_court", "Nom court", &new.nom_court).hint(
            "Pour les adresses et les fichiers : lettres minuscules sans accent, chiffres, tirets. \
             Il ne change plus.",
        ))
        .field(choice("forme", "Forme juridique", &LEGAL_FORMS, &new.forme))
        .field(
            text("siren", "SIREN", &new.siren)
                .hint("Neuf chiffres ; rien pour une institution.")
                .optional(),
        )
        .field(Field::new("plan", "Plan de comptes", Input::Choice(charts)).value(&new.plan))
        .field(choice("tva", "TVA", &VAT, &new.tva))
        .field(
            text("cloture", "Clôture de ses exercices", &new.cloture).hint("Jour et mois : 31/12."),
        )
        .field(choice("college", "Collège du conseil", &COLLEGES, &new.college))
}

async fn shown(
    page: Page,
    site: &Site,
    reading: &Reading,
    form: Option<Form>,
    reads_conventions: bool,
) -> Result<Response, Problem> {
    let today = site.clock.today();
    let all = associations(&**reading).await?;
    let inside = in_perimeter(&**reading, today).await?;
    let badges = EntityBadge::of_pole(all.iter().map(|one| one.name.as_str()));
    let (structures, others): (Vec<Named>, Vec<Named>) =
        all.into_iter().zip(badges).partition(|(one, _)| inside.iter().any(|i| i.id == one.id));
    let (institutions, outside): (Vec<Named>, Vec<Named>) =
        others.into_iter().partition(|(one, _)| one.college == "institutions");
    let count = |group: &[Named], one: &str, many: &str| plural(group.len() as i64, one, many);
    let lead = format!(
        "{} dans le périmètre du rapport, {} hors du périmètre, {}.",
        count(&structures, "structure", "structures"),
        count(&outside, "association", "associations"),
        count(&institutions, "institution", "institutions"),
    );
    let kinds = [
        (
            "structures",
            "Structures du périmètre",
            "Leurs chiffres font le rapport combiné d'aujourd'hui.",
            structures,
        ),
        (
            "hors-perimetre",
            "Hors du périmètre",
            "Leurs livres peuvent être tenus ici ; leurs chiffres n'entrent pas dans le rapport \
             combiné.",
            outside,
        ),
        ("institutions", "Institutions", "Elles siègent au conseil.", institutions),
    ];
    let mut groups = Vec::new();
    for (id, heading, about, named) in kinds {
        if !named.is_empty() {
            let entities = entities(&named);
            let activities = of_group(reading, &named, today).await?;
            groups.push(Group { id, heading, about, entities, activities });
        }
    }
    let empty = Empty {
        title: "Le pôle n'a pas encore d'entité".to_owned(),
        explanation:
            "Une entité est une association, une Scop ou une institution ; ses livres, ses \
                      emplois et ses sièges au conseil s'y rattachent."
                .to_owned(),
        action: form.as_ref().map(|_| Link::new("Ajouter une entité", "#ajouter")),
    };
    let right = form.as_ref().is_none_or(|form| !form.is_wrong());
    let conventions =
        reads_conventions.then(|| Link::new("Les conventions entre entités", "/pole/conventions"));
    let exports = exports("/pole");
    answer(&Shown { page, lead, exports, conventions, groups, empty, form }, right)
}

fn opening((one, badge): &Named) -> Cell {
    Cell::entity(badge).to(format!("/pole/{}", one.slug))
}

fn entities(named: &[Named]) -> Table {
    let mut table = Table::new("Qui elles sont")
        .words("Entité")
        .words("Forme juridique")
        .figures("SIREN")
        .words("Plan de comptes")
        .words("TVA")
        .figures("Clôture")
        .words("Collège");
    for one in named {
        let entity = &one.0;
        // An institution without number has no books here.
        let books = |words: String| {
            let none = entity.siren.is_none() && entity.college == "institutions";
            Cell::text(if none { NOTHING.to_owned() } else { words })
        };
        table.row([
            opening(one),
            Cell::text(said(&LEGAL_FORMS, &entity.legal_form)),
            Cell::text(siren(entity)),
            books(said(&CHARTS, &entity.chart)),
            books(said(&VAT, &entity.vat)),
            books(year_end(entity)),
            Cell::text(said(&COLLEGES, &entity.college)),
        ]);
    }
    table
}

async fn of_group(
    reading: &Reading,
    named: &[Named],
    today: NaiveDate,
) -> Result<Option<Table>, Problem> {
    let mut table = Table::new("Ce qu'elles font")
        .words("Entité")
        .words("Activité")
        .words("Sorte")
        .figures("SIRET")
        .figures("Heures d'un temps plein");
    for one in named {
        for activity in activities(&**reading, one.0.id).await? {
            table.row([
                opening(one),
                Cell::text(&activity.name),
                Cell::text(kind(&activity)),
                Cell::text(siret(&activity)),
                Cell::text(hours(&activity, today)),
            ]);
        }
    }
    Ok(Some(table).filter(|table| !table.rows.is_empty()))
}
