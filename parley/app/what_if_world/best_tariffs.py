"""Best tariffs: nine worlds of two governments as a heat table, the best answers underlined and named.

The visitor's own scenario is dotted: one of the nine, or a tenth below them.
"""

import math
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.what_if_world import words
from parley.charts.colours import fill, legible
from parley.charts.figure import Caption, Drawn
from parley.charts.theme import Palette, house_layout, x_axis, y_axis
from parley.models.policy_scenario import Scenario
from parley.results.answers import retaliation
from parley.words import beside

SAY = beside(__file__)
US_POLICIES = {"none": "US: duties in force", "scenario": "US: as chosen", "optimal": "US: best for itself"}
CHINA_POLICIES = {"none": "China:<br>no answer", "in_kind": "China:<br>in kind", "optimal": "China:<br>best for itself"}
COLUMNS = (("us", "US"), ("china", "China"))
HEAD, NAME, CELL, GAP = 40, 24, 118, 8  # pixels: column heads, name of a row, a cell, below it
LINES = (14, 33, 60, 79, 105)  # of a cell, from its top: a side's change and range, the other's, the rates
TILES = ((0, 46), (46, 92))  # the colours of both sides' changes, from the top of a cell
MOST_SHADE = 0.5  # of a colour: beyond it neither light nor dark letters would be legible
Text = tuple[float, float, str, str]  # place, words and colour
BAR = 9  # the underline, below the middle of its line


def nine_worlds(scenario: Scenario) -> Figure:
    rows = _rows(scenario)
    is_open = rows[["is_us_at_bound", "is_china_at_bound"]].to_numpy().any()
    remarks = words.all_goods(scenario), SAY("retaliation.at_bound") if is_open else ""
    return Figure(
        "world_retaliation",
        caption(rows),
        rows,
        {"Chart": lambda palette: matrix(rows, palette)},
        note=words.note("world"),
        remark=" ".join(filter(None, remarks)),
        state=(scenario,),
    )


@kept
def _rows(scenario: Scenario) -> pd.DataFrame:
    return retaliation.payoff_table(scenario).assign(closure=scenario.closure, **words.STAMPS["world"])


