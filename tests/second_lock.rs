//! On PostgreSQL the rows of associations have a second lock, behind the filter of each query: told
//! here with the first one off. SQLite has none, so these stories happen once.

mod answers;

use std::io::{BufRead as _, BufReader};

use db::{Db, Scope, Tx, row_lock, statement};
use sea_orm::ConnectionTrait as _;

use crate::place::{Place, has_postgres, with_base, with_closed_base};
use crate::pole::Pole;
use answers::{Asked, answers};

/// Two associations of the demonstration, each with books, contracts, files of people and dealings
/// with the others.
const OWN: &str = "jardins";
const OTHER: &str = "batir";

async fn number(tx: &Tx, sql: &str) -> i64 {
    let row = tx.query_one_raw(statement(tx, sql, [])).await.expect(sql).expect("a row");
    row.try_get_by_index(0).expect(sql)
}

async fn id_of(tx: &Tx, slug: &str) -> i64 {
    number(tx, &format!("SELECT id FROM association WHERE slug = '{slug}'")).await
}

/// The tables with an `association_id`.
async fn tables(tx: &Tx) -> Vec<String> {
    let sql = "SELECT table_name::text FROM information_schema.columns \
               WHERE table_schema = 'public' AND column_name = 'association_id' ORDER BY 1";
    let rows = tx.query_all_raw(statement(tx, sql, [])).await.expect("tables");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a name")).collect()
}

async fn seen(db: &Db, scope: Scope) -> Tx {
    db.seeing(scope).snapshot().await.expect("a snapshot")
}

/// Told on the demonstration, where most tables hold rows of several associations.
#[test]
fn the_lock_holds_with_the_first_one_off() {
    if !has_postgres() {
        return;
    }
    let pole = Pole::missing(Place::Postgres);
    pole.run("demo --dir demo --no-serve").done();
    with_closed_base(pole.address(), async |db| {
        a_query_without_any_filter_shows_what_was_announced(db).await;
        nothing_is_written_for_another(db).await;
        asked_for_another_what_pages_read_with_answers_as_for_none(db).await;
        a_moment_is_narrowed_and_ends_with_its_transaction(db).await;
    });
}

async fn a_query_without_any_filter_shows_what_was_announced(db: &Db) {
    let all = seen(db, Scope::Everything).await;
    let (own, other) = (id_of(&all, OWN).await, id_of(&all, OTHER).await);
    let (nothing, mine) = (seen(db, Scope::NOTHING).await, seen(db, Scope::of(own)).await);
    let both = seen(db, Scope::of(own).and(Scope::of(other))).await;
    let tables = tables(&all).await;
    assert!(tables.len() > 20, "{tables:?}");
    let mut filled = 0;
    for table in &tables {
        let whole = format!("SELECT COUNT(*) FROM {table}");
        let of = |ids: String| format!("{whole} WHERE association_id IN ({ids})");
        assert_eq!(number(&nothing, &whole).await, 0, "{table}: nothing announced");
        let none = db.conn().query_one_raw(statement(db.conn(), &whole, [])).await;
        let none: i64 = none.expect("a count").expect("a row").try_get_by_index(0).expect("n");
        assert_eq!(none, 0, "{table}: no transaction at all");
        let expected = number(&all, &of(own.to_string())).await;
        assert_eq!(number(&mine, &whole).await, expected, "{table}: one announced");
        assert_eq!(number(&mine, &of(other.to_string())).await, 0, "{table}");
        let expected_both = number(&all, &of(format!("{own}, {other}"))).await;
        assert_eq!(number(&both, &whole).await, expected_both, "{table}: two announced");
        filled += i32::from(0 < expected && expected < number(&all, &whole).await);
    }
    assert!(filled >= 16, "most tables hold rows of several: {filled} of {}", tables.len());
}

async fn nothing_is_written_for_another(db: &Db) {
    let all = seen(db, Scope::Everything).await;
    let (own, other) = (id_of(&all, OWN).await, id_of(&all, OTHER).await);
    drop(all);
    for act in [
        "INSERT INTO account VALUES ({id}, '999999', 'Nouveau')",
        "INSERT INTO counter VALUES ({id}, 'nouveau', 1)",
        "INSERT INTO fiscal_year VALUES ({id}, 900, '2030-01-01', '2030-12-31')",
        "INSERT INTO perimeter VALUES ({id}, 900, '2030-01-01', NULL)",
        "INSERT INTO audit (id, at, person_id, association_id, act, detail) \
             VALUES (999999, '2030-01-01', 1, {id}, 'fec.import', '{}')",
        "INSERT INTO seat VALUES (999, 1, {id}, 'president', '2030-01-01', NULL, 1, 1, '2030-01-01')",
    ] {
        let write = async |id: i64| {
            let tx = db.seeing(Scope::of(own)).write().await.expect("a transaction");
            let act = act.replace("{id}", &id.to_string());
            tx.execute_unprepared(&act).await.map(|_| ()).map_err(|error| error.to_string())
        };
        write(own).await.expect("one's own is written");
        let refused = write(other).await.expect_err(act);
        assert!(refused.contains("row-level security"), "{act}: {refused}");
    }
    for act in [
        "UPDATE account SET label = 'Autre' WHERE association_id = {id}",
        "UPDATE contract SET last_name = 'Autre' WHERE association_id = {id}",
        "DELETE FROM counterparty WHERE association_id = {id}",
    ] {
        let changed = async |id: i64| {
            let tx = db.seeing(Scope::of(own)).write().await.expect("a transaction");
            let done = tx.execute_unprepared(&act.replace("{id}", &id.to_string())).await;
            done.expect(act).rows_affected()
        };
        assert!(changed(own).await > 0, "{act}: one's own");
        assert_eq!(changed(other).await, 0, "{act}: another's is not there");
    }
    let tx = db.seeing(Scope::of(own)).write().await.expect("a transaction");
    let given = format!("UPDATE counterparty SET association_id = {other}");
    let refused = tx.execute_unprepared(&given).await.expect_err("not given away either");
    assert!(refused.to_string().contains("row-level security"), "{refused}");
}

