//! Closed sets about search.

use super::{EnumType, EnumValue, enums};

enums! {
    /// How a row fits a text that was searched for, the best way first.
    SearchMatch {
        /// It is called exactly this.
        Name = "NAME",
        /// It is also called exactly this.
        Alias = "ALIAS",
        /// What it is called begins like this.
        NameStart = "NAME_START",
        /// All words are in what it is called.
        NameWords = "NAME_WORDS",
        /// All words are in what it is called or also called, or another name begins like this.
        AliasWords = "ALIAS_WORDS",
        /// All words are in what it is called, written as they are or in pinyin.
        Pinyin = "PINYIN",
        /// So are all words but the last, with which a word there begins.
        WordStart = "WORD_START",
        /// All words are found if its other texts count too, and what those are called with whom it
        /// worked, studied or has to do.
        Related = "RELATED",
        /// One word is in what it is called but for one typo: a letter that is wrong, missing or
        /// too many, or two that changed places; in Chinese, a character that sounds the same.
        Typo = "TYPO",
    }

    /// What to search for: rows of one type.
    SearchType {
        /// People.
        Person = "PERSON",
        /// Institutions and companies.
        Organization = "ORGANIZATION",
        /// Where people study or do research.
        Institution = "INSTITUTION",
        /// Where people work for a business.
        Company = "COMPANY",
        /// Models and products.
        Model = "MODEL",
        /// Groups that people speak of.
        Team = "TEAM",
        /// Prizes, fellowships and offices.
        Honor = "HONOR",
        /// What happened at a date.
        Event = "EVENT",
        /// Published statistics, by their topic.
        Figure = "FIGURE",
        /// Documents that rows are taken from.
        Source = "SOURCE",
        /// Spells of work, by their title.
        Employment = "EMPLOYMENT",
        /// Statements about pay, by the title of the position.
        SalaryRecord = "SALARY_RECORD",
        /// Studies, by their field and by who studied where.
        Education = "EDUCATION",
        /// Advisors and students.
        Advising = "ADVISING",
        /// Times in a team.
        Membership = "MEMBERSHIP",
        /// Counts of papers, by venue and area.
        Publication = "PUBLICATION",
        /// Questions that were named, to be asked again.
        SavedQuestion = "SAVED_QUESTION",
    }
}
