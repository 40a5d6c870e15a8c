"""US trade in minerals among 18 partners: the ten headings with most from China, and one heading by year."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.figure import Caption
from parley.charts.labels import SHARE_TICKS, TWO_LINES_PX, beside_line, two_lines
from parley.charts.theme import Palette, draft, grid_axis, names_axis, x_axis, y_axis
from parley.measures import mineral_trade as trade

FLOWS = {"import": "Imports", "export": "Exports"}
EVERY, TOGETHER = "All headings", "Rare earths and magnets"
SHOWN = 10
YEARS_BEFORE = 10  # what the last whole year is compared with
PARTNERS = 18  # those of the query
MONTHS = f"January{terms.DASH}April"
SAY = words.beside(__file__)


def by_heading(as_of: date) -> Figure:
    """China's share by heading in the newest whole year, or of one heading over the years."""
    flow = controls.choose("Flow", list(FLOWS), "rare_trade_flow", FLOWS.__getitem__)
    heading = controls.select("Heading", [EVERY, *headings(as_of)], "rare_years_good", EVERY)
    return _ranked(flow, as_of) if heading == EVERY else _by_year(flow, heading, as_of)


@kept
def _ranked(flow: str, as_of: date) -> Figure:
    rows = trade.by_heading(table(as_of), flow)
    views = {"Chart": lambda palette: heading_bars(rows.head(SHOWN), palette)}
    return Figure("rare_trade", headings_caption(rows, flow), rows, views, note=revised(), state=(flow, as_of))


@kept
def _by_year(flow: str, heading: str, as_of: date) -> Figure:
    rows = years_of(flow, headings(as_of)[heading], as_of)
    views = {"Chart": lambda palette: share_line(rows, palette)}
    caption = years_caption(rows, flow, heading)
    return Figure("rare_years", caption, rows, views, note=revised(), state=(flow, heading, as_of))


@kept
def years_of(flow: str, codes: tuple[str, ...], as_of: date) -> pd.DataFrame:
    """Trade with China under these headings, by year."""
    return trade.by_year(table(as_of), flow, codes)


@kept
def headings(as_of: date) -> dict[str, tuple[str, ...]]:
    """The choices of headings by name: the rare earths and magnets together, then each one."""
    pairs = table(as_of)[["hts4", "heading"]].drop_duplicates().sort_values("hts4")
    choices: dict[str, tuple[str, ...]] = {TOGETHER: trade.RARE_EARTHS}
    for code, name in zip(pairs["hts4"], pairs["heading"], strict=True):
        choices[f"{code} {name}"] = (str(code),)
    return choices


def revised() -> str:
    """On an earlier date: that figures are as the query of July 2026 gave them."""
    return "" if controls.is_latest() else SAY("trade.revised")


def table(as_of: date) -> pd.DataFrame:
    """All rows known on the date. Raises NothingToShowError before the first."""
    rows = cache.table("us_critical_mineral_trade", as_of)
    if rows.empty:
        raise NothingToShowError(SAY("trade.none", day=terms.day(as_of)))
    return rows


