//! What the help tells, and whom: each topic with the roles it is written for, the addresses it is
//! about, the screens it leads to. Its text is `templates/help/{slug}.html`.

use askama::Template;
use domain::rights::Role::{
    self, Accountant, Administrator, Auditor, BoardMember, Counsellor, Director, Funder, Payroll,
    President, Secretary, Treasurer,
};
use web::Problem;
use web::help::Topic;

/// Who reads agreements between entities (see `domain::rights`).
const BOARD: &[Role] =
    &[Administrator, Accountant, Treasurer, President, BoardMember, Secretary, Director, Auditor];
const EVERYBODY: &[Role] = &[];

/// Every topic, in the order they are listed.
pub(crate) const TOPICS: [Topic; 15] = [
    Topic {
        slug: "premiers-pas",
        title: "Se connecter et s'y retrouver",
        about: "Entrer, chercher, trier, emporter, et ce que veut dire une page absente.",
        roles: EVERYBODY,
        pages: &["/", "/a", "/compte", "/recherche"],
        screens: &[
            ("Mon compte", "/compte"),
            ("Rechercher", "/recherche"),
            ("Les associations", "/a"),
        ],
    },
    Topic {
        slug: "mon-association",
        title: "Comprendre mon association",
        about: "Ce qu'elle a, ce qui est entré, ce qui est sorti, qui y travaille.",
        roles: &[President, Treasurer, Director],
        pages: &["/a/{slug}"],
        screens: &[("La vue d'ensemble", "/a/{slug}")],
    },
    Topic {
        slug: "livres",
        title: "Lire les livres",
        about: "Balance, comptes, grand livre, journaux, tiers, écritures.",
        roles: &[Accountant, Treasurer, President, Director, Auditor, BoardMember],
        pages: &[
            "/a/{slug}/livres",
            "/a/{slug}/balance",
            "/a/{slug}/comptes",
            "/a/{slug}/grand-livre",
            "/a/{slug}/journaux",
            "/a/{slug}/tiers",
            "/a/{slug}/ecritures",
        ],
        screens: &[("Les livres", "/a/{slug}/livres")],
    },
    Topic {
        slug: "importer-un-fec",
        title: "Importer un FEC",
        about: "Le fichier qu'il faut, ce qui se passe, ce qui ne s'efface plus.",
        roles: &[Accountant],
        pages: &["/a/{slug}/livres/importer"],
        screens: &[("Importer un FEC", "/a/{slug}/livres/importer")],
    },
    Topic {
        slug: "emplois",
        title: "Lire les emplois",
        about: "Contrats, heures, équivalents temps plein, personnes reçues.",
        roles: &[
            Accountant,
            Treasurer,
            President,
            Director,
            Counsellor,
            Payroll,
            Auditor,
            BoardMember,
        ],
        pages: &["/a/{slug}/emplois", "/a/{slug}/contrats"],
        screens: &[("Les emplois", "/a/{slug}/emplois"), ("Les contrats", "/a/{slug}/contrats")],
    },
    Topic {
        slug: "importer-les-emplois",
        title: "Importer contrats, heures et personnes reçues",
        about: "Les trois tableaux, leur ordre, ce qu'un second envoi change.",
        roles: &[Accountant, Counsellor, Payroll],
        pages: &["/a/{slug}/emplois/importer"],
        screens: &[("Importer les emplois", "/a/{slug}/emplois/importer")],
    },
    Topic {
        slug: "rapport",
        title: "Lire le rapport combiné",
        about: "Chiffre d'affaires et produits, équivalents temps plein, éliminations, écarts.",
        roles: &Role::ALL,
        pages: &["/rapport"],
        screens: &[("Le rapport du pôle", "/rapport")],
    },
    Topic {
        slug: "conseil",
        title: "Le conseil, ses sièges et ses mandats",
        about: "Qui siège un jour donné, et comment un siège se donne.",
        roles: BOARD,
        pages: &["/conseil"],
        screens: &[("Le conseil", "/conseil")],
    },
    Topic {
        slug: "pole",
        title: "Tenir les entités du pôle",
        about: "Entités, activités, heures d'un temps plein, périmètre du rapport.",
        roles: &[Administrator, Accountant],
        pages: &["/pole"],
        screens: &[("Le pôle", "/pole")],
    },
    Topic {
        slug: "conventions",
        title: "Les conventions entre entités",
        about: "Les inscrire, les lire, les modifier par avenant, y mettre fin.",
        roles: BOARD,
        pages: &["/pole/conventions", "/a/{slug}/conventions"],
        screens: &[
            ("Les conventions du pôle", "/pole/conventions"),
            ("Inscrire une convention", "/pole/conventions/nouvelle"),
            ("Celles de l'association", "/a/{slug}/conventions"),
        ],
    },
    Topic {
        slug: "acces",
        title: "Donner et terminer un accès",
        about: "Personnes, rôles, dates, et pourquoi l'administration se donne à deux.",
        roles: &[Administrator],
        pages: &["/acces"],
        screens: &[("Les accès", "/acces")],
    },
    Topic {
        slug: "actes",
        title: "Le journal des actes",
        about: "Qui a fait quoi, quand, et ce qui empêche d'y toucher.",
        roles: &[Administrator, President, Director, Auditor],
        pages: &["/actes", "/a/{slug}/actes"],
        screens: &[("Les actes du pôle", "/actes"), ("Ceux de l'association", "/a/{slug}/actes")],
    },
    Topic {
        slug: "verifier",
        title: "Ce qui se vérifie",
        about: "Scellés, FEC, contrôles du rapport, vérification de la base entière.",
        roles: &[Auditor, Accountant],
        pages: &[],
        screens: &[("Les livres", "/a/{slug}/livres"), ("Le rapport du pôle", "/rapport")],
    },
    Topic {
        slug: "clavier",
        title: "Les touches du clavier",
        about: "Tous les raccourcis, et comment se passer de l'un d'eux.",
        roles: EVERYBODY,
        pages: &[],
        screens: &[],
    },
    Topic {
        slug: "mots",
        title: "Les mots du métier",
        about: "ACI, EI, ETP, FEC, lettrage, flux internes, convention… en une phrase chacun.",
        roles: EVERYBODY,
        pages: &[],
        screens: &[],
    },
];

