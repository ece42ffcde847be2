//! What a name in a query stands for.

use std::{collections::HashMap, sync::LazyLock};

use super::names;
use crate::catalog::{
    TABLES,
    computed::{self, Computed},
    questions::{QUESTIONS, Question},
};

/// A field of the GraphQL type of a table.
#[derive(Clone, Copy)]
pub(super) enum Member {
    Id,
    Key,
    History,
    Values,
    Version,
    Field(usize),
    Link(usize),
    Computed(&'static Computed),
}

/// A type that is no interface: a table without variants, or one variant of a table.
pub(super) struct Concrete {
    pub(super) table: usize,
    pub(super) variant: Option<usize>,
    pub(super) name: &'static str,
}

/// A field of the root.
#[derive(Clone, Copy)]
pub(super) enum Root {
    Node,
    Nodes,
    /// One row of a table, of a variant where told so.
    One(usize, Option<usize>),
    /// Many rows of a table, of a variant where told so.
    Many(usize, Option<usize>),
    Question(&'static Question),
    /// Commits of the past.
    Changes,
    /// The last of them.
    Commits,
    /// Who asks.
    Viewer,
    /// A file that was sent to be imported.
    ImportJob,
    /// All of those.
    ImportJobs,
    /// As what files can be imported.
    Importers,
}

static MEMBERS: LazyLock<Vec<HashMap<String, Member>>> = LazyLock::new(|| {
    let of_table = |table: &'static crate::catalog::Table| {
        let fields = table.fields.iter().enumerate();
        let links = table.links.iter().enumerate();
        let computed = computed::computed(table.name);
        let own = [
            ("id", Member::Id),
            ("key", Member::Key),
            ("version", Member::Version),
            ("history", Member::History),
            ("values", Member::Values),
        ];
        own.into_iter()
            .map(|(name, member)| (name.to_owned(), member))
            .chain(fields.map(|(place, it)| (names::camel(it.name), Member::Field(place))))
            .chain(links.map(|(place, it)| (names::camel(it.name), Member::Link(place))))
            .chain(computed.map(|it| (names::camel(it.name), Member::Computed(it))))
            .collect()
    };
    TABLES.iter().map(|it| of_table(it)).collect()
});

static CONCRETE: LazyLock<Vec<Concrete>> = LazyLock::new(|| {
    let mut concrete = Vec::new();
    for (table, description) in TABLES.iter().enumerate() {
        if description.variants.is_empty() {
            concrete.push(Concrete { table, variant: None, name: description.name });
        }
        for (place, variant) in description.variants.iter().enumerate() {
            concrete.push(Concrete { table, variant: Some(place), name: variant.name });
        }
    }
    concrete
});

static ROOTS: LazyLock<HashMap<String, Root>> = LazyLock::new(|| {
    let mut roots: HashMap<String, Root> =
        [("node", Root::Node), ("nodes", Root::Nodes), ("changes", Root::Changes)]
            .into_iter()
            .chain([("commits", Root::Commits), ("viewer", Root::Viewer)])
            .chain([("importers", Root::Importers)])
            .chain([("importJob", Root::ImportJob), ("importJobs", Root::ImportJobs)])
            .map(|(name, root)| (name.to_owned(), root))
            .collect();
    for (table, description) in TABLES.iter().enumerate() {
        roots.insert(names::camel(description.one), Root::One(table, None));
        roots.insert(names::camel(description.many), Root::Many(table, None));
        for (place, variant) in description.variants.iter().enumerate() {
            roots.insert(names::camel(variant.one), Root::One(table, Some(place)));
            roots.insert(names::camel(variant.many), Root::Many(table, Some(place)));
        }
    }
    roots.extend(QUESTIONS.iter().map(|it| (names::camel(it.name), Root::Question(it))));
    roots
});

/// The member of a table's type called `name`.
pub(super) fn member(table: usize, name: &str) -> Option<Member> {
    MEMBERS[table].get(name).copied()
}

/// The field of the root called `name`.
pub(super) fn root(name: &str) -> Option<Root> {
    ROOTS.get(name).copied()
}

/// Every type that is no interface.
pub(super) fn concrete() -> &'static [Concrete] {
    &CONCRETE
}
