//! Which groups are meant, in which order.

use async_graphql::{Name, Value, indexmap::IndexMap};

use super::{given, keys, quantile};
use crate::{
    catalog::{
        Kind, TABLES,
        computed::{Compute, computed},
        enums,
        value::excerpt,
    },
    engine::{
        cursor,
        request::{
            Filter, GroupNumber, GroupOrder, GroupOrderBy, Groups, Measure, Statistic, Test,
        },
    },
    graphql::{
        failure::BadInput,
        members::{Member, member},
        names,
        select::{
            computed::pay_together,
            connection::{self, count, directed},
            filter::{parts, tests},
            input,
        },
    },
};

type Fields = IndexMap<Name, Value>;

/// Keys of an order, and conditions on numbers of groups.
const NUMBERS_MAX: usize = 16;

/// The arguments of groups; what is wanted of them is still missing.
pub(super) fn groups(table: usize, arguments: &[(&str, Value)]) -> Result<Groups, BadInput> {
    let by = given(arguments, "by").ok_or("`by` must be given")?;
    let mut asked = Asked { table, numbers: Vec::new() };
    let having = match arguments.iter().find(|it| it.0 == "where") {
        None => None,
        Some((_, value)) => Some(asked.having(value, "where")?),
    };
    let order = given(arguments, "orderBy").map_or(Ok(Vec::new()), |it| asked.order(it))?;
    let number = |name: &str, max: u32| given(arguments, name).map(|it| count(name, it, max));
    let mut groups = Groups {
        by: keys::tree(table, by, "by")?,
        numbers: asked.numbers,
        having,
        order,
        after: None,
        offset: number("offset", u32::MAX).transpose()?.unwrap_or(0),
        limit: number("first", connection::PAGE_ROWS_MAX)
            .transpose()?
            .unwrap_or(connection::PAGE_ROWS),
        parts: Vec::new(),
    };
    if groups.numbers.len() > NUMBERS_MAX {
        return Err(format!("`where` and `orderBy` name more than {NUMBERS_MAX} numbers"));
    }
    if let Some(after) = given(arguments, "after") {
        let text = input::text("after", after)?;
        let after = cursor::decode_group(TABLES[table], &groups, text);
        groups.after = Some(after.map_err(|why| format!("`after`: {why}"))?);
    }
    Ok(groups)
}

struct Asked {
    table: usize,
    numbers: Vec<GroupNumber>,
}

impl Asked {
    /// The place of a number, which is kept once.
    fn number(&mut self, number: GroupNumber) -> usize {
        let known = self.numbers.iter().position(|it| *it == number);
        known.unwrap_or_else(|| {
            self.numbers.push(number);
            self.numbers.len() - 1
        })
    }

    fn having(&mut self, value: &Value, path: &str) -> Result<Filter, BadInput> {
        let mut filters = Vec::new();
        for (name, value) in parts(value, path)? {
            let path = format!("{path}.{name}");
            filters.push(match name {
                "and" => Filter::And(self.each(value, &path)?),
                "or" => Filter::Or(self.each(value, &path)?),
                "not" => Filter::Not(Box::new(self.having(value, &path)?)),
                "count" => self.holds(GroupNumber::Count, value, &path)?,
                "share" => self.holds(GroupNumber::Share, value, &path)?,
                "countDistinct" => {
                    let (of, rest) = taken("of", value, &path)?;
                    let of = keys::tree(self.table, &of, &format!("{path}.of"))?;
                    self.holds(GroupNumber::CountDistinct(of), &rest, &path)?
                }
                name => self.statistics(name, value, &path)?,
            });
        }
        Ok(Filter::And(filters))
    }

