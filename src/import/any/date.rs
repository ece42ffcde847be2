//! Dates as people and spreadsheets write them.

/// A date as EDTF writes it: from `2021/3/5`, `2021-3`, `2021.03.05`, `20210305`, `2021年3月5日`, and
/// from a moment of that day. What may be read in two ways, such as `3/5/2021`, is taken as it
/// stands, and so is what is no date.
pub(super) fn plain(text: &str) -> String {
    parts(day(text)).map_or(text.to_owned(), |it| it.join("-"))
}

/// A text without the time of day behind it.
fn day(text: &str) -> &str {
    let is_time = |it: &str| it.contains(':') && it.starts_with(|it: char| it.is_ascii_digit());
    match text.split_once(['T', ' ']) {
        Some((day, time)) if is_time(time.trim_start()) => day,
        _ => text,
    }
}

/// Year, month and day, as far as they are given, each of its full length.
fn parts(day: &str) -> Option<Vec<String>> {
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if day.len() == 8 && is_number(day) {
        return Some(vec![day[..4].to_owned(), day[4..6].to_owned(), day[6..].to_owned()]);
    }
    let marked = day.trim_end_matches(['年', '月', '日', '号']);
    let parts: Vec<&str> = marked.split(['-', '/', '.', '年', '月']).collect();
    let year = parts[0];
    if year.len() != 4 || parts.len() > 3 || !parts.iter().all(|it| is_number(it)) {
        return None;
    }
    if parts.len() == 2 && marked.contains('.') {
        // A year that a program wrote as a number; `2021.3` is neither.
        return (parts[1] == "0").then(|| vec![year.to_owned()]);
    }
    let full = |it: &&str| if it.len() == 1 { format!("0{it}") } else { (*it).to_owned() };
    Some(parts.iter().map(full).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_may_be_written_in_other_ways() {
        for (text, expected) in [
            ("2021", "2021"),
            ("2021-03-05", "2021-03-05"),
            ("2021/03/05", "2021-03-05"),
            ("2021/3/5", "2021-03-05"),
            ("2021/3", "2021-03"),
            ("2021-3", "2021-03"),
            ("2021.03.05", "2021-03-05"),
            ("2021.0", "2021"),
            ("20210305", "2021-03-05"),
            ("2021年3月5日", "2021-03-05"),
            ("2021年3月", "2021-03"),
            ("2021年", "2021"),
            ("2021-03-05T00:00:00Z", "2021-03-05"),
            ("2021/3/5 0:00", "2021-03-05"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }

    #[test]
    fn what_may_mean_two_dates_or_none_is_left_as_it_is() {
        for text in ["3/5/2021", "05.03.2021", "21/3", "2021.3", "March 2021", "2021-03-05-1", ""] {
            assert_eq!(plain(text), text);
        }
    }
}
