//! Labor condition applications.

use bole::import::{Record, Wrong};

use super::read::{cell, read, rows, told};

const HEADER: &str = "CASE_NUMBER,CASE_STATUS,EMPLOYER_NAME,JOB_TITLE,SOC_TITLE,FULL_TIME_POSITION,\
                      BEGIN_DATE,WORKSITE_CITY,WORKSITE_STATE,WAGE_RATE_OF_PAY_FROM,\
                      WAGE_RATE_OF_PAY_TO,WAGE_UNIT_OF_PAY";

fn of(lines: &str) -> Vec<Result<Record, Wrong>> {
    read("lca", &format!("{HEADER}\n{lines}"))
}

fn pay(lines: &str, columns: &[&str]) -> Vec<String> {
    let records = of(lines);
    let row = rows(&records, "SalaryRecord")[0];
    columns.iter().map(|it| cell(row, it)).collect()
}

#[test]
fn a_certified_case_is_posted_pay_of_its_employer() {
    let records = of("I-200-20268-000001,Certified,Acme Inc.,ML Engineer,Software Developers,Y,\
                      2021-01-15,Seattle,WA,\"$120,000.00\",150000.5,Year\n");
    let pay = rows(&records, "SalaryRecord")[0];
    for (column, value) in [
        ("key", "lca-i-200-20268-000001"),
        ("organization", "lca-acme-inc"),
        ("person", ""),
        ("basis", "POSTED"),
        ("low", "120000"),
        ("high", "150000.5"),
        ("currency", "USD"),
        ("period", "YEAR"),
        ("year", "2021"),
        ("title", "ML Engineer"),
        ("field", "Software Developers"),
        ("country", "US"),
        ("city", "Seattle, WA"),
        ("employment_type", "FULL_TIME"),
    ] {
        assert_eq!(cell(pay, column), value, "{column}");
    }
    let employer = rows(&records, "Organization")[0];
    assert_eq!(
        (cell(employer, "kind"), cell(employer, "country")),
        ("COMPANY".into(), "US".into())
    );
}

#[test]
fn only_certified_cases_are_taken_over_and_an_employer_has_one_row() {
    let case = |number: u32, status: &str, name: &str| {
        format!("I-{number},{status},{name},T,S,Y,2021-01-15,A,WA,50,,Hour\n")
    };
    let records = of(&[
        case(1, "CERTIFIED", "Acme"),
        case(2, "Certified - Withdrawn", "Acme"),
        case(3, "DENIED", "Acme"),
        case(4, "Withdrawn", "Acme"),
        case(5, "Certified", "ACME"),
    ]
    .concat());
    assert_eq!(rows(&records, "SalaryRecord").len(), 2);
    assert_eq!(rows(&records, "Organization").len(), 1);
    let left_out: Vec<&str> = records
        .iter()
        .flat_map(|it| &it.as_ref().unwrap().left_out)
        .map(|it| it.column.as_str())
        .collect();
    assert_eq!(left_out, ["CASE_STATUS"; 3]);
}

#[test]
fn pay_is_for_the_period_that_is_stated() {
    for (wages, expected) in [
        ("50,,Hour", ["50", "", "HOUR", ""]),
        ("50,0.00,hr", ["50", "", "HOUR", ""]),
        ("50,50.00,Hour", ["50", "", "HOUR", ""]),
        ("2000,2500,Week", ["2000", "2500", "WEEK", ""]),
        ("3000,4000.5,Bi-Weekly", ["1500", "2000.25", "WEEK", "Stated for two weeks."]),
        ("9000,,Month", ["9000", "", "MONTH", ""]),
        ("90000,80000,Year", ["90000", "", "YEAR", ""]),
    ] {
        let line = format!("I-1,Certified,Acme,T,S,Y,2021-01-15,A,WA,{wages}\n");
        assert_eq!(pay(&line, &["low", "high", "period", "note"]), expected, "{wages}");
    }
}

