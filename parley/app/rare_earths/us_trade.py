"""US trade in minerals among 18 partners: the ten headings with most from China, and one heading by year."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.lines import lines
from parley.charts.theme import Palette
from parley.measures import minerals as trade

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
    return bars(
        rows,
        palette,
        value="share_pct",
        name="heading",
        colour=palette.china,
        text={"China": bold(rows["share_pct"].map(_share)), "of": rows["all_usd"].map(terms.usd)},
        hover=[
            f"<b>{terms.usd(row['china_usd'])}</b> with China<br>{row['hts4']} {row['heading']}"
            for row in rows.to_dict("records")
        ],
        ends=(0, 100),
    )


def _share(share_pct: float, under: str = "&lt;") -> str:
    """A share in whole percent; what is not nothing is not printed as such. ``under`` stands before the bound."""
    return f"{under}0.5%" if 0 < share_pct < 0.5 else terms.rate(share_pct, 0)


def _in_words(share_pct: float) -> str:
    """A share in a sentence."""
    return _share(share_pct, f"under{terms.NBSP}")


def headings_caption(rows: pd.DataFrame, flow: str) -> Caption:
    """In how many of all headings China has over half."""
    over = int((rows["share_pct"] > 50).sum())
    finding = SAY(
        "trade.headings",
        flow,
        partners=PARTNERS,
        over=terms.counted(over) if over else "none",
        count=terms.counted(len(rows)),
    )
    measure = SAY(
        "trade.headings_measure",
        flow,
        partners=PARTNERS,
        year=rows["year"].iloc[0],
        shown=terms.counted(min(SHOWN, len(rows))),
    )
    listed = "; ".join(f"{r['hts4']} {r['heading']} {_in_words(r['share_pct'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"Ranked bars of China's share: {listed}.")


def share_line(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """China's share by year, the last whole year and the one ten years before named, the partial year open.

    ``rows``: columns year, is_partial_year, share_pct.
    """
    now = int(rows.loc[~rows["is_partial_year"], "year"].max())
    is_named = rows["year"].isin([now, now - YEARS_BEFORE]) | rows["is_partial_year"]
    shares = rows["share_pct"].map(terms.rate)
    return lines(
        rows,
        palette,
        x="year",
        y="share_pct",
        fills={"": palette.china},
        unit="%",
        release="is_partial_year",
        hollow="is_partial_year",
        words=[
            f"<b>{_share(share)}</b>" if name else "" for share, name in zip(rows["share_pct"], is_named, strict=True)
        ],
        below="is_partial_year",
        exact=shares.where(~rows["is_partial_year"], shares + f", {MONTHS}"),
        ends={},
        reach=(0, 100),
        height=300,
    )


def years_caption(rows: pd.DataFrame, flow: str, name: str) -> Caption:
    """China's share in the last whole year; in the measure the months after it."""
    whole, partial = rows[~rows["is_partial_year"]], rows[rows["is_partial_year"]]
    now = whole.iloc[-1]
    code, _, goods = name.partition(" ")
    finding = SAY(
        "trade.years",
        flow,
        partners=PARTNERS,
        share=_in_words(now["share_pct"]),
        goods=(goods if code.isdigit() else name).lower(),
        year=now["year"],
    )
    measure = SAY(
        "trade.years_measure",
        "open" if len(partial) else "whole",
        partners=PARTNERS,
        first=whole["year"].min(),
        whole=now["year"],
        last=rows["year"].max(),
        months=MONTHS,
    )
    listed = "; ".join(f"{r['year']} {_in_words(r['share_pct'])}" for r in rows.to_dict("records"))
    return Caption(finding, measure, f"China's share by year: {listed}.")
