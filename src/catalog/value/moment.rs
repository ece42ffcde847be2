//! Points in time.

use std::{fmt, str::FromStr};

use super::{BadValue, Day, PartialDate, excerpt, serde_as_text};

/// A point in time, to the millisecond, from 0001-01-01 to 9999-12-31 by Coordinated Universal
/// Time; written as RFC 3339 has it, such as `2026-11-24T08:30:00.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

const DAY_MS: i64 = 86_400_000;
const FORM: &str = "write a date and a time of UTC, like 2026-11-24T08:30:00Z, or a date";

impl Moment {
    /// The moment so many milliseconds after 1970-01-01T00:00:00Z; the nearest one where that lies
    /// outside the range.
    pub fn from_millis(millis: i64) -> Self {
        let day = |year, month, day| i64::from(Day::from_ymd(year, month, day).0);
        Moment(millis.clamp(day(1, 1, 1) * DAY_MS, (day(9999, 12, 31) + 1) * DAY_MS - 1))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The day it lies in.
    pub fn date(self) -> PartialDate {
        let days = self.0.div_euclid(DAY_MS);
        let day = Day(i32::try_from(days).expect("days of four-digit years fit"));
        let (year, month, day) = day.ymd();
        PartialDate::new(year, Some(month), Some(day)).expect("days are dates")
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day = self.0.rem_euclid(DAY_MS);
        let (seconds, millis) = (of_day / 1_000, of_day % 1_000);
        let (minutes, second) = (seconds / 60, seconds % 60);
        let (hour, minute) = (minutes / 60, minutes % 60);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z", self.date())
    }
}

/// A date alone is the moment at which it begins.
impl FromStr for Moment {
    type Err = BadValue;

    fn from_str(text: &str) -> Result<Self, BadValue> {
        let bad = || BadValue::new(format!("`{}` is no point in time: {FORM}", excerpt(text)));
        let (date, time) = match text.split_once(['T', 't', ' ']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let date: PartialDate = date.parse().map_err(|_| bad())?;
        if date.day().is_none() {
            return Err(bad());
        }
        let of_day = time.map_or(Some(0), millis_of_day).ok_or_else(bad)?;
        Ok(Moment(i64::from(date.first_day().0) * DAY_MS + of_day))
    }
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`, then `Z`; of a fraction the first three digits count.
fn millis_of_day(time: &str) -> Option<i64> {
    let time = time.strip_suffix(['Z', 'z'])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let two = |it: &str, below: i64| {
        Some(it).filter(|it| it.len() == 2 && is_number(it))?.parse().ok().filter(|it| *it < below)
    };
    let mut parts = time.split(':');
    let (hour, minute) = (two(parts.next()?, 24)?, two(parts.next()?, 60)?);
    let second = parts.next().map_or(Some(0), |it| two(it, 60))?;
    if parts.next().is_some() || !is_number(fraction) {
        return None;
    }
    let millis: i64 = format!("{fraction:0<3}")[..3].parse().ok()?;
    Some(((hour * 60 + minute) * 60 + second) * 1_000 + millis)
}

serde_as_text!(Moment);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_rfc_3339_has_it_and_read_back() {
        for (text, expected, millis) in [
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z", 0),
            ("2026-11-24", "2026-11-24T00:00:00.000Z", 1_795_478_400_000),
            ("2026-11-24T08:30Z", "2026-11-24T08:30:00.000Z", 1_795_509_000_000),
            ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.900Z", -100),
        ] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!((moment.to_string().as_str(), moment.millis()), (expected, millis));
            assert_eq!(moment.to_string().parse(), Ok(moment));
        }
    }

    #[test]
    fn what_is_no_moment_is_told_what_would_be() {
        for text in ["2026", "2026-11-24T25:00Z", "2026-11-24T08:30", "2026-11-24T08:30:00.Z", "é"]
        {
            let why = text.parse::<Moment>().unwrap_err().to_string();
            assert!(why.contains("write a date and a time"), "{why}");
        }
    }

    #[test]
    fn a_moment_outside_the_range_is_the_nearest_in_it() {
        assert_eq!(Moment::from_millis(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Moment::from_millis(i64::MIN).to_string(), "0001-01-01T00:00:00.000Z");
    }
}
