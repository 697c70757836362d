//! The year that a file is for: from the days one gives, or from its name, whose SIREN is checked.

use chrono::Datelike;
use directory::association;
use domain::accounting::fec::name;
use domain::calendar::short;
use domain::issue::quoted;
use domain::{Issues, Period};

use crate::import_options::ImportOptions;

/// The year a file is for, from the options or its name, whose SIREN is checked.
pub(crate) fn year_of(
    file_name: &str,
    association: &association::Model,
    options: &ImportOptions,
    issues: &mut Issues,
) -> Option<Period> {
    let named = name::read(file_name);
    if let Some(siren) = named.as_ref().and_then(|named| named.siren.as_deref())
        && let Some(own) = association.siren.as_deref()
        && siren != own
        && !options.any_siren
    {
        let message = format!(
            "le nom du fichier porte le SIREN {siren}, {} a le {own} ; {}",
            association.name,
            options.asked_on.any_siren()
        );
        issues.error("other-siren", None, None, message);
    }
    let year = options.year.or_else(|| named.map(|named| Period::twelve_months_to(named.year_end)));
    match year {
        None => {
            let message = format!(
                "le nom {} ne dit pas l'exercice (SIREN, « FEC », date de clôture AAAAMMJJ) : {}",
                quoted(file_name),
                options.asked_on.year()
            );
            issues.error("file-name", None, None, message);
        }
        Some(year) if year.end < year.start => {
            issues.error("bad-year", None, None, "l'exercice finit avant de commencer");
        }
        Some(year) if year.days() > 731 => issues.warn("long-year", None, None, || {
            format!(
                "un exercice du {} au {} dure plus de 24 mois ; ses dates ne changent plus une fois \
                 des écritures prises : vérifiez-les avant",
                short(year.start),
                short(year.end)
            )
        }),
        Some(year) if options.year.is_none() => warn_of_unusual_end(association, year, issues),
        Some(_) => {}
    }
    year
}

/// Years usually end on the day that the entity told.
fn warn_of_unusual_end(association: &association::Model, year: Period, issues: &mut Issues) {
    let (month, day) = (association.year_end_month, association.year_end_day);
    let leap = month == 2 && day >= 28;
    let found = (i64::from(year.end.month()), i64::from(year.end.day()));
    if found == (month, day) || (leap && found.0 == 2 && found.1 >= 28) {
        return;
    }
    issues.warn("unusual-year-end", None, None, || {
        format!(
            "le nom du fichier dit un exercice clos le {} ; ceux de {} finissent d'ordinaire le {day:02}/{month:02} \
             et ses dates ne changent plus une fois des écritures prises : vérifiez-les, ou donnez \
             --year-start et --year-end",
            short(year.end),
            association.name
        )
    });
}
