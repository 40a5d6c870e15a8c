"""Where US imports of a product come from, and which origins sold more and less than the year before."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.look_up.charts.largest import of_all
from parley.charts import ranked_bars
from parley.charts.figure import Caption
from parley.charts.labels import money_ticks
from parley.charts.theme import Palette

SAY = words.beside(__file__)


def supplier_bars(rows: pd.DataFrame, origin: str, palette: Palette) -> go.Figure:
    """Imports, one bar an origin, its value, part of all and duty at its end; the one asked for stands out.

    ``rows``: code, name, value_usd, share_pct, effective_rate_pct.
    """
    told = [
        f"{terms.usd(value)}, {_part(share)}" for value, share in zip(rows["value_usd"], rows["share_pct"], strict=True)
    ]
    colours = [_colour(code, origin, palette) for code in rows["code"]]
    return ranked_bars.ranked_bars(rows.assign(words=told), palette, colours)


def _part(share_pct: float) -> str:
    """A part of all imports, whole; what would print as none is told as under one percent."""
    return (
        terms.rate(share_pct, 0)
        if share_pct == 0 or share_pct >= 0.5
        else SAY("suppliers.under", rate=terms.rate(1, 0))
    )


def _colour(code: str, origin: str, palette: Palette) -> str:
    if code == "CHN":
        return palette.china
    return palette.ink if code == origin else palette.grey


def suppliers_caption(rows: pd.DataFrame, drawn: pd.DataFrame, origin: str, goods: str, year: int) -> Caption:
    """The largest supplier and its part, and the part of the origin asked for where that is another."""
    first = rows.iloc[0]
    own = rows[rows["code"] == origin]
    told: dict[str, str | int] = {
        "name": terms.with_article(str(first["name"]), "The"),
        "share": terms.rate(first["share_pct"], 0),
        "goods": goods,
        "year": year,
    }
    if own.empty or first["code"] == origin:
        finding = SAY("suppliers.title", "first", **told)
    else:
        own_name = terms.with_article(str(own["name"].iloc[0]))
        finding = SAY("suppliers.title", "other", own=own_name, part=terms.rate(own["share_pct"].iloc[0], 1), **told)
    case, told_of_all = of_all(rows, drawn)
    measure = SAY("suppliers.measure", case, year=year, **told_of_all)
    alt = "; ".join(
        f"{row['name']} {terms.usd(row['value_usd'])}, {terms.rate(row['share_pct'], 0)}"
        f" ({terms.rate(row['share_pct'], 1)}), duty {terms.rate(row['effective_rate_pct'])}"
        for row in drawn.to_dict("records")
    )
    return Caption(finding, measure, f"Bars, {year}. {alt}.")


def value_pairs(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Imports of two years by origin, the earlier year hollow; an origin without imports in a year stands at zero."""
    now, before = rows["value_usd"].fillna(0.0), rows["value_base_usd"].fillna(0.0)
    marks = pd.DataFrame(
        {
            "name": [
                f"{name}, {_moved(change)}" for name, change in zip(rows["name"], rows["change_usd"], strict=True)
            ],
            "before": before / 1e9,
            "now": now / 1e9,
            "before_words": before.map(terms.usd),
            "now_words": now.map(terms.usd),
        }
    )
    axis = money_ticks(float(marks[["before", "now"]].max().max()))
    years = int(rows["base_year"].iloc[0]), int(rows["year"].iloc[0])
    return ranked_bars.pairs(marks, *years, axis, ("us", "us"), palette)


def _moved(change_usd: float) -> str:
    return f"{'+' if change_usd > 0 else terms.MINUS}{terms.usd(abs(change_usd))}"


def _compared(rows: pd.DataFrame, drawn: pd.DataFrame) -> tuple[str, dict[str, str | int]]:
    """The case of a measure and its fields: the two years, and how many of all origins are drawn."""
    return "largest" if len(rows) > len(drawn) else "all", {
        "year": int(rows["year"].iloc[0]),
        "base": int(rows["base_year"].iloc[0]),
        "shown": len(drawn),
        "count": terms.number(len(rows)),
    }


def shift_caption(moved: pd.DataFrame, drawn: pd.DataFrame, goods: str) -> Caption:
    """Whose sales fell most and whose rose most. ``moved``: change_usd, the largest change first."""
    falls, rises = moved[moved["change_usd"] < 0], moved[moved["change_usd"] > 0]
    year = int(moved["year"].iloc[0])
    told: dict[str, str | int] = {"goods": goods, "year": year}
    if len(falls):
        told |= {"loser": _place(falls), "less": terms.usd(abs(float(falls["change_usd"].iloc[0])))}
    if len(rises):
        told |= {"gainer": _place(rises), "more": terms.usd(float(rises["change_usd"].iloc[0]))}
    case = "both" if len(falls) and len(rises) else "less" if len(falls) else "more"
    drawn_case, fields = _compared(moved, drawn)
    measure = SAY("shift.measure", drawn_case, **fields)
    alt = "; ".join(f"{row['name']} {_moved(row['change_usd'])}" for row in drawn.to_dict("records"))
    return Caption(SAY("shift.title", case, **told), measure, f"Pairs of marks. {alt}.")


def duty_caption(rows: pd.DataFrame, shown: pd.DataFrame, goods: str) -> Caption:
    """The rate of all origins together in both years. ``rows``: columns of ``measures.collected.two_years``."""
    year, base = int(rows["year"].iloc[0]), int(rows["base_year"].iloc[0])
    now, before = (_mean_rate(rows, suffix) for suffix in ("", "_base"))
    case = "both" if pd.notna(now) and pd.notna(before) else "now" if pd.notna(now) else "before"
    rates: dict[str, dict[str, str | int]] = {
        "both": {"now": terms.rate(now), "before": terms.rate(before), "base": base, "year": year},
        "now": {"now": terms.rate(now), "year": year},
        "before": {"before": terms.rate(before), "base": base},
    }
    drawn_case, fields = _compared(rows, shown)
    measure = SAY("duty.measure", drawn_case, **fields)
    alt = "; ".join(
        f"{row['name']} {_rate(row['rate_base_pct'])} to {_rate(row['rate_pct'])}" for row in shown.to_dict("records")
    )
    return Caption(
        SAY("duty.title", case, goods=goods, **rates[case]),
        measure,
        f"Pairs of marks, percent. All origins {_rate(before)} to {_rate(now)}; {alt}.",
    )


def _mean_rate(rows: pd.DataFrame, suffix: str) -> float:
    value, duty = (float(rows[f"{name}{suffix}_usd"].sum()) for name in ("value", "duty"))
    return duty / value * 100 if value > 0 else float("nan")


def _rate(value: float) -> str:
    return "none" if pd.isna(value) else terms.rate(value)


def _place(rows: pd.DataFrame) -> str:
    return terms.with_article(str(rows["name"].iloc[0]))
