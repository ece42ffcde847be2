//! Random questions that try to find out what somebody is paid, of random graphs.

use std::collections::BTreeSet;

use bole::{
    catalog::{Edit, Row, enums::AccessRole, place},
    engine::{Snapshot, veil::is_private},
};
use proptest::prelude::*;

use super::{Asked, HEADER, graph_of, questions::question};
use crate::{engine::graphs::Dice, graph::rows};

const CASES: u32 = 8;
const QUESTIONS: usize = 30;
const PEOPLE: usize = 12;
/// Persons of a class: few, so that small graphs have classes of all sorts.
const CONTRIBUTORS: usize = 3;

/// One row of pay; amounts that are private are unlike all others.
fn line(dice: &mut Dice, number: usize) -> String {
    let basis = dice.pick(&["OFFER", "SELF_REPORTED", "SELF_REPORTED", "POSTED", "DISCLOSED"]);
    let is_named = basis != "POSTED" && dice.below(8) > 0;
    let is_secret = is_named && basis != "DISCLOSED";
    let key = if is_secret { format!("secret-{number}") } else { format!("open-{number}") };
    let person = if is_named { format!("p{}", dice.below(PEOPLE)) } else { String::new() };
    let low = if is_secret { secret(dice) } else { (1 + dice.below(90)) * UNIT };
    let high = if dice.below(3) == 0 { written(low + 1_009 * UNIT) } else { String::new() };
    let bonus = if dice.below(2) == 0 { written(low + 2_003 * UNIT) } else { String::new() };
    let low = written(low);
    let organization = dice.maybe(&["x", "y"]);
    let currency = dice.pick(&["CNY", "CNY", "CNY", "USD"]);
    let year = dice.maybe(&["2022", "2023"]);
    let title = dice.maybe(&["t0", "t1"]);
    let level = dice.maybe(&["SENIOR"]);
    format!(
        "{key},{person},{organization},{basis},{low},{high},{currency},MONTH,EXACT,{year},{title},\
         {level},CN,{bonus},s"
    )
}

/// Amounts are counted in ten-thousandths: what is private has some of them, so that no sum, mean
/// or edge of a histogram is like it by chance.
const UNIT: usize = 10_000;

fn secret(dice: &mut Dice) -> usize {
    (1_000_000 + dice.below(40_000)) * UNIT + 1 + dice.below(UNIT - 1)
}

fn written(amount: usize) -> String {
    format!("{}.{:04}", amount / UNIT, amount % UNIT)
}

fn random_pay(dice: &mut Dice) -> Vec<Row> {
    let count = 20 + dice.below(50);
    let lines: Vec<String> = (0..count).map(|it| line(dice, it)).collect();
    rows("SalaryRecord", &format!("{HEADER}{}", lines.join("\n")))
}

/// The same row with other amounts.
fn repaid(row: &Row, dice: &mut Dice) -> Row {
    let Row::SalaryRecord(mut row) = row.clone() else { panic!("it is a row of pay") };
    let amount = |it: usize| written(it).parse().unwrap();
    let low = secret(dice);
    row.low = amount(low);
    row.high = row.high.map(|_| amount(low + dice.below(5_000 * UNIT)));
    row.bonus = row.bonus.map(|_| amount(dice.below(2_000_000 * UNIT)));
    row.into()
}

fn ask(asked: &Asked, role: AccessRole, questions: &[String]) -> Vec<String> {
    let answers = questions.iter().map(|it| {
        let answer = asked.as_role(role, it);
        let faults = answer["errors"].to_string();
        assert!(
            !faults.contains("BAD_USER_INPUT") && !faults.contains("GRAPHQL"),
            "{it}\n{answer}"
        );
        answer.to_string()
    });
    answers.collect()
}

/// All that stands in the rows that are summed up for a reader.
fn table(asked: &Asked) -> Vec<String> {
    let values = |snapshot: &Snapshot, first: u32| {
        let frame = snapshot.frame(place("SalaryRecord"));
        let rows = frame.live().iter().filter(|it| *it >= first);
        let fields = 0..frame.table().fields.len();
        let row = |row| {
            let cells = fields.clone().map(|it| {
                let column = frame.column(it);
                format!("{:?} {:?} {:?}", column.int(row), column.local(row), column.target(row))
            });
            cells.collect::<Vec<_>>().join("; ")
        };
        rows.map(row).collect::<Vec<_>>()
    };
    let views = asked.live.views();
    let sums = views.veil().sums();
    sums.map_or_else(Vec::new, |it| values(&it.rows, it.first()))
}

