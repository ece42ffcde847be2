//! Dates that may give the year or the month only.

use std::{fmt, str::FromStr};

use super::{BadValue, excerpt, serde_as_text};

/// A date as EDTF level 0 writes it: `2016`, `2016-07` or `2016-07-25`; years 1 to 9999.
///
/// It stands for the span of days that it leaves open. Dates are ordered by what is written: a year
/// before its months, a month before its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: u16,
    /// 0 where it is not given.
    month: u8,
    /// 0 where it is not given.
    day: u8,
}

/// How much of a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    Year,
    Month,
    Day,
}

/// A day of the proleptic Gregorian calendar, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

const FORM: &str = "write YYYY, YYYY-MM or YYYY-MM-DD";

impl PartialDate {
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Result<Self, BadValue> {
        let text = || match (month, day) {
            (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}"),
        };
        let bad = |why: String| Err(BadValue::new(format!("`{}` is not a date: {why}", text())));
        if !(1..=9999).contains(&year) {
            return bad("its year is not in 0001..=9999".to_owned());
        }
        let month = month.unwrap_or(0);
        if month > 12 || (month == 0 && day.is_some()) {
            return bad(format!("month {month} is not in 1..=12"));
        }
        let last = if month == 0 { 0 } else { days_in(year, month) };
        match day {
            Some(day) if day == 0 || day > last => {
                bad(format!("day {day} is not in 1..={last} of that month"))
            }
            day => Ok(PartialDate { year, month, day: day.unwrap_or(0) }),
        }
    }

    pub fn year(self) -> u16 {
        self.year
    }

    pub fn month(self) -> Option<u8> {
        Some(self.month).filter(|it| *it > 0)
    }

    pub fn day(self) -> Option<u8> {
        Some(self.day).filter(|it| *it > 0)
    }

    pub fn precision(self) -> Precision {
        match (self.month, self.day) {
            (0, _) => Precision::Year,
            (_, 0) => Precision::Month,
            _ => Precision::Day,
        }
    }

    /// The date as one number, ordered as dates are: year × 10,000 + month × 100 + day, with zeros
    /// for what is not given.
    pub fn code(self) -> i64 {
        i64::from(self.year) * 10_000 + i64::from(self.month) * 100 + i64::from(self.day)
    }

    pub fn from_code(code: i64) -> Option<Self> {
        let part = |it: i64| u8::try_from(it % 100).ok();
        let given = |it: u8| Some(it).filter(|it| *it > 0);
        let year = u16::try_from(code / 10_000).ok()?;
        PartialDate::new(year, given(part(code / 100)?), given(part(code)?)).ok()
    }

    /// The first day it may mean.
    pub fn first_day(self) -> Day {
        Day::from_ymd(self.year, self.month.max(1), self.day.max(1))
    }

    /// The last day it may mean.
    pub fn last_day(self) -> Day {
        let month = self.month().unwrap_or(12);
        let day = self.day().unwrap_or_else(|| days_in(self.year, month));
        Day::from_ymd(self.year, month, day)
    }

    /// The codes of the first and the last day that the date with this code may mean; codes are
    /// ordered as days are. Made for many dates: the code must be one of [`PartialDate::code`].
    pub fn days_of_code(code: i32) -> (i32, i32) {
        if code % 100 > 0 {
            return (code, code);
        }
        let of_year = code / 100;
        match of_year % 100 {
            0 => (code + 101, code + 1_231),
            2 if !is_leap(of_year / 100) => (code + 1, code + 28),
            2 => (code + 1, code + 29),
            4 | 6 | 9 | 11 => (code + 1, code + 30),
            _ => (code + 1, code + 31),
        }
    }

    /// The codes of all dates whose span lies within this one's, lowest and highest.
    pub fn codes_within(self) -> (i64, i64) {
        let code = self.code();
        match self.precision() {
            Precision::Year => (code, code + 9_999),
            Precision::Month => (code, code + 99),
            Precision::Day => (code, code),
        }
    }
}

fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if is_leap(year.into()) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Day {
    /// The day of a date that exists.
    ///
    /// Years are counted from March, so that a leap day ends one; 400 of them have 146,097 days.
    pub fn from_ymd(year: u16, month: u8, day: u8) -> Self {
        let (month, day) = (i32::from(month), i32::from(day));
        let year = i32::from(year) - i32::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468)
    }

    /// Year, month and day.
    pub fn ymd(self) -> (u16, u8, u8) {
        let days = self.0 + 719_468;
        let era = days.div_euclid(146_097);
        let of_era = days.rem_euclid(146_097);
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year + era * 400 + i32::from(month <= 2);
        let small = |it: i32| u8::try_from(it).expect("months and days are small");
        (u16::try_from(year).expect("days lie in years 1 to 9999"), small(month), small(day))
    }

    /// Completed years from this day to `later`, by anniversaries; one on 29 February falls on
    /// 1 March in other years. Negative where `later` is earlier.
    pub fn whole_years_until(self, later: Day) -> i32 {
        let ((from, month, day), (to, to_month, to_day)) = (self.ymd(), later.ymd());
        i32::from(to) - i32::from(from) - i32::from((to_month, to_day) < (month, day))
    }
}

impl FromStr for PartialDate {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let bad = || BadValue::new(format!("`{}` is not a date: {FORM}", excerpt(text)));
        let number = |part: &str, digits: usize| {
            let is_number = part.len() == digits && part.bytes().all(|it| it.is_ascii_digit());
            part.parse::<u16>().ok().filter(|_| is_number).ok_or_else(bad)
        };
        let small = |part: &str| number(part, 2).map(|it| u8::try_from(it).unwrap_or(u8::MAX));
        let mut parts = text.split('-');
        let year = number(parts.next().unwrap_or_default(), 4)?;
        let month = parts.next().map(small).transpose()?;
        let day = parts.next().map(small).transpose()?;
        if parts.next().is_some() {
            return Err(bad());
        }
        if month == Some(0) {
            return Err(BadValue::new(format!("`{text}` is not a date: month 0 is not in 1..=12")));
        }
        PartialDate::new(year, month, day)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

serde_as_text!(PartialDate);

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> PartialDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_come_back_from_their_texts_and_codes() {
        for text in ["0001", "2016", "2016-07", "2016-02-29", "9999-12-31"] {
            assert_eq!(date(text).to_string(), text);
            assert_eq!(PartialDate::from_code(date(text).code()), Some(date(text)));
        }
        assert_eq!(PartialDate::from_code(20_161_301), None);
        assert_eq!(PartialDate::from_code(20_160_015), None);
    }

    #[test]
    fn the_days_of_a_code_are_those_of_its_date() {
        for text in
            ["0004", "2015", "2015-02", "2016-02", "1900-02", "2000-02", "2016-04", "2016-12"]
        {
            let date = date(text);
            let code = |day: Day| {
                let (year, month, day) = day.ymd();
                PartialDate::new(year, Some(month), Some(day)).unwrap().code()
            };
            let (first, last) = PartialDate::days_of_code(date.code().try_into().unwrap());
            let expected = (code(date.first_day()), code(date.last_day()));
            assert_eq!((i64::from(first), i64::from(last)), expected, "{text}");
        }
    }

    #[test]
    fn a_bad_date_is_told_what_would_be_right() {
        for (text, why) in [
            ("2016-13", "`2016-13` is not a date: month 13 is not in 1..=12"),
            ("2016-00", "`2016-00` is not a date: month 0 is not in 1..=12"),
            ("2015-02-29", "`2015-02-29` is not a date: day 29 is not in 1..=28 of that month"),
            ("16-07", "`16-07` is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
            ("2016-7", "`2016-7` is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
            ("2016年", "`2016年` is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
            ("", "`` is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"),
        ] {
            assert_eq!(text.parse::<PartialDate>().unwrap_err().to_string(), why);
        }
    }

    #[test]
    fn days_are_counted_as_the_calendar_counts_them() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Day(0));
        assert_eq!(Day::from_ymd(2000, 3, 1), Day(11_017));
        let mut before = Day::from_ymd(1, 1, 1).0 - 1;
        for year in 1..=9999 {
            for month in 1..=12 {
                for day in 1..=days_in(year, month) {
                    let it = Day::from_ymd(year, month, day);
                    assert_eq!((it.0, it.ymd()), (before + 1, (year, month, day)));
                    before = it.0;
                }
            }
        }
    }

    #[test]
    fn years_are_complete_at_the_anniversary() {
        let years =
            |from: &str, to: &str| date(from).first_day().whole_years_until(date(to).first_day());
        assert_eq!(years("1985-06-15", "2023-06-14"), 37);
        assert_eq!(years("1985-06-15", "2023-06-15"), 38);
        assert_eq!(years("2000-02-29", "2001-02-28"), 0);
        assert_eq!(years("2000-02-29", "2001-03-01"), 1);
    }
}
