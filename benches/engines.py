"""Asks the questions of `benches/engines.rs` in DuckDB and SQLite: `engines.py FOLDER`.

Prints what can be asked, a line `engine<tab>question` for each, and an empty line; then answers each
such line it reads with the seconds that it took. Both are loaded into memory; answers stay in the
engines, so that no time goes into making Python's objects of them.
"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../tests/engines"))

from engines import in_duckdb, in_sqlite  # noqa: E402

QUANTILES = (0.1, 0.5, 0.9)

KEYS = {"pay_by_company_and_year": "organization, year", "pay_by_year": "year"}
# Answers with all groups in order, of which so many are wanted.
LIMIT = "ORDER BY p50 DESC, p10, p90 LIMIT 1000"

PEOPLE = "people_by_country_of_school_and_employer"
# As one asks for people, and as whoever knows that no column of theirs is needed.
FILTER = """
    SELECT count(*) FROM people
    WHERE key IN (SELECT person FROM educations WHERE institution IN
                  (SELECT key FROM organizations WHERE country = 'DE'))
      AND key IN (SELECT person FROM employments WHERE organization = 'o000003')"""
JOIN = """
    SELECT count(DISTINCT employments.person)
    FROM employments
    JOIN educations ON educations.person = employments.person
    JOIN organizations ON organizations.key = educations.institution
    WHERE employments.organization = 'o000003' AND organizations.country = 'DE'"""


def named(quantile):
    return ", ".join(f"{quantile(p)} AS p{p * 100:.0f}" for p in QUANTILES)


def duckdb_quantiles(keys):
    of = named(lambda p: f"quantile_cont(low::DOUBLE, {p})")
    return f"SELECT {keys}, count(*), {of} FROM pay GROUP BY {keys} {LIMIT}"


def sqlite_places(keys):
    """Quantiles by the place of each amount in its group, of those only that one lies between.

    SQLite has no quantiles; of the ways to say them, this is the fastest.
    """
    def lower(p):
        return f"CAST((n - 1) * {p} AS INTEGER)"

    def upper(p):
        return f"({lower(p)} + ((n - 1) * {p} > {lower(p)}))"

    def quantile(p):
        value = "max(CASE WHEN place = {} THEN low END)"
        part = f"max((n - 1) * {p} - {lower(p)})"
        low, high = value.format(lower(p)), value.format(upper(p))
        return f"({low} * (1.0 - {part}) + {high} * {part}) / 10000.0"

    places = ", ".join(end(p) for p in QUANTILES for end in (lower, upper))
    return f"""
        WITH counts AS MATERIALIZED (SELECT {keys}, count(*) AS n FROM pay GROUP BY {keys}),
        ranked AS (
            SELECT {keys}, low, row_number() OVER (PARTITION BY {keys} ORDER BY low) - 1 AS place
            FROM pay)
        SELECT {keys}, max(n), {named(quantile)} FROM ranked JOIN counts USING ({keys})
        WHERE place IN ({places}) GROUP BY {keys} {LIMIT}"""


def keep_in_duckdb(connection, sql):
    connection.execute(f"CREATE OR REPLACE TEMP TABLE answer AS {sql}")


def keep_in_sqlite(connection, sql):
    connection.execute("DROP TABLE IF EXISTS temp.answer")
    connection.execute(f"CREATE TEMP TABLE answer AS {sql}")


def main(folder):
    duckdb, sqlite = in_duckdb(folder, threads=2), in_sqlite(folder)
    asked = {("DuckDB, as a join", PEOPLE): (keep_in_duckdb, duckdb, JOIN),
             ("SQLite, as a join", PEOPLE): (keep_in_sqlite, sqlite, JOIN),
             ("DuckDB", PEOPLE): (keep_in_duckdb, duckdb, FILTER),
             ("SQLite", PEOPLE): (keep_in_sqlite, sqlite, FILTER)}
    for name, keys in KEYS.items():
        asked["DuckDB", name] = keep_in_duckdb, duckdb, duckdb_quantiles(keys)
        asked["SQLite", name] = keep_in_sqlite, sqlite, sqlite_places(keys)
    print("".join(f"{engine}\t{name}\n" for engine, name in asked), flush=True)
    for line in sys.stdin:
        keep, connection, sql = asked[tuple(line.strip().split("\t"))]
        begun = time.perf_counter()
        keep(connection, sql)
        print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
