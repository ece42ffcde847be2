//! A made-up graph of realistic shape and any size, for measuring. Nobody in it exists: names are
//! put together from common parts, and the one source of all rows says so.

mod names;
mod publications;
mod random;
mod rates;

use random::Random;

use crate::catalog::{
    Education, Employment, Id, List, Organization, Person, Row, SalaryRecord, Source,
    enums::{
        Degree, EmploymentType, Ending, Level, OrganizationKind, PayBasis, PayPeriod, Precision,
        Role, SourceKind,
    },
    value::{Amount, Country, Currency, Key, LocalText, PartialDate, Text, Year},
};

/// Spells of work of each person.
const SPELLS: u64 = 3;
/// People for each organization.
const PEOPLE_PER_ORGANIZATION: u32 = 500;
/// Organizations there are at least.
const ORGANIZATIONS_MIN: u32 = 20;
/// The first year of a career, and the last year of all data.
const YEARS: std::ops::RangeInclusive<u64> = 1995..=2024;

/// Country, currency, and pay there by that in the United States, in hundredths of a dollar's worth
/// of the currency.
const COUNTRIES: &[(&str, &str, u64)] = &[
    ("CN", "CNY", 330),
    ("US", "USD", 100),
    ("GB", "GBP", 60),
    ("DE", "EUR", 65),
    ("IN", "INR", 2500),
    ("CA", "CAD", 105),
];

const FIELDS: &[(&str, &str)] = &[
    ("Natural language processing", "自然语言处理"),
    ("Computer vision", "计算机视觉"),
    ("Machine learning", "机器学习"),
    ("Robotics", "机器人"),
    ("Data engineering", "数据工程"),
];

const TITLES: &[(&str, &str, Role, Level)] = &[
    ("Software Engineer", "软件工程师", Role::Engineer, Level::Middle),
    ("Senior Software Engineer", "高级软件工程师", Role::Engineer, Level::Senior),
    ("Research Scientist", "研究员", Role::Researcher, Level::Senior),
    ("Machine Learning Engineer", "机器学习工程师", Role::Engineer, Level::Middle),
    ("Staff Research Scientist", "资深研究员", Role::Researcher, Level::Staff),
    ("Postdoc", "博士后", Role::Postdoc, Level::Entry),
    ("Head of Research", "研究负责人", Role::Lead, Level::Executive),
];

/// The rows of a graph with so many people, table by table; the same seed makes the same rows.
pub fn rows(people: u32, seed: u64) -> impl Iterator<Item = Row> {
    let organizations = (people / PEOPLE_PER_ORGANIZATION).max(ORGANIZATIONS_MIN);
    // Mixed, so that no seed makes the rows of another under other keys.
    let shape = Shape { organizations, seed: Random::new(seed).next() };
    let source = std::iter::once(Row::from(source()));
    let organizations = (0..shape.organizations).map(move |it| shape.organization(it).into());
    let persons = (0..people).map(move |it| shape.person(it).into());
    let educations = (0..people).map(move |it| shape.education(it).into());
    let employments =
        (0..people).flat_map(move |it| shape.employments(it).into_iter().map(Row::from));
    let pay = (0..people).map(move |it| shape.salary_record(it).into());
    let rates = shape.rates().map(Row::from);
    let publications = (0..shape.organizations)
        .flat_map(move |it| shape.publications(it).into_iter().map(Row::from));
    let people = persons.chain(educations).chain(employments).chain(pay);
    source.chain(organizations).chain(people).chain(rates).chain(publications)
}

/// What all rows follow from.
#[derive(Clone, Copy)]
struct Shape {
    organizations: u32,
    seed: u64,
}

fn source() -> Source {
    Source {
        key: key("synthetic"),
        title: text("A synthetic graph", "合成数据"),
        kind: SourceKind::Synthetic,
        publisher: None,
        authors: List::default(),
        date: None,
        language: None,
        url: None,
        licence: Some("CC0-1.0".parse().expect("the licence is a text")),
        note: Some(text("Made up by a program; nobody in it exists.", "由程序生成,均非真人。")),
    }
}

fn source_id() -> Id<Source> {
    Id::new(key("synthetic"))
}

fn key(name: &str) -> Key {
    name.parse().expect("keys are made of letters and digits")
}

fn plain(text: &str) -> Text {
    text.parse().expect("made-up texts say something")
}

fn text(en: &str, zh: &str) -> LocalText {
    LocalText::new(Some(plain(en)), Some(plain(zh))).expect("both forms are there")
}

