"""The average duty by law that the models start from, beside the same law asked line by line.

``python -m tests.law_walk`` walks every origin and every day on which a text of the law begins or ends (half an hour),
and prints where the two part; ``tests/results/test_law_averages.py`` walks a sample.
"""

import sys
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

from parley.measures.product_rates import ENDS, RATE, weighted
from parley.measures.statutory_rates import READINGS
from parley.measures.tariffs import in_force
from parley.results.law.averages import origin_rates
from parley.results.law.lines import FIRST_DAY, LAST_DAY
from parley.results.law.tables import tables
from parley.tables.read import read_table

ROUNDING_PP = 1e-6
STEPS, IMPORTS = "us_tariff_origin_steps", "us_imports_hs10_2024"


@cache
def origins() -> list[str]:
    return sorted(read_table(STEPS, columns=["exporter_iso3"])["exporter_iso3"].unique())


@cache
def legal_days() -> list[date]:
    """The first days of rows of the law and the days after their last, from 2018 to 2027."""
    rows = [read_table(name, columns=["valid_from", "valid_to"]) for name in ("us_tariff_scope", "us_duties_by_origin")]
    rows.append(
        read_table("us_tariff_scope", columns=["valid_from", "scheduled_end"]).set_axis(
            ["valid_from", "valid_to"], axis=1
        )
    )
    firsts = {day for frame in rows for day in frame["valid_from"].dropna().dt.date}
    after = {day + timedelta(days=1) for frame in rows for day in frame["valid_to"].dropna().dt.date}
    editions = {first for first, _ in tables().editions}
    return sorted(day for day in firsts | after | editions | {FIRST_DAY} if FIRST_DAY <= day <= LAST_DAY)


def line_by_line(origin: str, on: date) -> list[float]:
    """The average duty on an origin under the least, the central and the highest reading, every line asked alone."""
    columns = ["hts10", "value_usd", "duty_usd"]
    rates = origin_rates(read_table(IMPORTS, where={"exporter_iso3": [origin]}, columns=columns), origin, on)
    mean = weighted(rates[rates[RATE].notna()], []).iloc[0]
    return [float(mean[name]) for name in (ENDS[0], RATE, ENDS[1])]


def by_steps(origin: str, on: date) -> list[float]:
    """The same from the table the models read."""
    rows = in_force(read_table(STEPS, where={"exporter_iso3": [origin]}), on)
    return [float(rows[name].sum()) for name in READINGS]


def apart(pairs: Iterable[tuple[str, date]]) -> list[str]:
    """Where the two differ by more than rounding, in words."""
    found = []
    for origin, on in pairs:
        asked, stepped = line_by_line(origin, on), by_steps(origin, on)
        if max(abs(a - b) for a, b in zip(asked, stepped, strict=True)) > ROUNDING_PP:
            found.append(f"{origin} {on}: line by line {asked}, by steps {stepped}")
    return found


def main() -> int:
    pairs = [(origin, day) for origin in origins() for day in legal_days()]
    different = apart(pairs)
    print(*different, f"{len(pairs)} pairs of origin and day, {len(different)} differ", sep="\n")
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())
