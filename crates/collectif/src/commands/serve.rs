//! `serve`: the web application, on this machine only and read-only until people can sign in.

use std::net::{IpAddr, SocketAddr};

use anyhow::{Context as _, bail};
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use db::Db;
use sea_orm::ConnectionTrait as _;
use serde_json::json;
use web::{Clock, Site, site_router};

use crate::base::Asked;
use crate::clock;
use crate::said::Said;

/// `serve [--listen ADDR]`
#[derive(clap::Args)]
pub struct Serve {
    /// Adresse d'écoute, sur cette machine seulement
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Serve {
    /// Serves until interrupted.
    pub async fn run(self, asked: &Asked) -> anyhow::Result<Said> {
        let db = asked.open().await?;
        serve(db, self.listen, |_| {}).await?;
        Ok(Said::done(String::new(), json!({"served": true})))
    }
}

/// Serves a base until interrupted; `ready` hears the address once it listens.
pub async fn serve(
    db: Db,
    listen: SocketAddr,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    if !listen.ip().is_loopback() {
        bail!(
            "{listen} est ouverte à d'autres machines : tant que personne ne peut se connecter, \
             le site n'écoute que sur 127.0.0.1 ou [::1]"
        );
    }
    let pole = directory::pole(db.conn()).await?;
    let site = Site {
        db: db.clone(),
        clock: Clock::System(clock::zone()?),
        pole: pole.name.into(),
        version: env!("CARGO_PKG_VERSION"),
        demonstration: pole.notice.is_some(),
    };
    let health = axum::Router::new()
        .route("/health/live", get(|| async { "ok\n" }))
        .route("/health/ready", get(is_ready))
        .with_state(db.clone());
    let router = site_router(site, vec![accounting::offer(), report::offer()])
        .merge(health)
        .layer(middleware::from_fn(only_this_machine));
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("l'adresse {listen} ne peut pas être écoutée (déjà prise ?)"))?;
    let address = listener.local_addr()?;
    eprintln!(
        "Collectif écoute sur http://{address} (lecture seule, sur cette machine). Ctrl+C pour arrêter."
    );
    ready(address);
    axum::serve(listener, router).with_graceful_shutdown(interrupted()).await?;
    db.close().await?;
    Ok(())
}

/// Ready when the base answers.
async fn is_ready(State(db): State<Db>) -> Response {
    let question = db::statement(db.conn(), "SELECT id FROM pole", []);
    match db.conn().query_one_raw(question).await {
        Ok(Some(_)) => "ok\n".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "la base ne répond pas\n").into_response(),
    }
}

/// A page of another site cannot have this one read by a name of its own that leads here.
async fn only_this_machine(request: Request, next: Next) -> Response {
    let host =
        request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    if name == "localhost" || address.is_ok_and(|address| address.is_loopback()) {
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
