//! From lines to entries. An entry is all the lines of one journal and number, wherever they stand;
//! a number that is used over several dates is cut where its running balance returns to zero.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{Datelike, NaiveDate};

use crate::{Cents, Issues};

/// Consecutive lines of one journal, number and date. The whole survey keeps only these.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Where the first line starts in the file.
    pub offset: u64,
    /// What its entry is known by: (journal, number) hashed; once grouped, the entry's first line.
    pub entry: u64,
    /// The first line, from 1.
    pub first_line: u32,
    /// How many lines.
    pub lines: u32,
    /// The day, counted from the common era; once grouped, the entry's.
    day: i32,
    /// Position of the journal in the survey.
    journal: u16,
    /// The entry's running balance is zero after it.
    closes: bool,
}

impl Run {
    /// The entry's date, once grouped: the last of its lines'.
    pub fn date(&self) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(self.day).unwrap_or_default()
    }
}

/// Numbers met in a journal.
#[derive(Clone, Debug, Default)]
struct Numbers {
    least: u64,
    greatest: u64,
    entries: u64,
}

/// Gathers lines into runs as they come.
#[derive(Default)]
pub struct Gatherer {
    runs: Vec<Run>,
    journal: Vec<u8>,
    number: Vec<u8>,
    journals: Vec<Vec<u8>>,
    numbers: Vec<Numbers>,
    /// What the entry being read is known by.
    key: u64,
    debit: i64,
    credit: i64,
    open: HashMap<u64, (i64, i64)>,
    spoilt: HashSet<u64>,
    last_day: i32,
}

/// A line as the gatherer needs it.
pub struct Gathered<'a> {
    /// Journal code.
    pub journal: &'a [u8],
    /// Entry number.
    pub number: &'a [u8],
    /// Accounting date.
    pub date: NaiveDate,
    /// Cents.
    pub debit: i64,
    /// Cents.
    pub credit: i64,
    /// Where the line starts.
    pub offset: u64,
    /// From 1.
    pub line: u64,
}

impl Gatherer {
    /// Takes the next line of the file.
    pub fn take(&mut self, line: &Gathered<'_>, issues: &mut Issues) {
        let day = line.date.num_days_from_ce();
        let same =
            self.number == line.number && self.journal == line.journal && !self.runs.is_empty();
        if !same {
            self.change_entry(line);
        }
        if day < self.last_day {
            issues.warn("not-chronological", Some(line.line), Some("EcritureDate"), || {
                "les écritures ne se suivent pas par date ; elles sont numérotées par date"
                    .to_owned()
            });
        }
        self.last_day = day;
        match self.runs.last_mut() {
            Some(run) if same && run.day == day && !run.closes => run.lines += 1,
            _ => self.open_run(line, day),
        }
        self.debit += line.debit;
        self.credit += line.credit;
        if self.debit == self.credit
            && let Some(run) = self.runs.last_mut()
        {
            run.closes = true;
            (self.debit, self.credit) = (0, 0);
        }
    }

    fn change_entry(&mut self, line: &Gathered<'_>) {
        self.leave_entry();
        self.journal.clear();
        self.journal.extend_from_slice(line.journal);
        self.number.clear();
        self.number.extend_from_slice(line.number);
        self.key = key(line.journal, line.number);
        // Most files finish an entry before they begin the next.
        let left = if self.open.is_empty() { None } else { self.open.remove(&self.key) };
        (self.debit, self.credit) = left.unwrap_or_default();
    }

    /// Remembers what the entry being left still lacks.
    fn leave_entry(&mut self) {
        if self.debit != self.credit {
            self.open.insert(self.key, (self.debit, self.credit));
        }
    }

    /// A line of this entry could not be read: its balance proves nothing.
    pub fn spoil(&mut self, journal: &[u8], number: &[u8]) {
        self.spoilt.insert(key(journal, number));
    }

    fn open_run(&mut self, line: &Gathered<'_>, day: i32) {
        let journal = self.journal_index();
        let numbers = &mut self.numbers[usize::from(journal)];
        let number = trailing_number(line.number);
        if numbers.greatest == 0 {
            numbers.least = number;
        }
        numbers.least = numbers.least.min(number);
        numbers.greatest = numbers.greatest.max(number);
        self.runs.push(Run {
            offset: line.offset,
            entry: self.key,
            first_line: line.line as u32,
            lines: 1,
            day,
            journal,
            closes: false,
        });
    }

    fn journal_index(&mut self) -> u16 {
        let at = self.journals.iter().position(|journal| *journal == self.journal);
        at.unwrap_or_else(|| {
            self.journals.push(self.journal.clone());
            self.numbers.push(Numbers::default());
            self.journals.len() - 1
        }) as u16
    }