    fn each(&mut self, value: &Value, path: &str) -> Result<Vec<Filter>, BadInput> {
        let items = match value {
            Value::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        if items.is_empty() {
            return Err(format!("`{path}` is empty: write what must hold, or leave it out"));
        }
        let items = items.iter().enumerate();
        items.map(|(index, it)| self.having(it, &format!("{path}[{index}]"))).collect()
    }

    fn statistics(&mut self, name: &str, value: &Value, path: &str) -> Result<Filter, BadInput> {
        let fields = object(value, path)?;
        let measure = measure(self.table, name, (fields, path))?;
        let mut filters = Vec::new();
        for (name, value) in parts(value, path)? {
            let path = format!("{path}.{name}");
            if name == "in" || name == "end" {
                continue;
            }
            let (statistic, value) = match name {
                "quantile" => {
                    let (p, rest) = taken("p", value, &path)?;
                    (Statistic::Quantile(quantile(&p, &format!("{path}.p"))?), rest)
                }
                name => (statistic(&names::screaming(name)), value.clone()),
            };
            let number = GroupNumber::Statistic(measure.clone(), statistic);
            filters.push(self.holds(number, &value, &path)?);
        }
        if filters.is_empty() {
            return Err(format!("`{path}` has no condition: write one, like `count: {{gte: 2}}`"));
        }
        Ok(Filter::And(filters))
    }

    fn holds(
        &mut self,
        number: GroupNumber,
        value: &Value,
        path: &str,
    ) -> Result<Filter, BadInput> {
        let number = self.number(number);
        tests(Kind::Float, value, path, &|test: Test| Filter::Field(number, test))
    }

    fn order(&mut self, value: &Value) -> Result<Vec<GroupOrder>, BadInput> {
        let keys = match value {
            Value::List(keys) => keys.as_slice(),
            one => std::slice::from_ref(one),
        };
        keys.iter().map(|it| self.order_key(it)).collect()
    }

    fn order_key(&mut self, value: &Value) -> Result<GroupOrder, BadInput> {
        let Value::Object(fields) = value else {
            return Err("`orderBy` takes objects like `{field: COUNT}`".to_owned());
        };
        let part = |name: &str| fields.get(name).filter(|it| **it != Value::Null);
        let text = |name: &str| part(name).map(|it| input::text("orderBy", it)).transpose();
        let (direction, nulls) = directed(fields)?;
        let field = text("field")?.ok_or("`orderBy.field` must be given")?;
        let of_number = |number| GroupOrder { by: GroupOrderBy::Number(number), direction, nulls };
        let number = match field {
            "KEY" => return Ok(GroupOrder { by: GroupOrderBy::Keys, direction, nulls }),
            "COUNT" => GroupNumber::Count,
            "SHARE" => GroupNumber::Share,
            "COUNT_DISTINCT" => {
                let of = part("of").ok_or("`orderBy.of` must be given with COUNT_DISTINCT")?;
                GroupNumber::CountDistinct(keys::tree(self.table, of, "orderBy.of")?)
            }
            field => {
                let stored = TABLES[self.table].fields.iter().map(|it| it.name);
                let computed = computed(TABLES[self.table].name).map(|it| it.name);
                let mut known = stored.chain(computed);
                let name = known.find(|it| names::screaming(it) == field);
                let name = name.expect("validation admits only the catalog's names");
                let statistic = match text("statistic")?.unwrap_or("MEDIAN") {
                    "QUANTILE" => {
                        let p = part("p").ok_or("`orderBy.p` must be given with QUANTILE")?;
                        Statistic::Quantile(quantile(p, "orderBy.p")?)
                    }
                    name => statistic(name),
                };
                let measure = measure(self.table, &names::camel(name), (fields, "orderBy"))?;
                GroupNumber::Statistic(measure, statistic)
            }
        };
        Ok(of_number(self.number(number)))
    }
}

/// The number called `name`, computed as it is where `fields`, at `path`, say nothing else.
fn measure(table: usize, name: &str, (fields, path): (&Fields, &str)) -> Result<Measure, BadInput> {
    match member(table, name) {
        Some(Member::Field(field)) => Ok(Measure::Field(field)),
        Some(Member::Computed(computed)) if computed.compute == Compute::Pay => {
            pay_together(&|name| fields.get(name), &format!("{path}."))
        }
        Some(Member::Computed(computed)) => {
            Ok(Measure::Computed(computed.compute, Default::default()))
        }
        _ => unreachable!("validation admits only the catalog's names"),
    }
}

fn object<'v>(value: &'v Value, path: &str) -> Result<&'v Fields, BadInput> {
    match value {
        Value::Object(fields) => Ok(fields),
        value => Err(format!("`{path}` is {}: write an object", excerpt(value))),
    }
}

/// The statistic called `name`, but for quantiles that need more.
fn statistic(name: &str) -> Statistic {
    match name.parse() {
        Ok(enums::Statistic::Count) => Statistic::Count,
        Ok(enums::Statistic::Sum) => Statistic::Sum,
        Ok(enums::Statistic::Mean) => Statistic::Mean,
        Ok(enums::Statistic::Stddev) => Statistic::Stddev,
        Ok(enums::Statistic::Min) => Statistic::Min,
        Ok(enums::Statistic::Max) => Statistic::Max,
        _ => Statistic::Quantile(0.5),
    }
}

/// One entry of an object, and the object without it.
fn taken(name: &str, value: &Value, path: &str) -> Result<(Value, Value), BadInput> {
    let mut rest = object(value, path)?.clone();
    let taken = rest.shift_remove(name).filter(|it| *it != Value::Null);
    let taken = taken.ok_or_else(|| format!("`{path}.{name}` must be given"))?;
    Ok((taken, Value::Object(rest)))
}
