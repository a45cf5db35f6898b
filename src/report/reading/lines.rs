use std::io::{self, BufRead, Read};

/// Bytes that are read, with a count of the lines that they begin.
#[derive(Debug)]
pub(super) struct Lines<R> {
    from: R,
    line: usize,
}

impl<R: BufRead> Lines<R> {
    pub(super) const fn new(from: R) -> Self {
        Self { from, line: 1 }
    }

    /// The line that the next byte stands on, counted from 1.
    pub(super) const fn line(&self) -> usize {
        self.line
    }

    /// The next bytes, at least one unless there is none.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        loop {
            match self.from.fill_buf() {
                Ok(_) => return self.from.fill_buf(),
                Err(err) if err.kind() == io::ErrorKind::Interrupted => (),
                Err(err) => return Err(err),
            }
        }
    }

    /// Goes on to the next byte that is no white space of JSON; whether there is one.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        loop {
            let bytes = self.peek()?;
            let blank = bytes.iter().take_while(|it| b" \t\r\n".contains(it)).count();
            let (empty, more) = (bytes.is_empty(), blank < bytes.len());
            self.consume(blank);
            if empty || more {
                return Ok(more);
            }
        }
    }

    /// Goes over so many bytes that were peeked at.
    pub(super) fn consume(&mut self, count: usize) {
        // What was peeked at is still in the buffer, and no error can come of it.
        if let Ok(bytes) = self.from.fill_buf() {
            self.line += lines(&bytes[..count.min(bytes.len())]);
        }
        self.from.consume(count);
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(into)?;
        self.line += lines(&into[..count]);
        Ok(count)
    }
}

fn lines(bytes: &[u8]) -> usize {
    bytes.split(|it| *it == b'\n').count() - 1
}
