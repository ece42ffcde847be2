//! Refuses documents that are short to write and endless to answer, before anything looks at all of
//! them: a fragment that spreads another twice, which spreads another twice, and so on.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, FragmentDefinition, Selection, SelectionSet},
};

/// Fields of all operations, with every fragment written out where it is spread.
const FIELDS_MAX: usize = 20_000;
/// Fragments, each of which may spread the next.
const FRAGMENTS_MAX: usize = 200;

/// Whether a document is of a size that can be answered; `Err` says how it is not.
pub(super) fn check(document: &ExecutableDocument) -> Result<(), String> {
    let fragments = &document.fragments;
    if fragments.len() > FRAGMENTS_MAX {
        let count = fragments.len();
        return Err(format!("the document has {count} fragments: it may have {FRAGMENTS_MAX}"));
    }
    let mut guard = Guard { fragments, fields: HashMap::new() };
    let operations = document.operations.iter();
    let fields = operations.fold(0usize, |fields, (_, operation)| {
        fields.saturating_add(guard.fields(&operation.node.selection_set.node))
    });
    if fields > FIELDS_MAX {
        return Err(format!(
            "the document asks for more than {FIELDS_MAX} fields, with its fragments written out: \
             ask in several requests"
        ));
    }
    Ok(())
}

struct Guard<'d> {
    fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
    /// By fragment: its fields; none for one that is being counted, since a fragment that spreads
    /// itself is refused by the validation.
    fields: HashMap<&'d str, usize>,
}

impl<'d> Guard<'d> {
    fn fields(&mut self, set: &'d SelectionSet) -> usize {
        set.items.iter().fold(0, |fields: usize, it| {
            fields.saturating_add(match &it.node {
                Selection::Field(field) => {
                    self.fields(&field.node.selection_set.node).saturating_add(1)
                }
                Selection::InlineFragment(it) => self.fields(&it.node.selection_set.node),
                Selection::FragmentSpread(it) => self.of_fragment(&it.node.fragment_name.node),
            })
        })
    }

    fn of_fragment(&mut self, name: &'d str) -> usize {
        if let Some(known) = self.fields.get(name) {
            return *known;
        }
        let Some(fragment) = self.fragments.get(name) else { return 0 };
        self.fields.insert(name, 0);
        // An empty spread costs a look as well.
        let fields = self.fields(&fragment.node.selection_set.node).saturating_add(1);
        self.fields.insert(name, fields);
        fields
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn checked(query: &str) -> Result<(), String> {
        check(&parse_query(query).unwrap())
    }

    fn doubling(fragments: usize) -> String {
        let chain = (0..fragments)
            .map(|it| format!("fragment f{it} on Query {{ ...f{0} ...f{0} }}", it + 1));
        let chain: Vec<String> = chain.collect();
        format!("{{ ...f0 }} {} fragment f{fragments} on Query {{ a }}", chain.join(" "))
    }

    #[test]
    fn fragments_that_double_are_refused_before_they_are_written_out() {
        assert_eq!(checked(&doubling(5)), Ok(()));
        assert!(checked(&doubling(30)).unwrap_err().contains("more than 20000 fields"));
        assert!(checked(&doubling(150)).is_err());
        assert!(checked(&doubling(300)).unwrap_err().contains("301 fragments"));
    }

    #[test]
    fn a_fragment_that_spreads_itself_is_left_to_the_validation() {
        assert_eq!(
            checked("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"),
            Ok(())
        );
    }
}
