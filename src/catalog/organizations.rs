//! Organizations, their teams, and the models they make.

use super::{
    Id, List, Person,
    entity::entity,
    enums::{Access, ModelKind, OrganizationKind, OrganizationStatus},
    value::{Country, ExternalKey, LocalText, Number, PartialDate, Text, Url},
};

entity! {
    /// An institution or a company: wherever people study or work.
    Organization as organization in organizations by source {
        /// Name, as the organization is known.
        name: LocalText,
        /// Other names: acronyms, former names, names in other languages.
        aliases: List<Text>,
        /// What sort of organization it is; decides whether it is an Institution or a Company.
        kind: OrganizationKind,
        /// What it is or does, in a sentence.
        description: Option<LocalText>,
        /// The organization it is a part of.
        parent: Option<Id<Organization>>,
        /// Country of its seat, ISO 3166-1 alpha-2.
        country: Option<Country>,
        /// Province or state of its seat.
        region: Option<LocalText>,
        /// City of its seat.
        city: Option<LocalText>,
        /// When it was founded.
        founded: Option<PartialDate>,
        /// Whether it still exists; null where nobody said.
        status: Option<OrganizationStatus>,
        /// Its own pages.
        website: Option<Url>,
        /// Internet domains it uses, such as `openai.com`.
        domains: List<Text>,
        /// Identifiers in other systems, such as `ror:03cve4549`.
        external_keys: List<ExternalKey>,
        => /// Organizations that are parts of this one.
        children: Organization.parent,
        => /// Studies at this organization.
        educations: Education.institution,
        => /// Spells of work at this organization.
        employments: Employment.organization,
        => /// Advisors and students at this organization.
        advisings: Advising.institution,
        => /// Teams of this organization.
        teams: Team.organization,
        => /// Models that this organization developed, alone or with others.
        models: Model.developers,
        => /// Statements about pay at this organization.
        salary_records: SalaryRecord.organization,
        => /// Counts of papers from this organization.
        publications: Publication.organization,
        => /// Prizes, fellowships and offices that this organization confers.
        honors: Honor.organization,
        => /// Events this organization took part in.
        events: Event.organizations,
        => /// Published statistics about this organization.
        figures: Figure.about,
        => /// Published statistics in which this organization is what was counted.
        counted_in: Figure.counted,
        | /// Where people study or do research: a university, a laboratory, an institute, a learned
          /// society, a public body; also where nobody said what it is.
        Institution as institution in institutions
            where kind: OrganizationKind::{
                University, Laboratory, Institute, Society, Government, Nonprofit, Other
            },
        | /// Where people work for a business.
        Company as company in companies
            where kind: OrganizationKind::{Company, ResearchCompany, RecruitmentPlatform, Media},
    }
}

entity! {
    /// A group that people speak of, such as those who made a product.
    Team as team in teams by source {
        /// What it is called.
        name: LocalText,
        /// Other names.
        aliases: List<Text>,
        /// Whose team it is.
        organization: Option<Id<Organization>>,
        /// What it made.
        model: Option<Id<Model>>,
        /// What it is or did, in a sentence.
        description: Option<LocalText>,
        => /// Who is or was in it, as far as they are named.
        memberships: Membership.team,
        => /// Published statistics about this team.
        figures: Figure.about,
    }
}

entity! {
    /// One person's time in a team.
    Membership as membership in memberships by source {
        /// Who.
        person: Id<Person>,
        /// In which team.
        team: Id<Team>,
        /// What the person did there.
        role: Option<LocalText>,
        /// First day, month or year.
        start: Option<PartialDate>,
        /// Last day, month or year; null where it goes on or is not known.
        end: Option<PartialDate>,
    }
}

entity! {
    /// A model, a family of models, or a product made of them.
    Model as model in models by source {
        /// What it is called.
        name: LocalText,
        /// Other names.
        aliases: List<Text>,
        /// What sort of model it is.
        kind: ModelKind,
        /// What it is or does, in a sentence.
        description: Option<LocalText>,
        /// Who developed it.
        developers: List<Id<Organization>>,
        /// Persons who are named as its makers.
        authors: List<Id<Person>>,
        /// The model it is built on.
        base: Option<Id<Model>>,
        /// When it was first spoken of in public.
        announced: Option<PartialDate>,
        /// When it was first offered.
        released: Option<PartialDate>,
        /// When it could first be called by programs.
        api_opened: Option<PartialDate>,
        /// Who may use it.
        access: Option<Access>,
        /// Number of parameters.
        parameters: Option<Number>,
        /// Floating-point operations spent on training.
        training_compute: Option<Number>,
        /// Its own pages.
        website: Option<Url>,
        /// Identifiers in other systems.
        external_keys: List<ExternalKey>,
        => /// Models that are built on this one.
        derived: Model.base,
        => /// Teams that made it.
        teams: Team.model,
        => /// Events it took part in.
        events: Event.models,
        => /// Published statistics about it.
        figures: Figure.about,
    }
}
