use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::{self, Read};
use std::ops::Range;

/// A record longer than this is refused: a quotation mark was not closed.
const LONGEST: usize = 64 << 20;

/// Records of delimited text, each with the row in which a spreadsheet shows it: blank lines count, lines within a field do not.
pub(crate) struct Records<R> {
    source: R,
    core: Reader,
    input: Box<[u8]>,
    /// Unread part of `input`.
    start: usize,
    end: usize,
    fields: Vec<u8>,
    delimiter: u8,
    /// Where the current record stands in `input`, a delimiter between fields; if nowhere, its fields stand in `fields`, nothing between.
    line: Option<Range<usize>>,
    /// Where the fields of the current record end in it; what follows the first `len` is of no account.
    ends: Vec<usize>,
    len: usize,
    /// Line ends read so far, and those of them that stand within fields.
    lines: LineEnds,
    within: LineEnds,
}

/// How many line feeds and carriage returns were seen. A file that has line feeds ends its lines with them (perhaps after a carriage
/// return); one that has none is an old Macintosh's.
#[derive(Debug, Clone, Copy, Default)]
struct LineEnds {
    feeds: u64,
    returns: u64,
}

impl LineEnds {
    fn add(&mut self, text: &[u8]) {
        let count = |end: u8| memchr::memchr_iter(end, text).count() as u64;
        self.feeds += count(b'\n');
        self.returns += count(b'\r');
    }

    fn count(self, feeds: bool) -> u64 {
        if feeds { self.feeds } else { self.returns }
    }
}

impl<R: Read> Records<R> {
    pub(crate) fn new(source: R, delimiter: u8) -> Self {
        Self {
            source,
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            input: vec![0; 1 << 18].into_boxed_slice(),
            start: 0,
            end: 0,
            fields: vec![0; 1 << 12],
            delimiter,
            line: None,
            ends: vec![0; 64],
            len: 0,
            lines: LineEnds::default(),
            within: LineEnds::default(),
        }
    }

    /// The same for a source that is cut off another after so many line feeds, at the start of a record.
    pub(crate) fn after(mut self, feeds: u64) -> Self {
        self.lines.feeds = feeds;
        self
    }

    /// Reads the next record; its row, or `None` at the end.
    pub(crate) fn next(&mut self) -> io::Result<Option<u64>> {
        let row = self.row(self.lines);
        self.line = self.take_line();
        if self.line.is_some() { Ok(Some(row)) } else { self.parse() }
    }

    /// Takes the next record as it stands in the input, if it is a line that is wholly there, without quotation marks: most lines by far.
    fn take_line(&mut self) -> Option<Range<usize>> {
        let input = &self.input[self.start..self.end];
        let end = memchr::memchr3(b'\n', b'\r', b'"', input)?;
        let returned = input[end] == b'\r';
        // A blank line, a quotation mark, or a carriage return that may stand alone.
        if end == 0 || input[end] == b'"' || (returned && input.get(end + 1) != Some(&b'\n')) {
            return None;
        }
        if self.ends.len() <= end {
            self.ends.resize(2 * end, 0);
        }
        // Every byte is written down as the end of a field, and kept if it is one: processors guess badly how long fields are.
        let (ends, delimiter, mut len) = (&mut self.ends[..=end], self.delimiter, 0);
        for (at, &byte) in input[..end].iter().enumerate() {
            ends[len] = at;
            len = len.wrapping_add(usize::from(byte == delimiter));
        }
        ends[len] = end;
        self.len = len + 1;
        self.lines.feeds += 1;
        self.lines.returns += u64::from(returned);
        let line = self.start..self.start + end;
        self.start += end + 1 + usize::from(returned);
        Some(line)
    }

    /// Reads the next record, whatever it is.
    fn parse(&mut self) -> io::Result<Option<u64>> {
        let (mut written, mut ended, mut leading) = (0, 0, true);
        let mut before = self.lines;
        loop {
            if self.start == self.end {
                self.start = 0;
                self.end = self.source.read(&mut self.input)?;
                if self.input[..self.end].contains(&0) {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, "a zero byte, which no text has"));
                }
            }
            let input = &self.input[self.start..self.end];
            let (result, read, wrote, ends) = self.core.read_record(input, &mut self.fields[written..], &mut self.ends[ended..]);
            let taken = &input[..read];
            if leading {
                let blank = taken.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
                before.add(&taken[..blank]);
                leading = blank == read && read > 0;
            }
            self.lines.add(taken);
            self.start += read;
            written += wrote;
            ended += ends;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.fields.len() >= LONGEST => {
                    let problem = format!("a quotation mark opened in row {} is not closed", self.row(before));
                    return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
                }
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    let row = self.row(before);
                    self.within.add(&self.fields[..written]);
                    self.len = ended;
                    return Ok(Some(row));
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// The row of a record that starts after some line ends.
    fn row(&self, before: LineEnds) -> u64 {
        let feeds = self.lines.feeds > 0;
        before.count(feeds) - self.within.count(feeds) + 1
    }

