//! Questions about moves between organizations, and about chains between people.

use super::{Ask, Question};
use crate::catalog::{
    computed::{Argument, ArgumentKind, Output, Record, given, maybe, optional, or, required},
    enums::{EmployerChoice, MovePlace, TieKind},
};

const BY: Argument = or(
    "by",
    ArgumentKind::Enum(&MovePlace::TYPE),
    "ORGANIZATION",
    "What counts as a place: organizations, those at the top of them, or countries.",
);
const WORK: Argument = optional(
    "where",
    ArgumentKind::Filter("Employment"),
    "Which spells of work count; those left out are as though they were not there.",
);
const FROM: Argument = optional(
    "from",
    ArgumentKind::Id("Organization"),
    "Only from this organization, or from the one at the top of it.",
);
const TO: Argument = optional(
    "to",
    ArgumentKind::Id("Organization"),
    "Only to this organization, or to the one at the top of it.",
);
const FROM_COUNTRY: Argument =
    optional("from_country", ArgumentKind::Country, "By COUNTRY: only from this country.");
const TO_COUNTRY: Argument =
    optional("to_country", ArgumentKind::Country, "By COUNTRY: only to this country.");
const COUNT_MIN: Argument =
    or("min_count", ArgumentKind::Int { min: 1, max: i32::MAX }, "1", "Only flows of so many.");
const FIRST: Argument = or(
    "first",
    ArgumentKind::Int { min: 0, max: 1_000 },
    "20",
    "How many flows to give, the largest first; at most 1,000.",
);
const OFFSET: Argument =
    or("offset", ArgumentKind::Int { min: 0, max: i32::MAX }, "0", "How many flows to pass over.");

static FLOW_PLACE: Record = Record {
    name: "FlowPlace",
    doc: "A place that people leave or enter: an organization or a country.",
    fields: &[
        maybe("organization", Output::Row("Organization"), "The organization; null by COUNTRY."),
        maybe("country", Output::Country, "The country; null but by COUNTRY."),
    ],
};

static TALENT_FLOW: Record = Record {
    name: "TalentFlow",
    doc: "The moves from one place to another.",
    fields: &[
        given("from", Output::Record(&FLOW_PLACE), "The place that was left."),
        given("to", Output::Record(&FLOW_PLACE), "The place that was entered."),
        given("count", Output::Int, "How many moves; who moved twice counts twice."),
        given("back", Output::Int, "How many moves there were the other way."),
        given("share", Output::Float, "`count` as a part of all `moves`, from 0 to 1."),
        given("people", Output::Connection("Person"), "Who moved, each once."),
    ],
};

static TALENT_FLOWS_RECORD: Record = Record {
    name: "TalentFlows",
    doc: "Moves between places, and what could not be told.",
    fields: &[
        given(
            "nodes",
            Output::Records(&TALENT_FLOW),
            "The flows of this page: the largest first, then by the ids of the places.",
        ),
        given("total_count", Output::Int, "How many flows there are on all pages."),
        given(
            "moves",
            Output::Int,
            "How many moves there were between known places in the period, whatever flows are \
             asked for.",
        ),
        given("unknown", Output::Int, "Moves besides, from or to a place that is not known."),
        given(
            "possible",
            Output::Int,
            "Moves besides, whose date leaves open whether they lie in the period.",
        ),
        given(
            "unordered",
            Output::Int,
            "Pairs of one person's stays whose order their dates leave open; there is no move \
             between them.",
        ),
        given(
            "undated",
            Output::Int,
            "Spells without dates, of people who were at several places; they have no place in \
             the order.",
        ),
        given("undated_people", Output::Connection("Person"), "Who has such spells."),
    ],
};

