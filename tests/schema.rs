//! The tables that migrations make are those that the code believes in, on both databases.

use std::collections::BTreeMap;

use accounting as books;
use db::Db;
use migrations::{Migrator, MigratorTrait as _};
use sea_orm::{
    ColumnTrait as _, ColumnType, ConnectionTrait as _, EntityTrait, IdenStatic as _,
    Iterable as _, PrimaryKeyToColumn as _,
};

use crate::place::{Place, with_base};
use crate::pole::Pole;

stories! {
    entities_and_tables_agree
    migrating_twice_changes_nothing
    an_older_base_is_brought_up_to_date
}

/// What a column is: its type, whether it may be empty, whether it is part of the key.
type Columns = BTreeMap<String, (String, bool, bool)>;

/// Tables that no row type describes: hand-written SQL reads them.
const WITHOUT_ENTITY: [&str; 1] = ["counter"];

/// The migrations' own list.
const MIGRATIONS: &str = "seaql_migrations";

/// What the row types say, by table.
fn entities() -> BTreeMap<String, Columns> {
    [
        described(directory::activity::Entity),
        described(directory::association::Entity),
        described(directory::perimeter_row::Entity),
        described(directory::person::Entity),
        described(directory::pole_row::Entity),
        described(directory::audit_row::Entity),
        described(directory::seat_row::Entity),
        described(directory::session_row::Entity),
        described(directory::trail_end::Entity),
        described(office::credential::Entity),
        described(office::passkey::Entity),
        described(office::passkey_ceremony::Entity),
        described(office::sign_in_attempt::Entity),
        described(office::sign_in_link::Entity),
        described(books::account::Entity),
        described(books::account_total::Entity),
        described(books::chain_head::Entity),
        described(books::entry::Entity),
        described(books::fec_import::Entity),
        described(books::fiscal_year::Entity),
        described(books::journal::Entity),
        described(books::lettering::Entity),
        described(books::line::Entity),
        described(books::third_party::Entity),
        described(books::validation::Entity),
        described(jobs::case_file::Entity),
        described(jobs::contract::Entity),
        described(jobs::job_change::Entity),
        described(jobs::month_work::Entity),
        described(governance::board_seat::Entity),
        described(governance::college::Entity),
        described(governance::mandate_row::Entity),
        described(sharing::convention::Entity),
        described(sharing::convention_amendment::Entity),
        described(sharing::convention_end::Entity),
        described(sharing::convention_party::Entity),
        described(sharing::counterparty::Entity),
        described(sharing::counterparty_tag::Entity),
        described(mail::outbox::Entity),
        described(dossier::document::Entity),
        described(dossier::question::Entity),
        described(dossier::question_document::Entity),
        described(dossier::question_message::Entity),
    ]
    .into()
}

fn described<E: EntityTrait>(entity: E) -> (String, Columns) {
    let keys: Vec<String> =
        E::PrimaryKey::iter().map(|key| key.into_column().as_str().to_owned()).collect();
    let columns = E::Column::iter().map(|column| {
        let (name, def) = (column.as_str().to_owned(), column.def());
        let key = keys.contains(&name);
        (name, (kind(def.get_column_type()).to_owned(), def.is_null(), key))
    });
    (entity.table_name().to_owned(), columns.collect())
}

fn kind(column: &ColumnType) -> &'static str {
    match column {
        ColumnType::BigInteger => "whole number",
        ColumnType::Text | ColumnType::String(_) => "text",
        ColumnType::Date => "day",
        ColumnType::TimestampWithTimeZone => "instant",
        ColumnType::Blob | ColumnType::VarBinary(_) => "bytes",
        ColumnType::Boolean => "yes or no",
        other => panic!("no table has a column of {other:?}"),
    }
}

/// What the base says of a table.
async fn columns(db: &Db, table: &str) -> Columns {
    // A part of a key is never empty, whatever SQLite says.
    let sql = if db::is_sqlite(db.conn()) {
        format!(
            "SELECT name, type AS kind, CAST(\"notnull\" = 0 AND pk = 0 AS text) AS empty, \
             CAST(pk > 0 AS text) AS key FROM pragma_table_info('{table}')"
        )
    } else {
        format!(
            "SELECT c.column_name::text AS name, c.data_type::text AS kind, \
             (c.is_nullable = 'YES')::int::text AS empty, (k.column_name IS NOT NULL)::int::text AS key \
             FROM information_schema.columns c LEFT JOIN information_schema.table_constraints t \
             ON t.table_name = c.table_name AND t.constraint_type = 'PRIMARY KEY' \
             LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = t.constraint_name \
             AND k.table_name = t.table_name AND k.column_name = c.column_name \
             WHERE c.table_name = '{table}'"
        )
    };
    let mut columns = Columns::new();
    for row in db.conn().query_all_raw(db::statement(db.conn(), &sql, [])).await.expect("columns") {
        let word = |name| row.try_get::<String>("", name).expect(name);
        let kind = match word("kind").to_lowercase().as_str() {
            "bigint" => "whole number",
            "text" => "text",
            "date" => "day",
            "datetime" | "timestamp with time zone" => "instant",
            "blob" | "bytea" => "bytes",
            "boolean" => "yes or no",
            other => panic!("{table} has a column of type {other}"),
        };
        columns.insert(word("name"), (kind.to_owned(), word("empty") == "1", word("key") == "1"));
    }
    columns
}

