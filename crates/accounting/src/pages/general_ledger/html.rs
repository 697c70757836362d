//! The ledgers as HTML, written line by line: a year has too many lines for a template.

use std::fmt::Write as _;

use askama::filters::{Escaper as _, Html};
use chrono::NaiveDate;
use domain::Cents;
use web::Problem;
use web::address::part;
use web::french::{balance_cell, short_date};

use super::{Names, Running};
use crate::books::Movement;
use crate::pages::account::party;

const HEAD: &str = "<table class=\"ledger\"><thead><tr><th scope=\"col\">Écriture<th scope=\"col\">Date\
     <th scope=\"col\">Journal<th scope=\"col\">Pièce<th scope=\"col\">Libellé<th scope=\"col\">Tiers\
     <th scope=\"col\">Lettre<th scope=\"col\">Débit<th scope=\"col\">Crédit<th scope=\"col\">Solde\
     </thead><tbody>\n";

/// What has been drawn so far.
pub(super) struct Drawn {
    entries: String,
    ledgers: String,
    names: Names,
    account: Option<Running>,
    whole: Running,
}

impl Drawn {
    pub(super) fn new(slug: &str, ends_on: NaiveDate, names: Names) -> Self {
        Self {
            entries: format!("/a/{slug}/ecritures/{ends_on}/"),
            ledgers: format!("/a/{slug}/comptes/{ends_on}/"),
            names,
            account: None,
            whole: Running::new(""),
        }
    }

    pub(super) fn add(&mut self, out: &mut String, movements: &[Movement]) {
        out.reserve(movements.len() * 320);
        for movement in movements {
            if self.account.as_ref().is_none_or(|account| account.code != movement.account) {
                self.close(out);
                self.open(out, &movement.account);
            }
            self.row(out, movement);
        }
    }

    fn open(&mut self, out: &mut String, code: &str) {
        out.push_str("<section class=\"ledger\" id=\"c");
        text(out, code);
        out.push_str("\"><h2><a href=\"");
        out.push_str(&self.ledgers);
        out.push_str(&part(code));
        out.push_str("\">");
        text(out, code);
        out.push_str("</a> ");
        text(out, self.names.label(code));
        out.push_str("</h2>");
        out.push_str(HEAD);
        self.account = Some(Running::new(code));
    }

    fn row(&mut self, out: &mut String, movement: &Movement) {
        let Some(account) = &mut self.account else { return };
        account.add(movement);
        let _ = write!(
            out,
            "<tr><th scope=\"row\"><a href=\"{}{number}\">{number}</a><td>{}<td>",
            self.entries,
            short_date(movement.date),
            number = movement.number,
        );
        text(out, &movement.journal);
        for words in [&movement.piece_ref, &movement.label] {
            out.push_str("<td>");
            text(out, words);
        }
        out.push_str("<td>");
        if movement.aux.is_some() {
            text(out, &party(movement, &self.names.parties));
        }
        out.push_str("<td>");
        text(out, movement.letter.as_deref().unwrap_or_default());
        amounts(out, [Cents(movement.debit), Cents(movement.credit), account.balance()]);
        out.push('\n');
    }

    /// Ends the account at hand by its totals.
    fn close(&mut self, out: &mut String) {
        let Some(account) = self.account.take() else { return };
        self.whole.debit += account.debit;
        self.whole.credit += account.credit;
        out.push_str("</tbody><tfoot><tr><th scope=\"row\" colspan=\"7\">Total ");
        text(out, &account.code);
        amounts(out, [account.debit, account.credit, account.balance()]);
        out.push_str("</tfoot></table></section>\n");
    }

    /// Ends the last account, then the year.
    pub(super) fn end(&mut self, out: &mut String) {
        self.close(out);
        out.push_str(
            "<section class=\"ledger\"><h2>Tout l'exercice</h2><table class=\"ledger\"><tfoot><tr>\
             <th scope=\"row\" colspan=\"7\">Total des comptes",
        );
        amounts(out, [self.whole.debit, self.whole.credit, self.whole.balance()]);
        out.push_str("</tfoot></table></section>\n");
    }

    /// Says that the rest is missing.
    pub(super) fn interrupted(&mut self, out: &mut String, problem: &Problem) {
        if self.account.take().is_some() {
            out.push_str("</tbody></table></section>");
        }
        out.push_str(
            "<p class=\"warning-line\" role=\"alert\"><strong>La lecture s'est interrompue ici\
             \u{a0}: la suite du grand livre manque. Demandez la page de nouveau.</strong>",
        );
        if let Some(reference) = problem.reference() {
            let _ = write!(out, " Référence\u{a0}: {reference}.");
        }
        out.push_str("</p>");
    }
}

fn text(out: &mut String, text: &str) {
    // Writing into a String cannot fail.
    let _ = Html.write_escaped_str(out, text);
}

/// Debit, credit and the balance they leave; the style draws a dash in a cell without an amount.
fn amounts(out: &mut String, [debit, credit, balance]: [Cents; 3]) {
    for amount in [debit, credit] {
        out.push_str("<td>");
        if amount != Cents::ZERO {
            out.push_str(&amount.plain());
        }
    }
    out.push_str("<td>");
    out.push_str(&balance_cell(balance));
}