pub(super) const TALENT_FLOWS: Question = Question {
    name: "talent_flows",
    doc: "Who moved from where to where. Spells at one place that touch or overlap are one stay; \
          a stay wholly inside another is a side job. A move goes from a stay to the next by their \
          starts, whether or not the first had ended, and has the date of the new start. Dates \
          that leave the order open make no move: nothing is guessed, and what is left open is \
          counted.",
    arguments: &[
        WORK,
        BY,
        optional(
            "period_from",
            ArgumentKind::Date,
            "Only moves that were, for certain, no sooner.",
        ),
        optional("period_to", ArgumentKind::Date, "Only moves that were, for certain, no later."),
        FROM,
        TO,
        FROM_COUNTRY,
        TO_COUNTRY,
        COUNT_MIN,
        FIRST,
        OFFSET,
    ],
    output: Output::Record(&TALENT_FLOWS_RECORD),
    ask: Ask::TalentFlows,
};

static EDUCATION_FLOW: Record = Record {
    name: "EducationFlow",
    doc: "Those who studied at one place and worked at another, which may be the same.",
    fields: &[
        given("from", Output::Record(&FLOW_PLACE), "Where they studied."),
        given("to", Output::Record(&FLOW_PLACE), "Where they worked."),
        given("count", Output::Int, "How many people."),
        given("share", Output::Float, "`count` as a part of all `counted`, from 0 to 1."),
        given("people", Output::Connection("Person"), "Who they are."),
    ],
};

static EDUCATION_FLOWS_RECORD: Record = Record {
    name: "EducationFlows",
    doc: "From where people studied to where they worked, and what could not be told.",
    fields: &[
        given(
            "nodes",
            Output::Records(&EDUCATION_FLOW),
            "The flows of this page: the largest first, then by the ids of the places.",
        ),
        given("total_count", Output::Int, "How many flows there are on all pages."),
        given(
            "counted",
            Output::Int,
            "People in all flows, whatever flows are asked for; somebody in several counts in \
             each.",
        ),
        given("unknown", Output::Int, "The same, from or to a place that is not known."),
        given(
            "undated",
            Output::Int,
            "Studies and spells of work without dates, of people who have both; they say nothing \
             of who was first. 0 where ANY employer counts.",
        ),
        given("undated_people", Output::Connection("Person"), "Who has such."),
    ],
};

pub(super) const EDUCATION_FLOWS: Question = Question {
    name: "education_flows",
    doc: "From where people studied to where they worked; each counts once in a flow. The first \
          employer is the first of those at which they did not begin, for certain, before the \
          study ended; several where their order is open.",
    arguments: &[
        optional("studies", ArgumentKind::Filter("Education"), "Which studies count."),
        optional("employments", ArgumentKind::Filter("Employment"), "Which spells of work count."),
        BY,
        or(
            "employer",
            ArgumentKind::Enum(&EmployerChoice::TYPE),
            "FIRST",
            "Which employers of a graduate count.",
        ),
        FROM,
        TO,
        FROM_COUNTRY,
        TO_COUNTRY,
        COUNT_MIN,
        FIRST,
        OFFSET,
    ],
    output: Output::Record(&EDUCATION_FLOWS_RECORD),
    ask: Ask::EducationFlows,
};

static RETENTION_AFTER: Record = Record {
    name: "RetentionAfter",
    doc: "What had become of a cohort after some years. `stayed`, `left`, `unknown` and `pending` \
          make up all who started.",
    fields: &[
        given("years", Output::Int, "After so many years from the start."),
        given("stayed", Output::Int, "Still there for certain."),
        given("left", Output::Int, "No longer there for certain."),
        given("unknown", Output::Int, "Their dates leave it open."),
        given("pending", Output::Int, "The day has not come, as far as is certain."),
        maybe(
            "least",
            Output::Float,
            "The least part that stayed, of those for whom the day has come: as if all `unknown` \
             had left. From 0 to 1; null where it has come for nobody.",
        ),
        maybe("most", Output::Float, "The most that stayed: as if no `unknown` had left."),
    ],
};

static RETENTION_COHORT: Record = Record {
    name: "RetentionCohort",
    doc: "The stays that began in one year.",
    fields: &[
        given("year", Output::Int, "The year in which they began."),
        given("started", Output::Int, "How many; who came back after a gap started again."),
        given("after", Output::Records(&RETENTION_AFTER), "After one year, two, and so on."),
    ],
};

