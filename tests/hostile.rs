//! Files and bases that are not what they should be: one clear sentence, an exit code, little
//! memory, and nothing written.

use std::fs::File;
use std::fs::Permissions;
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::accounting::made_year::made_year;
use crate::place::Place;
use crate::pole::Pole;
use crate::told::Told;

stories! {
    files_that_are_no_fec
    huge_files_take_little_memory
    files_that_cannot_be_read
    bases_that_are_not_there
    bases_that_are_no_base
    servers_that_do_not_answer
    names_that_nobody_has
    months_that_are_none
}

const NAME: &str = "FEC20251231.txt";
const HEADER: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\t\
                      CompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\t\
                      ValidDate\tMontantdevise\tIdevise\n";

/// The most memory that reading a bad file may take; the program alone takes a third of it.
const MOST_MEMORY_KIB: u64 = 64 * 1024;

/// Both commands that read a FEC refuse the file in one line that says these words; no row is made.
#[track_caller]
fn is_refused(pole: &Pole, words: &[&str]) {
    let before = pole.rows();
    for line in [format!("import fec --association vert {NAME}"), format!("fec balance {NAME}")] {
        pole.run(&line).refused_saying(words);
    }
    let told = pole.run(&format!("import fec --association vert {NAME} --json")).refused();
    assert_eq!(told.file()["accepted"], false);
    assert_eq!(pole.rows(), before);
}

fn files_that_are_no_fec(place: Place) {
    let pole = Pole::with_vert(place);
    let columns = |name: &str| vec![name; 10_000].join("\t") + "\n";
    let bad_line = |line: &[u8]| [HEADER.as_bytes(), line, b"\n"].concat();
    for (bytes, words) in [
        (Vec::new(), ["vide", "[empty-file]"]),
        (b"PK\x03\x04\x14\0\0\0\x08\0...".to_vec(), ["ZIP", "[not-text]"]),
        (b"\xff\xfeJ\0o\0u\0".to_vec(), ["UTF-16", "[not-text]"]),
        (columns("x").into_bytes(), ["18 colonnes", "[missing-column]"]),
        (vec![b'x'; 10 << 20], ["première ligne", "[line-too-long]"]),
        (bad_line(&vec![b'x'; 10 << 20]), ["ligne 2", "[line-too-long]"]),
        (bad_line(b"AC\tAchats\x01\x1b[2J"), ["ligne 2", "[control-character]"]),
        (bad_line(columns("y").trim_end().as_bytes()), ["ligne 2", "10000 champs"]),
        (b"bonjour\n".to_vec(), ["ligne 1", "[missing-header]"]),
        (b"\n\n\n".to_vec(), ["ligne 1", "[missing-header]"]),
    ] {
        pole.put(NAME, bytes);
        is_refused(&pole, &words);
    }
    pole.is_sound();
}

