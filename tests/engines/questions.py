"""The questions, in the SQL of each engine.

Amounts are DECIMAL(19, 4) in DuckDB; SQLite has no decimals and holds them as whole numbers of
ten-thousandths, so that sums are exact in both. Quantiles are those of percentile_cont.
"""

# Upper ends of the histogram's bins but for the last.
EDGES = [50_000, 100_000, 150_000, 250_000]

PAY = "pay JOIN organizations ON organizations.key = pay.organization"

# What pay is grouped by: the name of the question, and the keys.
GROUPS = {
    "pay_by_organization_and_year": ["pay.organization", "pay.year"],
    "pay_by_year": ["pay.year"],
    "pay_by_country_of_organization": ["organizations.country"],
    "pay_by_currency_and_level": ["pay.currency", "pay.level"],
}

# The same in both engines.
BOTH = {
    "people_by_country_of_school_and_employer": """
        SELECT people.key FROM people
        WHERE EXISTS (SELECT 1 FROM educations
                      JOIN organizations ON organizations.key = educations.institution
                      WHERE educations.person = people.key AND organizations.country = 'DE')
          AND EXISTS (SELECT 1 FROM employments
                      WHERE employments.person = people.key
                        AND employments.organization = 'o000003')
        ORDER BY people.key""",
    "people_who_only_worked_for_companies": """
        SELECT count(*) FROM people
        WHERE NOT EXISTS (SELECT 1 FROM employments
                          JOIN organizations ON organizations.key = employments.organization
                          WHERE employments.person = people.key
                            AND organizations.kind <> 'COMPANY')""",
    "doctors_by_country_of_school": """
        SELECT organizations.country, count(*), count(DISTINCT educations.institution)
        FROM educations JOIN organizations ON organizations.key = educations.institution
        WHERE educations.degree = 'DOCTORATE'
        GROUP BY organizations.country ORDER BY organizations.country""",
    "employers_who_pay_by_year": """
        SELECT year, count(DISTINCT organization) FROM pay GROUP BY year ORDER BY year""",
    "flows": """
        WITH spells AS (
            SELECT organization AS origin, start, lead(organization) OVER
                       (PARTITION BY person ORDER BY start, key) AS target
            FROM employments)
        SELECT origin, target, count(*) FROM spells
        WHERE target IS NOT NULL AND target <> origin
        GROUP BY origin, target ORDER BY origin, target""",
    "papers_ranked": """
        WITH spans AS (
            SELECT organization, year >= 2018 AS is_now, sum(papers) AS papers FROM publications
            WHERE year BETWEEN 2014 AND 2021 GROUP BY organization, is_now),
        ranked AS (
            SELECT *, rank() OVER (PARTITION BY is_now ORDER BY papers DESC) AS place FROM spans)
        SELECT now.organization, now.papers, now.place, earlier.place
        FROM ranked AS now LEFT JOIN ranked AS earlier
            ON earlier.organization = now.organization AND NOT earlier.is_now
        WHERE now.is_now ORDER BY now.place, now.organization""",
}


def histogram(scale):
    """How many amounts in US dollars lie in each bin; scale is what one dollar is stored as."""
    ends = [edge * scale for edge in EDGES]
    cases = " ".join(f"WHEN low < {end} THEN {at}" for at, end in enumerate(ends))
    return f"""
        SELECT CASE {cases} ELSE {len(ends)} END AS bin, count(*) FROM pay
        WHERE currency = 'USD' GROUP BY bin ORDER BY bin"""


def duckdb_groups(keys):
    """Keys, count, sum, mean, deviation, least, most, median, and two quantiles of pay."""
    keys = ", ".join(keys)
    value = "low::DOUBLE"
    return f"""
        SELECT {keys}, count(*), sum(low), avg({value}), stddev_samp({value}), min(low), max(low),
               quantile_cont({value}, 0.5), quantile_cont({value}, 0.1), quantile_cont({value}, 0.9)
        FROM {PAY} GROUP BY {keys} ORDER BY {keys}"""


