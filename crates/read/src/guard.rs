//! Runs other crates' parsers so that their panics and endless loops stay errors of one document.

use crate::{ReadError, ReadOptions};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Once, mpsc};

/// Some parsers recurse once per nested element; the memory is only mapped when used.
const STACK: usize = 256 << 20;

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Keeps guarded panics off stderr: they come back as errors. Other threads keep their hook.
fn quiet_guarded_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !GUARDED.with(Cell::get) {
                before(info);
            }
        }));
    });
}

/// Runs `work` here and turns a panic into [`ReadError::Crashed`].
pub(crate) fn catch<T>(
    name: &str,
    format: &'static str,
    work: impl FnOnce() -> T,
) -> Result<T, ReadError> {
    quiet_guarded_panics();
    let before = GUARDED.with(|g| g.replace(true));
    let result = catch_unwind(AssertUnwindSafe(work));
    GUARDED.with(|g| g.set(before));
    result.map_err(|panic| {
        let reason = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        ReadError::Crashed {
            name: name.to_owned(),
            format,
            reason: reason.to_owned(),
        }
    })
}

/// Like [`catch`], on a thread of its own with a deep stack and `options.time_limit`.
///
/// A thread that runs over its time cannot be stopped; it is left behind and its result dropped.
pub(crate) fn catch_timed<T: Send + 'static>(
    name: &str,
    format: &'static str,
    options: &ReadOptions,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ReadError> {
    let (sender, receiver) = mpsc::channel();
    let thread_name = name.to_owned();
    std::thread::Builder::new()
        .name(format!("read {format}"))
        .stack_size(STACK)
        .spawn(move || {
            // the receiver is gone after a time-out: nobody wants the result then
            let _ = sender.send(catch(&thread_name, format, work));
        })
        .map_err(|source| ReadError::Unreadable {
            name: name.to_owned(),
            source,
        })?;
    receiver
        .recv_timeout(options.time_limit)
        .unwrap_or_else(|_| {
            Err(ReadError::Slow {
                name: name.to_owned(),
                seconds: options.time_limit.as_secs(),
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_panic_becomes_an_error() {
        let error = catch("a.pdf", "PDF", || -> () { panic!("no such font") }).unwrap_err();
        assert_eq!(
            error.to_string(),
            "a.pdf: the PDF parser broke down (no such font); save the file in another format"
        );
    }

    #[test]
    fn an_endless_parser_is_left_behind() {
        let options = ReadOptions {
            time_limit: Duration::from_millis(20),
            ..ReadOptions::default()
        };
        let (stop, wait) = mpsc::channel::<()>();
        let result = catch_timed("a.html", "HTML", &options, move || wait.recv().is_ok());
        assert!(matches!(result, Err(ReadError::Slow { .. })));
        drop(stop);
    }
}
