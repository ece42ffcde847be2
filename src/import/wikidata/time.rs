//! Points in time as Wikidata writes them.

use serde_json::Value;

use crate::catalog::value::PartialDate;

/// A point in time: its text, of which `precision` says how much holds, and its calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Time {
    /// Such as `+1879-03-14T00:00:00Z`; months and days that are not known may be `00` or `01`.
    text: String,
    precision: u64,
    /// The address of the calendar's item.
    calendar: String,
}

const GREGORIAN: &str = "/Q1985727";
const YEAR: u64 = 9;
const MONTH: u64 = 10;

impl Time {
    /// As in the JSON of an item.
    pub(super) fn of_value(value: &Value) -> Option<Time> {
        Some(Time {
            text: value.get("time")?.as_str()?.to_owned(),
            precision: value.get("precision")?.as_u64()?,
            calendar: value.get("calendarmodel")?.as_str()?.to_owned(),
        })
    }

    /// As in a line of statements: text, time zone, uncertainty before and after, precision and
    /// calendar with `#` between them.
    pub(super) fn of_text(text: &str) -> Option<Time> {
        let parts: Vec<&str> = text.split('#').collect();
        let [text, _, _, _, precision, calendar] = parts[..] else { return None };
        let precision = precision.parse().ok()?;
        Some(Time { text: text.to_owned(), precision, calendar: calendar.to_owned() })
    }

    /// The date, as far as it is known; or why it is none here.
    pub(super) fn date(&self) -> Result<PartialDate, String> {
        let text = &self.text;
        if !self.calendar.ends_with(GREGORIAN) {
            return Err(format!("`{text}` is a date of another calendar than the Gregorian"));
        }
        if self.precision < YEAR {
            return Err(format!("`{text}` is known to less than the year"));
        }
        if text.starts_with('-') {
            return Err(format!("`{text}` is before year 1"));
        }
        let unreadable =
            || format!("`{text}` is no point in time, such as `+1879-03-14T00:00:00Z`");
        let day =
            text.strip_prefix('+').and_then(|it| it.split_once('T')).ok_or_else(unreadable)?.0;
        let parts: Option<Vec<u16>> = day.split('-').map(|it| it.parse().ok()).collect();
        let parts = parts.ok_or_else(unreadable)?;
        let [year, month, day] = parts[..] else { return Err(unreadable()) };
        let part = |it: u16| Some(u8::try_from(it).unwrap_or(u8::MAX));
        let date = match self.precision {
            YEAR => PartialDate::new(year, None, None),
            MONTH => PartialDate::new(year, part(month), None),
            _ => PartialDate::new(year, part(month), part(day)),
        };
        date.map_err(|why| why.to_string())
    }

    /// All that it says, in one text.
    pub(super) fn whole(&self) -> String {
        format!("{}/{}/{}", self.text, self.precision, self.calendar)
    }
}
