//! The first pass over a FEC: every check, the totals, the accounts, and where each entry lies.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};

use chrono::NaiveDate;

use super::Field;
use super::header::{self, Header};
use super::lines::{LONGEST, Line, LineReader};
use super::record::{Encoding, Facts, Record, shown};
use super::runs::{Gathered, Gatherer, Run};
use crate::calendar::short;
use crate::{Cents, Issues, Period};

/// An account as the file shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountSeen {
    /// Its first label.
    pub label: String,
    /// Σ debit.
    pub debit: Cents,
    /// Σ credit.
    pub credit: Cents,
    /// The line where it first stands.
    pub first_line: u64,
}

/// What the first pass learnt of a file that it did not refuse.
#[derive(Debug)]
pub struct Survey {
    /// Separator and columns.
    pub header: Header,
    /// How its bytes become text.
    pub encoding: Encoding,
    /// Lines of entries.
    pub lines: u64,
    /// Entries.
    pub entries: u64,
    /// Σ debit.
    pub debit: Cents,
    /// Σ credit.
    pub credit: Cents,
    /// First and last accounting date.
    pub dates: Option<Period>,
    /// Accounts in the order of their numbers.
    pub accounts: BTreeMap<String, AccountSeen>,
    /// Where the entries lie, in the order of their numbers.
    pub runs: Vec<Run>,
    /// For letters without a day: (account, third party, letter) hashed → their last line's date.
    pub letter_days: HashMap<u64, NaiveDate>,
}

/// Reads a whole file once.
///
/// `period` is the accounting year that every date must lie in, when it is known. `progress` is
/// told the bytes read from time to time. `None` when the file is not a FEC at all; when lines are
/// wrong the survey is there and `issues` refuses it.
pub fn survey<R: Read>(
    source: R,
    period: Option<Period>,
    issues: &mut Issues,
    progress: &mut dyn FnMut(u64),
) -> io::Result<Option<Survey>> {
    let mut reader = LineReader::new(source);
    let Some(header) = read_header(&mut reader, issues)? else {
        return Ok(None);
    };
    let mut pass = Pass::new(header, period);
    while let Some(line) = reader.next_line()? {
        pass.take(line, issues);
        if pass.lines.is_multiple_of(16_384) {
            progress(reader.position());
        }
    }
    Ok(Some(pass.finish(issues)))
}

/// Reads up to and including the first line.
fn read_header<R: Read>(
    reader: &mut LineReader<R>,
    issues: &mut Issues,
) -> io::Result<Option<Header>> {
    let head = reader.peek()?;
    let mark = head.starts_with(b"\xef\xbb\xbf");
    let refuse = |issues: &mut Issues, code, message: &str| {
        issues.error(code, None, None, message);
        Ok(None)
    };
    if head.is_empty() {
        return refuse(issues, "empty-file", "le fichier est vide");
    }
    if head.starts_with(b"PK\x03\x04") {
        return refuse(
            issues,
            "not-text",
            "le fichier est une archive ZIP (ou un classeur) : sortez-en le fichier texte du FEC",
        );
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return refuse(
            issues,
            "not-text",
            "le fichier est en UTF-16 : enregistrez-le en UTF-8 ou en ISO-8859-15",
        );
    }
    if head.contains(&0) {
        return refuse(
            issues,
            "not-text",
            "le fichier n'est pas du texte : il contient des octets nuls",
        );
    }
    if mark {
        reader.skip(3);
    }
    let Some(first) = reader.next_line()? else {
        return refuse(issues, "empty-file", "le fichier est vide");
    };
    if first.cut {
        return refuse(
            issues,
            "line-too-long",
            "la première ligne dépasse 65 536 caractères : ce n'est pas l'en-tête d'un FEC",
        );
    }
    warn_of_line_end(first, issues);
    let text = match std::str::from_utf8(first.bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => Encoding::Latin9.decode(first.bytes).into_owned(),
    };
    Ok(header::read(&text, issues))
}

fn warn_of_line_end(line: Line<'_>, issues: &mut Issues) {
    if line.returned_twice {
        issues.warn("line-end", Some(line.number), None, || {
            "une ligne finit par deux retours chariot et un saut (CR CR LF) ; elle est lue comme si \
             elle n'en avait qu'un"
                .to_owned()
        });
    }
}

/// The state of the first pass.
struct Pass {
    header: Header,
    period: Option<Period>,
    utf8: bool,
    lines: u64,
    debit: i64,
    credit: i64,
    dates: Option<Period>,
    /// The first line dated outside the year, and how many there are.
    outside: Option<(u64, u64)>,
    accounts: HashMap<Vec<u8>, Seen>,
    journals: HashMap<Vec<u8>, Vec<u8>>,
    /// The last one that bore its first name, since lines of a journal follow one another.
    journal: (Vec<u8>, Vec<u8>),
    gatherer: Gatherer,
    open_letters: HashMap<u64, i64>,
    letter_days: HashMap<u64, NaiveDate>,
}

