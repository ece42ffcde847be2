//! Notable AI models, as Epoch AI keeps them: models, who developed them, and who is named as their
//! authors.

mod authors;
mod places;

use std::collections::HashMap;

use super::{
    Draft, Importer, Line, Record, Records, Text, Wrong, keys, kinds,
    member::cleaned,
    reading::{self, Reading, Taken, digits, has, needed, no_such_file, source},
};
use crate::catalog::{
    Row,
    value::{Number, PartialDate, Url},
};
use authors::authors;
use places::countries;

pub(super) static EPOCH: Importer = Importer {
    name: "epoch",
    doc: "Notable AI models with their developers, authors, parameters and training compute, by Epoch AI.",
    download: "https://epoch.ai/data/ai-models: notable_ai_models.csv, also all_ai_models.csv, \
               large_scale_ai_models.csv and frontier_ai_models.csv, which have the same columns",
    licence: "CC BY 4.0. Credit: Epoch AI, Data on AI Models, epoch.ai.",
    mapped: "Each line is a Model: name, kind (from the domains), developers, authors, base model, date of \
             publication as the day it was announced, who may use it, parameters, training compute, link. Developers \
             are Organizations, each with the country beside it where the lists go by pairs, and a kind by its \
             category and name; an acronym behind the name is an alias. Authors are People: one for each name and \
             first developer, since a name alone may be several people's. They are in the model's Team by \
             Memberships, as of the publication. Confidence, domains and the exact form of access are in the note. \
             Columns are found by their names, older and newer ones.",
    left_out: "Authors that are teams or single words; countries where it is not said whose they are; several base \
               models; citations, data sets, hardware, cost, notes, abstracts.",
    source: epoch_source,
    read: epoch_records,
};

const MODEL: &[&str] = &["Model", "System"];
const DEVELOPERS: &[&str] = &["Organization", "Organization(s)"];
const CATEGORIES: &[&str] = &["Organization categorization", "Organization Categorization"];
const COUNTRIES: &[&str] = &["Country (of organization)", "Country (from Organization)", "Country"];
const AUTHORS: &[&str] = &["Authors", "Author(s)"];
const DATE: &[&str] = &["Publication date"];
const LINK: &[&str] = &["Link", "Reference link"];
const PARAMETERS: &[&str] = &["Parameters"];
const COMPUTE: &[&str] = &["Training compute (FLOP)", "Training compute (FLOPs)"];
const ACCESS: &[&str] = &["Model accessibility"];
const OPEN: &[&str] = &["Open model weights?"];
const BASE: &[&str] = &["Base model"];
const CONFIDENCE: &[&str] = &["Confidence"];
const DOMAIN: &[&str] = &["Domain"];

/// Forms of access, by how their names begin.
const ACCESSES: &[(&str, &str)] = &[
    ("Open weights", "OPEN_WEIGHTS"),
    ("API access", "API"),
    ("Hosted access", "PRODUCT"),
    ("Unreleased", "CLOSED"),
];

/// Bytes of the keys of authors in one row of a model; a row takes 64 KiB at most.
const AUTHORS_BYTES_MAX: usize = 48 << 10;

fn epoch_source() -> Row {
    source(
        Draft::new("Source", "epoch")
            .with("title", "Data on AI models")
            .with("publisher", "Epoch AI")
            .with("url", "https://epoch.ai/data/ai-models")
            .with("licence", "CC-BY-4.0")
            .with(
                "note",
                "Many numbers are estimates; how sure they are is noted with each model.",
            ),
    )
}

fn epoch_records(text: Text) -> Records {
    reading::records(text, |header| {
        if has(header, &[MODEL, DEVELOPERS, DATE]) {
            Ok(Box::new(Models::default()))
        } else {
            Err(no_such_file(
                "the data on AI models has `Model`, `Organization`, `Publication date`",
            ))
        }
    })
}

#[derive(Default)]
struct Models {
    /// By their keys: the organizations that were named.
    organizations: HashMap<String, Known>,
    /// The keys of people who were named. Each has one row, with the first of the spellings.
    people: keys::Counter,
    /// Models whose names differ in nothing that a key tells apart.
    counter: keys::Counter,
}

/// What the rows of an organization say. They all say the same, but for the country, which may be
/// told later only: so nothing changes when a file is read twice.
struct Known {
    name: String,
    kind: &'static str,
    has_country: bool,
}

