//! The types of the Research Organization Registry, which `OpenAlex` uses too.

use crate::catalog::enums::OrganizationKind;

/// The types with the kind that an organization of several types is first of all; those that the
/// catalog has no kind for are kept in words.
const KINDS: &[(&str, OrganizationKind)] = &[
    ("education", OrganizationKind::University),
    ("company", OrganizationKind::Company),
    ("government", OrganizationKind::Government),
    ("facility", OrganizationKind::Institute),
    ("nonprofit", OrganizationKind::Nonprofit),
    ("healthcare", OrganizationKind::Nonprofit),
    ("archive", OrganizationKind::Nonprofit),
    ("funder", OrganizationKind::Nonprofit),
    ("other", OrganizationKind::Nonprofit),
];

/// The types whose kind says the same.
const PLAIN: &[&str] = &["education", "company", "government", "facility", "nonprofit"];

/// The kind of an organization of these types, and the types in words where the kind does not say
/// all of them.
pub(super) fn kind(types: &[&str]) -> Result<(OrganizationKind, Option<String>), String> {
    let Some((_, kind)) = KINDS.iter().find(|it| types.contains(&it.0)) else {
        let known: Vec<&str> = KINDS.iter().map(|it| it.0).collect();
        return Err(format!(
            "`{}` is no known type of organization: one of {} is expected",
            types.join(", "),
            known.join(", ")
        ));
    };
    let is_said = matches!(types, [one] if PLAIN.contains(one));
    Ok((*kind, (!is_said).then(|| types.join(", "))))
}
