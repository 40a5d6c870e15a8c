"""The subject Published studies of the world what-if: what others print of the nearest shocks, beside our answer."""

from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import figures, html_text, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.what_if_world import words
from parley.app.what_if_world.charts import studies as charts
from parley.models.policy_scenario import Scenario
from parley.results import base_world, drivers, growth, world
from parley.results.scenario_text import encode
from parley.words import beside

NAME = "world_studies"
COUNT = 4
COLUMNS = [
    "institution",
    "publication",
    "published_on",
    "shock_id",
    "shock",
    "retaliation",
    "area",
    "variable",
    "value",
    "low_pct",
    "high_pct",
    "unit",
    "horizon",
    "distance_pp",
    "size_pp",
    "verification",
    "model",
    "source_url",
    "source_id",
]
SAY = beside(__file__)


def draw(scenario: Scenario) -> None:
    """Marks by study under our own."""
    figures.block("Published studies", lambda: beside_studies(scenario))


def beside_studies(scenario: Scenario) -> list[Content]:
    """Marks by study under our own. Raises NothingToShowError where nothing was moved or no study was known."""
    if base_world.unmoved(scenario):
        raise NothingToShowError(SAY("studies.nothing"))
    state = (encode(scenario),)
    rows = rows_of(scenario)
    if len(rows) == len(base_world.SIDES):
        raise NothingToShowError(SAY("studies.unknown", day=terms.day(scenario.as_of)))
    if not charts.is_near(rows):
        st.info(SAY("studies.far"), icon=":material/info:")
    figure = Figure(
        NAME,
        charts.caption(rows),
        rows,
        {"Chart": lambda palette: charts.beside(rows, palette)},
        note=words.note("world"),
        remark=SAY("studies.apart"),
        state=state,
    )
    return [figure, lambda: _links(rows)]


@kept
def rows_of(scenario: Scenario) -> pd.DataFrame:
    """Our answer for both sides, then the published levels of the nearest shocks as printed."""
    year, levels = base_world.base_year(scenario), world.levels_of(scenario)
    known = growth.nearest_levels(
        levels.after - levels.before, year.names, year.flows, base_world.SIDES, COUNT, scenario.as_of
    )
    stamp = words.STAMPS["world"]
    ours = pd.DataFrame(
        [
            {
                "institution": "Parley",
                "publication": stamp["model"],
                "shock_id": charts.OURS,
                "shock": "this scenario",
                "area": side,
                "variable": "real_income",
                "value": value,
                "low_pct": low,
                "high_pct": high,
                "unit": "percent",
                "horizon": "long run",
                "model": stamp["model"],
                "source_id": stamp["source_id"],
            }
            for side, (value, low, high) in drivers.income_ranges(scenario).items()
        ]
    )
    return pd.concat([ours, known], ignore_index=True).reindex(columns=COLUMNS)


def _links(rows: pd.DataFrame) -> None:
    """The publications of the chart, each with the page it was read on."""
    studies = rows[rows["shock_id"] != charts.OURS].drop_duplicates("source_url").dropna(subset="source_url")
    parts: list[tuple[str, str]] = []
    for row in studies.to_dict("records"):
        host = urlsplit(row["source_url"]).netloc.removeprefix("www.")
        parts += [
            ("; " if parts else SAY("studies.works"), ""),
            (f"{row['institution']}, {row['publication']}", row["source_url"]),
            (f" (read on {host})", ""),
        ]
    if parts:
        written.write(html_text.linked_note(parts))
