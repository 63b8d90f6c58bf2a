//! The workbench as a service: built once, then served until told to stop.

use crate::desk::Desk;
use crate::guard::{Hosts, door};
use crate::login::{Gate, Password};
use crate::pages;
use crate::routes;
use crate::state::{App, State};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::middleware::from_fn_with_state;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt;
use tower_http::catch_panic::CatchPanicLayer;
use unravel_casefile::CaseError;

/// Connections at once; more wait at the door.
const CONNECTIONS: usize = 512;
/// A connection is closed when it sends no whole head of a request for so long.
const IDLE: Duration = Duration::from_secs(30);
/// What was begun has so long to end when the program is told to stop.
const FAREWELL: Duration = Duration::from_secs(5);

/// How the workbench is served.
#[derive(Debug, Default)]
pub struct Options {
    /// Name of the user, for the log of changes.
    pub who: String,
    /// Host names beside the loopback ones under which it is reached.
    pub hosts: Vec<String>,
    /// Whether addresses in figures beyond the loopback ones are served too.
    pub beyond_loopback: bool,
    /// The password; none = no login, for the loopback address only.
    pub password: Option<Password>,
}

/// A workbench over one case.
#[derive(Clone)]
pub struct Workbench {
    app: App,
    router: Router,
}

impl Workbench {
    /// Opens a case for the bench.
    ///
    /// # Errors
    /// A case that can't be opened.
    pub fn new(case: &Path, desk: Arc<dyn Desk>, options: Options) -> Result<Self, CaseError> {
        let hosts = Hosts::new(&options.hosts, options.beyond_loopback);
        let gate = Gate::new(hosts, options.password);
        let app = Arc::new(State::new(case.to_owned(), desk, options.who, gate)?);
        let router = routes::all()
            .0
            .fallback(pages::page)
            .layer(CatchPanicLayer::new())
            .layer(from_fn_with_state(app.clone(), door))
            .with_state(app.clone());
        Ok(Self { app, router })
    }

    /// The service alone, for tests and for other servers.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Serves until `stop`, then finishes what was begun and closes the case.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send) {
        let slots = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = accept(&listener, &slots) => accepted,
                () = &mut stop => break,
            };
            let Some((stream, from, slot)) = accepted else {
                // out of files, or the client has gone: others may fare better in a moment
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            let router = self.router.clone();
            let service = service_fn(move |request: Request<Incoming>| {
                let mut request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(from));
                router.clone().oneshot(request)
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(IDLE)
                .serve_connection(TokioIo::new(stream), service);
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                let _slot = slot;
                // a broken connection is the client's affair
                let _ = connection.await;
            });
        }
        let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
        self.app.close();
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let slot = slots.clone().acquire_owned().await.ok()?;
    let (stream, from) = listener.accept().await.ok()?;
    // answers are short; waiting to fill a packet would only delay them
    let _ = stream.set_nodelay(true);
    Some((stream, from, slot))
}

/// The description of the API (OpenAPI 3.1) as JSON.
pub fn openapi() -> String {
    routes::all().1.to_json().unwrap_or_default()
}
