//! Organizations ranked by their papers.

use super::{Ask, Question};
use crate::catalog::{
    computed::{ArgumentKind, Output, Record, given, maybe, optional, or, required},
    enums::RankedBy,
};

/// Organizations that are given at once.
const RANKED_MAX: i32 = 1_000;

const YEAR: ArgumentKind = ArgumentKind::Int { min: 1000, max: 2999 };

pub const PUBLICATION_RANKING: Question = Question {
    name: "publication_ranking",
    doc: "Organizations ranked by their papers over a span of years of at most 100, with their \
          ranks in the span of equal length just before. Equal numbers have equal ranks, and as \
          many are left out after them: 1, 2, 2, 4. A paper by several organizations counts for \
          each, unless by ADJUSTED_PAPERS. A row that leaves venue or area open holds the papers \
          of those that name one, and counts alone; of sources that count the same papers, the \
          newest counts. Rows of people count by ADJUSTED_PAPERS only, and only where no row of \
          their organization holds their papers. Rows without a year count in no span.",
    arguments: &[
        optional(
            "where",
            ArgumentKind::Filter("Publication"),
            "Which counts of papers are looked at, such as those of one area. The years are \
                  better said by `from` and `to`: a year that is filtered out is missing in the \
                  span before, too.",
        ),
        optional(
            "among",
            ArgumentKind::Filter("Organization"),
            "Which organizations are ranked, such as those of one country; all where left \
                  out. Rolled up, the topmost organizations are meant.",
        ),
        required("from", YEAR, "First year."),
        required("to", YEAR, "Last year."),
        or("by", ArgumentKind::Enum(&RankedBy::TYPE), "PAPERS", "How papers are counted."),
        or(
            "roll_up",
            ArgumentKind::Bool,
            "false",
            "Whether an organization counts for the topmost one it is a part of. A row of \
                  that one then holds the papers of its parts.",
        ),
        or(
            "first",
            ArgumentKind::Int { min: 0, max: RANKED_MAX },
            "20",
            "How many organizations are wanted, at most 1000.",
        ),
        or(
            "offset",
            ArgumentKind::Int { min: 0, max: i32::MAX },
            "0",
            "How many organizations to pass over.",
        ),
    ],
    output: Output::Record(&RANKING),
    ask: Ask::PublicationRanking,
};

static RANKING: Record = Record {
    name: "PublicationRanking",
    doc: "Organizations in order of their ranks, equal ones in order of their keys.",
    fields: &[
        given("total_count", Output::Int, "How many organizations are ranked."),
        given(
            "total",
            Output::Float,
            "Papers of all that are ranked. Those of a part that a row of the whole holds are in \
             it once, rolled up or not.",
        ),
        given("previous_from", Output::Int, "First year of the span before."),
        given("previous_to", Output::Int, "Last year of the span before."),
        given("coverage", Output::Record(&COVERAGE), "Which rows were counted, and which not."),
        given("nodes", Output::Records(&RANKED), "The organizations that were asked for."),
    ],
};

static COVERAGE: Record = Record {
    name: "RankingCoverage",
    doc: "How many rows of the span were counted, and how many were not, and why. Each row is \
          told of once.",
    fields: &[
        given("counted", Output::Int, "Rows that were counted."),
        given(
            "inexact",
            Output::Int,
            "Of those that were counted: rows that give their number as a bound, or as about \
             right. It is taken as it stands.",
        ),
        given("without_organization", Output::Int, "Rows that name no organization."),
        given("without_year", Output::Int, "Rows that count over all years."),
        given("of_people", Output::Int, "Rows of people, who may share papers."),
        given("without_number", Output::Int, "Rows without the number that was asked for."),
        given("not_ranked", Output::Int, "Rows of organizations that are not ranked."),
        given(
            "repeated",
            Output::Int,
            "Rows about the same papers as rows of another source that were counted.",
        ),
        given("covered", Output::Int, "Rows whose papers another row holds."),
        given("explanation", Output::Text, "All this in a sentence."),
    ],
};

static RANKED: Record = Record {
    name: "RankedOrganization",
    doc: "An organization, and where it stands by its papers.",
    fields: &[
        given("organization", Output::Row("Organization"), "The organization."),
        given("rank", Output::Int, "Its place, 1 for the most papers."),
        given("papers", Output::Float, "Its papers."),
        maybe("share", Output::Float, "Its part of `total`, from 0 to 1; null where that is 0."),
        maybe(
            "previous_rank",
            Output::Int,
            "Its place in the span before; null where it has no counts there.",
        ),
        maybe("previous_papers", Output::Float, "Its papers in the span before."),
        maybe("change", Output::Int, "How many places it rose since; negative where it fell."),
        given("ranks", Output::Records(&YEAR_RANK), "Its places by year, earliest first."),
        given("publications", Output::Connection("Publication"), "The rows it was counted from."),
    ],
};

static YEAR_RANK: Record = Record {
    name: "YearRank",
    doc: "Where an organization stands in one year in which it has counts.",
    fields: &[
        given("year", Output::Int, "The year."),
        given("rank", Output::Int, "Its place, 1 for the most papers."),
        given("papers", Output::Float, "Its papers."),
    ],
};
