"""The back-test: the product model against what customs recorded, by episode and by section or industry."""

from collections.abc import Hashable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from parley import terms
from parley.app import navigation
from parley.app.backtest import words
from parley.app.kit import blocks, cache, controls, figures, html_text, sheet, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure, kept_figure
from parley.app.kit.html_text import Metric
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.results.answers.product_solution import inputs
from parley.results.validation.backtest import BackTest, backtest, fit_table, measure_names, misses, of_china
from parley.words import beside

PAGE = "pages/backtest.py"
DUTIES = {"law": "In force by law", "collected": "Collected"}
RELATIVE, ALONE = "Against other origins", "From China alone"
LARGEST = 12  # goods drawn; the table holds all
STAMP = {"model": "product partial equilibrium", "model_source_id": "census_us_imports_2024_hs10"}
SAY = beside(__file__)
TESTED = "back-test"


def backtest_link() -> None:
    """One line to the back-test, for the foot of the answers of the product model."""
    written.write(navigation.link(PAGE, SAY("header.link"), {}))


def tested() -> BackTest:
    """The back-test, worked out once per process: it depends on the tables alone."""
    return cache.derived(TESTED, (), lambda: backtest(inputs()))


class Episodes(NamedTuple):
    """All rows of China by episode, those of the duties chosen, the page's title and facts."""

    rows: pd.DataFrame
    chosen: pd.DataFrame
    title: str
    facts: list[Metric]


class Goods(NamedTuple):
    """The goods of an episode, largest miss first, the fit at each horizon, and what the gap teaches."""

    rows: pd.DataFrame
    fit: pd.DataFrame
    lessons: list[str]


def against_record(as_of: date) -> list[figures.Content]:
    """The page's answer for the choices that govern it, and below these its parts."""
    with nullcontext() if cache.is_kept(TESTED, ()) else st.spinner(SAY("header.working")):
        test = tested()
    if released(as_of).empty:
        raise NothingToShowError(SAY("header.none", day=terms.day(as_of)))
    relative = controls.choose("Imports from China", (RELATIVE, ALONE), "back_measure") == RELATIVE
    duties = controls.choose("Duties", tuple(DUTIES), "back_duties", DUTIES.__getitem__)
    shown = episodes(relative, duties, as_of)
    return [
        by_episode(relative, duties, as_of),
        lambda: blocks.metrics(shown.facts),
        lambda: blocks.note(SAY("header.covers")),
        lambda: figures.block("By section", lambda: by_goods(relative, duties, as_of)),
        lambda: _points(SAY("header.left_out"), test.left_out["text"]),
    ]


@kept
def released(as_of: date) -> pd.DataFrame:
    """The episodes whose last month had been released by the day."""
    total = tested().total
    return total[total["known_on"] <= pd.Timestamp(as_of)]


@kept
def episodes(relative: bool, duties: str, as_of: date) -> Episodes:
    """The episodes released by the day, in total."""
    totals = released(as_of)
    name, months = (totals["episode"].map(words_of) for words_of in (words.EPISODES, words.SPANS))
    rows = of_china(totals, relative).assign(name=name, months=months, **STAMP)
    chosen = rows[rows["duties"] == duties].reset_index(drop=True)
    latest = _goods_of(_last_with_goods(list(chosen["episode"])), duties)
    facts = words.facts(chosen, of_china(latest, relative), fit_table(latest, relative), relative)
    return Episodes(rows, chosen, words.title(chosen), facts)


@kept_figure
def by_episode(relative: bool, duties: str, as_of: date) -> Figure:
    """The modelled range and what was recorded, episode by episode."""
    shown = episodes(relative, duties, as_of)
    rows = shown.chosen
    return Figure(
        "backtest_episodes",
        replace(episodes_caption(rows, relative), finding=shown.title),
        _named(rows, relative),
        {"Chart": lambda palette: against(rows, palette)},
        note=SAY("header.months", spans="; ".join(map(words.span, rows["episode"]))),
    )


def _named(rows: pd.DataFrame, relative: bool) -> pd.DataFrame:
    """The rows with what is drawn under its own names, which say of what it is and in which unit."""
    return rows.rename(columns={column: name for name, column in measure_names(relative).items()})


def by_goods(relative: bool, duties: str, as_of: date) -> list[figures.Content]:
    """One episode by section or by industry, and what its gap teaches."""
    rows = episodes(relative, duties, as_of).rows
    names = {e: words.EPISODES[e] for e in dict.fromkeys(rows["episode"])}
    episode = controls.choose("Episode", tuple(names), "back_episode", names.__getitem__)
    goods = goods_of(episode, relative, duties, as_of)
    lessons = SAY("header.teaches", episode=names[episode])
    if goods.rows.empty:
        return [lambda: _in_total_alone(names[episode]), lambda: _points(lessons, goods.lessons)]
    return [
        _of_goods(episode, relative, duties, as_of),
        lambda: _points(lessons, goods.lessons),
        lambda: _draw_fit(goods, _kind(episode)),
    ]


@kept_figure
def _of_goods(episode: str, relative: bool, duties: str, as_of: date) -> Figure:
    rows = goods_of(episode, relative, duties, as_of).rows
    count, kind = min(LARGEST, len(rows)), words.GOODS[_kind(episode)]
    return Figure(
        "backtest_goods",
        goods_caption(rows, kind, episode, relative),
        _named(rows, relative),
        {"Chart": lambda palette: against(rows.nlargest(count, "value_before_usd"), palette)},
        note=SAY("header.goods_note", count=terms.counted(count), goods=kind),
    )


