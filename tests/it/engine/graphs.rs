//! Small graphs with all that is hard: missing values, equal values, Chinese, lists, any rows.

use std::collections::BTreeMap;

use bole::{
    catalog::{Edit, Row, Texts, place},
    engine::request::{Case, Test, TextMatch, TextTest},
};

/// Numbers that follow from a seed.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(seed)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// One of the texts, or nothing about as often as one of them.
    pub(crate) fn maybe(&mut self, from: &[&'static str]) -> &'static str {
        let place = self.below(from.len() + 1);
        from.get(place).copied().unwrap_or_default()
    }
}

pub(super) const NAMES: &[&str] = &["Ada", "ada", "Bo", "王海峰", "王", "Éva", "Ada Bo"];
pub(super) const DATES: &[&str] = &["1999", "2016", "2016-07", "2016-07-25", "2023-02"];
pub(super) const COUNTRIES: &[&str] = &["CN", "US", "GB"];
const TABLES_USED: &[&str] =
    &["Person", "Organization", "Employment", "Model", "Figure", "SalaryRecord"];

/// Is exactly this.
pub(super) fn equal(text: &str) -> Test {
    let sought = vec![text.to_owned()];
    Test::Text(TextTest { matching: TextMatch::Equals, sought, case: Case::Respected })
}

/// One of the tables that the graphs fill.
pub(super) fn table(dice: &mut Dice) -> usize {
    place(dice.pick(TABLES_USED))
}

pub(super) fn row(table: &str, cells: &[(&str, String)]) -> Row {
    let names: Vec<String> = cells.iter().map(|it| it.0.to_owned()).collect();
    let values = cells.iter().map(|it| it.1.as_str());
    Row::read(place(table), &Texts::new(&names, values)).unwrap()
}

/// How many rows of each table there may be.
const ROWS: usize = 14;

fn key(table: &str, number: usize) -> String {
    format!("{}{number}", table.to_lowercase())
}

/// A row of a table, whose references lead to the first `known` rows of the others.
fn random_row(dice: &mut Dice, table: &str, number: usize, known: usize) -> Row {
    let any = |dice: &mut Dice, table: &str| key(table, dice.below(known));
    let maybe = |dice: &mut Dice, table: &str| match dice.below(3) {
        0 => String::new(),
        _ => key(table, dice.below(known)),
    };
    let list = |dice: &mut Dice, table: &str| {
        let keys: Vec<String> = (0..dice.below(4)).map(|_| key(table, dice.below(known))).collect();
        keys.join("|")
    };
    let text = |it: &str| it.to_owned();
    let mut cells = vec![("key", key(table, number)), ("source", text("source0"))];
    cells.push(("confidence", text(dice.maybe(&["0.5", "1"]))));
    let mut add = |name, value| cells.push((name, value));
    match table {
        "Person" => {
            add("name", text(dice.pick(NAMES)));
            add("name_zh", text(dice.maybe(NAMES)));
            add("aliases", text(dice.maybe(&["Ada|Bo", "王"])));
            add("birth_date", text(dice.maybe(DATES)));
            add("country", text(dice.maybe(COUNTRIES)));
            add("external_keys", text(dice.maybe(&["wikidata:Q1", "wikidata:Q2|github:ada"])));
        }
        "Organization" => {
            add("name_zh", text(dice.pick(NAMES)));
            add("kind", text(dice.pick(&["COMPANY", "UNIVERSITY", "LABORATORY"])));
            add("parent", maybe(dice, "Organization"));
            add("country", text(dice.maybe(COUNTRIES)));
        }
        "Employment" => {
            add("person", any(dice, "Person"));
            add("organization", any(dice, "Organization"));
            add("role", text(dice.maybe(&["FOUNDER", "ENGINEER"])));
            add("start", text(dice.maybe(DATES)));
        }
        "Model" => {
            add("name", text(dice.pick(NAMES)));
            add("kind", text(dice.pick(&["LANGUAGE", "IMAGE"])));
            add("developers", list(dice, "Organization"));
            add("authors", list(dice, "Person"));
            add("parameters", text(dice.maybe(&["1e9", "2.5e9", "-1"])));
        }
        "SalaryRecord" => {
            add("person", maybe(dice, "Person"));
            add("organization", maybe(dice, "Organization"));
            add("basis", text(dice.pick(&["POSTED", "OFFER"])));
            add("low", text(dice.pick(&["100", "100.5", "2000"])));
            add("precision", text("EXACT"));
            add("currency", text(dice.pick(&["USD", "CNY"])));
            add("period", text("YEAR"));
            add("year", text(dice.maybe(&["2016", "2017"])));
        }
        _ => {
            let about = dice.pick(&["Person", "Organization", "Model"]);
            let id = format!("{about}:{}", key(about, dice.below(known)));
            add("about", if dice.below(3) == 0 { String::new() } else { id });
            add("topic", text(dice.pick(NAMES)));
            add("measure", text(dice.pick(&["COUNT", "SHARE"])));
            add("value", text(dice.maybe(&["1", "2", "37"])));
        }
    }
    row(table, &cells)
}

/// The rows of a graph: as many of each table, so that references lead somewhere.
pub(super) fn graph(dice: &mut Dice) -> Vec<Row> {
    let known = 1 + dice.below(ROWS);
    graph_of(dice, known)
}

/// The rows of a graph, `known` of each table.
pub(super) fn graph_of(dice: &mut Dice, known: usize) -> Vec<Row> {
    let source = [("key", "source0"), ("title", "A source"), ("kind", "DATASET")];
    let source = source.map(|(name, value)| (name, value.to_owned()));
    let mut rows = vec![row("Source", &source)];
    for table in TABLES_USED {
        rows.extend((0..known).map(|number| random_row(dice, table, number, known)));
    }
    rows
}

/// Edits of a graph: rows put anew, changed and deleted. Some lead nowhere, and must be refused.
pub(super) fn edits(dice: &mut Dice, rows: &BTreeMap<String, Row>) -> Vec<Edit> {
    let known = rows.values().filter(|it| it.id().table() == "Person").count().max(1);
    let edits = (0..=dice.below(6)).map(|_| {
        let table = dice.pick(TABLES_USED);
        if dice.below(4) == 0 {
            let ids: Vec<_> = rows.values().map(Row::id).filter(|it| it.table() == table).collect();
            if !ids.is_empty() {
                return Edit::Delete(ids[dice.below(ids.len())].clone());
            }
        }
        let number = dice.below(known + 3);
        Edit::Put(random_row(dice, table, number, known))
    });
    edits.collect()
}
