//! What must hold within a row and between rows for a graph to make sense. Dates that give the
//! year or the month only are compared by what they may mean: only what can't be true is a fault.

use super::{Person, Row, RowId, SalaryRecord, TABLES, enums::Precision, value::PartialDate};

/// The rows around one, as they are to be.
pub trait Around {
    fn exists(&self, id: &RowId) -> bool;
    fn row(&self, id: &RowId) -> Option<Row>;
    /// The rows that the link called `link` leads to from a row.
    fn linked(&self, id: &RowId, link: &str) -> Vec<Row>;
}

/// A value that can't be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The name of the field.
    pub field: &'static str,
    pub rule: Rule,
    /// What is wrong, and what would be right.
    pub reason: String,
}

/// What a fault goes against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What is referred to exists.
    Exists,
    /// Values agree with each other.
    Agrees,
    /// The row is not too large to be kept.
    Fits,
}

/// Steps up from a row to those it is a part of or built on: no chain of them is longer.
const STEPS_MAX: usize = 1_000;

/// Bytes of the values of a row: sled keeps values of more than twice as many apart, where they may
/// be lost when the power fails.
const ROW_BYTES_MAX: usize = 64 << 10;

/// What is wrong with a row among others.
pub fn check(row: &Row, around: &dyn Around) -> Vec<Fault> {
    let mut faults = Faults(Vec::new());
    for (place, field) in TABLES[row.table()].fields.iter().enumerate() {
        for id in row.references(place) {
            if !around.exists(&id) {
                faults.0.push(Fault {
                    field: field.name,
                    rule: Rule::Exists,
                    reason: format!("there is no row with the id `{id}`"),
                });
            }
        }
    }
    size(row, &mut faults);
    of_row(row, around, &mut faults);
    faults.0
}

