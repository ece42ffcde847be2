//! `bole import` as a person types it.

use std::{
    fmt::Write as _,
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Command, Stdio},
};

use bole::{catalog::place, live::Live};

use super::opened::gzip;
use crate::cli::{bole, run, serve};

const PEOPLE: &str = "key,full_name,country\nann,Ann Lee,US\nbob,Bob Ray,NA\nbad,,FR\n";

fn import(data: &Path, arguments: &[&str]) -> (i32, String, String) {
    run(bole(data).arg("import").args(arguments))
}

fn people(data: &Path) -> u64 {
    Live::open(data).unwrap().snapshot().frame(place("Person")).live().len()
}

#[test]
fn any_csv_file_is_imported_into_a_new_directory() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("people.csv"));
    fs::write(&file, PEOPLE).unwrap();
    let file = file.to_str().unwrap();
    let arguments = ["csv", file, "--entity", "Person", "--map", "name=full_name"];
    let (code, report, error) = import(&data, &arguments);
    assert_eq!(code, 0, "{error}");
    assert!(report.starts_with(&format!("{file}: read to its end\n")), "{report}");
    assert!(report.contains("2 created") && report.contains("1 skipped"), "{report}");
    assert!(report.contains(&format!("{file}:4: name: ")), "{report}");
    assert_eq!(people(&data), 2);
    let (code, report, _) = import(&data, &arguments);
    assert_eq!(code, 0);
    assert!(report.contains("2 unchanged"), "{report}");
    assert!(report.ends_with("the graph stays at version 1\n"), "{report}");
}

#[test]
fn what_a_file_does_not_say_can_be_said_for_all_of_its_rows() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("schools.csv"));
    fs::write(&file, "key,name\nexample-lab,Example Lab\n").unwrap();
    let arguments = ["csv", file.to_str().unwrap(), "--entity", "Organization"];
    let (code, report, _) = import(&data, &arguments);
    assert_eq!(code, 1);
    assert!(report.contains("0 created") && report.contains("no column `kind`"), "{report}");
    let (code, report, error) =
        import(&data, &[&arguments[..], &["--set", "kind=LABORATORY"]].concat());
    assert_eq!(code, 0, "{error}");
    assert!(report.contains("1 created"), "{report}");
    let (code, _, error) = import(&data, &[&arguments[..], &["--set", "colour=red"]].concat());
    assert!(code == 1 && error.contains("`colour`"), "{error}");
}

#[test]
fn a_file_that_breaks_off_is_told_and_importing_the_whole_of_it_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let rows: String = (0..20_000).fold("key,name\n".to_owned(), |mut text, it| {
        writeln!(text, "row-{it},Somebody number {it} of {}", it * 7_919 % 20_011).unwrap();
        text
    });
    let lines: String = rows.lines().skip(1).fold(String::new(), |mut text, it| {
        let (key, name) = it.split_once(',').unwrap();
        writeln!(text, r#"{{"key":"{key}","name":"{name}"}}"#).unwrap();
        text
    });
    for (kind, text) in [("csv", rows), ("jsonl", lines)] {
        let (data, file) = (dir.path().join(kind), dir.path().join(format!("people.{kind}.gz")));
        let packed = gzip(text.as_bytes());
        fs::write(&file, &packed[..packed.len() - 1_000]).unwrap();
        let arguments = [kind, file.to_str().unwrap(), "--entity", "Person"];
        let (code, report, _) = import(&data, &arguments);
        assert_eq!(code, 1, "{report}");
        assert!(report.contains("not read to its end; what was imported stays"), "{report}");
        let kept = people(&data);
        assert!(kept > 0 && kept < 20_000, "{kept}");
        fs::write(&file, &packed).unwrap();
        let (code, report, _) = import(&data, &arguments);
        assert_eq!(code, 0, "{report}");
        assert!(report.contains(&format!("{} created", 20_000 - kept)), "{report}");
    }
}

#[test]
fn of_a_file_that_can_not_be_read_not_even_its_source_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("people.csv"));
    let name = file.to_str().unwrap();
    for (text, arguments, why) in [
        ("", &[][..], "the file is empty"),
        ("key,name,name\na,A,A\n", &[], "is there twice"),
        ("key,full\na,A\n", &["--map", "name=fully"], "fully"),
        ("key,country\na,CN\n", &[], "no column `name`"),
    ] {
        fs::write(&file, text).unwrap();
        let all = [&["csv", name, "--entity", "Person"][..], arguments].concat();
        let (code, report, error) = import(&data, &all);
        assert_eq!(code, 1, "{report}{error}");
        assert!(report.starts_with(&format!("{name}: not read to its end")), "{report}");
        assert!(report.contains(why) && report.contains("0 records"), "{report}");
        assert!(report.ends_with("the graph stays at version 0\n"), "{report}");
    }
}

#[test]
fn a_file_that_is_not_there_is_said_before_another_is_imported() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("ror.json"));
    fs::write(&file, "[]").unwrap();
    let (code, report, error) = import(&data, &["ror", file.to_str().unwrap(), "nowhere.json"]);
    assert_eq!((code, &*report), (1, ""));
    assert!(error.contains("`nowhere.json`: "), "{error}");
    let (code, _, error) = import(&data, &["ror", dir.path().to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(error.contains("is a directory: name the files in it"), "{error}");
}

#[test]
fn what_a_template_prints_can_be_imported() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (code, header, _) = import(&data, &["template", "person"]);
    assert_eq!(code, 0);
    assert!(header.starts_with("key,name,name_zh,"), "{header}");
    let file = dir.path().join("people.csv");
    fs::write(
        &file,
        format!("{header}ann,Ann Lee{}\n", ",".repeat(header.matches(',').count() - 1)),
    )
    .unwrap();
    let (code, report, _) = import(&data, &["csv", file.to_str().unwrap(), "--entity", "Person"]);
    assert_eq!(code, 0);
    assert!(report.contains("1 created"), "{report}");
    let (_, object, _) = import(&data, &["template", "Person", "--format", "jsonl"]);
    let file = dir.path().join("people.jsonl");
    fs::write(&file, object.replacen("\"name\":null", "\"name\":\"Bob Ray\"", 1)).unwrap();
    let (code, report, _) = import(&data, &["jsonl", file.to_str().unwrap(), "--entity", "Person"]);
    assert_eq!(code, 0);
    assert!(report.contains("1 created"), "{report}");
    assert_eq!(people(&data), 2);
}

