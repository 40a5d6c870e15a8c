"""The subject China's figures: growth rates as its customs first printed them, and exports by commodity."""

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.trade import header
from parley.charts.bars import bars
from parley.charts.figure import Caption
from parley.charts.labels import apart, month_ticks, tick_words
from parley.charts.theme import Palette, draft, x_axis, y_axis
from parley.measures import bilateral

PARTNERS = {"WLD": "World", "USA": "United States"}
SEVERAL = 2  # a release with one good alone is no comparison
SAY = words.beside(__file__)
HEIGHT, MARGIN = 360, (48, 96, 10, 38)
OFFSET = {"export": -4, "import": 4}  # days, so that two marks of one month do not hide each other
WORDS = {"export": "Exports", "import": "Imports"}
SYMBOLS = {"export": "circle", "import": "diamond"}
RECORDS = {"export": "exports", "import": "imports"}


def own_figures(as_of: date) -> Figure:
    partner = controls.choose("Trade with", list(PARTNERS), "trade_customs_with", PARTNERS.__getitem__)
    return growth_of(partner, as_of)


@kept_figure
def growth_of(partner: str, as_of: date) -> Figure:
    """Printed growth of the trade with one partner. Raises NothingToShowError where none was published."""
    printed = rate_rows(as_of, partner)
    if printed.empty:
        raise NothingToShowError(SAY("customs.none", day=terms.day(as_of)))
    return Figure(
        "trade_customs",
        rates_caption(printed),
        printed,
        {"Chart": lambda palette: rate_marks(printed, palette)},
        note=" ".join(filter(None, [later_months(as_of, printed), open_marks(printed)])),
    )


def by_commodity(as_of: date) -> Figure:
    months = releases(as_of)
    if not months:
        raise NothingToShowError(SAY("customs.no_release", day=terms.day(as_of)))
    month = controls.choose("Release", months, "trade_release", lambda name: terms.month(pd.Timestamp(f"{name}-01")))
    return commodities_of(month, as_of)


@kept
def releases(as_of: date) -> list[str]:
    """The months whose release tells of commodities, the newest first, written as ``2026-06``."""
    months = sorted(exports_by_commodity(as_of)["month"].unique(), reverse=True)
    return [f"{pd.Timestamp(month):%Y-%m}" for month in months]


@kept_figure
def commodities_of(month: str, as_of: date) -> Figure:
    table = exports_by_commodity(as_of)
    rows = table[table["month"] == pd.Timestamp(f"{month}-01")]
    rows = rows.sort_values("change_pct", ascending=False, ignore_index=True)
    note = SAY("customs.overlap")
    if rows["is_change_estimated"].any():  # read in a copy
        page, _, _ = cache.sources().loc[rows["source_id"].iloc[0], "carrier"].partition(" at ")
        note = SAY("customs.copied", page=page)
    return Figure(
        "trade_commodities",
        changes_caption(rows),
        rows,
        {"Chart": lambda palette: change_bars(rows, palette)},
        note=note,
    )


def rate_rows(as_of: date, partner: str) -> pd.DataFrame:
    return bilateral.published_rates(cache.table("china_customs", as_of), partner, header.PERIODS["Since 2024"])


def later_months(as_of: date, printed: pd.DataFrame) -> str:
    """Where a revised month of exports to the United States is known after the last one printed; else empty."""
    if printed["partner_iso3"].iloc[0] != bilateral.US:
        return ""
    table = cache.table("china_trade_monthly", as_of)
    last = table.loc[table["partner_iso3"] == bilateral.US, "month"].max()
    if pd.isna(last) or last <= printed["period_end"].max():
        return ""
    return SAY("customs.later", month=terms.month(last))


def open_marks(printed: pd.DataFrame) -> str:
    """What an open mark is, where there is one."""
    return SAY("customs.open") if (printed["verification"] == "unverified").any() else ""


def exports_by_commodity(as_of: date) -> pd.DataFrame:
    """Exports by commodity with their change to date, of each month from the print that tells of most goods."""
    table = cache.table("china_customs_commodities", as_of)
    rows = table[(table["flow"] == "export") & table["change_pct"].notna()]
    count = rows.groupby(["month", "source_id"])["commodity"].transform("size")
    most = count.groupby(rows["month"]).transform("max")
    return rows[(count >= SEVERAL) & (count == most)]


