//! Cutting a stream into blocks that end where a record ends.

use std::io::Read;

/// Bytes of a block; large enough that cutting and joining cost nothing, small enough that a few
/// of them per core stay in memory.
pub(crate) const BLOCK: usize = 4 << 20;
/// A record longer than this is no record of an event dataset.
const LONGEST: usize = 64 << 20;

/// How records end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// At every line feed.
    Line,
    /// At a line feed outside double quotes, as in CSV.
    Unquoted,
    /// At the end of the stream: one record is all.
    Whole,
}

/// Blocks of a stream, each ending after a record; the last may lack its line feed.
pub(crate) struct Blocks<R> {
    stream: R,
    ends: Ends,
    size: usize,
    rest: Vec<u8>,
    done: bool,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(stream: R, size: usize) -> Self {
        Self {
            stream,
            ends: Ends::Line,
            size: size.max(1),
            rest: Vec::new(),
            done: false,
        }
    }

    /// Sets how records end, once the first bytes are known.
    pub(crate) fn set_ends(&mut self, ends: Ends) {
        self.ends = ends;
    }

    /// The first `n` bytes, or all where there are fewer; they stay in the stream.
    pub(crate) fn peek(&mut self, n: usize) -> std::io::Result<&[u8]> {
        let missing = n.saturating_sub(self.rest.len());
        let mut taken = Vec::new();
        self.stream
            .by_ref()
            .take(missing as u64)
            .read_to_end(&mut taken)?;
        self.rest.extend(taken);
        Ok(&self.rest)
    }

    /// Takes `n` of the bytes seen by [`Blocks::peek`] out of the stream.
    pub(crate) fn skip(&mut self, n: usize) {
        self.rest.drain(..n.min(self.rest.len()));
    }

    /// The next block; none at the end.
    pub(crate) fn next(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        if self.done {
            return Ok(None);
        }
        let mut block = std::mem::take(&mut self.rest);
        loop {
            let wanted = match self.ends {
                Ends::Whole => LONGEST + 1,
                // A record longer than a block makes the block grow.
                _ if block.len() >= self.size => block.len() + self.size,
                _ => self.size,
            };
            block.reserve(wanted.min(16 * self.size).saturating_sub(block.len()));
            let missing = wanted.saturating_sub(block.len());
            let taken = self
                .stream
                .by_ref()
                .take(missing as u64)
                .read_to_end(&mut block)?;
            if taken < missing {
                self.done = true;
                return Ok((!block.is_empty()).then_some(block));
            }
            if let Some(end) = self.last_end(&block) {
                self.rest = block.split_off(end);
                return Ok(Some(block));
            }
            if block.len() > LONGEST {
                return Err(std::io::Error::new(
                    std::io::ErrorKind::InvalidData,
                    "no record ends within 64 MiB; this is not an event dataset, or a quote is not closed",
                ));
            }
        }
    }

    /// One past the last end of a record.
    fn last_end(&self, block: &[u8]) -> Option<usize> {
        match self.ends {
            Ends::Line => memchr::memrchr(b'\n', block).map(|at| at + 1),
            Ends::Whole => None,
            Ends::Unquoted => {
                let mut quoted = false;
                let mut end = None;
                for at in memchr::memchr2_iter(b'"', b'\n', block) {
                    if block.get(at) == Some(&b'"') {
                        quoted = !quoted;
                    } else if !quoted {
                        end = Some(at + 1);
                    }
                }
                end
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &str, size: usize, ends: Ends) -> Vec<String> {
        let mut blocks = Blocks::new(text.as_bytes(), size);
        blocks.set_ends(ends);
        let mut out = Vec::new();
        while let Some(block) = blocks.next().unwrap() {
            out.push(String::from_utf8(block).unwrap());
        }
        assert_eq!(out.concat(), text);
        out
    }

    #[test]
    fn blocks_end_after_records() {
        assert_eq!(blocks("ab\ncd\nef", 4, Ends::Line), ["ab\n", "cd\n", "ef"]);
        // a record longer than a block
        assert_eq!(
            blocks("abcdefgh\ni\n", 2, Ends::Line),
            ["abcdefgh\n", "i\n"]
        );
        assert_eq!(
            blocks("a,\"b\nc\"\nd\ne\nf\n", 6, Ends::Unquoted),
            ["a,\"b\nc\"\nd\ne\n", "f\n"]
        );
        assert_eq!(blocks("[1,\n2]", 2, Ends::Whole), ["[1,\n2]"]);
        assert!(blocks("", 4, Ends::Line).is_empty());
    }

    #[test]
    fn peeking_leaves_the_bytes() {
        let mut blocks = Blocks::new("head\nrow\n".as_bytes(), 100);
        assert_eq!(blocks.peek(6).unwrap(), b"head\nr");
        blocks.skip(5);
        assert_eq!(blocks.next().unwrap().unwrap(), b"row\n");
        assert_eq!(blocks.next().unwrap(), None);
    }
}
