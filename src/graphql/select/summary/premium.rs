//! Makes requests of premiums: what some are paid over what others are.

use super::{given, keys};
use crate::{
    engine::request::{KeyTree, Name, Premium, PremiumPart, PremiumsPart, Statistic},
    graphql::{
        document::Selected,
        failure::BadInput,
        select::{
            Compiler,
            computed::pay_together,
            connection::{PAGE_ROWS, PAGE_ROWS_MAX, count},
            filter::filter,
        },
    },
};

impl<'d> Compiler<'d> {
    pub(super) fn premium(
        &mut self,
        table: usize,
        selected: &Selected<'d>,
    ) -> Result<Premium, BadInput> {
        let arguments = self.document.arguments(selected);
        let which = |name: &str| {
            let value = given(&arguments, name).ok_or_else(|| format!("`{name}` must be given"))?;
            filter(table, value, name)
        };
        let by = given(&arguments, "by").map(|it| keys::tree(table, it, "by")).transpose()?;
        let number = |name: &str, max| given(&arguments, name).map(|it| count(name, it, max));
        let mut premium = Premium {
            of: which("of")?,
            over: which("over")?,
            by: by.unwrap_or_default(),
            pay: pay_together(&|name| given(&arguments, name), "")?,
            offset: number("offset", u32::MAX).transpose()?.unwrap_or(0),
            limit: number("first", PAGE_ROWS_MAX).transpose()?.unwrap_or(PAGE_ROWS),
            parts: Vec::new(),
        };
        for it in self.document.fields(&selected.sets(), &|it| it == "PayPremiumConnection") {
            let part = match it.name() {
                "totalCount" => PremiumsPart::TotalCount,
                "nodes" => PremiumsPart::Nodes(self.premium_parts(table, &premium.by, &it)),
                _ => PremiumsPart::Constant("PayPremiumConnection"),
            };
            premium.parts.push((Name::from(it.key), part));
        }
        Ok(premium)
    }

    fn premium_parts(
        &mut self,
        table: usize,
        by: &KeyTree,
        selected: &Selected<'d>,
    ) -> Vec<(Name, PremiumPart)> {
        let fields = self.document.fields(&selected.sets(), &|it| it == "PayPremium");
        let median = Statistic::Quantile(0.5);
        let parts = fields.into_iter().map(|it| {
            let part = match it.name() {
                "key" => PremiumPart::Key(self.keys(table, (by, 0), &it.sets())),
                "of" => PremiumPart::Of(self.numbers(&it)),
                "over" => PremiumPart::Over(self.numbers(&it)),
                "medianDifference" => PremiumPart::Difference(median),
                "medianRatio" => PremiumPart::Ratio(median),
                "meanDifference" => PremiumPart::Difference(Statistic::Mean),
                "meanRatio" => PremiumPart::Ratio(Statistic::Mean),
                "suppressed" => PremiumPart::Suppressed(self.held_back(&it)),
                _ => PremiumPart::Constant("PayPremium"),
            };
            (Name::from(it.key), part)
        });
        parts.collect()
    }
}