fn date(year: u64, month: u64) -> PartialDate {
    let year = u16::try_from(year).expect("years are small");
    let month = u8::try_from(month).expect("months are small");
    PartialDate::new(year, Some(month), None).expect("months are 1 to 12")
}

fn country(place: usize) -> Country {
    COUNTRIES[place].0.parse().expect("the countries are of ISO 3166-1")
}

impl Shape {
    /// What is random of one row; `what` tells the kinds of rows apart.
    fn random(&self, what: u64, row: u32) -> Random {
        Random::new(self.seed ^ (what << 56) ^ (u64::from(row) << 8))
    }

    fn organization_id(row: u32) -> Id<Organization> {
        Id::new(key(&format!("o{row:06}")))
    }

    fn person_id(row: u32) -> Id<Person> {
        Id::new(key(&format!("p{row:08}")))
    }

    /// The place of an organization's country in the list.
    fn country_of(&self, organization: u32) -> usize {
        self.random(1, organization).below(COUNTRIES.len() as u64)
    }

    /// One in five is a university.
    fn is_university(organization: u32) -> bool {
        organization.is_multiple_of(5)
    }

    fn organization(&self, row: u32) -> Organization {
        let mut random = self.random(2, row);
        let is_university = Shape::is_university(row);
        let kind =
            if is_university { OrganizationKind::University } else { OrganizationKind::Company };
        let (en, zh) = names::organization(row, is_university);
        let parent = (!is_university && row > 10 && random.below(10) == 0)
            .then(|| Shape::organization_id(row / 10));
        Organization {
            key: key(&format!("o{row:06}")),
            name: text(&en, &zh),
            aliases: List::default(),
            kind,
            description: None,
            parent,
            country: Some(country(self.country_of(row))),
            region: None,
            city: None,
            founded: Some(date(1900 + random.below(120) as u64, 1)),
            status: None,
            website: None,
            domains: List::default(),
            external_keys: List::default(),
            source: source_id(),
            confidence: None,
            as_of: None,
            note: None,
        }
    }

    fn birth_year(&self, row: u32) -> u64 {
        1960 + self.random(3, row).below(42) as u64
    }

    fn person(&self, row: u32) -> Person {
        let mut random = self.random(4, row);
        let (en, zh) = names::person(&mut random);
        Person {
            key: key(&format!("p{row:08}")),
            name: text(&en, &zh),
            aliases: List::default(),
            headline: None,
            known_for: None,
            birth_date: Some(date(self.birth_year(row), 1 + random.below(12) as u64)),
            birth_place: None,
            nationality: Some(country(random.below(COUNTRIES.len() as u64))),
            origin: None,
            country: Some(country(random.below(COUNTRIES.len() as u64))),
            city: None,
            website: None,
            external_keys: List::default(),
            source: source_id(),
            confidence: None,
            as_of: None,
            note: None,
        }
    }

    fn education(&self, row: u32) -> Education {
        let mut random = self.random(5, row);
        let university = random.skewed(self.organizations / 5) * 5;
        let degrees = [Degree::Bachelor, Degree::Master, Degree::Master, Degree::Doctorate];
        let (en, zh) = FIELDS[random.below(FIELDS.len() as u64)];
        let start = self.birth_year(row) + 18;
        Education {
            key: key(&format!("s{row:08}")),
            person: Shape::person_id(row),
            institution: Shape::organization_id(university),
            degree: Some(degrees[random.below(4)]),
            field: Some(text(en, zh)),
            start: Some(date(start, 9)),
            end: Some(date(start + 4, 6)),
            source: source_id(),
            confidence: None,
            as_of: None,
            note: None,
        }
    }

    /// Spells one after the other, of which the last goes on.
    fn employments(&self, row: u32) -> Vec<Employment> {
        let mut random = self.random(6, row);
        let begin = (self.birth_year(row) + 23).max(*YEARS.start());
        let years = YEARS.end().saturating_sub(begin).max(SPELLS);
        let spells = (0..SPELLS).map(|spell| {
            let (en, zh, role, _) = TITLES[random.below(TITLES.len() as u64)];
            let start = begin + years * spell / SPELLS;
            let is_last = spell + 1 == SPELLS;
            let end = (!is_last).then(|| date(begin + years * (spell + 1) / SPELLS, 6));
            Employment {
                key: key(&format!("e{row:08}-{spell}")),
                person: Shape::person_id(row),
                organization: Shape::organization_id(random.skewed(self.organizations)),
                title: Some(text(en, zh)),
                role: Some(role),
                start: Some(date(start, 7)),
                end,
                ending: (!is_last).then_some(Ending::Moved),
                source: source_id(),
                confidence: None,
                as_of: None,
                note: None,
            }
        });
        spells.collect()
    }

