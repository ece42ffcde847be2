//! What some items mean, in the words of the catalog. An item that is in no list here has no meaning
//! to the importer, however near it is to one that is.

use super::item::Item;

/// Academic degrees by their level.
pub(super) const DEGREES: &[(&str, &[u64])] = &[
    // Bachelor's degree, of Arts, of Science.
    ("BACHELOR", &[163_727, 1_765_120, 787_674]),
    // Master's degree, of Arts, of Science, of Business Administration.
    ("MASTER", &[183_816, 2_091_008, 950_900, 191_701]),
    // Doctorate, Doctor of Philosophy.
    ("DOCTORATE", &[849_697, 752_297]),
];

/// Positions by what somebody does in them.
pub(super) const ROLES: &[(&str, &[u64])] = &[
    // Professor, associate professor.
    ("PROFESSOR", &[121_594, 9_344_260]),
    // Chief executive officer.
    ("EXECUTIVE", &[484_876]),
    // Researcher.
    ("RESEARCHER", &[1_650_915]),
    // Engineer.
    ("ENGINEER", &[81_096]),
];

/// Classes of organizations by their kind; of an item of several classes the first kind holds.
pub(super) const KINDS: &[(&str, &[u64])] = &[
    // University, public, private, research, public research, collegiate university, higher
    // education institution, college, institute of technology, private not-for-profit educational
    // institution.
    (
        "UNIVERSITY",
        &[
            3_918, 875_538, 902_104, 15_936_437, 62_078_547, 3_354_859, 38_723, 189_004, 1_371_037,
            23_002_054,
        ],
    ),
    // Company, business, enterprise, public, software, technology company.
    ("COMPANY", &[783_794, 4_830_453, 6_881_511, 891_723, 1_058_914, 18_388_277]),
    // Research institute.
    ("INSTITUTE", &[31_855]),
    // Laboratory.
    ("LABORATORY", &[483_242]),
    // Academy of sciences, scientific society, learned society.
    ("SOCIETY", &[414_147, 748_019, 955_824]),
    // Government agency.
    ("GOVERNMENT", &[327_333]),
    // Nonprofit organization, foundation.
    ("NONPROFIT", &[163_740, 157_031]),
    // Organization.
    ("OTHER", &[43_229]),
];

/// Countries that exist by their code of ISO 3166-1; those that were, such as the Soviet Union, have
/// none.
const COUNTRIES: &[(&str, u64)] = &[
    ("AE", 878),
    ("AM", 399),
    ("AR", 414),
    ("AT", 40),
    ("AU", 408),
    ("AZ", 227),
    ("BA", 225),
    ("BD", 902),
    ("BE", 31),
    ("BG", 219),
    ("BR", 155),
    ("BY", 184),
    ("CA", 16),
    ("CH", 39),
    ("CL", 298),
    ("CN", 148),
    ("CO", 739),
    ("CU", 241),
    ("CY", 229),
    ("CZ", 213),
    ("DE", 183),
    // Denmark, and the Kingdom of Denmark.
    ("DK", 35),
    ("DK", 756_617),
    ("DZ", 262),
    ("EC", 736),
    ("EE", 191),
    ("EG", 79),
    ("ES", 29),
    ("ET", 115),
    ("FI", 33),
    ("FR", 142),
    ("GB", 145),
    ("GE", 230),
    ("GH", 117),
    ("GR", 41),
    ("HR", 224),
    ("HU", 28),
    ("ID", 252),
    ("IE", 27),
    ("IL", 801),
    ("IN", 668),
    ("IQ", 796),
    ("IR", 794),
    ("IS", 189),
    ("IT", 38),
    ("JO", 810),
    ("JP", 17),
    ("KE", 114),
    ("KP", 423),
    ("KR", 884),
    ("KZ", 232),
    ("LB", 822),
    ("LK", 854),
    ("LT", 37),
    ("LU", 32),
    ("LV", 211),
    ("MA", 1_028),
    ("MN", 711),
    ("MX", 96),
    ("MY", 833),
    ("NG", 1_033),
    // The Netherlands, and the Kingdom of the Netherlands.
    ("NL", 55),
    ("NL", 29_999),
    ("NO", 20),
    ("NZ", 664),
    ("PE", 419),
    ("PH", 928),
    ("PK", 843),
    ("PL", 36),
    ("PT", 45),
    ("RO", 218),
    ("RS", 403),
    ("RU", 159),
    ("SA", 851),
    ("SE", 34),
    ("SG", 334),
    ("SI", 215),
    ("SK", 214),
    ("SY", 858),
    ("TH", 869),
    ("TN", 948),
    ("TR", 43),
    ("TW", 865),
    ("UA", 212),
    ("US", 30),
    ("UY", 77),
    ("UZ", 265),
    ("VE", 717),
    ("VN", 881),
    ("ZA", 258),
];

/// What the first list with this item is called, and its place.
pub(super) fn meaning(
    lists: &[(&'static str, &[u64])],
    item: Item,
) -> Option<(usize, &'static str)> {
    let place = lists.iter().position(|it| it.1.contains(&item.number()))?;
    Some((place, lists[place].0))
}

pub(super) fn country(item: Item) -> Option<&'static str> {
    COUNTRIES.iter().find(|it| it.1 == item.number()).map(|it| it.0)
}