def sqlite_groups(keys):
    """The same, with quantiles by the place of each amount in its group."""
    names = [f"k{at}" for at in range(len(keys))]
    named = ", ".join(f"{key} AS {name}" for key, name in zip(keys, names))
    window, names = ", ".join(keys), ", ".join(names)

    def quantile(p):
        at = f"(n - 1) * {p}"
        value = "max(CASE WHEN place = {} THEN value END)"
        low = value.format(f"CAST({at} AS INTEGER)")
        high = value.format(f"CAST({at} AS INTEGER) + ({at} > CAST({at} AS INTEGER))")
        part = f"max({at} - CAST({at} AS INTEGER))"
        return f"{low} * (1.0 - {part}) + {high} * {part}"

    return f"""
        WITH ranked AS (
            SELECT {named}, low, low / 10000.0 AS value,
                   row_number() OVER (PARTITION BY {window} ORDER BY low) - 1 AS place,
                   count(*) OVER (PARTITION BY {window}) AS n,
                   avg(low / 10000.0) OVER (PARTITION BY {window}) AS mean
            FROM {PAY})
        SELECT {names}, count(*), sum(low), avg(value),
               sqrt(sum((value - mean) * (value - mean)) / nullif(count(*) - 1, 0)),
               min(low), max(low), {quantile(0.5)}, {quantile(0.1)}, {quantile(0.9)}
        FROM ranked GROUP BY {names} ORDER BY {names}"""


# Pay in US dollars by the exchange rate of its year, in US dollars with the prices of 2024, and in
# international dollars; every record is in the currency of its organization's country.
CONVERTED = {
    "pay_in_dollars": "amount / coalesce(x.value, 1)",
    "pay_in_dollars_of_2024": "amount * of_2024.value / prices.value / coalesce(later.value, 1)",
    "pay_in_international_dollars": "amount / coalesce(power.value, 1)",
}


def converted(amount, value, median):
    """Count, mean and median of each country; median is how an engine says that of `value`."""
    def rates(name, kind, by, year):
        return f"""LEFT JOIN rates AS {name} ON {name}.kind = '{kind}' AND {name}.date = {year}
            AND {name}.{by} = own.{by}"""

    return f"""
        WITH own AS (
            SELECT {amount} AS amount, pay.currency, pay.year, organizations.country FROM {PAY}),
        converted AS (
            SELECT own.country, {value} AS value FROM own
            {rates("x", "EXCHANGE_RATE", "currency", "own.year")}
            {rates("later", "EXCHANGE_RATE", "currency", "2024")}
            {rates("prices", "CONSUMER_PRICES", "country", "own.year")}
            {rates("of_2024", "CONSUMER_PRICES", "country", "2024")}
            {rates("power", "PURCHASING_POWER", "country", "own.year")}),
        ranked AS (
            SELECT country, value, count(*) OVER (PARTITION BY country) AS n,
                   row_number() OVER (PARTITION BY country ORDER BY value) - 1 AS place
            FROM converted)
        SELECT country, count(*), avg(value), {median} FROM ranked
        GROUP BY country ORDER BY country"""


def questions(engine):
    """All questions of an engine by name."""
    groups, scale = {"duckdb": (duckdb_groups, 1), "sqlite": (sqlite_groups, 10_000)}[engine]
    asked = dict(BOTH, histogram=histogram(scale))
    asked.update({name: groups(keys) for name, keys in GROUPS.items()})
    amount, median = {
        "duckdb": ("low::DOUBLE", "median(value)"),
        # The one in the middle, or half way between the two in the middle.
        "sqlite": ("low / 10000.0", "avg(CASE WHEN place IN (n / 2, (n - 1) / 2) THEN value END)"),
    }[engine]
    asked.update({name: converted(amount, it, median) for name, it in CONVERTED.items()})
    return asked
