//! Partial dates: what is read is what is written, and a date is the span of days that a calendar
//! gives it.

use bole::catalog::value::{Day, Moment, PartialDate};

/// The bytes are a text, and also numbers for a date.
pub fn try_one(bytes: &[u8]) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        read(text);
    }
    if let [high, low, month, day, ..] = *bytes {
        let part = |it: u8| Some(it).filter(|it| *it != u8::MAX);
        made(u16::from_be_bytes([high, low]), part(month), part(day));
    }
}

fn read(text: &str) {
    if let Ok(date) = text.parse::<PartialDate>() {
        assert_eq!(date.to_string(), text);
        check(date);
    }
    if let Ok(moment) = text.parse::<Moment>() {
        assert_eq!(moment.to_string().parse(), Ok(moment), "{text}");
    }
}

fn made(year: u16, month: Option<u8>, day: Option<u8>) {
    let is_one = (1..=9_999).contains(&year)
        && match (month, day) {
            (None | Some(0), day) => day.is_none(),
            (Some(month), None) => month <= 12,
            (Some(month), Some(day)) => month <= 12 && day > 0 && day <= last(year, month),
        };
    let date = PartialDate::new(year, month, day);
    assert_eq!(date.is_ok(), is_one, "{year} {month:?} {day:?}");
    if let Ok(date) = date {
        assert_eq!(date.to_string().parse(), Ok(date));
        check(date);
    }
}

/// The last day of a month, as the rhyme has it.
fn last(year: u16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(400) || (year.is_multiple_of(4) && !year.is_multiple_of(100)) => {
            29
        }
        2 => 28,
        _ => 31,
    }
}

fn check(date: PartialDate) {
    let code = date.code();
    assert_eq!(PartialDate::from_code(code), Some(date));
    let (first, end) = (date.first_day(), date.last_day());
    let span = match (date.month(), date.day()) {
        (_, Some(_)) => 1..=1,
        (Some(_), None) => 28..=31,
        (None, None) => 365..=366,
    };
    assert!(span.contains(&(end.0 - first.0 + 1)), "{date}");
    let code_of = |day: Day| {
        let (year, month, day) = day.ymd();
        i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)
    };
    let days = PartialDate::days_of_code(i32::try_from(code).expect("codes are small"));
    assert_eq!((i64::from(days.0), i64::from(days.1)), (code_of(first), code_of(end)), "{date}");
    let (lowest, highest) = date.codes_within();
    assert!(lowest <= code && code_of(first) >= lowest && code_of(end) <= highest, "{date}");
    assert_eq!(first.whole_years_until(first), 0);
    assert!(first.whole_years_until(end) <= 0, "{date}");
}