impl Reading for Models {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        let mut taken = Taken::new(line.number);
        let name = cleaned(needed(line, MODEL)?);
        let key = self.counter.unlike(&keys::of_name("epoch", &[&name]));
        let developers = self.developers(line, &mut taken)?;
        let (authors, others) = authors(line.get(AUTHORS).unwrap_or_default());
        if !others.is_empty() {
            let reason = format!("these are no names of one person: {}", others.join(" | "));
            taken.leave_out(AUTHORS[0], reason);
        }
        let first = developers.first().map_or("", |it| it.0.as_str());
        let mut people: Vec<(String, String)> = Vec::new();
        for name in authors {
            let key = keys::of_name("epoch", &[&name, first]);
            if people.iter().all(|it| it.0 != key) {
                people.push((key, name));
            }
        }
        for (key, name) in &people {
            if self.people.is_new(key) {
                let person = Draft::new("Person", key).with("name", name).with("source", "epoch");
                taken.put(person)?;
            }
        }
        let developers: Vec<String> = developers.into_iter().map(|it| it.1).collect();
        let model = model(line, &mut taken, (&key, &name))
            .with_all("developers", developers.clone())
            .with_all("authors", people_of_row(&people, &mut taken));
        taken.put(model)?;
        if !people.is_empty() {
            team(line, &mut taken, (&key, &name), &developers)?;
            members(line, &mut taken, &key, &people)?;
        }
        Ok(Some(taken.record()))
    }
}

impl Models {
    /// The names and keys of the developers. Their rows are added where they say something new.
    fn developers(
        &mut self,
        line: &Line<'_>,
        taken: &mut Taken,
    ) -> Result<Vec<(String, String)>, Wrong> {
        let text = line.get(DEVELOPERS).unwrap_or_default();
        let mut names: Vec<String> = text.split(',').map(cleaned).collect();
        names.retain(|it| !it.is_empty());
        let categories: Vec<&str> =
            line.get(CATEGORIES).unwrap_or_default().split(',').map(str::trim).collect();
        let countries = countries(line.get(COUNTRIES).unwrap_or_default(), names.len());
        let countries = countries.unwrap_or_else(|why| {
            taken.leave_out(COUNTRIES[0], why);
            vec![None; names.len()]
        });
        let mut developers: Vec<(String, String)> = Vec::new();
        for (place, name) in names.iter().enumerate() {
            let key = keys::of_name("epoch", &[name]);
            if developers.iter().any(|it| it.1 == key) {
                continue;
            }
            let country = countries[place].map(|it| it.to_string());
            let is_new = !self.organizations.contains_key(&key);
            let known = self.organizations.entry(key.clone()).or_insert_with(|| Known {
                name: name.clone(),
                kind: kind(name, category(&categories, place, names.len())),
                has_country: false,
            });
            if is_new || (country.is_some() && !known.has_country) {
                known.has_country = country.is_some();
                let (name_alone, acronym) = without_acronym(&known.name);
                let draft = Draft::new("Organization", &key)
                    .with("name", name_alone)
                    .with_all("aliases", acronym.into_iter().map(str::to_owned).collect())
                    .with("kind", known.kind)
                    .maybe("country", country.as_deref())
                    .with("source", "epoch");
                taken.put(draft)?;
            }
            developers.push((name.clone(), key));
        }
        Ok(developers)
    }
}

/// What sort the organization at a place of the list is, in the words of the data; none where the
/// lists do not go by pairs.
fn category<'c>(categories: &[&'c str], place: usize, organizations: usize) -> Option<&'c str> {
    let is_one = categories.windows(2).all(|it| it[0] == it[1]);
    let by_pairs = categories.get(place).filter(|_| categories.len() == organizations);
    by_pairs.or(categories.first().filter(|_| is_one)).copied().filter(|it| !it.is_empty())
}

/// The kind of an organization: its category, made finer by its name.
fn kind(name: &str, category: Option<&str>) -> &'static str {
    let by_name = kinds::of_name(name);
    let is_research = name.to_lowercase().contains("research");
    match category {
        Some("Academia") => by_name.filter(|it| *it != "COMPANY").unwrap_or("INSTITUTE"),
        Some("Government") => by_name.filter(|it| *it == "LABORATORY").unwrap_or("GOVERNMENT"),
        Some("Research collective") => "NONPROFIT",
        None if by_name.is_some() => by_name.unwrap_or_default(),
        _ if is_research => "RESEARCH_COMPANY",
        _ => "COMPANY",
    }
}

/// A name without the acronym in brackets at its end, and the acronym.
fn without_acronym(name: &str) -> (&str, Option<&str>) {
    let Some((alone, acronym)) = name.strip_suffix(')').and_then(|it| it.rsplit_once(" (")) else {
        return (name, None);
    };
    let is_acronym = acronym.chars().all(|it| it.is_uppercase() || it == '-');
    if is_acronym { (alone, Some(acronym)) } else { (name, None) }
}

