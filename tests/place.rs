//! Where a story's base lives: a SQLite file, or a database of a PostgreSQL server. Bases are copied
//! from one that `collectif init` made, so that a story begins at once.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use db::{Db, OpenError, Target};
use sea_orm::ConnectionTrait as _;

/// A kind of base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file of its own.
    Sqlite,
    /// A database of its own on the server of `COLLECTIF_TEST_POSTGRES`.
    Postgres,
}

/// A base, and what must go when the story ends.
#[derive(Debug)]
pub struct Base {
    /// What `--database` takes.
    pub address: String,
    on_server: Option<String>,
}

/// The variable that names a PostgreSQL server where databases and accounts may be made and dropped.
const SERVER: &str = "COLLECTIF_TEST_POSTGRES";
const TEMPLATE: &str = "collectif_stories_template";
/// Who owns the stories' databases: an ordinary account, as the README asks for. A superuser would pass
/// over the locks of rows, and no story would notice a page that needs more than it announces.
const OWNER: &str = "collectif_stories";

/// Whether there is a server; says so when there is none.
pub fn has_postgres() -> bool {
    let has = std::env::var_os(SERVER).is_some();
    if !has {
        println!("skipped on PostgreSQL: {SERVER} is not set (ops/test sets it)");
    }
    has
}

/// The program as it was built, told nothing by the environment.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_collectif"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("COLLECTIF_") {
            command.env_remove(name);
        }
    }
    command
}

fn init(address: &str) {
    let init = program().args(["--database", address, "init", "--name", "Pôle d'essai"]).output();
    let init = init.expect("the program starts");
    assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
}

impl Base {
    /// A base with the tables and an empty pôle, in a folder if it is a file.
    pub fn initialised(place: Place, folder: &Path) -> Self {
        match place {
            Place::Sqlite => {
                let file = folder.join("pole.db");
                std::fs::write(&file, sqlite_template()).expect("the folder can be written");
                Self { address: file.display().to_string(), on_server: None }
            }
            Place::Postgres => Self::on_server(Some(postgres_template())),
        }
    }

    /// A base without anything: no file, or a database without tables.
    pub fn missing(place: Place, folder: &Path) -> Self {
        match place {
            Place::Sqlite => {
                Self { address: folder.join("pole.db").display().to_string(), on_server: None }
            }
            Place::Postgres => Self::on_server(None),
        }
    }

    /// The address of a base on the server for its superuser.
    pub fn masters_address(&self) -> String {
        masters_address_of(self.on_server.as_deref().expect("a base on a server"))
    }

    fn on_server(template: Option<&str>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("collectif_story_{}_{count}", std::process::id());
        let template = template.map(|template| format!(" TEMPLATE {template}")).unwrap_or_default();
        ask_server(&format!("CREATE DATABASE {name} OWNER {}{template}", owner()));
        Self { address: address_of(&name), on_server: Some(name) }
    }
}

impl Drop for Base {
    fn drop(&mut self) {
        if let Some(name) = &self.on_server {
            ask_server(&format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// The bytes of a fresh base, made once.
fn sqlite_template() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("template.db");
        init(&file.display().to_string());
        std::fs::read(file).expect("init made the base")
    })
}

/// The name of a fresh database, made once. One run of the stories at a time per server.
fn postgres_template() -> &'static str {
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        ask_server(&format!("DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)"));
        ask_server(&format!("CREATE DATABASE {TEMPLATE} OWNER {}", owner()));
        init(&address_of(TEMPLATE));
    });
    TEMPLATE
}

/// The account that owns them, made once.
fn owner() -> &'static str {
    static MADE: OnceLock<()> = OnceLock::new();
    MADE.get_or_init(|| {
        ask_server(&format!(
            "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{OWNER}') \
             THEN CREATE ROLE {OWNER} LOGIN PASSWORD '{OWNER}'; END IF; END $$"
        ));
    });
    OWNER
}

/// A database's address, for the one who owns it.
fn address_of(database: &str) -> String {
    let whole = masters_address_of(database);
    let (_, place) = whole.split_once('@').expect("postgres://user@host/database");
    format!("postgres://{OWNER}:{OWNER}@{place}")
}

/// The same for the one who makes databases: a superuser.
fn masters_address_of(database: &str) -> String {
    let server = std::env::var(SERVER).expect("stories on PostgreSQL run when there is a server");
    let (address, question) = match server.split_once('?') {
        Some((address, question)) => (address.to_owned(), format!("?{question}")),
        None => (server, String::new()),
    };
    let (host, _) = address.rsplit_once('/').expect("postgres://user@host/database");
    format!("{host}/{database}{question}")
}

fn ask_server(sql: &str) {
    let server = std::env::var(SERVER).expect("stories on PostgreSQL run when there is a server");
    let told = with_base(&server, async |db| db.conn().execute_unprepared(sql).await);
    told.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

/// Opens a base as commands do, does something with it and closes it.
pub fn with_base<T>(address: &str, act: impl AsyncFnOnce(&Db) -> T) -> T {
    opened(address, async |target| Db::open(target, false).await, act)
}

/// The same, opened as the site does.
pub fn with_closed_base<T>(address: &str, act: impl AsyncFnOnce(&Db) -> T) -> T {
    opened(address, async |target| Db::open_closed(target).await, act)
}

fn opened<T>(
    address: &str,
    open: impl AsyncFnOnce(&Target) -> Result<Db, OpenError>,
    act: impl AsyncFnOnce(&Db) -> T,
) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let target = Target::parse(address).expect("an address");
        let db = open(&target).await.expect("the base opens");
        let answer = act(&db).await;
        db.close().await.expect("the base closes");
        answer
    })
}
