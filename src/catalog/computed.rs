//! What is computed from rows and never stored.

mod argument;

use super::enums::{Adjust, Degree, EnumType, PayEnd, Verdict};

pub use argument::{Argument, ArgumentKind, Need};
pub(super) use argument::{optional, or, required};

/// A field that is computed when it is asked for.
#[derive(Debug)]
pub struct Computed {
    /// The table whose rows have it.
    pub table: &'static str,
    /// `snake_case`.
    pub name: &'static str,
    pub doc: &'static str,
    pub arguments: &'static [Argument],
    pub output: Output,
    pub nullable: bool,
    pub compute: Compute,
}

/// The computations, each one function of the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compute {
    HighestDegree,
    Age,
    Experience,
    Tenure,
    IsCurrent,
    /// By the spells of the named link.
    MembersOn(&'static str),
    Pay,
    Audit,
}

/// What a computed field, or a field of a record, holds.
#[derive(Clone, Copy, Debug)]
pub enum Output {
    Bool,
    Int,
    Float,
    Decimal,
    Text,
    /// Any number of texts.
    Texts,
    /// The id of a row.
    Id,
    /// Ids of any number of rows.
    Ids,
    Date,
    Moment,
    /// Whatever can be written as JSON.
    Json,
    Country,
    Currency,
    Enum(&'static EnumType),
    Record(&'static Record),
    /// Any number of records.
    Records(&'static Record),
    /// A row of the named table.
    Row(&'static str),
    /// A row of whatever table.
    AnyRow,
    /// A few rows of the named table.
    Rows(&'static str),
    /// Rows of the named table, page by page.
    Connection(&'static str),
}

/// Values that are computed together.
#[derive(Debug)]
pub struct Record {
    /// Type name, `UpperCamelCase`.
    pub name: &'static str,
    pub doc: &'static str,
    pub fields: &'static [RecordField],
}

#[derive(Debug)]
pub struct RecordField {
    /// `snake_case`.
    pub name: &'static str,
    pub doc: &'static str,
    pub output: Output,
    pub nullable: bool,
}

/// A field of a record that always has a value.
pub(super) const fn given(name: &'static str, output: Output, doc: &'static str) -> RecordField {
    RecordField { name, doc, output, nullable: false }
}

/// A field of a record that may be null.
pub(super) const fn maybe(name: &'static str, output: Output, doc: &'static str) -> RecordField {
    RecordField { name, doc, output, nullable: true }
}

/// Partial dates leave a span of possible answers: a person born in 1985 is 37 or 38 in 2023.
pub static YEARS: Record = Record {
    name: "Years",
    doc: "A length of time in years. Where dates give the year or the month only, it lies between \
          `min` and `max`.",
    fields: &[
        given("min", Output::Float, "The least that the dates allow, in years."),
        given("max", Output::Float, "The most that the dates allow, in years."),
        given("mid", Output::Float, "Half way between `min` and `max`, in years."),
    ],
};

pub static PAY: Record = Record {
    name: "Pay",
    doc: "Pay made comparable: for a whole year, in one currency, adjusted for prices where asked. \
          A yearly amount that covers fewer months is scaled to twelve; hours, days, weeks and \
          months are multiplied by 2,080, 260, 52 and 12.",
    fields: &[
        maybe("low", Output::Decimal, "The amount, or the lower end of the range, for a year."),
        maybe("high", Output::Decimal, "The amount, or the upper end of the range, for a year."),
        maybe("mid", Output::Decimal, "Half way between `low` and `high`."),
        given("currency", Output::Currency, "The currency of the amounts."),
        given("adjust", Output::Enum(&Adjust::TYPE), "How they are adjusted."),
        maybe(
            "year",
            Output::Int,
            "The year whose rates hold for the record: its own, or that of `asOf`.",
        ),
        maybe(
            "price_year",
            Output::Int,
            "The year in whose prices the amounts are; null for those of `year`.",
        ),
        given("method", Output::Text, "How the amounts are made of those published, in words."),
        maybe(
            "factor",
            Output::Float,
            "By what the amounts for a year were multiplied; with NOMINAL the exchange rate.",
        ),
        given(
            "rates",
            Output::Rows("Rate"),
            "The rates that were used, in the order of their use; none where none was needed.",
        ),
        maybe(
            "missing",
            Output::Text,
            "Why the amounts are null: the rate, the year or the country that is not known, in a \
             sentence.",
        ),
    ],
};

pub static AUDIT_CHECK: Record = Record {
    name: "AuditCheck",
    doc: "One computation by which a published statistic was checked.",
    fields: &[
        given("verdict", Output::Enum(&Verdict::TYPE), "What this computation showed."),
        given("rule", Output::Text, "What was compared with what, in a sentence."),
        given(
            "computation",
            Output::Text,
            "The computation with its numbers, such as \
             `27 + 25 + 28 + 5 = 85`.",
        ),
        maybe("published", Output::Float, "The number as published."),
        maybe("computed", Output::Float, "The number that the computation gives."),
        maybe(
            "tolerance",
            Output::Float,
            "How far the two may lie apart, from the precision with \
             which the numbers were published.",
        ),
        given("figures", Output::Rows("Figure"), "The other figures that were used."),
    ],
};

pub static AUDIT: Record = Record {
    name: "Audit",
    doc: "A published statistic, recomputed from other figures and rows.",
    fields: &[
        given(
            "verdict",
            Output::Enum(&Verdict::TYPE),
            "CONTRADICTED where any check is; else \
             CONSISTENT where any check could be made.",
        ),
        given("explanation", Output::Text, "The verdict with its numbers, in a sentence."),
        given("checks", Output::Records(&AUDIT_CHECK), "The computations that were made."),
    ],
};

/// What is told of pay that is summed up.
pub static PAY_TOGETHER: &[Argument] = &[
    Argument {
        name: "in",
        doc: "In what the pay is wanted; with `currency`, since amounts in several do not add up.",
        kind: ArgumentKind::PayIn,
        need: Need::Required,
    },
    Argument {
        name: "end",
        doc: "Which of a range is meant.",
        kind: ArgumentKind::Enum(&PayEnd::TYPE),
        need: Need::Or("MID"),
    },
];

const ON: &[Argument] = &[Argument {
    name: "on",
    doc: "The date at which to look; today where left out. May be partial.",
    kind: ArgumentKind::Date,
    need: Need::Optional,
}];

/// Dates may leave open who was there.
pub static MEMBERS: Record = Record {
    name: "Members",
    doc: "Who was there on a day. Who has several spells counts by the one that is most certain.",
    fields: &[
        given("certain", Output::Connection("Person"), "Those who were there for certain."),
        given(
            "possible",
            Output::Connection("Person"),
            "Those for whom dates leave it open, such as a start that gives the year only.",
        ),
    ],
};

/// Every computed field, in the order in which its table shows them.
pub static COMPUTED: &[Computed] = &[
    Computed {
        table: "Person",
        name: "highest_degree",
        doc: "The highest degree among the person's studies; null where none is known.",
        arguments: &[],
        output: Output::Enum(&Degree::TYPE),
        nullable: true,
        compute: Compute::HighestDegree,
    },
    Computed {
        table: "Person",
        name: "age",
        doc: "Age at a date, in completed years; null where the date of birth is not known or \
              lies later.",
        arguments: ON,
        output: Output::Record(&YEARS),
        nullable: true,
        compute: Compute::Age,
    },
    Computed {
        table: "Person",
        name: "experience",
        doc: "Years of work up to a date; time in several spells at once counts once. Null where \
              no spell has a start. A spell that is over without a known end counts from 0 years \
              to all the years from its start to `as_of`, or to the date.",
        arguments: ON,
        output: Output::Record(&YEARS),
        nullable: true,
        compute: Compute::Experience,
    },
    Computed {
        table: "Employment",
        name: "tenure",
        doc: "Years from the start of the spell to its end, or to the date where it goes on; null \
              where the start is not known or lies later.",
        arguments: ON,
        output: Output::Record(&YEARS),
        nullable: true,
        compute: Compute::Tenure,
    },
    Computed {
        table: "Employment",
        name: "is_current",
        doc: "Whether the spell goes on at a date; null where its dates leave that open.",
        arguments: ON,
        output: Output::Bool,
        nullable: true,
        compute: Compute::IsCurrent,
    },
    Computed {
        table: "Membership",
        name: "is_current",
        doc: "Whether the membership goes on at a date; null where its dates leave that open.",
        arguments: ON,
        output: Output::Bool,
        nullable: true,
        compute: Compute::IsCurrent,
    },
    Computed {
        table: "Team",
        name: "members_on",
        doc: "Who was in the team on a day, by memberships that went on then. As with `isCurrent`, \
              one without dates goes on.",
        arguments: ON,
        output: Output::Record(&MEMBERS),
        nullable: false,
        compute: Compute::MembersOn("memberships"),
    },
    Computed {
        table: "Organization",
        name: "members_on",
        doc: "Who worked there on a day, by spells of work that went on then, without those at \
              parts of it. As with `isCurrent`, one without dates goes on unless it is said to be \
              over.",
        arguments: ON,
        output: Output::Record(&MEMBERS),
        nullable: false,
        compute: Compute::MembersOn("employments"),
    },
    Computed {
        table: "SalaryRecord",
        name: "pay",
        doc: "The pay for a whole year, in a currency and in prices of choice. A missing rate is \
              named, never taken as zero.",
        arguments: &[Argument {
            name: "in",
            doc: "In what the pay is wanted: the record's own currency, as published, where left \
                  out.",
            kind: ArgumentKind::PayIn,
            need: Need::Optional,
        }],
        output: Output::Record(&PAY),
        nullable: false,
        compute: Compute::Pay,
    },
    Computed {
        table: "Figure",
        name: "audit",
        doc: "The statistic recomputed from other figures and rows: sums, shares, differences, \
              premiums and conversions.",
        arguments: &[],
        output: Output::Record(&AUDIT),
        nullable: false,
        compute: Compute::Audit,
    },
];

impl Computed {
    /// Whether it is a number that can be summed up: a length of time.
    pub fn is_number(&self) -> bool {
        matches!(self.output, Output::Record(record) if record.name == YEARS.name)
    }

    /// Whether rows can be grouped by it.
    pub fn is_key(&self) -> bool {
        let is_asked = self.arguments.iter().any(|it| it.need == Need::Required);
        matches!(self.output, Output::Enum(_) | Output::Bool) && !is_asked
    }
}

/// The computed fields of the table called `name`.
pub fn computed(name: &str) -> impl Iterator<Item = &'static Computed> {
    COMPUTED.iter().filter(move |it| it.table == name)
}
