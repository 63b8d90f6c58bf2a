//! The password and the sessions of a workbench that listens beyond this machine.

use crate::error::ApiError;
use crate::guard::Hosts;
use crate::state::locked;
use argon2::Argon2;
use axum::http::{HeaderMap, StatusCode, header};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long a session lasts.
const SESSION: Duration = Duration::from_secs(12 * 3600);
/// Sessions at once; beyond, the oldest ends.
const SESSIONS: usize = 256;
/// Failed tries of one address, and of all together, in [`WINDOW`].
const TRIES: usize = 5;
const TRIES_OF_ALL: usize = 50;
const WINDOW: Duration = Duration::from_secs(60);
/// The prefix makes browsers insist on Secure, this host and the whole path.
const COOKIE: &str = "__Host-unravel";

/// A password, kept only as its Argon2id hash (19 MiB, two passes: the defaults of RFC 9106's
/// second choice as OWASP scales it) with a salt of its own.
pub struct Password {
    salt: [u8; 16],
    hash: [u8; 32],
}

impl Password {
    /// Hashes a password.
    ///
    /// # Errors
    /// Fewer than 8 characters, or a system without random numbers; one line.
    pub fn new(password: &str) -> Result<Self, String> {
        if password.chars().count() < 8 {
            return Err("the password has fewer than 8 characters; choose a longer one".into());
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt).map_err(|e| format!("no random numbers: {e}"))?;
        let hash = hashed(password, &salt)?;
        Ok(Self { salt, hash })
    }

    fn is(&self, password: &str) -> bool {
        let Ok(hash) = hashed(password, &self.salt) else {
            return false;
        };
        // every byte is looked at, so that the time tells nothing
        let differ = hash.iter().zip(&self.hash).fold(0, |d, (a, b)| d | (a ^ b));
        differ == 0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password")
    }
}

fn hashed(password: &str, salt: &[u8]) -> Result<[u8; 32], String> {
    let mut hash = [0; 32];
    Argon2::default()
        .hash_password_into(password.as_bytes(), salt, &mut hash)
        .map_err(|e| format!("the password can't be hashed: {e}"))?;
    Ok(hash)
}

struct Session {
    who: Option<String>,
    ends: Instant,
}

/// Who may come in, and from under which names.
pub(crate) struct Gate {
    pub(crate) hosts: Hosts,
    password: Option<Password>,
    sessions: Mutex<HashMap<String, Session>>,
    failed: Mutex<Vec<(Instant, Option<IpAddr>)>>,
    /// One hash at a time: each takes 19 MiB and some 20 ms.
    hashing: Mutex<()>,
}

impl Gate {
    pub(crate) fn new(hosts: Hosts, password: Option<Password>) -> Self {
        Self {
            hosts,
            password,
            sessions: Mutex::default(),
            failed: Mutex::default(),
            hashing: Mutex::default(),
        }
    }

    pub(crate) fn needs_login(&self) -> bool {
        self.password.is_some()
    }

    /// The running session of a request: the name given with it, if one was.
    pub(crate) fn session(&self, headers: &HeaderMap) -> Option<Option<String>> {
        let token = token(headers)?;
        let sessions = locked(&self.sessions);
        let session = sessions.get(&token)?;
        (session.ends > Instant::now()).then(|| session.who.clone())
    }

    /// Begins a session and returns its cookie. Takes some 20 ms: call it where that may be.
    pub(crate) fn login(
        &self,
        password: &str,
        who: Option<String>,
        from: Option<IpAddr>,
    ) -> Result<String, ApiError> {
        let Some(expected) = &self.password else {
            return Err(ApiError::bad("no password is needed here"));
        };
        let _one = locked(&self.hashing);
        {
            let mut failed = locked(&self.failed);
            failed.retain(|(at, _)| at.elapsed() < WINDOW);
            let own = failed.iter().filter(|(_, ip)| *ip == from).count();
            if own >= TRIES || failed.len() >= TRIES_OF_ALL {
                return Err(ApiError::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "too many wrong passwords",
                )
                .mend("wait a minute"));
            }
        }
        if !expected.is(password) {
            locked(&self.failed).push((Instant::now(), from));
            return Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "this is not the password",
            ));
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(ApiError::internal)?;
        let token: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
        let now = Instant::now();
        let mut sessions = locked(&self.sessions);
        sessions.retain(|_, s| s.ends > now);
        if sessions.len() >= SESSIONS {
            let oldest = sessions.iter().min_by_key(|(_, s)| s.ends);
            if let Some(oldest) = oldest.map(|(token, _)| token.clone()) {
                sessions.remove(&oldest);
            }
        }
        let ends = now + SESSION;
        sessions.insert(token.clone(), Session { who, ends });
        Ok(cookie(&token, SESSION.as_secs()))
    }

    /// Ends the session of a request and returns the cookie that forgets it.
    pub(crate) fn logout(&self, headers: &HeaderMap) -> String {
        if let Some(token) = token(headers) {
            locked(&self.sessions).remove(&token);
        }
        cookie("", 0)
    }
}

fn cookie(token: &str, seconds: u64) -> String {
    format!("{COOKIE}={token}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict")
}

fn token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, token)| *name == COOKIE && token.len() == 64)
        .map(|(_, token)| token.to_owned())
}
