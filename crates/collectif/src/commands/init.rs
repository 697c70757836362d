//! `init`: the base of a pôle, made or brought up to date.

use std::fmt::Write as _;

use directory::{Act, LOCAL_ACTOR, init_pole, pole_name};
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
        // Told before any base is made.
        let name = pole_name(&self.name)?;
        let target = asked.target()?;
        let db = asked.create(&target).await?;
        let tx = db.write().await?;
        let (now, today) = clock::now()?;
        let act = Act { person: LOCAL_ACTOR, now, today };
        let named = init_pole(&tx, &act, &name).await?;
        governance::found_colleges(&tx).await?;
        tx.commit().await?;
        db.close().await?;
        let mut text = format!("La base {target} est prête pour « {name} ».\n");
        if let Some(before) = &named.before {
            let _ = writeln!(
                text,
                "Le pôle s'appelait « {before} », il s'appelle maintenant « {name} »."
            );
        }
        let json =
            json!({"database": target.to_string(), "pole": name, "renamed_from": named.before});
        Ok(Said::done(text, json))
    }
}
