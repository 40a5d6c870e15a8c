"""The world as tiles of equal size, one a country, roughly where it lies; coloured by the average US tariff on it."""

from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts import tile_map as tile_grid
from parley.charts.colours import fill
from parley.charts.figure import Caption
from parley.charts.theme import Palette

SAY = words.beside(__file__)
COUNTED_ABOVE = 10  # percent
# our own grid: the Americas left, Europe over Africa in the middle, Asia and the Pacific right
GRID = """
CAN ... ... ... ISL NOR SWE FIN EST ... RUS ... ... ...
... ... ... IRL GBR DNK POL LTU LVA UKR KAZ MNG KOR JPN
MEX GTM HTI ... NLD DEU CZE SVK HUN ROU GEO UZB CHN TWN
HND SLV DOM ... BEL LUX AUT SVN HRV SRB TUR NPL LAO HKG
NIC CRI JAM PRT ESP FRA CHE ITA GRC BGR ISR PAK MMR VNM
PAN COL VEN TTO MAR DZA TUN MLT CYP JOR IRQ IND THA PHL
ECU GUY ... ... SEN CIV LBY EGY ETH KWT BHR BGD KHM MYS
PER BRA ... ... GHA NGA AGO KEN SAU ARE QAT LKA IDN SGP
CHL BOL PRY ... ... ... BWA MDG ... ... OMN ... ... AUS
ARG URY ... ... ... ... ZAF MUS LSO ... ... ... FJI NZL
"""
WORLD = tile_grid.read(GRID)
ROW_PX = 36
# Rates in percent up to which a colour reaches, and its shade; words are legible on each in both themes.
STEPS = ((5.0, 0.0), (10.0, 0.14), (15.0, 0.28), (20.0, 0.42), (30.0, 0.56), (float("inf"), 1.0))


def tile_map(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A tile per country with its two letters and its rate; the higher the rate, the stronger.

    Rates are in whole percent, with a decimal where the whole number lies in another step.

    ``rows``: columns exporter_iso3 (all in ``WORLD``), iso2, partner, rate_pct. China's tile has an edge.
    """
    fills = [fill(shade, palette) for _, shade in STEPS]
    tiles = []
    for r in rows.to_dict("records"):
        step, rate = step_of(r["rate_pct"]), r["rate_pct"]
        decimals = 0 if step_of(round(rate)) == step else 1  # 9.6 is not printed as 10 in the colour of 5 to 10
        words, hover = f"{r['iso2']}<br>{terms.number(rate, decimals)}", f"<b>{terms.rate(rate)}</b> {r['partner']}"
        tiles.append(tile_grid.Tile(r["exporter_iso3"], step, fills[step], words, hover))
    return tile_grid.tile_map(
        WORLD,
        tiles,
        [[i / (len(fills) - 1), colour] for i, colour in enumerate(fills)],
        (0, len(fills) - 1),
        ROW_PX,
        palette,
        top=tile_grid.KEY_PX,
        more=_key(fills, palette),
        showlegend=True,
        shapes=[_edge(*WORLD.places["CHN"], palette)] if rows["exporter_iso3"].eq("CHN").any() else [],
    )


def step_of(rate_pct: float) -> int:
    """Which of ``STEPS`` a rate lies in; the end of a step belongs to the next."""
    return next(i for i, (end, _) in enumerate(STEPS) if rate_pct < end)


def _key(fills: list[str], palette: Palette) -> list[dict[str, Any]]:
    """The legend: the rates of each colour."""
    ends = [f"{end:g}" for end, _ in STEPS[:-1]]
    names = [
        f"under {ends[0]}{terms.NBSP}%",
        *(f"{low}{terms.DASH}{high}" for low, high in pairwise(ends)),
        f"{ends[-1]} and more",
    ]
    return tile_grid.key(dict(zip(names, fills, strict=True)), palette)


def _edge(column: int, row: int, palette: Palette) -> dict[str, Any]:
    corners = {"x0": column - 0.47, "x1": column + 0.47, "y0": row - 0.47, "y1": row + 0.47}
    return {"type": "rect", **corners, "line": {"width": 2.5, "color": palette.china}}


def tiles_caption(rows: pd.DataFrame, on: pd.Timestamp, reconstructed: bool) -> Caption:
    """How many countries lie at how much; the highest ones in the alternative text."""
    above = int((rows["rate_pct"] > COUNTED_ABOVE).sum())
    middle = rows["rate_pct"].median()
    since = SAY("partners.since") if reconstructed else ""
    finding = SAY(
        "map.title",
        above=terms.capital(terms.counted(above) if above else "none"),
        count=terms.counted(len(rows)),
        limit=terms.law_rate(COUNTED_ABOVE),
        median=terms.rate(middle),
    )
    measure = SAY("map.measure", day=terms.day(on), since=since)
    ranked = rows.sort_values("rate_pct", ascending=False)
    told = ", ".join(f"{r['partner']} {terms.number(r['rate_pct'], 1)}" for r in ranked.head(10).to_dict("records"))
    return Caption(finding, measure, f"Map of tiles, percent, {terms.day(on)}. Highest: {told}.")
