//! Questions that try to find out what somebody is paid.

use crate::engine::graphs::Dice;

const KEYS: [&str; 12] = [
    "{title: true}",
    "{organization: {row: true}}",
    "{organization: {name: true}}",
    "{year: true}",
    "{level: true}",
    "{basis: true}",
    "{row: true}",
    "{low: true}",
    "{lowBins: {width: 100000}}",
    "{person: {row: true}}",
    "{source: {row: true}}",
    "{currency: true}",
];

const NUMBERS: &str = "count sum mean stddev min max median quantile(p: 0.9) quantiles(p: [0, 0.25, 1]) \
     histogram(bins: 3) { from to count } edges: histogram(edges: [0, 1000000, 1010000, 1020000]) \
     { from to count }";

/// Amounts among which those of the graphs lie.
fn amount(dice: &mut Dice) -> usize {
    if dice.below(3) == 0 { dice.below(100) } else { 1_000_000 + dice.below(40_000) }
}

/// A condition on rows of pay; `depth` bounds how conditions nest.
fn filter(dice: &mut Dice, depth: usize) -> String {
    let comparison = dice.pick(&["gt", "gte", "lt", "lte", "eq", "ne"]);
    let nested = |dice: &mut Dice| filter(dice, depth - 1);
    match dice.below(if depth == 0 { 11 } else { 18 }) {
        0 | 1 => format!("{{low: {{{comparison}: {}}}}}", amount(dice)),
        2 => format!("{{bonus: {{{comparison}: {}}}}}", amount(dice)),
        3 => format!("{{high: {{isNull: {}}}}}", dice.below(2) == 0),
        4 => format!("{{title: {{eq: \"t{}\"}}}}", dice.below(3)),
        5 => format!("{{year: {{{comparison}: {}}}}}", 2022 + dice.below(3)),
        6 => format!("{{basis: {{eq: {}}}}}", dice.pick(&["OFFER", "SELF_REPORTED", "POSTED"])),
        7 => format!(
            "{{key: {{{}: \"secret-{}\"}}}}",
            dice.pick(&["eq", "contains"]),
            dice.below(20)
        ),
        8 => format!("{{person: {{key: {{eq: \"p{}\"}}}}}}", dice.below(12)),
        9 => format!("{{hasPerson: {}}}", dice.below(2) == 0),
        10 => format!("{{search: \"t{}\"}}", dice.below(3)),
        11 => format!("{{not: {}}}", nested(dice)),
        12 => format!("{{and: [{}, {}]}}", nested(dice), nested(dice)),
        13 => format!("{{or: [{}, {}]}}", nested(dice), nested(dice)),
        14 => format!("{{organization: {{salaryRecords: {{some: {}}}}}}}", nested(dice)),
        15 => format!("{{organization: {{salaryRecords: {{count: {{gt: {}}}}}}}}}", dice.below(9)),
        16 => format!("{{person: {{salaryRecords: {{every: {}}}}}}}", nested(dice)),
        _ => format!("{{source: {{salaryRecords: {{none: {}}}}}}}", nested(dice)),
    }
}

fn aggregate(dice: &mut Dice) -> String {
    let amount = dice.pick(&["low", "high", "bonus"]);
    let distinct = dice.pick(&KEYS);
    format!(
        "aggregate {{ count countDistinct(of: [{distinct}]) {amount} {{ {NUMBERS} }} \
         pay(in: {{currency: USD}}) {{ median missing missingReasons {{ reason count }} }} \
         own: pay(in: {{currency: CNY}}, end: HIGH) {{ {NUMBERS} }} \
         evidence {{ count sourceCount sources {{ source {{ key }} count }} }} \
         suppressed {{ reason k message }} }}"
    )
}

fn groups(dice: &mut Dice) -> String {
    let (one, other) = (dice.pick(&KEYS), dice.pick(&KEYS));
    let by =
        if one == other || dice.below(2) == 0 { one.to_owned() } else { format!("{one}, {other}") };
    let having = match dice.below(3) {
        0 => String::new(),
        1 => format!(", where: {{low: {{max: {{gt: {}}}}}}}", amount(dice)),
        _ => format!(", where: {{not: {{bonus: {{median: {{lte: {}}}}}}}}}", amount(dice)),
    };
    let statistic = dice.pick(&["MIN", "MAX", "MEDIAN", "SUM", "COUNT"]);
    let (rows, together) = (filter(dice, 1), aggregate(dice));
    format!(
        "groups(by: [{by}]{having}, orderBy: [{{field: LOW, statistic: {statistic}, direction: DESC}}]) \
         {{ totalCount pageInfo {{ endCursor }} nodes {{ count share suppressed {{ k }} \
         key {{ row {{ key }} title year level basis organization {{ name row {{ key }} }} low \
         person {{ row {{ key }} }} source {{ row {{ key }} }} }} {together} \
         rows(where: {rows}) {{ totalCount nodes {{ key low }} aggregate {{ count low {{ sum }} }} \
         groups(by: [{{title: true}}]) {{ nodes {{ count key {{ title }} }} }} }} }} }}"
    )
}

/// What is wanted of rows of pay.
fn selection(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 | 1 => aggregate(dice),
        2..=4 => groups(dice),
        5 => {
            let (of, over) = (filter(dice, 1), filter(dice, 1));
            let by = dice.pick(&KEYS);
            format!(
                "premium(of: {of}, over: {over}, by: [{by}], in: {{currency: CNY}}) {{ totalCount nodes {{ \
                 of {{ {NUMBERS} }} over {{ count median }} medianDifference medianRatio \
                 meanDifference meanRatio suppressed {{ k }} key {{ title row {{ key }} }} }} }}"
            )
        }
        6 => format!("sample(size: 5, seed: {}) {{ key low }}", dice.below(9)),
        _ => {
            let (text, together) = ("totalCount edges { cursor node { id low } }", aggregate(dice));
            format!("{text} {together}")
        }
    }
}

/// A whole question.
pub(super) fn question(dice: &mut Dice) -> String {
    let (filter, selection) = (filter(dice, 2), selection(dice));
    let direction = dice.pick(&["ASC", "DESC"]);
    let rows = format!(
        "salaryRecords(where: {filter}, orderBy: [{{field: LOW, direction: {direction}}}])"
    );
    match dice.below(12) {
        0 => format!("{{ organizations {{ nodes {{ {rows} {{ {selection} }} }} }} }}"),
        1 => format!("{{ people {{ nodes {{ {rows} {{ {selection} }} }} }} }}"),
        2 => format!("{{ sources {{ nodes {{ {rows} {{ {selection} }} }} }} }}"),
        3 => format!(
            "{{ people(where: {{salaryRecords: {{some: {filter}}}}}) {{ totalCount nodes {{ key }} \
             groups(by: [{{salaryRecords: {{low: true}}}}]) {{ nodes {{ count }} }} }} }}"
        ),
        4 => {
            let row = dice.below(20);
            format!(
                "{{ node(id: \"SalaryRecord:secret-{row}\") {{ id }} \
                 figures(where: {{about: {{eq: \"SalaryRecord:secret-{row}\"}}}}) {{ totalCount }} \
                 search(text: \"t{}\") {{ row {{ id }} }} }}",
                dice.below(3)
            )
        }
        _ => format!("{{ {rows} {{ {selection} }} }}"),
    }
}
