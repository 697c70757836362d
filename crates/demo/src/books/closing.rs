//! From a stream of entries to two closed years: the result and what becomes of it, balances taken
//! over on 1 January, numbers of documents, letters on what was paid.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use domain::accounting::{ChartKind, Draft, DraftLine};

use super::{BANK, Books, CASH, GENERAL, OPENING, PAYROLL, PURCHASES, SALES, Spot, accounts};
use super::{line, line_of};
use crate::days::day;
use crate::pole::{DemoEntity, DemoYear};

/// What the entity owned before the demonstration starts.
pub struct Worth {
    /// Capital or association funds, in cents.
    pub funds: i64,
    /// Reserves.
    pub reserves: i64,
    /// The result of 2007.
    pub result: i64,
    /// The least the bank account ever holds.
    pub cushion: i64,
}

/// Journals and their labels.
pub const JOURNALS: [(&str, &str); 7] = [
    (OPENING, "À-nouveaux"),
    (PURCHASES, "Achats"),
    (SALES, "Ventes"),
    (BANK, "Banque"),
    (CASH, "Caisse"),
    (PAYROLL, "Paie"),
    (GENERAL, "Opérations diverses"),
];

/// Closes both years into the entity: entries, journals, third parties, labels.
pub fn close(mut books: Books, worth: &Worth, entity: &mut DemoEntity) {
    open_2008(&mut books, worth, entity.chart);
    appropriate(&mut books, day(2008, 6, 20), worth.result, entity.chart);
    let result = -books.sum(2008, "6") - books.sum(2008, "7");
    appropriate(&mut books, day(2009, 6, 19), result, entity.chart);
    open_2009(&mut books, result);
    letter(&mut books);
    entity.third_parties = books.parties;
    let mut drafts = books.drafts;
    number(&mut drafts);
    let used =
        |code: &str| drafts.iter().any(|draft| draft.lines.iter().any(|line| line.account == code));
    let labels = accounts::LABELS.iter().chain(&accounts::VOLUNTARY);
    entity.accounts = labels
        .filter(|(code, _)| used(code))
        .map(|&(code, label)| (code.to_owned(), label.to_owned()))
        .collect();
    entity.journals = JOURNALS
        .iter()
        .filter(|(code, _)| drafts.iter().any(|draft| draft.journal == *code))
        .map(|&(code, label)| (code.to_owned(), label.to_owned()))
        .collect();
    let (first, second) = drafts.into_iter().partition(|draft| draft.date.year() == 2008);
    entity.years =
        vec![DemoYear { year: 2008, drafts: first }, DemoYear { year: 2009, drafts: second }];
}

/// Own funds, and a bank balance that never falls under the cushion; carried forward closes it.
fn open_2008(books: &mut Books, worth: &Worth, chart: ChartKind) {
    let (funds, reserves) = match chart {
        ChartKind::Company => ("101300", "106300"),
        ChartKind::Association => ("102000", "106800"),
    };
    books.open("Fonds propres", line(funds, -worth.funds));
    books.open("Réserves", line(reserves, -worth.reserves));
    let account = if worth.result < 0 { accounts::LOSS } else { accounts::PROFIT };
    books.open("Résultat de 2007", line(account, -worth.result));
    let bank = worth.cushion - lowest(books).min(0);
    books.open("Solde bancaire au 31/12/2007", line(accounts::BANK, bank));
    let opened = books.sum_opening();
    let carried = if opened > 0 { accounts::CARRIED } else { "119000" };
    books.open("Report à nouveau", line(carried, -opened));
}

impl Books {
    fn sum_opening(&self) -> i64 {
        self.drafts[0].lines.iter().map(|line| (line.debit - line.credit).0).sum()
    }
}

/// The lowest the bank account falls from an opening of zero.
fn lowest(books: &Books) -> i64 {
    let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for draft in &books.drafts {
        for line in draft.lines.iter().filter(|line| line.account == accounts::BANK) {
            *days.entry(draft.date).or_default() += (line.debit - line.credit).0;
        }
    }
    let mut balance = 0;
    days.into_values()
        .map(|moved| {
            balance += moved;
            balance
        })
        .min()
        .unwrap_or(0)
}

/// What the general meeting decides of the result: carried forward; in the Scop 15 % to the legal
/// reserve and the rest to the development fund.
fn appropriate(books: &mut Books, date: NaiveDate, result: i64, chart: ChartKind) {
    let label = format!("Affectation du résultat {}", date.year() - 1);
    let lines = match (chart, result >= 0) {
        (ChartKind::Company, true) => {
            let legal = result * 15 / 100;
            vec![
                line(accounts::PROFIT, result),
                line("106100", -legal),
                line("106300", legal - result),
            ]
        }
        (_, true) => vec![line(accounts::PROFIT, result), line(accounts::CARRIED, -result)],
        (_, false) => vec![line(accounts::CARRIED, -result), line(accounts::LOSS, result)],
    };
    books.post(GENERAL, date, &label, lines);
}

