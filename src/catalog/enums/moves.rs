//! Closed sets that questions about moves and ties choose from.

use super::{EnumType, EnumValue, enums};

enums! {
    /// Between what people are seen to move.
    MovePlace {
        /// Organizations as they are named in spells of work.
        Organization = "ORGANIZATION",
        /// Organizations with all that are parts of them: each counts as the one at the top.
        RootOrganization = "ROOT_ORGANIZATION",
        /// Countries of the organizations' seats.
        Country = "COUNTRY",
    }

    /// Which employers of a graduate count.
    EmployerChoice {
        /// The first after the study.
        First = "FIRST",
        /// Every one, before or after the study.
        Any = "ANY",
    }

    /// What ties two people.
    TieKind {
        /// Both worked at one organization.
        Employment = "EMPLOYMENT",
        /// Both studied at one institution.
        Education = "EDUCATION",
        /// Both were in one team.
        Membership = "MEMBERSHIP",
        /// One advised the other.
        Advising = "ADVISING",
        /// Both are named as makers of one model.
        Authorship = "AUTHORSHIP",
        /// Both took part in one event.
        Event = "EVENT",
    }
}
