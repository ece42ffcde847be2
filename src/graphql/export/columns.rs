//! Which list of an answer is a table, and which columns it has.

use async_graphql::parser::types::SelectionSet;

use super::types::{Gives, Types};
use crate::{
    export::{Column, Holds},
    graphql::document::{Document, Selected},
};

/// The list within a field of the root.
pub(super) struct List<'d> {
    /// The fields that lead to it from there.
    pub(super) path: Vec<Selected<'d>>,
    pub(super) columns: Vec<Column>,
    pub(super) tree: Tree,
}

/// What is selected of an object: by response keys, in their order.
#[derive(Debug, Default)]
pub(super) struct Tree(pub(super) Vec<(String, Node)>);

#[derive(Debug)]
pub(super) enum Node {
    /// The place of a column, and what it holds.
    Column(usize, Holds),
    Object(Tree),
}

const NO_LIST: &str = "an export is a table: ask for `nodes` or `edges` of a connection, for its \
                       `groups { nodes }`, or for another list of objects";

/// The one list of objects within a field; `Err` says why there is no such.
pub(super) fn list<'d>(
    document: Document<'d>,
    types: &'static Types,
    root: &Selected<'d>,
) -> Result<List<'d>, String> {
    let mut path: Vec<Selected<'d>> = Vec::new();
    let mut gives = types.gives("Query", root.name());
    loop {
        let sets = path.last().unwrap_or(root).sets();
        match gives {
            Gives::Objects(item) => {
                let mut columns = Vec::new();
                let tree = tree((document, types), (item, &sets), &mut columns, "");
                return Ok(List { path, columns, tree });
            }
            Gives::Leaf(_) => return Err(NO_LIST.to_owned()),
            Gives::Object(of) => {
                let fields = document.fields(&sets, &|_| true).into_iter();
                let fields = fields.map(|it| (types.gives(of, it.name()), it));
                let is_list = |gives: Gives<'_>, it: &Selected<'_>| match gives {
                    Gives::Objects(_) => true,
                    Gives::Object(_) => it.name() == "groups",
                    Gives::Leaf(_) => false,
                };
                let mut lists = fields.filter(|it| is_list(it.0, &it.1));
                let Some((inner, field)) = lists.next() else { return Err(NO_LIST.to_owned()) };
                if let Some((_, other)) = lists.next() {
                    return Err(format!(
                        "an export is one table: ask for `{}` or for `{}`, not for both",
                        field.key, other.key
                    ));
                }
                gives = inner;
                path.push(field);
            }
        }
    }
}

/// What is selected of an object of the type `of`; its leaves become columns.
fn tree<'d>(
    (document, types): (Document<'d>, &'static Types),
    (of, sets): (&str, &[&'d SelectionSet]),
    columns: &mut Vec<Column>,
    path: &str,
) -> Tree {
    let fields = document.fields(sets, &|_| true).into_iter().map(|it| {
        let name = format!("{path}{}", it.key);
        let holds = match types.gives(of, it.name()) {
            Gives::Object(inner) => {
                let below = (inner, &it.sets()[..]);
                let tree = tree((document, types), below, columns, &format!("{name}."));
                return (it.key.to_owned(), Node::Object(tree));
            }
            Gives::Objects(_) => Holds::Json,
            Gives::Leaf(holds) => holds,
        };
        columns.push(Column { name, holds });
        (it.key.to_owned(), Node::Column(columns.len() - 1, holds))
    });
    Tree(fields.collect())
}