/// The application's own filter switched off: what pages read with is asked for another association
/// than the one that was announced.
async fn asked_for_another_what_pages_read_with_answers_as_for_none(db: &Db) {
    let all = seen(db, Scope::Everything).await;
    let asked = Asked::of(&all, OTHER, 2009).await;
    let absent = answers(&all, &asked.of_nobody()).await;
    let whole = answers(&all, &asked).await;
    let own = id_of(&all, OWN).await;
    drop(all);
    let theirs = answers(&seen(db, Scope::of(asked.association.id)).await, &asked).await;
    let locked = answers(&seen(db, Scope::of(own)).await, &asked).await;
    for (((name, absent), (_, whole)), ((_, theirs), (_, locked))) in
        absent.iter().zip(&whole).zip(theirs.iter().zip(&locked))
    {
        assert_ne!(whole, absent, "{name} has something to say of {OTHER}");
        assert_eq!(theirs, whole, "{name} says all of it to {OTHER}");
        assert_eq!(locked, absent, "{name} says nothing of it to {OWN}");
    }
}

/// A moment that was begun for all of the pôle goes on for one association.
async fn a_moment_is_narrowed_and_ends_with_its_transaction(db: &Db) {
    let moment = seen(db, Scope::Everything).await;
    let own = id_of(&moment, OWN).await;
    let count = "SELECT COUNT(*) FROM validation";
    let whole = number(&moment, count).await;
    let mine = db.seeing(Scope::of(own));
    mine.hold(&moment).await.expect("held");
    let held = number(&moment, count).await;
    assert!(0 < held && held < whole, "{held} of {whole}");
    drop(moment);
    // The connection that it was said on knows nothing of it any more.
    let left = db.conn().query_one_raw(statement(db.conn(), count, [])).await;
    let left: i64 = left.expect(count).expect("a row").try_get_by_index(0).expect("a count");
    assert_eq!(left, 0);
}

#[test]
fn a_table_without_lock_and_an_account_that_passes_are_named() {
    if !has_postgres() {
        return;
    }
    let pole = Pole::with_vert(Place::Postgres);
    let lock = with_base(pole.address(), async |db| row_lock(db.conn()).await);
    let lock = lock.expect("an answer").expect("PostgreSQL");
    assert!(!lock.is_passed_over, "stories are told by an ordinary account: {lock:?}");
    assert!(lock.without.is_empty() && lock.tables > 20, "{lock:?}");
    pole.is_sound();

    let mut command = pole.command("check");
    let told = command.env("COLLECTIF_DATABASE", "").output().expect("it runs");
    assert!(!String::from_utf8_lossy(&told.stdout).contains("passe outre"));
    let mut command = crate::place::program();
    let told = command.args(["--database", &pole.masters_address(), "check"]).output();
    let told = String::from_utf8(told.expect("it runs").stdout).expect("text");
    assert!(told.contains("passe outre"), "{told}");
    assert!(served_warning(&pole.masters_address(), &pole).contains("passe outre"));
    assert!(!served_warning(pole.address(), &pole).contains("passe outre"));

    pole.sql("CREATE TABLE secret (association_id bigint NOT NULL, said text)").expect("a table");
    let told = pole.run("check").refused();
    assert!(told.err.contains("rows-locked") && told.err.contains("secret"), "{}", told.err);
}

/// What `serve` says on standard error until it is stopped.
fn served_warning(address: &str, pole: &Pole) -> String {
    let mut command = crate::place::program();
    command.args(["--database", address, "serve", "--listen", "127.0.0.1:0"]);
    command.current_dir(pole.folder()).env("COLLECTIF_MAIL", pole.folder().join("letters"));
    command.stderr(std::process::Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let said = child.stderr.take().expect("a pipe");
    let lines = BufReader::new(said).lines().map_while(Result::ok);
    let said: Vec<String> = lines.take_while(|line| !line.contains("écoute sur")).collect();
    child.kill().expect("it stops");
    child.wait().expect("it ends");
    said.join("\n")
}