    /// How many fields the current record has.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Field `i` of the current record.
    #[inline]
    pub(crate) fn field(&self, i: usize) -> &[u8] {
        &self.record()[self.range(i)]
    }

    /// Where field `i` stands in the current record.
    fn range(&self, i: usize) -> Range<usize> {
        let between = usize::from(self.line.is_some());
        let start = if i == 0 { 0 } else { self.ends[i - 1] + between };
        start..self.ends[..self.len][i]
    }

    fn record(&self) -> &[u8] {
        match &self.line {
            Some(line) => &self.input[line.clone()],
            None => &self.fields[..self.ends[..self.len].last().copied().unwrap_or_default()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        // A reader that gives a byte at a time finds every mistake at the edge of a buffer.
        struct Slow<'a>(&'a [u8]);
        impl Read for Slow<'_> {
            fn read(&mut self, target: &mut [u8]) -> io::Result<usize> {
                let n = self.0.len().min(1);
                target[..n].copy_from_slice(&self.0[..n]);
                self.0 = &self.0[n..];
                Ok(n)
            }
        }
        let (mut whole, mut slow) = (Records::new(text.as_bytes(), b','), Records::new(Slow(text.as_bytes()), b','));
        let mut found = Vec::new();
        while let Some(row) = whole.next().unwrap() {
            let fields: Vec<String> = (0..whole.len()).map(|i| String::from_utf8(whole.field(i).to_vec()).unwrap()).collect();
            assert_eq!(slow.next().unwrap(), Some(row), "{text:?}");
            assert_eq!(
                (0..slow.len()).map(|i| slow.field(i).to_vec()).collect::<Vec<_>>(),
                fields.iter().map(|f| f.as_bytes().to_vec()).collect::<Vec<_>>()
            );
            found.push((row, fields));
        }
        assert_eq!(slow.next().unwrap(), None);
        found
    }

    fn numbers(text: &str) -> Vec<u64> {
        rows(text).into_iter().map(|r| r.0).collect()
    }

    #[test]
    fn rows_are_those_of_a_spreadsheet() {
        assert_eq!(numbers("a,b\nc,d\ne,f"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\nc,d\r\ne,f\r\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\rc,d\re,f"), [1, 2, 3]);
        assert_eq!(numbers("a\n\n\nb\n"), [1, 4]);
        assert_eq!(numbers("a\r\n\r\nb\r\n"), [1, 3]);
        assert_eq!(numbers("\n\na\n"), [3]);
        assert_eq!(numbers("a,\"x\ny\nz\"\nb,c\n\nd,\"1\n2\"\ne,f\n"), [1, 2, 4, 5]);
        assert_eq!(numbers("a,\"x\r\ny\"\r\nb,c\r\n"), [1, 2]);
        assert_eq!(numbers(""), [] as [u64; 0]);
    }

    /// A reader that gives a byte at a time never has a whole line, so that every record goes the long way.
    #[test]
    fn whole_lines_are_read_as_the_long_way_reads_them() {
        const LETTERS: [char; 5] = ['a', ',', '"', '\n', '\r'];
        for length in 0..=6 {
            for code in 0..5usize.pow(length) {
                let text: String = (0..length).map(|place| LETTERS[code / 5usize.pow(place) % 5]).collect();
                // Which ends lines in a file that mixes two ways cannot be known.
                let mixed = text.contains('\n') && text.replace("\r\n", "").contains('\r');
                if !mixed {
                    rows(&text);
                }
            }
        }
    }

    #[test]
    fn long_records_grow_the_buffers() {
        let long = "x".repeat(10_000);
        let many = vec!["1"; 500].join(",");
        let found = rows(&format!("{long},b\n{many}\n"));
        assert_eq!(found[0].1, [long, "b".to_owned()]);
        assert_eq!(found[1].1.len(), 500);
    }
}
