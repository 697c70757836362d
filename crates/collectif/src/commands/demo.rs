//! `demo`: a demonstration pôle in a folder, its report on paper, and its site.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::ValueEnum;
use db::{Db, Target};
use directory::{Act, LOCAL_ACTOR};
use serde_json::json;

use super::report::print;
use super::serve::{Place, serve};
use crate::base::Asked;
use crate::said::Said;
use crate::{clock, key};

/// `demo [--dir DIR] [--case 2009] [--listen ADDR] [--no-serve]`
#[derive(clap::Args)]
pub struct Demo {
    /// Le dossier où la construire
    #[arg(long, default_value = "collectif-demo")]
    dir: PathBuf,
    /// Quelle démonstration
    #[arg(long, value_enum, default_value = "2009")]
    case: Case,
    #[command(flatten)]
    place: Place,
    /// Construire sans servir
    #[arg(long)]
    no_serve: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Case {
    /// un pôle tel qu'il s'est publié pour 2009
    #[value(name = "2009")]
    Published2009,
}

/// The year whose report the demonstration shows.
const YEAR: i32 = 2009;

impl Demo {
    /// Builds it unless it is there, prints the report, serves.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let Case::Published2009 = self.case;
        std::fs::create_dir_all(&self.dir)
            .with_context(|| format!("{} ne peut pas être créé", self.dir.display()))?;
        let asked = self.base(asked)?;
        let target = asked.target()?;
        let db = match built(&asked, &target).await? {
            Some(db) => db,
            None => build(&asked, &target).await?,
        };
        let report = report::gather(db.conn(), YEAR).await?;
        let sheet = self.dir.join(format!("rapport-{YEAR}.pdf"));
        std::fs::write(&sheet, print(&report)?)
            .with_context(|| format!("{} ne peut pas être écrit", sheet.display()))?;
        let mut text = format!(
            "{}\n  la base     {target}\n  le rapport  {}\n  les comptes, tous avec le mot de passe « {} » :\n",
            report.pole,
            sheet.display(),
            demo::PASSWORD
        );
        for account in &demo::ACCOUNTS {
            let _ = writeln!(text, "    {:<32} {}", account.email, account.told);
        }
        let accounts: Vec<_> = demo::ACCOUNTS
            .iter()
            .map(|account| json!({"email": account.email, "role": account.role.code(), "association": account.association, "password": demo::PASSWORD}))
            .collect();
        let document = json!({"database": target.to_string(), "report": sheet.display().to_string(), "year": YEAR, "accounts": accounts});
        db.close().await?;
        if self.no_serve {
            return Ok(Said::done(text, document));
        }
        print!("{text}");
        serve(asked.open_closed().await?, &target, &self.place, |address| {
            println!("  le site     http://{address}/");
        })
        .await?;
        Ok(Said::silent())
    }

    /// The base of `--database`, else `collectif.db` in the folder; never the variable's.
    fn base(&self, asked: &Asked) -> anyhow::Result<Asked> {
        let own = self.dir.join("collectif.db");
        let own = own.to_str().context("le nom du dossier n'est pas lisible")?.to_owned();
        Ok(Asked { database: Some(asked.database.clone().unwrap_or(own)), ..asked.clone() })
    }
}

/// The base, when it holds a pôle already.
async fn built(asked: &Asked, target: &Target) -> anyhow::Result<Option<Db>> {
    if target.file().is_some_and(|file| !file.exists()) {
        return Ok(None);
    }
    match asked.open().await {
        Ok(db) => {
            // Tables without a pôle are those of a demonstration that was interrupted.
            let Ok(pole) = directory::pole(db.conn()).await else { return Ok(None) };
            let empty = directory::associations(db.conn()).await?.is_empty();
            if pole.notice.is_none() && !empty {
                bail!(
                    "la base {target} est celle de « {} », pas une démonstration : choisissez un autre dossier",
                    pole.name
                );
            }
            Ok((!empty).then_some(db))
        }
        // An empty PostgreSQL database is not a pôle yet.
        Err(_) if target.file().is_none() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Builds it in one transaction: interrupted, nothing of it remains but empty tables.
async fn build(asked: &Asked, target: &Target) -> anyhow::Result<Db> {
    let db = asked.create(target).await?;
    let key = key::instance_key(target, db.conn()).await?;
    let pole = demo::published_2009();
    let (now, today) = clock::now()?;
    let act = Act { person: LOCAL_ACTOR, now, today };
    let tx = db.write().await?;
    demo::install(&tx, &act, &key.identity, &pole).await?;
    demo::open_accounts(&tx, &act).await?;
    demo::ask_questions(&tx, &act).await?;
    key.keep()?;
    tx.commit().await?;
    Ok(db)
}