/// What stands among the bytes of a line. Every byte is looked at, whatever the ones before: the
/// compiler then takes sixteen at once.
struct Look {
    control: bool,
    ascii: bool,
}

impl Look {
    fn at(bytes: &[u8]) -> Self {
        let (mut control, mut all) = (false, 0);
        for &byte in bytes {
            control |= (byte < 0x20 && byte != b'\t') || byte == 0x7f;
            all |= byte;
        }
        Self { control, ascii: all.is_ascii() }
    }
}

struct Seen {
    label: Vec<u8>,
    debit: i64,
    credit: i64,
    first_line: u64,
}

impl Pass {
    fn new(header: Header, period: Option<Period>) -> Self {
        Self {
            header,
            period,
            utf8: true,
            lines: 0,
            debit: 0,
            credit: 0,
            dates: None,
            outside: None,
            accounts: HashMap::new(),
            journals: HashMap::new(),
            journal: (Vec::new(), Vec::new()),
            gatherer: Gatherer::default(),
            open_letters: HashMap::new(),
            letter_days: HashMap::new(),
        }
    }

    fn take(&mut self, line: Line<'_>, issues: &mut Issues) {
        if line.cut {
            let message = format!("la ligne dépasse {LONGEST} caractères");
            issues.error("line-too-long", Some(line.number), None, message);
            return;
        }
        warn_of_line_end(line, issues);
        if line.bytes.trim_ascii().is_empty() {
            issues.warn("blank-line", Some(line.number), None, || {
                "une ligne vide est sautée".to_owned()
            });
            return;
        }
        self.lines += 1;
        let look = Look::at(line.bytes);
        if look.control || (self.header.separator == b'|' && line.bytes.contains(&b'\t')) {
            let message = "la ligne contient un caractère de commande (octet nul, saut ou tabulation au milieu d'un champ)";
            issues.error("control-character", Some(line.number), None, message);
            return;
        }
        if self.utf8 && !look.ascii {
            self.utf8 = std::str::from_utf8(line.bytes).is_ok();
        }
        match Record::split(line.bytes, &self.header) {
            Ok(record) => {
                if !self.take_record(&record, line, issues) {
                    self.spoil(line);
                }
            }
            Err(found) => {
                let message = format!(
                    "la ligne a {found} champs au lieu de {} : un libellé contient peut-être le séparateur, ou la ligne est tronquée",
                    self.header.columns
                );
                issues.error("field-count", Some(line.number), None, message);
                self.spoil(line);
            }
        }
    }

    /// Says whether the line could be counted.
    fn take_record(&mut self, record: &Record<'_>, line: Line<'_>, issues: &mut Issues) -> bool {
        let Some(facts) = record.facts(&self.header, line.number, issues) else { return false };
        self.debit += facts.debit;
        self.credit += facts.credit;
        self.check_dates(&facts, line.number, issues);
        self.count_account(record, &facts, line.number, issues);
        self.check_journal(record, line.number, issues);
        if !record.get(Field::EcritureLet).is_empty() || !record.get(Field::DateLet).is_empty() {
            self.count_letter(record, &facts, line.number, issues);
        }
        if record.get(Field::CompAuxNum).is_empty() != record.get(Field::CompAuxLib).is_empty() {
            issues.warn("third-party-unpaired", Some(line.number), Some("CompAuxNum"), || {
                "un tiers a un numéro sans nom, ou un nom sans numéro".to_owned()
            });
        }
        let gathered = Gathered {
            journal: record.get(Field::JournalCode),
            number: record.get(Field::EcritureNum),
            date: facts.date,
            debit: facts.debit,
            credit: facts.credit,
            offset: line.offset,
            line: line.number,
        };
        self.gatherer.take(&gathered, issues);
        true
    }

    /// An entry that lacks a refused line is not told unbalanced on top.
    fn spoil(&mut self, line: Line<'_>) {
        let (journal, number) = Record::entry_of_bad_line(line.bytes, &self.header);
        self.gatherer.spoil(journal, number);
    }

    fn check_dates(&mut self, facts: &Facts, line: u64, issues: &mut Issues) {
        let seen = self.dates.get_or_insert(Period { start: facts.date, end: facts.date });
        seen.start = seen.start.min(facts.date);
        seen.end = seen.end.max(facts.date);
        if let Some(period) = self.period
            && !period.contains(facts.date)
        {
            let (first, count) = self.outside.get_or_insert((line, 0));
            *first = line.min(*first);
            *count += 1;
        }
        match facts.valid {
            Some(valid) => {
                if valid < facts.date {
                    issues.warn("validated-early", Some(line), Some("ValidDate"), || {
                        format!(
                            "validée le {}, avant sa date comptable du {}",
                            short(valid),
                            short(facts.date)
                        )
                    });
                }
            }
            None => issues.warn("no-validation-date", Some(line), Some("ValidDate"), || {
                "sans date de validation : le jour de l'import en tient lieu".to_owned()
            }),
        }
    }

