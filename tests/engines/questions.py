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


def questions(engine):
    """All questions of an engine by name."""
    groups, scale = {"duckdb": (duckdb_groups, 1), "sqlite": (sqlite_groups, 10_000)}[engine]
    asked = dict(BOTH, histogram=histogram(scale))
    asked.update({name: groups(keys) for name, keys in GROUPS.items()})
    return asked
