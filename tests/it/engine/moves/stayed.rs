//! Who stayed and where graduates went, against an oracle, and by their rules.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    oracle::{Careers, Spell, dates},
    *,
};
use bole::{
    catalog::{enums::EmployerChoice, value::Day},
    engine::moves::{AfterYears, AlumniAsked, RetentionAsked},
};

/// Cohorts as the oracle counts them: year, how many started, and what became of them.
type Cohorts = BTreeMap<u16, (u64, Vec<AfterYears>)>;

/// The day so many years after another; after a leap day, the first of March.
fn anniversary(day: i32, years: u16) -> i32 {
    let (year, month, of_month) = Day(day).ymd();
    let date = PartialDate::new(year + years, Some(month), Some(of_month));
    date.map_or_else(|_| Day::from_ymd(year + years, 3, 1).0, |it| it.first_day().0)
}

fn cohorts(careers: &Careers<'_>, asked: &RetentionAsked, at: Option<&str>) -> (Cohorts, u64) {
    let mut cohorts = Cohorts::new();
    let mut unplaced = 0;
    let (Day(first_on), Day(last_on)) = (asked.on.first_day(), asked.on.last_day());
    let is_there = |place: &Option<String>| at.is_none_or(|it| place.as_deref() == Some(it));
    for spells in careers.spells.values() {
        let undated = spells.iter().filter(|it| it.dates.is_none() && is_there(&it.place));
        unplaced += undated.count() as u64;
        let stays = Careers::stays(spells);
        for (place, stay) in stays.iter().filter(|it| is_there(&it.0)) {
            if stay.start.0 > last_on {
                continue;
            }
            let is_known = stay.start.0 > i32::MIN / 2 && place.is_some();
            let year = |day: i32| Day(day).ymd().0;
            if !is_known || year(stay.start.0) != year(stay.start.1) {
                unplaced += 1;
                continue;
            }
            let after = vec![AfterYears::default(); asked.years.into()];
            let cohort = cohorts.entry(year(stay.start.0)).or_insert((0, after));
            cohort.0 += 1;
            for (years, counts) in (1..).zip(&mut cohort.1) {
                let first = anniversary(stay.start.0, years);
                let last = anniversary(stay.start.1, years);
                let goes_on = stay.reach == i32::MAX / 2;
                if last > first_on {
                    counts.pending += 1;
                } else if goes_on || stay.end.0 >= last {
                    counts.stayed += 1;
                } else if stay.end.1 < first {
                    counts.left += 1;
                } else {
                    counts.unknown += 1;
                }
            }
        }
    }
    (cohorts, unplaced)
}

/// From, to and who, and how many flows of one person lead from or to where is not known.
type Pairs = (BTreeMap<(String, String), BTreeSet<String>>, u64);

fn pairs(rows: &[Row], by: MovePlace, choice: EmployerChoice) -> Pairs {
    let careers = Careers::new(rows, by, None);
    let mut known: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let mut unknown = BTreeSet::new();
    for row in rows {
        let Row::Education(study) = row else { continue };
        let person = study.person.key();
        let from = careers.place(study.institution.key());
        let spells: &[Spell] = &careers.spells[person];
        let to: Vec<Option<String>> = match choice {
            EmployerChoice::Any => spells.iter().map(|it| it.place.clone()).collect(),
            EmployerChoice::First => {
                let Some(span) = dates(study.start, study.end, false) else { continue };
                let over = if study.end.is_some() { span.end.0 } else { span.start.0 };
                let mut stays = Careers::stays(spells);
                stays.retain(|it| it.1.start.1 >= over);
                let is_first = |one: &oracle::Dates| {
                    !stays.iter().any(|(_, other)| other.start.1 < one.start.0)
                };
                stays.iter().filter(|it| is_first(&it.1)).map(|it| it.0.clone()).collect()
            }
        };
        for to in to {
            match (from.clone(), to) {
                (Some(from), Some(to)) => {
                    known.entry((from, to)).or_default().insert(person.to_owned());
                }
                (from, to) => drop(unknown.insert((from, to, person.to_owned()))),
            }
        }
    }
    (known, unknown.len() as u64)
}

