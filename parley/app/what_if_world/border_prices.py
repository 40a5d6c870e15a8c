"""How much of a US duty importers pay: the pass-through every model implies, beside what was measured."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if_world import words
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario
from parley.models.scenario import ScenarioError
from parley.results.compared import border_prices
from parley.results.compared.border_prices import COMPUTED, MEASURED, WORLD
from parley.results.scenario.text import encode
from parley.words import beside

NAME = "world_border_prices"
SAY = beside(__file__)


def implied(scenario: Scenario) -> Figure:
    """Evidence and models in a row each. Raises NothingToShowError where no US duty moves."""
    try:
        rows = _rows(scenario)
    except ScenarioError as error:
        raise NothingToShowError(SAY("border.none")) from error
    return Figure(
        NAME,
        caption(rows),
        rows,
        {"Chart": lambda palette: chart(rows, palette)},
        note=SAY("border.note"),
        state=(encode(scenario),),
    )


@kept
def _rows(scenario: Scenario) -> pd.DataFrame:
    rows = border_prices.implied(scenario)
    names = [SAY("border.row", model) for model in rows["model"]]
    return rows.assign(name=names, as_of=scenario.as_of.isoformat(), **words.STAMPS["world"] | {"model": rows["model"]})


def chart(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """A row for the evidence and each model: a band, filled marks for what is computed, hollow for what is assumed.

    ``rows``: name, basis, low_pct, value_pct, high_pct, us_real_income_pct.
    """
    is_computed = rows["basis"] == COMPUTED
    return dots(
        rows,
        palette,
        marks=[
            Mark(rows["value_pct"].where(is_computed), SAY("border.implied"), palette.us),
            Mark(rows["value_pct"].where(~is_computed), SAY("border.assumed"), palette.us, hollow=True),
        ],
        joined=False,
        low="low_pct",
        high="high_pct",
        keys={"range": SAY("border.range")},
        text={"": [_figure(row) for row in rows.to_dict("records")]},
    )


def _figure(row: dict[Any, Any]) -> str:
    low, high = row["low_pct"], row["high_pct"]
    return terms.span(low, high, 0) if round(low) != round(high) else terms.number(low, 0)


def caption(rows: pd.DataFrame) -> Caption:
    """What the one-sector model has exporters bear, against what was measured."""
    ends = rows.set_index("model")[["low_pct", "value_pct", "high_pct"]].to_dict("index")
    value, low, high = ends[WORLD]["value_pct"], ends[MEASURED]["low_pct"], ends[MEASURED]["high_pct"]
    case = "above" if value > high else "below" if value < low else "within"
    share = terms.number(100 - value if case == "below" else value, 0)
    shown = "; ".join(_in_words(row) for row in rows.to_dict("records"))
    finding = SAY(
        "border.finding",
        case,
        share=share,
        measured=terms.span(100 - high, 100 - low, 0),
        borne=terms.span(low, high, 0),
    )
    return Caption(finding, SAY("border.measure"), SAY("border.alt", list=shown))


def _in_words(row: dict[Any, Any]) -> str:
    value = f"{row['name']}: {_figure(row)}"
    if pd.isna(row["us_real_income_pct"]):
        return value
    return SAY("border.with_income", value=value, income=terms.signed(row["us_real_income_pct"], 2))
