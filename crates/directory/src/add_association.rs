//! A legal entity joins the pôle, with its books, or an institution that sits on its board.

use db::{Counter, Tx, next_ids};
use domain::accounting::ChartKind;
use domain::sirene::Siren;
use domain::words::is_unfit;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use serde_json::json;

use crate::entity::association as row;
use crate::{Act, Error, audit};

/// What is asked.
#[derive(Clone, Debug)]
pub struct NewAssociation {
    /// Short name in addresses: `chantier-vert`.
    pub slug: String,
    /// Full name.
    pub name: String,
    /// `association`, `scop` or `other`.
    pub legal_form: String,
    /// Nine digits; none for an institution.
    pub siren: Option<String>,
    /// Which chart; none: a company's for a Scop, an association's otherwise.
    pub chart: Option<ChartKind>,
    /// `structures`, `institutions`, `missions` or `none`.
    pub college: String,
    /// `exempt`, `franchise` or `taxed`.
    pub vat: String,
    /// Month and day on which its years end.
    pub year_end: (u32, u32),
}

/// Adds it and answers its id.
///
/// # Errors
/// A slug or SIREN already taken or malformed, a year end that no year has.
pub async fn add_association(tx: &Tx, act: &Act, new: &NewAssociation) -> Result<i64, Error> {
    let slug = checked_slug(&new.slug)?;
    let name = checked_name(&new.name)?;
    let siren = new.siren.as_deref().map(Siren::parse).transpose();
    let siren =
        siren.map_err(|error| Error::refused(error.to_string()))?.map(|siren| siren.to_string());
    let (month, day) = new.year_end;
    // 29 February stands for the last day of February.
    if chrono::NaiveDate::from_ymd_opt(2024, month, day).is_none() {
        return Err(Error::refused(format!(
            "{day:02}/{month:02} n'est pas un jour de clôture (MM-JJ attendu)"
        )));
    }
    if row::Entity::find().filter(row::Column::Slug.eq(&slug)).one(tx).await?.is_some() {
        return Err(Error::refused(format!("le nom court « {slug} » est déjà pris")));
    }
    if let Some(siren) = &siren
        && let Some(other) =
            row::Entity::find().filter(row::Column::Siren.eq(siren)).one(tx).await?
    {
        return Err(Error::refused(format!("le SIREN {siren} est déjà celui de {}", other.name)));
    }
    let company = new.legal_form == "scop";
    let chart =
        new.chart.unwrap_or(if company { ChartKind::Company } else { ChartKind::Association });
    let id = next_ids(tx, 0, Counter("association"), 1).await?;
    let model = row::ActiveModel {
        id: Set(id),
        slug: Set(slug.clone()),
        name: Set(name),
        legal_form: Set(new.legal_form.clone()),
        siren: Set(siren),
        chart: Set(chart.code().to_owned()),
        college: Set(new.college.clone()),
        vat: Set(new.vat.clone()),
        year_end_month: Set(month.into()),
        year_end_day: Set(day.into()),
        created_at: Set(act.now),
    };
    model.insert(tx).await?;
    audit(tx, act, Some(id), "association.add", json!({"slug": slug, "name": new.name})).await?;
    Ok(id)
}

/// Takes the lock of an entity's row until the transaction ends: two imports wait for each other.
///
/// # Errors
/// The database's own.
pub async fn lock_association(tx: &Tx, id: i64) -> Result<(), Error> {
    row::Entity::find_by_id(id).lock_exclusive().one(tx).await?;
    Ok(())
}

/// Short names that addresses of the pôle have for something else: `/pole/conventions`.
const RESERVED: [&str; 1] = ["conventions"];

/// A short name as addresses may bear it.
///
/// # Errors
/// When it is not 1 to 40 small letters without accent, digits or dashes, or means something else.
pub fn checked_slug(slug: &str) -> Result<String, Error> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = (1..=40).contains(&slug.len())
        && slug.chars().all(letters)
        && slug.starts_with(|c: char| c.is_ascii_alphanumeric());
    if RESERVED.contains(&slug) {
        return Err(Error::refused(format!(
            "le nom court « {slug} » est celui d'une page du pôle : choisissez-en un autre"
        )));
    }
    good.then(|| slug.to_owned()).ok_or_else(|| {
        Error::refused(format!(
            "le nom court « {slug} » doit avoir 1 à 40 lettres minuscules sans accent, chiffres ou tirets"
        ))
    })
}

/// A name as people may type it: trimmed, not empty, without control characters.
///
/// # Errors
/// When it is not so.
pub fn checked_name(name: &str) -> Result<String, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(is_unfit) {
        return Err(Error::refused(
            "un nom doit avoir 1 à 200 caractères, sans saut de ligne ni marque invisible",
        ));
    }
    Ok(name.to_owned())
}
