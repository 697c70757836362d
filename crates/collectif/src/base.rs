//! Which base a command works on, and who acts.

use anyhow::{Context as _, bail};
use db::{Db, OpenError, Target};
use directory::{Act, LOCAL_ACTOR, actor_by_email};
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{ConnectionTrait as _, DbErr};

use crate::clock;

/// What the command line asks, whatever the command.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// `--database`.
    pub database: Option<String>,
    /// `--as`.
    pub acting_as: Option<String>,
    /// `--json`.
    pub json: bool,
}

impl Asked {
    /// The base of `--database`, else of `COLLECTIF_DATABASE`, else `collectif.db` here.
    ///
    /// # Errors
    /// When the text names no base.
    pub fn target(&self) -> anyhow::Result<Target> {
        let text = self.database.clone().or_else(|| std::env::var("COLLECTIF_DATABASE").ok());
        Ok(Target::parse(text.as_deref().unwrap_or("collectif.db"))?)
    }

    /// Opens a base that exists and is up to date, for a command: all of it is seen.
    ///
    /// # Errors
    /// A missing, empty, older or newer base: the sentence says what to run.
    pub async fn open(&self) -> anyhow::Result<Db> {
        let target = self.existing()?;
        Self::ready(&target, Db::open(&target, false).await).await
    }

    /// The same for the site: nothing of an association is seen but by who may.
    ///
    /// # Errors
    /// As for [`Asked::open`].
    pub async fn open_closed(&self) -> anyhow::Result<Db> {
        let target = self.existing()?;
        Self::ready(&target, Db::open_closed(&target).await).await
    }

    fn existing(&self) -> anyhow::Result<Target> {
        let target = self.target()?;
        if let Some(file) = target.file()
            && !file.exists()
        {
            bail!("la base {target} n'existe pas : créez-la par « collectif init --name NOM »");
        }
        Ok(target)
    }

    async fn ready(target: &Target, opened: Result<Db, OpenError>) -> anyhow::Result<Db> {
        let db = opened.with_context(|| format!("la base {target} ne s'ouvre pas"))?;
        let unreadable = || format!("la base {target} ne peut pas être lue");
        let pole = db::statement(db.conn(), "SELECT id FROM pole", []);
        match db.conn().query_one_raw(pole).await {
            Err(error) if db::is_missing_table(&error) => bail!(
                "la base {target} n'est pas une base de Collectif : créez-en une par « collectif init --name NOM »"
            ),
            found => found.with_context(unreadable)?,
        };
        let pending = match Migrator::get_pending_migrations(db.conn()).await {
            // Steps that this program does not know.
            Err(DbErr::Custom(_)) => {
                bail!("la base {target} vient d'une version plus récente de Collectif")
            }
            pending => pending.with_context(unreadable)?,
        };
        if !pending.is_empty() {
            bail!(
                "la base {target} est plus ancienne que ce programme : mettez-la à jour par « collectif init --name NOM »"
            );
        }
        Ok(db)
    }

    /// Creates the base if need be and brings its tables up to date.
    ///
    /// # Errors
    /// The database's own.
    pub async fn create(&self, target: &Target) -> anyhow::Result<Db> {
        let db = Db::open(target, true)
            .await
            .with_context(|| format!("la base {target} ne s'ouvre pas"))?;
        Migrator::up(db.conn(), None)
            .await
            .with_context(|| format!("la base {target} n'a pas pu être mise à jour"))?;
        Ok(db)
    }

    /// Who acts, and when.
    ///
    /// # Errors
    /// When nobody has the e-mail of `--as`.
    pub async fn act(&self, db: &Db) -> anyhow::Result<Act> {
        let (now, today) = clock::now()?;
        let person = match &self.acting_as {
            Some(email) => actor_by_email(db.conn(), email).await?,
            None => LOCAL_ACTOR,
        };
        Ok(Act { person, now, today })
    }
}
