"""The average US duty by law on Chinese goods, with the range of readings its lists leave open."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.measures import tariffs
from parley.measures.statutory_rates import COLUMNS, mean_range
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
FIRST_DAY = date(2024, 12, 31)  # of us_tariff_statutory_hs6


def law_range(as_of: date) -> tuple[float, float, float] | None:
    """Lowest, central and highest reading of the lists on the day, percent, weights of 2024; None before the table."""
    return cache.derived("average by law", (as_of,), lambda: _range(as_of)) if as_of >= FIRST_DAY else None


def _range(as_of: date) -> tuple[float, float, float]:
    last = compiled_on()
    imports = cache.part("us_imports_hs6_2024", last, {"exporter_iso3": ["CHN"]}, ["hs6", "value_usd"])
    law = cache.part("us_tariff_statutory_hs6", last, columns=COLUMNS)
    return mean_range(law, imports.set_index("hs6")["value_usd"], as_of)


@cache.kept
def confirmed_until(as_of: date) -> pd.Timestamp | None:
    """The last day to which sources confirm the open duties on all or most Chinese goods; None where all have ended."""
    return tariffs.confirmed_until(cache.table("tariff_layers", as_of), "USA", "CHN", as_of)


def sentence(as_of: date) -> str:
    """The average and its range in one sentence; empty before the table."""
    readings = law_range(as_of)
    if readings is None:
        return ""
    low, central, high = readings
    confirmed = confirmed_until(as_of)
    case, day = "now" if as_of >= compiled_on() else "then", pd.Timestamp(as_of)
    if confirmed is not None and confirmed < day:
        case, day = "unsure", confirmed
    return SAY("law_average", case, central=terms.rate(central), range=terms.span(low, high), day=terms.day(day))
