"""Who gains and loses: one outcome for every economy of the world models, as ranked bars and as tiles."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.figures import Figure, View
from parley.app.what_if_world import bars
from parley.app.what_if_world import words as world_words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.controls import CHINA, US
from parley.charts import tile_map
from parley.charts.colours import fill
from parley.charts.figure import Caption
from parley.charts.theme import Palette

Marks = dict[str, Any]  # by name of a column its values [economy]
Places = npt.NDArray[np.intp]
Codes = npt.NDArray[np.object_]
SAY = words.beside(__file__)
SHOWN = 14
MOST_NAMED = 3
LEFT = {"ROW": "rest", "OTH": "oth."}
BN = 1e9
REVENUE = "tariff_revenue_change_usd"
# our own grid: the Americas left, Europe over Africa in the middle, Asia and the Pacific right, what is left below
GRID = """
CAN ... ... ISL ... NOR SWE FIN EST ... RUS ... ...
USA ... ... IRL GBR DNK POL LTU LVA BLR KAZ KOR JPN
MEX ... ... NLD BEL DEU CZE SVK UKR ROU ... CHN TWN
CRI ... ... FRA LUX AUT SVN HUN BGR TUR PAK MMR HKG
COL ... PRT ESP CHE ITA HRV GRC CYP ISR IND LAO VNM
PER BRA MAR TUN MLT EGY JOR SAU ARE BGD THA KHM PHL
CHL ... SEN CIV NGA CMR ... ... ... ... MYS BRN ...
ARG ... ... ... COD ... ... ... ... ... SGP IDN ...
ROW OTH ... AGO ZAF ... ... ... ... ... ... AUS NZL
"""
WORLD = tile_map.read(GRID)
ROW_PX = 38
STRONGEST = 6  # so many have the full colour, or the two sides would take all shades
OPEN = "±"
MEANINGS = {"Rises most": 1.0, "Rises": 0.3, "Hardly moves": 0.0, "Falls": -0.3, "Falls most": -1.0}
BLANK, BLANK_KEY = -1.5, f"{OPEN} unclear"  # on the scale of shades, and in the legend


@dataclass(frozen=True)
class Outcome:
    """One outcome of every economy: its name, what is measured, and whether more of it is better."""

    label: str
    measure: str
    is_gain: bool = False


OUTCOMES = {
    "real_income_change_pct": Outcome("Real income", "Real income (income over prices)", is_gain=True),
    "price_change_pct": Outcome("Prices", "Prices of what an economy buys, against world factor income"),
    "exports_change_pct": Outcome("Exports", "Exports to all economies"),
    "imports_change_pct": Outcome("Imports", "Imports from all economies"),
    REVENUE: Outcome("Tariff revenue", "Tariff revenue"),
}


def by_economy(shown: Shown) -> Figure:
    chosen = controls.choose("Outcome", tuple(OUTCOMES), "world_outcome", lambda outcome: OUTCOMES[outcome].label)
    return of_outcome(shown, chosen)


def of_outcome(shown: Shown, outcome: str) -> Figure:
    columns, unit = columns_of(shown, outcome)
    marks = shown.agreed(marks_of(columns, outcome), outcome)
    largest = leading(marks, unit)
    note = world_words.note(shown.chosen.model)
    has_other = outcome == REVENUE and shown.chosen.model == "world"  # the fact of the same name
    return Figure(
        figure_name(outcome),
        caption(largest, marks, OUTCOMES[outcome], unit),
        pd.DataFrame({**columns, **world_words.stamps(shown.chosen.model, len(columns["name"]))}),
        {
            "Bars": lambda palette: bars.change_bars(largest, palette, unit, is_gain=OUTCOMES[outcome].is_gain),
            "Map": lambda palette: _map(tiles(pd.DataFrame(marks)), palette, unit),
        },
        {"Map": caption(largest, marks, OUTCOMES[outcome], unit, "map")},
        note=note,
        remark=SAY("gains.revenue") if has_other else "",
    )


def moving(shown: Shown, outcome: str, standing: Collection[str] = ()) -> tuple[str, dict[str, View]]:
    """The finding and the charts of ``of_outcome`` before its range, without its rows: for every step of a slider.

    ``standing``: the economies whose bars stand before the slider is moved; they stay for as long as those that the
    finding names are among them.
    """
    unit = _unit(outcome)
    _, code, change = _ordered(shown, outcome)
    change = change / _scale(unit)
    stay = np.isin(code, list(standing))
    kept = np.flatnonzero(stay) if stay[:MOST_NAMED].all() else _leading(code, change, unit)

    def marks(places: Any) -> Marks:
        codes = code[places]
        return {"code": codes, "name": np.array(world_words.names(codes)), "change": change[places]}

    largest = marks(kept)
    return _finding(largest, OUTCOMES[outcome], unit), {
        "Bars": lambda palette: bars.change_bars(largest, palette, unit, is_gain=OUTCOMES[outcome].is_gain),
        "Map": lambda palette: _map(tiles(pd.DataFrame(marks(slice(None)))), palette, unit),
    }


def leaders(shown: Shown, outcome: str) -> tuple[str, ...]:
    columns, unit = columns_of(shown, outcome)
    return tuple(leading(shown.agreed(marks_of(columns, outcome), outcome), unit)["code"])


def figure_name(outcome: str) -> str:
    return f"world_{outcome.removesuffix('_pct').removesuffix('_usd')}"


def columns_of(shown: Shown, outcome: str) -> tuple[dict[str, Any], str]:
    """Every economy with the outcome and its range, the largest change first, and the outcome's unit on the chart."""
    order, code, change = _ordered(shown, outcome)
    columns = {
        "economy_iso3": code,
        "name": world_words.names(code),
        outcome: change,
        **{name: ends[order] for name, ends in shown.ends("by_economy", outcome).items()},
    }
    return columns, _unit(outcome)


