//! A pôle of its own for a story, and the program at its side: `pole.run("association list")`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use db::Db;
use sea_orm::{ConnectionTrait as _, DbErr};
use tempfile::TempDir;

use crate::place::{Base, Place, program, with_base};
use crate::schema::tables;
use crate::told::Told;

/// The SIREN that the sample files bear.
pub const SIREN: &str = "123456782";

/// A base, and a folder where the files of the story are.
pub struct Pole {
    base: Base,
    folder: TempDir,
}

impl Pole {
    /// A pôle that `init` has just made.
    pub fn new(place: Place) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { base: Base::initialised(place, folder.path()), folder }
    }

    /// A pôle with one association, « vert », which has the SIREN of the sample files.
    pub fn with_vert(place: Place) -> Self {
        let pole = Self::new(place);
        pole.run(&format!("association add --slug vert --name «Chantier vert» --siren {SIREN}"))
            .done();
        pole
    }

    /// No pôle yet: no file, or a database without tables.
    pub fn missing(place: Place) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { base: Base::missing(place, folder.path()), folder }
    }

    /// What `--database` takes.
    pub fn address(&self) -> &str {
        &self.base.address
    }

    /// The same for the superuser of its PostgreSQL server.
    pub fn masters_address(&self) -> String {
        self.base.masters_address()
    }

    /// The folder where commands run.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A command about to run in the pôle's folder, on its base. Words are parted by spaces;
    /// guillemets hold several together.
    pub fn command(&self, line: &str) -> Command {
        let mut command = program();
        command.arg("--database").arg(self.address()).args(words(line));
        command.current_dir(self.folder()).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, line: &str) -> Told {
        Told::of(line, &self.command(line).output().expect("the program starts"))
    }

    /// Puts a file into the folder and answers its name.
    pub fn put<'n>(&self, name: &'n str, bytes: impl AsRef<[u8]>) -> &'n str {
        std::fs::write(self.folder().join(name), bytes).expect("the folder can be written");
        name
    }

    /// Puts a file of `tests/samples/fec` into the folder under its own name.
    pub fn bring<'n>(&self, sample: &'n str) -> &'n str {
        self.put(sample, std::fs::read(samples().join(sample)).expect("the sample is there"))
    }

    /// Reads a file of the folder.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs statements straight on the base, behind the program's back.
    pub fn sql(&self, sql: &str) -> Result<(), DbErr> {
        with_base(self.address(), async |db| db.conn().execute_unprepared(sql).await.map(|_| ()))
    }

    /// A whole number that the base answers.
    #[track_caller]
    pub fn number(&self, sql: &str) -> i64 {
        with_base(self.address(), async |db| number(db, sql).await)
    }

    /// The texts that the base answers, one a row.
    #[track_caller]
    pub fn texts(&self, sql: &str) -> Vec<String> {
        with_base(self.address(), async |db| {
            let rows = db.conn().query_all_raw(db::statement(db.conn(), sql, [])).await;
            let rows = rows.expect(sql).into_iter();
            rows.map(|row| row.try_get_by_index(0).expect("a text")).collect()
        })
    }

    /// How many rows each table has.
    pub fn rows(&self) -> BTreeMap<String, i64> {
        with_base(self.address(), async |db| {
            let mut rows = BTreeMap::new();
            for table in tables(db).await {
                let sql = format!("SELECT COUNT(*) FROM {table}");
                rows.insert(table, number(db, &sql).await);
            }
            rows
        })
    }

    /// `check` finds nothing broken.
    #[track_caller]
    pub fn is_sound(&self) {
        assert_eq!(self.run("check --json").done().json()["ok"], true);
    }
}

async fn number(db: &Db, sql: &str) -> i64 {
    let row = db.conn().query_one_raw(db::statement(db.conn(), sql, [])).await;
    row.and_then(|row| row.expect("a row").try_get_by_index(0)).expect(sql)
}

/// The folder of the sample files of the books.
pub fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/samples/fec")
}

/// `--name «Chantier vert»` is two words.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut together = false;
    for letter in line.chars() {
        match letter {
            '«' => together = true,
            '»' => together = false,
            ' ' if !together => words.push(String::new()),
            letter => words.last_mut().expect("a word").push(letter),
        }
    }
    words.into_iter().filter(|word| !word.is_empty()).collect()
}
