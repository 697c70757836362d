//! Too many attempts on an account or from an address wait; nothing is told of which it was.

use chrono::{DateTime, TimeDelta, Utc};
use db::{Counter, Tx, next_ids};
use directory::Error;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set,
};
use sha2::{Digest, Sha256};

use crate::entity::sign_in_attempt as row;

/// What is counted, and how many are let through in how long.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    what: &'static str,
    most: u64,
    within: TimeDelta,
}

/// Wrong passwords and codes of one account.
pub const ACCOUNT: Limit = Limit { what: "account", most: 10, within: TimeDelta::minutes(15) };
/// Wrong passwords and codes from one address.
pub const ADDRESS: Limit = Limit { what: "address", most: 50, within: TimeDelta::minutes(15) };
/// Links asked for one account.
pub const LETTERS: Limit = Limit { what: "letters", most: 5, within: TimeDelta::hours(1) };
/// Links asked from one address.
pub const LETTERS_FROM: Limit =
    Limit { what: "letters-from", most: 30, within: TimeDelta::hours(1) };

impl Limit {
    fn key(self, of: &str) -> Vec<u8> {
        Sha256::digest(format!("{}:{of}", self.what)).to_vec()
    }

    /// Whether one more is too many.
    ///
    /// # Errors
    /// The database's own.
    pub async fn is_reached<C: ConnectionTrait>(
        self,
        conn: &C,
        of: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let count = row::Entity::find()
            .filter(row::Column::Key.eq(self.key(of)))
            .filter(row::Column::At.gt(now - self.within))
            .count(conn)
            .await?;
        Ok(count >= self.most)
    }

    /// Counts one, and forgets those too old to count for anything.
    ///
    /// # Errors
    /// The database's own.
    pub async fn count(self, tx: &Tx, of: &str, now: DateTime<Utc>) -> Result<(), Error> {
        let old = row::Column::At.lte(now - TimeDelta::hours(1));
        row::Entity::delete_many().filter(old).exec(tx).await?;
        let attempt = row::ActiveModel {
            key: Set(self.key(of)),
            id: Set(next_ids(tx, 0, Counter("sign-in-attempt"), 1).await?),
            at: Set(now),
        };
        attempt.insert(tx).await?;
        Ok(())
    }

    /// Forgets what was counted: the right password was given.
    ///
    /// # Errors
    /// The database's own.
    pub async fn forget(self, tx: &Tx, of: &str) -> Result<(), Error> {
        row::Entity::delete_many().filter(row::Column::Key.eq(self.key(of))).exec(tx).await?;
        Ok(())
    }
}
