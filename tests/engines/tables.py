"""Reads Parquet files as DuckDB and pandas do: `tables.py FILE...` prints them as JSON, file by file."""

import json
import sys
from decimal import Decimal

import duckdb
import numpy
import pandas


def plain(value):
    """A value as JSON has it; amounts are texts, so that no digit is lost on the way."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, (list, numpy.ndarray)):
        return [plain(it) for it in value]
    if isinstance(value, numpy.generic):
        value = value.item()
    return None if value is None or value != value else value


def in_duckdb(file):
    found = duckdb.sql(f"SELECT * FROM '{file}'")
    rows = [dict(zip(found.columns, map(plain, row))) for row in found.fetchall()]
    groups = duckdb.sql(f"SELECT max(row_group_id) + 1 FROM parquet_metadata('{file}')").fetchall()
    return {"types": dict(zip(found.columns, map(str, found.types))), "rows": rows, "groups": groups[0][0]}


def in_pandas(file):
    frame = pandas.read_parquet(file)
    records = frame.to_dict("records")
    return {"rows": [{name: plain(value) for name, value in row.items()} for row in records]}


def main(files):
    read = {"duckdb": in_duckdb, "pandas": in_pandas}
    print(json.dumps([{name: one(file) for name, one in read.items()} for file in files]))


if __name__ == "__main__":
    main(sys.argv[1:])
