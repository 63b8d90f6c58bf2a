//! The workbench: a JSON API over one case, and the pages that a browser shows.
//!
//! [`Workbench`] serves a case; everything under `/api` is described by [`openapi`]. Reading,
//! coding and judging are not done here: the program gives a [`Desk`] that does them.
//!
//! It listens on the loopback address unless told otherwise, checks Host and Origin, sends no
//! HTML that came from a document, and opens no path that came from a browser.

mod brief;
mod cache;
mod desk;
mod error;
mod export;
mod extract;
mod guard;
mod jobs;
mod login;
mod pages;
mod routes;
mod server;
mod state;

pub use desk::{
    Desk, DeskError, EventMark, FileReport, FileStatus, Judged, Known, Moved, NewQuestion, Upload,
    WhatIf,
};
pub use login::Password;
pub use server::{Options, Workbench, openapi};
