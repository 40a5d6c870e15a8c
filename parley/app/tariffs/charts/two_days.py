"""Rates of the law on two days: a pair of marks a row, the list of layers that moved, and their words."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import ceiling, rate_ticks
from parley.charts.ranked_bars import pairs
from parley.charts.theme import Palette

SAY = words.beside(__file__)
SAME_PP = 0.05
OF_GOODS = {"GBR": ", UK goods", "WLD": ", goods of all countries"}  # all others are of the pair


def rate_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Two joined marks a row, the earlier day hollow, the change beside the name.

    ``rows``: name, rate_before_pct, before_on, rate_pct, date, change_pp, in the order to draw; a rate that is missing
    has no mark.
    """
    top = ceiling(float(rows[["rate_before_pct", "rate_pct"]].max().max()))
    told = pd.DataFrame(
        {
            "name": [f"{name}, {_change(pp)}" for name, pp in zip(rows["name"], rows["change_pp"], strict=True)],
            "before": rows["rate_before_pct"],
            "now": rows["rate_pct"],
            "before_words": rows["rate_before_pct"].map(_rate),
            "now_words": rows["rate_pct"].map(_rate),
        }
    )
    before, on = (terms.day(rows[column].iloc[0]) for column in ("before_on", "date"))
    return pairs(told, before, on, {"range": [0, top], **rate_ticks(top)}, ("us", "us"), palette)


def averages_caption(drawn: pd.DataFrame, count: int, kind: str) -> Caption:
    """Whose average moved most between the days. ``drawn``: the largest change first; ``count``: rows in all."""
    first = drawn.iloc[0]
    before, on = terms.day(first["before_on"]), terms.day(first["date"])
    name = terms.with_article(first["name"]) if kind == "partner" else str(first["name"]).lower()
    rates = {"change": terms.points(first["change_pp"], word="points"), "rate": _rate(first["rate_pct"])}
    case = _case(first["change_pp"])
    if kind == "partner":
        finding = SAY("two.partner", case, name=name, first=before, day=on, **rates)
        measure = SAY("two.measure_partner", shown=terms.counted(len(drawn)), count=count, first=before, day=on)
    else:
        finding = SAY("two.sector", case, name=name, first=before, day=on, **rates)
        measure = SAY("two.measure_sector", shown=terms.counted(len(drawn)), count=count, first=before, day=on)
    alt = "; ".join(
        f"{row['name']} {_rate(row['rate_before_pct'])} to {_rate(row['rate_pct'])}" for row in drawn.to_dict("records")
    )
    return Caption(finding, measure, f"Pairs of marks, percent, {before} and {on}: {alt}.")


def _case(change_pp: float) -> str:
    return "same" if pd.isna(change_pp) or abs(change_pp) < SAME_PP else "moved"


def layers_caption(rows: pd.DataFrame) -> Caption:
    """How many duties began, ended and changed between the days."""
    days = {"first": terms.day(rows["before_on"].iloc[0]), "day": terms.day(rows["date"].iloc[0])}
    begun, ended = int(rows["rate_before_pct"].isna().sum()), int(rows["rate_pct"].isna().sum())
    changed = len(rows) - begun - ended
    counts = {"begun": begun, "ended": ended, "changed": changed}
    told = {name: terms.counted(count) if count else "none" for name, count in counts.items()}
    finding = SAY("two.layers", "unsure" if any(map(_doubt, rows.to_dict("records"))) else "sure", **told, **days)
    return Caption(finding, SAY("two.measure_layers", **days), f"List of duties. {finding}.")


def layer_list(rows: pd.DataFrame) -> pd.DataFrame:
    """The layers as three columns of Markdown: whose duty on what, its act, and the rate on both days."""
    cells = [
        (
            f"**{terms.side(row['importer_iso3'])}**: {_law(row)}",
            f"[{row['scope']}]({row['source_url']})" if isinstance(row["source_url"], str) else str(row["scope"]),
            f"{_law_rate(row['rate_before_pct'])} → {_law_rate(row['rate_pct'])}{_doubt(row)}",
        )
        for row in rows.to_dict("records")
    ]
    return pd.DataFrame(cells, columns=["Duty", "Goods, with the act", "Rate before and now"])


def _law(row: dict[Any, Any]) -> str:
    """The law by name, without the side that stands before it; whose goods, where not the other side's."""
    named = terms.AUTHORITIES.get(str(row["authority"]), str(row["authority"]))
    return named.removeprefix(f"{terms.side(row['importer_iso3'])}, ") + OF_GOODS.get(row["exporter_iso3"], "")


def _doubt(row: dict[Any, Any]) -> str:
    """Until when a rate that stands on the later day is confirmed, where that is before it."""
    is_open = pd.notna(row["rate_pct"]) and pd.notna(row["known_until"]) and row["known_until"] < row["date"]
    return f", {SAY('two.doubt', day=terms.day(row['known_until']))}" if is_open else ""


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)


def _law_rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.law_rate(value)


def _change(value_pp: float) -> str:
    return "not known" if pd.isna(value_pp) else terms.points(value_pp)
