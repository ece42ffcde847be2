//! Each rule of moves, in the order in which they are written down, on a career made for it.

use super::*;

/// The flows of one career, as `from to` in order of keys, and all that was counted.
fn flows(by: MovePlace, period: (&str, &str), lines: &[(&str, &str, &str)]) -> (String, Flows) {
    let snapshot = snapshot(&career(lines));
    let asked = FlowsAsked {
        filter: None,
        by,
        period: Period { from: period.0.parse().ok(), to: period.1.parse().ok() },
        from: None,
        to: None,
        count_min: 1,
        offset: 0,
        first: 100,
    };
    let found = moves::flows(&snapshot, &asked);
    let mut seen: Vec<String> = found
        .flows
        .iter()
        .map(|it| {
            let times = if it.count == 1 { String::new() } else { format!(" {}", it.count) };
            format!("{} {}{times}", name(&snapshot, it.from), name(&snapshot, it.to))
        })
        .collect();
    seen.sort();
    (seen.join(", "), found)
}

fn moved(lines: &[(&str, &str, &str)]) -> String {
    flows(MovePlace::Organization, ("", ""), lines).0
}

#[test]
fn a_spell_without_dates_has_no_place_in_the_order() {
    let lines = [
        ("google", "", "over"),
        ("openai", "2015", ""),
        ("baidu", "2012", "2011"),
        ("baidu", "2010", "2011"),
    ];
    let (seen, found) = flows(MovePlace::Organization, ("", ""), &lines);
    assert_eq!((seen.as_str(), found.undated), ("baidu openai", 2));
    assert_eq!(found.undated_people.len(), 1);
    // Who was only at one place cannot have moved, whenever it was.
    let lines = [("google", "", ""), ("google", "2012", "")];
    assert_eq!(flows(MovePlace::Organization, ("", ""), &lines).1.undated, 0);
}

#[test]
fn an_end_alone_comes_before_what_began_later() {
    assert_eq!(moved(&[("google", "", "2014"), ("openai", "2015", "")]), "google openai");
    assert_eq!(moved(&[("google", "", "2015"), ("openai", "2015", "")]), "");
}

#[test]
fn spells_at_one_place_that_touch_or_overlap_are_one_stay() {
    let with = |end, start| {
        moved(&[("google", "2010", end), ("openai", "2011", ""), ("google", start, "")])
    };
    // The gap is certain: Ada went and came back.
    assert_eq!(with("2011", "2013"), "google openai, openai google");
    // As far as the dates allow, she stayed.
    assert_eq!(with("2011", "2012"), "google openai");
    assert_eq!(with("2011-12-31", "2012-01-01"), "google openai");
    // A spell without an end goes on; one that is over reaches no later one.
    assert_eq!(with("", "2013"), "google openai");
    assert_eq!(with("over", "2013"), "google openai, openai google");
}

#[test]
fn places_are_rolled_up_before_spells_are_put_together() {
    let lines = [("google", "2010", "2012"), ("deepmind", "2013", "2014"), ("openai", "2015", "")];
    let seen = |by| flows(by, ("", ""), &lines).0;
    assert_eq!(seen(MovePlace::Organization), "deepmind openai, google deepmind");
    assert_eq!(seen(MovePlace::RootOrganization), "alphabet openai");
    assert_eq!(seen(MovePlace::Country), "GB US, US GB");
}

#[test]
fn a_stay_wholly_inside_another_is_a_side_job() {
    let with = |start, end| {
        moved(&[("google", "2010", "2016"), ("baidu", start, end), ("openai", "2018", "")])
    };
    assert_eq!(with("2012", "2014"), "google openai");
    // It may have outlasted the other.
    assert_eq!(with("2012", "2016"), "baidu openai, google baidu");
    assert_eq!(with("2012", ""), "baidu openai, google baidu");
    // What has no known end has nothing inside.
    let lines = [("google", "2010", ""), ("baidu", "2012", "2014"), ("openai", "2018", "")];
    assert_eq!(moved(&lines), "baidu openai, google baidu");
    // Two posts on the same days are no side jobs of each other.
    let day = ("2010-01-01", "2012-01-01");
    let lines = [("google", day.0, day.1), ("baidu", day.0, day.1), ("openai", "2018", "")];
    assert_eq!(moved(&lines), "baidu openai, google openai");
}

