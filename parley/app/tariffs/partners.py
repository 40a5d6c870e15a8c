"""The subject Partners: the average US tariff on other countries on the day, its change since another, and a map."""

from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import address, cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import some
from parley.app.kit.figures import Figure, kept_figure
from parley.charts import tile_map as tile_grid
from parley.charts.bars import stack
from parley.charts.colours import fill
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import partners, two_days
from parley.measures.tariffs import in_force
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
TILE_COLUMNS = ["partner", "exporter_iso3", "iso2", "rate_pct", "valid_from", "vintage", "source_id"]
BY_LAW, MAP = "By law", "Map"
ALONE = "No other day"
FORMER = {"By law, line by line": BY_LAW, "Waugh, totals": BY_LAW}
STEPS = "us_tariff_origin_steps"
SHOWN = 15
SAME_PP = 0.05
# from the axis outwards, with names short enough for a phone
STACK = {
    "mfn": "Ordinary (MFN)",
    "section_301": "Section 301",
    "section_232": "Section 232",
    "section_201": "Section 201",
    "section_122": "Section 122",
    "section_338": "Section 338",
    "ieepa_fentanyl": "Fentanyl",
    "ieepa_reciprocal": "Reciprocal",
    "ieepa_other": "Other emergency",
}
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
SHADES = ((5.0, 0.0), (10.0, 0.14), (15.0, 0.28), (20.0, 0.42), (30.0, 0.56), (float("inf"), 1.0))


def chosen(as_of: date) -> Figure:
    """Stacked bars of the day, pairs of marks for it and an earlier day, or tiles."""
    address.rename("tariff_partners_by", FORMER)
    if controls.choose("Show", [BY_LAW, MAP], "tariff_partners_by") == MAP:
        return tiles(as_of)
    days = {terms.day(day): day for day in days_of(as_of)}
    before = days.get(controls.select("Compared with", [ALONE, *days], "tariff_before", ALONE))
    return by_law(as_of) if before is None else changed(before, as_of)


@kept
def days_of(as_of: date) -> list[pd.Timestamp]:
    """The days before the as-of date on which the average tariff on a partner changed, the newest first."""
    every = two_days.change_days(cache.table(STEPS, as_of), pd.Timestamp(as_of))
    return [day for day in every if day < pd.Timestamp(as_of)]


def _largest() -> list[str]:
    return partners.largest_suppliers(cache.table("us_imports_hs6_2024", compiled_on()))


@kept_figure
def by_law(as_of: date) -> Figure:
    """The average tariff by law on the largest suppliers; the rows are all. Raises NothingToShowError without rates."""
    steps = some(in_force(cache.table(STEPS, as_of), as_of), SAY("partners.none", day=terms.day(as_of)))
    rates = steps.groupby(["exporter_iso3", "authority"], as_index=False).agg(
        rate_pct=("rate_pct", "sum"), valid_from=("valid_from", "max"), source_id=("source_id", "first")
    )
    rates = rates.assign(vintage=pd.Timestamp("NaT"))
    every = partners.ranked(rates, list(rates["exporter_iso3"].unique()), cache.country_names())
    rows = every[every["exporter_iso3"].isin(_largest())].reset_index(drop=True)
    caption = partners_caption(rows, pd.Timestamp(as_of), as_of < compiled_on())
    views = {"Chart": lambda palette: partner_bars(rows, palette)}
    return Figure("tariff_partners", caption, every, views, note=SAY("partners.note"))


@kept_figure
def changed(before: pd.Timestamp, as_of: date) -> Figure:
    """The average tariff on the largest suppliers on both days, the Union as one; the rows are all partners."""
    rows = two_days.compared(cache.table(STEPS, as_of), ["exporter_iso3"], before, pd.Timestamp(as_of))
    rows.insert(0, "name", rows["exporter_iso3"].map(cache.country_names()))
    largest = rows[rows["exporter_iso3"].isin(_largest())].reset_index(drop=True)
    views = {"Chart": lambda palette: rate_pairs(largest, palette)}
    return Figure("tariff_two_partners", change_caption(largest), rows, views, note=SAY("partners.note"))


