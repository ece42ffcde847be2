"""The same files in DuckDB and in SQLite."""

import csv
import os
import sqlite3
from decimal import Decimal

import duckdb

# Columns and their types; amounts are told apart by theirs.
TABLES = {
    "organizations": "key TEXT, kind TEXT, parent TEXT, country TEXT",
    "people": "key TEXT, country TEXT",
    "educations": "key TEXT, person TEXT, institution TEXT, degree TEXT",
    "employments": "key TEXT, person TEXT, organization TEXT, start TEXT",
    "pay": "key TEXT, organization TEXT, low AMOUNT, currency TEXT, year INTEGER, level TEXT",
    "rates": "key TEXT, kind TEXT, currency TEXT, country TEXT, date INTEGER, value DOUBLE",
    "publications": "key TEXT, organization TEXT, year INTEGER, papers INTEGER",
}

# For SQLite, which scans without them.
INDEXES = """
    CREATE INDEX organization_country ON organizations (country);
    CREATE INDEX education_person ON educations (person, institution);
    CREATE INDEX education_institution ON educations (institution, person);
    CREATE INDEX employment_person ON employments (person, start, key, organization);
    CREATE INDEX employment_organization ON employments (organization, person);
    CREATE INDEX pay_organization_year ON pay (organization, year, low);
    CREATE INDEX pay_year ON pay (year, low);
    ANALYZE;
"""


def path(folder, table):
    return os.path.join(folder, f"{table}.csv")


def in_duckdb(folder, threads=2):
    connection = duckdb.connect(config={"threads": threads})
    for table, columns in TABLES.items():
        columns = columns.replace("AMOUNT", "DECIMAL(19, 4)")
        connection.execute(f"CREATE TABLE {table} ({columns})")
        connection.execute(f"COPY {table} FROM '{path(folder, table)}' (HEADER)")
    return connection


def in_sqlite(folder, indexes=INDEXES):
    connection = sqlite3.connect(":memory:")
    for table, columns in TABLES.items():
        types = [column.split()[1] for column in columns.split(", ")]
        columns = columns.replace("AMOUNT", "INTEGER").replace("key TEXT", "key TEXT PRIMARY KEY")
        connection.execute(f"CREATE TABLE {table} ({columns})")
        with open(path(folder, table), encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            places = ", ".join("?" * len(types))
            values = ([cell(*it) for it in zip(types, row)] for row in rows)
            connection.executemany(f"INSERT INTO {table} VALUES ({places})", values)
    connection.executescript(indexes)
    return connection


def cell(kind, text):
    if text == "":
        return None
    if kind == "AMOUNT":
        return int(Decimal(text).scaleb(4))
    return {"INTEGER": int, "DOUBLE": float}.get(kind, str)(text)
