//! Answers whoever connects, and waits for nobody who says nothing: a connection whose next request
//! does not come, or stops in the midst of its head, is closed. Silent ones neither pile up nor keep
//! the site from ending.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::Service as _;

/// How long the head of a request may take to come; how long a body may, its route says.
const PATIENCE: Duration = Duration::from_secs(30);

/// Answers until the end is asked, then ends the answers that were begun.
pub async fn answer(mut listener: TcpListener, site: Router, ended: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    let open = GracefulShutdown::new();
    let mut ended = pin!(ended);
    loop {
        let (stream, from) = tokio::select! {
            connected = Listener::accept(&mut listener) => connected,
            () = &mut ended => break,
        };
        // An answer written in two pieces would wait for the reader's acknowledgement of the first.
        let _ = stream.set_nodelay(true);
        let site = site.clone();
        let service = service_fn(move |mut request: hyper::Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(from));
            site.clone().call(request)
        });
        let connection = open.watch(http.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }
    drop(listener);
    open.shutdown().await;
}
