//! The registry's structs, filled with what we use of them.

use async_graphql::{
    indexmap::IndexMap,
    registry::{MetaEnumValue, MetaField, MetaInputValue, MetaType, Registry},
};

pub(super) fn insert(registry: &mut Registry, ty: MetaType) {
    registry.types.insert(ty.name().to_owned(), ty);
}

/// Descriptions are written over several lines in the catalog; here they are one paragraph.
fn description(text: &str) -> Option<String> {
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|it| !it.is_empty())
}

pub(super) fn object(name: &str, doc: &str, fields: IndexMap<String, MetaField>) -> MetaType {
    MetaType::Object {
        name: name.to_owned(),
        description: description(doc),
        fields,
        cache_control: Default::default(),
        extends: false,
        shareable: false,
        resolvable: true,
        keys: None,
        visible: None,
        inaccessible: false,
        interface_object: false,
        tags: vec![],
        is_subscription: false,
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

pub(super) fn interface(
    name: &str,
    doc: &str,
    fields: IndexMap<String, MetaField>,
    possible_types: impl Iterator<Item = String>,
) -> MetaType {
    MetaType::Interface {
        name: name.to_owned(),
        description: description(doc),
        fields,
        possible_types: possible_types.collect(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

pub(super) fn field(
    name: &str,
    doc: &str,
    ty: &str,
    arguments: Vec<MetaInputValue>,
) -> (String, MetaField) {
    let field = MetaField {
        name: name.to_owned(),
        description: description(doc),
        args: arguments.into_iter().map(|it| (it.name.clone(), it)).collect(),
        ty: ty.to_owned(),
        deprecation: Default::default(),
        cache_control: Default::default(),
        external: false,
        requires: None,
        provides: None,
        visible: None,
        shareable: false,
        inaccessible: false,
        tags: vec![],
        override_from: None,
        compute_complexity: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    };
    (name.to_owned(), field)
}

pub(super) fn argument(name: &str, doc: &str, ty: &str) -> MetaInputValue {
    MetaInputValue {
        name: name.to_owned(),
        description: description(doc),
        ty: ty.to_owned(),
        deprecation: Default::default(),
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: vec![],
        is_secret: false,
        directive_invocations: vec![],
    }
}

pub(super) fn argument_or(name: &str, doc: &str, ty: &str, default: &str) -> MetaInputValue {
    MetaInputValue { default_value: Some(default.to_owned()), ..argument(name, doc, ty) }
}

/// How many fields of an input object must be given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Any,
    ExactlyOne,
}

pub(super) fn input(name: &str, doc: &str, given: Given, fields: Vec<MetaInputValue>) -> MetaType {
    MetaType::InputObject {
        name: name.to_owned(),
        description: description(doc),
        input_fields: fields.into_iter().map(|it| (it.name.clone(), it)).collect(),
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        oneof: given == Given::ExactlyOne,
        directive_invocations: vec![],
    }
}

pub(super) fn enumeration<'n>(
    name: &str,
    doc: &str,
    values: impl Iterator<Item = (&'n str, &'n str)>,
) -> MetaType {
    let values = values.map(|(name, doc)| {
        let value = MetaEnumValue {
            name: name.to_owned(),
            description: description(doc),
            deprecation: Default::default(),
            visible: None,
            inaccessible: false,
            tags: vec![],
            directive_invocations: vec![],
        };
        (name.to_owned(), value)
    });
    MetaType::Enum {
        name: name.to_owned(),
        description: description(doc),
        enum_values: values.collect(),
        visible: None,
        inaccessible: false,
        tags: vec![],
        rust_typename: None,
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}

pub(super) fn scalar(name: &str, doc: &str, standard: Option<&str>) -> MetaType {
    MetaType::Scalar {
        name: name.to_owned(),
        description: description(doc),
        is_valid: None,
        visible: None,
        inaccessible: false,
        tags: vec![],
        specified_by_url: standard.map(str::to_owned),
        directive_invocations: vec![],
        requires_scopes: vec![],
    }
}
