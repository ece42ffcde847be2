//! Who is on which faculty: one line for each way in which a person's name is written on papers.

use std::collections::HashMap;

use super::{AFFILIATION, NAME, employment, institution, person_key, without_number};
use crate::{
    catalog::value::{ExternalKey, Url},
    import::{
        Draft, Line, Record, Records, Wrong, keys,
        member::cleaned,
        reading::{Reading, Taken, needed},
    },
};

const HOMEPAGE: &[&str] = &["homepage"];
const SCHOLAR: &[&str] = &["scholarid"];
const ORCID: &[&str] = &["orcid"];

/// What stands for no profile, and for no ORCID.
const NO_SCHOLAR: &str = "NOSCHOLARPAGE";
const NO_ORCID: &str = "0000-0000-0000-0000";

/// The people, put together from their lines. All of them are kept until the end of the file: the
/// lines of one person stand wherever their names belong by the alphabet.
#[derive(Default)]
pub(super) struct Faculty {
    people: Vec<Someone>,
    /// Where somebody stands in `people`: by the key of each name, by profile, by ORCID.
    places: HashMap<String, usize>,
}

struct Someone {
    line: u64,
    key: String,
    name: String,
    aliases: Vec<String>,
    homepage: Option<String>,
    scholar: Option<String>,
    orcid: Option<String>,
    institutions: Vec<String>,
    left_out: Vec<Wrong>,
    /// Where else the person stands, under which key and name.
    variants: Vec<(u64, String, String)>,
}

impl Reading for Faculty {
    fn line(&mut self, line: &Line<'_>) -> Result<Option<Record>, Wrong> {
        let full_name = cleaned(needed(line, NAME)?);
        let affiliation = cleaned(needed(line, AFFILIATION)?);
        let mut taken = Taken::new(line.number);
        let scholar = line.get(SCHOLAR).filter(|it| *it != NO_SCHOLAR);
        let scholar = external(&mut taken, SCHOLAR[0], "scholar", scholar);
        let orcid = line.get(ORCID).filter(|it| *it != NO_ORCID);
        let orcid = external(&mut taken, ORCID[0], "orcid", orcid);
        let homepage = taken.good::<Url>(HOMEPAGE[0], line.get(HOMEPAGE)).map(str::to_owned);
        let key = person_key(&full_name);
        let place = self.place(&mut taken, &key, (&scholar, &orcid));
        let Some(place) = place else {
            self.places.insert(key.clone(), self.people.len());
            for id in [&scholar, &orcid].into_iter().flatten() {
                self.places.entry(id.clone()).or_insert(self.people.len());
            }
            self.people.push(Someone {
                line: line.number,
                key,
                name: without_number(&full_name).to_owned(),
                aliases: Vec::new(),
                homepage,
                scholar,
                orcid,
                institutions: vec![affiliation],
                left_out: taken.record().left_out,
                variants: Vec::new(),
            });
            return Ok(None);
        };
        let is_variant = !self.places.contains_key(&key);
        self.places.entry(key.clone()).or_insert(place);
        for id in [&scholar, &orcid].into_iter().flatten() {
            self.places.entry(id.clone()).or_insert(place);
        }
        let someone = &mut self.people[place];
        let name = without_number(&full_name).to_owned();
        if is_variant {
            someone.variants.push((line.number, key, name.clone()));
        }
        if name != someone.name && !someone.aliases.contains(&name) {
            someone.aliases.push(name);
        }
        if !someone.institutions.contains(&affiliation) {
            someone.institutions.push(affiliation);
        }
        if someone.scholar.is_some() && scholar.is_some() && someone.scholar != scholar {
            let reason = "another profile is named with this name already: the first is taken";
            taken.leave_out(SCHOLAR[0], reason);
        }
        someone.homepage = someone.homepage.take().or(homepage);
        someone.scholar = someone.scholar.take().or(scholar);
        someone.orcid = someone.orcid.take().or(orcid);
        someone.left_out.extend(taken.record().left_out);
        Ok(None)
    }

    fn rest(&mut self) -> Records {
        let mut institutions = keys::Counter::default();
        let people = std::mem::take(&mut self.people).into_iter();
        Box::new(people.flat_map(move |it| it.records(&mut institutions)))
    }
}

impl Faculty {
    /// Where the person of a line stands already. The same profile with another ORCID is an error
    /// in the file: then the names are two people's.
    fn place(
        &self,
        taken: &mut Taken,
        key: &str,
        (scholar, orcid): (&Option<String>, &Option<String>),
    ) -> Option<usize> {
        if let Some(place) = self.places.get(key) {
            return Some(*place);
        }
        let found = |id: &Option<String>| self.places.get(id.as_ref()?).copied();
        if let Some(place) = found(orcid) {
            return Some(place);
        }
        let place = found(scholar)?;
        let other = &self.people[place];
        if other.orcid.is_some() && orcid.is_some() && other.orcid != *orcid {
            let reason = format!("is also that of {}, whose ORCID is another", other.name);
            taken.leave_out(SCHOLAR[0], reason);
            return None;
        }
        Some(place)
    }
}

impl Someone {
    /// The records of a person: one with all rows, and one for each further name, by whose key the
    /// person is known in lists of papers. It has the same identifiers, and so is found to be the same.
    fn records(self, named: &mut keys::Counter) -> Vec<Result<Record, Wrong>> {
        let ids: Vec<String> =
            [&self.scholar, &self.orcid].into_iter().flatten().cloned().collect();
        let variants = self.variants.iter().map(|(line, key, name)| {
            let mut taken = Taken::new(*line);
            taken.put(person(key, name, &ids))?;
            Ok(taken.record())
        });
        let variants: Vec<_> = variants.collect();
        [self.record(&ids, named)].into_iter().chain(variants).collect()
    }

    /// All rows of a person, and those of institutions that were not named before.
    fn record(self, ids: &[String], named: &mut keys::Counter) -> Result<Record, Wrong> {
        let mut taken = Taken::new(self.line);
        for name in &self.institutions {
            if named.is_new(&keys::of_name("csrankings", &[name])) {
                taken.put(institution(name))?;
            }
        }
        let row = person(&self.key, &self.name, ids)
            .with_all("aliases", self.aliases)
            .maybe("website", self.homepage.as_deref());
        taken.put(row)?;
        for name in &self.institutions {
            taken.put(employment(&self.key, name))?;
        }
        let mut record = taken.record();
        record.left_out.extend(self.left_out);
        Ok(record)
    }
}

fn person(key: &str, name: &str, ids: &[String]) -> Draft {
    Draft::new("Person", key)
        .with("name", name)
        .with_all("external_keys", ids.to_vec())
        .with("source", "csrankings")
}

/// An external key of this scheme, written with it.
fn external(taken: &mut Taken, column: &str, scheme: &str, value: Option<&str>) -> Option<String> {
    let key = format!("{scheme}:{}", value?);
    taken.good::<ExternalKey>(column, Some(&key)).map(str::to_owned)
}
