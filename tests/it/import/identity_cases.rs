//! Hard cases of identity: organizations and people who are called alike and are not one, or are one
//! and are called differently. They are well known, and hold whatever rule decides them.

use bole::catalog::place;

use super::records::Graph;

/// Universities as a curator would have written them.
const UNIVERSITIES: &str =
    "Organization: key=nanyang; name=Nanyang Technological University; name_zh=南洋理工大学; \
        aliases=NTU; kind=UNIVERSITY; country=SG; domains=ntu.edu.sg
    Organization: key=taiwan; name=National Taiwan University; name_zh=國立臺灣大學; \
        aliases=NTU|台大; kind=UNIVERSITY; country=TW; domains=ntu.edu.tw
    Organization: key=mit; name=Massachusetts Institute of Technology; name_zh=麻省理工学院; \
        aliases=MIT; kind=UNIVERSITY; country=US; domains=mit.edu
    Organization: key=peking; name=Peking University; name_zh=北京大学; \
        aliases=Beijing University|PKU|北大; kind=UNIVERSITY; country=CN; domains=pku.edu.cn
    Organization: key=boston; name=Northeastern University; name_zh=东北大学; aliases=NEU; \
        kind=UNIVERSITY; country=US; domains=northeastern.edu
    Organization: key=washington; name=University of Washington; aliases=UW; kind=UNIVERSITY; \
        country=US; domains=washington.edu
    Organization: key=miami; name=University of Miami; kind=UNIVERSITY; country=US
    Organization: key=york; name=University of York; kind=UNIVERSITY; country=GB
    Organization: key=berkeley; name=University of California, Berkeley; \
        aliases=UC Berkeley|UCB; kind=UNIVERSITY; country=US; domains=berkeley.edu
    Organization: key=eth; name=ETH Zurich; aliases=Eidgenössische Technische Hochschule Zürich|\
        Swiss Federal Institute of Technology in Zurich; kind=UNIVERSITY; country=CH
    Organization: key=trinity-dublin; name=Trinity College; kind=UNIVERSITY; country=IE
    Organization: key=trinity-hartford; name=Trinity College; kind=UNIVERSITY; country=US";