/// A row is one value of the store; the field that is largest is at fault.
fn size(row: &Row, faults: &mut Faults) {
    let fields = TABLES[row.table()].fields.iter().enumerate();
    let sizes = fields.map(|(place, field)| (row.cell(place).bytes(), field.name));
    let sizes: Vec<(usize, &'static str)> = sizes.collect();
    let all: usize = sizes.iter().map(|it| it.0).sum();
    if let Some((bytes, field)) = sizes.into_iter().max().filter(|_| all > ROW_BYTES_MAX) {
        let reason = format!(
            "the values of the row take {all} bytes, of which these take {bytes}: a row takes at \
             most {ROW_BYTES_MAX}"
        );
        faults.0.push(Fault { field, rule: Rule::Fits, reason });
    }
}

struct Faults(Vec<Fault>);

impl Faults {
    fn add(&mut self, field: &'static str, reason: String) {
        self.0.push(Fault { field, rule: Rule::Agrees, reason });
    }

    /// A span of time begins before it ends.
    fn span(&mut self, start: Option<PartialDate>, end: Option<PartialDate>) {
        if let (Some(start), Some(end)) = (start, end)
            && is_before(end, start)
        {
            self.add("end", format!("the end, {end}, must not be before the start, {start}"));
        }
    }

    /// Nobody does anything before being born.
    fn birth(&mut self, person: &RowId, start: Option<PartialDate>, around: &dyn Around) {
        if let Some(Row::Person(Person { birth_date: Some(birth), .. })) = around.row(person)
            && let Some(start) = start
            && is_before(start, birth)
        {
            let reason =
                format!("the start, {start}, must not be before the birth of `{person}`, {birth}");
            self.add("start", reason);
        }
    }
}

fn is_before(one: PartialDate, other: PartialDate) -> bool {
    one.last_day() < other.first_day()
}

fn of_row(row: &Row, around: &dyn Around, faults: &mut Faults) {
    let person = |key: &str| id("Person", key);
    match row {
        Row::Education(it) => {
            faults.span(it.start, it.end);
            faults.birth(&person(it.person.key()), it.start, around);
        }
        Row::Employment(it) => {
            faults.span(it.start, it.end);
            faults.birth(&person(it.person.key()), it.start, around);
        }
        Row::Membership(it) => {
            faults.span(it.start, it.end);
            faults.birth(&person(it.person.key()), it.start, around);
        }
        Row::Honor(it) => {
            faults.span(it.start, it.end);
            faults.birth(&person(it.person.key()), it.start, around);
        }
        Row::Advising(it) => {
            faults.span(it.start, it.end);
            faults.birth(&person(it.student.key()), it.start, around);
            if it.advisor == it.student {
                let reason = "the student must be somebody else than the advisor".to_owned();
                faults.add("student", reason);
            }
        }
        Row::Person(it) => birth_of(it, around, faults),
        Row::Organization(_) => no_circle(row, "parent", around, faults),
        Row::Model(_) => no_circle(row, "base", around, faults),
        Row::SalaryRecord(it) => pay(it, faults),
        Row::Publication(it) => {
            let papers = i32::try_from(it.papers.code()).map_or(f64::MAX, f64::from);
            if it.adjusted_papers.is_some_and(|it| it.get() > papers) {
                let reason = format!(
                    "adjusted papers must be at most the papers, {}: none counts more than once",
                    it.papers
                );
                faults.add("adjusted_papers", reason);
            }
        }
        Row::Figure(it) => {
            faults.span(it.start, it.end);
            if let (Some(low), Some(high)) = (it.value, it.high)
                && high.get() < low.get()
            {
                let reason = format!("the upper end, {high}, must be at least the lower, {low}");
                faults.add("high", reason);
            }
        }
        Row::Source(_)
        | Row::Team(_)
        | Row::Event(_)
        | Row::Rate(_)
        | Row::SavedQuestion(_)
        | Row::Redirect(_) => (),
    }
}

fn id(table: &'static str, key: &str) -> RowId {
    RowId::new(table, key.parse().expect("a reference holds a key"))
}

/// Nothing that a person did lies before the person's birth.
fn birth_of(person: &Person, around: &dyn Around, faults: &mut Faults) {
    let Some(birth) = person.birth_date else { return };
    for link in ["educations", "employments", "memberships", "honors", "advisors"] {
        for row in around.linked(&id("Person", person.key.as_str()), link) {
            let start = match &row {
                Row::Education(it) => it.start,
                Row::Employment(it) => it.start,
                Row::Membership(it) => it.start,
                Row::Honor(it) => it.start,
                Row::Advising(it) => it.start,
                _ => None,
            };
            if let Some(start) = start.filter(|it| is_before(*it, birth)) {
                let reason = format!(
                    "the birth, {birth}, must not be after the start of `{}`, {start}",
                    row.id()
                );
                faults.add("birth_date", reason);
            }
        }
    }
}

/// Nothing is a part of itself, or built on itself, whatever lies between.
fn no_circle(row: &Row, field: &'static str, around: &dyn Around, faults: &mut Faults) {
    let place = TABLES[row.table()].field(field).expect("the rules name the catalog's fields");
    let this = row.id();
    let mut above = row.references(place).into_iter().next();
    for _ in 0..STEPS_MAX {
        let Some(id) = above else { return };
        if id == this {
            break;
        }
        above = around.row(&id).and_then(|it| it.references(place).into_iter().next());
    }
    let reason = format!("the {field} leads back to `{this}` itself: name another row, or none");
    faults.add(field, reason);
}

fn pay(record: &SalaryRecord, faults: &mut Faults) {
    if let (Some(fewest), Some(most)) = (record.experience_min, record.experience_max)
        && most < fewest
    {
        let reason =
            format!("the most years of experience, {most}, must be at least the fewest, {fewest}");
        faults.add("experience_max", reason);
    }
    let amounts = [
        ("low", Some(record.low)),
        ("base", record.base),
        ("bonus", record.bonus),
        ("stock", record.stock),
        ("allowance", record.allowance),
    ];
    let negative = amounts.into_iter().filter_map(|(field, it)| Some((field, it?)));
    let negative: Vec<_> = negative.filter(|it| it.1.code() < 0).collect();
    for (field, amount) in &negative {
        faults.add(field, format!("{amount} is no pay: an amount must be at least 0"));
    }
    if !negative.is_empty() {
        return;
    }
    let (low, high) = (record.low, record.high);
    if let Some(high) = high.filter(|it| *it < low) {
        faults.add("high", format!("the upper end, {high}, must be at least the lower, {low}"));
        return;
    }
    let is_bound = matches!(record.precision, Precision::Exact | Precision::AtMost);
    let parts = [record.base, record.bonus, record.stock, record.allowance];
    let sum: i128 = parts.iter().flatten().map(|it| i128::from(it.code())).sum();
    let total = high.unwrap_or(low);
    if is_bound && sum > total.code().into() {
        let reason = format!(
            "base, bonus, stock and allowance must be at most {total} together, as the whole is"
        );
        faults.add("base", reason);
    }
}
