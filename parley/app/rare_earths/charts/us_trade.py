"""China's share of US trade in minerals among 18 partners: headings ranked, and one choice of headings by year."""

from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.charts.figure import Caption
from parley.charts.labels import MONEY_STEPS, SHARE_TICKS, TWO_LINES_PX, beside_line, two_lines, with_unit
from parley.charts.theme import Palette, draft, grid_axis, names_axis, x_axis, y_axis

YEARS_BEFORE = 10  # what the last whole year is compared with
PARTNERS = 18  # those of the query
MONTHS = f"January{terms.DASH}April"
SAY = words.beside(__file__)


def heading_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a heading, China's share; ``rows``: columns hts4, heading, china_usd, all_usd, share_pct in order."""
    figure = draft(palette, height=TWO_LINES_PX * len(rows) + 40, margin=(146, 44, 8, 28))
    figure.add_bar(
        orientation="h",
        x=rows["share_pct"],
        y=list(range(len(rows))),
        marker={"color": palette.china},
        text=[f"<b>{_share(share)}</b>" for share in rows["share_pct"]],
        textposition="outside",
        cliponaxis=False,
        textfont={"size": 12, "color": palette.ink},
        customdata=[
            (f"{r['hts4']} {r['heading']}", terms.usd(r["china_usd"]), terms.usd(r["all_usd"]))
            for r in rows.to_dict("records")
        ],
        hovertemplate="<b>%{text}</b> %{customdata[0]}<br>%{customdata[1]} of %{customdata[2]}<extra></extra>",
    )
    figure.update_layout(
        bargap=0.35,
        xaxis=_percent(grid_axis(palette)),
        yaxis=names_axis(palette, [two_lines(name, 22) for name in rows["heading"]], room=0.1),
    )
    return figure.done()


def _share(share_pct: float, under: str = "&lt;") -> str:
    """A share in whole percent; one that is not nothing is not told as nothing. ``under`` stands before the bound."""
    return f"{under}0.5{terms.NBSP}%" if 0 < share_pct < 0.5 else terms.rate(share_pct, 0)


def _told(share_pct: float) -> str:
    """A share in a sentence."""
    return _share(share_pct, f"under{terms.NBSP}")


def _percent(axis: dict[str, Any]) -> dict[str, Any]:
    return {**axis, "range": [0, 100], **SHARE_TICKS}


def headings_caption(rows: pd.DataFrame, flow: str, period: str) -> Caption:
    """In how many headings China has over half; in the measure its share of magnets."""
    over, magnets = int((rows["share_pct"] > 50).sum()), rows[rows["hts4"] == "8505"]
    finding = SAY(
        "trade.headings",
        flow,
        partners=PARTNERS,
        over=terms.counted(over) if over else "none",
        count=terms.counted(len(rows)),
        period=period,
    )
    measure = SAY(
        "trade.headings_measure",
        "magnets" if len(magnets) else "plain",
        period=period,
        partners=PARTNERS,
        magnets=_told(magnets["share_pct"].iloc[0]) if len(magnets) else "",
    )
    told = "; ".join(f"{r['hts4']} {r['heading']} {_told(r['share_pct'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Ranked bars of China's share: {told}.")