def _ordered(shown: Shown, outcome: str) -> tuple[Places, Codes, npt.NDArray[np.float64]]:
    """Places, codes and changes of all economies, the largest change first."""
    rows = shown.point.by_economy
    change = rows[outcome].to_numpy()
    order = np.argsort(-np.abs(change), kind="stable")
    return order, rows["economy"].to_numpy()[order], change[order]


def _unit(outcome: str) -> str:
    return "%" if outcome.endswith("_pct") else "bn"


def _scale(unit: str) -> float:
    return 1.0 if unit == "%" else BN


def marks_of(columns: Mapping[str, Any], outcome: str) -> Marks:
    """``columns_of`` as the charts take them: code, name, change and, with a range, low and high; money in billions.

    Not a frame: frames took a third of the time in which an answer is drawn.
    """
    unit = outcome.rsplit("_", 1)[-1]
    scale = _scale(_unit(outcome))
    sizes = {"change": outcome, "low": f"low_{unit}", "high": f"high_{unit}"}
    names = {"code": columns["economy_iso3"], "name": np.array(columns["name"])}
    return {**names, **{to: columns[of] / scale for to, of in sizes.items() if of in columns}}


def leading(marks: Marks, unit: str) -> Marks:
    """The largest changes, with both sides of the dispute and whom the finding names among them; money only where
    something is collected.
    """
    kept = _leading(marks["code"], marks["change"], unit)
    named = np.concatenate(_named(marks, unit))
    missing = np.setdiff1d(named, kept)
    others = kept[~np.isin(kept, named) & ~np.isin(marks["code"][kept], (US, CHINA))]
    kept = np.union1d(np.setdiff1d(kept, others[len(others) - len(missing) :]), missing)
    return {name: values[kept] for name, values in marks.items()}


def _leading(code: Codes, change: npt.NDArray[np.float64], unit: str) -> Places:
    """The places of ``leading`` among changes from the largest on."""
    is_side = np.isin(code, (US, CHINA))
    if unit == "bn":
        return np.flatnonzero(is_side | (change != 0))[:SHOWN]
    return np.flatnonzero(is_side | (np.arange(len(change)) < SHOWN - 2))


def _map(tiled: pd.DataFrame, palette: Palette, unit: str) -> go.Figure:
    return world_tiles(tiled, palette, unit, bars.decimals_of(tiled, unit))


def tiles(marks: pd.DataFrame) -> pd.DataFrame:
    with_tile = marks[marks["code"].isin(list(WORLD.places))]
    letters = {**cache.country_letters(), **LEFT}
    return with_tile.assign(letters=with_tile["code"].map(letters))


def caption(largest: Marks, marks: Marks, outcome: Outcome, unit: str, view: str = "bars") -> Caption:
    """Where the outcome rises and falls most, among those on whose direction all models agree.

    ``view``: bars or map.
    """
    measure = SAY(
        "gains.measure", view, measure=outcome.measure, unit="percent" if unit == "%" else "billion US dollars a year"
    )
    form = "Bars" if view == "bars" else f"Map of {len(tiles(pd.DataFrame(marks)))} tiles"
    alt = f"{form} of {outcome.label.lower()}, modelled: {bars.in_words(largest, unit)}"
    return Caption(_finding(marks, outcome, unit), measure, alt)


def _finding(marks: Marks, outcome: Outcome, unit: str) -> str:
    if not marks["change"].any():
        return SAY("gains", "none")
    fields = {"subject": outcome.label}
    if "is_sure" not in marks:
        names = terms.listed([terms.with_article(name) for name in marks["name"][:MOST_NAMED]])
        return SAY("gains.finding", "no_range", names=names, **fields)
    among = "agreed" if is_passed(marks["change"], bars.certain(marks)) else "all"
    fields["subject"] = SAY("gains.among", among, subject=outcome.label, inside=terms.in_a_sentence(outcome.label))
    rising, falling = _named(marks, unit)
    if unit == "bn" and not len(rising) and not len(falling):
        return SAY("gains.finding", "hardly", **fields)
    (up, up_size), (down, down_size) = _told(marks, rising, unit), _told(marks, falling, unit)
    case = "both" if up and down else "rise" if up else "fall" if down else "open"
    return SAY("gains.finding", case, up=up, up_size=up_size, down=down, down_size=down_size, **fields)


