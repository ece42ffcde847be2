//! Wikidata: people, where they studied and worked, and who advised whom.

mod entity;
mod item;
mod names;
mod scholar;
mod single;
mod spells;
mod statement;
mod taken;
mod terms;
mod time;

use std::collections::HashSet;

use serde_json::Value;

use super::{Draft, Importer, JsonRecords, Record, Records, Text, Wrong};
use crate::catalog::Row;
use item::Item;

pub(super) static WIKIDATA: Importer = Importer {
    name: "wikidata",
    doc: "Wikidata: people with their places of study and work and their doctoral advisors, and \
          the organizations among its items.",
    download: "https://dumps.wikimedia.org/wikidatawiki/entities/ has all items as JSON; \
               https://www.wikidata.org/wiki/Special:EntityData/Q7251.json has one, and its API \
               (`action=wbgetentities&format=json`) up to fifty. Two other forms are told from \
               these by what is in them: lines that each hold a statement with its qualifiers, as \
               in the set WikiPeople (`{\"P69_h\": \"Q937\", \"P69_t\": \"Q206702\", \"P512\": \
               [\"Q849697\"], \"N\": 3}`), and a list of `scholars` with their advisors and \
               students, as in web-of-scholars.",
    licence: "CC0-1.0.",
    mapped: "Person: items that are an instance of human (P31 Q5), with their labels and aliases in \
             English, in Chinese and for all languages (`mul`); the description as headline; date \
             of birth (P569); citizenship (P27), where one is held today that is a country with a \
             code; website (P856); ORCID, Google Scholar, DBLP, OpenAlex, GitHub and ISNI; the day \
             of the last change as asOf. Organization: items that are an instance of one of some \
             twenty classes, with country, foundation, dissolution, website, parent (P749), ROR, \
             ISNI, LEI and OpenAlex. Education: educated at (P69) with start, end and degree \
             (P512), of several degrees the highest. Employment: employer (P108) with start, end \
             and the role that a position (P39, P3831, P794) means. Advising: doctoral advisor \
             (P184) and doctoral student (P185). Statements that Wikidata prefers are taken for \
             what a row has but once. People and organizations whose label is not in the file have \
             their number for a name, such as `Q937`, and a note that says so, until a file gives \
             it; those of P69 are taken for universities, employers and parents have the kind \
             OTHER.",
    left_out: "Deprecated statements; what Wikidata says of other items; labels and aliases in \
               other languages, but for items that have none in English or Chinese; references; \
               what is known by its number only because no label comes with it: places (P19, \
               P159), fields of study (P812), titles of positions, and degrees and positions that \
               are in no table of this importer; dates before year 1, in other calendars than the \
               Gregorian, or that give less than the year; citizenships in lines of statements, of \
               which nobody knows whether another follows. A statement has an id in the JSON of \
               items and none in lines of statements: read from both, it becomes two rows.",
    source,
    read,
};

fn source() -> Row {
    let draft = Draft::new("Source", "wikidata")
        .with("title", "Wikidata")
        .with("title_zh", "维基数据")
        .with("kind", "DATASET")
        .with("publisher", "Wikimedia Foundation")
        .with("url", "https://www.wikidata.org/")
        .with("licence", "CC0-1.0");
    draft.row(0).expect("the source is written out above")
}

fn read(text: Text) -> Records {
    let mut born = HashSet::new();
    let records = JsonRecords::open(text, &["entities", "scholars"]);
    Box::new(records.map(move |it| it.and_then(|(line, value)| record(line, &value, &mut born))))
}

/// What a record becomes, whichever of the forms it has. `born` are those whose date of birth a
/// statement of the file has given.
fn record(line: u64, value: &Value, born: &mut HashSet<Item>) -> Result<Record, Wrong> {
    if let Some(statement) = statement::of_line(line, value) {
        return statement.and_then(|(person, it)| spells::of_statement(line, person, &it, born));
    }
    if value.get("doctoral_advisor").is_some() || value.get("doctoral_student").is_some() {
        return scholar::record(line, value);
    }
    let is_entity = ["claims", "labels", "missing"].iter().any(|it| value.get(it).is_some());
    if is_entity {
        return entity::record(line, value);
    }
    let reason = "is none of the records that are read: an item has `id`, `labels` and `claims`, a \
                  statement has members such as `P69_h` and `P69_t`, a scholar has \
                  `doctoral_advisor`";
    Err(Wrong::new(line, "row", reason))
}