@kept_figure
def tiles(as_of: date) -> Figure:
    """The average tariff on every country that has a tile. Raises NothingToShowError without rates."""
    steps, countries = cache.table("us_tariff_partner_steps", as_of), cache.table("countries", as_of)
    day = partners.last_known_day(steps, as_of)
    rows = partners.totals_by_law(steps, day)
    rows = some(rows[rows["exporter_iso3"].isin(list(WORLD.places))], SAY("partners.none", day=terms.day(as_of)))
    named = countries.set_index("iso3")
    rows = rows.assign(partner=rows["exporter_iso3"].map(named["name"]), iso2=rows["exporter_iso3"].map(named["iso2"]))
    rows = rows.sort_values("rate_pct", ascending=False, ignore_index=True)[TILE_COLUMNS]
    is_behind = day < partners.settled(as_of)
    caption = tiles_caption(rows, day, as_of < compiled_on(), is_behind)
    views = {"Map": lambda palette: tile_map(rows, palette)}
    note = SAY("map.note", "behind" if is_behind else "newest")
    return Figure("tariff_map", caption, rows, views, note=note)


def partner_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Average US rate by partner, in the order of ``rows``, stacked by law: partner, authority, rate_pct."""
    fills = {name: palette.pale if law == "mfn" else palette.authority(law) for law, name in STACK.items()}
    sums = rows.groupby("partner", sort=False)["rate_pct"].sum()
    totals = [f"<b>{terms.number(rate, 1)}</b>" for rate in sums]
    laws = rows["authority"].map(STACK)
    parts = zip(rows["rate_pct"], laws, rows["partner"], strict=True)
    hover = [f"<b>{terms.rate(rate)}</b> {law}<br>{partner}" for rate, law, partner in parts]
    return stack(rows, palette, value="rate_pct", part=laws, fills=fills, name="partner", totals=totals, hover=hover)


def partners_caption(rows: pd.DataFrame, on: pd.Timestamp, reconstructed: bool) -> Caption:
    """Who faces the highest average US rate, and where China stands."""
    totals = rows.groupby(["partner", "exporter_iso3"], sort=False)["rate_pct"].sum().reset_index()
    case = "reconstructed" if reconstructed else "known"
    measure = SAY("partners.measure", case, count=terms.counted(len(totals)), day=terms.day(on))
    listed = ", ".join(f"{r['partner']} {terms.number(r['rate_pct'], 1)}" for r in totals.to_dict("records"))
    return Caption(_highest(totals), measure, f"Ranked bars, percent, {terms.day(on)}: {listed}.")


def _highest(totals: pd.DataFrame) -> str:
    # Who comes second is not claimed: the tables of two providers name different countries on one day.
    first, codes = totals.iloc[0], list(totals["exporter_iso3"])
    place = codes.index("CHN") if "CHN" in codes else None
    case = "without_china" if place is None else "other" if place else "china" if len(totals) > 1 else "china_alone"
    return SAY(
        "partners.title",
        case,
        partner=terms.with_article(first["partner"]),
        first=terms.rate(first["rate_pct"]),
        rank=terms.ranked((place or 0) + 1),
        china=terms.rate(totals["rate_pct"].iloc[place or 0]),
    )


def rate_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Two joined marks a row, the earlier day hollow, the change beside them.

    ``rows``: name, rate_before_pct, before_on, rate_pct, date, change_pp, in the order to draw; a rate that is missing
    has no mark.
    """
    before, on = (terms.day(rows[column].iloc[0]) for column in ("before_on", "date"))
    changes = ["not known" if pd.isna(change) else terms.points(change) for change in rows["change_pp"]]
    marks = [
        Mark(column, day, palette.us, hollow=day == before, hover=_hover(rows, column, day))
        for column, day in (("rate_before_pct", before), ("rate_pct", on))
    ]
    return dots(rows, palette, marks=marks, text=changes)


