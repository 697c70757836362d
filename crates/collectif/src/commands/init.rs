//! `init`: the base of a pôle, made or brought up to date.

use directory::init_pole;
use serde_json::json;

use crate::base::Asked;
use crate::clock;
use crate::said::Said;

/// `init --name NAME`
#[derive(clap::Args)]
pub struct Init {
    /// Le nom du pôle
    #[arg(long)]
    name: String,
}

impl Init {
    /// Makes it; safe to run again.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let target = asked.target()?;
        let db = asked.create(&target).await?;
        let tx = db.write().await?;
        init_pole(&tx, self.name.trim(), clock::now()?.0).await?;
        tx.commit().await?;
        db.close().await?;
        let text = format!("La base {target} est prête pour « {} ».\n", self.name.trim());
        Ok(Said::done(text, json!({"database": target.to_string(), "pole": self.name.trim()})))
    }
}
