//! What is measured of a document is what the parser finds in it.

use async_graphql::parser::{
    parse_query,
    types::{Directive, ExecutableDocument, Field, Selection, SelectionSet},
};
use async_graphql_value::Value as Written;
use proptest::prelude::*;

use super::{
    document::check,
    parsed,
    scan::{Measures, Unfit, measured},
};
use crate::graphql::Limits;

/// Limits that nothing reaches.
const NO_LIMITS: Limits = Limits {
    tokens: usize::MAX,
    name_chars: usize::MAX,
    operations: usize::MAX,
    fragments: usize::MAX,
    directives: usize::MAX,
    aliases: usize::MAX,
    root_fields: usize::MAX,
    fields: usize::MAX,
    depth: usize::MAX,
    nesting: usize::MAX,
    cost: u64::MAX,
    rows: u64::MAX,
    time: std::time::Duration::MAX,
};

fn scanned(text: &str) -> Measures {
    measured(text, &NO_LIMITS).unwrap()
}

/// The measures of a document as the parser reads it, but for its tokens.
fn counted(document: &ExecutableDocument) -> Measures {
    let mut found = Measures {
        operations: document.operations.iter().count(),
        fragments: document.fragments.len(),
        ..Measures::default()
    };
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        operation.directives.iter().for_each(|it| found.directive(&it.node));
        for variable in &operation.variable_definitions {
            let default = variable.node.default_value.as_ref();
            let default = default.map(|it| it.node.clone().into_value());
            let brackets = variable.node.var_type.node.to_string().matches('[').count();
            found.nesting = found.nesting.max(brackets).max(default.map_or(0, |it| nested(&it)));
        }
        found.set(&operation.selection_set.node, 1);
    }
    for fragment in document.fragments.values() {
        fragment.node.directives.iter().for_each(|it| found.directive(&it.node));
        found.set(&fragment.node.selection_set.node, 1);
    }
    found
}

impl Measures {
    fn set(&mut self, set: &SelectionSet, depth: usize) {
        self.depth = self.depth.max(depth);
        for selection in &set.items {
            let (directives, inner) = match &selection.node {
                Selection::Field(it) => {
                    self.field(&it.node);
                    let inner = &it.node.selection_set.node;
                    (&it.node.directives, Some(inner).filter(|it| !it.items.is_empty()))
                }
                Selection::InlineFragment(it) => {
                    (&it.node.directives, Some(&it.node.selection_set.node))
                }
                Selection::FragmentSpread(it) => (&it.node.directives, None),
            };
            for directive in directives {
                self.directive(&directive.node);
            }
            if let Some(inner) = inner {
                self.set(inner, depth + 1);
            }
        }
    }

    fn field(&mut self, field: &Field) {
        self.aliases += usize::from(field.alias.is_some());
        let deepest = field.arguments.iter().map(|it| nested(&it.1.node)).max().unwrap_or(0);
        self.nesting = self.nesting.max(deepest);
    }

    fn directive(&mut self, directive: &Directive) {
        self.directives += 1;
        let deepest = directive.arguments.iter().map(|it| nested(&it.1.node)).max().unwrap_or(0);
        self.nesting = self.nesting.max(deepest);
    }
}

fn nested(value: &Written) -> usize {
    match value {
        Written::List(items) => 1 + items.iter().map(nested).max().unwrap_or(0),
        Written::Object(fields) => 1 + fields.values().map(nested).max().unwrap_or(0),
        _ => 0,
    }
}

fn name() -> impl Strategy<Value = String> {
    // Neither `on` nor what is no name of an enum's value.
    "[a-z_][A-Za-z0-9_]{0,6}".prop_filter("it has a meaning", |it| {
        !["on", "true", "false", "null"].contains(&it.as_str())
    })
}

fn text() -> impl Strategy<Value = String> {
    let quoted = r#"([ -!#-\[\]-~王\u{feff}]|\\["\\/bfnrt]|\\u00e9){0,12}"#;
    let block = r#"([ -!#-\[\]-~王\n]|"[a-z{\[(]|\\"""){0,12}"#;
    prop_oneof![
        quoted.prop_map(|it| format!("\"{it}\"")),
        block.prop_map(|it| format!("\"\"\"{it}\"\"\"")),
    ]
}

fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        text(),
        name(),
        any::<i32>().prop_map(|it| it.to_string()),
        any::<f32>()
            .prop_filter("JSON has no such number", |it| it.is_finite())
            .prop_map(|it| { format!("{it:e}").replace("e0", "e+0") }),
        Just("true".to_owned()),
        Just("null".to_owned()),
        name().prop_map(|it| format!("$ {it}")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|it| format!("[{}]", it.join(" , "))),
            // Of fields that are called alike the parser keeps one.
            prop::collection::btree_map(name(), inner, 0..4).prop_map(|it| {
                let fields = it.into_iter().map(|(name, value)| format!("{name}:{value}"));
                format!("{{{}}}", fields.collect::<Vec<_>>().join("\n"))
            }),
        ]
    })
}

fn arguments() -> impl Strategy<Value = String> {
    prop::collection::btree_map(name(), value(), 0..3).prop_map(|it| {
        if it.is_empty() {
            return String::new();
        }
        let arguments = it.into_iter().map(|(name, value)| format!("{name} : {value}"));
        format!("({})", arguments.collect::<Vec<_>>().join(" # ( { [ \"\n"))
    })
}

fn directives() -> impl Strategy<Value = String> {
    let directive = (name(), arguments()).prop_map(|(name, it)| format!(" @{name}{it} "));
    prop::collection::vec(directive, 0..3).prop_map(|it| it.concat())
}

fn set() -> impl Strategy<Value = String> {
    let alias = || prop::option::of(name()).prop_map(|it| it.map_or(String::new(), |it| it + ":"));
    let head = move || {
        let head = (alias(), name(), arguments(), directives());
        head.prop_map(|(alias, name, arguments, directives)| {
            format!("{alias}{name}{arguments}{directives}")
        })
    };
    let braces = |items: Vec<String>| format!("{{{}}}", items.join(" #}\r\n"));
    let leaf = prop::collection::vec(head(), 1..4).prop_map(braces);
    leaf.prop_recursive(4, 24, 3, move |inner| {
        let spread = (name(), directives()).prop_map(|(name, it)| format!("...{name}{it}"));
        let condition = prop::option::of(name()).prop_map(|it| match it {
            Some(name) => format!(" on {name} "),
            None => String::new(),
        });
        let inline = (condition, directives(), inner.clone())
            .prop_map(|(condition, directives, set)| format!("...{condition}{directives}{set}"));
        let field = (head(), inner).prop_map(|(head, set)| head + &set);
        prop::collection::vec(prop_oneof![head(), spread, inline, field], 1..4).prop_map(braces)
    })
}