fn alumni(by: MovePlace, employer: EmployerChoice) -> AlumniAsked {
    AlumniAsked {
        studies: None,
        employments: None,
        by,
        employer,
        from: None,
        to: None,
        count_min: 1,
        offset: 0,
        first: 1_000,
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(2 * CASES)
    })]

    #[test]
    fn who_stayed_is_who_the_oracle_counts(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = careers::graph(&mut dice);
        let snapshot = snapshot(&rows);
        for by in PLACES {
            let (filter, role) = role(&mut dice);
            let on = dice.pick(&["2013", "2014-06-30", "2026-11-24"]).parse().unwrap();
            let at = some_place(&mut dice, &snapshot, *by);
            let asked = RetentionAsked { filter, by: *by, at, on, years: 4 };
            let careers = Careers::new(&rows, *by, role);
            let at = at.map(|it| careers.place(&name(&snapshot, it)));
            let found = moves::retention(&snapshot, &asked);
            // An organization without a country stands for no place.
            let Some(at) = at.map_or(Some(None), |it| it.map(Some)) else {
                prop_assert_eq!(found, moves::Retention::default());
                continue;
            };
            let expected = cohorts(&careers, &asked, at.as_deref());
            let seen: Cohorts =
                found.cohorts.into_iter().map(|it| (it.year, (it.started, it.after))).collect();
            prop_assert_eq!((seen, found.unplaced), expected, "{:?}\n{:#?}", asked, careers);
        }
    }

    #[test]
    fn graduates_went_where_the_oracle_sends_them(seed in any::<u64>()) {
        let mut dice = Dice::new(seed);
        let rows = careers::graph(&mut dice);
        let snapshot = snapshot(&rows);
        for by in PLACES {
            for choice in [EmployerChoice::First, EmployerChoice::Any] {
                let found = moves::alumni(&snapshot, &alumni(*by, choice));
                let seen = found.flows.iter().map(|it| {
                    let people = keys(&snapshot, place("Person"), &it.people);
                    let places = (name(&snapshot, it.from), name(&snapshot, it.to));
                    (places, people.into_iter().collect())
                });
                let expected = pairs(&rows, *by, choice);
                prop_assert_eq!((seen.collect(), found.unknown), expected, "{:?} {:?}", by, choice);
                prop_assert!(found.flows.is_sorted_by_key(|it| std::cmp::Reverse(it.people.len())));
                prop_assert_eq!(found.counted, found.flows.iter().map(|it| it.people.len()).sum::<u64>());
            }
        }
    }
}

/// Stayed, left, unknown and pending after each year, of one spell.
fn after(spell: (&str, &str), on: &str) -> Vec<(u64, u64, u64, u64)> {
    let snapshot = snapshot(&career(&[("google", spell.0, spell.1)]));
    let by = MovePlace::Organization;
    let asked = RetentionAsked { filter: None, by, at: None, on: on.parse().unwrap(), years: 3 };
    let found = moves::retention(&snapshot, &asked);
    let after = found.cohorts.into_iter().flat_map(|it| it.after);
    after.map(|it| (it.stayed, it.left, it.unknown, it.pending)).collect()
}

#[test]
fn somebody_is_still_there_after_years_if_that_is_certain() {
    let (stayed, left, unknown, pending) = ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1));
    assert_eq!(after(("2015", "2017"), "2026"), [stayed, unknown, left]);
    assert_eq!(after(("2015-03-01", "2016-03-01"), "2026"), [stayed, left, left]);
    assert_eq!(after(("2015-03-01", "2016-02-29"), "2026"), [left; 3]);
    assert_eq!(after(("2016-02-29", "2017-02-28"), "2026"), [left; 3]);
    assert_eq!(after(("2016-02-29", "2017-03-01"), "2026"), [stayed, left, left]);
    // A spell that goes on lasts, and one that is over may have.
    assert_eq!(after(("2015", ""), "2026"), [stayed; 3]);
    assert_eq!(after(("2015", "over"), "2026"), [unknown; 3]);
    // An anniversary that has not come says nothing, even of who has left.
    assert_eq!(after(("2015-03", "2015-06"), "2016-06-01"), [left, pending, pending]);
    assert_eq!(after(("2015", ""), "2016-06-01"), [pending; 3]);
    assert_eq!(after(("2017", ""), "2016-06-01"), []);
}

#[test]
fn a_graduates_first_employer_is_the_first_after_the_study() {
    let first = |study: (&str, &str), employer| {
        let mut rows = career(&[
            ("google", "2010", "2011"),
            ("openai", "2015", "2016"),
            ("deepmind", "2015-06", "2017"),
            ("baidu", "2018", ""),
        ]);
        let cells =
            [("person", "ada"), ("institution", "nowhere"), ("start", study.0), ("end", study.1)];
        rows.push(careers::made("Education", "e", &cells));
        let snapshot = snapshot(&rows);
        let found = moves::alumni(&snapshot, &alumni(MovePlace::Organization, employer));
        let seen: Vec<String> = found.flows.iter().map(|it| name(&snapshot, it.to)).collect();
        (seen.join(", "), found.undated)
    };
    let seen = |study| first(study, EmployerChoice::First);
    assert_eq!(seen(("2011", "2014")), ("deepmind, openai".to_owned(), 0));
    assert_eq!(seen(("2009", "2010")), ("google".to_owned(), 0));
    assert_eq!(seen(("2009", "")), ("google".to_owned(), 0));
    assert_eq!(seen(("", "2017")), ("baidu".to_owned(), 0));
    assert_eq!(seen(("2019", "2020")), (String::new(), 0));
    assert_eq!(seen(("", "")), (String::new(), 1));
    let any = first(("", ""), EmployerChoice::Any);
    assert_eq!(any, ("baidu, deepmind, google, openai".to_owned(), 0));
}
