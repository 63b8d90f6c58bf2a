//! What every request shares: connections to the case, remembered answers, jobs, sessions.

use crate::cache::{Answers, Judgements};
use crate::desk::Desk;
use crate::error::{ApiError, ApiResult};
use crate::jobs::Jobs;
use crate::login::Gate;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use unravel_casefile::{Case, CaseError};

/// Readers at once. SQLite reads are short and mostly answered from memory.
const READERS: usize = 4;

/// Shared by all requests.
pub(crate) struct State {
    pub(crate) desk: Arc<dyn Desk>,
    pub(crate) answers: Answers,
    pub(crate) judgements: Judgements,
    pub(crate) jobs: Jobs,
    pub(crate) gate: Gate,
    /// Name of the user in the audit log.
    pub(crate) who: String,
    pub(crate) read_only: bool,
    /// The turn of work that takes long.
    pub(crate) heavy: Arc<Semaphore>,
    path: PathBuf,
    idle: Mutex<Vec<Case>>,
    readers: Semaphore,
    writer: Mutex<Option<Case>>,
    /// Sets answers of this run apart from those of an earlier one.
    boot: u64,
}

pub(crate) type App = Arc<State>;

/// A lock that outlives a panic: what it guards is replaced as a whole, never half-way.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    pub(crate) fn new(
        path: PathBuf,
        desk: Arc<dyn Desk>,
        who: String,
        gate: Gate,
    ) -> Result<Self, CaseError> {
        // Opening for writing first also upgrades an older case.
        let writer = Case::open(&path)?;
        let read_only = writer.is_read_only();
        let reader = Case::open_read_only(&path)?;
        let boot = jiff::Timestamp::now().as_millisecond().unsigned_abs();
        Ok(Self {
            desk,
            answers: Answers::default(),
            judgements: Judgements::default(),
            jobs: Jobs::default(),
            gate,
            who,
            read_only,
            heavy: Arc::new(Semaphore::new(1)),
            path,
            idle: Mutex::new(vec![reader]),
            readers: Semaphore::new(READERS),
            writer: Mutex::new(Some(writer)),
            boot,
        })
    }

    /// The case's file name, for people.
    pub(crate) fn name(&self) -> String {
        self.path
            .file_name()
            .map_or_else(|| "case".into(), |n| n.to_string_lossy().into_owned())
    }

    /// What marks answers that were made from this revision.
    pub(crate) fn etag(&self, revision: u64) -> String {
        format!("\"{:x}-{revision:x}\"", self.boot)
    }

    /// Runs `work` with one of a few reading connections, on a thread that may block.
    pub(crate) async fn read<T: Send + 'static>(
        self: &App,
        work: impl FnOnce(&State, &Case) -> ApiResult<T> + Send + 'static,
    ) -> ApiResult<T> {
        let app = self.clone();
        let _turn = self.readers.acquire().await.map_err(ApiError::internal)?;
        tokio::task::spawn_blocking(move || {
            let idle = locked(&app.idle).pop();
            let case = match idle {
                Some(case) => case,
                None => Case::open_read_only(&app.path)?,
            };
            let out = work(&app, &case);
            locked(&app.idle).push(case);
            out
        })
        .await
        .map_err(ApiError::internal)?
    }

    /// Runs `work` with the one connection that makes short changes.
    pub(crate) async fn write<T: Send + 'static>(
        self: &App,
        work: impl FnOnce(&State, &mut Case) -> ApiResult<T> + Send + 'static,
    ) -> ApiResult<T> {
        let app = self.clone();
        tokio::task::spawn_blocking(move || {
            app.writable()?;
            let mut writer = locked(&app.writer);
            let case = match writer.as_mut() {
                Some(case) => case,
                None => writer.insert(Case::open(&app.path)?),
            };
            work(&app, case)
        })
        .await
        .map_err(ApiError::internal)?
    }

    /// A connection of its own for work that takes long (judging, adding): it takes the file's
    /// lock only while it stores, so that an edit need not wait for it.
    pub(crate) fn own_writer(&self) -> ApiResult<Case> {
        self.writable()?;
        Ok(Case::open(&self.path)?)
    }

    /// Closes the connections in good order, so that the case is one file again.
    pub(crate) fn close(&self) {
        locked(&self.idle).clear();
        *locked(&self.writer) = None;
    }

    fn writable(&self) -> ApiResult<()> {
        if self.read_only {
            return Err(CaseError::ReadOnly(self.path.clone()).into());
        }
        Ok(())
    }
}
