"""Rates of US law that name an economy, by an agreement or an act about it: what, since when."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure
from parley.app.look_up import things
from parley.charts.figure import Caption
from parley.measures import tariffs
from parley.results.law.words import BASES, GOODS, named_duty

SAY = words.beside(__file__)
LISTED = 20
KEY = ["authority", "programme", "rate_pct", "rate_basis", "use_limit", "heading_ch99", "valid_from", "citation"]


@kept
def own_rates(iso3: str, as_of: date) -> Figure:
    """The rates in force on the day, the newest first. Raises NothingToShowError where it has none."""
    rows = in_force(iso3, as_of)
    name = cache.place(things.law_place(iso3))
    rows = some(rows, SAY("rates.none", name=name, day=terms.day(as_of)))
    cells = [
        (
            named_duty(row["authority"], row["programme"]),
            f"{terms.law_rate(row['rate_pct'])}{BASES.get(row['rate_basis'], '')}",
            terms.day(row["valid_from"]),
            SAY("rates.only", goods=GOODS[row["use_limit"]]) if row["use_limit"] in GOODS else SAY("rates.all"),
            row["citation"],
        )
        for row in rows.head(LISTED).to_dict("records")
    ]
    short = pd.DataFrame(cells, columns=["Law", "Rate", "Since", "Goods", "Text"])
    count = terms.capital(terms.counted(len(rows)))
    finding = SAY("rates.title", "one" if len(rows) == 1 else "several", count=count, name=name)
    measure = SAY("rates.measure", "first" if len(rows) > LISTED else "all", shown=LISTED)
    return Figure("look_up_own_rates", Caption(finding, measure), rows, short=short, note=SAY("rates.note"))


@kept
def in_force(iso3: str, as_of: date) -> pd.DataFrame:
    """Rows of ``us_duties_by_origin`` that name an origin and hold on the day, each law, rate and text once.

    Columns: those of ``KEY``, codes (the number of codes the rate is listed with), exporter_iso3, source_id.
    """
    table = cache.part("us_duties_by_origin", as_of, {"exporter_iso3": [things.law_place(iso3)]})
    rows = tariffs.in_force(table, as_of).groupby(KEY, as_index=False, dropna=False, observed=True)
    once = rows.agg(codes=("product_code", "nunique"), source_id=("source_id", "first"))
    newest = once.sort_values(["valid_from", "authority", "programme"], ascending=[False, True, True])
    return newest.assign(exporter_iso3=things.law_place(iso3)).reset_index(drop=True)
