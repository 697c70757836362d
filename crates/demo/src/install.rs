//! The demonstration enters a base through the same acts as anyone's data: entities, entries,
//! contracts, payslips, files, conventions, seats.

use std::collections::{BTreeMap, BTreeSet};

use accounting::{BookNames, open_year, post_entries};
use chrono::{Days, Months};
use db::Tx;
use directory::{
    Act, Error, NewActivity, NewAssociation, add_activity, add_association, add_to_perimeter,
    association, association_by_slug, init_pole, set_notice,
};
use domain::Period;
use domain::accounting::{Balanced, ChartKind};
use domain::conventions::Draft;
use domain::identity::IdentityKey;
use domain::jobs::{Category, Contract, Hours, write_case_files, write_contracts, write_hours};
use governance::{NewMandate, NewSeat, add_seat, found_colleges};
use jobs::{GivenFile, Outcome, TypedLine, contract_cells, correct_contract};
use sharing::{
    ThirdParty, amend_convention, convention_numbered, enter_convention, map_counterparty,
    tag_entries,
};

use crate::pole::{DemoCollege, DemoConvention, DemoEntity, DemoPole};

/// Said at the head of every page and sheet.
const NOTICE: &str =
    "Démonstration aux données fictives, calées sur les chiffres publiés d'un pôle pour 2009";

/// Writes a demonstration into an empty base, in the caller's transaction.
///
/// # Errors
/// What any of the acts refuses, and the database's own.
pub async fn install(tx: &Tx, act: &Act, key: &IdentityKey, pole: &DemoPole) -> Result<(), Error> {
    init_pole(tx, act, &pole.name).await?;
    set_notice(tx, NOTICE).await?;
    let mut entities: Vec<(association::Model, &DemoEntity)> = Vec::new();
    for entity in pole.entities.iter().chain(&pole.outside) {
        entities.push((add_entity(tx, act, entity).await?, entity));
    }
    for institution in &pole.institutions {
        add_association(tx, act, &institution_of(&institution.slug, &institution.name)).await?;
    }
    for membership in &pole.perimeter {
        let entity = association_by_slug(tx, &membership.slug).await?;
        add_to_perimeter(tx, act, entity.id, membership.from, membership.until).await?;
    }
    for (model, entity) in &entities {
        map_third_parties(tx, act, model, entity).await?;
        keep_books(tx, act, model, entity).await?;
        take_on(tx, act, key, model, entity).await?;
    }
    for convention in &pole.conventions {
        sign(tx, act, convention).await?;
    }
    seat_board(tx, act, &pole.board).await
}

async fn add_entity(tx: &Tx, act: &Act, entity: &DemoEntity) -> Result<association::Model, Error> {
    let new = NewAssociation {
        slug: entity.slug.clone(),
        name: entity.name.clone(),
        legal_form: entity.legal_form.clone(),
        siren: Some(entity.siren.clone()),
        chart: Some(entity.chart),
        college: entity.college.clone(),
        vat: entity.vat.clone(),
        year_end: (12, 31),
    };
    let id = add_association(tx, act, &new).await?;
    for activity in &entity.activities {
        let new = NewActivity {
            kind: activity.kind,
            name: activity.name.clone(),
            siret: Some(activity.siret.clone()),
            hours_per_fte: Some(Hours::whole(activity.hours_per_fte)),
        };
        add_activity(tx, act, id, &new).await?;
    }
    association_by_slug(tx, &entity.slug).await
}

fn institution_of(slug: &str, name: &str) -> NewAssociation {
    NewAssociation {
        slug: slug.to_owned(),
        name: name.to_owned(),
        legal_form: "other".to_owned(),
        siren: None,
        chart: Some(ChartKind::Association),
        college: "institutions".to_owned(),
        vat: "exempt".to_owned(),
        year_end: (12, 31),
    }
}

async fn map_third_parties(
    tx: &Tx,
    act: &Act,
    model: &association::Model,
    entity: &DemoEntity,
) -> Result<(), Error> {
    for third_party in &entity.third_parties {
        if let Some(slug) = &third_party.entity {
            let to = association_by_slug(tx, slug).await?;
            map_counterparty(tx, act, model, &ThirdParty::Aux(third_party.aux.clone()), &to)
                .await?;
        }
    }
    Ok(())
}

async fn keep_books(
    tx: &Tx,
    act: &Act,
    model: &association::Model,
    entity: &DemoEntity,
) -> Result<(), Error> {
    let labels: BTreeMap<&str, &str> =
        entity.third_parties.iter().map(|t| (t.aux.as_str(), t.label.as_str())).collect();
    for year in &entity.years {
        let lines = year.drafts.iter().flat_map(|draft| &draft.lines);
        let used: BTreeSet<(&str, &str)> =
            lines.filter_map(|line| Some((line.account.as_str(), line.aux.as_deref()?))).collect();
        let third_party = |(account, aux): (&str, &str)| {
            let label = labels.get(aux).copied().unwrap_or(aux);
            (account.to_owned(), aux.to_owned(), label.to_owned())
        };
        let names = BookNames {
            journals: entity.journals.clone(),
            accounts: entity.accounts.clone(),
            third_parties: used.into_iter().map(third_party).collect(),
        };
        let entries: Vec<Balanced> = year
            .drafts
            .iter()
            .map(|draft| Balanced::try_from(draft.clone()))
            .collect::<Result<_, _>>()
            .map_err(|error| Error::refused(error.to_string()))?;
        let opened = open_year(tx, model.id, Period::calendar_year(year.year)).await?;
        let made = post_entries(tx, act, &opened, &entries, &names).await?;
        tag_entries(tx, model.id, made).await?;
    }
    Ok(())
}

