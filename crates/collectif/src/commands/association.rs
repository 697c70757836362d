//! `association` and `activity`: the entities of the pôle and what they do.

use std::fmt::Write as _;

use anyhow::anyhow;
use clap::{Args, Subcommand, ValueEnum};
use directory::{
    NewActivity, NewAssociation, activities, add_activity, add_association, association_by_slug,
    associations, rename_activity, rename_association,
};
use domain::accounting::ChartKind;
use domain::jobs::{ActivityKind, Hours};
use serde_json::{Value, json};

use crate::base::Asked;
use crate::said::Said;

/// `association …`
#[derive(Subcommand)]
pub enum Association {
    /// Ajouter une entité avec ses livres, ou une institution
    Add(Box<AddAssociation>),
    /// Donner un autre nom à une entité ; son nom court reste
    Rename {
        /// Nom court
        #[arg(long)]
        slug: String,
        /// Nouveau nom
        #[arg(long)]
        name: String,
    },
    /// Les entités et leurs activités
    List,
}

/// `association add`
#[derive(Args)]
pub struct AddAssociation {
    /// Nom court, pour les adresses et les commandes
    #[arg(long)]
    slug: String,
    /// Nom complet
    #[arg(long)]
    name: String,
    /// Forme juridique
    #[arg(long, value_enum, default_value = "association")]
    legal_form: LegalForm,
    /// SIREN, neuf chiffres
    #[arg(long)]
    siren: Option<String>,
    /// Plan comptable (par défaut celui de la forme juridique)
    #[arg(long, value_enum)]
    chart: Option<ChartChoice>,
    /// Sorte de sa première activité : aci, ai, ei, etti, training, transversal, other
    #[arg(long)]
    kind: Option<String>,
    /// SIRET de sa première activité
    #[arg(long)]
    siret: Option<String>,
    /// Collège du conseil où elle siège
    #[arg(long, value_enum, default_value = "none")]
    college: College,
    /// Situation de TVA
    #[arg(long, value_enum, default_value = "exempt")]
    vat: Vat,
    /// Jour de clôture, MM-JJ
    #[arg(long, value_name = "MM-JJ", default_value = "12-31")]
    year_end: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum LegalForm {
    Association,
    Scop,
    /// autre
    Other,
}

#[derive(Clone, Copy, ValueEnum)]
enum ChartChoice {
    /// celui des associations
    Association,
    /// le plan comptable général
    Company,
}

#[derive(Clone, Copy, ValueEnum)]
enum College {
    Structures,
    Institutions,
    Missions,
    /// aucun
    None,
}

#[derive(Clone, Copy, ValueEnum)]
enum Vat {
    /// exonérée
    Exempt,
    /// en franchise
    Franchise,
    /// assujettie
    Taxed,
}

/// The code clap reads for a choice, which is the base's own.
fn code(choice: &impl ValueEnum) -> String {
    choice.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

impl Association {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Add(add) => add.run(asked).await,
            Self::Rename { slug, name } => rename(asked, slug, &name).await,
            Self::List => list(asked).await,
        }
    }
}

async fn rename(asked: &Asked, slug: String, name: &str) -> anyhow::Result<Said> {
    let db = asked.open().await?;
    let act = asked.act(&db).await?;
    let tx = db.write().await?;
    let entity = association_by_slug(&tx, &slug).await?;
    let before = entity.name.clone();
    let name = rename_association(&tx, &act, entity, name).await?;
    tx.commit().await?;
    let text = format!("« {before} » s'appelle maintenant « {name} ».\n");
    Ok(Said::done(text, json!({"slug": slug, "name": name, "renamed_from": before})))
}

impl AddAssociation {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let kind = self.kind.as_deref().map(parse_kind).transpose()?;
        if self.siret.is_some() && kind.is_none() {
            anyhow::bail!("un SIRET est celui d'une activité : donnez aussi --kind");
        }
        let new = NewAssociation {
            slug: self.slug.clone(),
            name: self.name.clone(),
            legal_form: code(&self.legal_form),
            siren: self.siren.clone(),
            chart: self.chart.map(|chart| match chart {
                ChartChoice::Association => ChartKind::Association,
                ChartChoice::Company => ChartKind::Company,
            }),
            college: code(&self.college),
            vat: code(&self.vat),
            year_end: month_day(&self.year_end)?,
        };
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let tx = db.write().await?;
        let id = add_association(&tx, &act, &new).await?;
        if let Some(kind) = kind {
            let siret = self.siret.clone();
            let activity =
                NewActivity { kind, name: self.name.trim().to_owned(), siret, hours_per_fte: None };
            add_activity(&tx, &act, id, &activity).await?;
        }
        tx.commit().await?;
        let text =
            format!("{} est ajoutée sous le nom court « {} ».\n", self.name.trim(), self.slug);
        Ok(Said::done(text, json!({"slug": self.slug, "name": self.name.trim()})))
    }
}