def matrix(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Three by three cells: change of real income of both sides with its range, and the rates on each other.

    The stronger a gain or a loss, the stronger its colour; what the range leaves open is blank.
    A side's best answer is bold, underlined and named "best"; the cell in which both are best and both rates are
    searched is framed and named Nash, that of the scenario itself is dotted. ``rows``: those of
    ``results.answers.retaliation.payoff_table``.
    """
    places = _places(rows)
    height = HEAD + (1 + max(line for _, line, _ in places)) * (NAME + CELL + GAP)
    traces, shapes = [], []
    heads: list[Text] = []
    for j, head in enumerate(CHINA_POLICIES.values()):
        heads.append((j + 0.04, HEAD / 2, head, palette.china_text))
    for i, name in enumerate(US_POLICIES.values()):
        heads.append((0.04, _top(i) - NAME / 2, f"<b>{name}</b>", palette.us))
    if (below := len(US_POLICIES)) in [line for _, line, _ in places]:
        heads.append((0.04, _top(below) - NAME / 2, f"<b>{SAY('retaliation.both')}</b>", palette.ink))
    texts: list[Text] = []
    most = float(rows[[f"{side}_real_income_change_pct" for side, _ in COLUMNS]].abs().max().max())
    for row, i, j in places:
        texts += _cell_texts(row, j, _top(i), most, palette)
        shapes += _cell_shapes(row, j, _top(i), most, palette)
    traces.append(_words([*heads, *texts]))
    traces.append(_hover(places, palette))
    layout = house_layout(
        palette,
        height + 8,
        (0, 0, 4, 4),
        shapes=shapes,
        xaxis=x_axis(palette, range=[0, 3], visible=False),
        yaxis=y_axis(palette, range=[height, 0], visible=False),
    )
    return Drawn(traces, layout)


def _places(rows: pd.DataFrame) -> list[tuple[dict[Any, Any], int, int]]:
    """Every world with its line and column; the scenario's own, where it is none of the nine, alone below them."""
    lines, columns = list(US_POLICIES), list(CHINA_POLICIES)
    return [
        (row, lines.index(row["us_policy"]), columns.index(row["china_policy"]))
        if row["china_policy"] in columns
        else (row, len(lines), 0)
        for row in rows.to_dict("records")
    ]


def _top(line: int) -> int:
    """Where the cells of a line begin, in pixels from the top."""
    return HEAD + line * (NAME + CELL + GAP) + NAME


def _words(texts: list[Text]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [t[0] for t in texts],
        "y": [t[1] for t in texts],
        "text": [t[2] for t in texts],
        "textposition": "middle right",
        "textfont": {"size": 12, "color": [t[3] for t in texts], "shadow": "none"},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _cell_texts(row: dict[Any, Any], column: int, top: int, most: float, palette: Palette) -> list[Text]:
    left = column + 0.06
    texts: list[Text] = []
    for (side, name), line in zip(COLUMNS, (0, 2), strict=True):
        change = f"{name} {terms.signed(row[f'{side}_real_income_change_pct'], 2)}"
        ink = legible(_heat(row, side, most, palette), palette)
        best = row[f"is_{side}_best"]
        texts.append((left, top + LINES[line], f"<b>{change}</b> best" if best else change, ink))
        texts.append((left, top + LINES[line + 1], _ends(row, side), ink))
    rates = " / ".join(_rate(row, side) for side, _ in COLUMNS)
    mark = "<b>Nash</b> " if row["is_nash"] else f"<b>{SAY('retaliation.yours')}</b> " if row["is_chosen"] else ""
    texts.append((left, top + LINES[4], f"{mark}{rates}%", palette.ink))
    return texts


def _heat(row: dict[Any, Any], side: str, most: float, palette: Palette) -> str:
    """The colour of a side's change, measured in the largest of all; none where its range holds zero."""
    change, low, high = (row[f"{side}_real_income_{end}_pct"] for end in ("change", "low", "high"))
    if low <= 0 <= high or not change:
        return palette.background
    return fill(math.copysign(MOST_SHADE * abs(change) / most, change), palette)


def _range(row: dict[Any, Any], column: str, decimals: int) -> str:
    return terms.span(row[f"{column}_low_pct"], row[f"{column}_high_pct"], decimals)


def _ends(row: dict[Any, Any], side: str) -> str:
    """The range of a side's real income, or that the world is the one everything is held against."""
    low, high = row[f"{side}_real_income_low_pct"], row[f"{side}_real_income_high_pct"]
    return "baseline" if low == high == 0 else _range(row, f"{side}_real_income", 2)


def _rate(row: dict[Any, Any], side: str) -> str:
    """A side's rate: whole percent where it was searched for, else to the decimal its slider has."""
    more = ">" if row[f"is_{side}_at_bound"] else ""
    return f"{more}{terms.number(row[f'{side}_rate_pct'], 0 if row[f'{side}_policy'] == 'optimal' else 1)}"


def _cell_shapes(row: dict[Any, Any], column: int, top: int, most: float, palette: Palette) -> list[dict[str, Any]]:
    edge: dict[str, Any] = {"color": palette.pale, "width": 1}
    if row["is_nash"] or row["is_chosen"]:
        edge = {"color": palette.ink, "width": 2, "dash": "solid" if row["is_nash"] else "dot"}
    box = {"type": "rect", "x0": column + 0.02, "x1": column + 0.98, "y0": top, "y1": top + CELL, "line": edge}
    tiles = [
        {
            "type": "rect",
            "layer": "below",
            "x0": column + 0.02,
            "x1": column + 0.98,
            "y0": top + begins,
            "y1": top + ends,
            "fillcolor": _heat(row, side, most, palette),
            "line": {"width": 0},
        }
        for (side, _), (begins, ends) in zip(COLUMNS, TILES, strict=True)
    ]
    lines = [
        {
            "type": "line",
            "x0": column + 0.07,
            "x1": column + 0.9,
            "y0": top + LINES[line] + BAR,
            "y1": top + LINES[line] + BAR,
            "line": {"color": legible(_heat(row, side, most, palette), palette), "width": 2},
        }
        for (side, _), line in zip(COLUMNS, (0, 2), strict=True)
        if row[f"is_{side}_best"]
    ]
    return [*tiles, box, *lines]


def _hover(cells: list[tuple[dict[Any, Any], int, int]], palette: Palette) -> dict[str, Any]:
    places = [(j + 0.5, _top(i) + CELL / 2, row) for row, i, j in cells]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _, _ in places],
        "y": [y for _, y, _ in places],
        "marker": {"size": 90, "opacity": 0, "color": palette.pale},
        "customdata": [_told(row).replace(": ", ":<br>", 1).replace("; ", "<br>") for _, _, row in places],
        "hovertemplate": "%{customdata}<extra></extra>",
    }


def _told(row: dict[Any, Any]) -> str:
    """A world in words: policies, rates and real income of both sides with ranges."""
    china = CHINA_POLICIES.get(row["china_policy"], SAY("retaliation", "china_chosen")).replace("<br>", " ")
    parts = []
    for side, name in COLUMNS:
        rates = _rate(row, side) + terms.NBSP + "%"
        if row[f"{side}_rate_low_pct"] != row[f"{side}_rate_high_pct"]:
            rates += f" ({_range(row, f'{side}_rate', 0)})"
        change = terms.change_pct(row[f"{side}_real_income_change_pct"], 2)
        best = ", its best answer" if row[f"is_{side}_best"] else ""
        parts.append(f"{name} rate {rates}, real income {change} ({_range(row, f'{side}_real_income', 2)}){best}")
    yours = f" ({SAY('retaliation.yours')})" if row["is_chosen"] else ""
    return f"{US_POLICIES[row['us_policy']]}, {china}{yours}: {'; '.join(parts)}"


def caption(rows: pd.DataFrame) -> Caption:
    """Where the two best answers meet, and what that does to real income.

    No direction is claimed of an income whose range straddles zero.
    """
    nash = rows[rows["is_nash"]].iloc[0].to_dict()
    us, china = (f"{_rate(nash, side)}%" for side, _ in COLUMNS)
    ways = {side: _income(nash, side) for side, _ in COLUMNS}
    finding = SAY("retaliation.finding", f"{ways['us']}_{ways['china']}", us=us, china=china)
    worlds = ". ".join(_told(row) for row in rows.to_dict("records"))
    return Caption(finding, SAY("retaliation", "measure"), SAY("retaliation", "alt", count=len(rows), list=worlds))


def _income(row: dict[Any, Any], side: str) -> str:
    low, high = row[f"{side}_real_income_low_pct"], row[f"{side}_real_income_high_pct"]
    return "open" if low < 0 < high else "gain" if row[f"{side}_real_income_change_pct"] >= 0 else "lose"
