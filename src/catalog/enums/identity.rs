//! Closed sets about rows that may stand for one and the same.

use super::{EnumType, EnumValue, enums};

enums! {
    /// Rows of what sort may stand for one and the same.
    DuplicateType {
        /// People.
        Person = "PERSON",
        /// Institutions and companies.
        Organization = "ORGANIZATION",
    }

    /// What speaks for or against that two rows stand for one and the same.
    DuplicateReason {
        /// They have an identifier of another system in common.
        SameExternalKey = "SAME_EXTERNAL_KEY",
        /// They have two identifiers of a system that gives each only one. Speaks against.
        ConflictingExternalKey = "CONFLICTING_EXTERNAL_KEY",
        /// They are called the same but for order, accents, language, initials or a typo.
        SimilarName = "SIMILAR_NAME",
        /// What one is also called is what the other is called, or also called.
        SameAlias = "SAME_ALIAS",
        /// Both worked at one organization.
        SharedEmployer = "SHARED_EMPLOYER",
        /// Both studied at one institution.
        SharedSchool = "SHARED_SCHOOL",
        /// They have the same date of birth.
        SameBirthDate = "SAME_BIRTH_DATE",
        /// They can't be born on the same day. Speaks against.
        DifferentBirthDate = "DIFFERENT_BIRTH_DATE",
        /// They have a country in common: of work, of citizenship, of the seat.
        SameCountry = "SAME_COUNTRY",
        /// They use the same internet domain.
        SameDomain = "SAME_DOMAIN",
        /// They have the same pages.
        SameWebsite = "SAME_WEBSITE",
        /// One is a part of the other. Speaks against.
        PartOf = "PART_OF",
    }
}
