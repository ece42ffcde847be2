//! Rows that are to go, and those that refer to them.

use std::collections::HashMap;

use super::plan::Plan;
use crate::{
    catalog::{RowId, TABLES, enums::UserErrorCode, place, rules::Around},
    engine::veil::{is_held_back, is_private},
};

/// Rows that a refusal names.
const NAMED_MAX: usize = 20;

impl Plan<'_> {
    /// Takes a row away that no other refers to.
    pub(super) fn delete(&mut self, id: &RowId) -> Option<()> {
        let mut referrers = self.referrers(id);
        let is_kept_by_bole = |it: &RowId| TABLES[place(it.table())].is_kept_by_bole;
        referrers.retain(|it| it != id);
        if referrers.iter().all(is_kept_by_bole) {
            self.unstage(id);
            for redirect in &referrers {
                self.unstage(redirect);
            }
            return Some(());
        }
        referrers.retain(|it| !is_kept_by_bole(it));
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for it in &referrers {
            *counts.entry(it.table()).or_default() += 1;
        }
        let counts = TABLES
            .iter()
            .filter_map(|it| counts.get(it.name).map(|count| format!("{count} of {}", it.name)));
        let counts: Vec<String> = counts.collect();
        let named: Vec<String> =
            referrers.iter().take(NAMED_MAX).map(|it| format!("`{it}`")).collect();
        let more = if referrers.len() > NAMED_MAX { " and others" } else { "" };
        let why = format!(
            "rows refer to `{id}`: {}, namely {}{more}. Change or delete them first, or give \
             `cascade: true`",
            counts.join(", "),
            named.join(", ")
        );
        self.refuse(UserErrorCode::Referenced, why)
    }

    /// Takes a row away, with those that can't be without it, and so on; others that refer to one
    /// of them no longer do. Pay that is not public would be for all to see without its person, and
    /// so would what is about it without that pay: both go along.
    pub(super) fn cascade(&mut self, id: &RowId) {
        let mut open = vec![(id.clone(), false)];
        while let Some((gone, is_hidden)) = open.pop() {
            // One more than a request may change is a problem, and stays where it is.
            if !self.exists(&gone) || !self.problems.is_empty() {
                continue;
            }
            let table = place(gone.table());
            let row = self.number(&gone);
            let is_hidden = is_hidden
                || row.is_some_and(|it| is_held_back(self.snapshot, (table, it)))
                || self.row(&gone).is_some_and(|it| is_private(&it));
            let referrers = self.referrers(&gone);
            self.unstage(&gone);
            for referrer in referrers {
                let Some(row) = self.row(&referrer) else { continue };
                if is_hidden || row.needs(&gone) {
                    open.push((referrer, is_hidden));
                    continue;
                }
                let cleared = row.without(&gone);
                if is_private(&row) && !cleared.as_ref().is_some_and(is_private) {
                    open.push((referrer, false));
                    continue;
                }
                self.stage(&referrer, cleared);
                if !self.cleared.contains(&referrer) {
                    self.cleared.push(referrer);
                }
            }
        }
    }
}
