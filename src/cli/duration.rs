//! Lengths of time, as they are written on the command line.

use std::time::Duration;

/// The length in `500ms`, `2s`, `1.5s`, `10m` or `1h`; `0` is one without a unit.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let why = || format!("`{text}` is no length of time: write one like 500ms, 2s or 10m");
    let unit = text.find(|it: char| it.is_ascii_alphabetic()).unwrap_or(text.len());
    let (number, unit) = text.split_at(unit);
    let unit_s = match unit {
        "ms" => 1e-3,
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        "" if number == "0" => 1.0,
        _ => return Err(why()),
    };
    let is_plain = number.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let number: f64 = number.parse().ok().filter(|_| is_plain).ok_or_else(why)?;
    Duration::try_from_secs_f64(number * unit_s).map_err(|_| why())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_a_number_with_a_unit() {
        for (text, ms) in [("500ms", 500), ("2s", 2_000), ("1.5s", 1_500), ("10m", 600_000)] {
            assert_eq!(duration(text), Ok(Duration::from_millis(ms)), "{text}");
        }
        assert_eq!(duration("0"), Ok(Duration::ZERO));
        for bad in ["", "5", "s", "-1s", "1 s", "1d", "1e3s", "infs", "1..2s", "9999999999999999h1"]
        {
            let why = duration(bad).unwrap_err();
            assert!(why.contains("500ms, 2s or 10m"), "{why}");
        }
    }
}
