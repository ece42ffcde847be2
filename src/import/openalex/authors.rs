//! Authors, whole ones and the short forms that stand in works.

use serde_json::Value;

use super::{Id, institutions::organization};
use crate::{
    catalog::{
        Row,
        value::{ExternalKey, Scheme, Year},
    },
    import::{
        Draft, Record, Wrong,
        member::{LeftOut, add_name, cleaned, is_chinese, list, text, texts},
    },
};

/// Whom papers are given to whose authors nobody could tell, and those of deleted profiles.
const NOBODY: &[u64] = &[9_999_999_999, 5_317_838_346];

/// What is said of every affiliation.
const NOTE: &str = "Named as an affiliation on papers, which is no proof of employment; start and \
                    asOf are years of such papers.";

/// The person that an author is, with a spell at each of the affiliations.
pub(super) fn record(line: u64, value: &Value) -> Result<Record, Wrong> {
    let mut left_out = LeftOut::new(line);
    let (author, row) = person(line, value, &mut left_out)?;
    let mut rows = vec![row];
    for (institution, years) in affiliations(value) {
        match organization(line, institution, &mut left_out) {
            Ok((id, row)) => {
                let key = format!("{}-{}", author.key(), id.short());
                if rows.iter().any(|it| it.key() == row.key()) {
                    continue;
                }
                rows.push(row);
                rows.push(employment(line, &key, (author, id), years)?);
            }
            Err(why) => left_out.add(&why.column, why.reason),
        }
    }
    Ok(Record { line, rows, left_out: left_out.all })
}

/// The person that an author is, and the identifier.
pub(super) fn person(line: u64, value: &Value, left_out: &mut LeftOut) -> Result<(Id, Row), Wrong> {
    let id = Id::of_letter('A', value).filter(|it| !NOBODY.contains(&it.number));
    let id =
        id.ok_or_else(|| Wrong::new(line, "id", "is no identifier of one author in OpenAlex"))?;
    let name = text(value, "display_name").unwrap_or_default();
    let mut aliases = Vec::new();
    for other in texts(value, "display_name_alternatives") {
        add_name(&mut aliases, cleaned(other));
    }
    aliases.retain(|it| *it != name);
    let mut keys = vec![id.external()];
    match text(value, "orcid").map(|it| ExternalKey::new(Scheme::Orcid, &it)) {
        Some(Ok(orcid)) => keys.push(orcid.to_string()),
        Some(Err(why)) => left_out.add("orcid", why.to_string()),
        None => (),
    }
    let draft = Draft::new("Person", &id.key())
        .with(if is_chinese(&name) { "name_zh" } else { "name" }, &name)
        .with_all("aliases", aliases)
        .with_all("external_keys", keys)
        .with("source", "openalex");
    let row = draft.row(line);
    row.map(|it| (id, it)).map_err(|why| Wrong { column: "display_name".to_owned(), ..why })
}

/// A spell of an author at an institution that papers of these years name, first and last.
pub(super) fn employment(
    line: u64,
    key: &str,
    (author, institution): (Id, Id),
    years: Option<(i64, i64)>,
) -> Result<Row, Wrong> {
    let draft = Draft::new("Employment", key)
        .with("person", &author.key())
        .with("organization", &institution.key())
        .maybe("start", years.map(|it| it.0.to_string()).as_deref())
        .maybe("as_of", years.map(|it| it.1.to_string()).as_deref())
        .with("note", NOTE)
        .with("source", "openalex");
    draft.row(line)
}

/// The institutions of an author, each with the first and the last year of papers that name it.
/// Older files tell of the last known ones only, without years.
fn affiliations(author: &Value) -> Vec<(&Value, Option<(i64, i64)>)> {
    let all = list(author, "affiliations").iter();
    let found: Vec<_> = all
        .filter_map(|it| {
            let years = list(it, "years").iter().filter_map(year);
            let years = years.fold(None, |span: Option<(i64, i64)>, year| {
                let (first, last) = span.unwrap_or((year, year));
                Some((first.min(year), last.max(year)))
            });
            Some((it.get("institution").filter(|it| it.is_object())?, years))
        })
        .collect();
    if !found.is_empty() {
        return found;
    }
    let last = list(author, "last_known_institutions").iter();
    let older = author.get("last_known_institution").filter(|it| it.is_object());
    last.chain(older).map(|it| (it, None)).collect()
}

/// A year that the catalog can hold.
pub(super) fn year(value: &Value) -> Option<i64> {
    Year::try_from(value.as_i64()?).ok().map(Year::code)
}
