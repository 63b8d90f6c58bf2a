//! Uploads under way: few at a time, one after the other, each to be asked after.

use crate::desk::{FileReport, FileStatus, Moved, Upload};
use crate::error::{ApiError, ApiResult};
use crate::state::{App, locked};
use axum::http::StatusCode;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use utoipa::ToSchema;

/// Jobs that wait or run; each may hold 50 MB of files.
const OPEN: usize = 3;
/// Finished jobs that can still be asked after.
const KEPT: usize = 50;

/// An upload with what came of it.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
pub(crate) struct JobState {
    /// Whether it has ended.
    pub(crate) done: bool,
    /// Each file.
    #[schema(value_type = Vec<Object>)]
    pub(crate) files: Vec<FileReport>,
    /// Open questions judged again afterwards, the largest moves first.
    #[schema(value_type = Vec<Object>)]
    pub(crate) moved: Vec<Moved>,
    /// Why it ended early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

type Job = Arc<Mutex<JobState>>;

/// Every job of this run of the program.
#[derive(Default)]
pub(crate) struct Jobs {
    all: Mutex<BTreeMap<u64, Job>>,
    /// One works at a time: coding uses every core.
    turn: Mutex<()>,
}

impl Jobs {
    pub(crate) fn get(&self, id: u64) -> Option<JobState> {
        let job = locked(&self.all).get(&id).cloned()?;
        let state = locked(&job).clone();
        Some(state)
    }

    fn open(&self, files: Vec<FileReport>) -> ApiResult<(u64, Job)> {
        let mut all = locked(&self.all);
        let running = all.values().filter(|job| !locked(job).done).count();
        if running >= OPEN {
            return Err(
                ApiError::new(StatusCode::TOO_MANY_REQUESTS, "other files are being read")
                    .mend("wait until they are done"),
            );
        }
        let id = all.keys().next_back().map_or(1, |last| last + 1);
        let job = Arc::new(Mutex::new(JobState {
            files,
            ..JobState::default()
        }));
        all.insert(id, job.clone());
        while all.len() > KEPT + OPEN {
            let oldest = all.iter().find(|(_, job)| locked(job).done);
            let Some(oldest) = oldest.map(|(id, _)| *id) else {
                break;
            };
            all.remove(&oldest);
        }
        Ok((id, job))
    }
}

/// Begins to read, code and add uploads, and to judge again what is open; returns its number.
pub(crate) fn start(app: &App, uploads: Vec<Upload>, who: String) -> ApiResult<u64> {
    let mut case = app.own_writer()?;
    let files = uploads
        .iter()
        .map(|upload| FileReport {
            name: upload.name.clone(),
            ..FileReport::default()
        })
        .collect();
    let (id, job) = app.jobs.open(files)?;
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let _turn = locked(&app.jobs.turn);
        // a fault in a parser must not leave the job open for ever
        let worked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let mut told = |at: usize, report: FileReport| {
                if let Some(file) = locked(&job).files.get_mut(at) {
                    *file = report;
                }
            };
            app.desk.add(&mut case, uploads, &who, &mut told)?;
            let moved = app.desk.judge_open(&mut case, &who)?;
            locked(&job).moved = moved;
            Ok::<_, crate::desk::DeskError>(())
        }));
        let mut state = locked(&job);
        state.error = match worked {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(ApiError::from(error).body.error),
            Err(_) => Some("the program failed at this file; the rest was kept".into()),
        };
        if let Some(error) = state.error.clone() {
            for file in &mut state.files {
                if matches!(file.status, FileStatus::Waiting | FileStatus::Reading) {
                    file.status = FileStatus::Skipped;
                    file.why = Some(error.clone());
                }
            }
        }
        state.done = true;
    });
    Ok(id)
}
