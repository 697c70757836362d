//! The balance as a table: accounts class by class, by number or by what changed most.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use domain::Cents;
use domain::accounting::side::growth;
use web::french::short_date;
use web::table::{Cell, Table};

use super::{Line, Order, View};
use crate::pages::year::Year;
use crate::ways;

/// The lines that a view keeps, in its order.
pub(super) fn table(year: &Year, view: &View, lines: &BTreeMap<String, Line>) -> Table {
    let mut table = heads(year, view);
    let mut kept: Vec<(&str, &Line)> =
        lines.iter().map(|(code, line)| (code.as_str(), line)).collect();
    kept.retain(|(code, line)| view.keeps(code, line));
    let mut total = Line::default();
    let mut classes = Vec::new();
    for of_class in kept.chunk_by_mut(|(a, _), (b, _)| a.get(..1) == b.get(..1)) {
        sort(of_class, view.order);
        let mut sum = Line::default();
        for (code, line) in of_class.iter() {
            sum.add(line);
            let ends_on = match &view.compared {
                Some(compared) if !line.moves => compared.year.ends_on,
                _ => year.ends_on(),
            };
            let heads = [
                Cell::text(*code).to(ways::account(&year.slug, ends_on, code)),
                Cell::text(&line.label),
            ];
            table.row(cells(heads, code, line, view));
        }
        let class = of_class.first().and_then(|(code, _)| code.get(..1)).unwrap_or_default();
        let heads = [Cell::text(format!("Classe\u{a0}{class}")), Cell::text(name_of(class))];
        table.subtotal(cells(heads, class, &sum, view));
        total.add(&sum);
        classes.push(class);
    }
    if !classes.is_empty() {
        let name = if view.is_whole_list() { "Total" } else { "Total montré" };
        // What is of one class is read from its side; a result, from the side where it stands.
        let class = if let [class] = classes[..] { class } else { "" };
        table.total(cells([Cell::text(name), Cell::empty()], class, &total, view));
    }
    table
}

fn heads(year: &Year, view: &View) -> Table {
    let months = view.months;
    let mut note =
        "En euros. Un solde sans mention est débiteur\u{a0}; un fichier porte les soldes \
                    créditeurs en négatif."
            .to_owned();
    if view.compared.is_some() {
        note.push_str(
            " L'écart est ce que le solde a de plus qu'un an avant, au débit pour les charges, au crédit \
             pour les produits.",
        );
    }
    if !months.is_whole() {
        note = format!("{note} Mouvements {}.", months.said());
    }
    if !view.prefixes.is_empty() {
        note = format!("{note} Comptes qui commencent par {}.", view.prefixes.join(" ou "));
    }
    if view.hides_zero {
        note = format!("{note} Sans les soldes nuls.");
    }
    if view.order != Order::Number {
        note = format!("{note} {}.", view.order.said());
    }
    let last_day = short_date(months.last_day(year.ends_on()));
    let mut table = Table::new(format!("Balance des comptes au {last_day}"))
        .note(note)
        .words("Compte")
        .words("Intitulé");
    if months.begins_later() {
        table = table.figures(format!("Solde avant le {}", short_date(months.from.first_day())));
    }
    table = table.figures("Débit").figures("Crédit").figures(format!("Solde au {last_day}"));
    match &view.compared {
        Some(compared) => {
            table.figures(format!("Solde au {}", short_date(compared.day))).figures("Écart")
        }
        None => table,
    }
}

/// The accounts of one class, as the view orders them; ties by number.
fn sort(of_class: &mut [(&str, &Line)], order: Order) {
    let growth = |(code, line): &(&str, &Line)| line.growth(code);
    match order {
        Order::Number => {}
        Order::Rise => of_class.sort_by_key(|line| Reverse(growth(line))),
        Order::Fall => of_class.sort_by_key(growth),
    }
}

fn cells(heads: [Cell; 2], account: &str, line: &Line, view: &View) -> Vec<Cell> {
    let mut cells = Vec::from(heads);
    if view.months.begins_later() {
        cells.push(Cell::balance(line.before));
    }
    cells.extend([Cell::bare(line.debit), Cell::bare(line.credit), Cell::balance(line.balance())]);
    if view.compared.is_some() {
        cells.extend([Cell::balance(line.last_year), Cell::difference(line.growth(account))]);
    }
    cells
}

impl Line {
    fn balance(&self) -> Cents {
        self.before + self.debit - self.credit
    }

    /// What it has more than a year before, as the account is read.
    fn growth(&self, account: &str) -> Cents {
        growth(account, self.balance(), self.last_year)
    }

    fn add(&mut self, other: &Self) {
        self.before += other.before;
        self.debit += other.debit;
        self.credit += other.credit;
        self.last_year += other.last_year;
    }
}

impl View {
    fn keeps(&self, code: &str, line: &Line) -> bool {
        let begins = |prefix: &String| code.starts_with(prefix);
        (self.prefixes.is_empty() || self.prefixes.iter().any(begins))
            && self.line.is_none_or(|wanted| line.of == Some(wanted.code))
            && !(self.hides_zero && line.balance() == Cents::ZERO)
    }

    fn is_whole_list(&self) -> bool {
        self.prefixes.is_empty() && self.line.is_none() && !self.hides_zero
    }
}

fn name_of(class: &str) -> &'static str {
    match class {
        "1" => "Capitaux",
        "2" => "Immobilisations",
        "3" => "Stocks",
        "4" => "Tiers",
        "5" => "Trésorerie",
        "6" => "Charges",
        "7" => "Produits",
        "8" => "Contributions volontaires et comptes spéciaux",
        _ => "Autres comptes",
    }
}
