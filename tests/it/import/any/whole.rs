//! Whole files that others made, where they are present.

use std::path::{Path, PathBuf};

use bole::import::{Sheet, any, opened::open};

use super::{mapping, said};

/// A file among the data that is kept beside the repository; `None` where it is not there.
fn data(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(file);
    path.exists().then_some(path)
}

#[test]
fn tables_have_as_many_lines_as_others_count() {
    // By Python: `sum(any(map(str.strip, it)) for it in csv.reader(open(file, newline=""))) - 1`.
    for (file, lines) in [
        ("aijobs_salaries/salaries_2023-12-24.csv", 10_401),
        ("epoch_models/notable_ai_models_2025-02-24.csv", 895),
        ("reference/world-cities.csv", 34_032),
        ("uscis_h1b/h1b_datahubexport-2021.csv", 60_806),
    ] {
        let Some(path) = data(file) else { continue };
        let mut sheet = Sheet::open(open(&path).unwrap()).unwrap();
        let mut found = 0;
        while let Some(line) = sheet.next_line() {
            line.unwrap();
            found += 1;
        }
        assert_eq!(found, lines, "{file}");
    }
}

#[test]
fn universities_are_rows_with_the_country_that_they_name() {
    let Some(path) = data("university_domains/world_universities_2025-03-05.json") else { return };
    let map = ["region=state-province", "note=alpha_two_code"];
    let constants = [any::pair("kind=UNIVERSITY").unwrap()];
    let mapping = mapping("Organization", &map).unwrap().with(&constants).unwrap();
    let (mut rows, mut twice, mut broken) = (0, 0, 0);
    for record in any::json_lines(mapping, open(&path).unwrap()) {
        match record {
            Ok(record) => {
                let texts = record.rows[0].texts();
                assert_eq!(texts.get("country"), texts.get("note"), "{}", said(&record.rows[0]));
                rows += 1;
            }
            Err(why) if why.reason.contains("too: give each row a key") => twice += 1,
            Err(why) => {
                assert!(why.reason.contains("control character U+0093"), "{why:?}");
                broken += 1;
            }
        }
    }
    // By Python: 10,164 objects, of which 23 have the country and the name of an earlier one, but
    // for case, accents and signs; 4 names hold U+0093.
    assert_eq!((rows, twice, broken), (10_137, 23, 4));
}
