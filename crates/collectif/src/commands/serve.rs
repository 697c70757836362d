//! `serve`: the web application and its postman.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db::{Db, Scope, Target};
use mail::{Carrier, Postman};
use sea_orm::ConnectionTrait as _;
use serde_json::json;
use tokio::sync::{Notify, watch};
use web::{Clock, Offer, Site, site_router};

use crate::base::Asked;
use crate::commands::import::TAGGING;
use crate::said::Said;
use crate::{clock, command_line, key, listen};

/// `serve [--listen ADDR] [--address URL]`
#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
}

/// Where the site is served.
#[derive(clap::Args, Clone, Debug)]
pub struct Place {
    /// Adresse d'écoute
    #[arg(long, default_value = "127.0.0.1:8080", value_parser = command_line::place)]
    pub listen: SocketAddr,
    /// L'adresse par laquelle on atteint le site, pour les liens des courriels (https://pole.example)
    #[arg(long, env = "COLLECTIF_ADDRESS", hide_env_values = true)]
    pub address: Option<String>,
}

impl Serve {
    /// Serves until interrupted.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let db = asked.open_closed().await?;
        serve(db, &asked.target()?, &self.place, |_| {}).await?;
        Ok(Said::done(String::new(), json!({"served": true})))
    }
}

/// What each slice brings to the site.
pub fn offers() -> Vec<Offer> {
    vec![
        web::search::offer(),
        office::offer(),
        governance::offer(),
        accounting::offer(TAGGING),
        jobs::offer(),
        report::offer(),
        questions::offer(),
        office::help(),
    ]
}

/// Serves a base, opened closed, until interrupted; `ready` hears the address once it listens.
pub async fn serve(
    db: Db,
    target: &Target,
    place: &Place,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let pole = directory::pole(db.conn()).await?;
    let key = {
        let everything = db.seeing(Scope::Everything).snapshot().await?;
        key::instance_key(target, &everything).await?
    };
    key.keep()?;
    warn_of_account(&db).await?;
    let listener = tokio::net::TcpListener::bind(place.listen)
        .await
        .with_context(|| format!("l'adresse {} ne peut pas être écoutée", place.listen))?;
    let heard = listener.local_addr()?;
    let address = place.address.clone().unwrap_or_else(|| format!("http://{heard}"));
    let address: Arc<str> = address.trim_end_matches('/').into();
    let site = Site {
        db: db.clone(),
        clock: Clock::System(clock::zone()?),
        pole: pole.name.clone().into(),
        version: env!("CARGO_PKG_VERSION"),
        address: address.clone(),
        sealing: key.sealing,
        identity: key.identity,
        uploads: web::upload::Uploads::default(),
        demonstration: pole.notice.is_some(),
    };
    let health = axum::Router::new()
        .route("/health/live", get(|| async { "ok\n" }))
        .route("/health/ready", get(is_ready))
        .with_state(db.clone());
    let router = site_router(site, offers())
        .merge(health)
        .layer(middleware::from_fn_with_state(Names::of(heard, &address), known_by_this_name));
    let (ended, mut hears) = watch::channel(());
    let postman = postman(db.clone(), target, &pole.name, &address)?;
    let carrying = tokio::spawn(postman.run(Arc::new(Notify::new()), async move {
        let _ = hears.changed().await;
    }));
    eprintln!("Collectif écoute sur http://{heard}. Ctrl+C pour arrêter.");
    if !heard.ip().is_loopback() && !address.starts_with("https://") {
        eprintln!(
            "  Les navigateurs ne gardent la connexion qu'en https ou sur cette machine : mettez un \
             serveur https devant, et donnez son adresse par --address ou COLLECTIF_ADDRESS."
        );
    }
    ready(heard);
    listen::answer(listener, router, interrupted()).await;
    drop(ended);
    carrying.await?;
    db.close().await?;
    Ok(())
}

/// Says that PostgreSQL holds nothing back from the account that the site was given.
async fn warn_of_account(db: &Db) -> anyhow::Result<()> {
    if let Some(lock) = db::row_lock(db.conn()).await?.filter(|lock| lock.is_passed_over) {
        eprintln!(
            "Le compte PostgreSQL « {} » passe outre les verrous de lignes : rien dans la base ne sépare \
             les associations. Donnez au site un compte ordinaire, propriétaire de sa base.",
            lock.account
        );
    }
    Ok(())
}

/// Who carries letters: the server of `COLLECTIF_MAIL`, or a folder beside the base.
fn postman(db: Db, target: &Target, pole: &str, address: &str) -> anyhow::Result<Postman> {
    let said = |name| std::env::var(name).ok().filter(|text| !text.trim().is_empty());
    let folder = || match target.file() {
        Some(base) => {
            let mut name = base.as_os_str().to_owned();
            name.push(".mail");
            PathBuf::from(name).to_string_lossy().into_owned()
        }
        None => "collectif.mail".to_owned(),
    };
    let mut carrier = Carrier::from_url(&said("COLLECTIF_MAIL").unwrap_or_else(folder))?;
    if let Some(file) = said("COLLECTIF_MAIL_CA") {
        let pem = std::fs::read(&file).with_context(|| format!("{file} ne peut pas être lu"))?;
        carrier = carrier.trusting(&pem)?;
    }
    let host = address.split("://").last().unwrap_or_default();
    let host = host
        .split([':', '/'])
        .next()
        .filter(|host| host.contains('.') && !host.starts_with("127."));
    let own = || {
        let name: String = pole.chars().filter(|c| !"\"<>\\".contains(*c)).collect();
        format!("\"{name}\" <ne-pas-repondre@{}>", host.unwrap_or("localhost"))
    };
    let sender = mail::sender(&said("COLLECTIF_MAIL_FROM").unwrap_or_else(own))?;
    Ok(Postman::new(db, carrier, sender))
}

/// Ready when the base answers.
async fn is_ready(State(db): State<Db>) -> Response {
    let question = db::statement(db.conn(), "SELECT id FROM pole", []);
    match db.conn().query_one_raw(question).await {
        Ok(Some(_)) => "ok\n".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "la base ne répond pas\n").into_response(),
    }
}

/// The names this site answers to.
#[derive(Clone, Debug)]
struct Names {
    own: Arc<str>,
    anywhere: bool,
}

impl Names {
    /// Its own address and this machine's; any numeric address when it listens beyond the machine.
    fn of(heard: SocketAddr, address: &str) -> Self {
        let own = address.split("://").last().unwrap_or_default();
        Self { own: host_of(own).into(), anywhere: !heard.ip().is_loopback() }
    }

    fn hold(&self, name: &str) -> bool {
        let numeric = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        name == &*self.own
            || name == "localhost"
            || numeric.is_ok_and(|ip| ip.is_loopback() || self.anywhere)
    }
}

/// The name of a host without its port.
fn host_of(host: &str) -> &str {
    let host = host.split('/').next().unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// A page of another site cannot have this one read by a name of its own that leads here.
async fn known_by_this_name(State(names): State<Names>, request: Request, next: Next) -> Response {
    let host =
        request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if names.hold(host_of(host)) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "Cette adresse n'est pas celle du site.\n")
            .into_response()
    }
}

/// Waits for Ctrl+C or the end asked by the system.
async fn interrupted() {
    let mut ended = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()).ok();
    let ended = async {
        match &mut ended {
            Some(ended) => _ = ended.recv().await,
            None => std::future::pending::<()>().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = ended => {}
    }
}