static RETENTION_RECORD: Record = Record {
    name: "Retention",
    doc: "Of those who started, how many are still there after years.",
    fields: &[
        given("cohorts", Output::Records(&RETENTION_COHORT), "By year of start."),
        given("unplaced", Output::Int, "Stays whose year of start, or whose place, is not known."),
    ],
};

pub(super) const RETENTION: Question = Question {
    name: "retention",
    doc: "Of those who started in a year, how many are still there after one year, two, and so on. \
          Spells at one place that touch or overlap are one stay; one without an end goes on, \
          unless it is said to be over.",
    arguments: &[
        WORK,
        BY,
        optional(
            "at",
            ArgumentKind::Id("Organization"),
            "Only at this organization, or at the one at the top of it.",
        ),
        optional("at_country", ArgumentKind::Country, "By COUNTRY: only in this country."),
        optional(
            "on",
            ArgumentKind::Date,
            "The date at which to look; today where left out. May be partial.",
        ),
        or(
            "years",
            ArgumentKind::Int { min: 1, max: 50 },
            "5",
            "Up to how many years after the start; at most 50.",
        ),
    ],
    output: Output::Record(&RETENTION_RECORD),
    ask: Ask::Retention,
};

static PATH_TIE: Record = Record {
    name: "PathTie",
    doc: "What ties two people.",
    fields: &[
        given("by", Output::Enum(&TieKind::TYPE), "What sort of tie it is."),
        given(
            "through",
            Output::AnyRow,
            "The organization, team, model or event, or the advising itself.",
        ),
        maybe(
            "start",
            Output::Int,
            "The year in which the time began that both were there; null where dates leave it open.",
        ),
        maybe(
            "end",
            Output::Int,
            "The year in which it ended; null where it goes on or dates leave it open.",
        ),
        given("certain", Output::Bool, "Whether their times overlap for certain."),
    ],
};

static PATH_STEP: Record = Record {
    name: "PathStep",
    doc: "From one person to the next.",
    fields: &[
        given("from", Output::Row("Person"), "From whom."),
        given("to", Output::Row("Person"), "To whom."),
        given(
            "ties",
            Output::Records(&PATH_TIE),
            "All that ties them, by kind and id: for each organization or the like, where they \
             overlap most certainly.",
        ),
    ],
};

static PATH: Record = Record {
    name: "Path",
    doc: "A chain of people.",
    fields: &[given("steps", Output::Records(&PATH_STEP), "From the first person to the last.")],
};

static PATHS: Record = Record {
    name: "Paths",
    doc: "The shortest chains between two people.",
    fields: &[
        maybe(
            "length",
            Output::Int,
            "How many steps each chain has; null where none was found. 0 to oneself.",
        ),
        given("paths", Output::Records(&PATH), "The chains, by the ids of their people."),
        given("has_more", Output::Bool, "Whether there are more chains of this length."),
        given(
            "complete",
            Output::Bool,
            "Whether all was looked at. If not, a bound ended the search, and there may be other \
             or shorter chains: at most 250,000 people and 1,000,000 rows are looked at, and \
             nobody is looked up at what ties more than 250,000.",
        ),
    ],
};

pub(super) const CONNECTION: Question = Question {
    name: "connection",
    doc: "The shortest chains between two people, by what ties them: work at one organization, \
          study at one institution, a team, a model or an event in common, or that one advised \
          the other.",
    arguments: &[
        required("from", ArgumentKind::Id("Person"), "The person with whom the chains begin."),
        required("to", ArgumentKind::Id("Person"), "The person with whom they end."),
        or(
            "max_steps",
            ArgumentKind::Int { min: 1, max: 6 },
            "4",
            "The longest chain to look for; at most 6 steps.",
        ),
        or(
            "overlapping",
            ArgumentKind::Bool,
            "true",
            "Whether spells tie people only where they overlap in time, as far as their dates \
             allow; those without dates may.",
        ),
        or(
            "first",
            ArgumentKind::Int { min: 1, max: 100 },
            "10",
            "How many chains to give; at most 100.",
        ),
    ],
    output: Output::Record(&PATHS),
    ask: Ask::Connection,
};
