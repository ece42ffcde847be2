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
}