def _named(marks: Marks, unit: str) -> tuple[Places, Places]:
    """The places of whom the finding names: the economies that surely rise most and that surely fall most; nobody
    until all models have been asked.
    """
    change = marks["change"]
    sure = bars.certain(marks) if "is_sure" in marks else np.zeros(len(change), bool)
    if unit == "bn":
        sure = sure & (np.abs(change).round(1) > 0)  # what prints as nothing names nobody
    return _first(change, sure & (change > 0), unit), _first(change, sure & (change < 0), unit)


def is_passed(change: npt.NDArray[np.float64], sure: npt.NDArray[np.bool_]) -> bool:
    """Whether one whose direction is open moves further than all that are ``sure`` and move the same way."""
    rest, named = change[~sure], change[sure]
    sides = [(rest[rest * sign > 0], named[named * sign > 0]) for sign in (1, -1)]
    return any(
        len(others) and len(named_side) and abs(others).max() > abs(named_side).max() for others, named_side in sides
    )


def _first(change: npt.NDArray[np.float64], among: npt.NDArray[np.bool_], unit: str) -> Places:
    """Who moves most of some, all being in the order of their changes; several where these print the same."""
    first = np.flatnonzero(among)[:MOST_NAMED]
    sizes = [_size(size, unit) for size in change[first].tolist()]
    return first[[size == sizes[0] for size in sizes]]


def _told(marks: Marks, named: Places, unit: str) -> tuple[str, str]:
    """Their names and by how much they move; empty words where nobody is named."""
    if not len(named):
        return "", ""
    names = terms.listed([terms.with_article(name) for name in marks["name"][named]])
    return names, _size(float(marks["change"][named[0]]), unit)


def _size(change: float, unit: str) -> str:
    return world_words.size(change) if unit == "%" else terms.model_bn(BN * abs(change))


def world_tiles(rows: pd.DataFrame, palette: Palette, unit: str, digits: list[int]) -> go.Figure:
    """A tile per economy with its two letters and the sign of its change; blank where the range leaves the sign open.

    ``rows``: code (all in ``WORLD``), letters, name, change and, where the range is known, low and high;
    ``digits``: the decimals of each.
    """
    sizes = sorted((abs(float(v)) for v in rows["change"]), reverse=True)
    top = sizes[min(STRONGEST, len(sizes)) - 1] or max(sizes) or 1.0
    tiles = []
    for row, decimals in zip(rows.to_dict("records"), digits, strict=True):
        sign = sign_of(row)
        shade = BLANK if sign == OPEN else shaded(float(row["change"]) / top)
        colour = palette.background if sign == OPEN else fill(shade, palette)
        ends = (
            f"<br>range {terms.quantity(terms.span(row['low'], row['high'], decimals), unit)}" if "low" in row else ""
        )
        hover = f"<b>{terms.quantity(terms.signed(row['change'], decimals), unit)}</b> {row['name']}{ends}"
        tiles.append(tile_map.Tile(row["code"], shade, colour, f"{row['letters']}<br>{sign}", hover))
    least = (-1 - BLANK) / (1 - BLANK)  # where on the scale the greatest loss stands
    blank = [[0, palette.background], [least / 2, palette.background]]
    scale = [*blank, [least, palette.loss], [(1 + least) / 2, palette.surface], [1, palette.gain]]
    keys = {name: fill(shade, palette) for name, shade in MEANINGS.items()} | {BLANK_KEY: palette.background}
    return tile_map.tile_map(
        WORLD,
        tiles,
        scale,
        (BLANK, 1),
        ROW_PX,
        palette,
        top=tile_map.KEY_PX,
        more=tile_map.key(keys, palette),
        showlegend=True,
    )


def sign_of(row: Mapping[Any, Any]) -> str:
    """``+``, ``−``, ``0``, or ``±`` where the range lies on both sides of zero or models differ on the direction."""
    if row["change"] == 0 and row.get("low", 0) == row.get("high", 0) == 0:
        return "0"
    if ("low" in row and row["low"] < 0 < row["high"]) or not row.get("is_sure", True):
        return OPEN
    return "+" if row["change"] > 0 else terms.MINUS


def shaded(size: float) -> float:
    """The shade of a change measured in the largest but a few: full from 1 on, at most half below.

    No shade lies between: there neither light nor dark letters would be legible.
    """
    return math.copysign(1.0 if abs(size) >= 1 else abs(size) / 2, size)
