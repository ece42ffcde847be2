//! In which form a client takes a file that is there in several.

use axum::http::{HeaderMap, header};

/// A form of a file, by RFC 9110; the smallest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Brotli,
    Gzip,
    Identity,
}

impl Coding {
    /// What the header `Content-Encoding` calls it; none where the file is as it is.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Coding::Brotli => Some("br"),
            Coding::Gzip => Some("gzip"),
            Coding::Identity => None,
        }
    }
}

/// The form that a client likes best of those there are; of equals the smallest. None where it refuses
/// them all.
pub(super) fn chosen(headers: &HeaderMap, has: impl Fn(Coding) -> bool) -> Option<Coding> {
    let given = headers.get_all(header::ACCEPT_ENCODING).iter();
    let given = given.filter_map(|it| it.to_str().ok()).collect::<Vec<_>>().join(",");
    let forms = [Coding::Brotli, Coding::Gzip, Coding::Identity];
    let weighed = forms.into_iter().filter(|it| has(*it)).map(|it| (weight(&given, it), it));
    // Of equals `max_by_key` gives the last.
    let best = weighed.rev().max_by_key(|it| it.0)?;
    (best.0 > 0).then_some(best.1)
}

/// How much a client likes a form, in thousandths; 0 where it refuses it.
fn weight(given: &str, coding: Coding) -> u32 {
    let find = |name: &str| given.split(',').find_map(|part| weighed(part, name));
    match coding.name() {
        Some(name) => find(name).or_else(|| find("*")).unwrap_or(0),
        // Liked least where nothing is said of it, and refused only where that is said.
        None => find("identity").or_else(|| find("*").filter(|it| *it == 0)).unwrap_or(1),
    }
}

/// The weight of one part such as `br;q=0.8`, where it is of this name.
fn weighed(part: &str, name: &str) -> Option<u32> {
    let (coding, parameters) = part.split_once(';').unwrap_or((part, ""));
    if !coding.trim().eq_ignore_ascii_case(name) {
        return None;
    }
    let q = parameters.split(';').find_map(|it| {
        let (key, value) = it.split_once('=')?;
        key.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().ok())?
    });
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it lies between 0 and 1000"
    )]
    Some((q.unwrap_or(1.0).clamp(0.0, 1.0) * 1e3).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen_of(given: &str, has: impl Fn(Coding) -> bool) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, given.parse().expect("it is a header"));
        chosen(&headers, has)
    }

    #[test]
    fn the_form_that_is_liked_best_is_chosen_and_of_equals_the_smallest() {
        let all = |given| chosen_of(given, |_| true);
        assert_eq!(all("gzip, deflate, br"), Some(Coding::Brotli));
        assert_eq!(all("GZIP"), Some(Coding::Gzip));
        assert_eq!(all("br;q=0.5, gzip;q=0.8"), Some(Coding::Gzip));
        assert_eq!(all("br; q=0.001"), Some(Coding::Brotli));
        assert_eq!(all("*"), Some(Coding::Brotli));
        assert_eq!(all("br;q=0, *;q=0.5"), Some(Coding::Gzip));
        assert_eq!(all("identity, gzip;q=0.5"), Some(Coding::Identity));
        assert_eq!(all("zstd"), Some(Coding::Identity));
        assert_eq!(all(""), Some(Coding::Identity));
        assert_eq!(chosen(&HeaderMap::new(), |_| true), Some(Coding::Identity));
    }

    #[test]
    fn what_is_not_there_or_is_refused_is_not_chosen() {
        let plain = |it| it == Coding::Identity;
        assert_eq!(chosen_of("br, gzip", plain), Some(Coding::Identity));
        assert_eq!(chosen_of("br, identity;q=0", plain), None);
        assert_eq!(chosen_of("*;q=0", |_| true), None);
        assert_eq!(chosen_of("br;q=0, gzip;q=0", |_| true), Some(Coding::Identity));
    }
}
