//! Notable AI models of Epoch AI.

use std::collections::HashSet;

use bole::import::{Record, Wrong};

use super::read::{cell, importer, read, rows, told, whole};

const HEADER: &str = "Model,Domain,Organization,Organization categorization,Country (from Organization),\
                      Authors,Publication date,Link,Parameters,Training compute (FLOP),Confidence,\
                      Base model,Model accessibility";

fn of(lines: &str) -> Vec<Result<Record, Wrong>> {
    read("epoch", &format!("{HEADER}\n{lines}"))
}

/// The column of all rows of a table.
fn column(records: &[Result<Record, Wrong>], table: &str, column: &str) -> Vec<String> {
    rows(records, table).iter().map(|it| cell(it, column)).collect()
}

#[test]
fn a_line_becomes_a_model_its_developers_and_the_team_of_its_authors() {
    let records = of(
        "Falcon Mini,Language,Aerie Labs,Industry,France,\"Ada Noir, Jan Blanc\",2023-04-05,\
                      https://aerie.example/falcon,7e9,1.2e23,Likely,Falcon,Open weights (non-commercial)\n",
    );
    let model = rows(&records, "Model")[0];
    for (column, value) in [
        ("key", "epoch-falcon-mini"),
        ("name", "Falcon Mini"),
        ("kind", "LANGUAGE"),
        ("developers", "epoch-aerie-labs"),
        ("authors", "epoch-ada-noir.aerie-labs|epoch-jan-blanc.aerie-labs"),
        ("base", "epoch-falcon"),
        ("announced", "2023-04-05"),
        ("access", "OPEN_WEIGHTS"),
        ("parameters", "7000000000"),
        ("training_compute", "120000000000000000000000"),
        ("website", "https://aerie.example/falcon"),
        ("source", "epoch"),
        (
            "note",
            "How sure the numbers are: Likely. Domains: Language. Access: Open weights \
             (non-commercial).",
        ),
    ] {
        assert_eq!(cell(model, column), value, "{column}");
    }
    let team = rows(&records, "Team")[0];
    assert_eq!(cell(team, "name"), "Authors of Falcon Mini");
    assert_eq!(cell(team, "organization"), "epoch-aerie-labs");
    assert_eq!(cell(team, "model"), "epoch-falcon-mini");
    assert_eq!(
        column(&records, "Membership", "person"),
        ["epoch-ada-noir.aerie-labs", "epoch-jan-blanc.aerie-labs"]
    );
    assert_eq!(column(&records, "Organization", "country"), ["FR"]);
}

#[test]
fn columns_are_found_by_their_older_and_newer_names() {
    let newer = "Model,Organization,Publication date,Country (of organization),Open model weights?\n\
                 M,Aerie,2025-01-01,Japan,Yes\n";
    let records = read("epoch", newer);
    assert_eq!(column(&records, "Organization", "country"), ["JP"]);
    assert_eq!(column(&records, "Model", "access"), ["OPEN_WEIGHTS"]);
    let older = "System,Author(s),Organization(s),Publication date\nM,A. Noir,Aerie,1957-01-01\n";
    assert_eq!(column(&read("epoch", older), "Person", "name"), ["A. Noir"]);
    let other = read("epoch", "a,b\n1,2\n");
    assert!(told(other[0].as_ref().unwrap_err()).contains("has `Model`, `Organization`"));
}

#[test]
fn developers_and_countries_go_by_pairs_only_where_that_is_sure() {
    let records = of(
        "A,Vision,\"Aerie,Uni Hong Kong\",\"Industry,Academia\",\"Germany,Hong Kong,China\",,2020-01-01,,,,,,\n\
                      B,Vision,\"Aerie,Brise\",Industry,\"Germany,Multinational,France\",,2020-01-01,,,,,,\n",
    );
    assert_eq!(column(&records, "Organization", "country"), ["DE", "HK", ""]);
    assert_eq!(column(&records, "Model", "developers")[1], "epoch-aerie|epoch-brise");
    let left_out = &records[1].as_ref().unwrap().left_out;
    assert_eq!(left_out[0].column, "Country (of organization)");
    assert!(left_out[0].reason.contains("whose they are is not said"));
}