def heading_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a heading, China's share and what it is of.

    ``rows``: columns hts4, heading, china_usd, all_usd, share_pct in order.
    """
    figure = draft(palette, height=TWO_LINES_PX * len(rows) + 40, margin=(146, 116, 8, 28))
    figure.add_bar(
        orientation="h",
        x=rows["share_pct"],
        y=list(range(len(rows))),
        marker={"color": palette.china},
        text=[
            f"{_end(r['share_pct'])} of {terms.usd(r['all_usd'])}".replace(" ", terms.NBSP)
            for r in rows.to_dict("records")
        ],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        customdata=[(f"{r['hts4']} {r['heading']}", terms.usd(r["china_usd"])) for r in rows.to_dict("records")],
        hovertemplate="<b>%{customdata[1]}</b> with China<br>%{customdata[0]}<extra></extra>",
    )
    figure.update_layout(
        bargap=0.35,
        xaxis=grid_axis(palette, range=[0, 100], **SHARE_TICKS),
        yaxis=names_axis(palette, [two_lines(name, 22) for name in rows["heading"]], room=0.1),
    )
    return figure.done()


def _share(share_pct: float, under: str = "&lt;") -> str:
    """A share in whole percent; what is not nothing is not printed as such. ``under`` stands before the bound."""
    return f"{under}0.5{terms.NBSP}%" if 0 < share_pct < 0.5 else terms.rate(share_pct, 0)


def _in_words(share_pct: float) -> str:
    """A share in a sentence."""
    return _share(share_pct, f"under{terms.NBSP}")


def headings_caption(rows: pd.DataFrame, flow: str) -> Caption:
    """In how many of all headings China has over half."""
    over = int((rows["share_pct"] > 50).sum())
    finding = SAY("trade.headings", flow, over=terms.counted(over) if over else "none", count=terms.counted(len(rows)))
    measure = SAY(
        "trade.headings_measure",
        partners=PARTNERS,
        year=rows["year"].iloc[0],
        shown=terms.counted(min(SHOWN, len(rows))),
    )
    listed = "; ".join(f"{r['hts4']} {r['heading']} {_in_words(r['share_pct'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Ranked bars of China's share: {listed}.")


def share_line(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's share by year, the last whole year and the one ten years before marked, the partial year open.

    ``rows``: columns year, is_partial_year, share_pct.
    """
    figure = draft(palette, height=300, margin=(44, 44, 16, 26))
    whole, partial = rows[~rows["is_partial_year"]], rows[rows["is_partial_year"]]
    now = int(whole["year"].max())
    is_named = [bool(year in (now, now - YEARS_BEFORE)) for year in whole["year"]]
    figure.add_scatter(
        mode="lines+markers+text",
        x=whole["year"],
        y=whole["share_pct"],
        line={"width": 2.5, "color": palette.china},
        marker={"size": [9 if n else 0 for n in is_named], "color": palette.china, "opacity": 1},
        text=[_end(share) if n else "" for n, share in zip(is_named, whole["share_pct"], strict=True)],
        textposition=beside_line(list(whole["share_pct"])),
        textfont={"size": 12, "color": palette.china_text},
        cliponaxis=False,
        customdata=whole["share_pct"].map(terms.rate),
        hovertemplate="<b>%{customdata}</b> %{x}<extra></extra>",
    )
    if len(partial):
        figure.add_scatter(
            mode="markers+text",
            x=partial["year"],
            y=partial["share_pct"],
            marker={"size": 10, "color": palette.background, "line": {"width": 2, "color": palette.china}},
            text=[f"{terms.NBSP}{_end(share)}" for share in partial["share_pct"]],
            textposition="middle right",
            textfont={"size": 12, "color": palette.china_text},
            cliponaxis=False,
            customdata=partial["share_pct"].map(terms.rate),
            hovertemplate=f"<b>%{{customdata}}</b> %{{x}}, {MONTHS}<extra></extra>",
        )
    figure.update_layout(xaxis=_years(rows, palette), yaxis=y_axis(palette, range=[0, 100], **SHARE_TICKS))
    return figure.done()


def _end(share_pct: float) -> str:
    return f"<b>{_share(share_pct)}</b>"


def _years(rows: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    first, last = int(rows["year"].min()), int(rows["year"].max())
    ticks = (
        list(range(last - (last - first) // 8 * 8, last + 1, 8)) if last - first >= 8 else list(range(first, last + 1))
    )
    return x_axis(palette, range=[first - 0.6, last + 0.6], tickvals=ticks, ticktext=[str(t) for t in ticks])


def years_caption(rows: pd.DataFrame, flow: str, name: str) -> Caption:
    """China's share in the last whole year and ten years before; in the measure that of the months after it."""
    whole, partial = rows[~rows["is_partial_year"]], rows[rows["is_partial_year"]]
    now = whole.iloc[-1]
    ago = whole[whole["year"] == now["year"] - YEARS_BEFORE]
    code, _, goods = name.partition(" ")
    finding = SAY(
        "trade.years",
        f"{flow}_before" if len(ago) else flow,
        share=_in_words(now["share_pct"]),
        goods=(goods if code.isdigit() else name).lower(),
        year=now["year"],
        before_year=now["year"] - YEARS_BEFORE,
        before=_in_words(ago["share_pct"].iloc[0]) if len(ago) else "",
    )
    measure = SAY(
        "trade.years_measure",
        "open" if len(partial) else "whole",
        partners=PARTNERS,
        first=whole["year"].min(),
        last=rows["year"].max(),
        months=MONTHS,
        share=_in_words(partial["share_pct"].iloc[0]) if len(partial) else "",
    )
    listed = "; ".join(f"{r['year']} {_in_words(r['share_pct'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"China's share by year: {listed}.")
