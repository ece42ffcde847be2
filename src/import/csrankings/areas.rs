//! The codes by which `CSRankings` calls fields of research and conferences.

/// Conferences, by code and name.
type Venues = &'static [(&'static str, &'static str)];

/// Fields: their codes, their names, and the conferences counted in them.
const AREAS: &[(&str, &str, Venues)] = &[
    ("ai", "Artificial intelligence", &[("aaai", "AAAI"), ("ijcai", "IJCAI")]),
    ("vision", "Computer vision", &[("cvpr", "CVPR"), ("eccv", "ECCV"), ("iccv", "ICCV")]),
    (
        "mlmining",
        "Machine learning",
        &[("icml", "ICML"), ("iclr", "ICLR"), ("kdd", "KDD"), ("nips", "NeurIPS")],
    ),
    (
        "nlp",
        "Natural language processing",
        &[("acl", "ACL"), ("emnlp", "EMNLP"), ("naacl", "NAACL")],
    ),
    ("inforet", "Information retrieval and the web", &[("sigir", "SIGIR"), ("www", "WWW")]),
    ("ir", "Information retrieval and the web", &[]),
    (
        "arch",
        "Computer architecture",
        &[("asplos", "ASPLOS"), ("isca", "ISCA"), ("micro", "MICRO"), ("hpca", "HPCA")],
    ),
    ("comm", "Computer networks", &[("sigcomm", "SIGCOMM"), ("nsdi", "NSDI")]),
    (
        "sec",
        "Computer security",
        &[
            ("ccs", "CCS"),
            ("oakland", "IEEE S&P"),
            ("usenixsec", "USENIX Security"),
            ("ndss", "NDSS"),
            ("pets", "PETS"),
        ],
    ),
    (
        "mod",
        "Databases",
        &[("sigmod", "SIGMOD"), ("vldb", "VLDB"), ("icde", "ICDE"), ("pods", "PODS")],
    ),
    ("da", "Design automation", &[("dac", "DAC"), ("iccad", "ICCAD")]),
    (
        "bed",
        "Embedded and real-time systems",
        &[("emsoft", "EMSOFT"), ("rtas", "RTAS"), ("rtss", "RTSS")],
    ),
    ("hpc", "High-performance computing", &[("hpdc", "HPDC"), ("ics", "ICS"), ("sc", "SC")]),
    (
        "mobile",
        "Mobile computing",
        &[("mobicom", "MobiCom"), ("mobisys", "MobiSys"), ("sensys", "SenSys")],
    ),
    ("metrics", "Measurement and analysis", &[("imc", "IMC"), ("sigmetrics", "SIGMETRICS")]),
    (
        "ops",
        "Operating systems",
        &[
            ("osdi", "OSDI"),
            ("sosp", "SOSP"),
            ("eurosys", "EuroSys"),
            ("fast", "FAST"),
            ("usenixatc", "USENIX ATC"),
        ],
    ),
    (
        "plan",
        "Programming languages",
        &[("pldi", "PLDI"), ("popl", "POPL"), ("icfp", "ICFP"), ("oopsla", "OOPSLA")],
    ),
    (
        "soft",
        "Software engineering",
        &[("fse", "FSE"), ("icse", "ICSE"), ("ase", "ASE"), ("issta", "ISSTA")],
    ),
    ("act", "Algorithms and complexity", &[("focs", "FOCS"), ("soda", "SODA"), ("stoc", "STOC")]),
    ("crypt", "Cryptography", &[("crypto", "CRYPTO"), ("eurocrypt", "EUROCRYPT")]),
    ("log", "Logic and verification", &[("cav", "CAV"), ("lics", "LICS")]),
    (
        "graph",
        "Computer graphics",
        &[
            ("siggraph", "SIGGRAPH"),
            ("siggraph-asia", "SIGGRAPH Asia"),
            ("eurographics", "Eurographics"),
        ],
    ),
    (
        "chi",
        "Human-computer interaction",
        &[("chiconf", "CHI"), ("ubicomp", "UbiComp"), ("uist", "UIST")],
    ),
    ("robotics", "Robotics", &[("icra", "ICRA"), ("iros", "IROS"), ("rss", "RSS")]),
    ("bio", "Computational biology", &[("ismb", "ISMB"), ("recomb", "RECOMB")]),
    ("visualization", "Visualization", &[("vis", "IEEE VIS"), ("vr", "IEEE VR")]),
    ("ecom", "Economics and computation", &[("ec", "EC"), ("wine", "WINE")]),
    ("csed", "Computer science education", &[("sigcse", "SIGCSE")]),
];

/// The field and the conference of a code, which may be that of either, and of a second code for
/// the conference, which some files have. A code that is not known stands for itself.
pub(super) fn area_and_venue<'c>(
    code: &'c str,
    second: Option<&'c str>,
) -> (&'c str, Option<&'c str>) {
    let venue_of = |code: &str| {
        AREAS.iter().find_map(|(_, area, venues)| {
            venues.iter().find(|it| it.0 == code).map(|venue| (*area, venue.1))
        })
    };
    let named = second.map(|it| venue_of(it).map_or(it, |found| found.1));
    match (AREAS.iter().find(|it| it.0 == code), venue_of(code)) {
        (Some((_, area, _)), _) => (area, named),
        (None, Some((area, venue))) => (area, named.or(Some(venue))),
        (None, None) => (code, named),
    }
}

#[cfg(test)]
mod tests {
    use super::area_and_venue;

    #[test]
    fn a_code_is_that_of_a_field_or_of_a_conference() {
        for (code, second, expected) in [
            ("nlp", None, ("Natural language processing", None)),
            ("nips", None, ("Machine learning", Some("NeurIPS"))),
            ("vision", Some("cvpr"), ("Computer vision", Some("CVPR"))),
            ("quantum", None, ("quantum", None)),
        ] {
            assert_eq!(area_and_venue(code, second), expected);
        }
    }
}
