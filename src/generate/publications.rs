//! Made-up counts of papers: by organization, year and venue.

use super::{Shape, YEARS, plain, rates::number, source_id, text};
use crate::catalog::{
    Publication,
    enums::Precision,
    value::{Count, Year},
};

/// Venue, and its area in English and Chinese.
const VENUES: &[(&str, &str, &str)] = &[
    ("ACL", "Natural language processing", "自然语言处理"),
    ("CVPR", "Computer vision", "计算机视觉"),
    ("NeurIPS", "Machine learning", "机器学习"),
];

/// The last so many years have counts.
const YEARS_COUNTED: u64 = 10;

/// One in so many organizations that are no university publishes.
const PUBLISHING: u32 = 4;

impl Shape {
    /// The counts of one organization; none for most companies. There is no count where nothing
    /// appeared.
    pub(super) fn publications(self, organization: u32) -> Vec<Publication> {
        let publishes =
            Shape::is_university(organization) || organization.is_multiple_of(PUBLISHING);
        let mut random = self.random(9, organization);
        // A few publish many: log-normal, as pay is, but wider.
        let usual = 6.0 * (1.2 * random.normal()).exp();
        let first = YEARS.end() + 1 - YEARS_COUNTED;
        let mut publications = Vec::new();
        for year in (first..=*YEARS.end()).filter(|_| publishes) {
            for venue in 0..VENUES.len() {
                let count = (usual * (0.4 * random.normal()).exp()).round();
                let share = 0.2 + 0.1 * random.normal().clamp(-1.5, 1.5);
                if count >= 1.0 {
                    let counted = (count, (count * share * 100.0).round() / 100.0);
                    publications.push(publication(organization, (year, venue), counted));
                }
            }
        }
        publications
    }
}

fn publication(organization: u32, (year, venue): (u64, usize), counted: (f64, f64)) -> Publication {
    let (name, en, zh) = VENUES[venue];
    #[expect(clippy::cast_possible_truncation, reason = "counts are small whole numbers")]
    let count = counted.0 as i64;
    Publication {
        key: super::key(&format!("b{organization:06}-{year}-{}", name.to_lowercase())),
        person: None,
        organization: Some(Shape::organization_id(organization)),
        venue: Some(plain(name)),
        area: Some(text(en, zh)),
        year: i64::try_from(year).ok().and_then(|it| Year::try_from(it).ok()),
        papers: Count::try_from(count).expect("counts are small"),
        adjusted_papers: Some(number(counted.1)),
        precision: Some(Precision::Exact),
        source: source_id(),
        confidence: None,
        as_of: None,
        note: None,
    }
}