    fn count_account(
        &mut self,
        record: &Record<'_>,
        facts: &Facts,
        line: u64,
        issues: &mut Issues,
    ) {
        let (account, label) = (record.get(Field::CompteNum), record.get(Field::CompteLib));
        let seen = match self.accounts.get_mut(account) {
            Some(seen) => seen,
            None => self.accounts.entry(account.to_vec()).or_insert_with(|| Seen {
                label: label.to_vec(),
                debit: 0,
                credit: 0,
                first_line: line,
            }),
        };
        seen.debit += facts.debit;
        seen.credit += facts.credit;
        if seen.label != label {
            issues.warn("label-varies", Some(line), Some("CompteLib"), || {
                format!(
                    "le compte {} porte plusieurs intitulés ; le premier est gardé",
                    shown(account)
                )
            });
        }
    }

    fn check_journal(&mut self, record: &Record<'_>, line: u64, issues: &mut Issues) {
        let (code, label) = (record.get(Field::JournalCode), record.get(Field::JournalLib));
        if self.journal.0 == code && self.journal.1 == label {
            return;
        }
        let known = match self.journals.get(code) {
            Some(known) => known,
            None => self.journals.entry(code.to_vec()).or_insert_with(|| label.to_vec()),
        };
        if known == label {
            self.journal = (code.to_vec(), label.to_vec());
        } else {
            issues.warn("label-varies", Some(line), Some("JournalLib"), || {
                format!("le journal {} porte plusieurs noms ; le premier est gardé", shown(code))
            });
        }
    }

    fn count_letter(&mut self, record: &Record<'_>, facts: &Facts, line: u64, issues: &mut Issues) {
        if record.get(Field::EcritureLet).is_empty() {
            issues.warn("letter-date-alone", Some(line), Some("DateLet"), || {
                "une date de lettrage sans lettre n'est pas retenue".to_owned()
            });
            return;
        }
        let key = letter_key(record);
        match self.open_letters.entry(key) {
            Entry::Occupied(open) if *open.get() + facts.debit == facts.credit => {
                open.remove();
            }
            Entry::Occupied(mut open) => *open.get_mut() += facts.debit - facts.credit,
            Entry::Vacant(_) if facts.debit == facts.credit => {}
            Entry::Vacant(none) => {
                none.insert(facts.debit - facts.credit);
            }
        }
        if record.get(Field::DateLet).is_empty() {
            issues.warn("letter-without-date", Some(line), Some("DateLet"), || {
                "une lettre sans date prend la date de sa dernière ligne".to_owned()
            });
            self.letter_days
                .entry(key)
                .and_modify(|day| *day = facts.date.max(*day))
                .or_insert(facts.date);
        }
    }

    fn finish(self, issues: &mut Issues) -> Survey {
        if self.lines == 0 && !issues.refused() {
            issues.error(
                "header-only",
                Some(1),
                None,
                "le fichier n'a que sa ligne d'en-tête, aucune écriture",
            );
        }
        if let (Some((line, count)), Some(dates), Some(period)) =
            (self.outside, self.dates, self.period)
        {
            tell_outside(line, count, dates, period, issues);
        }
        if !self.open_letters.is_empty() {
            let count = self.open_letters.len();
            issues.warn("letter-unbalanced", None, Some("EcritureLet"), || match count {
                1 => "une lettre ne se solde pas".to_owned(),
                _ => format!("{count} lettres ne se soldent pas"),
            });
        }
        let encoding = if self.utf8 { Encoding::Utf8 } else { Encoding::Latin9 };
        let (runs, entries) = self.gatherer.finish(issues);
        let accounts = self.accounts.into_iter().map(|(code, seen)| {
            let seen = AccountSeen {
                label: encoding.decode(&seen.label).into_owned(),
                debit: Cents(seen.debit),
                credit: Cents(seen.credit),
                first_line: seen.first_line,
            };
            (encoding.decode(&code).into_owned(), seen)
        });
        Survey {
            encoding,
            lines: self.lines,
            entries,
            debit: Cents(self.debit),
            credit: Cents(self.credit),
            dates: self.dates,
            accounts: accounts.collect(),
            runs,
            letter_days: self.letter_days,
            header: self.header,
        }
    }
}

/// One sentence however many lines: the wrong year is one mistake.
fn tell_outside(line: u64, count: u64, dates: Period, period: Period, issues: &mut Issues) {
    let lines = match count {
        1 => "une ligne est datée".to_owned(),
        _ => format!("{count} lignes sont datées"),
    };
    let message = format!(
        "{lines} hors de l'exercice du {} au {} ; les dates du fichier vont du {} au {} : si c'est \
         l'exercice qui est autre, donnez --year-start et --year-end",
        short(period.start),
        short(period.end),
        short(dates.start),
        short(dates.end)
    );
    issues.error("outside-year", Some(line), Some("EcritureDate"), message);
}

/// What a letter is known by: letters run per account and third party.
pub fn letter_key(record: &Record<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for field in [Field::CompteNum, Field::CompAuxNum, Field::EcritureLet] {
        record.get(field).hash(&mut hasher);
    }
    hasher.finish()
}
