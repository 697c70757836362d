//! Lines of a file of any size in flat memory, whatever ends them: LF, CRLF, CR CR LF or CR.

use std::io::{self, Read, Seek, SeekFrom};

use memchr::memchr;

/// The longest line that is read. Eighteen fields of a book fit a hundred times over.
pub const LONGEST: usize = 64 * 1024;
const BLOCK: usize = 256 * 1024;

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its bytes, in the file's own encoding.
    pub bytes: &'a [u8],
    /// Where it starts in the file.
    pub offset: u64,
    /// From 1.
    pub number: u64,
    /// Longer than [`LONGEST`]; `bytes` holds its beginning.
    pub cut: bool,
    /// Ended by CR CR LF, as files that went through two conversions are.
    pub returned_twice: bool,
}

/// Reads line after line through one buffer.
pub struct LineReader<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    offset: u64,
    number: u64,
    end: u8,
    finished: bool,
}

impl<R: Read> LineReader<R> {
    /// Starts at the beginning of a source.
    pub fn new(source: R) -> Self {
        let buffer = vec![0; BLOCK];
        Self {
            source,
            buffer,
            start: 0,
            filled: 0,
            offset: 0,
            number: 0,
            end: b'\n',
            finished: false,
        }
    }

    /// The first bytes, before any line is taken; also settles which byte ends a line.
    pub fn peek(&mut self) -> io::Result<&[u8]> {
        self.fill()?;
        let head = &self.buffer[self.start..self.filled];
        if memchr(b'\n', head).is_none() && memchr(b'\r', head).is_some() {
            self.end = b'\r';
        }
        Ok(&self.buffer[self.start..self.filled])
    }

    /// Skips bytes of the beginning, such as a byte-order mark.
    pub fn skip(&mut self, bytes: usize) {
        self.start += bytes;
        self.offset += bytes as u64;
    }

    /// How many bytes were read so far, for a progress bar.
    pub fn position(&self) -> u64 {
        self.offset
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.filled, 0);
            self.filled -= self.start;
            self.start = 0;
        }
        while !self.finished && self.filled < self.buffer.len() {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.finished = true,
                Ok(n) => self.filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The next line; `None` at the end of the file.
    pub fn next_line(&mut self) -> io::Result<Option<Line<'_>>> {
        let mut found = memchr(self.end, &self.buffer[self.start..self.filled]);
        if found.is_none() && !self.finished {
            self.fill()?;
            found = memchr(self.end, &self.buffer[self.start..self.filled]);
        }
        let (length, consumed) = match found {
            Some(at) => (at, at + 1),
            None if self.filled == self.start => return Ok(None),
            None => (self.filled - self.start, self.filled - self.start),
        };
        let cut = length > LONGEST;
        let offset = self.offset;
        self.number += 1;
        let from = self.start;
        self.start += consumed;
        self.offset += consumed as u64;
        if found.is_none() && !self.finished {
            self.drop_rest_of_line()?;
            // The beginning was overwritten while the rest was dropped; nobody needs it.
            return Ok(Some(Line {
                bytes: &[],
                offset,
                number: self.number,
                cut: true,
                returned_twice: false,
            }));
        }
        let mut bytes = &self.buffer[from..from + length.min(LONGEST)];
        let returned_twice = found.is_some() && bytes.ends_with(b"\r\r");
        while let [rest @ .., b'\r'] = bytes {
            bytes = rest;
        }
        Ok(Some(Line { bytes, offset, number: self.number, cut, returned_twice }))
    }

    fn drop_rest_of_line(&mut self) -> io::Result<()> {
        loop {
            self.fill()?;
            let rest = &self.buffer[self.start..self.filled];
            if rest.is_empty() {
                return Ok(());
            }
            let consumed = memchr(self.end, rest).map_or(rest.len(), |at| at + 1);
            let ended = consumed < rest.len() || rest.last() == Some(&self.end);
            self.start += consumed;
            self.offset += consumed as u64;
            if ended {
                return Ok(());
            }
        }
    }
}

impl<R: Read + Seek> LineReader<R> {
    /// Goes to a line that an earlier pass found, cheaply when it is the next one.
    pub fn seek(&mut self, offset: u64, number: u64) -> io::Result<()> {
        self.number = number - 1;
        if offset == self.offset {
            return Ok(());
        }
        let ahead = offset.wrapping_sub(self.offset);
        if offset > self.offset && ahead < (self.filled - self.start) as u64 {
            self.start += ahead as usize;
        } else {
            self.source.seek(SeekFrom::Start(offset))?;
            self.start = 0;
            self.filled = 0;
            self.finished = false;
        }
        self.offset = offset;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn all(text: &[u8]) -> Vec<(String, bool)> {
        let mut reader = LineReader::new(text);
        reader.peek().expect("reads");
        let mut out = vec![];
        while let Some(line) = reader.next_line().expect("reads") {
            out.push((String::from_utf8_lossy(line.bytes).into_owned(), line.cut));
        }
        out
    }

    #[test]
    fn every_line_end() {
        for text in ["a\nb\nc", "a\r\nb\r\nc\r\n", "a\r\r\nb\r\r\nc\r\r\n", "a\rb\rc\r"] {
            let lines: Vec<String> = all(text.as_bytes()).into_iter().map(|l| l.0).collect();
            assert_eq!(lines, ["a", "b", "c"], "{text:?}");
        }
    }

    #[test]
    fn a_line_too_long_is_cut_and_the_next_one_read() {
        for size in [LONGEST + 1, BLOCK, 3 * BLOCK + 7] {
            let text = [vec![b'x'; size], b"\nb\n".to_vec()].concat();
            let lines = all(&text);
            assert_eq!(lines.len(), 2, "{size}");
            assert!(lines[0].1);
            assert_eq!(lines[1], ("b".to_owned(), false));
        }
    }

    #[test]
    fn seeks_back_and_forth() {
        let text = (0..60_000).map(|i| format!("line {i}")).collect::<Vec<_>>().join("\n");
        let mut reader = LineReader::new(Cursor::new(text.as_bytes()));
        let mut offsets = vec![];
        while let Some(line) = reader.next_line().expect("reads") {
            offsets.push(line.offset);
        }
        for i in [59_999usize, 0, 1, 2, 40_000, 39_999, 59_999] {
            reader.seek(offsets[i], i as u64 + 1).expect("seeks");
            let line = reader.next_line().expect("reads").expect("a line");
            assert_eq!(line.bytes, format!("line {i}").as_bytes());
            assert_eq!(line.number, i as u64 + 1);
        }
    }
}