/// The model without developers and authors.
fn model(line: &Line<'_>, taken: &mut Taken, (key, name): (&str, &str)) -> Draft {
    let date = taken.good::<PartialDate>(DATE[0], line.get(DATE));
    let address = line.get(LINK).and_then(|it| it.split_whitespace().next());
    let address = taken.good::<Url>(LINK[0], address);
    let number = |taken: &mut Taken, names: &[&str]| {
        let text = line.get(names).map(digits);
        taken.good::<Number>(names[0], text.as_deref()).map(str::to_owned)
    };
    let parameters = number(taken, PARAMETERS);
    let compute = number(taken, COMPUTE);
    let domains: Vec<&str> =
        line.get(DOMAIN).unwrap_or_default().split(',').map(str::trim).collect();
    let base = line.get(BASE).map(cleaned).filter(|it| it != name);
    let is_one = base.as_deref().is_none_or(|it| !it.contains(','));
    if !is_one {
        taken.leave_out(BASE[0], "names several models, where a model has one base");
    }
    let base = base.filter(|_| is_one).map(|it| keys::of_name("epoch", &[&it]));
    Draft::new("Model", key)
        .with("name", name)
        .with("kind", model_kind(&domains))
        .maybe("base", base.as_deref())
        .maybe("announced", date)
        .maybe("access", access(line, taken))
        .maybe("parameters", parameters.as_deref())
        .maybe("training_compute", compute.as_deref())
        .maybe("website", address)
        .with("source", "epoch")
        .with("note", &note(line))
}

/// What a model's domains make it.
fn model_kind(domains: &[&str]) -> &'static str {
    let has = |domain: &str| domains.contains(&domain);
    // Pictures are seen or made; either way it is one sense.
    let senses = [
        has("Language"),
        has("Vision") || has("Image generation") || has("3D modeling"),
        has("Speech") || has("Audio"),
        has("Video"),
    ];
    match senses.iter().filter(|it| **it).count() {
        2.. => "MULTIMODAL",
        _ if has("Multimodal") => "MULTIMODAL",
        _ if has("Language") => "LANGUAGE",
        _ if has("Image generation") => "IMAGE",
        _ if has("Speech") => "SPEECH",
        _ if has("Games") => "GAME",
        _ => "OTHER",
    }
}

fn access(line: &Line<'_>, taken: &mut Taken) -> Option<&'static str> {
    let Some(text) = line.get(ACCESS) else {
        let is_open = line.get(OPEN).is_some_and(|it| matches!(it, "Yes" | "True"));
        return is_open.then_some("OPEN_WEIGHTS");
    };
    let found = ACCESSES.iter().find(|it| text.starts_with(it.0)).map(|it| it.1);
    if found.is_none() {
        taken.leave_out(ACCESS[0], format!("`{text}` is no form of access that is known here"));
    }
    found
}

/// What the data says of a model in words.
fn note(line: &Line<'_>) -> String {
    let part = |title: &str, names: &[&str]| {
        let text = line.get(names).filter(|it| *it != "Unknown")?;
        Some(format!("{title}: {}.", text.replace(',', ", ")))
    };
    let parts = [
        part("How sure the numbers are", CONFIDENCE),
        part("Domains", DOMAIN),
        part("Access", ACCESS),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The keys of the authors, as many as one row holds.
fn people_of_row(people: &[(String, String)], taken: &mut Taken) -> Vec<String> {
    let mut bytes = 0;
    let fits = |it: &&(String, String)| {
        bytes += it.0.len();
        bytes <= AUTHORS_BYTES_MAX
    };
    let keys: Vec<String> = people.iter().take_while(fits).map(|it| it.0.clone()).collect();
    if keys.len() < people.len() {
        let reason = format!(
            "the model names the first {} of {} authors; all of them are in its team",
            keys.len(),
            people.len()
        );
        taken.leave_out(AUTHORS[0], reason);
    }
    keys
}

/// The team of those who are named as authors.
fn team(
    line: &Line<'_>,
    taken: &mut Taken,
    (key, name): (&str, &str),
    developers: &[String],
) -> Result<(), Wrong> {
    let organization = developers.first().filter(|_| developers.len() == 1);
    let team = Draft::new("Team", key)
        .with("name", &format!("Authors of {name}"))
        .maybe("organization", organization.map(String::as_str))
        .with("model", key)
        .with("source", "epoch")
        .maybe("as_of", line.get(DATE).filter(|it| it.parse::<PartialDate>().is_ok()));
    taken.put(team)
}

fn members(
    line: &Line<'_>,
    taken: &mut Taken,
    model: &str,
    people: &[(String, String)],
) -> Result<(), Wrong> {
    let date = line.get(DATE).filter(|it| it.parse::<PartialDate>().is_ok());
    let model_name = model.strip_prefix("epoch-").unwrap_or(model);
    for (key, name) in people {
        let membership = Draft::new("Membership", &keys::of_name("epoch", &[model_name, name]))
            .with("person", key)
            .with("team", model)
            .with("source", "epoch")
            .maybe("as_of", date);
        taken.put(membership)?;
    }
    Ok(())
}
