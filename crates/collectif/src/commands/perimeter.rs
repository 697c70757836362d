//! `perimeter`: who is in the combined report, dated.

use anyhow::anyhow;
use chrono::NaiveDate;
use clap::Subcommand;
use directory::{add_to_perimeter, association_by_slug, end_in_perimeter, perimeter};
use domain::calendar::{parse_date, short};
use serde_json::json;

use crate::base::Asked;
use crate::said::Said;

/// `perimeter …`
#[derive(Subcommand)]
pub enum Perimeter {
    /// Mettre une entité dans le périmètre
    Add {
        /// Nom court de l'entité
        #[arg(long)]
        association: String,
        /// Premier jour
        #[arg(long)]
        from: String,
        /// Dernier jour
        #[arg(long)]
        until: Option<String>,
    },
    /// Sortir une entité du périmètre après un jour
    End {
        /// Nom court de l'entité
        #[arg(long)]
        association: String,
        /// Dernier jour où elle y est
        #[arg(long)]
        until: String,
    },
    /// La liste datée
    List,
}

/// A day typed on the command line.
pub fn day(text: &str) -> anyhow::Result<NaiveDate> {
    parse_date(text).ok_or_else(|| anyhow!("« {text} » n'est pas une date : écrivez AAAA-MM-JJ"))
}

impl Perimeter {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let db = asked.open().await?;
        match self {
            Self::Add { association, from, until } => {
                let (from, until) = (day(&from)?, until.as_deref().map(day).transpose()?);
                let act = asked.act(&db).await?;
                let tx = db.write().await?;
                let entity = association_by_slug(&tx, &association).await?;
                add_to_perimeter(&tx, &act, entity.id, from, until).await?;
                tx.commit().await?;
                let text =
                    format!("{} est dans le périmètre depuis le {}.\n", entity.name, short(from));
                Ok(Said::done(
                    text,
                    json!({"association": association, "from": from, "until": until}),
                ))
            }
            Self::End { association, until } => {
                let until = day(&until)?;
                let act = asked.act(&db).await?;
                let tx = db.write().await?;
                let entity = association_by_slug(&tx, &association).await?;
                let from = end_in_perimeter(&tx, &act, &entity, until).await?;
                tx.commit().await?;
                let text = format!(
                    "{} est dans le périmètre du {} au {}.\n",
                    entity.name,
                    short(from),
                    short(until)
                );
                Ok(Said::done(
                    text,
                    json!({"association": association, "from": from, "until": until}),
                ))
            }
            Self::List => {
                let rows = perimeter(db.conn()).await?;
                let said = |e: &directory::PerimeterEntry| {
                    let until =
                        e.until.map_or(String::new(), |day| format!(" jusqu'au {}", short(day)));
                    format!("{:<24} depuis le {}{until}\n", e.association.slug, short(e.from))
                };
                let text: String = rows.iter().map(said).collect();
                let json = |e: &directory::PerimeterEntry| json!({"association": e.association.slug, "from": e.from, "until": e.until});
                Ok(Said::done(
                    text,
                    json!({"perimeter": rows.iter().map(json).collect::<Vec<_>>()}),
                ))
            }
        }
    }
}
