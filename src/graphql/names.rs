//! How catalog names are spelled in GraphQL.

use std::sync::LazyLock;

use crate::catalog::{
    TABLES,
    value::{BadValue, ExternalKey, Scheme},
};

/// `birth_date` to `birthDate`.
pub(super) fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &capital(word))
}

/// `salary_records` to `SalaryRecords`.
pub(super) fn pascal(name: &str) -> String {
    capital(&camel(name))
}

/// `birth_date` to `BIRTH_DATE`.
pub(super) fn screaming(name: &str) -> String {
    name.to_ascii_uppercase()
}

/// `person` to `hasPerson`: the filter on whether there is one.
pub(super) fn has(name: &str) -> String {
    camel(&format!("has_{name}"))
}

/// `founded` to `foundedBins`: the key by which a number is cut into bins.
pub(super) fn bins(name: &str) -> String {
    camel(name) + "Bins"
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|it| it.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The names of the types around rows of a table, or of one variant of it.
pub(super) struct TypeNames {
    pub(super) row: &'static str,
    pub(super) connection: &'static str,
    pub(super) edge: &'static str,
    /// The table's own, whatever the variant.
    pub(super) filter: &'static str,
    pub(super) order: &'static str,
}

/// The names of the types that sum up rows of a table.
pub(super) struct SummaryNames {
    pub(super) aggregate: String,
    pub(super) by: String,
    pub(super) key: String,
    pub(super) group: String,
    pub(super) groups: String,
    pub(super) having: String,
    pub(super) order: String,
    pub(super) order_field: String,
}

struct Owned {
    row: &'static str,
    connection: String,
    edge: String,
    filter: String,
    order: String,
}

static SUMMARY_NAMES: LazyLock<Vec<SummaryNames>> = LazyLock::new(|| {
    let of_table = |row: &str| SummaryNames {
        aggregate: format!("{row}Aggregate"),
        by: format!("{row}GroupBy"),
        key: format!("{row}GroupKey"),
        group: format!("{row}Group"),
        groups: format!("{row}GroupConnection"),
        having: format!("{row}GroupFilter"),
        order: format!("{row}GroupOrder"),
        order_field: format!("{row}GroupOrderField"),
    };
    TABLES.iter().map(|it| of_table(it.name)).collect()
});

pub(super) fn summary_names(table: usize) -> &'static SummaryNames {
    &SUMMARY_NAMES[table]
}

/// For each table: its own names, then those of its variants.
static TYPE_NAMES: LazyLock<Vec<Vec<Owned>>> = LazyLock::new(|| {
    let of_table = |table: &'static crate::catalog::Table| {
        let rows = [table.name].into_iter().chain(table.variants.iter().map(|it| it.name));
        let owned = rows.map(|row| Owned {
            row,
            connection: format!("{row}Connection"),
            edge: format!("{row}Edge"),
            filter: format!("{}Filter", table.name),
            order: format!("{}Order", table.name),
        });
        owned.collect()
    };
    TABLES.iter().map(|it| of_table(it)).collect()
});

pub(super) fn type_names(table: usize, variant: Option<usize>) -> TypeNames {
    let owned: &'static Owned = &TYPE_NAMES[table][variant.map_or(0, |it| it + 1)];
    TypeNames {
        row: owned.row,
        connection: &owned.connection,
        edge: &owned.edge,
        filter: &owned.filter,
        order: &owned.order,
    }
}

/// What a lookup by an external key is called: `orcid`, `googleScholar`.
pub(super) fn scheme(scheme: Scheme) -> &'static str {
    scheme.name()
}

/// The external key that a lookup called `name` asks for.
pub(super) fn external_key(name: &str, value: &str) -> Result<ExternalKey, BadValue> {
    ExternalKey::new(name.parse()?, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_spelled_as_graphql_spells_them() {
        assert_eq!(camel("salary_records"), "salaryRecords");
        assert_eq!(pascal("salary_records"), "SalaryRecords");
        assert_eq!(screaming("birth_date"), "BIRTH_DATE");
        assert_eq!(has("birth_place"), "hasBirthPlace");
        assert_eq!(type_names(1, Some(1)).connection, "CompanyConnection");
        assert_eq!(type_names(1, Some(1)).filter, "OrganizationFilter");
    }
}
