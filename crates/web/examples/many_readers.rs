//! Reads a running workbench like so many people at once: `many_readers ADDRESS CLIENTS SECONDS`.
//!
//! Each client keeps one connection and asks for one page after the other without a pause:
//! the list of ties, a question, pages of its evidence, documents, actors, a network, search.
//! `many_readers ADDRESS 0 0 PATH` times one cold and one warm answer of a path instead.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// One kept connection.
struct Client {
    host: String,
    reader: BufReader<TcpStream>,
}

impl Client {
    fn new(host: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            host: host.to_owned(),
            reader: BufReader::new(stream),
        })
    }

    /// Status and body of an answer.
    fn get(&mut self, path: &str) -> Result<(u16, Vec<u8>), Box<dyn Error>> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.reader.get_mut().write_all(request.as_bytes())?;
        let mut line = String::new();
        self.reader.read_line(&mut line)?;
        let status = line.split(' ').nth(1).ok_or("no status")?.parse()?;
        let mut length = 0;
        loop {
            line.clear();
            self.reader.read_line(&mut line)?;
            let header = line.trim_end().to_lowercase();
            if header.is_empty() {
                break;
            }
            if let Some(n) = header.strip_prefix("content-length:") {
                length = n.trim().parse()?;
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok((status, body))
    }

    fn json(&mut self, path: &str) -> Result<serde_json::Value, Box<dyn Error>> {
        Ok(serde_json::from_slice(&self.get(path)?.1)?)
    }
}

/// What a person goes through, from the list to the words.
fn paths(host: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let mut client = Client::new(host)?;
    let mut paths = vec![
        "/api/case".to_owned(),
        "/api/ties".to_owned(),
        "/api/actors".to_owned(),
        "/api/sources".to_owned(),
        "/api/audit?limit=50".to_owned(),
        "/api/track-record".to_owned(),
        "/api/documents?limit=50".to_owned(),
        "/api/documents?offset=50&limit=50".to_owned(),
        "/api/search?q=valley%20witness".to_owned(),
        "/".to_owned(),
    ];
    let ties = client.json("/api/ties")?;
    for tie in ties.as_array().into_iter().flatten() {
        if let Some(id) = tie["question"]["id"].as_str() {
            paths.push(format!("/api/questions/{id}"));
            for offset in [0, 50, 100] {
                paths.push(format!("/api/questions/{id}/evidence?offset={offset}"));
            }
            paths.push(format!(
                "/api/questions/{id}/evidence?sort=date&bearing=against"
            ));
        }
        if let Some(id) = tie["question"]["tie"]["b"]["id"].as_str() {
            paths.push(format!("/api/actors/{id}"));
            paths.push(format!("/api/network?actor={id}&depth=2"));
        }
    }
    let documents = client.json("/api/documents?limit=200")?;
    for document in documents["items"].as_array().into_iter().flatten() {
        if let Some(id) = document["id"].as_str() {
            paths.push(format!("/api/documents/{id}"));
        }
    }
    Ok(paths)
}

fn milliseconds(from: Instant) -> f64 {
    from.elapsed().as_secs_f64() * 1e3
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let usage = "usage: many_readers ADDRESS:PORT CLIENTS SECONDS [PATH]";
    let host = args.next().ok_or(usage)?;
    let clients: usize = args.next().ok_or(usage)?.parse()?;
    let seconds: u64 = args.next().ok_or(usage)?.parse()?;
    if let Some(path) = args.next() {
        let mut client = Client::new(&host)?;
        for what in ["first", "again", "again"] {
            let start = Instant::now();
            let (status, body) = client.get(&path)?;
            println!(
                "{what}: {status}, {} bytes, {:.1} ms",
                body.len(),
                milliseconds(start)
            );
        }
        return Ok(());
    }
    let paths = paths(&host)?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let workers: Vec<_> = (0..clients)
        .map(|n| {
            let (host, paths) = (host.clone(), paths.clone());
            std::thread::spawn(move || {
                let mut times = Vec::new();
                let mut errors = 0_usize;
                let mut at = n * 37;
                let mut client = Client::new(&host).ok();
                while Instant::now() < end {
                    at = (at * 31 + 17) % paths.len();
                    let start = Instant::now();
                    let answer = client.as_mut().map(|c| c.get(&paths[at]));
                    match answer {
                        Some(Ok((200, _))) => times.push(milliseconds(start)),
                        Some(Ok(_)) => errors += 1,
                        _ => {
                            errors += 1;
                            client = Client::new(&host).ok();
                        }
                    }
                    at += n + 1;
                }
                (times, errors)
            })
        })
        .collect();
    let (mut times, mut errors) = (Vec::new(), 0);
    for worker in workers {
        let (more, wrong) = worker.join().map_err(|_| "a client failed")?;
        times.extend(more);
        errors += wrong;
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = times.len().saturating_sub(1);
        times
            .get((share * last as f64) as usize)
            .copied()
            .unwrap_or(f64::NAN)
    };
    println!(
        "{clients} clients, {seconds} s, {} addresses: {} answers ({:.0} a second), {errors} errors",
        paths.len(),
        times.len(),
        times.len() as f64 / seconds.max(1) as f64
    );
    println!(
        "ms: p50 {:.1}, p90 {:.1}, p99 {:.1}, p99.9 {:.1}, longest {:.1}",
        at(0.5),
        at(0.9),
        at(0.99),
        at(0.999),
        at(1.0)
    );
    Ok(())
}
