//! What a reader may spend and accept.

use std::time::Duration;

/// Limits and choices of a reading. The defaults suit a laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Largest single document in bytes; 64 MiB by default.
    pub max_bytes: u64,
    /// Largest HTML page in bytes, after scripts, styles and embedded images are left out;
    /// 16 MiB by default. Building a page's tree takes some twenty times its size in memory.
    pub max_html_bytes: u64,
    /// Largest file of many documents (WARC, JSON Lines, feed, gzip) in bytes; 512 MiB by default.
    pub max_container_bytes: u64,
    /// Most bytes that one compressed file may unpack to; 256 MiB by default.
    pub max_unpacked_bytes: u64,
    /// Longest time one parser may work on one document; 60 seconds by default.
    pub time_limit: Duration,
    /// ISO 639-1 codes of the languages let through; `["en"]` by default, empty lets all through.
    pub languages: Vec<String>,
}

impl Default for ReadOptions {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            max_bytes: 64 * MIB,
            max_html_bytes: 16 * MIB,
            max_container_bytes: 512 * MIB,
            max_unpacked_bytes: 256 * MIB,
            time_limit: Duration::from_secs(60),
            languages: vec!["en".to_owned()],
        }
    }
}
