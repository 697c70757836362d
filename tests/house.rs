//! The house keeps its plan: arrows between crates point left only, backends are named in one
//! place, files stay short enough to be read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The plan: each crate, and those just left of it. It may use them and all that they may use.
const LEFT_OF: [(&str, &[&str]); 19] = [
    ("domain", &[]),
    ("migrations", &[]),
    ("db", &["domain"]),
    ("pdf", &["domain"]),
    ("sheets", &["domain"]),
    ("directory", &["db"]),
    ("mail", &["directory"]),
    ("dossier", &["directory"]),
    ("web", &["dossier", "mail", "sheets"]),
    ("accounting", &["web", "pdf"]),
    ("accompaniment", &["web", "pdf"]),
    ("jobs", &["accounting"]),
    ("governance", &["accounting"]),
    ("sharing", &["jobs", "governance"]),
    ("office", &["sharing"]),
    ("report", &["sharing", "accompaniment"]),
    ("questions", &["report"]),
    ("demo", &["report", "office"]),
    ("collectif", &["demo", "questions", "migrations"]),
];

/// The longest file.
const LONGEST_LINES: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All that a crate may use: what is left of it, and left of that.
fn allowed(name: &str, plan: &BTreeMap<&str, &[&'static str]>) -> BTreeSet<&'static str> {
    let left = plan.get(name).unwrap_or_else(|| panic!("the plan has no crate called {name}"));
    let further = left.iter().flat_map(|left| allowed(left, plan));
    left.iter().copied().chain(further).collect()
}

#[test]
fn arrows_point_left() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let plan = BTreeMap::from(LEFT_OF);
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        let allowed = allowed(name, &plan);
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let used = dependency["name"].as_str().expect("a name");
            let ours = !dependency["path"].is_null();
            assert!(!ours || allowed.contains(used), "{name} may not use {used}: {allowed:?}");
        }
    }
}

/// The Rust files of some folders, by their path from the root.
fn rust_files(folders: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root.join(folder)).collect();
    let mut files = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let inside = std::fs::read_dir(&path).expect("a folder");
            waiting.extend(inside.map(|entry| entry.expect("an entry").path()));
            waiting.retain(|path| !path.ends_with("node_modules"));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(&root).expect("inside").display().to_string();
            files.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
    assert!(files.len() > 5, "the files are looked for in the right place: {folders:?}");
    files.sort();
    files
}

/// Fails with the names of the files for which something holds.
#[track_caller]
fn no_file(files: &[(String, String)], what: &str, holds: impl Fn(&str, &str) -> bool) {
    let found: Vec<&String> =
        files.iter().filter(|(name, text)| holds(name, text)).map(|(name, _)| name).collect();
    assert!(found.is_empty(), "{what}: {found:#?}");
}

#[test]
fn every_room_says_what_one_can_do_there() {
    let files = rust_files(&["crates", "migrations", "tests"]);
    no_file(&files, "files that do not open with //!", |_, text| !text.starts_with("//!"));
    no_file(&files, "files with a name that says nothing", |name, _| {
        let stem = Path::new(name).file_stem().and_then(|stem| stem.to_str()).expect("a name");
        ["util", "utils", "helper", "helpers", "common", "misc", "types"].contains(&stem)
    });
}

#[test]
fn files_are_short_enough_to_be_read() {
    let files = rust_files(&["crates", "migrations", "tests"]);
    no_file(&files, "files of more than 500 lines", |_, text| text.lines().count() > LONGEST_LINES);
}

#[test]
fn only_db_and_migrations_name_a_backend() {
    let files = rust_files(&["crates"]);
    let outside_db = |name: &str| !name.starts_with("crates/db/");
    let backends = ["DbBackend", "DatabaseBackend", "sqlx::", "SqlitePool", "PgPool"];
    no_file(&files, "files that name a backend", |name, text| {
        outside_db(name) && backends.iter().any(|backend| text.contains(backend))
    });
    // A transaction begins by `db.write()` or `db.snapshot()`: SQLite must lock at once.
    no_file(&files, "files with a bare begin()", |name, text| {
        outside_db(name) && text.contains(".begin()")
    });
}

#[test]
fn few_doors_open_the_whole_base() {
    // The guard that decides, sign-in that reads what a person's seats ask of them, the key's check.
    let doors = [
        "crates/collectif/src/commands/serve.rs",
        "crates/directory/src/access.rs",
        "crates/office/src/pages/enter.rs",
        "crates/web/src/guard.rs",
        "crates/web/src/reading.rs",
    ];
    let files = rust_files(&["crates"]);
    no_file(&files, "files that see every association's rows", |name, text| {
        text.contains("Scope::Everything")
            && !name.starts_with("crates/db/")
            && !doors.contains(&name)
    });
    // What is published is the report's to make; an agreement is of several.
    let shared = [
        "crates/office/src/find.rs",
        "crates/office/src/pages/conventions/list.rs",
        "crates/office/src/pages/conventions/show.rs",
        "crates/web/src/reading.rs",
    ];
    no_file(&files, "files that read what is published", |name, text| {
        text.contains("to_publish(")
            && !name.starts_with("crates/report/")
            && !shared.contains(&name)
    });
}