/// Which row of the graph each of these is found to be; `new`, where it is none of them.
#[track_caller]
fn check(graph: &str, cases: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (file, expected) in cases {
        let graph = Graph::of(graph);
        graph.import(file);
        let found = found(&graph, file);
        if found != *expected {
            wrong.push(format!("{file} is {expected}, not {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The key of the row that the first row of a file was found to be.
fn found(graph: &Graph, file: &str) -> String {
    let (table, _) = file.trim().split_once(": key=new").unwrap();
    let snapshot = graph.snapshot();
    let row = snapshot.find(place(table), "new").unwrap();
    snapshot.frame(place(table)).key(row).to_owned()
}

/// An organization of a file.
macro_rules! organization {
    ($text:literal) => {
        concat!("Organization: key=new; kind=UNIVERSITY; ", $text)
    };
}

#[test]
fn ntu_is_three_universities() {
    check(
        UNIVERSITIES,
        &[
            (organization!("name=NTU; country=SG"), "nanyang"),
            (organization!("name=NTU; country=TW"), "taiwan"),
            (organization!("name=NTU"), "new"),
            (organization!("name=NTU; domains=ntu.edu.sg"), "nanyang"),
            (organization!("name_zh=南洋理工大学"), "nanyang"),
            (organization!("name=Nottingham Trent University; aliases=NTU; country=GB"), "new"),
            (organization!("name=National Taiwan Normal University; country=TW"), "new"),
            (organization!("name=Nanyang Polytechnic; country=SG"), "new"),
        ],
    );
}

#[test]
fn mit_is_in_cambridge_and_elsewhere() {
    check(
        UNIVERSITIES,
        &[
            (organization!("name_zh=麻省理工学院"), "mit"),
            (organization!("name=MIT; country=US"), "mit"),
            (organization!("name=M.I.T.; country=US"), "mit"),
            (organization!("name=The Massachusetts Institute of Technology"), "mit"),
            (organization!("name=Madras Institute of Technology; aliases=MIT; country=IN"), "new"),
            (organization!("name=Manipal Institute of Technology; aliases=MIT"), "new"),
            (organization!("name=MIT Lincoln Laboratory; country=US"), "new"),
        ],
    );
}

#[test]
fn peking_is_beijing_and_not_every_university_there() {
    check(
        UNIVERSITIES,
        &[
            (organization!("name=Beijing University; country=CN"), "peking"),
            (organization!("name_zh=北京大学"), "peking"),
            (organization!("name=PEKING UNIVERSITY"), "peking"),
            (organization!("name_zh=北大; country=CN"), "peking"),
            (organization!("name=Beijing University of Technology; country=CN"), "new"),
            (organization!("name=Beijing Normal University; country=CN"), "new"),
            (organization!("name_zh=北京理工大学; country=CN"), "new"),
            (organization!("name_zh=北京大学深圳研究生院; country=CN"), "new"),
            (organization!("name=Peking Union Medical College; country=CN"), "new"),
        ],
    );
}

#[test]
fn one_name_in_two_countries_is_two_universities() {
    check(
        UNIVERSITIES,
        &[
            // In Shenyang, by the same name in both languages.
            (organization!("name=Northeastern University; name_zh=东北大学; country=CN"), "new"),
            // Tohoku University: the same characters as they are written in Japan.
            (organization!("name=Tohoku University; name_zh=東北大學; country=JP"), "new"),
            (organization!("name=Northeastern University; country=US"), "boston"),
            (organization!("name=York University; country=CA"), "new"),
            (organization!("name=Trinity College; country=IE"), "trinity-dublin"),
            (organization!("name=Trinity College; country=US"), "trinity-hartford"),
            (organization!("name=Trinity College; country=GB"), "new"),
            (organization!("name=Trinity College"), "new"),
        ],
    );
}

#[test]
fn the_order_of_words_tells_universities_apart() {
    check(
        UNIVERSITIES,
        &[
            (organization!("name=Miami University; country=US"), "new"),
            (organization!("name=Washington University in St. Louis; country=US"), "new"),
            (organization!("name=George Washington University; country=US"), "new"),
            (organization!("name=Washington State University; country=US"), "new"),
            (organization!("name=York University"), "new"),
        ],
    );
}

#[test]
fn signs_and_accents_tell_none_apart() {
    check(
        UNIVERSITIES,
        &[
            (organization!("name=University of California Berkeley; country=US"), "berkeley"),
            (organization!("name=University of California-Berkeley; country=US"), "berkeley"),
            (organization!("name=UC Berkeley; country=US"), "berkeley"),
            (organization!("name=University of California; country=US"), "new"),
            (organization!("name=University of California, Davis; country=US"), "new"),
            (organization!("name=ETH Zürich; country=CH"), "eth"),
            (organization!("name=Eidgenossische Technische Hochschule Zurich; country=CH"), "eth"),
        ],
    );
}

#[test]
fn what_is_not_surely_one_stays_apart() {
    check(
        UNIVERSITIES,
        &[
            // Characters as they are written elsewhere: 東北大學 and 东北大学 are two universities.
            (organization!("name_zh=北京大學; country=CN"), "new"),
            (organization!("name_zh=麻省理工學院"), "new"),
            (organization!("name_zh=国立台湾大学; country=TW"), "new"),
            (organization!("name=Nanyang Technological University (NTU)"), "new"),
        ],
    );
}

/// People of one name at two universities, one of them under a new name since.
const PEOPLE: &str = "Organization: key=tsinghua; name=Tsinghua University; country=CN
    Organization: key=peking; name=Peking University; country=CN
    Person: key=wang-tsinghua; name=Wei Wang; name_zh=王伟
    Employment: key=e1; person=wang-tsinghua; organization=tsinghua
    Person: key=wang-peking; name=Wei Wang; name_zh=王伟
    Education: key=d1; person=wang-peking; institution=peking
    Person: key=jones; name=Jane Jones; aliases=Jane Smith
    Employment: key=e2; person=jones; organization=tsinghua
    Person: key=brown; name=Mary Brown
    Employment: key=e3; person=brown; organization=tsinghua
    Person: key=schmidt; name=Jürgen Schmidt; external_keys=orcid:0000-0002-1825-0097
    Employment: key=e4; person=schmidt; organization=tsinghua";

/// Somebody of a file who works or studied at a university, and where they were found to be.
#[track_caller]
fn check_people(cases: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (person, university, expected) in cases {
        let file = format!(
            "Person: key=new; {person}
            Organization: key=at; name={university}; country=CN
            Employment: key=e; person=new; organization=at"
        );
        let graph = Graph::of(PEOPLE);
        graph.import(&file);
        let found = found(&graph, &file);
        if found != *expected {
            wrong.push(format!("{person} at {university} is {expected}, not {found}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const TSINGHUA: &str = "Tsinghua University";
const PEKING: &str = "Peking University";

#[test]
fn people_of_one_name_are_told_apart_by_their_university() {
    check_people(&[
        ("name=Wei Wang", TSINGHUA, "wang-tsinghua"),
        ("name=Wei Wang", PEKING, "wang-peking"),
        ("name=Wang Wei", PEKING, "wang-peking"),
        ("name=Wei Wang", "Fudan University", "new"),
        ("name=Wei Wang; external_keys=orcid:0000-0002-9079-593X", TSINGHUA, "wang-tsinghua"),
        ("name=Wei Wang; name_zh=王薇", TSINGHUA, "new"),
        ("name=Weiwei Wang", TSINGHUA, "new"),
        ("name=W. Wang", TSINGHUA, "new"),
    ]);
}

#[test]
fn somebody_at_both_places_of_two_namesakes_is_neither() {
    let graph = Graph::of(PEOPLE);
    let report = graph.import(
        "Person: key=new; name=Wei Wang
         Education: key=d; person=new; institution=peking
         Employment: key=e; person=new; organization=tsinghua",
    );
    assert_eq!(report.ambiguous.count, 1, "{report}");
    assert_eq!(report.ambiguous.first[0].row, "Person:new");
    assert_eq!(graph.count("Person"), 6);
}

#[test]
fn people_whose_names_sound_alike_are_told_apart_by_how_they_are_written() {
    let graph = Graph::of(PEOPLE);
    let report = graph.import(
        "Person: key=new; name=Wei Wang; name_zh=王薇
         Employment: key=e; person=new; organization=tsinghua",
    );
    let why = "`Person:wang-tsinghua` is called so too, but is written 王伟, not 王薇";
    assert_eq!(report.ambiguous.first[0].reason, why);
    // A name from elsewhere is written in many ways.
    let graph = "Organization: key=at; name=Elsewhere
        Person: key=hinton; name=Geoffrey Hinton; name_zh=杰弗里·辛顿
        Employment: key=e1; person=hinton; organization=at";
    let file = "Person: key=new; name=Geoffrey Hinton; name_zh=傑佛瑞·辛頓
        Employment: key=e2; person=new; organization=at";
    check(graph, &[(file, "hinton")]);
}

#[test]
fn a_former_name_is_known_where_somebody_said_it() {
    check_people(&[
        ("name=Jane Smith", TSINGHUA, "jones"),
        ("name=Jane Jones", TSINGHUA, "jones"),
        ("name=Jane Smith-Jones; aliases=Jane Smith", TSINGHUA, "jones"),
        ("name=Mary Green; aliases=Mary Brown", TSINGHUA, "brown"),
        ("name=Mary Green", TSINGHUA, "new"),
        ("name=Jane Smith", PEKING, "new"),
    ]);
}

#[test]
fn a_key_of_ones_own_says_more_than_a_name() {
    check_people(&[
        ("name=Jurgen Schmidt", TSINGHUA, "schmidt"),
        ("name=J. Schmidt; external_keys=orcid:0000-0002-1825-0097", "Elsewhere", "schmidt"),
        ("name=Jürgen Schmidt; external_keys=orcid:0000-0002-9079-593X", TSINGHUA, "new"),
    ]);
}