    /// How many journals so far.
    pub fn journals(&self) -> usize {
        self.journals.len()
    }

    /// Makes entries: runs in the order of their numbers (date, then file), and how many entries.
    pub fn finish(mut self, issues: &mut Issues) -> (Vec<Run>, u64) {
        self.leave_entry();
        self.runs.sort_unstable_by_key(|run| (run.entry, run.first_line));
        let mut entries = 0;
        let (open, numbers) = (&self.open, &mut self.numbers);
        for group in self.runs.chunk_by_mut(|a, b| a.entry == b.entry) {
            let key = group[0].entry;
            numbers[usize::from(group[0].journal)].entries += 1;
            entries += group_entries(group, issues);
            if let Some((debit, credit)) = open.get(&key)
                && !self.spoilt.contains(&key)
            {
                refuse_unbalanced(group, Cents(*debit), Cents(*credit), issues);
            }
        }
        self.runs.sort_unstable_by_key(|run| (run.day, run.entry, run.first_line));
        warn_of_gaps(&self.numbers, issues);
        (self.runs, entries)
    }
}

/// What an entry is known by.
fn key(journal: &[u8], number: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    journal.hash(&mut hasher);
    number.hash(&mut hasher);
    hasher.finish()
}

/// Marks each run of one journal and number with its entry; says how many entries they make.
fn group_entries(group: &mut [Run], issues: &mut Issues) -> u64 {
    let one_date = group.iter().all(|run| run.day == group[0].day);
    if one_date {
        let first = group[0].first_line;
        for run in group {
            run.entry = first.into();
        }
        return 1;
    }
    issues.warn("number-reused", Some(group[0].first_line.into()), Some("EcritureNum"), || {
        "un même numéro porte plusieurs dates ; il est coupé là où le solde du journal revient à zéro"
            .to_owned()
    });
    let mut entries = 0;
    let mut rest = group;
    while !rest.is_empty() {
        let length = rest.iter().position(|run| run.closes).map_or(rest.len(), |at| at + 1);
        let (entry, after) = rest.split_at_mut(length);
        settle(entry, issues);
        entries += 1;
        rest = after;
    }
    entries
}

/// One entry cut out of a reused number: it takes the last of its dates.
fn settle(entry: &mut [Run], issues: &mut Issues) {
    let (first, first_day) = (entry[0].first_line, entry[0].day);
    let last_day = entry.iter().map(|run| run.day).max().unwrap_or(first_day);
    if entry.iter().any(|run| run.day != last_day) {
        issues.warn("several-dates", Some(first.into()), Some("EcritureDate"), || {
            "une écriture porte plusieurs dates ; elle prend la dernière, chaque ligne garde la sienne"
                .to_owned()
        });
    }
    for run in entry {
        run.entry = first.into();
        run.day = last_day;
    }
}

fn refuse_unbalanced(group: &[Run], debit: Cents, credit: Cents, issues: &mut Issues) {
    let line = group.iter().rev().find(|run| !run.closes).unwrap_or(&group[0]);
    let first = group.iter().find(|run| run.entry == line.entry).unwrap_or(line).first_line;
    let gap = (debit - credit).abs();
    let message = format!(
        "l'écriture qui commence à la ligne {first} n'est pas équilibrée : débit {debit}, crédit \
         {credit}, écart {gap}"
    );
    issues.error("unbalanced-entry", Some(first.into()), Some("Debit"), message);
}

fn warn_of_gaps(journals: &[Numbers], issues: &mut Issues) {
    let continuous = |least: u64, greatest: u64, entries: u64| greatest - least + 1 == entries;
    let each = journals.iter().all(|n| n.least <= 1 && continuous(n.least, n.greatest, n.entries));
    let least = journals.iter().map(|n| n.least).min().unwrap_or(0);
    let greatest = journals.iter().map(|n| n.greatest).max().unwrap_or(0);
    let entries = journals.iter().map(|n| n.entries).sum();
    if !journals.is_empty() && !each && !continuous(least, greatest, entries) {
        issues.warn("number-gap", None, Some("EcritureNum"), || {
            "la numérotation a des trous ; les écritures sont numérotées de nouveau, leur ancien \
             numéro est conservé"
                .to_owned()
        });
    }
}

/// The digits that end a number, `VE-0012` → 12; zero when there are none.
fn trailing_number(number: &[u8]) -> u64 {
    let digits = number.iter().rev().take_while(|b| b.is_ascii_digit()).count().min(18);
    number[number.len() - digits..].iter().fold(0, |n, b| n * 10 + u64::from(b - b'0'))
}