#[test]
fn both_ends_of_a_range_may_stand_in_one_column() {
    let text = "CASE_NUMBER,CASE_STATUS,EMPLOYER_NAME,WAGE_RATE_OF_PAY,WAGE_UNIT_OF_PAY\n\
                I-1,CERTIFIED,Acme,60000.00 - 80000.00,Year\nI-2,CERTIFIED,Acme,60000 -,Year\n";
    let records = read("lca", text);
    let pay: Vec<_> = rows(&records, "SalaryRecord")
        .iter()
        .map(|it| (cell(it, "low"), cell(it, "high")))
        .collect();
    let expected = [("60000", "80000"), ("60000", "")];
    assert_eq!(pay, expected.map(|it| (it.0.to_owned(), it.1.to_owned())));
}

#[test]
fn territories_have_countries_of_their_own_and_days_are_read_both_ways() {
    for (day, state, expected) in [
        ("9/30/2019", "PR", ["2019", "PR"]),
        ("2019-10-01 00:00:00", "GUAM", ["2019", "GU"]),
        ("2019-10-01T00:00:00", "NY", ["2019", "US"]),
        ("44105", "", ["", "US"]),
        ("9/30/19", "NY", ["", "US"]),
        ("", "NY", ["", "US"]),
    ] {
        let line = format!("I-1,Certified,Acme,T,S,N,{day},A,{state},50,,Hour\n");
        assert_eq!(pay(&line, &["year", "country"]), expected, "{day}");
    }
}

#[test]
fn older_files_have_other_names_for_the_columns() {
    let of_2014 = "LCA_CASE_NUMBER,STATUS,LCA_CASE_EMPLOYER_NAME,LCA_CASE_JOB_TITLE,\
                   LCA_CASE_SOC_NAME,LCA_CASE_EMPLOYMENT_START_DATE,LCA_CASE_WORKLOC1_CITY,\
                   LCA_CASE_WORKLOC1_STATE,LCA_CASE_WAGE_RATE_FROM,LCA_CASE_WAGE_RATE_TO,\
                   LCA_CASE_WAGE_RATE_UNIT,FULL_TIME_POS,LCA_CASE_WORKLOC2_CITY\n\
                   I-2,CERTIFIED,Acme,T,S,10/1/2014,A,WA,50,60,Hour,N,B\n";
    let of_2019 = "CASE_NUMBER,CASE_STATUS,EMPLOYER_NAME,JOB_TITLE,SOC_TITLE,BEGIN_DATE,\
                   WORKSITE_CITY_1,WORKSITE_STATE_1,WAGE_RATE_OF_PAY_FROM_1,\
                   WAGE_RATE_OF_PAY_TO_1,WAGE_UNIT_OF_PAY_1,FULL_TIME_POSITION,WORKSITE_CITY_2\n\
                   I-2,Certified,Acme,T,S,2014-10-01,A,WA,50,60,Hour,N,B\n";
    let (older, newer) = (read("lca", of_2014), read("lca", of_2019));
    assert_eq!(rows(&older, "SalaryRecord"), rows(&newer, "SalaryRecord"));
    let pay = rows(&older, "SalaryRecord")[0];
    assert_eq!(
        (cell(pay, "high"), cell(pay, "employment_type")),
        ("60".into(), "PART_TIME".into())
    );
    let left_out = &newer[0].as_ref().unwrap().left_out;
    assert!(left_out[0].reason.contains("several places of work"), "{left_out:?}");
}

#[test]
fn pay_that_can_not_be_read_is_a_fault() {
    for (wages, expected) in [
        ("a lot,,Year", "2: WAGE_RATE_OF_PAY_FROM: `alot` is not an amount"),
        (",,Year", "2: WAGE_RATE_OF_PAY_FROM: is empty"),
        ("5,,Decade", "2: WAGE_UNIT_OF_PAY: `Decade` is no period"),
        ("5,,", "2: WAGE_UNIT_OF_PAY: is empty"),
    ] {
        let records = of(&format!("I-1,Certified,Acme,T,S,Y,2021-01-15,A,WA,{wages}\n"));
        let fault = told(records[0].as_ref().unwrap_err());
        assert!(fault.starts_with(expected), "{fault}");
    }
}
