//! The commands of the README, as a person types them.

use std::{env, fs, path::Path, process::Command};

use serde_json::{Value, json};

use super::{readme, sections};
use crate::graph::seeded;

/// Sections whose commands are given one after the other, in one folder, to one graph.
const SECTIONS: [&str; 3] = ["Open data in", "Any file", "Data out"];

/// A block of a text: what stands behind its fence, and what stands in it.
fn blocks(text: &str) -> Vec<(&str, &str)> {
    let blocks = text.split("```").skip(1).step_by(2);
    blocks.map(|it| it.split_once('\n').unwrap()).collect()
}

/// The registry in small: one that the seed has, one that it has not, one that shares a domain with
/// another of the seed, and one whose id is wrong.
fn registry() -> String {
    let record = |id: &str, name: &str, country: &str, rest: Value| {
        let mut record = json!({
            "id": format!("https://ror.org/{id}"),
            "names": [{"value": name, "types": ["ror_display", "label"], "lang": "en"}],
            "types": ["education"],
            "status": "active",
            "established": null,
            "domains": [], "links": [], "external_ids": [], "relationships": [],
            "locations": [{"geonames_id": 1, "geonames_details": {
                "country_code": country, "country_name": "", "name": "Somewhere",
            }}],
            "admin": {"last_modified": {"date": "2025-11-24", "schema_version": "2.1"}},
        });
        let Value::Object(rest) = rest else { panic!("members are an object") };
        record.as_object_mut().unwrap().extend(rest);
        record.to_string()
    };
    let company = json!({"types": ["company"], "domains": ["openai.com"]});
    let records = [
        record("00f54p054", "Stanford University", "US", json!({"domains": ["stanford.edu"]})),
        record("05dxps055", "California Institute of Technology", "US", json!({})),
        record("0test0147", "Branch Office", "IE", company),
        record("00njsd439", "Nowhere University", "US", json!({})),
    ];
    format!("[{}]\n", records.join(",\n"))
}

/// What the commands of a block print; they must go well.
fn printed(commands: &str, folder: &Path, data: &Path) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_bole")).parent().unwrap();
    let path = env::join_paths([program, Path::new("/usr/bin"), Path::new("/bin")]).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", commands]).current_dir(folder).env_clear();
    let output = shell.env("PATH", path).env("BOLE_DATA", data).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{commands}\n{error}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_imports_and_exports_of_the_readme_print_what_the_readme_says() {
    let readme = readme();
    let (data, live) = seeded();
    drop(live);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("ror.json"), registry()).unwrap();
    let texts = sections(&readme);
    let texts = SECTIONS.map(|name| texts.iter().find(|it| it.0 == name).unwrap().1);
    let blocks: Vec<(&str, &str)> = texts.iter().flat_map(|it| blocks(it)).collect();
    let mut count = 0;
    for (at, &(kind, text)) in blocks.iter().enumerate() {
        if let Some(name) = kind.strip_prefix("csv ") {
            fs::write(folder.path().join(name), text).unwrap();
        }
        // Others need a server.
        if kind != "sh" || !text.starts_with("bole ") {
            continue;
        }
        count += 1;
        let printed = printed(text, folder.path(), data.path());
        match blocks.get(at + 1) {
            Some(&("json", expected)) => {
                let [printed, expected]: [Value; 2] =
                    [&printed, expected].map(|it| serde_json::from_str(it).unwrap());
                assert_eq!(printed, expected, "{text}");
            }
            Some(&("text", expected)) => {
                assert_eq!(printed.trim_end(), expected.trim_end(), "{text}");
            }
            _ => (),
        }
    }
    assert!(count >= 8, "{count} blocks of commands");
}
