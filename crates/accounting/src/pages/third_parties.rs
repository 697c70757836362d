//! The third parties of a year: what moved, what they owe or are owed, what nothing answers yet.

use std::collections::{BTreeMap, BTreeSet};

use axum::response::Response;
use chrono::NaiveDate;
use domain::Cents;
use serde::Deserialize;
use web::address::asking;
use web::export::{Format, download, exports};
use web::pieces::{Control, Empty, Filters};
use web::table::{Cell, Table};
use web::{Page, Path, Problem, Query, Reading, Seat};

use super::listing::{Listing, nothing_left};
use super::year::{Here, Year};
use crate::books::{self, PartyBalance};
use crate::ways;

#[derive(Deserialize)]
pub(super) struct Asked {
    compte: Option<String>,
    soldes: Option<String>,
    format: Option<Format>,
}

/// What third parties are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    All,
    Open,
    Unlettered,
}

impl Shown {
    fn parse(text: &str) -> Self {
        match text {
            "non-nuls" => Self::Open,
            "non-lettres" => Self::Unlettered,
            _ => Self::All,
        }
    }

    fn sent(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Open => "non-nuls",
            Self::Unlettered => "non-lettres",
        }
    }

    fn read(self) -> &'static str {
        match self {
            Self::All => "tous",
            Self::Open => "non nuls",
            Self::Unlettered => "avec du non lettré",
        }
    }

    fn keeps(self, party: &PartyBalance) -> bool {
        match self {
            Self::All => true,
            Self::Open => party.debit != party.credit,
            Self::Unlettered => party.open_lines > 0,
        }
    }
}

/// `GET /a/{slug}/tiers/{fin}?compte=&soldes=&format=`.
pub(super) async fn show(
    page: Page,
    seat: Seat,
    reading: Reading,
    Path((_, ends_on)): Path<(String, NaiveDate)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let year = Year::ending(&reading, &seat, ends_on).await?;
    let all = books::party_balances(&*reading, &year.row).await?;
    let names = books::third_parties(&*reading, seat.association.id).await?;
    let labels = books::account_labels(&*reading, seat.association.id).await?;
    let account = asked.compte.unwrap_or_default();
    let shown = Shown::parse(asked.soldes.as_deref().unwrap_or_default());
    let kept = |party: &&PartyBalance| {
        (account.is_empty() || party.account == account) && shown.keeps(party)
    };
    let parties: Vec<&PartyBalance> = all.iter().filter(kept).collect();
    let table = table(&year, &parties, &names, &labels);
    if let Some(format) = asked.format {
        return download(format, &year.stem("tiers"), year.about(), table).await;
    }
    let way = ways::third_parties(&year.slug, ends_on);
    let accounts: BTreeSet<&str> = all.iter().map(|party| party.account.as_str()).collect();
    let named = |code: &&str| {
        let label = labels.get(*code).map_or("", String::as_str);
        ((*code).to_owned(), format!("{code} {label}"))
    };
    let first = (String::new(), "tous".to_owned());
    let accounts = [first].into_iter().chain(accounts.iter().map(named)).collect();
    let states = [Shown::All, Shown::Open, Shown::Unlettered];
    let states = states.map(|state| (state.sent().to_owned(), state.read().to_owned()));
    let exported = exports(&asking(&way, &[("compte", &account), ("soldes", shown.sent())]));
    let controls = vec![
        Control::choice("compte", "Compte collectif", account, accounts),
        Control::choice("soldes", "Soldes", shown.sent(), states.to_vec()),
    ];
    Listing {
        crumbs: year.crumbs("Tiers"),
        title: "Tiers".to_owned(),
        lead: format!(
            "{}, {}\u{a0}: clients, fournisseurs, salariés et autres, compte par compte.",
            year.association,
            year.said()
        ),
        warning: year.warning.clone(),
        done: None,
        acts: Vec::new(),
        readings: Vec::new(),
        rooms: year.rooms(Here::ThirdParties),
        facts: Vec::new(),
        filters: (!all.is_empty()).then_some(Filters { action: way, controls }),
        exports: if all.is_empty() { Vec::new() } else { exported },
        table,
        pager: None,
        asked: None,
        empty: if all.is_empty() { no_party() } else { nothing_left() },
        page,
    }
    .answer()
}

fn no_party() -> Empty {
    Empty {
        title: "Aucun tiers n'est nommé cette année".to_owned(),
        explanation:
            "Un tiers est nommé par la colonne CompAuxNum du FEC. Sans elle, ce qui est dû \
                      se lit compte par compte, dans la balance."
                .to_owned(),
        action: None,
    }
}

/// Sums of some third parties.
fn sums(parties: &[&PartyBalance]) -> [Cell; 5] {
    let sum = |of: fn(&PartyBalance) -> i64| Cents(parties.iter().map(|party| of(party)).sum());
    let (debit, credit) = (sum(|party| party.debit), sum(|party| party.credit));
    [
        Cell::bare(debit),
        Cell::bare(credit),
        Cell::balance(debit - credit),
        Cell::balance(sum(|party| party.open)),
        Cell::count(parties.iter().map(|party| party.open_lines).sum()),
    ]
}

fn table(
    year: &Year,
    parties: &[&PartyBalance],
    names: &BTreeMap<(String, String), String>,
    labels: &BTreeMap<String, String>,
) -> Table {
    let mut table = Table::new("Balance des tiers")
        .note(
            "En euros. Un solde sans mention est débiteur\u{a0}: le tiers doit\u{a0}; créditeur, on \
             lui doit. Le non lettré est ce que rien n'a encore soldé.",
        )
        .words("Tiers")
        .words("Nom")
        .words("Compte")
        .figures("Débit")
        .figures("Crédit")
        .figures("Solde")
        .figures("Non lettré")
        .figures("Lignes non lettrées");
    for group in parties.chunk_by(|a, b| a.account == b.account) {
        let account = &group[0].account;
        for party in group {
            let way = ways::party(&year.slug, year.ends_on(), account, &party.aux);
            let name = names.get(&(account.clone(), party.aux.clone()));
            let heads = [
                Cell::text(&party.aux).to(way),
                Cell::text(name.map_or("", String::as_str)),
                Cell::text(account),
            ];
            table.row(heads.into_iter().chain(sums(&[party])));
        }
        let label = labels.get(account).map_or("", String::as_str);
        let heads = [Cell::text(format!("Compte {account}")), Cell::text(label), Cell::empty()];
        table.subtotal(heads.into_iter().chain(sums(group)));
    }
    if !parties.is_empty() {
        let heads = [Cell::text("Total"), Cell::empty(), Cell::empty()];
        table.total(heads.into_iter().chain(sums(parties)));
    }
    table
}
