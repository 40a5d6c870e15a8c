"""Where China buys the compounds it refines: imports by year and origin, by weight."""

from collections.abc import Hashable
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.columns import columns
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import minerals

REST, WEIGHT = "ROW", "net_weight_t"
FILLS = {"MMR": "muted", "MYS": "grey", "LAO": "ink", "VNM": "s301", "USA": "us", "RUS": "fentanyl", "THA": "s122"}
SAY = words.beside(__file__)


@kept
def by_origin(as_of: date) -> Figure:
    """The imports by weight. Raises NothingToShowError before the first year was known."""
    table = cache.table("china_feed_imports", as_of)
    if table.empty:
        raise NothingToShowError(SAY("feed.none", day=terms.day(as_of)))
    rows = minerals.by_origin(table)
    rows = rows.assign(origin=rows["partner_iso3"].map({**cache.country_names(), "ROW": "Others"}))
    return Figure(
        "rare_feed_imports",
        feed_caption(rows),
        rows,
        {"Chart": lambda palette: feed_bars(rows, palette)},
        note="" if controls.is_latest() else SAY("feed.revised"),
        state=(as_of,),
    )


def feed_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One stacked bar a year; weights the United Nations estimated are hatched.

    ``rows``: columns year, partner_iso3, origin, is_weight_estimated, net_weight_t, in drawing order.
    """
    names = rows.drop_duplicates("partner_iso3").set_index("partner_iso3")["origin"]
    return columns(
        rows.assign(
            weight_kt=rows[WEIGHT] / 1e3,
            is_hatched=rows["is_weight_estimated"].astype(bool) & (rows["partner_iso3"] != REST),
            exact=rows[WEIGHT].map(terms.tonnes),
        ),
        palette,
        value="weight_kt",
        part="origin",
        fills={str(name): str(getattr(palette, FILLS.get(str(iso3), "pale"))) for iso3, name in names.items()},
        unit="{} kt",
        text={},
        exact="exact",
        hatched="is_hatched",
        keys={"hatched": "Weight estimated by the UN"},
        height=400,
    )


def _hover(row: dict[Hashable, Any]) -> str:
    return f"{terms.tonnes(row[WEIGHT])} {row['origin']}, {row['year']}"


def feed_caption(rows: pd.DataFrame) -> Caption:
    """The origin with the largest weight in the newest year, and its share."""
    last = int(rows["year"].max())
    now = rows[rows["year"] == last]
    first = now[now["partner_iso3"] != REST].sort_values(WEIGHT).iloc[-1]
    share = terms.rate(first[WEIGHT] / now[WEIGHT].sum() * 100, 0)
    origin = terms.with_article(first["origin"], "The")
    finding = SAY("feed.finding", first=origin, share=share, year=last)
    measure = SAY("feed.measure", first=rows["year"].min(), last=last)
    listed = "; ".join(f"{_hover(r)} ({terms.rate(r['share_pct'], 0)})" for r in now.to_dict("records"))
    return Caption(finding, measure, f"Stacked bars by year. In {last}: {listed}.")