#[test]
fn an_organization_has_one_row_that_says_more_only_where_its_country_is_told_later() {
    let records = of("A,Vision,Aerie,Industry,,,2020-01-01,,,,,,\n\
                      B,Vision,Aerie,Academia,Spain,,2019-01-01,,,,,,\n\
                      C,Vision,Aérie,Academia,Spain,,2018-01-01,,,,,,\n");
    assert_eq!(column(&records, "Organization", "country"), ["", "ES"]);
    assert_eq!(column(&records, "Organization", "kind"), ["COMPANY", "COMPANY"]);
    assert_eq!(column(&records, "Organization", "name"), ["Aerie", "Aerie"]);
}

#[test]
fn kinds_of_organizations_follow_category_and_name() {
    for (name, category, kind) in [
        ("Aerie", "Industry", "COMPANY"),
        ("Aerie Research", "Industry", "RESEARCH_COMPANY"),
        ("University of Aerie", "Academia", "UNIVERSITY"),
        ("Mila", "Academia", "INSTITUTE"),
        ("Aerie National Laboratory", "Government", "LABORATORY"),
        ("Open Nest", "Research collective", "NONPROFIT"),
        ("Aerie University", "", "UNIVERSITY"),
    ] {
        let records = of(&format!("A,Vision,{name},{category},,,2020-01-01,,,,,,\n"));
        assert_eq!(column(&records, "Organization", "kind"), [kind], "{name}");
    }
}

#[test]
fn an_acronym_behind_a_name_is_an_alias() {
    let records =
        of("A,Vision,\"Nest Institute of Technology (NIT),Nest (China)\",,,,2020-01-01,,,,,,\n");
    assert_eq!(
        column(&records, "Organization", "name"),
        ["Nest Institute of Technology", "Nest (China)"]
    );
    assert_eq!(column(&records, "Organization", "aliases"), ["NIT", ""]);
}

#[test]
fn one_name_at_two_developers_is_two_people_and_at_one_developer_one() {
    let records = of("A,Vision,Aerie,Industry,,\"Wei Li, Ana Sol\",2020-01-01,,,,,,\n\
                      B,Vision,Brise,Industry,,Wei Li,2020-01-01,,,,,,\n\
                      C,Vision,Aerie,Industry,,\"Wei Li, Wei Lí\",2020-01-01,,,,,,\n");
    let expected = ["epoch-wei-li.aerie", "epoch-ana-sol.aerie", "epoch-wei-li.brise"];
    assert_eq!(column(&records[..2], "Person", "key"), expected);
    assert_eq!(column(&records, "Person", "key").len(), 3);
    assert_eq!(column(&records, "Model", "authors")[2], "epoch-wei-li.aerie");
}

#[test]
fn authors_that_are_nobody_are_left_out_and_told() {
    let records = of("A,Vision,Aerie,Industry,,\"Aerie Team, Ana Sol\",2020-01-01,,,,,,\n\
                      B,Vision,Aerie,Industry,,Aerie Team,2020-01-01,,,,,,\n");
    assert_eq!(column(&records, "Membership", "person"), ["epoch-ana-sol.aerie"]);
    assert_eq!(rows(&records, "Team").len(), 1);
    let left_out = &records[0].as_ref().unwrap().left_out;
    assert_eq!(told(&left_out[0]), "2: Authors: these are no names of one person: Aerie Team");
}

#[test]
fn kinds_of_models_follow_their_domains() {
    for (domains, kind) in [
        ("Vision", "OTHER"),
        ("\"Vision,Image generation\"", "IMAGE"),
        ("\"Language,Vision\"", "MULTIMODAL"),
        ("\"Audio,Speech\"", "SPEECH"),
        ("Games", "GAME"),
        ("\"Language,Mathematics\"", "LANGUAGE"),
    ] {
        let records = of(&format!("A,{domains},Aerie,Industry,,,2020-01-01,,,,,,\n"));
        assert_eq!(column(&records, "Model", "kind"), [kind], "{domains}");
    }
}