/// Balances of classes 1 to 5 at the end of 2008: one line per document still due, one line per
/// other account, the result in 120 or 129. Payments of 2009 then settle these lines.
fn open_2009(books: &mut Books, result: i64) {
    let account = if result < 0 { accounts::LOSS } else { accounts::PROFIT };
    let mut balances = balances_of_2008(books);
    *balances.entry(account.to_owned()).or_default() -= result;
    let mut lines: Vec<DraftLine> = balances
        .iter()
        .filter(|(_, balance)| **balance != 0)
        .map(|(account, balance)| line(account, *balance))
        .collect();
    let opening = books.drafts.len();
    let mut taken_over = BTreeMap::new();
    for (spot, line) in due_after_2008(books) {
        taken_over.insert(spot, Spot { draft: opening, line: lines.len() });
        lines.push(line);
    }
    let label = "Reprise des soldes au 31/12/2008";
    books.post(OPENING, day(2009, 1, 1), label, lines);
    for (due, _) in &mut books.settled {
        if let Some(spot) = taken_over.get(due) {
            *due = *spot;
        }
    }
}

/// Balances of the accounts 1 to 5 without third party.
fn balances_of_2008(books: &Books) -> BTreeMap<String, i64> {
    let mut balances: BTreeMap<String, i64> = BTreeMap::new();
    let drafts = books.drafts.iter().filter(|draft| draft.date.year() == 2008);
    for line in drafts.flat_map(|draft| &draft.lines) {
        if line.aux.is_none() && line.account.as_str() < "6" {
            *balances.entry(line.account.clone()).or_default() += (line.debit - line.credit).0;
        }
    }
    balances
}

/// Lines of third parties that nothing settled in 2008, by account and third party.
fn due_after_2008(books: &Books) -> Vec<(Spot, DraftLine)> {
    let settled = settled_in_2008(books);
    let mut due = Vec::new();
    for (rank, draft) in books.drafts.iter().enumerate().filter(|(_, d)| d.date.year() == 2008) {
        for (position, line) in draft.lines.iter().enumerate() {
            let spot = Spot { draft: rank, line: position };
            let Some(party) = line.aux.as_ref().filter(|_| !settled.contains(&spot)) else {
                continue;
            };
            let label = line.label.clone().unwrap_or_else(|| draft.label.clone());
            let taken = line_of(&line.account, party, (line.debit - line.credit).0);
            due.push((spot, DraftLine { label: Some(label), ..taken }));
        }
    }
    due.sort_by(|a, b| (&a.1.account, &a.1.aux, a.0).cmp(&(&b.1.account, &b.1.aux, b.0)));
    due
}

/// Documents and payments that no longer count at the end of 2008.
fn settled_in_2008(books: &Books) -> BTreeSet<Spot> {
    let in_2008 = |spot: &Spot| books.drafts[spot.draft].date.year() == 2008;
    let pairs = books.settled.iter().filter(|(_, payment)| in_2008(payment));
    pairs.flat_map(|(due, payment)| [*due, *payment]).collect()
}

/// Letters AAA, AAB… per third party and year, in the order of payments.
fn letter(books: &mut Books) {
    let drafts = &mut books.drafts;
    let mut pairs = books.settled.clone();
    pairs.sort_by_key(|(due, payment)| (drafts[payment.draft].date, *due));
    let mut ranks: BTreeMap<(i32, String, String), usize> = BTreeMap::new();
    for (due, payment) in pairs {
        let date = drafts[payment.draft].date;
        let paid = &drafts[payment.draft].lines[payment.line];
        let key = (date.year(), paid.account.clone(), paid.aux.clone().unwrap_or_default());
        let rank = ranks.entry(key).or_default();
        let letters = [*rank / 676, *rank / 26 % 26, *rank % 26];
        *rank += 1;
        let code: String = letters.iter().map(|&i| char::from(b'A' + i as u8)).collect();
        for spot in [due, payment] {
            drafts[spot.draft].lines[spot.line].lettering = Some((code.clone(), date));
        }
    }
}

/// Orders entries by date then journal, and numbers documents per journal and year.
fn number(drafts: &mut [Draft]) {
    let rank = |draft: &Draft| JOURNALS.iter().position(|(code, _)| *code == draft.journal);
    drafts.sort_by_key(|draft| (draft.date, rank(draft)));
    let mut counters: BTreeMap<(String, i32), i64> = BTreeMap::new();
    for draft in drafts.iter_mut().filter(|draft| draft.piece_ref.is_empty()) {
        let year = draft.date.year();
        let counter = counters.entry((draft.journal.clone(), year)).or_default();
        *counter += 1;
        draft.piece_ref = format!("{}{year}-{counter:04}", draft.journal);
    }
}
