//! Addresses and forms of the site filled in, with what a story's pôle has and with what it has not.

use crate::place::Place;
use crate::pole::Pole;

/// The associations of the pôle, by short name.
pub const PLACES: [&str; 3] = ["vert", "bleu", "commun"];
/// What is no association's short name.
pub const NO_PLACE: &str = "rien";

/// What a part of an address may be: one that is there, and one that is not.
fn part(before: &str, name: &str, place: &str) -> (String, &'static str) {
    let letter = match place {
        "bleu" => "B",
        "commun" => "K",
        _ => "V",
    };
    let (there, absent) = match (before, name) {
        (_, "slug" | "entite") => (place, NO_PLACE),
        ("rapport", "annee") => ("2025", "1890"),
        (
            "comptes" | "ecritures" | "balance" | "grand-livre" | "journaux" | "tiers" | "fec",
            "fin",
        ) => ("2025-12-31", "2024-12-31"),
        ("{fin}", "journal") => ("VE", "ZZ"),
        ("conseil", "college") => ("structures", "rien"),
        ("{college}", "numero") => ("1", "99"),
        ("{fin}", "compte") => ("706000", "999"),
        ("{fin}", "numero") => ("1", "999999"),
        ("contrats" | "accueil", "numero") => return (format!("{letter}1"), "ZZ9"),
        ("{numero}", "acte") => ("corriger", "rien"),
        ("chiffre", "figure") => ("{figure}", "rien"),
        ("modele" | "fichier", "table") => ("contrats", "rien"),
        ("conventions", "numero") => ("2025-9", "1890-9"),
        ("aide", "sujet") => ("livres", "rien"),
        ("lien", "jeton") => (FORGED, FORGED),
        ("questions", "numero") => ("901", "999999"),
        ("documents", "empreinte") => (DOCUMENT, FORGED),
        _ => panic!("classify this parameter: {before}/{{{name}}}"),
    };
    (there.to_owned(), absent)
}

/// SHA-256 of `%PDF-1.7`.
const DOCUMENT: &str = "86edbaa24831badfa0a8b04bb410141e2ee4182b6d0014493fe262a7a331c20b";

/// In each association a question about it in general, with a document.
pub fn ask(pole: &Pole, place: Place) {
    let bytes = |text: &str| match place {
        Place::Sqlite => format!("x'{text}'"),
        Place::Postgres => format!("decode('{text}', 'hex')"),
    };
    let (digest, pdf, at) =
        (bytes(DOCUMENT), bytes("255044462d312e37"), "'2026-01-01 00:00:00+00:00'");
    for association in 1..=PLACES.len() {
        for row in [
            format!(
                "document VALUES ({association}, {digest}, 'application/pdf', 8, 1, {at}, {pdf})"
            ),
            format!(
                "question VALUES ({association}, 901, 'association', NULL, NULL, 0, 'accountancy', 1, {at}, \
                 'open', 1, {at})"
            ),
            format!("question_message VALUES ({association}, 901, 1, 1, {at}, 'Voici.')"),
            format!("question_document VALUES ({association}, 901, 1, 1, {digest}, 'f.pdf')"),
        ] {
            pole.sql(&format!("INSERT INTO {row}")).expect(&row);
        }
    }
    pole.is_sound();
}

const FORGED: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// The address with every parameter there, and those in which one of them is not.
pub fn filled(path: &str, place: &str) -> (String, Vec<String>) {
    let parts: Vec<&str> = path.split('/').collect();
    let name = |part: &str| part.strip_prefix('{')?.strip_suffix('}').map(str::to_owned);
    let with = |absent: Option<usize>| {
        let read = parts.iter().enumerate().map(|(at, text)| match name(text) {
            None => (*text).to_owned(),
            Some(name) => {
                let (there, gone) = self::part(parts[at - 1], &name, place);
                if absent == Some(at) { gone.to_owned() } else { there }
            }
        });
        read.collect::<Vec<_>>().join("/")
    };
    let captured = (0..parts.len()).filter(|at| name(parts[*at]).is_some());
    let absent = captured.filter(|at| parts[*at] != "{slug}" && parts[*at] != "{jeton}");
    (with(None), absent.map(|at| with(Some(at))).collect())
}