/// Runs a command to its end and answers the most memory it was seen to hold, in KiB.
fn with_memory(pole: &Pole, line: &str) -> (Told, u64) {
    let mut child = pole.command(line).spawn().expect("the program starts");
    let mut most = 0;
    while child.try_wait().expect("a child").is_none() {
        most = most.max(peak_kib(&child).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    (Told::of(line, &child.wait_with_output().expect("it ends")), most)
}

/// The peak that the kernel keeps for a living process.
fn peak_kib(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().trim_end_matches(" kB").parse().ok()
}

fn huge_files_take_little_memory(place: Place) {
    let pole = Pole::with_vert(place);
    let year = made_year(200, 2_000);
    let after_year = format!("ligne {}", year.lines + 2);
    for (start, words) in [(String::new(), "octets nuls"), (year.text, after_year.as_str())] {
        let mut file = File::create(pole.folder().join(NAME)).expect("a file");
        file.write_all(start.as_bytes()).expect("written");
        file.set_len(200 << 20).expect("a hole of 200 MB");
        let (told, most) = with_memory(&pole, &format!("import fec --association vert {NAME}"));
        told.refused_saying(&[words]);
        assert!((1..MOST_MEMORY_KIB).contains(&most), "{words}: {most} KiB");
    }
    pole.is_sound();
}

fn files_that_cannot_be_read(place: Place) {
    let pole = Pole::with_vert(place);
    let before = pole.rows();
    std::fs::create_dir(pole.folder().join(NAME)).expect("a folder");
    pole.put("secret.txt", HEADER);
    let secret = pole.folder().join("secret.txt");
    std::fs::set_permissions(&secret, Permissions::from_mode(0o000)).expect("a permission");
    for (name, why) in [
        (NAME, "c'est un dossier"),
        ("absent.txt", "n'existe pas"),
        ("absent/FEC20251231.txt", "n'existe pas"),
        ("secret.txt/FEC20251231.txt", "n'est pas un dossier"),
        ("secret.txt", "la permission manque"),
    ] {
        if name == "secret.txt" && File::open(&secret).is_ok() {
            println!("skipped: whoever runs the stories may read every file");
            continue;
        }
        for line in [format!("import fec --association vert {name}"), format!("fec balance {name}")]
        {
            let told = pole.run(&line).refused_saying(&[name, "ne peut pas être lu", why]);
            assert!(!told.err.contains("os error"), "{}", told.err);
        }
    }
    pole.run(&format!("import contracts --association vert {NAME}"))
        .refused_saying(&["ne peut pas être lu", "c'est un dossier"]);
    assert_eq!(pole.run("import fec --association vert").code, Some(2), "no file at all");
    assert_eq!(pole.run("importe").code, Some(2), "no such command");
    assert_eq!(pole.run("check --vite").code, Some(2), "no such option");
    assert_eq!(pole.rows(), before);
}

/// Commands that want a base.
const WANTING: [&str; 6] = [
    "check",
    "association list",
    "association add --slug a --name A",
    "balance --association vert --year-end 2025-12-31",
    "export fec --association vert --year-end 2025-12-31 --out sortie",
    "import fec --association vert absent.txt",
];

fn bases_that_are_not_there(place: Place) {
    let pole = Pole::missing(place);
    for line in WANTING {
        pole.run(line).refused_saying(&["collectif init --name NOM"]);
    }
    let left = std::fs::read_dir(pole.folder()).expect("a folder").count();
    assert_eq!(left, 0, "no base was made");
    let nowhere = match place {
        Place::Sqlite => "absent/pole.db",
        Place::Postgres => "postgres://personne@localhost/pole?host=/absent",
    };
    for line in ["check", "init --name Pôle"] {
        let told = pole.run(&format!("{line} --database {nowhere}")).refused_saying(&["la base"]);
        assert!(!told.err.contains("personne@"), "{}", told.err);
    }
}

fn bases_that_are_no_base(place: Place) {
    let pole = Pole::new(place);
    pole.put("texte.db", "Ceci n'est pas une base.\n".repeat(500));
    pole.put("vide.db", "");
    std::fs::create_dir(pole.folder().join("dossier.db")).expect("a folder");
    let no_sqlite = ["texte.db", "ne s'ouvre pas : ce fichier n'est pas une base SQLite"];
    for words in [
        no_sqlite,
        ["dossier.db", "ne s'ouvre pas : c'est un dossier, pas un fichier"],
        ["vide.db", "n'est pas une base de Collectif"],
        ["mysql://localhost/pole", "n'est pas une base"],
    ] {
        pole.run(&format!("check --database {}", words[0])).refused_saying(&words);
    }
    pole.run("init --name Pôle --database texte.db").refused_saying(&no_sqlite);
    pole.run("init --name Pôle --database absent/pole.db")
        .refused_saying(&["ne s'ouvre pas : le dossier absent n'existe pas"]);
    assert!(pole.read("texte.db").starts_with(b"Ceci n'est pas une base."), "left as it was");
    // A base of a later version, whose migrations this program does not know.
    pole.sql(
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29991231_000001_next', 0)",
    )
    .expect("a migration");
    pole.run("check").refused_saying(&["plus récente"]);
    pole.sql("DELETE FROM seaql_migrations WHERE version LIKE 'm2999%' OR version LIKE '%sharing'")
        .expect("a migration less");
    pole.run("check").refused_saying(&["plus ancienne", "collectif init"]);
}

/// A server that is not there, says nothing, or is another kind: told at once or after five
/// seconds, never with the password.
fn servers_that_do_not_answer(place: Place) {
    let pole = Pole::new(place);
    let port = |held: &TcpListener| held.local_addr().expect("an address").port();
    let (silent, other) = (listener(), listener());
    // Nobody listens on a port that was just given back.
    let closed = port(&listener());
    let ports = [
        (closed, "aucun serveur PostgreSQL n'y répond (connexion refusée)"),
        (port(&silent), "le serveur n'a rien répondu en 5 secondes"),
        (port(&other), "n'est pas un serveur PostgreSQL"),
    ];
    std::thread::spawn(move || {
        let (mut caller, _) = other.accept().expect("a caller");
        caller.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").expect("an answer");
    });
    for (port, why) in ports {
        let base = format!("postgres://anne:motdepasse@127.0.0.1:{port}/pole");
        let began = Instant::now();
        let told = pole.run(&format!("check --database {base}"));
        let told = told.refused_saying(&["ne s'ouvre pas", why]);
        assert!(!told.err.contains("motdepasse"), "{}", told.err);
        assert!(began.elapsed() < Duration::from_secs(15), "{why}: {:?}", began.elapsed());
    }
    if place == Place::Postgres {
        let absent = pole.address().replace("/collectif_story", "/sans_collectif_story");
        pole.run(&format!("check --database {absent}"))
            .refused_saying(&["ne s'ouvre pas : le serveur n'a pas de base de ce nom"]);
    }
}

fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").expect("a port")
}

fn names_that_nobody_has(place: Place) {
    let pole = Pole::with_vert(place);
    let before = pole.rows();
    pole.put(NAME, HEADER);
    for line in [
        format!("import fec --association rouge {NAME}"),
        "balance --association rouge --year-end 2025-12-31".to_owned(),
        "export fec --association rouge --year-end 2025-12-31 --out sortie".to_owned(),
        "activity add --association rouge --kind aci --name Maraîchage".to_owned(),
        "perimeter add --association rouge --from 2025-01-01".to_owned(),
    ] {
        pole.run(&line).refused_saying(&["aucune entité ne s'appelle « rouge »"]);
    }
    for line in [
        "association add --slug bleu --name Bleu --as qui@exemple.fr".to_owned(),
        format!("import fec --association vert {NAME} --as qui@exemple.fr"),
    ] {
        pole.run(&line).refused_saying(&["personne n'a l'adresse « qui@exemple.fr »"]);
    }
    pole.run("association add --slug vert --name Autre").refused_saying(&["déjà pris"]);
    pole.run("association add --slug Été --name Autre").refused_saying(&["« Été »"]);
    pole.run("association add --slug a --name A --siren 123456789").refused_saying(&["123456789"]);
    pole.run("balance --association vert --year-end 2025-02-31")
        .refused_saying(&["« 2025-02-31 »"]);
    assert_eq!(pole.rows(), before);
}

/// Somebody wrote into the base a month that no calendar has.
fn months_that_are_none(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("activity add --association vert --kind aci --name Jardin").done();
    pole.put(
        "contrats.csv",
        "contrat;activite;nom;prenom;naissance;sexe;categorie;type;debut;fin;heures_hebdo;reference_hebdo\n\
         C1;Jardin;Le Goff;Zoé;1980-02-03;F;insertion;CDDI;2025-01-01;2025-06-30;26;35\n",
    );
    pole.put("heures.csv", "contrat;mois;heures;brut;net\nC1;2025-03;112,67;1354,29;1072,10\n");
    pole.run("import contracts --association vert contrats.csv").done();
    pole.run("import hours --association vert heures.csv").done();
    pole.is_sound();
    // A base that was made before its guard.
    let table = if place == Place::Sqlite { "" } else { " ON month_work" };
    pole.sql(&format!("DROP TRIGGER month_work_no_other_month{table}"))
        .expect("the guard is there");
    for month in ["202513", "0", "-202503", "999999912", "4294967297"] {
        pole.sql(&format!("UPDATE month_work SET month = {month}")).expect(month);
        pole.run("check").refused_saying(&["months-inside-contracts", "C1", month]);
    }
}
