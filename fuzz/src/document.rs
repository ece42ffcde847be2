//! The guard of documents: what it lets through is GraphQL, and no larger than the limits say.

use std::sync::LazyLock;

use async_graphql::parser::{
    parse_query,
    types::{ExecutableDocument, Selection, SelectionSet},
};
use bole::graphql::Limits;

/// Small enough that a short document can be too much of anything.
static LIMITS: LazyLock<Limits> = LazyLock::new(|| Limits {
    tokens: 200,
    name_chars: 24,
    operations: 3,
    fragments: 4,
    directives: 5,
    aliases: 6,
    root_fields: 12,
    fields: 40,
    depth: 6,
    nesting: 4,
    ..Limits::default()
});

/// The bytes are a document.
pub fn try_one(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let is_small = LIMITS.admit(text).is_ok();
    let is_fit = Limits::default().admit(text).is_ok();
    assert!(is_fit || !is_small, "refused by the larger limits alone:\n{text}");
    if !is_small {
        return;
    }
    let document = parse_query(text).expect("what is let through is GraphQL");
    assert!(document.operations.iter().count() <= LIMITS.operations, "{text}");
    assert!(document.fragments.len() <= LIMITS.fragments, "{text}");
    for (_, operation) in document.operations.iter() {
        let size = size(&document, &operation.node.selection_set.node, 0);
        let Size { depth, fields } = size;
        assert!(depth <= LIMITS.depth && fields <= LIMITS.fields, "{depth}, {fields}:\n{text}");
    }
}

/// With all fragments written out.
#[derive(Clone, Copy, Default)]
struct Size {
    depth: usize,
    fields: usize,
}

fn size(document: &ExecutableDocument, set: &SelectionSet, within: usize) -> Size {
    assert!(within <= 100, "fragments that spread themselves are not let through");
    let mut size = Size { depth: 1, fields: 0 };
    for selection in &set.items {
        let (inner, own) = match &selection.node {
            Selection::Field(field) if field.node.selection_set.node.items.is_empty() => {
                (Size::default(), Size { depth: 1, fields: 1 })
            }
            Selection::Field(field) => {
                let set = &field.node.selection_set.node;
                (self::size(document, set, within + 1), Size { depth: 1, fields: 1 })
            }
            Selection::InlineFragment(fragment) => {
                let set = &fragment.node.selection_set.node;
                (self::size(document, set, within + 1), Size::default())
            }
            Selection::FragmentSpread(spread) => {
                let named = document.fragments.get(&spread.node.fragment_name.node);
                let inner =
                    named.map(|it| self::size(document, &it.node.selection_set.node, within + 1));
                (inner.unwrap_or_default(), Size::default())
            }
        };
        size.depth = size.depth.max(own.depth + inner.depth);
        size.fields += own.fields + inner.fields;
    }
    size
}
