"""Imports by line and by industry in the form of the Census Bureau's interface: cells are text, names come twice."""

import json

import pandas as pd

from parley.recipes.trade_monthly import partners_by_name
from parley.sources import census_products as source
from parley.tables import read_table

INDUSTRIES = f"api.census.gov{source.INDUSTRIES}"


def as_table(head: list[str], rows: list[list[str]]) -> str:
    return "[" + ",\n".join(json.dumps(row) for row in [head, *rows]) + "]"


def chapter(number: str, year: int, values: dict[str, tuple[int, int]]) -> str:
    """A chapter with one line, all countries and a group too; ``values``: consumption and duty by country's code."""
    code = f"{number}01000000"
    head = [*source.OF_LINES, "COMM_LVL", "I_COMMODITY", "time"]
    told = {**values, "-": (1, 1), "0014": (1, 1)}
    rows = [
        [country, code, f"{v}", f"{v}", f"{v}", f"{duty}", "CGP" if country == "0014" else "DET", "HS10", code]
        for country, (v, duty) in told.items()
    ]
    return as_table(head, [[*row, f"{year}-12"] for row in rows])


def months(first: str, count: int, factor: float = 1.0) -> str:
    """The newest month here by industry again, as ``count`` months from one on, with partners the tables leave out."""
    table = read_table("us_imports_naics3_monthly")
    rows = table[table["month"] == table["month"].max()]
    names = {iso3: name for name, iso3 in partners_by_name().items()}
    head = [*source.OF_INDUSTRIES, "COMM_LVL", "time", "NAICS"]
    lines = []
    for month in pd.date_range(first, periods=count, freq="MS"):
        for row in rows.itertuples():
            cells = [
                f"{row.value_usd * factor:.0f}",
                f"{row.duty_usd * factor:.0f}",
                "NA3",
                f"{month:%Y-%m}",
                row.naics3,
            ]
            lines.append(["1", f"{names[row.partner_iso3]} ", row.naics3, *cells])
        lines += [["0014", name, "334", "1", "1", "NA3", f"{month:%Y-%m}", "334"] for name in ("ASIA", "USMCA (NAFTA)")]
    return as_table(head, lines)
