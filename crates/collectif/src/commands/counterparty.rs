//! `counterparty`: which third parties of an entity's books are other entities of the pôle.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use directory::{association_by_slug, associations};
use serde_json::json;
use sharing::{ThirdParty, counterparties, map_counterparty, unmap_counterparty};

use crate::base::Asked;
use crate::said::Said;

/// `counterparty …`
#[derive(Subcommand)]
pub enum Counterparty {
    /// Dire qu'un tiers est une entité du pôle ; ses écritures sont marquées
    Map(Map),
    /// Retirer un vis-à-vis ; ses écritures ne sont plus marquées
    Unmap(Unmap),
    /// Les vis-à-vis connus
    List,
}

/// `counterparty map`
#[derive(Args)]
pub struct Map {
    /// Nom court de l'entité dont ce sont les livres
    #[arg(long)]
    association: String,
    #[command(flatten)]
    third_party: Asks,
    /// Nom court de l'entité que c'est
    #[arg(long)]
    to: String,
}

/// `counterparty unmap`
#[derive(Args)]
pub struct Unmap {
    /// Nom court de l'entité dont ce sont les livres
    #[arg(long)]
    association: String,
    #[command(flatten)]
    third_party: Asks,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Asks {
    /// Numéro du tiers (CompAuxNum)
    #[arg(long)]
    aux: Option<String>,
    /// Début de compte, quand les tiers ont chacun le leur
    #[arg(long)]
    account: Option<String>,
}

impl Asks {
    fn third_party(&self) -> ThirdParty {
        match (&self.aux, &self.account) {
            (Some(number), _) => ThirdParty::Aux(number.clone()),
            (None, prefix) => ThirdParty::Account(prefix.clone().unwrap_or_default()),
        }
    }
}

impl Counterparty {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Map(map) => map.run(asked).await,
            Self::Unmap(unmap) => unmap.run(asked).await,
            Self::List => list(asked).await,
        }
    }
}

impl Map {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let third_party = self.third_party.third_party();
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let tx = db.write().await?;
        let entity = association_by_slug(&tx, &self.association).await?;
        let to = association_by_slug(&tx, &self.to).await?;
        let mapped = map_counterparty(&tx, &act, &entity, &third_party, &to).await?;
        tx.commit().await?;
        let (tagged, name) = (mapped.tagged_lines, &entity.name);
        let mut text = format!(
            "{name} : {third_party} est {} ; {tagged} lignes marquées en tout, tous vis-à-vis réunis.\n",
            to.name
        );
        let mut issues = Vec::new();
        if !mapped.is_known {
            let message = format!(
                "aucune ligne des livres de {name} ne porte {third_party} : vérifiez-le, ou importez les \
                 écritures qui le nomment ; pour le retirer, « collectif counterparty unmap »"
            );
            let _ = writeln!(text, "attention, {message} [unknown-third-party]");
            issues.push(
                json!({"severity": "warning", "code": "unknown-third-party", "message": message}),
            );
        }
        let Asks { aux, account } = self.third_party;
        let json = json!({
            "association": self.association, "aux": aux, "account": account, "to": self.to,
            "tagged_lines": tagged, "issues": issues,
        });
        Ok(Said::done(text, json))
    }
}

impl Unmap {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let third_party = self.third_party.third_party();
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let tx = db.write().await?;
        let entity = association_by_slug(&tx, &self.association).await?;
        let tagged = unmap_counterparty(&tx, &act, &entity, &third_party).await?;
        tx.commit().await?;
        let text = format!(
            "{} : {third_party} n'a plus de vis-à-vis ; {tagged} lignes marquées en tout.\n",
            entity.name
        );
        let Asks { aux, account } = self.third_party;
        let json = json!({"association": self.association, "aux": aux, "account": account, "tagged_lines": tagged});
        Ok(Said::done(text, json))
    }
}

async fn list(asked: &Asked) -> anyhow::Result<Said> {
    let db = asked.open().await?;
    let entities = associations(db.conn()).await?;
    let slug =
        |id: i64| entities.iter().find(|e| e.id == id).map(|e| e.slug.clone()).unwrap_or_default();
    let mut text = String::new();
    let mut rows = Vec::new();
    for row in counterparties(db.conn(), None).await? {
        let (from, to) = (slug(row.association_id), slug(row.to_association_id));
        let third_party = match (&row.aux, &row.account) {
            (Some(aux), _) => format!("tiers {aux}"),
            (None, account) => format!("comptes {}…", account.as_deref().unwrap_or_default()),
        };
        let _ = writeln!(text, "{from:<24} {third_party:<24} {to}");
        rows.push(json!({"association": from, "aux": row.aux, "account": row.account, "to": to}));
    }
    Ok(Said::done(text, json!({"counterparties": rows})))
}
