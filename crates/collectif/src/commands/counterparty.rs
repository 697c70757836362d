//! `counterparty`: which third parties of an entity's books are other entities of the pôle.

use clap::{Args, Subcommand};
use directory::{association_by_slug, associations};
use serde_json::json;
use sharing::{ThirdParty, counterparties, map_counterparty};

use crate::base::Asked;
use crate::said::Said;

/// `counterparty …`
#[derive(Subcommand)]
pub enum Counterparty {
    /// Dire qu'un tiers est une entité du pôle ; ses écritures sont marquées
    Map(Map),
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

impl Counterparty {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Map(map) => map.run(asked).await,
            Self::List => list(asked).await,
        }
    }
}

impl Map {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let Asks { aux, account } = self.third_party;
        let third_party = match (aux.clone(), account.clone()) {
            (Some(number), _) => ThirdParty::Aux(number),
            (None, prefix) => ThirdParty::Account(prefix.unwrap_or_default()),
        };
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let tx = db.write().await?;
        let entity = association_by_slug(&tx, &self.association).await?;
        let to = association_by_slug(&tx, &self.to).await?;
        let tagged = map_counterparty(&tx, &act, &entity, &third_party, &to).await?;
        tx.commit().await?;
        let text = format!(
            "{} : {tagged} lignes marquées, celles de {} comprises.\n",
            entity.name, to.name
        );
        let json = json!({"association": self.association, "aux": aux, "account": account, "to": self.to, "tagged_lines": tagged});
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
        text += &format!("{from:<24} {third_party:<24} {to}\n");
        rows.push(json!({"association": from, "aux": row.aux, "account": row.account, "to": to}));
    }
    Ok(Said::done(text, json!({"counterparties": rows})))
}
