//! Numbers as people and spreadsheets write them.

/// A number without what stands between its thousands: `1,250,000`, `1 250 000`, `1'250'000`,
/// `1.250.000` and `1.250.000,5` become digits and a point. What may be read in two ways, such as
/// `1.250`, is taken as it stands, and so is what is no number.
pub(super) fn plain(text: &str) -> String {
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    match grouped(digits) {
        Some(plain) => format!("{sign}{plain}"),
        None if digits.bytes().all(|it| it.is_ascii_digit() || it == b'.') => {
            format!("{sign}{digits}")
        }
        None => text.to_owned(),
    }
}

/// A whole number likewise, without the decimal place that some programs add: `2016.0`.
pub(super) fn whole(text: &str) -> String {
    let number = plain(text);
    match number.split_once('.') {
        Some((whole, places))
            if !places.is_empty() && places.trim_matches('0').is_empty() && places.len() < 3 =>
        {
            whole.to_owned()
        }
        _ => number,
    }
}

/// The digits of a number whose thousands stand apart; `None` where they surely do not.
fn grouped(text: &str) -> Option<String> {
    let spaced = text.replace(['\u{A0}', '\u{2009}', '\u{202F}'], " ").replace('’', "'");
    let marks: Vec<char> = spaced.chars().filter(|it| !it.is_ascii_digit()).collect();
    let (first, last) = (*marks.first()?, *marks.last()?);
    if !matches!(first, ',' | '.' | ' ' | '\'') || (first == '.' && marks.len() == 1) {
        return None;
    }
    let (whole, places) = match spaced.split_once(last) {
        // Only a point or a comma begins decimal places, and it does so once.
        Some((whole, places)) if last != first && matches!(last, ',' | '.') => (whole, places),
        _ => (&*spaced, ""),
    };
    let mut groups = whole.split(first);
    let head = groups.next()?;
    let is_number = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let is_head = (1..=3).contains(&head.len()) && is_number(head) && !head.starts_with('0');
    let mut digits = head.to_owned();
    for group in groups {
        if group.len() != 3 || !is_number(group) {
            return None;
        }
        digits += group;
    }
    if !is_head || !is_number(places) {
        return None;
    }
    Some(if places.is_empty() { digits } else { format!("{digits}.{places}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_may_stand_apart() {
        for (text, expected) in [
            ("1250000", "1250000"),
            ("1,250,000", "1250000"),
            ("1,250", "1250"),
            ("1 250 000", "1250000"),
            ("1\u{A0}250\u{202F}000", "1250000"),
            ("1'250’000.50", "1250000.50"),
            ("1.250.000", "1250000"),
            ("1.250.000,5", "1250000.5"),
            ("1,250.75", "1250.75"),
            ("1 250,75", "1250.75"),
            ("-1,250", "-1250"),
            ("−3.5", "-3.5"),
            ("+7", "7"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn what_may_mean_two_numbers_or_none_is_left_as_it_is() {
        for text in [
            "1.250",
            "1,25",
            "12,34,567",
            "1,2500",
            "0,125",
            "1,250,00",
            "1.250.00",
            "1,250.000.5",
            "1.250,000,5",
            "1 25",
            ",250",
            "1,",
            "2e10",
            "$1,250",
            "10-20",
            "one",
            "",
        ] {
            assert_eq!(plain(text), text);
        }
    }

    #[test]
    fn whole_numbers_may_have_a_place_that_says_nothing() {
        assert_eq!((whole("2016.0"), whole("1,250.00")), ("2016".to_owned(), "1250".to_owned()));
        for text in ["1.250", "1.000", "2016.5", "2016."] {
            assert_eq!(whole(text), text);
        }
    }
}
