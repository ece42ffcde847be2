"""Answers every question in both engines: `ask.py FOLDER` prints them as JSON, by engine and name.

Amounts are texts, so that no digit is lost on the way.
"""

import json
import sys
from decimal import Decimal

from engines import in_duckdb, in_sqlite
from questions import GROUPS, questions

# Where the amounts stand after the keys: sum, least and most.
AMOUNTS = (1, 4, 5)


def amount(value):
    """A decimal, or a whole number of ten-thousandths, as text without needless zeros."""
    value = value if isinstance(value, Decimal) else Decimal(value).scaleb(-4)
    return format(value.normalize(), "f")


def answers(engine, connection):
    found = {}
    for name, sql in questions(engine).items():
        rows = [list(row) for row in connection.execute(sql).fetchall()]
        for row in rows if name in GROUPS else []:
            for at in AMOUNTS:
                place = len(GROUPS[name]) + at
                row[place] = amount(row[place])
        found[name] = rows
    return found


def main(folder):
    engines = {"duckdb": in_duckdb(folder), "sqlite": in_sqlite(folder)}
    print(json.dumps({name: answers(name, it) for name, it in engines.items()}))


if __name__ == "__main__":
    main(sys.argv[1])
