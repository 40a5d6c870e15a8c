"""The back-test: the product model against what customs recorded, by episode and by section or industry."""

from collections.abc import Hashable, Iterable
from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app import navigation
from parley.app.backtest import words
from parley.app.backtest.charts import against_record as charts
from parley.app.kit import blocks, cache, controls, error_sentences, html_text
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.html_text import Metric
from parley.results.backtest import BackTest, backtest
from parley.results.backtest_fit import fit_table, misses, of_china
from parley.results.product_solution import inputs

PAGE = "pages/backtest.py"
DUTIES = {"law": "In force by law", "collected": "Collected"}
RELATIVE, ALONE = "Against other origins", "From China alone"
LARGEST = 12  # goods drawn; the table holds all
STAMP = {"model": "product partial equilibrium", "model_source_id": "census_us_imports_2024_hs10"}
NOTE = "Modelled: nested CES by HS6 product on 2024 imports, nothing fitted to the outcome"

METHOD = """
The **duties of each episode** are put through the product model at its three horizons; the change of imports stands
beside that of recorded imports for consumption over the same months. Nothing is estimated from the outcome, and demand,
incomes and everything but US duties are held fixed, so the fall *against other origins* is the fairer comparison: what
moved all imports alike cancels out. *In force by law* takes the duties by product and origin on the fifteenth of each
month; *collected* takes the change of duty over value customs recorded, which leaves only the answer of trade to be
tested. Shares are those of 2024. Sections exist where customs recorded chapters by origin and month, to 2021; for 2025
there are industries of the NAICS classification, for 2026 totals alone.
"""


def backtest_link() -> None:
    """One line to the back-test, for the foot of the answers of the product model."""
    navigation.link(PAGE, "How far off was the product model? Back-test", {}, navigation.FILES[PAGE][1], "left")


def tested() -> BackTest:
    """The back-test, worked out once per process: it depends on the tables alone."""
    return cache.derived("back test", (), lambda: backtest(inputs()))


