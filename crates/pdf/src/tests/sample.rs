//! A report as a board receives it, invented.

use domain::Cents;
use domain::chart::{Bar, BarChart, Group, Series, Texture};

use crate::{Block, Column, Cover, KeyFigure, Member, Row, Table};

const ENTITIES: [(&str, &str, i64, i64); 5] = [
    ("RB", "Ressourcerie du Bocage", 41_235_050, 38_812_000),
    ("JP", "Les Jardins partagés de la Vallée", 28_640_900, 29_410_000),
    ("AI", "Entraide Services", 63_118_275, 57_902_000),
    ("FO", "Formation et Mobilité", 19_500_400, 17_288_500),
    ("CO", "Collectif", 8_214_000, 7_950_000),
];

fn members() -> Vec<Member> {
    let member = |(index, (badge, name, _, _)): (usize, &(&str, &str, i64, i64))| Member {
        badge: (*badge).to_owned(),
        name: (*name).to_owned(),
        palette: index as u8,
    };
    ENTITIES.iter().enumerate().map(member).collect()
}

fn figure(name: &str, value: &str, change: &str) -> KeyFigure {
    KeyFigure { name: name.to_owned(), value: value.to_owned(), change: change.to_owned() }
}

fn turnover() -> Block {
    let group = |(index, (_, name, now, _)): (usize, &(&str, &str, i64, i64))| {
        Group::of_entity(*name, index as u8, vec![Bar::new(*now, Cents(*now).euros())])
    };
    let groups = ENTITIES.iter().enumerate().map(group).collect();
    let series = vec![Series::new("2027", 0)];
    let title = "L'association intermédiaire réalise près de quatre euros de ressources sur dix";
    Block::Chart(BarChart::new(title, "euros", 100, series, groups).expect("a chart"))
}

fn results() -> Block {
    let bars = |before: i64, now: i64| {
        vec![Bar::new(before, Cents(before).euros()), Bar::new(now, Cents(now).euros())]
    };
    let mut groups = vec![
        Group::of_entity(ENTITIES[0].1, 0, bars(1_820_000, 2_415_000)),
        Group::of_entity(ENTITIES[1].1, 1, bars(640_000, -1_130_000)),
        Group::of_entity(ENTITIES[2].1, 2, bars(2_930_000, 3_060_000)),
        Group::of_entity(ENTITIES[3].1, 3, bars(-210_000, 95_000)),
    ];
    let missing = vec![Bar::new(12_000, Cents(12_000).euros()), Bar::missing("non communiqué")];
    groups.push(Group::of_entity(ENTITIES[4].1, 4, missing));
    let series = vec![Series::new("2026", 0).textured(Texture::Hollow), Series::new("2027", 0)];
    let title = "Trois associations améliorent leur résultat, les Jardins perdent";
    Block::Chart(BarChart::new(title, "euros", 100, series, groups).expect("a chart"))
}

fn hours() -> Block {
    let bars = |values: [i64; 3]| values.map(|hours| Bar::new(hours, hours.to_string())).into();
    let series = vec![
        Series::new("Réalisées", 1),
        Series::new("Prévues au budget", 3).textured(Texture::Striped),
        Series::new("Conventionnées", 0).textured(Texture::Hollow),
    ];
    let groups = vec![
        Group::new("Chantiers", bars([18_200, 17_500, 19_000])),
        Group::new("Mises à disposition", bars([22_640, 24_000, 21_000])),
    ];
    let title = "Les heures d'insertion dépassent le budget sur les chantiers";
    Block::Chart(BarChart::new(title, "heures", 1, series, groups).expect("a chart"))
}

fn statement() -> Table {
    let columns = vec![
        Column::names("Poste", 46),
        Column::amounts("2027", 14),
        Column::amounts("2026", 14),
        Column::amounts("Écart", 14),
        Column::amounts("Écart en %", 11),
    ];
    let row = |name: &str, now: i64, before: i64| {
        let change = (now - before) as f64 / before as f64 * 100.0;
        let change = format!("{change:+.1}\u{a0}%").replace('.', ",").replace('-', "\u{2212}");
        let amounts = [now, before, now - before].map(|cents| Cents(cents).plain());
        [vec![name.to_owned()], amounts.into(), vec![change]].concat()
    };
    Table::new("Compte de résultat combiné, en euros", columns).with([
        Row::section("Produits d'exploitation"),
        Row::plain(row("Ventes de biens et de services", 52_418_120, 49_020_500)),
        Row::plain(row(
            "Subventions d'exploitation, aides au poste et conventions pluriannuelles",
            96_015_000,
            90_442_000,
        )),
        Row::plain(row("Dons, cotisations et mécénat", 4_310_550, 4_402_000)),
        Row::subtotal(row("Total des produits", 152_743_670, 143_864_500)),
        Row::section("Charges d'exploitation"),
        Row::plain(row("Achats et charges externes", -31_226_090, -29_870_000)),
        Row::plain(row("Salaires et charges sociales", -112_640_280, -105_115_000)),
        Row::plain(row("Dotations aux amortissements", -4_437_300, -4_111_500)),
        Row::subtotal(row("Total des charges", -148_303_670, -139_096_500)),
        Row::total(row("Résultat combiné", 4_440_000, 4_768_000)),
    ])
}

