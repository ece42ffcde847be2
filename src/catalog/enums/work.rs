//! Closed sets about people, organizations and models.

use super::{EnumType, EnumValue, enums};

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
        /// Not known, or none of the above; such a one is an Institution.
        Other = "OTHER",
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

    /// What sort of honor it is.
    HonorKind {
        /// A prize or medal.
        Prize = "PRIZE",
        /// A fellowship or membership that is conferred.
        Fellowship = "FELLOWSHIP",
        /// An office in a learned society or another body.
        Office = "OFFICE",
    }
}