fn definitions() -> impl Strategy<Value = String> {
    let kind = prop_oneof![Just("query"), Just("mutation"), Just("subscription")];
    let variables = prop_oneof![
        Just(String::new()),
        Just("($a: [[Int!]!]! = [[1],[2]], $b: T @c)".to_owned()),
    ];
    let operation =
        (kind, variables, directives(), set()).prop_map(|(kind, variables, it, set)| {
            (format!("{kind} "), format!("{variables}{it}{set}"))
        });
    let fragment = (directives(), set())
        .prop_map(|(it, set)| ("fragment ".to_owned(), format!(" on T {it}{set}")));
    prop::collection::vec(prop_oneof![operation, fragment], 0..4).prop_map(|it| {
        // Names that are there once.
        let all = it.into_iter().enumerate();
        let all = all.map(|(number, (head, rest))| format!("{head}n{number}{rest}"));
        format!("query only {{ a }} {}", all.collect::<Vec<_>>().join("\t"))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_measured_is_what_the_parser_finds(text in definitions()) {
        let document = parse_query(&text).unwrap();
        let variables = text.matches("$b: T @c").count();
        let mut counted = counted(&document);
        // The parser drops directives of variables.
        counted.directives += variables;
        counted.tokens = scanned(&text).tokens;
        prop_assert_eq!(scanned(&text), counted, "{}", text);
    }

    #[test]
    fn any_text_is_measured(text in "[\\PC\n\r\"\\\\{}()\\[\\]#@:.$]{0,200}") {
        drop(parsed(&text, &Limits::default()));
        drop(measured(&text, &NO_LIMITS));
    }

    #[test]
    fn pieces_of_a_document_are_measured(text in definitions(), from in 0..400usize, to in 0..400usize) {
        let piece: String = text.chars().skip(from.min(to)).take(from.abs_diff(to)).collect();
        drop(parsed(&piece, &NO_LIMITS));
    }
}

#[test]
fn tokens_are_words_texts_numbers_and_signs() {
    for (text, tokens) in [
        ("", 0),
        (" ,\t\r\n\u{feff}# all of it", 0),
        ("{ a }", 3),
        ("{a(b:-1.5e+3)}", 8),
        ("[1-2]", 4),
        ("...on", 2),
        ("\"a # \\\" { \" b", 2),
        ("\"\"\"a \\\"\"\" {{{ \" \"\"\" b", 2),
        ("\"\" \"\"", 2),
        ("王", 1),
        ("\"\\王", 1),
        ("\"\\", 1),
        (".... -", 3),
    ] {
        assert_eq!(scanned(text).tokens, tokens, "{text}");
    }
}

#[test]
fn a_text_that_does_not_end_is_told_before_the_parser_takes_it_for_two() {
    let nested = format!("{{ a(b: [\"\"\"\" {}", "[".repeat(100_000));
    let Err(Unfit::Broken(why, pos)) = measured(&nested, &NO_LIMITS) else {
        panic!("it does not end");
    };
    assert!(why.contains("does not end"), "{why}");
    assert_eq!((pos.line, pos.column), (1, 9));
}

#[test]
fn what_is_too_much_is_told_with_its_place() {
    let limits = Limits { aliases: 1, ..NO_LIMITS };
    let Err(Unfit::TooMuch(why, pos)) = measured("{\n  a: b\n  王c: d }", &limits) else {
        panic!("there are two");
    };
    assert!(why.contains("more than 1 aliases"), "{why}");
    assert_eq!((pos.line, pos.column), (3, 5));
}

fn doubling(fragments: usize) -> String {
    let chain =
        (0..fragments).map(|it| format!("fragment f{it} on Query {{ ...f{0} ...f{0} }}", it + 1));
    let chain: Vec<String> = chain.collect();
    format!("{{ ...f0 }} {} fragment f{fragments} on Query {{ a }}", chain.join(" "))
}

fn checked(query: &str) -> Result<(), String> {
    match check(&parse_query(query).unwrap(), &Limits::default()) {
        Ok(()) => Ok(()),
        Err(Unfit::TooMuch(why, _)) => Err(why),
        Err(why) => panic!("{why:?}"),
    }
}

#[test]
fn fragments_that_double_are_refused_before_they_are_written_out() {
    assert_eq!(checked(&doubling(5)), Ok(()));
    assert!(checked(&doubling(9)).unwrap_err().contains("more than 200 fields of the root"));
    let within = doubling(30).replacen("{ ...f0 }", "{ a { ...f0 } }", 1);
    assert!(checked(&within).unwrap_err().contains("more than 20000 fields"));
    let unused = doubling(150).replacen("{ ...f0 }", "{ a }", 1);
    assert!(checked(&unused).unwrap_err().contains("more than 20000 fields"));
}

#[test]
fn depth_is_that_of_fragments_written_out() {
    let chain = (0..23).map(|it| format!("fragment f{it} on Query {{ a {{ ...f{} }} }}", it + 1));
    let chain = chain.collect::<Vec<_>>().join(" ");
    let query = |last: &str| format!("{{ ...f0 }} {chain} fragment f23 on Query {{ {last} }}");
    assert_eq!(checked(&query("a")), Ok(()));
    let why = checked(&query("a { b }")).unwrap_err();
    assert!(why.contains("more than 24 selections within each other"), "{why}");
}

#[test]
fn a_fragment_that_spreads_itself_is_refused_be_it_spread_or_not() {
    for (query, column) in [
        ("{ ...a } fragment a on Q { ...b } fragment b on Q { ...a }", 57),
        ("{ a } fragment a on Q { ...a }", 29),
    ] {
        let Err(Unfit::Circle(name, pos)) = check(&parse_query(query).unwrap(), &Limits::default())
        else {
            panic!("there is a circle in {query}");
        };
        assert_eq!((name.as_str(), pos.column), ("a", column - 1), "{query}");
    }
}
