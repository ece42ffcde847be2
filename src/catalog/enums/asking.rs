//! Closed sets by which questions are asked.

use super::{EnumType, EnumValue, enums};

enums! {
    /// How much of a date makes groups.
    DateCut {
        /// The year.
        Year = "YEAR",
        /// The quarter of the year; of a date that gives the year only, the year alone.
        Quarter = "QUARTER",
        /// The month; of a date that gives the year only, the year alone.
        Month = "MONTH",
    }

    /// Which of a range of pay is meant; where one amount was published they are the same.
    PayEnd {
        /// The lower end.
        Low = "LOW",
        /// Half way between the ends.
        Mid = "MID",
        /// The upper end.
        High = "HIGH",
    }

    /// What is said of numbers.
    Statistic {
        /// How many numbers there are.
        Count = "COUNT",
        /// Their sum.
        Sum = "SUM",
        /// Their arithmetic mean.
        Mean = "MEAN",
        /// Their standard deviation, of a sample.
        Stddev = "STDDEV",
        /// The least.
        Min = "MIN",
        /// The greatest.
        Max = "MAX",
        /// The one in the middle, or half way between the two in the middle.
        Median = "MEDIAN",
        /// The quantile at `p`.
        Quantile = "QUANTILE",
    }

    /// How papers are counted.
    RankedBy {
        /// Each paper counts one.
        Papers = "PAPERS",
        /// Each paper counts one divided by the number of its authors.
        AdjustedPapers = "ADJUSTED_PAPERS",
    }

    /// By what one of several figures on the same question is chosen. Where that leaves several,
    /// what is left of date and confidence decides, and then the key.
    Resolve {
        /// None is chosen where they disagree; the most exact of those that agree.
        All = "ALL",
        /// The one that was true last: by its own date, else by that of its source. Of partial
        /// dates only what is certain counts: 2023-02 is not newer than 2023. A figure without a
        /// date is older than any other.
        Newest = "NEWEST",
        /// The one with the highest confidence; none is less than any.
        HighestConfidence = "HIGHEST_CONFIDENCE",
    }
}
