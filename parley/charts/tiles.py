"""The world as tiles of equal size, one a country, roughly where it lies; coloured by the average US tariff on it."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts.figure import Caption, Drawn
from parley.charts.theme import Palette, house_layout, x_axis, y_axis

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
TILES = {
    code: (column, row)
    for row, line in enumerate(GRID.strip().splitlines())
    for column, code in enumerate(line.split())
    if code != "..."
}
COLUMNS, ROWS = len(GRID.strip().splitlines()[0].split()), len(GRID.strip().splitlines())
ROW = 36  # pixels
DARKEST = 50.0  # percent: from here on one colour, or China alone would take all the others' shades


def tile_map(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A tile per country with its two letters and its rate in whole percent; the higher the rate, the stronger.

    ``rows``: columns exporter_iso3 (all in ``TILES``), iso2, partner, rate_pct.
    """
    values: list[list[float | None]] = [[None] * COLUMNS for _ in range(ROWS)]
    words = [[""] * COLUMNS for _ in range(ROWS)]
    names = [[""] * COLUMNS for _ in range(ROWS)]
    for r in rows.to_dict("records"):
        column, row = TILES[r["exporter_iso3"]]
        values[row][column] = min(float(r["rate_pct"]), DARKEST)
        words[row][column] = f"{r['iso2']}<br>{terms.number(r['rate_pct'])}"
        names[row][column] = f"<b>{terms.rate(r['rate_pct'])}</b> {r['partner']}"
    tiles = {
        "type": "heatmap",
        "z": values,
        "text": words,
        "customdata": names,
        "texttemplate": "%{text}",
        "textfont": {"size": 11},
        "hovertemplate": "%{customdata}<extra></extra>",
        "hoverongaps": False,
        "colorscale": [[0, palette.surface], [1, palette.us]],
        "zmin": 0,
        "zmax": min(DARKEST, float(rows["rate_pct"].max())),
        "xgap": 2,
        "ygap": 2,
        "showscale": False,
    }
    bare = {"showgrid": False, "showline": False, "ticks": "", "showticklabels": False}
    layout = house_layout(
        palette,
        ROW * ROWS + 8,
        (0, 0, 4, 4),
        xaxis=x_axis(palette, range=[-0.5, COLUMNS - 0.5], **bare),
        yaxis=y_axis(palette, range=[ROWS - 0.5, -0.5], **bare),
    )
    return Drawn([tiles], layout)


def tiles_caption(rows: pd.DataFrame, on: pd.Timestamp, reconstructed: bool) -> Caption:
    """How many countries lie at how much; the highest and the lowest of the larger ones in the alternative text."""
    above = int((rows["rate_pct"] > 10).sum())
    middle = rows["rate_pct"].median()
    finding = (
        f"{above} of {len(rows)} countries face an average US rate above {terms.rate(10, 0)}; "
        f"the median is {terms.rate(middle)}"
    )
    since = ", reconstructed since" if reconstructed else ""
    measure = (
        f"Average statutory US tariff, percent, {terms.day(on)}{since}; a tile per country, its colour the rate, "
        f"strongest from {terms.rate(DARKEST, 0)} on. Weighted by US imports of 2024"
    )
    ranked = rows.sort_values("rate_pct", ascending=False)
    told = ", ".join(f"{r['partner']} {terms.number(r['rate_pct'], 1)}" for r in ranked.head(10).to_dict("records"))
    return Caption(finding, measure, f"Map of tiles, percent, {terms.day(on)}. Highest: {told}.")
