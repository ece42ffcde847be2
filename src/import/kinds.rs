//! What sort an organization is, as far as its name tells.

/// Words by which a kind is told, in any letter case; the first that fits holds. A word that ends
/// or begins with a space is a word of its own.
const WORDS: &[(&str, &[&str])] = &[
    (
        "COMPANY",
        &[" inc ", " llc ", " ltd ", " limited ", " corp ", " corporation ", " gmbh ", " llp "],
    ),
    (
        "UNIVERSITY",
        &[
            "universi",
            " univ ",
            " college",
            "polytechni",
            "politecnico",
            "hochschule",
            "ecole ",
            "école ",
            "institute of technology",
            "inst of technology",
            " eth ",
            " epfl ",
            "大学",
            "学院",
        ],
    ),
    ("LABORATORY", &["laborator", "实验室"]),
    ("GOVERNMENT", &["ministry", "department of", " agency ", "county of", "city of", "state of"]),
    ("SOCIETY", &["academy of", "society", "科学院"]),
    ("NONPROFIT", &["foundation", "school", "hospital", "church"]),
    ("INSTITUTE", &["institut", "research cent", "centre for", "center for", "研究院", "研究所"]),
];

/// The kind of an organization with this name; `None` where it does not tell.
pub(super) fn of_name(name: &str) -> Option<&'static str> {
    let is_sign = |it: char| it.is_whitespace() || matches!(it, '.' | ',' | '(' | ')' | '&' | '/');
    let words: Vec<&str> = name.split(is_sign).filter(|it| !it.is_empty()).collect();
    let text = format!(" {} ", words.join(" ").to_lowercase());
    let fits = |(_, words): &&(&str, &[&str])| words.iter().any(|it| text.contains(it));
    WORDS.iter().find(fits).map(|it| it.0)
}

#[cfg(test)]
mod tests {
    use super::of_name;

    #[test]
    fn a_name_may_tell_what_an_organization_is() {
        for (name, kind) in [
            ("University of California (UC) Berkeley", Some("UNIVERSITY")),
            ("RUTGERS UNIV", Some("UNIVERSITY")),
            ("École Polytechnique", Some("UNIVERSITY")),
            ("Massachusetts Inst. of Technology", Some("UNIVERSITY")),
            ("清华大学", Some("UNIVERSITY")),
            ("UNIVERSITY GAMES INC.", Some("COMPANY")),
            ("Oak Ridge National Laboratory", Some("LABORATORY")),
            ("Weizmann Institute of Science", Some("INSTITUTE")),
            ("Chinese Academy of Sciences", Some("SOCIETY")),
            ("CITY OF BOSTON", Some("GOVERNMENT")),
            ("Incyte", None),
        ] {
            assert_eq!(of_name(name), kind, "{name}");
        }
    }
}
