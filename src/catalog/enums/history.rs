//! Closed sets about commits.

use super::{EnumType, EnumValue, enums};

enums! {
    /// A kind of rows.
    EntityName {
        /// Documents that rows are taken from.
        Source = "SOURCE",
        /// Institutions and companies.
        Organization = "ORGANIZATION",
        /// People.
        Person = "PERSON",
        /// Studies.
        Education = "EDUCATION",
        /// Spells of work.
        Employment = "EMPLOYMENT",
        /// Advisors and students.
        Advising = "ADVISING",
        /// Prizes, fellowships and offices.
        Honor = "HONOR",
        /// Models and products.
        Model = "MODEL",
        /// Groups that people speak of.
        Team = "TEAM",
        /// Times in a team.
        Membership = "MEMBERSHIP",
        /// Statements about pay.
        SalaryRecord = "SALARY_RECORD",
        /// Counts of papers, by venue and area.
        Publication = "PUBLICATION",
        /// What happened at a date.
        Event = "EVENT",
        /// Published statistics.
        Figure = "FIGURE",
        /// Rates of exchange and of prices.
        Rate = "RATE",
        /// Questions that were named, to be asked again.
        SavedQuestion = "SAVED_QUESTION",
        /// Ids that were given up for others.
        Redirect = "REDIRECT",
    }
}
