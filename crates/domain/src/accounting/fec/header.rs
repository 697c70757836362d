//! The first line: which separator, which columns, which of the two ways of writing amounts.

use super::Field;
use crate::Issues;

/// What the first line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Tab or pipe.
    pub separator: u8,
    /// How many columns the line has, empty last one left out.
    pub columns: usize,
    /// `Montant` and `Sens` instead of `Debit` and `Credit`.
    pub signed: bool,
    /// The line ended with a separator.
    pub trailing: bool,
    /// Columns after the eighteenth.
    pub extra: Vec<String>,
}

/// `Débit` and `debit` are one name; the tax office's tool reads both.
fn plain(name: &str) -> String {
    name.trim()
        .trim_matches('"')
        .chars()
        .map(|c| match c {
            'é' | 'è' | 'É' | 'È' => 'e',
            c => c.to_ascii_lowercase(),
        })
        .collect()
}

/// Reads the first line, without its end; `None` when the file is refused, with the reasons told.
pub fn read(line: &str, issues: &mut Issues) -> Option<Header> {
    let separator = match (line.contains('\t'), line.contains('|')) {
        (true, _) => '\t',
        (false, true) => '|',
        (false, false) => {
            refuse_without_separator(line, issues);
            return None;
        }
    };
    let mut names: Vec<&str> = line.split(separator).collect();
    let trailing =
        names.len() > Field::ALL.len() && names.last().is_some_and(|n| n.trim().is_empty());
    if trailing {
        names.pop();
    }
    let found: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let signed = found.iter().any(|name| name == "montant");
    let wanted = |field: Field| match field {
        Field::Debit if signed => "montant".to_owned(),
        Field::Credit if signed => "sens".to_owned(),
        field => field.name().to_ascii_lowercase(),
    };
    let missing: Vec<&str> = Field::ALL
        .into_iter()
        .filter(|field| !found.contains(&wanted(*field)))
        .map(Field::name)
        .collect();
    if !missing.is_empty() {
        let columns = missing.join(", ");
        let message = format!(
            "il manque {} des 18 colonnes attendues : {columns}. Un FEC porte les 18 champs de \
             l'article A47 A-1 ; exportez-le de nouveau au format complet",
            missing.len()
        );
        issues.error("missing-column", Some(1), missing.first().copied(), message);
        return None;
    }
    for (i, field) in Field::ALL.into_iter().enumerate() {
        if found[i] != wanted(field) {
            let message = format!(
                "la colonne {} devrait être {} ; on y lit « {} »",
                i + 1,
                field.name(),
                names[i].trim()
            );
            issues.error("column-order", Some(1), Some(field.name()), message);
            return None;
        }
    }
    let extra: Vec<String> = names[18..].iter().map(|name| name.trim().to_owned()).collect();
    if !extra.is_empty() {
        issues.warn("extra-columns", Some(1), None, || {
            format!("les colonnes après la dix-huitième ne sont pas lues : {}", short(&extra))
        });
    }
    Some(Header { separator: separator as u8, columns: names.len(), signed, trailing, extra })
}

/// The first names of a list that may be ten thousand long.
fn short(names: &[String]) -> String {
    let shown = names.iter().take(6).map(|name| name.chars().take(30).collect::<String>());
    let dots = if names.len() > 6 { "…" } else { "" };
    shown.collect::<Vec<_>>().join(", ") + dots
}

fn refuse_without_separator(line: &str, issues: &mut Issues) {
    if line.contains(';') || line.contains(',') {
        let message = "les colonnes sont séparées par « ; » ou « , » : un FEC les sépare par une \
                       tabulation ou par « | » (LPF art. A47 A-1). Exportez-le de nouveau";
        issues.error("separator", Some(1), None, message);
    } else {
        let shown: String = line.chars().take(40).collect();
        let message = format!(
            "la première ligne n'est pas l'en-tête d'un FEC : on y lit « {shown} » au lieu de \
             « JournalCode, JournalLib, EcritureNum… »"
        );
        issues.error("missing-header", Some(1), None, message);
    }
}