@kept
def goods_of(episode: str, relative: bool, duties: str, as_of: date) -> Goods:
    """What the model missed of one episode, good by good; without rows where customs recorded totals alone."""
    totals = episodes(relative, duties, as_of).rows
    kind = _kind(episode)
    column, labels = ("section", terms.SECTION_LABELS) if kind == "section" else ("naics3", terms.INDUSTRY_LABELS)
    frame, of = _goods_of(episode, duties), totals[totals["episode"] == episode]
    rows, fit = misses(frame, relative), fit_table(frame, relative)
    name = rows[column].map(labels).fillna(rows[column])
    rows = rows.assign(name=name, months=words.SPANS[episode], **STAMP)
    is_chosen = of["duties"] == duties
    return Goods(rows, fit, words.lessons(of[is_chosen], of[~is_chosen], rows, fit, words.GOODS[kind]))


@kept
def _kind(episode: str) -> str:
    """By what an episode is told: by section where customs recorded sections, else by industry."""
    return "section" if episode in set(tested().section["episode"]) else "industry"


def _goods_of(episode: str, duties: str) -> pd.DataFrame:
    """An episode by section where customs recorded sections, else by industry; empty where neither is."""
    frame = tested().section if _kind(episode) == "section" else tested().industry
    return frame[(frame["episode"] == episode) & (frame["duties"] == duties)]


def _last_with_goods(of: list[str]) -> str:
    return [e for e in of if e in set(tested().industry["episode"])][-1]


def _in_total_alone(name: str) -> None:
    blocks.finding(SAY("header.in_total", episode=name))
    written.write(html_text.hint(SAY("header.no_goods")))


def _draw_fit(goods: Goods, kind: str) -> None:
    """Correlation and distance at each horizon, drawn when opened."""
    written.flush()
    place = st.expander("The fit, horizon by horizon", on_change="rerun", key="backtest_fit_open")
    if place.open:
        with sheet.apart(), place:
            figures.block("Fit", lambda: fit_by_horizon(goods, kind))


def fit_by_horizon(goods: Goods, kind: str) -> Figure:
    """The fit as a table."""
    rows = goods.fit.assign(source_id=goods.rows["source_id"].iloc[0], **STAMP)
    title = SAY("header.fit", goods=words.GOODS[kind])
    return Figure("backtest_fit", Caption(title, SAY("header.note"), title), rows)


def _points(title: str, lines: Iterable[str]) -> None:
    written.write(html_text.heading(title, 2) + html_text.marked("\n".join(f"- {line}" for line in lines)))


def against(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """The modelled range, its default answer hollow, what was recorded solid: name, recorded, default, ends in pct."""
    records = rows.to_dict("records")
    texts = [row_words(row) for row in records]
    recorded, modelled = zip(*map(_figures, records), strict=True)
    default = Mark("default", "Modelled, default", palette.china, hollow=True, hover=texts)
    record = Mark("recorded", "Recorded", palette.china, hover=texts, symbol="diamond")
    return dots(
        rows,
        palette,
        marks=[default, record],
        joined=False,
        low="low_pct",
        high="high_pct",
        text={"Recorded": recorded, "Modelled": modelled},
        keys={"range": "Modelled range"},
    )


def row_words(row: dict[Hashable, Any]) -> str:
    """``2025: −44 recorded, −43 to −24 modelled``, in percent; with decimals where an end reads as the record."""
    recorded, modelled = _figures(row)
    return f"{row['name']}: {recorded} recorded, {modelled} modelled"


def _figures(row: dict[Hashable, Any]) -> tuple[str, str]:
    ends = (row["low_pct"], row["high_pct"])
    decimals = 1 if any(terms.signed(row["recorded"]) == terms.signed(end) for end in ends) else 0
    return terms.signed(row["recorded"], decimals), terms.span(*ends, decimals)


def episodes_caption(rows: pd.DataFrame, relative: bool) -> Caption:
    """How many episodes the range held, and to which side the others lie."""
    measure = SAY("chart.relative") if relative else SAY("chart.alone")
    return Caption(_within(rows), measure, _alt(rows))


def _within(rows: pd.DataFrame) -> str:
    """How many recorded falls the range holds, and where the others are."""
    within, count = int(rows["is_within"].sum()), len(rows)
    more, left = int((rows["recorded"] < rows["low_pct"]).sum()), count - within
    side = "mixed" if 0 < more < left else "larger" if more else "smaller"
    if not left:
        case = {1: "one_within", 2: "both_within"}.get(count, "all_within")
    elif count == 1:
        case = f"one_{side}"
    elif not within:
        case = f"none_{side}"
    else:
        case = f"one_left_{side}" if left == 1 else side
    return SAY(
        "chart.held",
        case,
        held=terms.counted(within).capitalize(),
        count=terms.counted(count),
        left=terms.counted(left),
    )


def goods_caption(rows: pd.DataFrame, what: str, episode: str, relative: bool) -> Caption:
    """Which part of trade lies within the range, by ``what`` (sections or industries); ``episode``: as in rows."""
    within = rows[rows["is_within"]]
    finding = SAY(
        "chart.goods",
        episode=terms.small(words.EPISODES[episode]),
        count=terms.capital(terms.counted(len(within))),
        total=terms.counted(len(rows)),
        goods=what,
        share=terms.rate(within["share_pct"].sum(), 0),
    )
    months = words.span(episode)
    measure = SAY("chart.relative_goods", months=months) if relative else SAY("chart.alone_goods", months=months)
    return Caption(finding, measure, _alt(rows))


def _alt(rows: pd.DataFrame) -> str:
    return "Change in percent: " + "; ".join(row_words(row) for row in rows.to_dict("records"))
