//! The Research Organization Registry (ROR).

mod names;

use serde_json::Value;

use super::{
    Draft, Importer, JsonRecords, Record, Records, Text, Wrong, keys,
    member::{LeftOut, add_name, cleaned, list, text, texts},
    organization_types,
};
use crate::catalog::{
    Row,
    value::{Country, ExternalKey, PartialDate, Scheme, Url},
};
use names::Names;

pub(super) static ROR: Importer = Importer {
    name: "ror",
    doc: "Research Organization Registry: universities, institutes, companies and other \
          organizations that do or fund research.",
    download: "https://doi.org/10.5281/zenodo.6347574 has every release as a zip. Its JSON file is \
               read, of releases up to 1.74 (November 2025) the one that ends in `_schema_v2.json`; \
               so are a page of the API at https://api.ror.org/v2/organizations, and files with one \
               record a line.",
    licence: "CC0-1.0; the places in it come from GeoNames, CC BY 4.0.",
    mapped: "Organization: the English label as name, or the name ROR displays where there is none; \
             the Chinese label; acronyms, aliases, labels in other languages and the name without \
             the country in brackets as aliases; types as kind, and in words in the note where the \
             kind does not say all of them (`education` holds schools too and becomes UNIVERSITY; \
             hospitals, archives and funders that are nothing else become NONPROFIT); the first \
             parent; the first place; year of foundation; status; website; domains; Wikidata, ISNI \
             and Crossref Funder ids (as DOIs), of several the preferred one; the day of the last \
             change as asOf.",
    left_out: "Records of schema v1; places and parents beyond the first; children, which name \
               their parents themselves; related, preceding and succeeding organizations; GRID ids, \
               whose check digit nobody can verify and which are given out no more; Wikipedia \
               pages; coordinates.",
    source,
    read,
};

fn source() -> Row {
    let draft = Draft::new("Source", "ror")
        .with("title", "Research Organization Registry")
        .with("kind", "DATASET")
        .with("publisher", "Research Organization Registry")
        .with("language", "en")
        .with("url", "https://ror.org/")
        .with("licence", "CC0-1.0");
    draft.row(0).expect("the source is written out above")
}

fn read(text: Text) -> Records {
    let records = JsonRecords::open(text, &["items"]);
    Box::new(records.map(|it| it.and_then(|(line, value)| record(line, &value))))
}

fn record(line: u64, value: &Value) -> Result<Record, Wrong> {
    if value.get("names").is_none() && value.get("name").is_some() {
        let reason = "is a record of schema v1: read the file of the release whose name ends in \
                      `_schema_v2.json`";
        return Err(Wrong::new(line, "name", reason));
    }
    let id = text(value, "id").unwrap_or_default();
    let key = ExternalKey::new(Scheme::Ror, &id)
        .map_err(|why| Wrong::new(line, "id", why.to_string()))?;
    let types = texts(value, "types");
    let (kind, note) =
        organization_types::kind(&types).map_err(|why| Wrong::new(line, "types", why))?;
    let mut left_out = LeftOut::new(line);
    let (place, country_name) = place(value, &mut left_out);
    let names = Names::of(value, country_name.as_deref())
        .ok_or_else(|| Wrong::new(line, "names", "holds no name, but must"))?;
    let draft = Draft::new("Organization", &keys::of_external(&key))
        .maybe("name", names.en.as_deref())
        .maybe("name_zh", names.zh.as_deref())
        .with_all("aliases", names.aliases)
        .with("kind", kind.name())
        .maybe("note", note.map(|it| format!("Types in ROR: {it}.")).as_deref())
        .maybe("parent", parent(value, &mut left_out).as_deref())
        .maybe("country", place.country.as_deref())
        .maybe("region", place.region.as_deref())
        .maybe("city", place.city.as_deref())
        .maybe("founded", founded(value, &mut left_out).as_deref())
        .maybe("status", status(value, &mut left_out))
        .maybe("website", website(value, &mut left_out).as_deref())
        .with_all("domains", domains(value))
        .with_all("external_keys", external_keys(value, &key, &mut left_out))
        .maybe("as_of", changed(value, &mut left_out).as_deref())
        .with("source", "ror");
    Ok(Record { line, rows: vec![draft.row(line)?], left_out: left_out.all })
}

#[derive(Default)]
struct Place {
    country: Option<String>,
    region: Option<String>,
    city: Option<String>,
}