def known(frame: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The episodes whose last month had been released by the day."""
    return frame[frame["known_on"] <= pd.Timestamp(as_of)]


def draw(as_of: date) -> None:
    """The whole page but its closing block."""
    with st.spinner("The back-test is worked out once …"):
        test = tested()
    totals = known(test.total, as_of)
    if totals.empty:
        raise NothingToShowError(f"The first episode was recorded in full after {terms.day(as_of)}.")
    head = st.container()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        relative = controls.choose("Imports from China", (RELATIVE, ALONE), "back_measure") == RELATIVE
        duties = controls.choose("Duties", tuple(DUTIES), "back_duties", DUTIES.__getitem__)
    rows, chosen, title, facts = cache.derived(
        "back test episodes", (as_of, relative, duties), lambda: _episodes(test, totals, relative, duties)
    )
    with head:
        blocks.page_header(
            title,
            "What the model says of changes of US duties, first year to long run, and what customs recorded.",
        )
        blocks.metrics(facts)
    with error_sentences.guarded("Episodes"):
        blocks.chart_block(
            cache.derived(
                "back test caption", (as_of, relative, duties), lambda: charts.episodes_caption(chosen, relative)
            ),
            chosen,
            {"Chart": lambda palette: charts.against(chosen, palette)},
            "backtest_episodes",
            note=NOTE,
            state=(relative, duties, as_of),
        )
    _draw_goods(test, rows, relative, duties, as_of)
    _draw_left_out(test)


def _episodes(
    test: BackTest, totals: pd.DataFrame, relative: bool, duties: str
) -> tuple[pd.DataFrame, pd.DataFrame, str, list[Metric]]:
    """All rows of China by episode, those of the duties chosen, the page's title and facts."""
    name, months = (totals["episode"].map(told) for told in (words.EPISODES, words.SPANS))
    rows = of_china(totals, relative).assign(name=name, months=months, **STAMP)
    chosen = rows[rows["duties"] == duties].reset_index(drop=True)
    latest = _goods_of(test, _last_with_goods(test, list(chosen["episode"])), duties)
    facts = words.facts(chosen, of_china(latest, relative), fit_table(latest, relative))
    return rows, chosen, words.title(chosen), facts


def _draw_goods(test: BackTest, totals: pd.DataFrame, relative: bool, duties: str, as_of: date) -> None:
    """One episode by section or by industry, and what its gap teaches."""
    heading = st.container(gap="xxsmall")
    names = {e: words.EPISODES[e] for e in dict.fromkeys(totals["episode"])}
    episode = controls.choose("Episode", tuple(names), "back_episode", names.__getitem__)
    by_section = episode in set(test.section["episode"])
    goods = words.GOODS["section" if by_section else "industry"]
    state = (episode, relative, duties, as_of)
    column, labels = ("section", terms.SECTION_LABELS) if by_section else ("naics3", terms.INDUSTRY_LABELS)

    def worked_out() -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
        frame, of = _goods_of(test, episode, duties), totals[totals["episode"] == episode]
        found, fit = misses(frame, relative), fit_table(frame, relative)
        name = found[column].map(labels).fillna(found[column])
        found = found.assign(name=name, months=words.SPANS[episode], **STAMP)
        own = of["duties"] == duties
        return found, fit, words.lessons(of[own], of[~own], found, fit, goods)

    rows, fit, told = cache.derived("back test goods", state, worked_out)
    if len(rows):
        with error_sentences.guarded("By section"):
            _goods_chart(rows, goods, names[episode], relative, heading, state)
    else:
        blocks.finding(f"{names[episode]}: recorded in total alone", place=heading)
        st.info(
            "Customs figures by section or industry and origin are not in the tables for these months.",
            icon=":material/info:",
        )
    _points(f"{names[episode]}: what the gap teaches", told)
    if len(rows):
        _draw_fit(fit, rows["source_id"].iloc[0], goods)


def _goods_of(test: BackTest, episode: str, duties: str) -> pd.DataFrame:
    """An episode by section where customs recorded sections, else by industry; empty where neither is."""
    frame = test.section if episode in set(test.section["episode"]) else test.industry
    return frame[(frame["episode"] == episode) & (frame["duties"] == duties)]


def _last_with_goods(test: BackTest, episodes: list[str]) -> str:
    return [e for e in episodes if e in set(test.industry["episode"])][-1]


def _draw_fit(fit: pd.DataFrame, source_id: str, goods: str) -> None:
    """Correlation and distance at each horizon, drawn when opened."""
    place = st.expander("The fit, horizon by horizon", on_change="rerun", key="backtest_fit_open")
    if place.open:
        with place, error_sentences.guarded("Fit"):
            rows = fit.assign(source_id=source_id, **STAMP)
            blocks.table_block(f"Modelled and recorded falls across {goods}", rows, "backtest_fit", NOTE)


def _goods_chart(
    rows: pd.DataFrame, goods: str, episode: str, relative: bool, heading: object, state: tuple[Hashable, ...]
) -> None:
    shown = min(LARGEST, len(rows))
    blocks.chart_block(
        cache.derived("back test goods caption", state, lambda: charts.goods_caption(rows, goods, episode, relative)),
        rows,
        {"Chart": lambda palette: charts.against(rows.nlargest(shown, "value_before_usd"), palette)},
        "backtest_goods",
        note=f"{NOTE}. The chart draws the {terms.counted(shown)} largest {goods}, the table all",
        heading=heading,
        state=state,
    )


def _draw_left_out(test: BackTest) -> None:
    """The causes the model does not hold."""
    _points("What the model leaves out", test.left_out["text"])


def _points(title: str, told: Iterable[str]) -> None:
    st.html(html_text.heading(title, 2) + html_text.marked("\n".join(f"- {line}" for line in told)))