fn private(rows: &[Row]) -> Vec<Row> {
    rows.iter().filter(|it| is_private(it)).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn what_one_person_is_paid_changes_no_answer(seed: u64) {
        let mut dice = Dice::new(seed);
        let pay = random_pay(&mut dice);
        let asked = graph_of(pay.clone(), CONTRIBUTORS);
        let questions: Vec<String> = (0..QUESTIONS).map(|_| question(&mut dice)).collect();
        let before = ask(&asked, AccessRole::Reader, &questions);
        let private = private(&pay);
        let Some(of) = private.first() else { return Ok(()) };
        asked.put(vec![repaid(of, &mut dice)]);
        prop_assert_eq!(&ask(&asked, AccessRole::Reader, &questions), &before);
        asked.delete(&of.id().to_string());
        prop_assert_eq!(&ask(&asked, AccessRole::Reader, &questions), &before);
        asked.live.validate().unwrap();
    }

    #[test]
    fn answers_are_equal_where_the_medians_of_all_classes_are(seed: u64) {
        let mut dice = Dice::new(seed);
        let pay = random_pay(&mut dice);
        let asked = graph_of(pay.clone(), CONTRIBUTORS);
        let questions: Vec<String> = (0..QUESTIONS).map(|_| question(&mut dice)).collect();
        let before = ask(&asked, AccessRole::Reader, &questions);
        let same = table(&asked);
        let others = private(&pay).into_iter().take(6).map(|row| {
            let repay = |it: &Row| if *it == row { repaid(it, &mut dice) } else { it.clone() };
            graph_of(pay.iter().map(repay).collect(), CONTRIBUTORS)
        });
        let equal = others.filter(|it| table(it) == same).take(2).collect::<Vec<_>>();
        prop_assume!(!equal.is_empty());
        for other in equal {
            prop_assert_eq!(&ask(&other, AccessRole::Reader, &questions), &before);
        }
    }

    #[test]
    fn no_answer_holds_a_private_key_or_amount_but_a_median(seed: u64) {
        let mut dice = Dice::new(seed);
        let pay = random_pay(&mut dice);
        let asked = graph_of(pay.clone(), CONTRIBUTORS);
        let told = table(&asked).join("\n");
        let mut amounts = BTreeSet::new();
        for row in private(&pay) {
            let Row::SalaryRecord(row) = row else { continue };
            let all = [Some(row.low), row.high, row.bonus].into_iter().flatten();
            let hidden = all.filter(|it| !told.contains(&it.code().to_string()));
            amounts.extend(hidden.map(|it| it.to_string()));
        }
        for _ in 0..QUESTIONS {
            let question = question(&mut dice);
            let answer = asked.reader(&question).to_string();
            // The question itself is told back where it asks for a row that does not exist.
            let answer = answer.split("\"errors\"").next().unwrap_or_default();
            prop_assert!(!answer.contains("secret"), "{question}\n{answer}");
            let mut numbers = answer.split(|it: char| !it.is_ascii_digit() && it != '.');
            let found = numbers.find(|it| amounts.contains(*it) && !question.contains(it));
            prop_assert_eq!(found, None, "{}\n{}", question, answer);
        }
    }
}

/// The questions are good ones: they find all of it out where nothing is held back.
#[test]
fn the_same_questions_tell_an_editor_what_a_person_is_paid() {
    let mut dice = Dice::new(1);
    let pay = random_pay(&mut dice);
    let asked = graph_of(pay.clone(), CONTRIBUTORS);
    let questions: Vec<String> = (0..QUESTIONS).map(|_| question(&mut dice)).collect();
    let before = ask(&asked, AccessRole::Editor, &questions);
    let of = private(&pay)[0].clone();
    asked.change(vec![Edit::Put(repaid(&of, &mut dice))]);
    let after = ask(&asked, AccessRole::Editor, &questions);
    let told = before.iter().zip(&after).filter(|(one, other)| one != other).count();
    assert!(told >= 5, "only {told} questions found it out");
    assert!(before.iter().any(|it| it.contains("secret-")));
}