def _hover(rows: pd.DataFrame, column: str, day: str) -> list[str]:
    return [f"<b>{_rate(rate)}</b> {day}<br>{name}" for rate, name in zip(rows[column], rows["name"], strict=True)]


def change_caption(largest: pd.DataFrame) -> Caption:
    """On whose goods the average moved most between the days. ``largest``: the largest change first."""
    first = largest.iloc[0]
    before, on = terms.day(first["before_on"]), terms.day(first["date"])
    change = first["change_pp"]
    finding = SAY(
        "two.partner",
        "same" if pd.isna(change) or abs(change) < SAME_PP else "rose" if change > 0 else "fell",
        name=terms.with_article(first["name"]),
        first=before,
        change=terms.in_points(abs(change)),
        rate=_rate(first["rate_pct"]),
    )
    measure = SAY("two.measure_partner", first=before, day=on)
    alt = "; ".join(
        f"{row['name']} {_rate(row['rate_before_pct'])} to {_rate(row['rate_pct'])}"
        for row in largest.to_dict("records")
    )
    return Caption(finding, measure, f"Pairs of marks, percent, {before} and {on}: {alt}.")


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)


def tile_map(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A tile per country with its two letters and its rate; the higher the rate, the stronger.

    Rates are in whole percent, with a decimal where the whole number lies in another step.

    ``rows``: columns exporter_iso3 (all in ``WORLD``), iso2, partner, rate_pct. China's tile has an edge.
    """
    fills = [fill(shade, palette, palette.us) for _, shade in SHADES]
    tiles = []
    for r in rows.to_dict("records"):
        step, rate = step_of(r["rate_pct"]), r["rate_pct"]
        decimals = 0 if step_of(round(rate)) == step else 1  # 9.6 is not printed as 10 in the colour of 5 to 10
        label, hover = f"{r['iso2']}<br>{terms.number(rate, decimals)}", f"<b>{terms.rate(rate)}</b> {r['partner']}"
        tiles.append(tile_grid.Tile(r["exporter_iso3"], step, fills[step], label, hover))
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
    """Which of ``SHADES`` a rate lies in; the end of a step belongs to the next."""
    return next(i for i, (end, _) in enumerate(SHADES) if rate_pct < end)


def _key(fills: list[str], palette: Palette) -> list[dict[str, Any]]:
    """The legend: the rates of each colour."""
    ends = [f"{end:g}" for end, _ in SHADES[:-1]]
    names = [
        f"under {ends[0]}%",
        *(f"{low}{terms.DASH}{high}" for low, high in pairwise(ends)),
        f"{ends[-1]} and more",
    ]
    return tile_grid.key(dict(zip(names, fills, strict=True)), palette)


def _edge(column: int, row: int, palette: Palette) -> dict[str, Any]:
    corners = {"x0": column - 0.47, "x1": column + 0.47, "y0": row - 0.47, "y1": row + 0.47}
    return {"type": "rect", **corners, "line": {"width": 2.5, "color": palette.china}}


def tiles_caption(rows: pd.DataFrame, on: pd.Timestamp, reconstructed: bool, is_behind: bool) -> Caption:
    """How many countries lie at how much, in the past where later tariffs are missing; the highest ones as alt."""
    above = int((rows["rate_pct"] > COUNTED_ABOVE).sum())
    middle = rows["rate_pct"].median()
    finding = SAY(
        "map.title",
        "then" if is_behind else "now",
        above=terms.capital(terms.counted(above) if above else "none"),
        count=terms.counted(len(rows)),
        limit=terms.law_rate(COUNTED_ABOVE),
        median=terms.rate(middle),
    )
    measure = SAY("map.measure", "reconstructed" if reconstructed else "known", day=terms.day(on))
    ranked = rows.sort_values("rate_pct", ascending=False)
    listed = ", ".join(f"{r['partner']} {terms.number(r['rate_pct'], 1)}" for r in ranked.head(10).to_dict("records"))
    return Caption(finding, measure, f"Map of tiles, percent, {terms.day(on)}. Highest: {listed}.")
