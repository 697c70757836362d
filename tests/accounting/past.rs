//! The past is not edited: the base itself refuses, whoever asks and however.

use super::SAMPLE;
use crate::place::Place;
use crate::pole::Pole;

stories! { no_validated_row_changes the_audit_trail_is_only_added_to }

/// Association 1 with the three validated entries of the sample.
pub fn three_validated_entries(place: Place) -> Pole {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    pole.run(&format!("import fec --association vert {SAMPLE}")).done();
    pole
}

const A_LINE: &str =
    "INSERT INTO line (association_id, entry_id, position, year_id, account, debit, credit)";

fn no_validated_row_changes(place: Place) {
    let pole = three_validated_entries(place);
    let (before, sum) = (pole.rows(), "SELECT CAST(SUM(debit) AS bigint) FROM line");
    let added = [
        format!("{A_LINE} VALUES (1, 1, 3, 1, '512000', 100, 0)"),
        format!("{A_LINE} VALUES (1, 1, 3, 1, '512000', 0, 0)"),
        format!("{A_LINE} VALUES (1, 99, 1, 1, '512000', 100, 0)"),
    ];
    for act in [
        "UPDATE entry SET label = 'autre' WHERE id = 1",
        "UPDATE entry SET date = '2025-02-01'",
        "UPDATE entry SET label = label",
        "DELETE FROM entry WHERE id = 2",
        "UPDATE line SET debit = debit + 1 WHERE entry_id = 1 AND position = 1",
        "UPDATE line SET account = '512100'",
        "UPDATE line SET entry_id = 2, position = 9 WHERE entry_id = 1",
        "DELETE FROM line WHERE entry_id = 3",
        "DELETE FROM line",
        "UPDATE validation SET number = number + 10",
        "UPDATE validation SET seal = seal",
        "DELETE FROM validation WHERE number = 3",
    ]
    .into_iter()
    .chain(added.iter().map(String::as_str))
    {
        let refused = pole.sql(act).expect_err(act).to_string();
        assert!(refused.contains("a validated entry is not changed"), "{act}: {refused}");
    }
    assert_eq!((pole.rows(), pole.number(sum)), (before, 2_500_000));
    pole.is_sound();
}

fn the_audit_trail_is_only_added_to(place: Place) {
    let pole = three_validated_entries(place);
    for act in ["UPDATE audit SET detail = ''", "DELETE FROM audit"] {
        let refused = pole.sql(act).expect_err(act).to_string();
        assert!(refused.contains("the audit trail is only added to"), "{act}: {refused}");
    }
    assert_eq!(pole.number("SELECT COUNT(*) FROM audit WHERE act = 'fec.import'"), 1);
}
