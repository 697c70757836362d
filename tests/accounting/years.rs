//! A file finds its year: by its name, by the days one gives, or not at all. Years neither overlap
//! nor leave a gap.

use super::SAMPLE;
use super::made_year::made_year;
use crate::place::Place;
use crate::pole::Pole;

stories! {
    the_name_says_the_year
    days_say_the_year
    an_unusual_end_is_said
    an_entry_stays_inside_its_year
    years_touch_without_overlapping
    another_siren_is_refused_unless_wanted
    a_filled_year_refuses_other_entries
    the_base_itself_refuses_overlapping_years
}

fn the_name_says_the_year(place: Place) {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    let file = pole.run(&format!("import fec --association vert {SAMPLE} --json")).done().file();
    assert_eq!(file["year_start"], "2025-01-01");
    assert_eq!(file["year_end"], "2025-12-31");
    pole.put("livres.txt", pole.read(SAMPLE));
    pole.run("import fec --association vert livres.txt --append").refused_saying(&[
        "livres.txt",
        "--year-start",
        "[file-name]",
    ]);
}

fn days_say_the_year(place: Place) {
    let pole = Pole::with_vert(place);
    pole.put("livres.txt", pole.read(pole.bring(SAMPLE)));
    let half = pole.run("import fec --association vert livres.txt --year-start 2025-01-01");
    assert_eq!(half.code, Some(2), "both days or none: {}", half.err);
    let days = "--year-start 2024-07-01 --year-end 2025-12-31";
    let told = pole.run(&format!("import fec --association vert livres.txt {days} --json")).done();
    assert_eq!(told.codes("warning"), [""; 0]);
    assert_eq!(told.file()["year_start"], "2024-07-01");
    // A name says only when the year ends: it joins the eighteen months that end then.
    let more = made_year(7, 5);
    pole.put("123456782FEC20251231.txt", &more.text);
    let joined =
        pole.run(&format!("import fec --association vert {SAMPLE} --append --json")).done();
    assert_eq!(joined.file()["year_start"], "2024-07-01");
    pole.is_sound();
    let long = Pole::with_vert(place);
    long.bring(SAMPLE);
    let days = "--year-start 2023-01-01 --year-end 2025-12-31";
    let told = long.run(&format!("import fec --association vert {SAMPLE} {days} --json")).done();
    assert_eq!(told.codes("warning"), ["long-year"]);
    assert!(told.out.contains("ses dates ne changent plus"), "{}", told.out);
    let backwards = "--year-start 2026-01-01 --year-end 2025-12-31";
    long.run(&format!("import fec --association vert {SAMPLE} {backwards}")).refused();
}

fn an_unusual_end_is_said(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run(
        "association add --slug mars --name «École de mars» --siren 732829320 --year-end 03-31",
    )
    .done();
    pole.put("FEC20251231.txt", made_year(4, 3).text);
    let told = pole.run("import fec --association mars FEC20251231.txt --dry-run --json").done();
    assert_eq!(told.codes("warning"), ["unusual-year-end"]);
    assert!(told.out.contains("finissent d'ordinaire le 31/03"), "{}", told.out);
    let days = "--year-start 2025-01-01 --year-end 2025-12-31";
    let meant = pole.run(&format!("import fec --association mars FEC20251231.txt {days} --json"));
    assert_eq!(meant.done().codes("warning"), [""; 0], "days that one gives are meant");
}

fn an_entry_stays_inside_its_year(place: Place) {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    let before = pole.rows();
    let days = "--year-start 2025-02-01 --year-end 2025-12-31";
    let told = pole.run(&format!("import fec --association vert {SAMPLE} {days} --json")).refused();
    assert_eq!(told.codes("error"), ["outside-year"], "one mistake, told once");
    assert_eq!(told.file()["issues"][0]["line"], 2);
    for words in ["2 lignes sont datées", "vont du 01/01/2025 au", "du 01/02/2025 au 31/12/2025"] {
        assert!(told.err.contains(words), "{words}: {}", told.err);
    }
    let other = made_year(3, 400).text.replace("2025", "2024").replace("20260131", "");
    pole.put("FEC20251231.txt", other);
    pole.run("import fec --association vert FEC20251231.txt").refused_saying(&[
        "lignes sont datées",
        "01/01/2024",
        "--year-start et --year-end",
    ]);
    assert_eq!(pole.rows(), before);
}

