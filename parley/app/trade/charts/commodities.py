"""China's exports by commodity: change of the year to date as its customs printed it."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.theme import Palette


def change_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a commodity: printed change of the value, year to date, and the value beside it.

    ``rows``: commodity, change_pct, value_year_to_date_usd, is_change_estimated (of all or none).
    """
    bars = pd.DataFrame(
        {
            "name": rows["commodity"],
            "change_pct": rows["change_pct"],
            "words": [
                f"{terms.change_pct(c)}, {terms.significant(v / 1e9, 3)}{terms.NBSP}bn"
                for c, v in zip(rows["change_pct"], rows["value_year_to_date_usd"], strict=True)
            ],
        }
    )
    return ranked_bars.change_bars(bars, palette, palette.china, is_hatched=_is_estimated(rows))


def _is_estimated(rows: pd.DataFrame) -> bool:
    return bool(rows["is_change_estimated"].any())


def changes_caption(rows: pd.DataFrame) -> Caption:
    """The commodities whose exports rose and fell most among those shown."""
    ordered = rows.sort_values("change_pct", ascending=False).to_dict("records")
    best, worst, last = ordered[0], ordered[-1], rows["month"].iloc[0]
    span = f"January to {terms.month(last)}" if last.month > 1 else terms.month(last)

    told = [f"{_told(row)} {verb} most" for row, verb in ((best, "rose"), (worst, "fell")) if _went(row, verb)]
    doubt = " (rates not confirmed)" if _is_estimated(rows) else ""
    finding = f"China's exports, {span}: of the goods shown {terms.listed(told) or 'none rose or fell'}{doubt}"
    measure = (
        f"Exports to all partners, change of the dollar value on the same months of the year before, percent, as "
        f"printed by China's customs, {span}; beside it the value, US$ bn"
    )
    if _is_estimated(rows):
        measure += ". Hatched: partly estimated by who typed the table, not confirmed; the values are those of customs"
    figures = "; ".join(f"{row['commodity']} {terms.change_pct(row['change_pct'])}" for row in ordered)
    return Caption(finding, measure, f"Bars, percent. {figures}.")


def _told(row: dict[Any, Any]) -> str:
    return f"{row['commodity'].lower()} ({terms.change_pct(row['change_pct'])})"


def _went(row: dict[Any, Any], verb: str) -> bool:
    return bool(row["change_pct"] > 0 if verb == "rose" else row["change_pct"] < 0)
