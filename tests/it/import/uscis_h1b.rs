//! H-1B petitions by employer.

use bole::catalog::{Figure, Row, enums::Measure};

use super::read::{cell, importer, read, rows, told, whole};

const HEADER: &str = "\"Fiscal Year\",Employer,\"Initial Approval\",\"Initial Denial\",\"Continuing \
                      Approval\",\"Continuing Denial\",NAICS,\"Tax ID\",State,City,ZIP";

#[test]
fn the_lines_of_an_employer_and_year_are_summed_up_into_figures() {
    let records = read(
        "uscis-h1b",
        &format!(
            "{HEADER}\n2021,\"ACME CORP\",\"1,012\",0,3,0,54,1841,WA,SEATTLE,98121\n\
             2021,\"OTHER INC\",1,0,0,0,54,11,WA,SEATTLE,98121\n\
             2021,\"ACME CORP.\",2,1,0,0,54,9999,CA,\"SAN DIEGO\",92121\n\
             2022,\"ACME CORP\",5,0,0,0,54,1841,WA,SEATTLE,98121\n"
        ),
    );
    let figures = rows(&records, "Figure");
    let told = |it: &&Row| {
        ["about", "measure", "category", "value", "start", "end"].map(|column| cell(it, column))
    };
    let acme = "Organization:uscis-h1b-acme-corp";
    let (start, end) = ("2020-10-01", "2021-09-30");
    let expected = [
        [acme, "APPROVALS", "initial employment", "1014", start, end],
        [acme, "DENIALS", "initial employment", "1", start, end],
        [acme, "APPROVALS", "continuing employment", "3", start, end],
        ["Organization:uscis-h1b-other-inc", "APPROVALS", "initial employment", "1", start, end],
        [acme, "APPROVALS", "initial employment", "5", "2021-10-01", "2022-09-30"],
    ];
    assert_eq!(figures.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(cell(figures[0], "note"), "Summed up over 2 lines of the file.");
    assert_eq!(
        (cell(figures[0], "unit"), cell(figures[3], "note")),
        ("PETITIONS".into(), String::new())
    );
}

#[test]
fn an_employer_without_a_name_is_nobody_but_counts() {
    let records = read("uscis-h1b", &format!("{HEADER}\n2021,,0,0,1,0,52,1841,FL,TAMPA,33618\n"));
    let figure = rows(&records, "Figure")[0];
    assert_eq!((cell(figure, "about"), cell(figure, "value")), (String::new(), "1".to_owned()));
    assert!(cell(figure, "topic").ends_with("that are not named"));
    assert!(rows(&records, "Organization").is_empty());
    assert_eq!(records[0].as_ref().unwrap().left_out[0].column, "Employer");
}

#[test]
fn the_industry_and_the_name_tell_what_an_employer_is() {
    for (name, industry, kind) in [
        ("ACME CORP", "54", "COMPANY"),
        ("ACME", "54", "COMPANY"),
        ("STATE UNIVERSITY OF ACME", "61", "UNIVERSITY"),
        ("ACME SCHOOL DISTRICT", "61", "NONPROFIT"),
        ("ACME COUNTY", "92", "GOVERNMENT"),
    ] {
        let text = format!("{HEADER}\n2021,{name},1,0,0,0,{industry},1,WA,SEATTLE,98121\n");
        let records = read("uscis-h1b", &text);
        assert_eq!(cell(rows(&records, "Organization")[0], "kind"), kind, "{name}");
    }
}

#[test]
fn newer_exports_tell_more_purposes_apart_and_older_ones_write_plurals() {
    let newer = "Fiscal Year,Employer (Petitioner) Name,Tax ID,Industry (NAICS) Code,New Employment \
                 Approval,New Employment Denial,Change of Employer Approval,Amended Denial\n\
                 2024,ACME,1,54,7,0,2,1\n";
    let records = read("uscis-h1b", newer);
    let purposes: Vec<_> = rows(&records, "Figure")
        .iter()
        .map(|it| (cell(it, "category"), cell(it, "value")))
        .collect();
    let expected =
        [("new employment", "7"), ("change of employer", "2"), ("amended petition", "1")];
    assert_eq!(purposes, expected.map(|it| (it.0.to_owned(), it.1.to_owned())));
    let older = "Fiscal Year,Employer,Initial Approvals,Initial Denials\n2012,ACME,3,0\n";
    assert_eq!(cell(rows(&read("uscis-h1b", older), "Figure")[0], "value"), "3");
}

#[test]
fn bad_counts_are_left_out_and_bad_years_are_faults() {
    let records = read(
        "uscis-h1b",
        &format!(
            "{HEADER}\n2021,ACME,x,1,,0,54,1,WA,A,9\n20,ACME,1,1,1,0,54,1,WA,A,9\n,ACME,1,1,1,0,54,1,WA,A,9\n"
        ),
    );
    let faults: Vec<String> = records.iter().filter_map(|it| it.as_ref().err()).map(told).collect();
    assert!(faults[0].starts_with("3: Fiscal Year: `20` is no year"), "{faults:?}");
    assert!(faults[1].starts_with("4: Fiscal Year: is empty"), "{faults:?}");
    let record = records.last().unwrap().as_ref().unwrap();
    assert_eq!(record.left_out[0].column, "Initial Approval");
    assert_eq!(record.rows.len(), 2);
}

#[test]
fn the_whole_file_has_the_sums_that_its_lines_have() {
    let Some(text) = whole("uscis_h1b/h1b_datahubexport-2022.csv") else { return };
    let records: Vec<_> = (importer("uscis-h1b").read)(text).collect();
    let figures: Vec<&Figure> =
        rows(&records, "Figure").into_iter().filter_map(|it| as_figure(it)).collect();
    let value = |it: &Figure| it.value.unwrap().get();
    let sum = |measure: Measure, purpose: &str| {
        let is_purpose =
            |it: &Figure| it.category.as_ref().is_some_and(|it| it.primary() == purpose);
        let all = figures.iter().filter(|it| it.measure == measure && is_purpose(it));
        all.map(|it| value(it)).sum::<f64>().to_string()
    };
    // DuckDB: select sum("Initial Approval"), sum("Initial Denial"), sum("Continuing Approval"),
    // sum("Continuing Denial") of the file.
    let (initial, continuing) = ("initial employment", "continuing employment");
    let sums = [
        sum(Measure::Approvals, initial),
        sum(Measure::Denials, initial),
        sum(Measure::Approvals, continuing),
        sum(Measure::Denials, continuing),
    ];
    assert_eq!(sums, ["138381", "3132", "327810", "6454"]);
    // The same where Employer = 'INFOSYS LIMITED': 20 lines with 6 tax numbers.
    let is_infosys =
        |it: &&&Figure| it.about.as_ref().is_some_and(|it| it.key() == "uscis-h1b-infosys-limited");
    let values: Vec<f64> = figures.iter().filter(is_infosys).map(|it| value(it)).collect();
    assert_eq!(values, [3128.0, 50.0, 3987.0, 22.0]);
    // DuckDB: employers by their letters and digits in lower case (and by + and #), one of them
    // without a name; and how many of the four sums of each are not 0.
    assert_eq!((records.len(), figures.len()), (51_336, 70_225));
}

fn as_figure(row: &Row) -> Option<&Figure> {
    match row {
        Row::Figure(figure) => Some(figure),
        _ => None,
    }
}