fn contracts(rows: usize) -> Table {
    let columns = vec![
        Column::codes("Ent.", 6),
        Column::names("Salarié", 24),
        Column::words("Poste", 30),
        Column::codes("Entrée", 12),
        Column::codes("Sortie", 12),
        Column::amounts("Heures", 10),
    ];
    let posts =
        ["Agent de tri", "Maraîchère", "Aide à domicile", "Encadrant technique d'insertion"];
    let table = Table::new("Contrats d'insertion de l'année", columns).with((0..rows).map(|row| {
        Row::plain([
            ENTITIES[row % 4].0.to_owned(),
            format!("Personne {:03}", row + 1),
            posts[row % posts.len()].to_owned(),
            format!("{:02}/{:02}/2027", row % 27 + 1, row % 12 + 1),
            if row % 3 == 0 { "–".to_owned() } else { format!("{:02}/12/2027", row % 27 + 1) },
            format!("{},{:02}", 400 + row * 13, row % 4 * 25),
        ])
    }));
    table.with([Row::total(["", "Ensemble", "", "", "", "61\u{202f}284,50"])])
}

/// The whole report.
pub(super) fn report() -> Vec<Block> {
    let fact = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let text = "Le Pôle réunit cinq associations qui mettent en commun leurs achats, leur comptabilité \
        et l'accompagnement des personnes. L'année 2027 a vu l'ouverture d'un deuxième atelier de \
        réemploi et la reprise du chantier d'insertion de la vallée ; elle a aussi été marquée par \
        la baisse des aides aux postes, que les ventes n'ont compensée qu'en partie.";
    let mut blocks = vec![
        Block::Cover(Cover {
            facts: vec![
                fact("Période", "1er janvier – 31 décembre 2027"),
                fact("Présenté", "au conseil d'administration du 28 mars 2028"),
                fact("État", "à approuver"),
            ],
            members: members(),
        }),
        Block::part("Sommaire"),
        Block::Contents,
        Block::PageBreak,
        Block::part("L'année en bref"),
        Block::paragraph(text),
        Block::KeyFigures(vec![
            figure("Ressources combinées", "1\u{202f}527\u{202f}437\u{a0}€", "+ 6,2 % sur un an"),
            figure("Personnes accompagnées", "412", "27 de plus qu'en 2026"),
            figure("Équivalents temps plein", "38,6", "stable"),
            figure("Sorties dynamiques", "61 %", "− 2 points sur un an"),
        ]),
        Block::chapter("Ce qui entre"),
        turnover(),
        Block::note(
            "Ressources : produits d'exploitation de chaque association, opérations entre \
            associations du pôle comprises. Source : comptes validés au 12 mars 2028.",
        ),
        Block::chapter("Ce qui reste"),
        results(),
        Block::paragraph(text),
        Block::section("Ce que le conseil doit décider"),
        Block::List(vec![
            "Approuver les comptes combinés et l'affectation du résultat.".to_owned(),
            "Renouveler la convention de mise en commun de la comptabilité pour trois ans, avec la \
             clé de répartition fondée sur le nombre d'écritures validées.".to_owned(),
        ]),
        Block::part("Les comptes"),
        Block::chapter("Compte de résultat"),
        Block::Table(statement()),
        Block::chapter("Termes employés"),
        Block::Definitions(vec![
            fact(
                "Combinaison",
                "Addition des comptes des associations, après retrait de ce qu'elles se facturent entre elles.",
            ),
            fact(
                "ETP",
                "Équivalent temps plein : heures payées rapportées aux heures d'un temps plein sur l'année.",
            ),
        ]),
        Block::part("L'insertion"),
        hours(),
        Block::Table(contracts(96)),
    ];
    blocks.extend((0..4).map(|_| Block::paragraph(text)));
    blocks
}