fn parse_kind(kind: &str) -> anyhow::Result<ActivityKind> {
    ActivityKind::parse(kind).ok_or_else(|| {
        let known: Vec<&str> = ActivityKind::ALL.iter().map(|kind| kind.code()).collect();
        anyhow!("« {kind} » n'est pas une sorte d'activité : {}", known.join(", "))
    })
}

fn month_day(text: &str) -> anyhow::Result<(u32, u32)> {
    let read = text.split_once('-').and_then(|(m, d)| Some((m.parse().ok()?, d.parse().ok()?)));
    read.ok_or_else(|| {
        anyhow!("« {text} » n'est pas un jour de clôture : écrivez MM-JJ, par exemple 12-31")
    })
}

async fn list(asked: &Asked) -> anyhow::Result<Said> {
    let db = asked.open().await?;
    let mut text = String::new();
    let mut rows = Vec::new();
    for entity in associations(db.conn()).await? {
        let siren = entity.siren.clone().unwrap_or_default();
        let _ = writeln!(text, "{:<24} {:<9} {}", entity.slug, siren, entity.name);
        let mut children: Vec<Value> = Vec::new();
        for activity in activities(db.conn(), entity.id).await? {
            let _ = writeln!(text, "{:<24} · {} ({})", "", activity.name, activity.kind);
            let hours = activity.hours_per_fte.map(|hours| Hours(hours).to_string());
            children.push(json!({"name": activity.name, "kind": activity.kind, "siret": activity.siret, "hours_per_fte": hours}));
        }
        rows.push(json!({
            "slug": entity.slug, "name": entity.name, "legal_form": entity.legal_form, "siren": entity.siren,
            "chart": entity.chart, "college": entity.college, "vat": entity.vat,
            "year_end": format!("{:02}-{:02}", entity.year_end_month, entity.year_end_day), "activities": children,
        }));
    }
    if rows.is_empty() {
        text += "Aucune entité. Ajoutez-en une par « collectif association add ».\n";
    }
    Ok(Said::done(text, json!({"associations": rows})))
}

/// `activity …`
#[derive(Subcommand)]
pub enum Activity {
    /// Ajouter une activité à une entité
    Add {
        /// Nom court de l'entité
        #[arg(long)]
        association: String,
        /// Sorte : aci, ai, ei, etti, training, transversal, other
        #[arg(long)]
        kind: String,
        /// Nom de l'activité ; les fichiers la nomment ainsi
        #[arg(long)]
        name: String,
        /// SIRET
        #[arg(long)]
        siret: Option<String>,
        /// Heures par an d'un équivalent temps plein
        #[arg(long, value_name = "HEURES")]
        hours_per_fte: Option<String>,
    },
    /// Donner un autre nom à une activité
    Rename {
        /// Nom court de l'entité
        #[arg(long)]
        association: String,
        /// Nom actuel de l'activité
        #[arg(long)]
        name: String,
        /// Nouveau nom
        #[arg(long, value_name = "NOM")]
        to: String,
    },
}

impl Activity {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Add { association, kind, name, siret, hours_per_fte } => {
                let hours = hours_per_fte.as_deref().map(|text| {
                    Hours::parse(text)
                        .ok_or_else(|| anyhow!("« {text} » n'est pas un nombre d'heures"))
                });
                let hours_per_fte = hours.transpose()?;
                let new = NewActivity { kind: parse_kind(&kind)?, name, siret, hours_per_fte };
                take_up(asked, &association, &new).await
            }
            Self::Rename { association, name, to } => {
                let db = asked.open().await?;
                let act = asked.act(&db).await?;
                let tx = db.write().await?;
                let entity = association_by_slug(&tx, &association).await?;
                let to = rename_activity(&tx, &act, &entity, (&name, &to)).await?;
                tx.commit().await?;
                let text = format!(
                    "L'activité « {} » de {} s'appelle maintenant « {to} » ; les fichiers la nomment ainsi.\n",
                    name.trim(),
                    entity.name
                );
                let json =
                    json!({"association": association, "name": to, "renamed_from": name.trim()});
                Ok(Said::done(text, json))
            }
        }
    }
}

async fn take_up(asked: &Asked, association: &str, new: &NewActivity) -> anyhow::Result<Said> {
    let db = asked.open().await?;
    let act = asked.act(&db).await?;
    let tx = db.write().await?;
    let entity = association_by_slug(&tx, association).await?;
    add_activity(&tx, &act, entity.id, new).await?;
    tx.commit().await?;
    let text = format!("{} a une activité « {} ».\n", entity.name, new.name.trim());
    let json =
        json!({"association": association, "name": new.name.trim(), "kind": new.kind.code()});
    Ok(Said::done(text, json))
}
