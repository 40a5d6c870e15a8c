"""China's exports by commodity: change of the year to date as its customs printed it."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.theme import Palette

SAY = words.beside(__file__)


def change_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a commodity: change of the value, year to date, as printed or estimated, and the value it led to.

    ``rows``: commodity, change_pct, value_year_to_date_usd, is_change_estimated (of all or none).
    """
    is_estimated = _is_estimated(rows)
    bars = pd.DataFrame(
        {
            "name": rows["commodity"],
            "change_pct": rows["change_pct"],
            "words": [
                f"{_change(c, is_estimated)} to {terms.significant(v / 1e9, 3)}{terms.NBSP}bn"
                for c, v in zip(rows["change_pct"], rows["value_year_to_date_usd"], strict=True)
            ],
        }
    )
    return ranked_bars.change_bars(bars, palette, palette.china, is_hatched=is_estimated)


def _is_estimated(rows: pd.DataFrame) -> bool:
    return bool(rows["is_change_estimated"].any())


def _change(change_pct: float, is_estimated: bool) -> str:
    """A change as printed; an estimated one in whole percent."""
    return terms.change_pct(change_pct, 0 if is_estimated else 1)


def changes_caption(rows: pd.DataFrame) -> Caption:
    """The commodities whose exports rose and fell most among those shown."""
    ordered = rows.sort_values("change_pct", ascending=False).to_dict("records")
    best, worst, last = ordered[0], ordered[-1], rows["month"].iloc[0]
    moved = {(True, True): "both", (True, False): "rose", (False, True): "fell", (False, False): "none"}
    course, doubt = moved[best["change_pct"] > 0, worst["change_pct"] < 0], _is_estimated(rows)
    span = f"January to {terms.month(last)}" if last.month > 1 else terms.month(last)
    finding = SAY(
        "commodities.finding",
        f"{course}_unverified" if doubt else course,
        count=terms.counted(len(rows)),
        best=best["commodity"].lower(),
        rise=_change(best["change_pct"], doubt),
        worst=worst["commodity"].lower(),
        fall=_change(worst["change_pct"], doubt),
        span=span,
    )
    measure = SAY("commodities.measure", "unverified" if doubt else "printed", span=span)
    figures = "; ".join(f"{row['commodity']} {terms.change_pct(row['change_pct'])}" for row in ordered)
    return Caption(finding, measure, f"Bars, percent. {figures}.")
