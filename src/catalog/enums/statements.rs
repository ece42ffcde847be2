//! Closed sets about pay, published statistics, events and sources.

use super::{EnumType, EnumValue, enums};

enums! {
    /// Where a statement about pay comes from.
    PayBasis {
        /// Published about a named person by an official filing or the press.
        Disclosed = "DISCLOSED",
        /// Stated in a job posting.
        Posted = "POSTED",
        /// Offered to candidates, by an employer or a recruiter.
        Offer = "OFFER",
        /// The mean of a survey.
        SurveyMean = "SURVEY_MEAN",
        /// Told by the person who is paid.
        SelfReported = "SELF_REPORTED",
    }

    /// What span of time an amount of pay is for.
    PayPeriod {
        /// An hour of work; 2,080 of them make a year.
        Hour = "HOUR",
        /// A day of work; 260 of them make a year.
        Day = "DAY",
        /// A week; 52 of them make a year.
        Week = "WEEK",
        /// A month; 12 of them make a year.
        Month = "MONTH",
        /// A year.
        Year = "YEAR",
    }

    /// How near a published number is to the truth it states.
    Precision {
        /// The number itself.
        Exact = "EXACT",
        /// Roughly the number.
        About = "ABOUT",
        /// The number or more.
        AtLeast = "AT_LEAST",
        /// More than the number.
        MoreThan = "MORE_THAN",
        /// The number or less.
        AtMost = "AT_MOST",
    }

    /// Rank of a position.
    Level {
        /// A student or trainee.
        Intern = "INTERN",
        /// Up to about two years of experience.
        Entry = "ENTRY",
        /// Works on their own.
        Middle = "MIDDLE",
        /// Guides others.
        Senior = "SENIOR",
        /// Beyond senior, on a technical track.
        Staff = "STAFF",
        /// Leads a large part of the organization.
        Executive = "EXECUTIVE",
    }

    /// Form of employment.
    EmploymentType {
        /// Full time.
        FullTime = "FULL_TIME",
        /// Part time.
        PartTime = "PART_TIME",
        /// For a fixed term or a project.
        Contract = "CONTRACT",
        /// On one's own account.
        Freelance = "FREELANCE",
    }

    /// Where the work is done.
    Remote {
        /// At the employer's place.
        OnSite = "ON_SITE",
        /// Partly at the employer's place.
        Hybrid = "HYBRID",
        /// Anywhere.
        Remote = "REMOTE",
    }

    /// What a published statistic measures.
    Measure {
        /// How many people a group has in all.
        Headcount = "HEADCOUNT",
        /// How many of a group belong to one category.
        Count = "COUNT",
        /// What part of a group belongs to one category.
        Share = "SHARE",
        /// Mean age.
        MeanAge = "MEAN_AGE",
        /// Mean pay.
        MeanPay = "MEAN_PAY",
        /// Pay, of no named person.
        Pay = "PAY",
        /// How much more the mean pay is than that of `comparedWith`.
        PayDifference = "PAY_DIFFERENCE",
        /// How much more the mean pay is than that of `comparedWith`, in percent of the latter.
        PayPremium = "PAY_PREMIUM",
        /// The lower end of a range of pay, given in another currency than the range itself.
        PayLowConverted = "PAY_LOW_CONVERTED",
        /// The upper end of a range of pay, given in another currency than the range itself.
        PayHighConverted = "PAY_HIGH_CONVERTED",
        /// What pay is made of.
        PayStructure = "PAY_STRUCTURE",
        /// Place in an order, 1 first.
        Rank = "RANK",
        /// Number of granted patents.
        Patents = "PATENTS",
        /// Price of a product.
        Price = "PRICE",
        /// Change of a price or a cost.
        CostChange = "COST_CHANGE",
        /// Value of a company.
        Valuation = "VALUATION",
        /// How many people there are to choose from.
        TalentPool = "TALENT_POOL",
        /// How long something takes.
        Duration = "DURATION",
        /// A list of names, without numbers.
        Listing = "LISTING",
        /// How many petitions or applications were granted.
        Approvals = "APPROVALS",
        /// How many petitions or applications were refused.
        Denials = "DENIALS",
    }

    /// What the numbers of a published statistic are counted in.
    Unit {
        /// Persons.
        People = "PEOPLE",
        /// Hundredths.
        Percent = "PERCENT",
        /// Years.
        Years = "YEARS",
        /// Hours.
        Hours = "HOURS",
        /// Places in an order.
        Place = "PLACE",
        /// Patents.
        Patents = "PATENTS",
        /// Units of the currency.
        Currency = "CURRENCY",
        /// Units of the currency a year.
        CurrencyPerYear = "CURRENCY_PER_YEAR",
        /// Units of the currency a month.
        CurrencyPerMonth = "CURRENCY_PER_MONTH",
        /// Units of the currency for a thousand tokens.
        CurrencyPerThousandTokens = "CURRENCY_PER_THOUSAND_TOKENS",
        /// Petitions or applications to an authority.
        Petitions = "PETITIONS",
    }

    /// By what the people or things of a statistic are told apart.
    Dimension {
        /// Highest degree a person holds.
        HighestDegree = "HIGHEST_DEGREE",
        /// Lowest degree a posting asks for.
        RequiredDegree = "REQUIRED_DEGREE",
        /// Institution a person studied at.
        AlmaMater = "ALMA_MATER",
        /// Organization a person worked for before.
        FormerEmployer = "FORMER_EMPLOYER",
        /// Where a person comes from.
        Origin = "ORIGIN",
        /// Kind of the employer.
        EmployerKind = "EMPLOYER_KIND",
        /// City or region.
        Place = "PLACE",
        /// Organization.
        Organization = "ORGANIZATION",
        /// What a petition to an authority asks for.
        PetitionPurpose = "PETITION_PURPOSE",
    }

    /// What sort of event it is.
    EventKind {
        /// Something was made known.
        Announcement = "ANNOUNCEMENT",
        /// A product or service was opened to users.
        Launch = "LAUNCH",
        /// Somebody said something.
        Statement = "STATEMENT",
        /// Somebody changed employers.
        Move = "MOVE",
        /// An organization was founded.
        Foundation = "FOUNDATION",
        /// Money was put into an organization.
        Investment = "INVESTMENT",
        /// A study or list came out.
        Publication = "PUBLICATION",
        /// Anything else.
        Other = "OTHER",
    }

    /// What sort of document a source is.
    SourceKind {
        /// An article of the press.
        Article = "ARTICLE",
        /// A report or study.
        Report = "REPORT",
        /// A survey.
        Survey = "SURVEY",
        /// A job posting.
        Posting = "POSTING",
        /// Pages of an organization or a person about themselves.
        Website = "WEBSITE",
        /// A set of data.
        Dataset = "DATASET",
        /// Made by a program, for trying things out.
        Synthetic = "SYNTHETIC",
    }

    /// What recomputing a published statistic showed.
    Verdict {
        /// Every computation from other figures and rows gives the published number.
        Consistent = "CONSISTENT",
        /// A computation from other figures or rows gives another number.
        Contradicted = "CONTRADICTED",
        /// There is nothing it could be computed from.
        NotCheckable = "NOT_CHECKABLE",
    }

    /// How pay of different years and countries is made comparable.
    Adjust {
        /// Not at all: only the currency is converted, with the rate of the record's own year.
        Nominal = "NOMINAL",
        /// For consumer prices: stated in the prices of another year, in the country of work.
        Real = "REAL",
        /// For purchasing power: what buys the same elsewhere.
        Ppp = "PPP",
    }

    /// What a rate converts.
    RateKind {
        /// Units of the currency for one US dollar, as the mean over the period.
        ExchangeRate = "EXCHANGE_RATE",
        /// Consumer price index of the country.
        ConsumerPrices = "CONSUMER_PRICES",
        /// Units of the currency that buy in its country what one US dollar buys in the United
        /// States.
        PurchasingPower = "PURCHASING_POWER",
    }
}
