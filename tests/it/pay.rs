//! Pay made comparable, with the arithmetic written out.
#![expect(clippy::unwrap_used, reason = "a test may stop where it stands")]

use serde_json::{Value, json};

use crate::computed::asked;

const RATES: &str = "key,kind,currency,country,date,value,source\n\
    x1,EXCHANGE_RATE,CNY,,2016,6,s\nx2,EXCHANGE_RATE,CNY,,2020,7,s\n\
    x3,EXCHANGE_RATE,EUR,,2016,0.9,s\nx4,EXCHANGE_RATE,EUR,,2020,0.8,s\n\
    p1,CONSUMER_PRICES,CNY,CN,2016,100,s\np2,CONSUMER_PRICES,CNY,CN,2020,110,s\n\
    p3,CONSUMER_PRICES,USD,US,2016,50,s\np4,CONSUMER_PRICES,USD,US,2020,60,s\n\
    p5,CONSUMER_PRICES,EUR,DE,2016,100,s\np6,CONSUMER_PRICES,EUR,DE,2020,105,s\n\
    q1,PURCHASING_POWER,CNY,CN,2016,4,s\nq2,PURCHASING_POWER,CNY,CN,2020,3.5,s\n\
    q3,PURCHASING_POWER,EUR,DE,2016,0.75,s\nq4,PURCHASING_POWER,EUR,DE,2020,0.7,s\n\
    z1,EXCHANGE_RATE,GBP,,2016,0,s\nz2,EXCHANGE_RATE,GBP,,2016-02,0.7,s\n";

/// `low` of each record in the order of `records`, or why it is missing.
fn pay(records: &[&str], pay_in: &str) -> Value {
    let lines = records.iter().enumerate().map(|(number, it)| format!("r{number},{it}\n"));
    let header = "key,low,currency,country,organization,year,basis,precision,period,source\n";
    let records: String = lines.map(|it| it.replace('\n', ",OFFER,EXACT,YEAR,s\n")).collect();
    let organizations = "key,name,kind,country,source\n\
        o,A company,COMPANY,DE,s\nn,Nowhere,COMPANY,,s\n";
    let files = [
        ("salary_records", &*format!("{header}{records}")),
        ("rates", RATES),
        ("organizations", organizations),
    ];
    let query =
        format!("{{ salaryRecords {{ nodes {{ pay(in: {pay_in}) {{ low missing }} }} }} }}");
    let answer = asked(&files, &query);
    let nodes = answer["salaryRecords"]["nodes"].as_array().unwrap();
    let pays = nodes.iter().map(|it| &it["pay"]);
    pays.map(|it| if it["low"].is_null() { &it["missing"] } else { &it["low"] }).cloned().collect()
}

const YUAN: &str = "60000,CNY,CN,,2016";
const DOLLARS: &str = "100000,USD,US,,2016";
const EUROS: &str = "36000,EUR,DE,,2016";
const DOLLARS_IN_CHINA: &str = "10000,USD,CN,,2016";
const ALL: &[&str] = &[YUAN, DOLLARS, EUROS, DOLLARS_IN_CHINA];

#[test]
fn nominal_pay_is_converted_with_the_rate_of_the_records_year() {
    // 60,000 / 6; 36,000 / 0.9.
    assert_eq!(pay(ALL, "{currency: \"USD\"}"), json!([10_000, 100_000, 40_000, 10_000]));
    // 100,000 × 6; 36,000 / 0.9 × 6.
    assert_eq!(pay(ALL, "{currency: \"CNY\"}"), json!([60_000, 600_000, 240_000, 60_000]));
    assert_eq!(pay(ALL, "{}"), json!([60_000, 100_000, 36_000, 10_000]));
}

#[test]
fn real_pay_follows_the_prices_at_home_and_is_then_converted() {
    // 60,000 × 110 / 100 = 66,000 yuan, / 7; 100,000 × 60 / 50; 36,000 × 105 / 100 = 37,800 euros,
    // / 0.8; 10,000 × 6 = 60,000 yuan, then as the first.
    let dollars = "{currency: \"USD\", adjust: REAL, priceYear: 2020}";
    assert_eq!(pay(ALL, dollars), json!([9_428.57, 120_000, 47_250, 9_428.57]));
    // In their own currencies; 66,000 / 7 for the last, which is paid in dollars.
    let own = "{adjust: REAL, priceYear: 2020}";
    assert_eq!(pay(ALL, own), json!([66_000, 120_000, 37_800, 9_428.57]));
}

#[test]
fn real_pay_of_the_year_of_prices_is_nominal_and_needs_no_prices() {
    let french = "9000,EUR,FR,,2016";
    let asked = "{currency: \"USD\", adjust: REAL, priceYear: 2016}";
    assert_eq!(pay(&[YUAN, french], asked), json!([10_000, 10_000]));
}

#[test]
fn pay_by_purchasing_power_buys_as_much_elsewhere() {
    // International dollars: 60,000 / 4; 36,000 / 0.75; 10,000 × 6 / 4.
    assert_eq!(pay(ALL, "{adjust: PPP}"), json!([15_000, 100_000, 48_000, 15_000]));
    // What it takes in China: by 4 more; what is paid there stays as it is.
    let china = "{adjust: PPP, currency: \"CNY\"}";
    assert_eq!(pay(ALL, china), json!([60_000, 400_000, 192_000, 60_000]));
    // In the prices of 2020: 66,000 / 3.5; 120,000; 37,800 / 0.7.
    let later = "{adjust: PPP, priceYear: 2020}";
    assert_eq!(pay(ALL, later), json!([18_857.14, 120_000, 54_000, 18_857.14]));
}

#[test]
fn the_country_is_the_records_or_the_organizations_or_the_currencys() {
    let records = [
        "36000,EUR,,o,2016",
        "36000,EUR,,n,2016",
        "36000,EUR,,,2016",
        "60000,CNY,,n,2016",
        "60000,CNY,CN,o,2016",
    ];
    let why = "neither the record nor its organization names a country, and EUR is the currency of \
               several";
    assert_eq!(pay(&records, "{adjust: PPP}"), json!([48_000, why, why, 15_000, 15_000]));
    // Without an adjustment no country is needed.
    let nominal = pay(&records, "{currency: \"USD\"}");
    assert_eq!(nominal, json!([40_000, 40_000, 40_000, 10_000, 10_000]));
}

#[test]
fn what_is_missing_is_named_and_never_zero() {
    let records = [
        "1,VND,VN,,2016",
        "1,EUR,FR,,2016",
        "1,CNY,CN,,2017",
        "1,CNY,CN,,",
        // Stated as zero, and for a month.
        "1,GBP,CN,,2016",
    ];
    let year = "the record names no year whose rates could be taken";
    let no_pound = "no exchange rate of GBP to USD for 2016 is known";
    let no_yuan = "no exchange rate of CNY to USD for 2017 is known";
    let no_dong = "no exchange rate of VND to USD for 2016 is known";
    let nominal = pay(&records, "{currency: \"USD\"}");
    assert_eq!(nominal, json!([no_dong, 1.11, no_yuan, year, no_pound]));
    let prices = |country, year| format!("no consumer prices of {country} for {year} are known");
    assert_eq!(
        pay(&records, "{adjust: REAL, priceYear: 2020}"),
        json!([prices("VN", 2016), prices("FR", 2016), prices("CN", 2017), year, no_pound])
    );
    let power = |country, year| format!("no purchasing power in {country} for {year} is known");
    assert_eq!(
        pay(&records, "{adjust: PPP}"),
        json!([power("VN", 2016), power("FR", 2016), power("CN", 2017), year, no_pound])
    );
}
