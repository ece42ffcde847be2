//! Statements: pay, papers, published statistics, events, and the documents they come from.

use super::{
    Id, List, Model, Organization, Person, RowId,
    entity::entity,
    enums::{
        Degree, Dimension, EmploymentType, EventKind, Level, Measure, PayBasis, PayPeriod,
        Precision, RateKind, Remote, SourceKind, Unit,
    },
    value::{
        Amount, Count, Country, Currency, Language, LocalText, Months, Number, PartialDate, Rank,
        Text, Url, Year,
    },
};

entity! {
    /// One statement about pay: of a person, of a position, or the mean of a survey.
    SalaryRecord as salary_record in salary_records by source {
        /// Whose pay; null for a posting or a survey.
        person: Option<Id<Person>>,
        /// Who pays.
        organization: Option<Id<Organization>>,
        /// Where the statement comes from.
        basis: PayBasis,
        /// The amount, or the lower end of a range, as published: in `currency` for `period`.
        low: Amount,
        /// The upper end of a range; null where one amount was published.
        high: Option<Amount>,
        /// How near the amounts are to the truth.
        precision: Precision,
        /// Currency of all amounts, ISO 4217.
        currency: Currency,
        /// What span of time the amounts are for.
        period: PayPeriod,
        /// Months of work that a yearly amount covers, where fewer than twelve.
        months: Option<Months>,
        /// Fixed part.
        base: Option<Amount>,
        /// Variable part paid in money.
        bonus: Option<Amount>,
        /// Part paid in shares or options, at their value when granted.
        stock: Option<Amount>,
        /// Allowances, such as for housing.
        allowance: Option<Amount>,
        /// What comes besides the amounts, such as a bonus, equity, insurance.
        benefits: List<Text>,
        /// The year it is for.
        year: Option<Year>,
        /// Title of the position, as published.
        title: Option<LocalText>,
        /// Rank of the position.
        level: Option<Level>,
        /// Field of work.
        field: Option<LocalText>,
        /// Country of work, ISO 3166-1 alpha-2.
        country: Option<Country>,
        /// City of work.
        city: Option<LocalText>,
        /// Lowest degree that is asked for.
        required_degree: Option<Degree>,
        /// Fewest years of experience that are asked for or were had.
        experience_min: Option<Count>,
        /// Most years of experience that are asked for or were had.
        experience_max: Option<Count>,
        /// Form of employment.
        employment_type: Option<EmploymentType>,
        /// Where the work is done.
        remote: Option<Remote>,
        /// How many answers or postings it was made from.
        sample_size: Option<Count>,
        => /// Published statistics about this statement, such as its amounts in another currency.
        figures: Figure.about,
    }
}

entity! {
    /// A count of papers, of a person or of an organization.
    Publication as publication in publications by source {
        /// Whose papers.
        person: Option<Id<Person>>,
        /// The organization they come from.
        organization: Option<Id<Organization>>,
        /// Where they appeared, such as `ACL`.
        venue: Option<Text>,
        /// Field of research.
        area: Option<LocalText>,
        /// The year they appeared in; null for a count over all years.
        year: Option<Year>,
        /// How many papers.
        papers: Count,
        /// How many papers, where each counts one divided by the number of its authors.
        adjusted_papers: Option<Number>,
        /// How near the counts are to the truth.
        precision: Option<Precision>,
    }
}

entity! {
    /// One published statistic.
    Figure as figure in figures by source {
        /// The row it is about; null where there is none.
        about: Option<RowId>,
        /// What it is about, in words.
        topic: LocalText,
        /// What is measured.
        measure: Measure,
        /// By what the group is told apart, where the statistic is about a part of it.
        dimension: Option<Dimension>,
        /// The part, in words, such as `master`.
        category: Option<LocalText>,
        /// The row that stands for the part, such as a university.
        counted: Option<RowId>,
        /// What it is compared with, in words.
        compared_with: Option<LocalText>,
        /// The number, or the lower end of a range, in `unit`.
        value: Option<Number>,
        /// The upper end of a range.
        high: Option<Number>,
        /// How near the numbers are to the truth.
        precision: Option<Precision>,
        /// What the numbers are counted in.
        unit: Option<Unit>,
        /// Currency of an amount, ISO 4217.
        currency: Option<Currency>,
        /// Place in an order, 1 first.
        rank: Option<Rank>,
        /// First day, month or year it holds for.
        start: Option<PartialDate>,
        /// Last day, month or year it holds for.
        end: Option<PartialDate>,
        /// What was published in words, where there is no number.
        statement: Option<LocalText>,
    }
}

entity! {
    /// Something that happened at a date.
    Event as event in events by source {
        /// What happened, in a few words.
        name: LocalText,
        /// What sort of event it is.
        kind: EventKind,
        /// When.
        date: Option<PartialDate>,
        /// Persons who took part.
        people: List<Id<Person>>,
        /// Organizations that took part.
        organizations: List<Id<Organization>>,
        /// Models it was about.
        models: List<Id<Model>>,
        /// What happened, in a sentence.
        description: Option<LocalText>,
    }
}

entity! {
    /// A rate by which amounts are converted.
    Rate as rate in rates by source {
        /// What it converts.
        kind: RateKind,
        /// The currency, ISO 4217.
        currency: Currency,
        /// The country, ISO 3166-1 alpha-2, of a price index or a purchasing power.
        country: Option<Country>,
        /// The year or month it is the mean of.
        date: PartialDate,
        /// Units of the currency for one US dollar, or the index.
        value: Number,
    }
}

entity! {
    /// A document that rows are taken from.
    Source as source in sources {
        /// What it is called.
        title: LocalText,
        /// What sort of document it is.
        kind: SourceKind,
        /// Who published it.
        publisher: Option<LocalText>,
        /// Who wrote it.
        authors: List<Text>,
        /// When it came out.
        date: Option<PartialDate>,
        /// The language it is in, BCP 47.
        language: Option<Language>,
        /// Where it can be read.
        url: Option<Url>,
        /// Licence of the document or the data: an SPDX identifier, or words.
        licence: Option<Text>,
        /// What a reader should know besides, in a sentence.
        note: Option<LocalText>,
        => /// People whose rows were taken from it.
        people: Person.source,
        => /// Organizations whose rows were taken from it.
        organizations: Organization.source,
        => /// Studies taken from it.
        educations: Education.source,
        => /// Spells of work taken from it.
        employments: Employment.source,
        => /// Advisors and students taken from it.
        advisings: Advising.source,
        => /// Teams taken from it.
        teams: Team.source,
        => /// Memberships taken from it.
        memberships: Membership.source,
        => /// Models taken from it.
        models: Model.source,
        => /// Statements about pay taken from it.
        salary_records: SalaryRecord.source,
        => /// Counts of papers taken from it.
        publications: Publication.source,
        => /// Honors taken from it.
        honors: Honor.source,
        => /// Statistics taken from it.
        figures: Figure.source,
        => /// Events taken from it.
        events: Event.source,
        => /// Rates taken from it.
        rates: Rate.source,
    }
}