/// What a form of an address sends when it is filled in.
pub fn fields(pole: &Pole, path: &str) -> Vec<(&'static str, String)> {
    let last = |table| pole.number(&format!("SELECT MAX(id) FROM {table}")).to_string();
    let fields = match path {
        "/connexion" => vec![("courriel", "personne@pole.example"), ("mot_de_passe", "x")],
        // Scripts send JSON there: see `passkeys`.
        "/connexion/cle" | "/connexion/cle/debut" | "/compte/cles" | "/compte/cles/debut" => {
            vec![("jeton", FORGED), ("courriel", "personne@pole.example")]
        }
        "/compte/cles/retrait" => vec![("cle", "999999"), ("mot_de_passe_retrait", "x")],
        "/connexion/lien" => vec![("courriel_lien", "personne@pole.example"), ("pour", "sign-in")],
        "/connexion/lien/{jeton}" => vec![("nouveau", "tilleul brouette lavoir")],
        "/connexion/code" => vec![("code", "000000"), ("secret", "")],
        "/compte/mot-de-passe" => vec![("actuel", "x"), ("nouveau", "tilleul brouette lavoir")],
        "/acces" => vec![
            ("courriel", "nouvelle@pole.example"),
            ("nom", "Nouvelle personne"),
            ("role", "president"),
            ("association", "vert"),
            ("du", ""),
            ("au", ""),
        ],
        "/conseil" => vec![("college", "structures"), ("numero", "2"), ("pour", "")],
        "/conseil/{college}/{numero}" => vec![
            ("titulaire", "Une personne"),
            ("qualite", "membre"),
            ("suppleance", ""),
            ("du", "2027-01-01"),
            ("au", ""),
        ],
        "/conseil/{college}/{numero}/fin" => vec![("mandat", "901"), ("fin", "2026-12-31")],
        "/pole" | "/pole/{entite}/nom" => vec![("nom", "Un autre nom")],
        "/pole/{entite}/activites" => {
            vec![("activite", "Accueil"), ("sorte", "other"), ("siret", ""), ("heures", "")]
        }
        "/pole/{entite}/heures" => vec![("laquelle", "1"), ("temps_plein", "1600")],
        "/pole/{entite}/perimetre" => vec![("du", "2027-01-01"), ("au", "")],
        "/pole/{entite}/perimetre/fin" => vec![("fin", "2027-12-31")],
        // Without a word, so that each keeper in turn finds what the form is about.
        "/a/{slug}/emplois/nouveau-contrat"
        | "/a/{slug}/emplois/nouveau-dossier"
        | "/a/{slug}/contrats/{numero}/{acte}"
        | "/a/{slug}/accueil/{numero}/{acte}" => vec![("motif", "essai")],
        "/a/{slug}/emplois/mois" => vec![
            ("mois", "2025-03"),
            ("contrat", "ZZ9"),
            ("vu", "||"),
            ("heures", "1"),
            ("brut", "1"),
            ("net", "1"),
        ],
        "/pole/conventions" => vec![("numero", "1"), ("objet", "Un objet"), ("recoit", "vert")],
        "/pole/conventions/{numero}/corriger" => vec![("version", "1"), ("objet", "Un objet")],
        "/pole/conventions/{numero}/avenant" => vec![("rang", "1"), ("du", "2026-01-01")],
        "/pole/conventions/{numero}/fin" => vec![("dite", "2026-01-01"), ("fin", "hier")],
        // Files come in another envelope: see `site_uploads`.
        "/a/{slug}/livres/importer" | "/a/{slug}/emplois/importer" => vec![("fichiers", "")],
        "/a/{slug}/livres/importer/prendre" | "/a/{slug}/emplois/importer/prendre" => {
            vec![("jeton", FORGED)]
        }
        // Words and files come in another envelope: see `questions`.
        "/a/{slug}/questions/poser" => vec![("sujet", ""), ("message", "x")],
        "/a/{slug}/questions/{numero}" => vec![("message", "x")],
        // Without a role, so that nobody is let in on the way.
        "/a/{slug}/equipe" => vec![("courriel", "nouvelle@pole.example"), ("nom", "Nouvelle")],
        "/a/{slug}/equipe/fin" => vec![("seat", "x")],
        "/acces/fin" | "/acces/confirmation" | "/acces/maintien" => {
            return vec![("seat", last("seat"))];
        }
        "/acces/lien" | "/acces/code" => return vec![("personne", last("person"))],
        // What these end is the session itself: they come last.
        "/deconnexion" | "/compte/sessions" | "/a/{slug}/questions/{numero}/clore" => Vec::new(),
        _ => panic!("classify this form: {path}"),
    };
    fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}
