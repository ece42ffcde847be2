//! People, and what ties them to institutions and to each other.

use super::{
    Id, List, Organization,
    entity::entity,
    enums::{Degree, Ending, HonorKind, Role},
    value::{Country, ExternalKey, LocalText, PartialDate, Text, Url},
};

entity! {
    /// Somebody who works, worked or studied in the field.
    Person as person in people by source {
        /// Name, as the person is known.
        name: LocalText,
        /// Other names: spellings, transliterations, former names.
        aliases: List<Text>,
        /// Who the person is, in one line.
        headline: Option<LocalText>,
        /// What the person is known for.
        known_for: Option<LocalText>,
        /// Date of birth.
        birth_date: Option<PartialDate>,
        /// Place of birth, by the name it had then where that was published.
        birth_place: Option<LocalText>,
        /// Citizenship, ISO 3166-1 alpha-2, where published.
        nationality: Option<Country>,
        /// Where the person's family comes from, where published and of interest to the field.
        origin: Option<LocalText>,
        /// Country of work, ISO 3166-1 alpha-2.
        country: Option<Country>,
        /// City of work.
        city: Option<LocalText>,
        /// The person's own pages.
        website: Option<Url>,
        /// Identifiers in other systems, such as `orcid:0000-0002-1825-0097`.
        external_keys: List<ExternalKey>,
        => /// Studies of this person.
        educations: Education.person,
        => /// Spells of work of this person.
        employments: Employment.person,
        => /// Those who were advised by this person.
        students: Advising.advisor,
        => /// Those who advised this person.
        advisors: Advising.student,
        => /// Teams this person is or was in.
        memberships: Membership.person,
        => /// Models this person is named as an author of.
        models: Model.authors,
        => /// Statements about this person's pay.
        salary_records: SalaryRecord.person,
        => /// Counts of this person's papers.
        publications: Publication.person,
        => /// Prizes, fellowships and offices of this person.
        honors: Honor.person,
        => /// Events this person took part in.
        events: Event.people,
        => /// Published statistics about this person.
        figures: Figure.about,
    }
}

entity! {
    /// One person's study at an institution.
    Education as education in educations by source {
        /// Who studied.
        person: Id<Person>,
        /// Where.
        institution: Id<Organization>,
        /// Degree that was earned or sought.
        degree: Option<Degree>,
        /// Field of study.
        field: Option<LocalText>,
        /// First day, month or year.
        start: Option<PartialDate>,
        /// Last day, month or year; null where it goes on or is not known.
        end: Option<PartialDate>,
    }
}

entity! {
    /// One person's spell of work at an organization.
    Employment as employment in employments by source {
        /// Who worked.
        person: Id<Person>,
        /// Where.
        organization: Id<Organization>,
        /// Title of the position, as published.
        title: Option<LocalText>,
        /// What the person does there, in the words of a closed set.
        role: Option<Role>,
        /// First day, month or year.
        start: Option<PartialDate>,
        /// Last day, month or year; null where it goes on or is not known.
        end: Option<PartialDate>,
        /// How it ended; given without `end` where it is known to be over but not since when. It ended by
        /// `as_of` then.
        ending: Option<Ending>,
    }
}

entity! {
    /// An advisor and a student.
    Advising as advising in advisings by source {
        /// Who advised.
        advisor: Id<Person>,
        /// Who was advised.
        student: Id<Person>,
        /// Where.
        institution: Option<Id<Organization>>,
        /// Degree that the student sought.
        degree: Option<Degree>,
        /// First day, month or year.
        start: Option<PartialDate>,
        /// Last day, month or year.
        end: Option<PartialDate>,
    }
}

entity! {
    /// A prize, a fellowship or an office.
    Honor as honor in honors by source {
        /// What it is called.
        name: LocalText,
        /// Who has or had it.
        person: Id<Person>,
        /// Who confers it, or whose office it is.
        organization: Option<Id<Organization>>,
        /// Prize, fellowship or office.
        kind: HonorKind,
        /// When it was conferred or began.
        start: Option<PartialDate>,
        /// When it ended.
        end: Option<PartialDate>,
    }
}