#[test]
fn stays_are_ordered_by_their_starts_where_that_is_certain() {
    assert_eq!(moved(&[("google", "2016", ""), ("openai", "2016-07", "")]), "");
    assert_eq!(moved(&[("google", "2016-06", ""), ("openai", "2016-07", "")]), "google openai");
    assert_eq!(moved(&[("google", "2016", "2016-06"), ("openai", "2016-07", "")]), "google openai");
}

#[test]
fn a_move_goes_from_a_stay_to_the_next_whether_or_not_it_had_ended() {
    let lines = [("google", "2010", ""), ("openai", "2015", "2018"), ("baidu", "2020", "")];
    assert_eq!(moved(&lines), "google openai, openai baidu");
    let gap = [("google", "2010", "2011"), ("openai", "2019", "")];
    assert_eq!(moved(&gap), "google openai");
}

#[test]
fn stays_whose_order_is_open_are_entered_together() {
    let lines = [
        ("google", "2010", "2014"),
        ("openai", "2015", ""),
        ("baidu", "2015-07", ""),
        ("deepmind", "2018", ""),
    ];
    let (seen, found) = flows(MovePlace::Organization, ("", ""), &lines);
    assert_eq!(seen, "baidu deepmind, google baidu, google openai, openai deepmind");
    assert_eq!(found.unordered, 1);
}

#[test]
fn who_returns_has_moved_back() {
    let lines = [
        ("google", "2010", "2011"),
        ("openai", "2013", "2014"),
        ("google", "2016", "2017"),
        ("openai", "2019", ""),
    ];
    let (seen, found) = flows(MovePlace::Organization, ("", ""), &lines);
    assert_eq!((seen.as_str(), found.moves), ("google openai 2, openai google", 3));
    assert_eq!((found.flows[0].people.len(), found.flows[0].back), (1, 1));
}

#[test]
fn a_move_has_the_date_of_the_new_stay_and_lies_in_a_period_if_that_is_certain() {
    let lines = [("google", "2010", ""), ("openai", "2015-07", "")];
    let counts = |from, to| {
        let (_, found) = flows(MovePlace::Organization, (from, to), &lines);
        (found.moves, found.possible)
    };
    assert_eq!(counts("2015", "2015"), (1, 0));
    assert_eq!(counts("2015-07-02", ""), (0, 1));
    assert_eq!(counts("", "2015-07-30"), (0, 1));
    assert_eq!(counts("2016", ""), (0, 0));
}

#[test]
fn a_place_that_is_not_known_still_stands_between() {
    let lines = [("google", "2010", ""), ("nowhere", "2012", ""), ("baidu", "2015", "")];
    let (seen, found) = flows(MovePlace::Country, ("", ""), &lines);
    assert_eq!((seen.as_str(), found.moves, found.unknown), ("", 0, 2));
}

#[test]
fn who_left_one_place_for_another_is_asked_directly() {
    let lines = [("google", "2010", "2011"), ("openai", "2015", "2016"), ("baidu", "2018", "")];
    let snapshot = snapshot(&career(&lines));
    let organization =
        |key| Some(Where::Organization(snapshot.frame(place("Organization")).find(key).unwrap()));
    let counts = |by, from, to| {
        let asked = FlowsAsked {
            filter: None,
            by,
            period: Period::default(),
            from,
            to,
            count_min: 1,
            offset: 0,
            first: 10,
        };
        let found = moves::flows(&snapshot, &asked);
        (found.total, found.moves)
    };
    let by = MovePlace::Organization;
    assert_eq!(counts(by, organization("google"), organization("openai")), (1, 2));
    assert_eq!(counts(by, organization("google"), organization("baidu")), (0, 2));
    assert_eq!(counts(by, None, organization("baidu")), (1, 2));
    let root = MovePlace::RootOrganization;
    assert_eq!(counts(root, organization("deepmind"), organization("openai")), (1, 2));
    let us = Some(Where::Country(country("US")));
    assert_eq!(counts(MovePlace::Country, us, Some(Where::Country(country("GB")))), (0, 1));
}
