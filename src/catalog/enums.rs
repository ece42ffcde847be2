//! The closed sets that fields choose from.

/// Description of a closed set.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumType {
    /// Type name, `UpperCamelCase`.
    pub name: &'static str,
    pub doc: &'static str,
    /// In their order, lowest first where the set has one.
    pub values: &'static [EnumValue],
}

/// One value of a closed set.
#[derive(Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// `SCREAMING_SNAKE_CASE`.
    pub name: &'static str,
    pub doc: &'static str,
}

impl EnumType {
    /// The place of the value called `name`.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.values.iter().position(|it| it.name == name)
    }

    /// The names of all values, for a message that says what would be right.
    pub fn names(&self) -> String {
        self.values.iter().map(|it| it.name).collect::<Vec<_>>().join(", ")
    }
}

/// Declares closed sets: a Rust enum each, and the [`EnumType`] that describes it.
macro_rules! enums {
    ($(
        $(#[doc = $doc:literal])*
        $Enum:ident {
            $( $(#[doc = $value_doc:literal])* $Value:ident = $name:literal, )*
        }
    )*) => {
        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[derive(serde::Serialize, serde::Deserialize)]
            pub enum $Enum {
                $( $(#[doc = $value_doc])* #[serde(rename = $name)] $Value, )*
            }

            impl $Enum {
                pub const TYPE: EnumType = EnumType {
                    name: stringify!($Enum),
                    doc: concat!($($doc, "\n"),*),
                    values: &[$( EnumValue {
                        name: $name,
                        doc: concat!($($value_doc, "\n"),*),
                    }, )*],
                };
                const ALL: &[$Enum] = &[$( $Enum::$Value ),*];

                /// The value at `place` of the set.
                pub fn at(place: usize) -> Option<Self> {
                    Self::ALL.get(place).copied()
                }

                pub fn name(self) -> &'static str {
                    Self::TYPE.values[self as usize].name
                }
            }

            impl std::str::FromStr for $Enum {
                type Err = super::value::BadValue;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    Self::TYPE.place(text).and_then(Self::at).ok_or_else(|| {
                        super::value::BadValue::new(format!(
                            "`{text}` is no {}: write one of {}",
                            Self::TYPE.name,
                            Self::TYPE.names(),
                        ))
                    })
                }
            }

            impl super::FieldType for $Enum {
                const KIND: super::Kind = super::Kind::Enum(&$Enum::TYPE);

                fn cell(&self) -> super::Cell<'_> {
                    super::Cell::Int(*self as i64)
                }

                fn find(
                    texts: &super::Texts<'_>,
                    name: &str,
                ) -> Result<Option<Self>, super::BadField> {
                    let text = texts.get(name).map(str::parse);
                    text.transpose().map_err(|why| super::BadField::new(name, why))
                }
            }
        )*

        /// Every closed set, in the order of declaration.
        pub static ENUMS: &[&EnumType] = &[$( &$Enum::TYPE ),*];
    };
}

enums! {
    /// Level of a degree, in ascending order; the levels of ISCED 2011 are named with each value.
    Degree {
        /// Upper secondary school: ISCED 2011 level 3.
        Secondary = "SECONDARY",
        /// Short-cycle tertiary, such as an associate degree or 大专: ISCED 2011 level 5.
        ShortCycle = "SHORT_CYCLE",
        /// Bachelor or equivalent, 本科: ISCED 2011 level 6.
        Bachelor = "BACHELOR",
        /// Master or equivalent, 硕士: ISCED 2011 level 7.
        Master = "MASTER",
        /// Doctorate or equivalent, 博士: ISCED 2011 level 8.
        Doctorate = "DOCTORATE",
    }

    /// What sort of organization it is.
    OrganizationKind {
        /// A university or a college that gives degrees.
        University = "UNIVERSITY",
        /// A laboratory or a department within another institution.
        Laboratory = "LABORATORY",
        /// A research institute or centre.
        Institute = "INSTITUTE",
        /// A learned society or an academy.
        Society = "SOCIETY",
        /// A part of a state's administration.
        Government = "GOVERNMENT",
        /// A foundation, a charity or another body that is none of the above.
        Nonprofit = "NONPROFIT",
        /// A company that sells products or services.
        Company = "COMPANY",
        /// A company, or a part of one, whose business is research.
        ResearchCompany = "RESEARCH_COMPANY",
        /// A company that brings employers and candidates together.
        RecruitmentPlatform = "RECRUITMENT_PLATFORM",
        /// A company that publishes news or studies.
        Media = "MEDIA",
    }

    /// Whether an organization still exists.
    OrganizationStatus {
        /// It exists.
        Active = "ACTIVE",
        /// It has ceased to exist.
        Inactive = "INACTIVE",
        /// The record was withdrawn by the register it came from.
        Withdrawn = "WITHDRAWN",
    }

    /// What somebody does at an organization.
    Role {
        /// Founded it, alone or with others.
        Founder = "FOUNDER",
        /// Leads it, or a large part of it.
        Executive = "EXECUTIVE",
        /// Leads a group, a laboratory or a centre.
        Lead = "LEAD",
        /// A professor of any rank.
        Professor = "PROFESSOR",
        /// Does research.
        Researcher = "RESEARCHER",
        /// A researcher on a fixed term after the doctorate.
        Postdoc = "POSTDOC",
        /// Builds software or systems.
        Engineer = "ENGINEER",
        /// Advises, without leading.
        Advisor = "ADVISOR",
        /// Anything else.
        Other = "OTHER",
    }

    /// How a spell of employment came to an end.
    Ending {
        /// The person left for another organization.
        Moved = "MOVED",
        /// The person left; where to is not published.
        Left = "LEFT",
        /// The organization ended it.
        Dismissed = "DISMISSED",
        /// The person retired.
        Retired = "RETIRED",
        /// The person died.
        Died = "DIED",
        /// It ended; how is not published.
        Ended = "ENDED",
    }

    /// What sort of model or product it is.
    ModelKind {
        /// A family or generation of pre-trained models.
        Pretrained = "PRETRAINED",
        /// A language model.
        Language = "LANGUAGE",
        /// A system that converses.
        Dialogue = "DIALOGUE",
        /// Makes pictures.
        Image = "IMAGE",
        /// Turns speech into text, or text into speech.
        Speech = "SPEECH",
        /// Works with several of text, sound, pictures and video.
        Multimodal = "MULTIMODAL",
        /// Plays games.
        Game = "GAME",
        /// Anything else.
        Other = "OTHER",
    }

    /// Who may use a model.
    Access {
        /// Its weights may be downloaded by anyone.
        OpenWeights = "OPEN_WEIGHTS",
        /// Its weights are given to researchers.
        Research = "RESEARCH",
        /// It can be called by an interface for programs.
        Api = "API",
        /// It can be used as a product only.
        Product = "PRODUCT",
        /// It is not offered.
        Closed = "CLOSED",
    }

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

    /// What sort of honor it is.
    HonorKind {
        /// A prize or medal.
        Prize = "PRIZE",
        /// A fellowship or membership that is conferred.
        Fellowship = "FELLOWSHIP",
        /// An office in a learned society or another body.
        Office = "OFFICE",
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
