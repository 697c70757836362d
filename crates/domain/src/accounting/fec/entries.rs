//! The second pass over a FEC: its entries one by one, in the order of their numbers.

use std::borrow::Cow;
use std::io::{self, Read, Seek};

use chrono::NaiveDate;

use super::Field;
use super::lines::LineReader;
use super::record::{Facts, Record};
use super::survey::{Survey, letter_key};
use crate::Issues;

/// Reads entries again where a survey found them.
pub struct EntryReader<'s, R> {
    survey: &'s Survey,
    reader: LineReader<R>,
    next_run: usize,
    bytes: Vec<u8>,
    lines: Vec<(usize, usize, u64)>,
}

/// One entry of the file.
pub struct ReadEntry<'r> {
    /// Accounting date; the last of its lines' when there are several.
    pub date: NaiveDate,
    survey: &'r Survey,
    bytes: &'r [u8],
    lines: &'r [(usize, usize, u64)],
}

/// One line of it.
pub struct ReadLine<'r> {
    record: Record<'r>,
    survey: &'r Survey,
    /// Date, amounts, day of validation.
    pub facts: Facts,
}

impl<'s, R: Read + Seek> EntryReader<'s, R> {
    /// Over the same source that was surveyed.
    ///
    /// # Errors
    /// The source's own.
    pub fn new(survey: &'s Survey, source: R) -> io::Result<Self> {
        let mut reader = LineReader::new(source);
        reader.peek()?;
        Ok(Self { survey, reader, next_run: 0, bytes: Vec::new(), lines: Vec::new() })
    }

    /// The next entry; `None` after the last.
    ///
    /// # Errors
    /// The source's own, and a file that changed since the survey.
    pub fn next_entry(&mut self) -> io::Result<Option<ReadEntry<'_>>> {
        self.bytes.clear();
        self.lines.clear();
        let Some(first) = self.survey.runs.get(self.next_run) else { return Ok(None) };
        while let Some(run) = self.survey.runs.get(self.next_run)
            && run.entry == first.entry
        {
            self.next_run += 1;
            self.reader.seek(run.offset, run.first_line.into())?;
            let mut left = run.lines;
            while left > 0 {
                let line = self.reader.next_line()?.ok_or_else(changed)?;
                if line.bytes.trim_ascii().is_empty() {
                    continue;
                }
                let start = self.bytes.len();
                self.bytes.extend_from_slice(line.bytes);
                self.lines.push((start, self.bytes.len(), line.number));
                left -= 1;
            }
        }
        let date = first.date();
        Ok(Some(ReadEntry { date, survey: self.survey, bytes: &self.bytes, lines: &self.lines }))
    }
}

/// The file on disk is not the one that was checked.
fn changed() -> io::Error {
    io::Error::other("le fichier a changé pendant la lecture")
}

impl<'r> ReadEntry<'r> {
    /// Its lines in the order of the file.
    ///
    /// # Errors
    /// A file that changed since the survey.
    pub fn lines(&self) -> io::Result<Vec<ReadLine<'r>>> {
        let mut known = Issues::default();
        let read = |&(start, end, number): &(usize, usize, u64)| {
            let header = &self.survey.header;
            let record = Record::split(&self.bytes[start..end], header).map_err(|_| changed())?;
            let facts = record.facts(header, number, &mut known).ok_or_else(changed)?;
            Ok(ReadLine { record, survey: self.survey, facts })
        };
        let lines: Vec<ReadLine<'r>> = self.lines.iter().map(read).collect::<io::Result<_>>()?;
        let sum: i64 = lines.iter().map(|line| line.facts.debit - line.facts.credit).sum();
        if sum == 0 { Ok(lines) } else { Err(changed()) }
    }
}

impl<'r> ReadLine<'r> {
    /// A field's text.
    pub fn text(&self, field: Field) -> Cow<'r, str> {
        self.survey.encoding.decode(self.record.get(field))
    }

    /// A field's day.
    pub fn day(&self, field: Field) -> Option<NaiveDate> {
        super::day::read(self.record.get(field)).map(|read| read.day)
    }

    /// The letter and its day; a letter without a day takes its last line's date.
    pub fn lettering(&self) -> Option<(Cow<'r, str>, NaiveDate)> {
        let letter = self.text(Field::EcritureLet);
        if letter.is_empty() {
            return None;
        }
        let last = || self.survey.letter_days.get(&letter_key(&self.record)).copied();
        Some((letter, self.day(Field::DateLet).or_else(last).unwrap_or(self.facts.date)))
    }
}