/// The first place, and the name of its country.
fn place(value: &Value, left_out: &mut LeftOut) -> (Place, Option<String>) {
    let places = list(value, "locations");
    if places.len() > 1 {
        left_out.add("locations", format!("of {} places only the first is kept", places.len()));
    }
    let Some(details) = places.first().and_then(|it| it.get("geonames_details")) else {
        return (Place::default(), None);
    };
    let place = Place {
        country: left_out.valid::<Country>("country_code", text(details, "country_code")),
        region: text(details, "country_subdivision_name"),
        city: text(details, "name"),
    };
    (place, text(details, "country_name"))
}

/// The key of the first parent.
fn parent(value: &Value, left_out: &mut LeftOut) -> Option<String> {
    let all = list(value, "relationships").iter();
    let parents: Vec<String> = all
        .filter(|it| it.get("type").and_then(Value::as_str) == Some("parent"))
        .filter_map(|it| text(it, "id"))
        .collect();
    if parents.len() > 1 {
        let reason = format!("of {} parents only the first is kept", parents.len());
        left_out.add("relationships", reason);
    }
    let key = ExternalKey::new(Scheme::Ror, parents.first()?);
    key.map_err(|why| left_out.add("relationships", why.to_string()))
        .ok()
        .map(|it| keys::of_external(&it))
}

fn founded(value: &Value, left_out: &mut LeftOut) -> Option<String> {
    let year = value.get("established").filter(|it| !it.is_null())?;
    let text = year.as_i64().map_or_else(|| year.to_string(), |it| format!("{it:04}"));
    left_out.valid::<PartialDate>("established", Some(text))
}

fn status(value: &Value, left_out: &mut LeftOut) -> Option<&'static str> {
    match text(value, "status")?.as_str() {
        "active" => Some("ACTIVE"),
        "inactive" => Some("INACTIVE"),
        "withdrawn" => Some("WITHDRAWN"),
        other => {
            let expected = "active, inactive or withdrawn is expected";
            left_out.add("status", format!("`{other}` is no known status: {expected}"));
            None
        }
    }
}

fn website(value: &Value, left_out: &mut LeftOut) -> Option<String> {
    let mut links = list(value, "links").iter();
    let link = links.find(|it| it.get("type").and_then(Value::as_str) == Some("website"))?;
    left_out.valid::<Url>("links", text(link, "value"))
}

fn domains(value: &Value) -> Vec<String> {
    let mut domains = Vec::new();
    for domain in texts(value, "domains") {
        add_name(&mut domains, cleaned(domain).to_lowercase());
    }
    domains
}

fn changed(value: &Value, left_out: &mut LeftOut) -> Option<String> {
    let change = value.get("admin")?.get("last_modified")?;
    left_out.valid::<PartialDate>("last_modified", text(change, "date"))
}

/// The key in ROR, and those in other systems whose values can be checked.
fn external_keys(value: &Value, own: &ExternalKey, left_out: &mut LeftOut) -> Vec<String> {
    let mut external = vec![own.to_string()];
    for entry in list(value, "external_ids") {
        let scheme = match entry.get("type").and_then(Value::as_str) {
            Some("wikidata") => Scheme::Wikidata,
            Some("isni") => Scheme::Isni,
            Some("fundref") => Scheme::Doi,
            _ => continue,
        };
        let preferred = text(entry, "preferred");
        let all = texts(entry, "all").into_iter().map(str::to_owned);
        for id in preferred.map_or_else(|| all.collect(), |it| vec![it]) {
            let id = match scheme {
                Scheme::Isni => id.replace(' ', ""),
                // The Crossref Funder Registry gives each funder the DOI that ends in its id.
                Scheme::Doi if is_funder(&id) => format!("10.13039/{id}"),
                _ => id,
            };
            match ExternalKey::new(scheme, &id).map(|it| it.to_string()) {
                Ok(key) if !external.contains(&key) => external.push(key),
                Ok(_) => (),
                Err(why) => left_out.add("external_ids", why.to_string()),
            }
        }
    }
    external
}

/// Whether a text is an id of the Crossref Funder Registry, such as `100000001`.
fn is_funder(id: &str) -> bool {
    let number = id.strip_prefix("501100").or_else(|| id.strip_prefix("100"));
    number.is_some_and(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_digit()))
}