    /// Pay is log-normal about 90,000 US dollars, more for higher ranks.
    fn salary_record(&self, row: u32) -> SalaryRecord {
        let mut random = self.random(7, row);
        let organization = random.skewed(self.organizations);
        let (_, currency, rate) = COUNTRIES[self.country_of(organization)];
        let (en, zh, _, level) = TITLES[random.below(TITLES.len() as u64)];
        let dollars = 90_000.0 * (0.4 * random.normal() + 0.2 * f64::from(level as u8)).exp();
        #[expect(clippy::cast_precision_loss, reason = "rates are small")]
        let amount = (dollars * rate as f64 / 100.0 / 100.0).round() * 100.0;
        let basis = [PayBasis::Posted, PayBasis::SelfReported, PayBasis::Offer][random.below(3)];
        SalaryRecord {
            key: key(&format!("y{row:08}")),
            person: (basis != PayBasis::Posted).then(|| Shape::person_id(row)),
            organization: Some(Shape::organization_id(organization)),
            basis,
            low: Amount::from_f64(amount).expect("pay is small"),
            high: None,
            precision: Precision::Exact,
            currency: currency.parse::<Currency>().expect("the currencies are of ISO 4217"),
            period: PayPeriod::Year,
            months: None,
            base: None,
            bonus: None,
            stock: None,
            allowance: None,
            benefits: List::default(),
            year: Year::try_from(2015 + i64::from(row % 10)).ok(),
            title: Some(text(en, zh)),
            level: Some(level),
            field: Some(text(FIELDS[row as usize % 5].0, FIELDS[row as usize % 5].1)),
            country: Some(country(self.country_of(organization))),
            city: None,
            required_degree: None,
            experience_min: None,
            experience_max: None,
            employment_type: Some(EmploymentType::FullTime),
            remote: None,
            sample_size: None,
            source: source_id(),
            confidence: None,
            as_of: None,
            note: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::enums::Adjust,
        engine::{Builder, compute::pay::Converter, request::PayIn},
    };

    #[test]
    fn the_same_seed_makes_the_same_rows_and_another_seed_others() {
        let made = |seed| rows(300, seed).collect::<Vec<Row>>();
        assert!(made(1) == made(1));
        assert!(made(1) != made(2));
    }

    #[test]
    fn a_seed_whose_bits_look_like_a_row_makes_other_people() {
        let names = |seed| {
            let people = rows(300, seed).filter_map(|it| match it {
                Row::Person(person) => Some(person.name),
                _ => None,
            });
            people.collect::<std::collections::BTreeSet<LocalText>>()
        };
        assert!(names(1).intersection(&names(1 ^ (1 << 8))).count() < 30);
    }

    #[test]
    fn a_made_up_graph_is_whole() {
        let mut builder = Builder::default();
        rows(1_000, 7).for_each(|row| builder.push(&row));
        let snapshot = builder.finish().unwrap();
        let count = |name| snapshot.frame(crate::catalog::place(name)).live().len();
        assert_eq!(
            (count("Person"), count("Employment"), count("SalaryRecord")),
            (1000, 3000, 1000)
        );
        // Of 30 years: prices of six countries, exchange rates and purchasing power of five.
        assert_eq!(count("Rate"), 30 * (6 + 5 + 5));
        assert!(count("Publication") > 100);
    }

    #[test]
    fn made_up_pay_compares_in_every_way() {
        let mut builder = Builder::default();
        rows(1_000, 7).for_each(|row| builder.push(&row));
        let snapshot = builder.finish().unwrap();
        let year = Some(Year::try_from(2024).unwrap());
        let yuan = Some("CNY".parse().unwrap());
        for (adjust, year) in [
            (Adjust::Nominal, None),
            (Adjust::Real, year),
            (Adjust::Ppp, None),
            (Adjust::Ppp, year),
        ] {
            let pay_in = PayIn::new(yuan, adjust, year).unwrap();
            let converter = Converter::new(&snapshot, pay_in);
            let records = snapshot.frame(crate::catalog::place("SalaryRecord")).live();
            assert!(records.iter().all(|it| converter.pay(it).is_ok_and(|it| it.low > 0.0)));
        }
    }
}