def share_line(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's share by year, the last whole year and the one ten years before marked, the partial year open.

    ``rows``: columns year, is_partial_year, share_pct.
    """
    figure = draft(palette, height=300, margin=(44, 44, 16, 26))
    whole, partial = rows[~rows["is_partial_year"]], rows[rows["is_partial_year"]]
    now = int(whole["year"].max())
    is_told = [bool(year in (now, now - YEARS_BEFORE)) for year in whole["year"]]
    figure.add_scatter(
        mode="lines+markers+text",
        x=whole["year"],
        y=whole["share_pct"],
        line={"width": 2.5, "color": palette.china},
        marker={"size": [9 if t else 0 for t in is_told], "color": palette.china, "opacity": 1},
        text=[_end(share) if t else "" for t, share in zip(is_told, whole["share_pct"], strict=True)],
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
    figure.update_layout(xaxis=_years(rows, palette), yaxis=_percent(y_axis(palette)))
    return figure.done()


def _end(share_pct: float) -> str:
    return f"<b>{_share(share_pct)}</b>"


def value_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Trade with China and with the other 17 partners by year, stacked; the partial year open."""
    figure = draft(palette, height=320, margin=(58, 8, 36, 26))
    for column, name, colour in (
        ("china_usd", "China", palette.china),
        ("other_usd", f"The other {PARTNERS - 1}", palette.grey),
    ):
        part = list(rows["is_partial_year"])
        figure.add_bar(
            x=rows["year"],
            y=rows[column] / 1e6,
            name=name,
            marker={
                "color": [palette.background if p else colour for p in part],
                "line": {"width": [1.5 if p else 0 for p in part], "color": colour},
            },
            customdata=[
                (terms.number(usd / 1e6, 1), f"{year}, {MONTHS}" if p else year)
                for usd, year, p in zip(rows[column], rows["year"], part, strict=True)
            ],
            hovertemplate=f"<b>US$ %{{customdata[0]}} m</b> {name}<br>%{{customdata[1]}}<extra></extra>",
        )
    top = float(rows["all_usd"].max()) / 1e6
    step = next((s * 10**e for e in range(7) for s in MONEY_STEPS if top / (s * 10**e) <= 3.6), 10**9)
    ticks = [step * i for i in range(int(top // step) + 1)]
    figure.update_layout(
        barmode="stack",
        bargap=0.2,
        showlegend=True,
        legend={"x": -0.02, "y": 1.03, "traceorder": "normal"},
        xaxis=_years(rows, palette),
        yaxis=y_axis(
            palette,
            range=[0, top * 1.06],
            tickvals=ticks,
            ticktext=with_unit(map(terms.number, ticks), "m"),
        ),
    )
    return figure.done()


def _years(rows: pd.DataFrame, palette: Palette) -> dict[str, Any]:
    first, last = int(rows["year"].min()), int(rows["year"].max())
    ticks = (
        list(range(last - (last - first) // 8 * 8, last + 1, 8)) if last - first >= 8 else list(range(first, last + 1))
    )
    return x_axis(palette, range=[first - 0.6, last + 0.6], tickvals=ticks, ticktext=[str(t) for t in ticks])


class _Years(NamedTuple):
    """What both captions of trade by year say: the last whole year, that ten years before, the months after, the case
    and the fields they share in finding and measure."""

    now: pd.Series
    ago: pd.DataFrame
    partial: pd.DataFrame
    case: str
    measure_case: str
    when: dict[str, Any]
    span: dict[str, Any]

    @classmethod
    def of(cls, rows: pd.DataFrame, flow: str, name: str) -> "_Years":
        whole, partial = rows[~rows["is_partial_year"]], rows[rows["is_partial_year"]]
        now = whole.iloc[-1]
        ago = whole[whole["year"] == now["year"] - YEARS_BEFORE]
        code, _, goods = name.partition(" ")
        return cls(
            now,
            ago,
            partial,
            case=f"{flow}_before" if len(ago) else flow,
            measure_case=f"{flow}_open" if len(partial) else flow,
            when={
                "goods": f"{goods.lower()} ({code})" if code.isdigit() else name.lower(),
                "year": now["year"],
                "before_year": now["year"] - YEARS_BEFORE,
            },
            span={
                "goods": name if code.isdigit() else SAY("trade.all_kinds", goods=name),
                "first": whole["year"].min(),
                "last": rows["year"].max(),
                "partners": PARTNERS,
                "months": MONTHS,
            },
        )


def years_caption(rows: pd.DataFrame, flow: str, name: str) -> Caption:
    """China's share in the last whole year and ten years before; in the measure that of the months after it."""
    years = _Years.of(rows, flow, name)
    now, ago, partial = years.now, years.ago, years.partial
    before = _told(ago["share_pct"].iloc[0]) if len(ago) else ""
    finding = SAY(
        "trade.years", years.case, share=_told(now["share_pct"]), partners=PARTNERS, before=before, **years.when
    )
    share = _told(partial["share_pct"].iloc[0]) if len(partial) else ""
    measure = SAY("trade.years_measure", years.measure_case, share=share, **years.span)
    told = "; ".join(f"{r['year']} {_told(r['share_pct'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"China's share by year: {told}.")


def values_caption(rows: pd.DataFrame, flow: str, name: str) -> Caption:
    """The value of the trade with China in the last whole year, and ten years before."""
    years = _Years.of(rows, flow, name)
    before = terms.usd(years.ago["china_usd"].iloc[0]) if len(years.ago) else ""
    value = terms.usd(years.now["china_usd"])
    finding = SAY("trade.values", years.case, value=value, before=before, **years.when)
    measure = SAY("trade.values_measure", years.measure_case, **years.span)
    told = "; ".join(
        f"{r['year']} China {terms.usd(r['china_usd'])}, the others {terms.usd(r['other_usd'])}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, measure, f"Stacked bars of value by year: {told}.")
