//! Names of journals, accounts and third parties met on the way: the first one met is kept.

use std::collections::{BTreeMap, HashMap};

use db::{Bulk, Cell, Column, Tx};
use directory::Error;

/// Names to be kept beside the entries that use them.
#[derive(Default)]
pub struct Names {
    journals: BTreeMap<String, String>,
    accounts: HashMap<String, String>,
    third_parties: HashMap<String, HashMap<String, String>>,
}

const JOURNAL: [Column; 3] =
    [Column::Big("association_id"), Column::Text("code"), Column::Text("label")];
const THIRD_PARTY: [Column; 4] = [
    Column::Big("association_id"),
    Column::Text("account"),
    Column::Text("number"),
    Column::Text("label"),
];
const KEEP: &str = "ON CONFLICT DO NOTHING";

impl Names {
    /// A journal's.
    pub fn journal(&mut self, code: &str, label: impl FnOnce() -> String) {
        if !self.journals.contains_key(code) {
            self.journals.insert(code.to_owned(), label());
        }
    }

    /// An account's.
    pub fn account(&mut self, code: &str, label: impl FnOnce() -> String) {
        if !self.accounts.contains_key(code) {
            self.accounts.insert(code.to_owned(), label());
        }
    }

    /// A third party's, within its collective account.
    pub fn third_party(&mut self, account: &str, number: &str, label: impl FnOnce() -> String) {
        let known = match self.third_parties.get_mut(account) {
            Some(known) => known,
            None => self.third_parties.entry(account.to_owned()).or_default(),
        };
        if !known.contains_key(number) {
            known.insert(number.to_owned(), label());
        }
    }

    /// Keeps them; a name that is already there stays.
    ///
    /// # Errors
    /// The database's own.
    pub async fn write(self, tx: &Tx, association: i64) -> Result<(), Error> {
        let mut journals = Bulk::new("journal", &JOURNAL, KEEP);
        let mut accounts = Bulk::new("account", &JOURNAL, KEEP);
        let mut third_parties = Bulk::new("third_party", &THIRD_PARTY, KEEP);
        let text = Cell::Text;
        for (code, label) in self.journals {
            journals.push([Cell::Big(association), text(code), text(label)]);
        }
        for (code, label) in self.accounts {
            accounts.push([Cell::Big(association), text(code), text(label)]);
        }
        for (account, numbers) in self.third_parties {
            for (number, label) in numbers {
                third_parties.push([
                    Cell::Big(association),
                    text(account.clone()),
                    text(number),
                    text(label),
                ]);
            }
        }
        for bulk in [&mut journals, &mut accounts, &mut third_parties] {
            bulk.flush(tx).await?;
        }
        Ok(())
    }
}