/// The tables of a base, but for the list of migrations.
pub async fn tables(db: &Db) -> Vec<String> {
    let sql = if db::is_sqlite(db.conn()) {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    } else {
        "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'"
    };
    let rows = db.conn().query_all_raw(db::statement(db.conn(), sql, [])).await.expect("tables");
    let names = rows.iter().map(|row| row.try_get::<String>("", "name").expect("a name"));
    names.filter(|name| name != MIGRATIONS).collect()
}

/// Every table with its columns.
fn whole_schema(pole: &Pole) -> BTreeMap<String, Columns> {
    with_base(pole.address(), async |db| {
        let mut schema = BTreeMap::new();
        for table in tables(db).await {
            let columns = columns(db, &table).await;
            schema.insert(table, columns);
        }
        schema
    })
}

fn entities_and_tables_agree(place: Place) {
    let mut schema = whole_schema(&Pole::new(place));
    for (table, columns) in entities() {
        let found = schema.remove(&table);
        assert_eq!(found.as_ref(), Some(&columns), "{table}: left the base, right the row type");
    }
    for table in WITHOUT_ENTITY {
        schema.remove(table);
    }
    let left: Vec<&String> = schema.keys().collect();
    assert!(left.is_empty(), "tables that this story does not know: {left:?}");
}

fn migrating_twice_changes_nothing(place: Place) {
    let pole = Pole::missing(place);
    pole.run("init --name «Pôle d'essai»").done();
    let (schema, rows) = (whole_schema(&pole), pole.rows());
    pole.run("init --name «Pôle d'essai»").done();
    assert_eq!(whole_schema(&pole), schema);
    assert_eq!(pole.rows(), rows);
    pole.is_sound();
}

/// The steps of the first version that had validated entries.
const FIRST_STEPS: u32 = 5;

/// A base that has validated entries since before their chains' ends were kept.
fn an_older_base_is_brought_up_to_date(place: Place) {
    let pole = Pole::missing(place);
    if place == Place::Sqlite {
        pole.put("pole.db", "");
    }
    let migrated =
        with_base(pole.address(), async |db| Migrator::up(db.conn(), Some(FIRST_STEPS)).await);
    migrated.expect("the first steps");
    let bytes = if place == Place::Sqlite { "blob" } else { "bytea" };
    let day = "'2026-01-01 00:00:00+00:00'";
    for act in [
        format!("INSERT INTO person VALUES (7, NULL, 'Anne', {day})"),
        "INSERT INTO association VALUES (1, 'vert', 'Vert', 'association', NULL, 'association', \
         'none', 'exempt', 12, 31, '2026-01-01 00:00:00+00:00')"
            .to_owned(),
        "INSERT INTO fiscal_year VALUES (1, 1, '2024-01-01', '2024-12-31'), (1, 2, '2025-01-01', '2025-12-31')"
            .to_owned(),
    ] {
        pole.sql(&act).expect(&act);
    }
    for (year, number) in [(1, 1), (1, 2), (1, 3), (2, 1)] {
        let act = format!(
            "INSERT INTO validation VALUES (1, {year}, {number}, {year}{number}, '2025-12-31', {day}, 7, \
             CAST('seal {year}.{number}' AS {bytes}))"
        );
        pole.sql(&act).expect(&act);
    }
    pole.run("check").refused_saying(&["plus ancienne", "collectif init"]);
    pole.run("init --name Pôle").done();
    let ends = "SELECT year_id || ' ends at ' || number FROM chain_head ORDER BY year_id";
    assert_eq!(pole.texts(ends), ["1 ends at 3", "2 ends at 1"]);
    let unlike = "SELECT COUNT(*) FROM chain_head h JOIN validation v ON v.year_id = h.year_id \
                  AND v.number = h.number WHERE v.seal <> h.seal";
    assert_eq!(pole.number(unlike), 0);
    pole.sql("DELETE FROM chain_head").expect_err("the new guards are there");
}