#[test]
fn a_dry_run_and_a_report_are_files_for_programs() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("people.csv"));
    let report = dir.path().join("report.json");
    fs::write(&file, PEOPLE).unwrap();
    drop(Live::open(&data).unwrap());
    let asked = ["csv", file.to_str().unwrap(), "--entity", "Person", "--map", "name=full_name"];
    let dry = [&asked[..], &["--dry-run", "--report", report.to_str().unwrap()]].concat();
    let (code, text, _) = import(&data, &dry);
    assert_eq!(code, 0);
    assert!(text.contains("a dry run: nothing was written"), "{text}");
    let json: serde_json::Value = serde_json::from_slice(&fs::read(&report).unwrap()).unwrap();
    assert_eq!((json[0]["created"].as_u64(), json[0]["dryRun"].as_bool()), (Some(2), Some(true)));
    assert_eq!(json[0]["skipped"]["first"][0]["line"], 4);
    assert_eq!(people(&data), 0);
    let strict = [&asked[..], &["--strict"]].concat();
    let (code, text, _) = import(&data, &strict);
    assert_eq!(code, 1);
    assert!(text.contains("stopped at the first fault"), "{text}");
    assert_eq!(people(&data), 0);
}

#[test]
fn what_is_wrong_with_the_command_is_said_before_anything_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("people.csv"));
    fs::write(&file, PEOPLE).unwrap();
    let file = file.to_str().unwrap();
    for (arguments, expected) in [
        (&["csv", file, "--entity", "Persona"][..], "`Persona` is no table"),
        (&["csv", file, "--entity", "Person", "--map", "nmae=x"], "`nmae` is no column of Person"),
        (&["csv", file, "--entity", "Person", "--source", "hr"], "there is no source `hr`"),
        (&["csv", "nowhere.csv", "--entity", "Person"], "`nowhere.csv`: "),
        (&["csv", file, "--entity", "Person", "--dry-run"], "there is no data directory"),
        (&["template", "Persona"], "`Persona` is no table"),
    ] {
        let data =
            if arguments.contains(&"--dry-run") { dir.path().join("none") } else { data.clone() };
        let (code, _, error) = import(&data, arguments);
        assert_eq!(code, 1, "{error}");
        assert!(error.contains(expected), "{error}");
    }
    let (code, _, error) = import(&data, &["nothing", file]);
    assert_eq!(code, 2, "{error}");
}

#[test]
fn while_a_server_runs_the_way_through_it_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("people.csv");
    fs::write(&file, PEOPLE).unwrap();
    let data = dir.path().join("data");
    let server = serve(&data);
    let (code, _, error) = import(&data, &["csv", file.to_str().unwrap(), "--entity", "Person"]);
    assert_eq!(code, 1);
    assert!(error.contains("is in use by another process"), "{error}");
    assert!(error.contains("POST /import/csv"), "{error}");
    assert_eq!(server.stop("-INT"), 0);
}

#[test]
fn every_data_set_is_listed_with_its_licence_and_has_a_command_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (code, list, _) = import(dir.path(), &["list"]);
    assert_eq!(code, 0);
    for importer in bole::import::IMPORTERS {
        assert!(list.contains(importer.name) && list.contains(importer.licence), "{list}");
        let (code, help, _) = import(dir.path(), &[importer.name, "--help"]);
        assert_eq!(code, 0);
        for part in ["BOLE_STRICT", "BOLE_DRY_RUN", "BOLE_AS_OF", "BOLE_REPORT", "Example:"] {
            assert!(help.contains(part), "{part} is not in\n{help}");
        }
    }
}

/// Whenever the signal comes, what is there are whole batches.
#[test]
fn a_signal_leaves_whole_batches_and_the_import_can_go_on() {
    const PEOPLE: usize = 6_000;
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("data"), dir.path().join("people.csv"));
    let mut text = "key,name\n".to_owned();
    for number in 0..PEOPLE {
        writeln!(text, "p{number},Ann Lee {number}").unwrap();
    }
    fs::write(&file, text).unwrap();
    let arguments = ["import", "csv", file.to_str().unwrap(), "--entity", "Person"];
    for signal in ["-INT", "-KILL"] {
        let mut command = bole(&data);
        command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        assert!(first.contains(" rows, "), "{first}");
        let id = child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
        let mut report = String::new();
        child.stdout.take().unwrap().read_to_string(&mut report).unwrap();
        let status = child.wait().unwrap();
        if signal == "-INT" {
            let is_stopped = report.contains("stopped; import it again to go on");
            assert_eq!(status.code(), Some(i32::from(is_stopped)), "{report}");
        }
        let count = people(&data);
        assert!(count > 0 && count.is_multiple_of(2_000), "{count}");
    }
    let (code, _, _) = run(bole(&data).args(arguments));
    assert_eq!((code, people(&data)), (0, PEOPLE as u64));
    Live::open(&data).unwrap().validate().unwrap();
}