#[test]
fn bad_values_are_left_out_and_a_model_without_a_name_is_a_fault() {
    let records =
        of("A,Vision,Aerie,Industry,,,soon,not a link,many,1e23,Unknown,\"B,C\",Rented\n\
                      ,Vision,Aerie,Industry,,,2020-01-01,,,,,,\n");
    let left_out = &records[0].as_ref().unwrap().left_out;
    let columns: Vec<&str> = left_out.iter().map(|it| it.column.as_str()).collect();
    let expected = ["Publication date", "Link", "Parameters", "Base model", "Model accessibility"];
    assert_eq!(columns, expected);
    assert!(told(records[1].as_ref().unwrap_err()).starts_with("3: Model: is empty"));
}

#[test]
fn the_whole_file_is_read() {
    let Some(text) = whole("epoch_models/notable_ai_models_2025-02-24.csv") else { return };
    let records: Vec<_> = (importer("epoch").read)(text).collect();
    let models = rows(&records, "Model");
    let with = |column: &str| models.iter().filter(|it| !cell(it, column).is_empty()).count();
    // DuckDB: select count(*), count(Parameters), count("Training compute (FLOP)") of the file.
    assert_eq!((models.len(), with("parameters"), with("training_compute")), (895, 596, 451));
    assert_eq!(models.iter().map(|it| it.key()).collect::<HashSet<_>>().len(), 895);
    // DuckDB: select sum("Training compute (FLOP)"::double).
    let compute: f64 =
        models.iter().filter_map(|it| cell(it, "training_compute").parse::<f64>().ok()).sum();
    assert!((compute / 9.841_144_981_431_222e26 - 1.0).abs() < 1e-12, "{compute}");
    // DuckDB: select "Model accessibility", count(*) … group by 1.
    let access = |of: &str| models.iter().filter(|it| cell(it, "access") == of).count();
    assert_eq!(["OPEN_WEIGHTS", "API", "PRODUCT", "CLOSED"].map(access), [221, 41, 11, 197]);
    // DuckDB: select count(*) … where "Publication date" like '2023%'.
    let of_2023 = models.iter().filter(|it| cell(it, "announced").starts_with("2023")).count();
    assert_eq!(of_2023, 105);
    // DuckDB: select count(distinct trim(o)) from (select unnest(string_split(Organization, ',')) o …).
    let organizations = rows(&records, "Organization");
    let keys: HashSet<_> = organizations.iter().map(|it| it.key()).collect();
    assert_eq!(keys.len(), 342);
    // The same, with count(distinct Model) for each of these.
    let of = |key: &str| {
        let is_one = |it: &&&_| cell(it, "developers").split('|').any(|it| it == key);
        models.iter().filter(is_one).count()
    };
    let keys = ["epoch-deepmind", "epoch-google", "epoch-meta-ai", "epoch-openai"];
    assert_eq!(keys.map(of), [40, 94, 32, 36]);
}

#[test]
fn the_authors_of_the_whole_file_are_people() {
    let Some(text) = whole("epoch_models/notable_ai_models_2025-02-24.csv") else { return };
    let records: Vec<_> = (importer("epoch").read)(text).collect();
    let transformer = records
        .iter()
        .map(|it| it.as_ref().unwrap())
        .find(|it| it.rows.iter().any(|it| it.id().to_string() == "Model:epoch-transformer"));
    let is_of = |it: &&bole::catalog::Row| cell(it, "team") == "epoch-transformer";
    let members = transformer.unwrap().rows.iter().filter(is_of).count();
    assert_eq!(members, 8);
    for name in column(&records, "Person", "name") {
        assert!(name.contains(' ') && !name.contains(['∗', '†', '\n', '0', '1']), "{name}");
        assert!(!name.contains(" and ") && !name.to_lowercase().contains(" team"), "{name}");
    }
    // Everybody is introduced before being referred to.
    let mut known = HashSet::new();
    for row in records.iter().flat_map(|it| &it.as_ref().unwrap().rows) {
        known.insert(row.id());
        for field in 0..bole::catalog::TABLES[row.table()].fields.len() {
            for id in row.references(field).iter().filter(|it| it.table() == "Person") {
                assert!(known.contains(id), "{id}");
            }
        }
    }
}