/// The topic of a part of an address.
pub(crate) fn topic(slug: &str) -> Option<&'static Topic> {
    TOPICS.iter().find(|topic| topic.slug == slug)
}

/// What a role does here, in a sentence or two.
pub(crate) fn told(role: Role) -> &'static str {
    match role {
        Administrator => {
            "Vous donnez et terminez les accès, et vous tenez la liste des entités. Vous ne lisez ni \
             les livres ni les emplois."
        }
        Accountant => {
            "Vous importez les écritures et les emplois, vous les lisez ligne à ligne et vous \
             préparez le rapport combiné."
        }
        Treasurer => {
            "Vous lisez les livres de votre association, et ses emplois en nombres, sans les noms."
        }
        President => {
            "Vous lisez tout de votre association. De celle des autres, vous ne lisez que ce que le \
             pôle publie, comme eux de la vôtre."
        }
        BoardMember => {
            "Vous lisez le rapport combiné, la composition du conseil et les livres du Collectif."
        }
        Secretary => "Vous tenez les sièges du conseil et leurs mandats.",
        Director => "Vous lisez les livres, les emplois et les actes là où vous dirigez.",
        Counsellor | Payroll => {
            "Vous importez les contrats, les heures et les personnes reçues, et vous les lisez par \
             leur nom."
        }
        Funder => "Vous lisez le rapport combiné tel qu'il est publié, et rien d'autre.",
        Auditor => {
            "Vous lisez les livres, les emplois en nombres et les actes. Vous ne changez rien."
        }
    }
}

/// A topic's text.
#[derive(Template)]
#[template(path = "help/body.html")]
pub(crate) struct Body {
    slug: &'static str,
}

impl Body {
    /// The text of a topic, in HTML.
    pub(crate) fn of(topic: &Topic) -> Result<String, Problem> {
        Ok(Self { slug: topic.slug }.render()?)
    }
}

/// The words of an HTML text, without its marks.
pub(crate) fn words(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = true;
    for letter in html.chars() {
        match letter {
            '<' => inside = false,
            '>' => {
                inside = true;
                text.push(' ');
            }
            letter if inside => text.push(letter),
            _ => {}
        }
    }
    text.replace("&nbsp;", " ")
}
