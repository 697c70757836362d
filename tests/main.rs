//! Stories of the people of a pôle, told to the real program on a real database: each one happens
//! twice, on SQLite and on PostgreSQL. [`pole::Pole`] is where they happen.
//!
//! PostgreSQL is the server of `COLLECTIF_TEST_POSTGRES`, which `ops/test` starts; without it those
//! stories say that they were skipped. `COLLECTIF_SAMPLES` names a folder of more sample files.

/// Makes two tests of each story: `story::sqlite` and `story::postgres`.
macro_rules! stories {
    ($($story:ident)+) => { $(
        mod $story {
            #[test]
            fn sqlite() {
                super::$story(crate::place::Place::Sqlite);
            }

            #[test]
            fn postgres() {
                if crate::place::has_postgres() {
                    super::$story(crate::place::Place::Postgres);
                }
            }
        }
    )+ };
}

mod accounting;
mod chance;
mod commands;
mod corrections;
mod hostile;
mod house;
mod mail;
mod place;
mod pole;
mod pole_kept;
mod report;
mod schema;
mod second_lock;
mod site;
mod site_uploads;
mod staff_lists;
mod told;
