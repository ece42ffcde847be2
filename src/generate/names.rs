//! Names put together from common parts, in both languages.

use super::random::Random;

const FAMILIES: &[(&str, &str)] = &[
    ("Wang", "王"),
    ("Li", "李"),
    ("Zhang", "张"),
    ("Liu", "刘"),
    ("Chen", "陈"),
    ("Yang", "杨"),
    ("Zhao", "赵"),
    ("Huang", "黄"),
    ("Zhou", "周"),
    ("Wu", "吴"),
    ("Smith", "史密斯"),
    ("Johnson", "约翰逊"),
    ("Brown", "布朗"),
    ("Garcia", "加西亚"),
    ("Müller", "米勒"),
    ("Kumar", "库马尔"),
    ("Martin", "马丁"),
    ("Tanaka", "田中"),
];

const GIVEN: &[(&str, &str)] = &[
    ("Wei", "伟"),
    ("Fang", "芳"),
    ("Na", "娜"),
    ("Min", "敏"),
    ("Jing", "静"),
    ("Lei", "磊"),
    ("Yang", "洋"),
    ("Yan", "艳"),
    ("Jie", "杰"),
    ("Juan", "娟"),
    ("Alex", "亚历克斯"),
    ("Maria", "玛丽亚"),
    ("David", "大卫"),
    ("Anna", "安娜"),
    ("Ravi", "拉维"),
    ("Emma", "艾玛"),
    ("Ken", "健"),
    ("Laura", "劳拉"),
];

const PLACES: &[(&str, &str)] = &[
    ("North", "北方"),
    ("South", "南方"),
    ("River", "江"),
    ("Lake", "湖"),
    ("Mountain", "山"),
    ("Harbour", "港"),
    ("Star", "星"),
    ("Cloud", "云"),
];

/// A person's name; a number sets apart some of the many who would share one.
pub(super) fn person(random: &mut Random) -> (String, String) {
    let family = FAMILIES[random.below(FAMILIES.len() as u64)];
    let first = GIVEN[random.below(GIVEN.len() as u64)];
    let second = GIVEN[random.below(GIVEN.len() as u64)];
    let number = random.below(1_000);
    (
        format!("{}-{} {} {number}", first.0, second.0, family.0),
        format!("{}{}{}{number}", family.1, first.1, second.1),
    )
}

/// An organization's name.
pub(super) fn organization(row: u32, is_university: bool) -> (String, String) {
    let place = PLACES[row as usize % PLACES.len()];
    if is_university {
        (format!("{} University {row}", place.0), format!("{}大学{row}", place.1))
    } else {
        (format!("{} Systems {row}", place.0), format!("{}科技{row}", place.1))
    }
}