fn years_touch_without_overlapping(place: Place) {
    let pole = Pole::with_vert(place);
    let empty_of = |year: &str| made_year(3, 4).text.replace("2025", year).replace("20260131", "");
    for year in ["2022", "2023", "2024", "2026"] {
        pole.put(&format!("FEC{year}1231.txt"), empty_of(year));
    }
    pole.bring(SAMPLE);
    pole.run(&format!("import fec --association vert {SAMPLE}")).done();
    let before = pole.rows();
    pole.run("import fec --association vert FEC20231231.txt").refused_saying(&[
        "l'exercice du 01/01/2023 au 31/12/2023",
        "un trou du 01/01/2024 au 31/12/2024",
        "[year-place]",
    ]);
    let overlap = "--year-start 2025-12-01 --year-end 2026-12-31";
    pole.run(&format!("import fec --association vert FEC20261231.txt {overlap}"))
        .refused_saying(&["chevauche", "01/12/2025", "[year-place]"]);
    let other_start = "--year-start 2024-07-01 --year-end 2025-12-31";
    pole.run(&format!("import fec --association vert {SAMPLE} --append {other_start}"))
        .refused_saying(&["chevauche", "[year-place]"]);
    assert_eq!(pole.rows(), before);
    // A year is missing between those of one command and the books: none of them comes in.
    let before = pole.rows();
    pole.run("import fec --association vert FEC20221231.txt FEC20241231.txt").refused_saying(&[
        "FEC20221231.txt",
        "l'exercice du 01/01/2022 au 31/12/2022 laisserait un trou",
        "du 01/01/2023 au 31/12/2023",
        "importez d'abord celui qui manque",
        "[year-place]",
    ]);
    assert_eq!(pole.rows(), before);
    // Past years and the next, given in no order, touch one another.
    let all = "FEC20231231.txt FEC20261231.txt FEC20241231.txt FEC20221231.txt";
    pole.run(&format!("import fec --association vert {all}")).done();
    assert_eq!(pole.number("SELECT COUNT(*) FROM fiscal_year"), 5);
    pole.is_sound();
}

fn another_siren_is_refused_unless_wanted(place: Place) {
    let pole = Pole::with_vert(place);
    pole.run("association add --slug bleu --name «Régie bleue» --siren 732829320").done();
    pole.bring(SAMPLE);
    let before = pole.rows();
    pole.run(&format!("import fec --association bleu {SAMPLE}")).refused_saying(&[
        "123456782",
        "732829320",
        "--any-siren",
        "[other-siren]",
    ]);
    assert_eq!(pole.rows(), before);
    pole.run(&format!("import fec --association bleu {SAMPLE} --any-siren")).done();
    pole.is_sound();
}

fn a_filled_year_refuses_other_entries(place: Place) {
    let pole = Pole::with_vert(place);
    pole.bring(SAMPLE);
    let import = format!("import fec --association vert {SAMPLE} --json");
    assert_eq!(pole.run(&import).done().file()["new"], 3);
    let after_first = pole.rows();
    let again = pole.run(&import).done().file();
    assert_eq!((&again["new"], &again["entries"]), (&0.into(), &3.into()));
    assert_eq!(again["accepted"], true);
    assert_eq!(pole.rows(), after_first, "the same bytes again write nothing");
    pole.put(SAMPLE, made_year(11, 40).text);
    let told = pole.run(&import).refused();
    assert_eq!(told.codes("error"), ["year-has-entries"]);
    assert_eq!(told.file()["new"], 0);
    assert!(told.err.contains("--append"), "{}", told.err);
    assert_eq!(pole.rows(), after_first);
    assert_eq!(pole.run(&format!("{import} --append")).done().file()["new"], 40);
    assert_eq!(pole.number("SELECT MAX(number) FROM validation"), 43);
    assert_eq!(pole.number("SELECT COUNT(*) FROM validation"), 43);
    pole.is_sound();
    let again = pole.run(&format!("{import} --append")).done().file();
    assert_eq!(again["new"], 0, "known bytes are known, even when joining");
}

fn the_base_itself_refuses_overlapping_years(place: Place) {
    let pole = Pole::with_vert(place);
    let year = |id, starts, ends| {
        let columns = "INSERT INTO fiscal_year (association_id, id, starts_on, ends_on)";
        pole.sql(&format!("{columns} VALUES (1, {id}, '{starts}', '{ends}')"))
    };
    year(1, "2025-01-01", "2025-12-31").expect("a first year");
    let overlap = year(2, "2025-12-31", "2026-12-30").expect_err("one day in common");
    assert!(overlap.to_string().contains("two fiscal years overlap"), "{overlap}");
    year(2, "2025-03-01", "2025-03-31").expect_err("one inside the other");
    year(2, "2027-01-01", "2026-01-01").expect_err("an end before the start");
    year(2, "2026-01-01", "2026-12-31").expect("the next year");
}
