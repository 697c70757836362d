//! The activities of an entity as files name them: by their exact name, else by the only one that
//! reads the same once capitals, accents and blanks are put aside.

use directory::{Error, activities, activity, association};
use domain::Issues;
use domain::issue::quoted;
use sea_orm::ConnectionTrait;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The activities of one entity.
pub(crate) struct ActivityNames {
    entity: String,
    rows: Vec<activity::Model>,
}

/// `  Chantier  Éco ` → `chantier eco`.
fn folded(name: &str) -> String {
    let plain: String = name.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    plain.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

impl ActivityNames {
    /// Those of an entity.
    pub async fn of<C: ConnectionTrait>(
        conn: &C,
        association: &association::Model,
    ) -> Result<Self, Error> {
        let rows = activities(conn, association.id).await?;
        Ok(Self { entity: association.name.clone(), rows })
    }

    /// In the order they were added.
    pub fn rows(&self) -> &[activity::Model] {
        &self.rows
    }

    /// The name of an activity; empty when the base has lost it, which `check` tells.
    pub fn name(&self, id: i64) -> &str {
        self.rows.iter().find(|row| row.id == id).map_or("", |row| &row.name)
    }

    /// The activity that a file names, when there is one and only one.
    pub fn find(&self, name: &str) -> Option<&activity::Model> {
        let exact = self.rows.iter().find(|row| row.name == name);
        exact.or_else(|| match self.near(name)[..] {
            [only] => Some(only),
            _ => None,
        })
    }

    fn near(&self, name: &str) -> Vec<&activity::Model> {
        let wanted = folded(name);
        self.rows.iter().filter(|row| folded(&row.name) == wanted).collect()
    }

    /// Tells the activity that a line of a file names when it is unknown, or spelt otherwise;
    /// answers whether it is known.
    pub fn judge(&self, line: u64, name: &str, issues: &mut Issues) -> bool {
        let (line, column) = (Some(line), Some("activite"));
        match self.find(name) {
            Some(known) if known.name == name => true,
            Some(known) => {
                issues.warn("activity-spelling", line, column, || {
                    format!("{} est lu comme l'activité « {} »", quoted(name), known.name)
                });
                true
            }
            None => {
                let message = self.unknown(name, self.near(name).len());
                issues.error("unknown-activity", line, column, message);
                false
            }
        }
    }

    fn unknown(&self, name: &str, near: usize) -> String {
        let (entity, name) = (&self.entity, quoted(name));
        if self.rows.is_empty() {
            return format!(
                "l'activité {name} est inconnue et {entity} n'en a aucune : ajoutez-la par « collectif activity add »"
            );
        }
        let known: Vec<String> = self.rows.iter().map(|row| format!("« {} »", row.name)).collect();
        let known = known.join(", ");
        if near > 1 {
            return format!(
                "l'activité {name} peut se lire de {near} façons : écrivez le nom exact, parmi {known}"
            );
        }
        format!("l'activité {name} n'est pas de {entity} ; ses activités : {known}")
    }
}
