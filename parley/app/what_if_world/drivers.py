"""What the answer of the one-sector model rests on: real income with one parameter at a time at its ends."""

import pandas as pd
import plotly.graph_objects as go

from parley import terms
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.what_if.parts import short_reference
from parley.app.what_if_world import words
from parley.charts.dots import Mark, dots
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario
from parley.results.answers import drivers
from parley.results.scenario.text import encode
from parley.words import beside

SAY = beside(__file__)
PARAMETERS = {
    "trade_elasticity": "Trade elasticity",
    "home_foreign_elasticity_ratio": "Home goods against imports, ratio to it",
    "labour_supply_elasticity": "Labour supply elasticity",
}
IN_A_SENTENCE = {
    "trade_elasticity": "trade elasticity",
    "home_foreign_elasticity_ratio": "home-import ratio",
    "labour_supply_elasticity": "labour supply elasticity",
}
PLACES = {"USA": "US", "CHN": "China"}


def income(scenario: Scenario) -> Figure:
    rows = _rows(scenario)
    return Figure(
        "world_drivers",
        caption(rows),
        rows.assign(works=rows["citation"].map(_works)),
        {"Chart": lambda palette: swings(rows, palette)},
        note=words.note("world"),
        state=(encode(scenario),),
    )


@kept
def _rows(scenario: Scenario) -> pd.DataFrame:
    rows = drivers.income_drivers(scenario)
    return rows.assign(as_of=scenario.as_of.isoformat(), **words.STAMPS["world"])


def _works(keys: str) -> str:
    return ", ".join(short_reference(key) for key in keys.split(", ") if key) or SAY("drivers.no_citation")


def swings(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """Under each parameter a row a side: real income at its low value (hollow), at its high one (filled) and as chosen.

    ``rows``: those of ``results.answers.drivers.income_drivers``. Parameters stand in the order of the longest bar.
    """
    order, sides = order_of(rows), list(PLACES)
    keys = pd.DataFrame([(name, side) for name in order for side in sides], columns=["parameter", "outcome"])
    shown = keys.merge(rows, on=["parameter", "outcome"], validate="one_to_one")
    fills = [palette.country(side) for side in shown["outcome"]]
    hover = {
        end: [
            f"<b>{_value(r[f'at_{end}_pct'])}%</b> {PLACES[r['outcome']]}, modelled<br>"
            f"{name_of(r['parameter'])}: {r[end]:g}"
            for r in shown.to_dict("records")
        ]
        for end in ("low", "high")
    }
    as_set = [f"<b>{_value(change)}%</b> as set" for change in shown["central_pct"]]
    return dots(
        shown,
        palette,
        marks=(
            Mark("at_low_pct", "Low", fills, hollow=True, hover=hover["low"]),
            Mark("at_high_pct", "High", fills, hover=hover["high"]),
            Mark("central_pct", "As set", palette.ink, symbol="line-ns", hover=as_set),
        ),
        name=shown["outcome"].map(PLACES),
        group=[f"{name_of(r['parameter'])}, {r['low']:g} to {r['high']:g}" for r in shown.to_dict("records")],
        text={"Low": shown["at_low_pct"].map(_value), "High": shown["at_high_pct"].map(_value)},
    )


def order_of(rows: pd.DataFrame) -> list[str]:
    longest = rows.groupby("parameter")["swing_pp"].max()
    return [str(name) for name in longest.sort_values(ascending=False, kind="stable").index]


def caption(rows: pd.DataFrame) -> Caption:
    longest = [rows[rows["outcome"] == side].iloc[0]["parameter"] for side in PLACES]
    name, other = (terms.capital(IN_A_SENTENCE.get(parameter, parameter)) for parameter in longest)
    finding = SAY("drivers", "same" if name == other else "apart", name=name, other=terms.small(other))
    swings_in_words = "; ".join(
        f"{PLACES[r['outcome']]}, {name_of(r['parameter'])}: "
        f"{_value(r['at_low_pct'])} at {r['low']:g}, {_value(r['at_high_pct'])} at {r['high']:g}"
        for r in rows.to_dict("records")
    )
    return Caption(finding, SAY("drivers", "measure"), f"Modelled, bars between two marks, percent. {swings_in_words}.")


def name_of(parameter: str) -> str:
    return PARAMETERS.get(parameter, parameter)


def _value(change_pct: float) -> str:
    return "no answer" if pd.isna(change_pct) else terms.signed(change_pct, 2)
