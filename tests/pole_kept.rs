//! The pôle as it is kept: who is in the perimeter and until when, what an activity counts by, who
//! governs, and what the trail says of each change.

use chrono::{NaiveDate, Utc};
use directory::{
    Act, Error, LOCAL_ACTOR, activities, association_by_slug, end_in_perimeter, perimeter,
    rename_association, set_activity_hours,
};
use domain::jobs::Hours;
use serde_json::{Value, json};

use crate::place::{Place, with_base};
use crate::pole::Pole;

stories! {
    an_entity_leaves_the_perimeter
    hours_of_a_full_time_post_change
    the_report_says_who_governs
    a_pole_without_board_says_nothing_of_it
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn act() -> Act {
    Act { person: LOCAL_ACTOR, now: Utc::now(), today: day("2026-03-01") }
}

/// What the trail says of the last act of a kind.
#[track_caller]
fn last(pole: &Pole, kind: &str) -> Value {
    let lines = pole.texts(&format!("SELECT detail FROM audit WHERE act = '{kind}' ORDER BY id"));
    serde_json::from_str(lines.last().expect("a line")).expect("JSON")
}

/// « vert » leaves the perimeter and takes another name, in one transaction.
fn leaves(pole: &Pole, until: &str) -> Result<NaiveDate, Error> {
    with_base(pole.address(), async |db| {
        let tx = db.write().await.expect("a transaction");
        let vert = association_by_slug(&tx, "vert").await.expect("it is there");
        rename_association(&tx, &act(), vert.clone(), "Chantier d'avant").await?;
        let from = end_in_perimeter(&tx, &act(), &vert, day(until)).await?;
        tx.commit().await.expect("kept");
        Ok(from)
    })
}

fn an_entity_leaves_the_perimeter(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("perimeter add --association vert --from 2024-01-01").done();
    let before = pole.rows();
    let refused = leaves(&pole, "2023-12-31").expect_err("before it began").to_string();
    assert!(refused.contains("depuis le 01/01/2024"), "{refused}");
    // Nothing of it happened, not even the new name.
    assert_eq!(pole.rows(), before);
    assert_eq!(pole.texts("SELECT name FROM association"), ["Chantier vert"]);

    assert_eq!(leaves(&pole, "2025-12-31").expect("it leaves"), day("2024-01-01"));
    let told = json!({"from": "2024-01-01", "before": null, "after": "2025-12-31"});
    assert_eq!(last(&pole, "perimeter.end"), told);
    assert_eq!(last(&pole, "association.rename")["before"], "Chantier vert");
    assert_eq!(pole.texts("SELECT name FROM association"), ["Chantier d'avant"]);
    // Said wrong, it is said again; later than that it is no longer in.
    leaves(&pole, "2025-06-30").expect("it left sooner");
    assert_eq!(last(&pole, "perimeter.end")["before"], "2025-12-31");
    leaves(&pole, "2025-12-31").expect_err("it is out");
    // What was stays, and it may come back.
    pole.run("perimeter add --association vert --from 2026-01-01").done();
    let times = with_base(pole.address(), async |db| perimeter(db.conn()).await);
    assert_eq!(times.expect("a list").len(), 2);
    pole.is_sound();
}

fn hours_of_a_full_time_post_change(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("activity add --association vert --kind aci --name Jardin").done();
    let set = |hours: Option<Hours>| {
        with_base(pole.address(), async |db| {
            let tx = db.write().await.expect("a transaction");
            let vert = association_by_slug(&tx, "vert").await?;
            let jardin = activities(&tx, vert.id).await?.remove(0);
            set_activity_hours(&tx, &act(), vert.id, jardin.id, hours).await?;
            tx.commit().await.expect("kept");
            Ok::<_, Error>(())
        })
    };
    set(Some(Hours::whole(1607))).expect("set");
    let told = json!({"name": "Jardin", "before": null, "after": "1607"});
    assert_eq!(last(&pole, "activity.hours"), told);
    let list = pole.run("association list --json").done().json();
    assert_eq!(list["associations"][0]["activities"][0]["hours_per_fte"], "1607");
    set(Some(Hours(0))).expect_err("no post has no hours");
    // The same again is no change.
    let before = pole.rows();
    set(Some(Hours::whole(1607))).expect("the same");
    assert_eq!(pole.rows(), before);
    set(None).expect("back to the base of its kind");
    assert_eq!(last(&pole, "activity.hours")["before"], "1607");
    pole.is_sound();
}

fn the_report_says_who_governs(place: Place) {
    let pole = Pole::missing(place);
    pole.run("demo --dir demo --no-serve").done();
    let board =
        |year: i32| pole.run(&format!("report --year {year}")).done().json()["board"].take();
    let now = board(2009);
    let colleges = now.as_array().expect("colleges");
    let codes: Vec<&Value> = colleges.iter().map(|college| &college["code"]).collect();
    assert_eq!(codes, ["structures", "institutions", "missions"]);
    let first = &colleges[0]["seats"][0];
    assert_eq!((&first["number"], &first["association"]), (&json!(1), &json!("jardins")));
    assert_eq!(first["holder"], "Hélène Marquet-Sorel");
    assert_eq!(first["from"], "2008-05-16");
    // A seat that nobody holds stands there, vacant.
    let vacant = &colleges[1]["seats"][4];
    assert_eq!(vacant["association"], "mission-locale");
    assert_eq!((&vacant["holder"], &vacant["from"]), (&Value::Null, &Value::Null));
    // Who held it at the end of the year before is who is named for that year.
    let batir = |board: &Value| board[0]["seats"][4]["holder"].clone();
    assert_eq!(batir(&now), "Denis Aubrespy");
    assert_eq!(batir(&board(2008)), "Karim Benslama");

    let csv = pole.run("report --year 2009 --format csv").done().out;
    assert!(csv.contains("Qui gouverne;"), "{csv}");
    assert!(csv.lines().any(|line| line.contains("siège 5") && line.contains(";vacant;")), "{csv}");
    let page = pole.run("report --year 2009 --format html").done().out;
    for words in ["Qui gouverne", "15\u{a0}sièges dans 3\u{a0}collèges", "Hélène Marquet-Sorel"]
    {
        assert!(page.contains(words), "{words}");
    }
}

fn a_pole_without_board_says_nothing_of_it(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("perimeter add --association vert --from 2024-01-01").done();
    pole.bring("123456782FEC20251231.txt");
    pole.run("import fec --association vert 123456782FEC20251231.txt").done();
    assert_eq!(pole.run("report --year 2025").done().json()["board"], json!([]));
    for format in ["html", "csv"] {
        let told = pole.run(&format!("report --year 2025 --format {format}")).done().out;
        assert!(!told.contains("Qui gouverne"), "{told}");
    }
}