def rate_marks(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Growth on the same month a year earlier as China's customs printed it: one mark per figure, nothing joined.

    ``rows``: columns period_start, period_end, partner_iso3, flow, change_pct, verification. Two months published
    together stand between them; a month without a figure stays empty. A figure that is not confirmed is an open mark.
    """
    figure = draft(palette, height=HEIGHT, margin=MARGIN)
    low, high = min(0.0, float(rows["change_pct"].min())), max(0.0, float(rows["change_pct"].max()))
    pad = (high - low) * 0.08
    imports_colour = palette.us if rows["partner_iso3"].iloc[0] == "USA" else palette.muted
    colours = {"export": palette.china, "import": imports_colour}
    middle = rows["period_start"] + (rows["period_end"] - rows["period_start"]) / 2
    flows = [flow for flow in WORDS if flow in set(rows["flow"])]
    for flow in flows:
        of_flow = rows[rows["flow"] == flow]
        figure.add_scatter(
            x=middle[of_flow.index] + pd.Timedelta(days=OFFSET[flow]),
            y=of_flow["change_pct"],
            mode="markers",
            name=WORDS[flow],
            cliponaxis=False,
            marker={
                "symbol": [SYMBOLS[flow] + ("" if _confirmed(r) else "-open") for r in of_flow.to_dict("records")],
                "size": 10,
                "color": colours[flow],
                "line": {
                    "width": [1 if _confirmed(r) else 2 for r in of_flow.to_dict("records")],
                    "color": palette.background,
                },
            },
            customdata=[(printed(r), period(r), _level(r)) for r in of_flow.to_dict("records")],
            hovertemplate=f"<b>%{{customdata[0]}}</b> {WORDS[flow]}<br>%{{customdata[1]}}<br>%{{customdata[2]}}"
            "<extra></extra>",
        )
    axis, step = month_ticks(rows["period_start"].min(), rows["period_end"].max()), 10 if high - low <= 50 else 20
    every_step = range(int(low // step) * step, int(high // step + 1) * step, step)
    ticks = [tick for tick in every_step if low - 1 <= tick <= high + 1]
    words_of_ticks = tick_words(ticks, "%", terms.signed)
    figure.update_layout(
        xaxis=x_axis(palette, **axis),
        yaxis=y_axis(palette, range=[low - pad, high + pad], tickvals=ticks, ticktext=words_of_ticks),
    )
    zero = {"x0": 0, "x1": 1, "xref": "paper", "y0": 0, "y1": 0, "line": {"width": 1, "color": palette.ink}}
    figure.add_shape(type="line", layer="below", **zero)
    last = {r["flow"]: r for r in rows.sort_values("period_start").to_dict("records")}
    gap = 38 * (high - low + 2 * pad) / (HEIGHT - MARGIN[2] - MARGIN[3])
    places = apart([last[flow]["change_pct"] for flow in flows], gap)
    for flow, y in zip(flows, places, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=y,
            text=f"<b>{WORDS[flow]}</b><br>{printed(last[flow])}",
            showarrow=False,
            align="left",
            xanchor="left",
            xshift=6,
            yanchor="middle",
            font={"color": palette.china_text if flow == "export" else imports_colour},
        )
    return figure.done()


def period(row: dict[Any, Any]) -> str:
    """The month of a figure, or the two months it covers together."""
    start, end = row["period_start"], row["period_end"]
    return terms.month(start) if start.month == end.month else f"{start:%B} and {terms.month(end)}"


def _level(row: dict[Any, Any]) -> str:
    level = [] if pd.isna(row["value_usd"]) else [f"level {terms.usd(row['value_usd'])}"]
    return ", ".join(level + ([] if _confirmed(row) else ["not confirmed"]))


def _confirmed(row: dict[Any, Any]) -> bool:
    return bool(row["verification"] != "unverified")


def printed(row: dict[Any, Any]) -> str:
    """The growth rate with the decimals it was published with."""
    return terms.change_pct(row["change_pct"], _decimals(row))


def _decimals(row: dict[Any, Any]) -> int:
    return 0 if row["status"] == "yoy_rounded" else 1


def rates_caption(rows: pd.DataFrame) -> Caption:
    """The newest month's printed growth of exports and imports, with the world or with the United States."""
    partner = "us" if rows["partner_iso3"].iloc[0] == "USA" else "world"
    newest = {r["flow"]: r for r in rows[rows["period_start"] == rows["period_start"].max()].to_dict("records")}
    flows = [flow for flow in WORDS if flow in newest]
    fields = {"exports": "", "imports": ""} | {RECORDS[f]: _moved(newest[f]) for f in flows}
    fields["period"] = period(newest[flows[0]])
    if len(flows) == 1:
        titles = [SAY("customs.finding", f"{partner}_{flows[0]}", **fields)]
    elif len({_way(newest[f]) for f in flows}) == 1 and newest["export"]["change_pct"]:
        of_both = {"exports": fields["exports"], "size": _rate(newest["import"]), "period": fields["period"]}
        titles = [SAY("customs.alike", case, **of_both) for case in (f"{partner}_compared", partner)]
    else:
        titles = [SAY("customs.finding", f"{partner}_{case}", **fields) for case in ("both_compared", "both")]
    finding = terms.fitting(titles)
    ends_of = terms.month(rows["period_start"].min()), terms.month(rows["period_end"].max())
    measure = SAY(
        "customs.measure",
        partner="the United States" if partner == "us" else "the world",
        span=" to ".join(dict.fromkeys(ends_of)),  # one month is named once
    )
    figures = "; ".join(f"{period(r)} {RECORDS[r['flow']]} {printed(r)}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Dot chart, percent. {figures}.")


def _moved(row: dict[Any, Any]) -> str:
    return SAY("customs.moved", _way(row), size=_rate(row))


def _way(row: dict[Any, Any]) -> str:
    """Which way a rate went, and whether it is unverified: the case of its words."""
    course = "rose" if row["change_pct"] > 0 else "fell" if row["change_pct"] < 0 else "same"
    return course if _confirmed(row) else f"{course}_unverified"


def _rate(row: dict[Any, Any]) -> str:
    return terms.rate(abs(row["change_pct"]), _decimals(row))


def change_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Change of the value of exports, year to date, and the value it led to.

    ``rows``: commodity, change_pct, value_year_to_date_usd, is_change_estimated (of all or none).
    """
    is_estimated = bool(rows["is_change_estimated"].any())
    return bars(
        rows,
        palette,
        value="change_pct",
        name="commodity",
        colour=palette.china,
        text={
            "Change": rows["change_pct"].map(lambda change: _change(change, is_estimated)),
            "Value": rows["value_year_to_date_usd"].map(terms.usd),
        },
        hatched="is_change_estimated",
    )


def _change(change_pct: float, is_estimated: bool) -> str:
    """A change as printed; an estimated one in whole percent."""
    return terms.change_pct(change_pct, 0 if is_estimated else 1)


def _size(change_pct: float, is_estimated: bool) -> str:
    return terms.rate(abs(change_pct), 0 if is_estimated else 1)


def changes_caption(rows: pd.DataFrame) -> Caption:
    ordered = rows.sort_values("change_pct", ascending=False).to_dict("records")
    best, worst, last = ordered[0], ordered[-1], rows["month"].iloc[0]
    course = "rose" if best["change_pct"] > 0 else "fell" if worst["change_pct"] < 0 else "none"
    doubt = bool(rows["is_change_estimated"].any())
    span = f"January to {terms.month(last)}" if last.month > 1 else terms.month(last)
    fields = {
        "count": terms.counted(len(rows)),
        "when": terms.year_to(last.month, last.year),
        "best": best["commodity"].lower(),
        "rise": _size(best["change_pct"], doubt),
        "worst": worst["commodity"].lower(),
        "fall": _size(worst["change_pct"], doubt),
    }
    of_several = [course, f"{course}_briefly"][len(rows) == 1 :]
    cases = [f"{course}_unverified"] if doubt else [course] if course == "none" else of_several
    finding = terms.fitting(SAY("commodities.finding", case, **fields) for case in cases)
    measure = SAY("commodities.measure", "unverified" if doubt else "printed", span=span)
    figures = "; ".join(f"{row['commodity']} {terms.change_pct(row['change_pct'])}" for row in ordered)
    return Caption(finding, measure, f"Bars, percent. {figures}.")
