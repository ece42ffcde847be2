//! What is asked of a connection: its arguments, and its parts.

use async_graphql::{Value, indexmap::IndexMap, parser::types::SelectionSet};

use super::{Compiler, filter, input};
use crate::{
    catalog::TABLES,
    engine::{
        cursor,
        request::{
            Direction, EdgePart, Filter, From, Instead, Name, Nulls, Order, OrderBy, Page,
            PageInfoPart, Part,
        },
    },
    graphql::{document::Selected, failure::BadInput, names},
};

/// Rows on a page where a query does not say.
pub(super) const PAGE_ROWS: u32 = 20;
/// Rows on a page: as many are written in about a millisecond.
pub(super) const PAGE_ROWS_MAX: u32 = 1_000;
/// Keys of an order.
const ORDER_KEYS_MAX: usize = 8;

/// The arguments of a connection, as the engine takes them.
pub(super) struct Asked {
    pub(super) filter: Option<Filter>,
    pub(super) order: Vec<Order>,
    pub(super) page: Page,
}

pub(super) fn asked(table: usize, arguments: &[(&str, Value)]) -> Result<Asked, BadInput> {
    let given = |name: &str| {
        let value = arguments.iter().find(|it| it.0 == name).map(|it| &it.1);
        value.filter(|it| **it != Value::Null)
    };
    let filter = match arguments.iter().find(|it| it.0 == "where") {
        None => None,
        Some((_, value)) => Some(filter::filter(table, value, "where")?),
    };
    let order = given("orderBy").map_or(Ok(Vec::new()), |it| order(table, it))?;
    let number = |name: &str, max: u32| given(name).map(|it| count(name, it, max)).transpose();
    let place = |name: &str| {
        let decode = |it: &Value| {
            cursor::decode(TABLES[table], &order, input::text(name, it)?)
                .map_err(|why| format!("`{name}`: {why}"))
        };
        given(name).map(decode).transpose()
    };
    let (first, last) = (number("first", PAGE_ROWS_MAX)?, number("last", PAGE_ROWS_MAX)?);
    if first.is_some() && last.is_some() {
        return Err("`first` and `last` ask for both ends at once: give one of them".to_owned());
    }
    let page = Page {
        after: place("after")?,
        before: place("before")?,
        offset: number("offset", u32::MAX)?.unwrap_or(0),
        limit: first.or(last).unwrap_or(PAGE_ROWS),
        from: if last.is_some() { From::End } else { From::Start },
    };
    Ok(Asked { filter, order, page })
}

pub(super) fn count(name: &str, value: &Value, max: u32) -> Result<u32, BadInput> {
    let int = input::int(name, value)?;
    let fits = u32::try_from(int).ok().filter(|it| *it <= max);
    fits.ok_or_else(|| format!("`{name}` is {int}: it must be in 0..={max}"))
}

fn order(table: usize, value: &Value) -> Result<Vec<Order>, BadInput> {
    let keys = match value {
        Value::List(keys) => keys.as_slice(),
        one => std::slice::from_ref(one),
    };
    if keys.len() > ORDER_KEYS_MAX {
        return Err(format!("`orderBy` has more than {ORDER_KEYS_MAX} keys"));
    }
    keys.iter().map(|it| order_key(table, it)).collect()
}

fn order_key(table: usize, value: &Value) -> Result<Order, BadInput> {
    let Value::Object(parts) = value else {
        return Err("`orderBy` takes objects like `{field: ID}`".to_owned());
    };
    let part = |name: &str| parts.get(name).filter(|it| **it != Value::Null);
    let name = part("field").map(|it| input::text("orderBy.field", it)).transpose()?;
    let name = name.unwrap_or("ID");
    let fields = TABLES[table].fields.iter();
    let by = match fields.into_iter().position(|it| names::screaming(it.name) == name) {
        Some(field) => OrderBy::Field(field),
        None => OrderBy::Key,
    };
    let (direction, nulls) = directed(parts)?;
    Ok(Order { by, direction, nulls })
}

/// Which way an order runs, and where rows without a value stand in it.
pub(super) fn directed(
    parts: &IndexMap<async_graphql::Name, Value>,
) -> Result<(Direction, Nulls), BadInput> {
    let is = |name: &str, wanted: &str| {
        let part = parts.get(name).filter(|it| **it != Value::Null);
        let text = part.map(|it| input::text("orderBy", it)).transpose()?;
        Ok::<bool, BadInput>(text == Some(wanted))
    };
    let is_descending = is("direction", "DESC")?;
    let direction = if is_descending { Direction::Descending } else { Direction::Ascending };
    let nulls = if is("nulls", "FIRST")? { Nulls::First } else { Nulls::Last };
    Ok((direction, nulls))
}

impl<'d> Compiler<'d> {
    /// What is selected of a connection to rows of a table or of one variant of it.
    pub(super) fn parts(
        &mut self,
        (table, variant): (usize, Option<usize>),
        sets: &[&'d SelectionSet],
    ) -> Vec<(Name, Part)> {
        let of = names::type_names(table, variant);
        let fields = self.document.fields(sets, &|it| it == of.connection);
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "totalCount" => Part::TotalCount,
                "nodes" => Part::Nodes(self.shape(Some(table), &it.sets())),
                "edges" => Part::Edges(self.edge_parts(table, of.edge, &it)),
                "pageInfo" => Part::PageInfo(self.page_info(&it)),
                "aggregate" | "groups" | "sample" | "premium" => match self.summary(table, &it) {
                    Ok(part) => part,
                    Err(why) => Part::Fail(self.fail(why, it.pos(), Instead::Nothing)),
                },
                _ => Part::Constant(of.connection),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }

    fn edge_parts(
        &mut self,
        table: usize,
        name: &'static str,
        edges: &Selected<'d>,
    ) -> Vec<(Name, EdgePart)> {
        let fields = self.document.fields(&edges.sets(), &|it| it == name);
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "cursor" => EdgePart::Cursor,
                "node" => EdgePart::Node(self.shape(Some(table), &it.sets())),
                _ => EdgePart::Constant(name),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }

    pub(super) fn page_info(&self, info: &Selected<'d>) -> Vec<(Name, PageInfoPart)> {
        let fields = self.document.fields(&info.sets(), &|it| it == "PageInfo");
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "hasNextPage" => PageInfoPart::HasNextPage,
                "hasPreviousPage" => PageInfoPart::HasPreviousPage,
                "startCursor" => PageInfoPart::StartCursor,
                "endCursor" => PageInfoPart::EndCursor,
                _ => PageInfoPart::Constant("PageInfo"),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }
}
