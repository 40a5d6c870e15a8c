"""China's side of one product: what it bought of the United States, and its lists of US goods."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up import things
from parley.app.look_up.law_reach import CHINAS_LINES
from parley.charts.columns import columns
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures.trade import MONTHS_IN_YEAR
from parley.terms.goods import dotted

SAY = words.beside(__file__)
TABLE = "us_exports_china_hs6_monthly"
LINE_COLUMNS = ["cn_hs8", "additional_rate_pct", "valid_from", "valid_to", "description", "published_on", "source_id"]
LISTED = ["Chinese code", "Goods", "Extra duty, %"]
SHOWN = 12
ON_ALL_GOODS_FROM = date(2025, 4, 10)
# Announcement No. 2 of 2025: the day it ended, and the chapters of its lines as Waugh lists them
FARM_LIST_ENDED = date(2025, 11, 10)
FARM_CHAPTERS = ("02", "03", "04", "05", "07", "08", "10", "11", "12", "15", "16", "19", "20", "21", "35", "52")


@kept
def exports(code: str, goods: str, as_of: date) -> Figure:
    """US exports of the goods to China by full year. Raises NothingToShowError where there were none."""
    codes = list(things.subheadings(code)) or [code[:6]]
    months = cache.part(TABLE, as_of, {"hs6": codes}, ["month", "value_usd", "source_id"])
    months_published = cache.part(TABLE, as_of, {"phase_one_group": ["energy"]}, ["month"])["month"]
    counts = pd.Series(pd.DatetimeIndex(months_published.unique()).year).value_counts()
    full = sorted(counts.index[counts == MONTHS_IN_YEAR].astype(int))
    by_year = months.groupby(pd.DatetimeIndex(months["month"]).year)["value_usd"].sum()
    if not full or months.empty or not by_year.reindex(full).fillna(0.0).any():
        raise NothingToShowError(SAY("exports.none", goods=goods, day=terms.day(as_of)))
    rows = pd.DataFrame(
        {
            "year": full,
            "code": code,
            "value_usd": by_year.reindex(full).fillna(0.0).to_numpy(),
            "source_id": months["source_id"].iloc[0],
        }
    )
    views = {"Chart": lambda palette: year_bars(rows, palette)}
    caption = exports_caption(rows, goods)
    return Figure("look_up_exports", caption, rows, views, note=SAY("exports.note"), state=(code, as_of))


@kept
def lists(code: str, goods: str, as_of: date) -> Figure:
    """The lines of China's lists under the code. Raises NothingToShowError where none of them is listed."""
    lines = cache.table(CHINAS_LINES, as_of)
    if lines.empty:
        raise NothingToShowError(SAY("lists.before"))
    matches = lines[lines["cn_hs8"].str.startswith(code[:6])].sort_values("cn_hs8", ignore_index=True)
    if matches.empty:
        case = "then" if as_of < ON_ALL_GOODS_FROM else "on_all"
        raise NothingToShowError(SAY("lists.none", case, goods=goods))
    rows = matches[LINE_COLUMNS]
    short = pd.DataFrame(
        [
            (dotted(line), words_, terms.number(rate, 1))
            for line, words_, rate in zip(rows["cn_hs8"], rows["description"], rows["additional_rate_pct"], strict=True)
        ][:SHOWN],
        columns=LISTED,
    )
    caption = lists_caption(rows, goods, SHOWN)
    return Figure("look_up_china_lists", caption, rows, short=short, note=_what_comes_on_top(code, as_of))


def _what_comes_on_top(code: str, as_of: date) -> str:
    """What the figures of 28 March 2025 leave out on a day, and what of them has ended."""
    if as_of < ON_ALL_GOODS_FROM:
        return SAY("lists.alone")
    ended = as_of >= FARM_LIST_ENDED and code.startswith(FARM_CHAPTERS)
    return SAY("lists.ended") if ended else SAY("lists.note")


def year_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar a year, its value above it. ``rows``: year, value_usd."""
    exact = rows.assign(value_bn=rows["value_usd"] / 1e9, exact=rows["value_usd"].map(terms.usd))
    text = dict(zip(rows["year"], rows["value_usd"].map(terms.usd), strict=True))
    return columns(exact, palette, value="value_bn", exact="exact", text=text, height=260)


def exports_caption(rows: pd.DataFrame, goods: str) -> Caption:
    """The newest full year against the highest; of a highest that is the newest, the years it is the highest of."""
    last, best = rows.iloc[-1], rows.sort_values("value_usd", kind="stable").iloc[-1]
    first = int(rows["year"].iloc[0])
    fields: dict[str, str | int] = {"goods": goods, "year": int(last["year"]), "value": terms.usd(last["value_usd"])}
    if len(rows) == 1:
        finding = SAY("exports.title", "one", **fields)
    elif best["year"] == last["year"]:
        finding = SAY("exports.title", "most", first=first, **fields)
    else:
        finding = SAY("exports.title", "less", most=terms.usd(best["value_usd"]), peak=int(best["year"]), **fields)
    measure = SAY("exports.measure_years", first=first, last=int(last["year"]))
    return Caption(finding, measure)


def lists_caption(rows: pd.DataFrame, goods: str, shown: int) -> Caption:
    """The rates on the lines listed."""
    low, high = float(rows["additional_rate_pct"].min()), float(rows["additional_rate_pct"].max())
    rate = (
        terms.law_rate(high) if low == high else SAY("lists.span", low=terms.law_rate(low), high=terms.law_rate(high))
    )
    finding = SAY("lists.title", goods=goods, rate=rate, day=terms.day(rows["published_on"].max()))
    case = "one" if len(rows) == 1 else "all" if len(rows) <= shown else "first"
    measure = SAY("lists.measure", case, count=terms.counted(len(rows)), shown=min(shown, len(rows)))
    return Caption(finding, measure)
