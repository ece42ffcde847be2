//! Salaries told to aijobs.net.

use std::collections::HashSet;

use bole::catalog::Row;

use super::read::{cell, importer, read, rows, told, whole};

const HEADER: &str = "work_year,experience_level,employment_type,job_title,salary,salary_currency,\
                      salary_in_usd,employee_residence,remote_ratio,company_location,company_size";

fn of(lines: &str) -> Vec<Result<bole::import::Record, bole::import::Wrong>> {
    read("aijobs", &format!("{HEADER}\n{lines}"))
}

#[test]
fn an_answer_becomes_pay_of_nobody_in_particular() {
    let records = of("2022,SE,FT,Data Engineer,65000,EUR,68293,DE,50,US,L\n");
    let pay = rows(&records, "SalaryRecord")[0];
    for (column, value) in [
        ("person", ""),
        ("organization", ""),
        ("basis", "SELF_REPORTED"),
        ("low", "65000"),
        ("high", ""),
        ("precision", "EXACT"),
        ("currency", "EUR"),
        ("period", "YEAR"),
        ("year", "2022"),
        ("title", "Data Engineer"),
        ("level", "SENIOR"),
        ("employment_type", "FULL_TIME"),
        ("remote", "HYBRID"),
        ("country", "DE"),
        ("source", "aijobs"),
        ("note", "The employer's seat is in US. The employer has more than 250 people."),
    ] {
        assert_eq!(cell(pay, column), value, "{column}");
    }
}

#[test]
fn a_year_that_was_not_over_is_that_year_and_its_pay_is_about_right() {
    let records = of("2021e,EN,PT,Analyst,113,USD,113,US,0,US,S\n");
    let pay = rows(&records, "SalaryRecord")[0];
    assert_eq!((cell(pay, "year"), cell(pay, "precision")), ("2021".into(), "ABOUT".into()));
    assert_eq!(cell(pay, "low"), "113");
}

#[test]
fn true_duplicates_stay_apart_and_a_second_reading_gives_the_same_keys() {
    let line = "2023,MI,CT,ML Engineer,100000,USD,100000,CA,100,CA,M\n";
    let other = "2023,MI,FL,ML Engineer,100000,USD,100000,CA,100,CA,M\n";
    let keys = |text: &str| -> Vec<String> {
        rows(&of(text), "SalaryRecord").iter().map(|it| it.key().to_string()).collect()
    };
    let first = keys(&[line, other, line, line].concat());
    assert_eq!(first.iter().collect::<HashSet<_>>().len(), 4);
    assert!(first[0].ends_with("-0") && first[2].ends_with("-1") && first[3].ends_with("-2"));
    // Another order changes nothing: equal answers are interchangeable.
    let sorted = |mut keys: Vec<String>| {
        keys.sort();
        keys
    };
    assert_eq!(sorted(keys(&[line, line, other, line].concat())), sorted(first));
}

#[test]
fn the_same_answers_in_json_have_the_same_rows() {
    let csv = of("2021e,EX,FL,Head of AI,65000,EUR,68293,DE,100,DE,M\n");
    let json = read(
        "aijobs",
        r#"[{"work_year": "2021e", "experience_level": "EX", "employment_type": "FL",
            "job_title": "Head of AI", "salary": "65000", "salary_currency": "EUR",
            "salary_in_usd": "68293", "employee_residence": "DE", "remote_ratio": 100,
            "company_location": "DE", "company_size": "M"}, {"salary": 1}]"#,
    );
    assert_eq!(rows(&csv, "SalaryRecord"), rows(&json[..1], "SalaryRecord"));
    assert!(told(json[1].as_ref().unwrap_err()).ends_with("is empty, but must be given"));
}

#[test]
fn what_is_bad_and_not_needed_is_left_out_and_what_is_needed_is_a_fault() {
    let records =
        of("20x,XX,FT,Analyst,1,USD,1,ZZ,30,US,M\n2022,SE,FT,Analyst,?,USD,1,US,0,US,M\n");
    let left_out = &records[0].as_ref().unwrap().left_out;
    let columns: Vec<&str> = left_out.iter().map(|it| it.column.as_str()).collect();
    assert_eq!(columns, ["employee_residence", "work_year", "experience_level", "remote_ratio"]);
    assert_eq!(left_out[3].reason, "`30` is none of 0, 50, 100");
    let fault = records[1].as_ref().unwrap_err();
    assert!(told(fault).starts_with("3: salary: `?` is not an amount"), "{}", told(fault));
}

#[test]
fn a_file_with_other_columns_is_refused_once() {
    let records = read("aijobs", "a,b\n1,2\n3,4\n");
    assert_eq!(records.len(), 1);
    assert!(told(records[0].as_ref().unwrap_err()).starts_with("1: row: the columns are those of"));
}

/// Sums over the pay in dollars of the year 2023.
fn dollars_of_2023(pay: &[&Row]) -> (usize, u64) {
    let is_asked = |it: &&&Row| cell(it, "year") == "2023" && cell(it, "currency") == "USD";
    let amounts: Vec<u64> =
        pay.iter().filter(is_asked).map(|it| cell(it, "low").parse().unwrap()).collect();
    (amounts.len(), amounts.iter().sum())
}

#[test]
fn whole_files_have_as_many_answers_as_lines_and_csv_and_json_agree() {
    let Some(text) = whole("aijobs_salaries/salaries_2023-12-24.csv") else { return };
    let records: Vec<_> = (importer("aijobs").read)(text).collect();
    let pay = rows(&records, "SalaryRecord");
    // DuckDB: select count(*), count(distinct *) of the file.
    assert_eq!(pay.len(), 10_401);
    assert_eq!(pay.iter().map(|it| it.key()).collect::<HashSet<_>>().len(), 10_401);
    let first: HashSet<String> =
        pay.iter().map(|it| it.key().to_string()).filter(|it| it.ends_with("-0")).collect();
    assert_eq!(first.len(), 5_993);
    // DuckDB: select count(*), sum(salary) … where work_year = 2023 and salary_currency = 'USD'.
    assert_eq!(dollars_of_2023(&pay), (7_950, 1_262_982_195));
    let json = whole("aijobs_salaries/salaries_2023-12-24.json").unwrap();
    let json: Vec<_> = (importer("aijobs").read)(json).collect();
    assert_eq!(pay, rows(&json, "SalaryRecord"));
    assert!(records.iter().all(|it| it.as_ref().unwrap().left_out.is_empty()));
}

#[test]
fn the_earliest_file_is_read_too() {
    let Some(text) = whole("aijobs_salaries/salaries_2021-09-19_tiny.csv") else { return };
    let records: Vec<_> = (importer("aijobs").read)(text).collect();
    let pay = rows(&records, "SalaryRecord");
    let about = pay.iter().filter(|it| cell(it, "precision") == "ABOUT").count();
    // DuckDB: select count(*), count(*) filter (work_year like '%e') of the file.
    assert_eq!((pay.len(), about), (155, 110));
}
