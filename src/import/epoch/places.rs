//! Countries of organizations, as they stand beside them.

use crate::catalog::value::Country;

/// What stands for no country.
const MULTINATIONAL: &str = "Multinational";

/// The country of each of `organizations` organizations, as far as that is said, from the text that
/// lists them; or why that can't be told.
///
/// An organization with seats in several countries has all of them in the list, so that there are
/// more countries than organizations, and nothing says whose they are.
pub(super) fn countries(text: &str, organizations: usize) -> Result<Vec<Option<Country>>, String> {
    // One name with a comma in it.
    let text = text.replace("Hong Kong,China", "Hong Kong");
    let names = text.split(',').map(str::trim).filter(|it| !it.is_empty());
    let mut codes = Vec::new();
    for name in names {
        let code = meant_by(name);
        if code.is_none() && name != MULTINATIONAL {
            return Err(format!("`{name}` is no country that is known here"));
        }
        codes.push(code);
    }
    let told: Vec<Country> = codes.iter().copied().flatten().collect();
    let is_one = told.windows(2).all(|it| it[0] == it[1]);
    if codes.len() == organizations {
        return Ok(codes);
    }
    // Where there are fewer, some organization has none.
    let is_all = told.len() == codes.len() && codes.len() > organizations || organizations == 1;
    match told.first() {
        None => Ok(vec![None; organizations]),
        Some(country) if is_one && is_all => Ok(vec![Some(*country); organizations]),
        Some(_) => Err(format!(
            "{} countries stand beside {organizations} organizations: whose they are is not said",
            codes.len()
        )),
    }
}

/// The country of a name, in which words in brackets belong to the front: `Korea (Republic of)`.
fn meant_by(name: &str) -> Option<Country> {
    let turned = name.strip_suffix(')').and_then(|it| it.split_once(" ("));
    let turned = turned.map(|(end, begin)| format!("{begin} {end}"));
    Country::meant_by(turned.as_deref().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    /// The countries by their codes, `-` for none.
    fn countries(text: &str, organizations: usize) -> Result<String, String> {
        let found = super::countries(text, organizations)?;
        let codes = found.into_iter().map(|it| it.map_or("-".to_owned(), |it| it.to_string()));
        Ok(codes.collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn countries_go_by_pairs_with_organizations() {
        for (text, codes) in [
            ("United States of America,China", "US CN"),
            ("China,Hong Kong,China", "CN HK"),
            ("Multinational,Korea (Republic of)", "- KR"),
            ("Iran (Islamic Republic of),Taiwan", "IR TW"),
            ("United Kingdom of Great Britain and Northern Ireland,Czechia", "GB CZ"),
            ("Viet Nam,Russian Federation", "VN RU"),
            ("", "- -"),
        ] {
            assert_eq!(countries(text, 2).as_deref(), Ok(codes), "{text}");
        }
    }

    #[test]
    fn where_there_are_more_or_fewer_only_what_holds_for_all_is_taken() {
        assert_eq!(countries("Multinational,France", 1).as_deref(), Ok("FR"));
        assert_eq!(countries("France,France,France", 2).as_deref(), Ok("FR FR"));
        assert!(countries("France,Germany", 1).is_err());
        assert!(countries("France", 2).is_err());
        assert!(countries("Multinational,France,France", 2).is_err());
        assert!(countries("Atlantis", 1).unwrap_err().contains("`Atlantis` is no country"));
    }
}
