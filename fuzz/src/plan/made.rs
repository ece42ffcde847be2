//! Documents that fit the schema, made of bytes that choose each part.

use std::{collections::HashMap, fmt::Write, sync::LazyLock};

use async_graphql::parser::{
    parse_schema,
    types::{
        BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind,
        TypeSystemDefinition,
    },
};

/// Selections within each other.
const DEPTH_MAX: u32 = 5;
/// Objects within each other in an argument.
const NESTING_MAX: u32 = 4;

static TYPES: LazyLock<HashMap<String, TypeDefinition>> = LazyLock::new(|| {
    let schema = parse_schema(bole::graphql::sdl()).expect("the schema is GraphQL");
    let types = schema.definitions.into_iter().filter_map(|it| match it {
        TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node)),
        _ => None,
    });
    types.collect()
});

/// What may mean something as a text of whatever kind.
const TEXTS: &[&str] = &[
    "ilya-sutskever",
    "openai",
    "Person:ilya-sutskever",
    "Organization:openai",
    "huxiu-llm-talent-2023",
    "nobody",
    "Person:",
    ":",
    "",
    " ",
    "王",
    "OpenAI",
    "2016",
    "2016-07",
    "2016-07-25",
    "2016-13",
    "2026-11-24T08:30:00Z",
    "US",
    "CN",
    "USD",
    "wikidata:Q21708200",
    "0000-0002-1825-0097",
    "https://example.org/",
    "a|b",
    "%",
    "\\u0000",
];
const NUMBERS: &[&str] =
    &["0", "1", "2", "-1", "5", "10", "100", "1000", "2016", "2147483647", "-2147483648"];
const FRACTIONS: &[&str] = &["0", "0.5", "1", "-0.0", "1e300", "99.9", "1e-300", "3"];

/// Bytes that choose; when there are no more of them, always the first.
struct Choices<'b>(&'b [u8]);

impl Choices<'_> {
    fn below(&mut self, count: usize) -> usize {
        match self.0.split_first() {
            Some((byte, rest)) => {
                self.0 = rest;
                usize::from(*byte) % count.max(1)
            }
            None => 0,
        }
    }

    fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// Once in so many times.
    fn is_once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }
}

struct Maker<'b> {
    choices: Choices<'b>,
    text: String,
    aliases: usize,
}

/// The document that bytes choose.
pub fn document(bytes: &[u8]) -> String {
    let mut maker = Maker { choices: Choices(bytes), text: String::new(), aliases: 0 };
    if maker.choices.is_once_in(4) {
        maker.text.push_str("mutation");
        maker.selection("Mutation", 0);
    } else {
        maker.selection("Query", 0);
    }
    maker.text
}

