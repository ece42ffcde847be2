//! When something began and ended, as far as its dates tell.

use super::Column;
use crate::catalog::value::PartialDate;

/// The earliest and the latest day that a date may mean, as codes ([`PartialDate::code`]), which
/// are ordered as days are.
pub(super) type Days = (i32, i32);

/// Before every day there is.
const NEVER_YET: i32 = i32::MIN;
/// After every day there is.
const NEVER_MORE: i32 = i32::MAX;

/// A time with a start, an end, or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// When it began: from before all days where only its end is known.
    pub start: Days,
    /// When it ended: from its start to after all days where that is not known, or it goes on.
    pub end: Days,
    /// The last day that it is taken to reach: its latest end; after all days where it goes on; its
    /// start where it is over and nobody said since when.
    pub reach: i32,
}

impl Span {
    /// `None` where there is no date, or the end lies before the start.
    pub(super) fn of(start: Option<Days>, end: Option<Days>, is_over: bool) -> Option<Self> {
        let (first, last) = start.unwrap_or((NEVER_YET, NEVER_MORE));
        match (start, end) {
            (None, None) => None,
            (_, Some(end)) => {
                let (first_end, last_end) = end;
                let end = (first_end.max(first), last_end);
                let span = Span { start: (first, last.min(last_end)), end, reach: last_end };
                (first <= last_end).then_some(span)
            }
            (_, None) => {
                let reach = if is_over { last } else { NEVER_MORE };
                Some(Span { start: (first, last), end: (first, NEVER_MORE), reach })
            }
        }
    }

    /// A time of which nothing is known but that it goes on.
    pub(super) const GOES_ON: Span =
        Span { start: (NEVER_YET, NEVER_MORE), end: (NEVER_YET, NEVER_MORE), reach: NEVER_MORE };

    /// Whether nobody said that it was over.
    pub(super) fn goes_on(&self) -> bool {
        self.reach == NEVER_MORE
    }

    /// Whether it certainly began before another.
    pub(super) fn is_before(&self, other: &Span) -> bool {
        self.start.1 < other.start.0
    }

    /// Whether the other may begin within it or on the day after it; it begins first.
    pub(super) fn touches(&self, later: &Span) -> bool {
        later.start.0 <= self.reach || is_next_day(self.reach, later.start.0)
    }

    /// The two as one; it begins first.
    pub(super) fn joined(&self, later: &Span) -> Span {
        let later_of = |one: Days, other: Days| (one.0.max(other.0), one.1.max(other.1));
        Span {
            start: (self.start.0.min(later.start.0), self.start.1.min(later.start.1)),
            end: later_of(self.end, later.end),
            reach: self.reach.max(later.reach),
        }
    }

    /// Whether the two share a day for certain; what goes on has not ended.
    pub(super) fn overlaps(&self, other: &Span) -> bool {
        let least = |it: &Span| if it.goes_on() { NEVER_MORE } else { it.end.0 };
        self.start.1 <= least(other) && other.start.1 <= least(self)
    }

    /// The years in which the time that both share began and ended, where that is certain; no end
    /// where both go on.
    pub(super) fn shared_years(&self, other: &Span) -> (Option<u16>, Option<u16>) {
        let start = (self.start.0.max(other.start.0), self.start.1.max(other.start.1));
        let end = (self.end.0.min(other.end.0), self.end.1.min(other.end.1));
        let end = if self.goes_on() {
            other.end
        } else if other.goes_on() {
            self.end
        } else {
            end
        };
        (year(start), year(end))
    }
}

/// The year that all of the days are in.
pub(super) fn year((first, last): Days) -> Option<u16> {
    let (first, last) = (first / 10_000, last / 10_000);
    (first == last).then_some(first).and_then(|it| u16::try_from(it).ok())
}

/// The earliest and the latest day of a date.
pub(super) fn days(date: PartialDate) -> Days {
    PartialDate::days_of_code(i32::try_from(date.code()).expect("years have four digits"))
}

/// The earliest and the latest day of the date in a row.
pub(super) fn days_at(column: &Column, row: u32) -> Option<Days> {
    let code = column.int(row).and_then(|it| i32::try_from(it).ok());
    code.map(PartialDate::days_of_code)
}

fn is_next_day(day: i32, next: i32) -> bool {
    let day_of = |code: i32| PartialDate::from_code(code.into()).map(|it| it.first_day().0);
    day_of(day).zip(day_of(next)).is_some_and(|(day, next)| day + 1 == next)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: &str, end: &str) -> Option<Span> {
        let date = |it: &str| it.parse().ok().map(days);
        Span::of(date(start), date(end), false)
    }

    #[test]
    fn a_start_is_no_later_than_the_end() {
        let it = span("2015", "2015-06").unwrap();
        assert_eq!((it.start, it.end), ((20_150_101, 20_150_630), (20_150_601, 20_150_630)));
        assert_eq!(span("2016", "2015"), None);
        assert_eq!(span("", ""), None);
    }

    #[test]
    fn the_last_day_of_a_month_touches_the_first_of_the_next() {
        let later = span("2012-03-01", "2014").unwrap();
        assert!(span("2010", "2012-02-29").unwrap().touches(&later));
        assert!(span("2010", "2012-02").unwrap().touches(&later));
        assert!(!span("2010", "2012-02-28").unwrap().touches(&later));
        assert!(!span("2010", "2012-01").unwrap().touches(&later));
    }
}
