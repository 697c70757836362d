//! `user`: people, their seats, their passwords.

use std::fmt::Write as _;
use std::io::{BufRead as _, IsTerminal as _, Read as _};

use anyhow::{Context as _, anyhow, bail};
use chrono::NaiveDate;
use clap::{Args, Subcommand};
use console::Term;
use directory::{NewSeat, association_by_slug, grant_seat, seats};
use domain::calendar::short;
use domain::rights::Role;
use serde_json::json;

use crate::base::Asked;
use crate::command_line;
use crate::said::Said;

/// `user …`
#[derive(Subcommand)]
pub enum User {
    /// Donner un accès ; la même adresse une autre fois en ajoute un à la même personne
    Add(AddUser),
    /// Les personnes et leurs accès
    List,
    /// Donner un mot de passe, lu sur l'entrée standard, à quelqu'un qui a déjà un accès
    SetPassword(SetPassword),
    /// Remettre à zéro le second facteur de quelqu'un qui a perdu son téléphone
    ResetCode(ResetCode),
}

/// `user add`
#[derive(Args)]
pub struct AddUser {
    /// Adresse électronique
    #[arg(long)]
    email: String,
    /// Prénom et nom
    #[arg(long)]
    name: String,
    /// Rôle : administrator, accountant, treasurer, president, board-member, secretary, director,
    /// counsellor, payroll, funder ou auditor
    #[arg(long)]
    role: String,
    /// Nom court de l'association ; sans elle, l'accès porte sur tout le pôle
    #[arg(long)]
    association: Option<String>,
    /// Premier jour (par défaut aujourd'hui)
    #[arg(long, value_parser = command_line::day)]
    from: Option<NaiveDate>,
    /// Dernier jour
    #[arg(long, value_parser = command_line::day)]
    until: Option<NaiveDate>,
    /// Lire le mot de passe sur l'entrée standard ; sans lui, la personne le choisit par un lien
    #[arg(long)]
    password_stdin: bool,
}

/// `user set-password`
#[derive(Args)]
pub struct SetPassword {
    /// Adresse électronique
    #[arg(long)]
    email: String,
}

/// `user reset-code`
#[derive(Args)]
pub struct ResetCode {
    /// Adresse électronique
    #[arg(long)]
    email: String,
}

impl User {
    /// Runs it.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        match self {
            Self::Add(add) => add.run(asked).await,
            Self::List => list(asked).await,
            Self::SetPassword(set) => set.run(asked).await,
            Self::ResetCode(reset) => reset.run(asked).await,
        }
    }
}

impl AddUser {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let role = Role::parse(&self.role).ok_or_else(|| {
            let codes: Vec<&str> = Role::ALL.into_iter().map(Role::code).collect();
            anyhow!("« {} » n'est pas un rôle ; les rôles sont {}", self.role, codes.join(", "))
        })?;
        let hash = if self.password_stdin {
            Some(read_hash(&[&self.email, &self.name]).await?)
        } else {
            None
        };
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let tx = db.write().await?;
        let association = match &self.association {
            Some(slug) => Some(association_by_slug(&tx, slug).await?.id),
            None => None,
        };
        let new = NewSeat {
            email: self.email.clone(),
            name: self.name,
            role,
            association,
            from: self.from.unwrap_or(act.today),
            until: self.until,
        };
        let (seat, is_new) = grant_seat(&tx, &act, &new).await?;
        if let Some(hash) = hash {
            office::set_password(&tx, &act, seat.person_id, hash, true).await?;
        }
        tx.commit().await?;
        db.close().await?;
        let text = format!("{} : accès « {} » donné.\n", new.email.trim(), role.french());
        let json = json!({"email": new.email.trim().to_lowercase(), "role": role.code(), "association": self.association, "new_person": is_new});
        Ok(Said::done(text, json))
    }
}

/// The hash of the password on standard input, unless it is one that is guessed first.
async fn read_hash(about: &[&str]) -> anyhow::Result<String> {
    let password = read_password()?;
    if let Some(weak) = office::weakness(&password, about) {
        bail!("{weak}");
    }
    office::hash(password).await.map_err(|_| {
        anyhow!("le mot de passe n'a pas pu être haché : la machine manque de mémoire")
    })
}

/// One line; its end is not part of it. Asked for at a terminal, where it is not shown.
fn read_password() -> anyhow::Result<String> {
    let unread = "le mot de passe ne peut pas être lu sur l'entrée standard";
    if std::io::stdin().is_terminal() {
        eprint!("Mot de passe : ");
        return Term::stderr().read_secure_line().context(unread);
    }
    let mut text = String::new();
    std::io::stdin().lock().take(4096).read_line(&mut text).context(unread)?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

async fn list(asked: &Asked) -> anyhow::Result<Said> {
    let db = asked.open().await?;
    let rows = seats(db.conn()).await?;
    db.close().await?;
    let mut text = String::new();
    for row in &rows {
        let place = row.association.as_ref().map_or("tout le pôle", |place| place.slug.as_str());
        let until =
            row.seat.until_date.map_or_else(String::new, |day| format!(" jusqu'au {}", short(day)));
        let email = row.person.email.as_deref().unwrap_or_default();
        let _ = writeln!(
            text,
            "{email:<36} {:<14} {place} depuis le {}{until}",
            row.role.code(),
            short(row.seat.from_date)
        );
    }
    let json: Vec<_> = rows
        .iter()
        .map(|row| {
            json!({
                "email": row.person.email, "name": row.person.name, "role": row.role.code(),
                "association": row.association.as_ref().map(|place| &place.slug),
                "from": row.seat.from_date, "until": row.seat.until_date,
                "confirmed": row.seat.confirmed_by.is_some(),
            })
        })
        .collect();
    Ok(Said::done(text, json!({"seats": json})))
}

impl SetPassword {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let hash = read_hash(&[&self.email]).await?;
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let person = directory::actor_by_email(db.conn(), &self.email).await?;
        let tx = db.write().await?;
        office::set_password(&tx, &act, person, hash, true).await?;
        tx.commit().await?;
        db.close().await?;
        let text = format!("{} a un nouveau mot de passe.\n", self.email);
        Ok(Said::done(text, json!({"email": self.email})))
    }
}

impl ResetCode {
    async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let db = asked.open().await?;
        let act = asked.act(&db).await?;
        let person = directory::actor_by_email(db.conn(), &self.email).await?;
        let tx = db.write().await?;
        office::reset_code(&tx, &act, person).await?;
        tx.commit().await?;
        db.close().await?;
        let text = format!("{} choisira un second facteur à sa prochaine connexion.\n", self.email);
        Ok(Said::done(text, json!({"email": self.email})))
    }
}