impl Maker<'_> {
    fn selection(&mut self, ty: &str, depth: u32) {
        self.text.push_str(" { __typename");
        match TYPES.get(ty).map(|it| &it.kind) {
            Some(TypeKind::Object(it)) => {
                let fields = it.fields.iter().map(|it| &it.node);
                let fields: Vec<&FieldDefinition> =
                    fields.filter(|it| ty != "Mutation" || may_be_tried(it)).collect();
                self.fields(&fields, depth);
            }
            Some(TypeKind::Interface(it)) => {
                let fields: Vec<&FieldDefinition> = it.fields.iter().map(|it| &it.node).collect();
                self.fields(&fields, depth);
                self.one_of(&implementing(ty), depth);
            }
            Some(TypeKind::Union(it)) => {
                let members: Vec<&str> = it.members.iter().map(|it| it.node.as_str()).collect();
                self.one_of(&members, depth);
            }
            _ => (),
        }
        self.text.push_str(" }");
    }

    /// Selects of one of the types that something may be.
    fn one_of(&mut self, types: &[&str], depth: u32) {
        if depth < DEPTH_MAX && !types.is_empty() && self.choices.is_once_in(2) {
            let ty = self.choices.of(types);
            write!(self.text, " ... on {ty}").expect("memory takes any text");
            self.selection(ty, depth + 1);
        }
    }

    fn fields(&mut self, fields: &[&FieldDefinition], depth: u32) {
        let most = if depth == 0 { 2 } else { 4 };
        for _ in 0..=self.choices.below(most) {
            let field = self.choices.of(fields);
            let ty = named(&field.ty.node);
            let is_leaf = !TYPES.get(ty).is_some_and(|it| {
                matches!(it.kind, TypeKind::Object(_) | TypeKind::Interface(_) | TypeKind::Union(_))
            });
            if !is_leaf && depth >= DEPTH_MAX {
                continue;
            }
            self.aliases += 1;
            let name = &field.name.node;
            write!(self.text, " a{}: {name}", self.aliases).expect("memory takes any text");
            self.arguments(&field.arguments.iter().map(|it| &it.node).collect::<Vec<_>>());
            if !is_leaf {
                self.selection(ty, depth + 1);
            }
        }
    }

    fn arguments(&mut self, arguments: &[&InputValueDefinition]) {
        let given = self.given(arguments);
        if !given.is_empty() {
            self.text.push('(');
            self.values(&given, 0);
            self.text.push(')');
        }
    }

    /// Those that must be given, and some of the others.
    fn given<'d>(&mut self, all: &[&'d InputValueDefinition]) -> Vec<&'d InputValueDefinition> {
        let must = |it: &InputValueDefinition| !it.ty.node.nullable && it.default_value.is_none();
        all.iter().copied().filter(|it| must(it) || self.choices.is_once_in(3)).collect()
    }

    fn values(&mut self, given: &[&InputValueDefinition], nesting: u32) {
        for it in given {
            write!(self.text, "{}: ", it.name.node).expect("memory takes any text");
            // Nothing is to be changed.
            if it.name.node == "dryRun" {
                self.text.push_str("true");
            } else {
                self.value(&it.ty.node, nesting);
            }
            self.text.push(' ');
        }
    }

    fn value(&mut self, ty: &Type, nesting: u32) {
        let name = match &ty.base {
            BaseType::List(of) => {
                self.text.push('[');
                for _ in 0..self.choices.below(3) {
                    self.value(of, nesting);
                    self.text.push(' ');
                }
                self.text.push(']');
                return;
            }
            BaseType::Named(name) => name.as_str(),
        };
        if ty.nullable && self.choices.is_once_in(9) {
            self.text.push_str("null");
            return;
        }
        match TYPES.get(name).map(|it| &it.kind) {
            Some(TypeKind::Enum(it)) => {
                let values: Vec<&str> =
                    it.values.iter().map(|it| it.node.value.node.as_str()).collect();
                self.text.push_str(self.choices.of(&values));
            }
            Some(TypeKind::InputObject(it)) => {
                let fields: Vec<&InputValueDefinition> =
                    it.fields.iter().map(|it| &it.node).collect();
                self.object(&fields, nesting);
            }
            _ => self.scalar(name),
        }
    }

    fn object(&mut self, fields: &[&InputValueDefinition], nesting: u32) {
        let mut given = self.given(fields);
        let tried = fields.iter().find(|it| it.name.node == "dryRun");
        if let Some(tried) = tried.filter(|it| !given.iter().any(|is| is.name == it.name)) {
            given.push(tried);
        }
        if nesting >= NESTING_MAX {
            given.retain(|it| !it.ty.node.nullable);
            given.truncate(1);
        }
        self.text.push('{');
        // What needs itself to be whole has an end all the same: it is refused.
        if nesting < 2 * NESTING_MAX {
            self.values(&given, nesting + 1);
        }
        self.text.push('}');
    }

    fn scalar(&mut self, name: &str) {
        match name {
            "Int" => self.text.push_str(self.choices.of(NUMBERS)),
            "Float" => self.text.push_str(self.choices.of(FRACTIONS)),
            "Boolean" => self.text.push_str(self.choices.of(&["true", "false"])),
            _ => {
                let text = self.choices.of(TEXTS);
                write!(self.text, "\"{text}\"").expect("memory takes any text");
            }
        }
    }
}

/// Whether a mutation can be asked to change nothing.
fn may_be_tried(mutation: &FieldDefinition) -> bool {
    mutation.arguments.iter().any(|it| {
        match TYPES.get(named(&it.node.ty.node)).map(|it| &it.kind) {
            Some(TypeKind::InputObject(it)) => {
                it.fields.iter().any(|it| it.node.name.node == "dryRun")
            }
            _ => false,
        }
    })
}

/// The name of a type, however it is wrapped.
fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(of) => named(of),
    }
}

/// The objects that implement an interface, by name.
fn implementing(interface: &str) -> Vec<&'static str> {
    let is_one = |it: &&TypeDefinition| match &it.kind {
        TypeKind::Object(it) => it.implements.iter().any(|it| it.node == interface),
        _ => false,
    };
    let mut types: Vec<&str> =
        TYPES.values().filter(is_one).map(|it| it.name.node.as_str()).collect();
    types.sort_unstable();
    types
}