/// Contracts, hours and files, by the very files that `import` reads.
async fn take_on(
    tx: &Tx,
    act: &Act,
    key: &IdentityKey,
    model: &association::Model,
    entity: &DemoEntity,
) -> Result<(), Error> {
    let renewed = entity.contracts.iter().find_map(before_its_renewal);
    let as_signed = |contract: &Contract| match &renewed {
        Some(first) if first.number == contract.number => first.clone(),
        _ => contract.clone(),
    };
    let contracts = write_contracts(&entity.contracts.iter().map(as_signed).collect::<Vec<_>>());
    let hours = write_hours(&entity.months);
    let files = write_case_files(&entity.case_files);
    let taken = jobs::import_contracts(
        tx,
        act,
        model,
        &GivenFile { name: "contrats.csv", bytes: contracts.as_bytes() },
        key,
    )
    .await?;
    if let Some(first) = renewed.filter(|_| taken.accepted) {
        let of_number = |contract: &&Contract| contract.number == first.number;
        for contract in entity.contracts.iter().filter(of_number) {
            renew(tx, act, key, model, contract).await?;
        }
    }
    let outcomes = [
        taken,
        jobs::import_hours(
            tx,
            act,
            model,
            &GivenFile { name: "heures.csv", bytes: hours.as_bytes() },
        )
        .await?,
        jobs::import_case_files(
            tx,
            act,
            model,
            &GivenFile { name: "accueil.csv", bytes: files.as_bytes() },
            key,
        )
        .await?,
    ];
    let refused = outcomes.iter().find(|outcome| !outcome.accepted);
    refused.map_or(Ok(()), |outcome| {
        let said = outcome.issues.first().map(|issue| issue.message.clone()).unwrap_or_default();
        Err(Error::refused(format!("{}, {} : {said}", entity.slug, outcome.file)))
    })
}

/// How a contract of insertion of eight months or more was signed, if it was renewed after four.
fn before_its_renewal(contract: &Contract) -> Option<Contract> {
    let signed =
        |months| Some(contract.start.checked_add_months(Months::new(months))? - Days::new(1));
    let renewed = contract.category == Category::Insertion && contract.end? >= signed(8)?;
    renewed.then(|| Contract { end: signed(4), ..contract.clone() })
}

/// Renews a contract by hand, as the form does.
async fn renew(
    tx: &Tx,
    act: &Act,
    key: &IdentityKey,
    model: &association::Model,
    contract: &Contract,
) -> Result<(), Error> {
    let typed = TypedLine {
        cells: contract_cells(contract),
        reason: "renouvelé avec l'accord du comité de suivi".to_owned(),
        ..TypedLine::default()
    };
    match correct_contract(tx, act, model, key, &contract.number, &typed).await? {
        Outcome::Kept => Ok(()),
        other => Err(Error::refused(format!("{}, {} : {other:?}", model.slug, contract.number))),
    }
}

async fn sign(tx: &Tx, act: &Act, convention: &DemoConvention) -> Result<(), Error> {
    let mut parties = Vec::new();
    for (slug, part) in &convention.parties {
        parties.push((association_by_slug(tx, slug).await?.id, *part));
    }
    let number = enter_convention(tx, act, &Draft { parties, ..convention.draft.clone() }).await?;
    let entered = convention_numbered(tx, &number).await?;
    let id = entered.ok_or_else(|| Error::refused(number))?.row.id;
    for (rank, amendment) in (1..).zip(&convention.amendments) {
        amend_convention(tx, act, (id, rank), amendment).await?;
    }
    Ok(())
}

async fn seat_board(tx: &Tx, act: &Act, board: &[DemoCollege]) -> Result<(), Error> {
    found_colleges(tx).await?;
    for college in board {
        for seat in &college.seats {
            let named_by = association_by_slug(tx, &seat.named_by).await?;
            let mandates = seat.mandates.iter().map(|held| NewMandate {
                holder: held.holder.clone(),
                capacity: held.office.clone().unwrap_or_else(|| format!("pour {}", named_by.name)),
                deputy: None,
                from: held.from,
                until: held.until,
            });
            let new = NewSeat {
                college: college.code.clone(),
                number: seat.number,
                association: Some(named_by.id),
                mandates: mandates.collect(),
            };
            add_seat(tx, act, &new).await?;
        }
    }
    Ok(())
}
