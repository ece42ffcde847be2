//! Studies and spells of work, and who advised whom, out of statements.

use std::collections::HashSet;

use super::{
    item::Item,
    single,
    statement::{Statement, Thing},
    taken::{Named, Taken, mention},
    terms::{self, DEGREES, ROLES},
};
use crate::{
    catalog::value::PartialDate,
    import::{Draft, Record, Wrong, member::LeftOut},
};

/// Properties that tell what somebody was in a spell of work: position held, object has role, and
/// the older "as".
const POSITIONS: &[&str] = &["P39", "P3831", "P794"];

/// Whom statements are about.
#[derive(Clone, Copy)]
pub(super) struct Subject {
    pub(super) person: Item,
    pub(super) born: Option<PartialDate>,
}

/// What a line with one statement becomes: nothing, where it is of a kind that is not kept. Of
/// several dates of birth of a person the first is taken.
pub(super) fn of_statement(
    line: u64,
    person: Item,
    it: &Statement,
    born: &mut HashSet<Item>,
) -> Result<Record, Wrong> {
    let mut taken = Taken::new(line);
    let subject = Subject { person, born: None };
    match it.property.as_str() {
        "P569" => {
            let date = single::date(std::slice::from_ref(it), &mut taken.left_out);
            let Some(date) = date else { return Ok(taken.record()) };
            if born.insert(person) {
                taken.put(mention(person, Named::Person).with("birth_date", &date.to_string()))?;
            } else {
                taken.left_out.add("P569", format!("`{person}` has a date of birth already"));
            }
        }
        "P69" | "P108" | "P184" | "P185" => {
            taken.mention(person, Named::Person)?;
            put(&mut taken, subject, it)?;
        }
        _ => (),
    }
    Ok(taken.record())
}

/// Adds what a statement about a person says, whose row is there.
pub(super) fn put(taken: &mut Taken, subject: Subject, it: &Statement) -> Result<(), Wrong> {
    let Some(value) = it.item(&mut taken.left_out) else { return Ok(()) };
    match it.property.as_str() {
        "P69" => study(taken, subject, it, value),
        "P108" => work(taken, subject, it, value),
        "P184" => {
            let span = Span::of(it, subject.born, &mut taken.left_out);
            taken.mention(value, Named::Person)?;
            advising(taken, &it.property, (value, subject.person), span)
        }
        _ => {
            taken.mention(value, Named::Person)?;
            // The student's own statement tells when.
            advising(taken, &it.property, (subject.person, value), Span::default())
        }
    }
}

fn study(taken: &mut Taken, subject: Subject, it: &Statement, school: Item) -> Result<(), Wrong> {
    let institution = taken.mention(school, Named::School)?;
    let span = Span::of(it, subject.born, &mut taken.left_out);
    let draft = Draft::new("Education", &it.key(subject.person))
        .with("person", &subject.person.key())
        .with("institution", &institution)
        .maybe("degree", degree(it, &mut taken.left_out));
    taken.put(span.put_on(draft))
}

fn work(taken: &mut Taken, subject: Subject, it: &Statement, employer: Item) -> Result<(), Wrong> {
    let organization = taken.mention(employer, Named::Organization)?;
    let span = Span::of(it, subject.born, &mut taken.left_out);
    let is_over = span.end.is_none() && it.qualified("P582").any(|it| *it == Thing::Unknown);
    let draft = Draft::new("Employment", &it.key(subject.person))
        .with("person", &subject.person.key())
        .with("organization", &organization)
        .maybe("role", role(it, &mut taken.left_out))
        .maybe("ending", is_over.then_some("ENDED"));
    taken.put(span.put_on(draft))
}

/// Adds an advisor and a student, whose rows are there.
pub(super) fn advising(
    taken: &mut Taken,
    member: &str,
    (advisor, student): (Item, Item),
    span: Span,
) -> Result<(), Wrong> {
    if advisor == student {
        taken.left_out.add(member, format!("`{student}` is named as the advisor of themselves"));
        return Ok(());
    }
    // The same, whichever of the two names the other.
    let key = format!("{}-advised-{}", advisor.key(), student.to_string().to_lowercase());
    let draft = Draft::new("Advising", &key)
        .with("advisor", &advisor.key())
        .with("student", &student.key())
        .with("degree", "DOCTORATE");
    taken.put(span.put_on(draft))
}

/// The highest of the degrees that are known.
fn degree(it: &Statement, left_out: &mut LeftOut) -> Option<&'static str> {
    let known = known(it, "P512", DEGREES, left_out);
    let highest = known.iter().max_by_key(|it| it.0)?.1;
    if known.iter().any(|it| it.1 != highest) {
        left_out.add("P512", format!("of several degrees only the highest is kept, {highest}"));
    }
    Some(highest)
}

fn role(it: &Statement, left_out: &mut LeftOut) -> Option<&'static str> {
    let mut roles: Vec<&str> = Vec::new();
    for property in POSITIONS {
        roles.extend(known(it, property, ROLES, left_out).iter().map(|it| it.1));
    }
    roles.dedup();
    match roles[..] {
        [role] => Some(role),
        [] => None,
        _ => {
            left_out.add("P39", format!("names several roles: {}", roles.join(", ")));
            None
        }
    }
}

/// What the values of a qualifier mean; those that mean nothing are left out.
fn known(
    it: &Statement,
    property: &str,
    lists: &[(&'static str, &[u64])],
    left_out: &mut LeftOut,
) -> Vec<(usize, &'static str)> {
    let mut known = Vec::new();
    for item in it.qualified(property).filter_map(Thing::item) {
        match terms::meaning(lists, item) {
            Some(meaning) => known.push(meaning),
            None => left_out.add(property, format!("`{item}` is none of those that are known")),
        }
    }
    known
}

/// When something was so.
#[derive(Clone, Copy, Default)]
pub(super) struct Span {
    start: Option<PartialDate>,
    end: Option<PartialDate>,
    /// A time at which it was so.
    at: Option<PartialDate>,
}

impl Span {
    fn of(it: &Statement, born: Option<PartialDate>, left_out: &mut LeftOut) -> Self {
        let mut date = |property: &str| {
            let things: Vec<&Thing> = it.qualified(property).collect();
            single::date_of(property, &things, left_out)
        };
        let span = Span { start: date("P580"), end: date("P582"), at: date("P585") };
        if is_before(span.end, span.start) {
            left_out.add("P582", "lies before the start: neither is kept");
            return Span { at: span.at, ..Span::default() };
        }
        if is_before(span.start, born) {
            left_out.add("P580", "lies before the birth");
            return Span { start: None, ..span };
        }
        span
    }

    fn put_on(self, draft: Draft) -> Draft {
        let text = |it: Option<PartialDate>| it.map(|it| it.to_string());
        draft
            .maybe("start", text(self.start).as_deref())
            .maybe("end", text(self.end).as_deref())
            .maybe("as_of", text(self.at).as_deref())
    }
}

/// Whether one date surely lies before another.
fn is_before(one: Option<PartialDate>, other: Option<PartialDate>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one.last_day() < other.first_day())
}
